//! A history from a file, with the lines that its operations come from.

use crate::failure::Failure;
use crate::source::{self, Source};
use std::ffi::OsStr;
use synod_check::{History, file};

/// A history, and where it was read.
pub struct Recorded {
    /// The name of the file.
    pub file: String,
    /// The operations.
    pub history: History,
    /// The line of each operation, counted from 1.
    lines: Vec<u32>,
}

/// Reads a history.
pub fn read(path: &OsStr) -> Result<Recorded, Failure> {
    let Source { name, bytes } = source::read(path, file::BYTES_MAX)?;
    match file::parse_bytes(&bytes) {
        Ok(history) => {
            let lines = lines_in_order(&String::from_utf8_lossy(&bytes));
            Ok(Recorded { file: name, history, lines })
        }
        Err(error) => Err(Failure::BadHistory { file: name, error }),
    }
}

impl Recorded {
    /// The line of an operation.
    pub fn line(&self, operation: u32) -> u32 {
        self.lines.get(operation as usize).copied().unwrap_or_default()
    }
}

/// The numbers of the lines in the order of their operations: the history is sorted by the times of the calls, and what was called
/// at one time keeps the order of the file.
fn lines_in_order(text: &str) -> Vec<u32> {
    let called = |line: &str| file::parse(line).ok().and_then(|one| one.operations.first().map(|operation| operation.called));
    let mut lines: Vec<(i64, u32)> = (1..).zip(text.lines()).filter_map(|(number, line)| Some((called(line)?, number))).collect();
    lines.sort_by_key(|(called, _)| *called);
    lines.into_iter().map(|(_, number)| number).collect()
}
