//! Unpacks what a link carries, up to the size of the largest document.

use super::LinkFault;
use crate::doc::BYTES_MAX;
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::{TINFL_FLAG_PARSE_ZLIB_HEADER, TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF};
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

/// Unpacking stopped before its end.
#[derive(Debug)]
pub(super) struct Stopped {
    /// Why.
    pub fault: LinkFault,
    /// What had been unpacked: perhaps enough to tell which lab was meant.
    pub text: String,
}

/// The text that was packed.
pub(super) fn inflate(packed: &[u8]) -> Result<String, Stopped> {
    // Most documents shrink to a third; the room doubles for those that shrink more. One byte above the limit
    // tells that it is passed.
    let room_max = BYTES_MAX + 1;
    let mut out = vec![0; (packed.len() * 4).clamp(1, room_max)];
    let mut state = DecompressorOxide::new();
    let (mut read, mut written) = (0, 0);
    let flags = TINFL_FLAG_PARSE_ZLIB_HEADER | TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let fault = loop {
        let (status, took, gave) = decompress(&mut state, &packed[read..], &mut out, written, flags);
        read += took;
        written += gave;
        match status {
            TINFLStatus::Done if written > BYTES_MAX => break Some(LinkFault::TooBig),
            TINFLStatus::Done if read < packed.len() => break Some(LinkFault::TrailingData { bytes: packed.len() - read }),
            TINFLStatus::Done => break None,
            TINFLStatus::HasMoreOutput if out.len() < room_max => out.resize((out.len() * 2).min(room_max), 0),
            TINFLStatus::HasMoreOutput => break Some(LinkFault::TooBig),
            TINFLStatus::NeedsMoreInput | TINFLStatus::FailedCannotMakeProgress => break Some(LinkFault::CutOff),
            // A wrong checksum, or no deflated data at all.
            _ => break Some(LinkFault::Damaged),
        }
    };
    out.truncate(written);
    match (fault, String::from_utf8(out)) {
        (None, Ok(text)) => Ok(text),
        (None, Err(_)) => Err(Stopped { fault: LinkFault::Damaged, text: String::new() }),
        (Some(fault), text) => Err(Stopped { fault, text: text.unwrap_or_default() }),
    }
}
