//! Reading files, up to what may be read of them.

use crate::failure::Failure;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read};
use synod_session::doc;

/// The name of the standard input among files.
const STANDARD_INPUT: &str = "-";

/// A file that was read.
pub struct Source {
    /// Its name, for sentences.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Reads a file, or the standard input for `-`, of at most `max` bytes.
pub fn read(file: &OsStr, max: usize) -> Result<Source, Failure> {
    let standard = file == STANDARD_INPUT;
    let name = if standard { "stdin".to_owned() } else { file.to_string_lossy().into_owned() };
    let mut bytes = Vec::new();
    // One byte more tells that there is more, however large the file is.
    let limit = max as u64 + 1;
    let read = if standard {
        io::stdin().lock().take(limit).read_to_end(&mut bytes)
    } else {
        File::open(file).and_then(|file| file.take(limit).read_to_end(&mut bytes))
    };
    match read {
        Err(error) => Err(Failure::Unreadable { file: name, error }),
        Ok(length) if length > max => Err(Failure::TooLarge { file: name, max }),
        Ok(_) => Ok(Source { name, bytes }),
    }
}

/// Reads a file that holds a scenario document or a link.
pub fn read_text(file: &OsStr) -> Result<(String, String), Failure> {
    let Source { name, bytes } = read(file, doc::BYTES_MAX)?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok((name, text)),
        Err(_) => Err(Failure::NotText { file: name }),
    }
}
