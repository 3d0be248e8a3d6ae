//! Histories in files: JSON lines, one operation a line, in any order of lines that keeps each client's.
//!
//! ```text
//! {"client":"a","call":1,"return":3,"op":"write","key":"x","value":1}
//! {"client":"b","call":2,"return":5,"op":"read","key":"x","value":null}
//! {"client":"b","call":6,"return":9,"op":"cas","key":"x","expect":1,"value":2,"ok":true}
//! {"client":"c","call":7,"return":null,"op":"append","key":"log","value":"entry"}
//! ```
//!
//! Times are integers of one clock. Values are integers, strings or null; writing null deletes. `return` is null for an operation
//! that was never answered, and then the answer (`value` of a read, `ok` of a compare-and-set) is absent; an operation that is
//! known to have failed is not told at all. A read of a key never written answers null, or the empty string where the key is only
//! ever appended to. A client has one operation under way at a time, except that it need not wait for an answer that never comes.
//! What does not fit is refused with its line and the reason; nothing is guessed.

mod line;
mod problem;

use synod_order::Map;

use self::line::Line;
pub use self::problem::{FileError, Problem};
use crate::{Call, History, Operation, Source, Value};

/// A file may have so many bytes.
pub const BYTES_MAX: usize = 64 << 20;
/// A file may have so many operations.
pub const OPERATIONS_MAX: usize = 1_000_000;
/// A name or a value may have so many bytes.
pub const STRING_BYTES_MAX: usize = 64 << 10;

/// Reads a history from JSON lines. Blank lines are passed over.
///
/// # Errors
///
/// The first line that does not fit, and why.
pub fn parse(text: &str) -> Result<History, FileError> {
    if text.len() > BYTES_MAX {
        return Err(FileError { line: 0, problem: Problem::TooLarge });
    }
    let mut told: Vec<(u32, Operation)> = Vec::new();
    for (i, json) in text.lines().enumerate().filter(|(_, json)| !json.trim().is_empty()) {
        let line = i as u32 + 1;
        let refuse = |problem| FileError { line, problem };
        if told.len() == OPERATIONS_MAX {
            return Err(refuse(Problem::TooMany));
        }
        let parsed: Line = serde_json::from_str(json).map_err(|error| refuse(Problem::Json(in_one_line(&error))))?;
        told.push((line, parsed.operation().map_err(refuse)?));
    }
    if told.is_empty() {
        return Err(FileError { line: 0, problem: Problem::Empty });
    }
    synod_order::sort_by_key(&mut told, |(_, operation)| operation.called);
    check_clients(&told)?;
    check_appends(&told)?;
    let operations = told.into_iter().map(|(_, operation)| operation).collect();
    Ok(History { operations, source: Source::File, ..History::default() })
}

/// Reads a history from the bytes of a file.
///
/// # Errors
///
/// The first line that is no text or does not fit, and why.
pub fn parse_bytes(bytes: &[u8]) -> Result<History, FileError> {
    if bytes.len() > BYTES_MAX {
        return Err(FileError { line: 0, problem: Problem::TooLarge });
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].split(|byte| *byte == b'\n').count() as u32;
        FileError { line, problem: Problem::NotText }
    })?;
    parse(text)
}

/// Writes the operations as JSON lines; what the store or its replicas told has no place in a file. `None` where a read was
/// answered with siblings, which a file cannot tell.
pub fn write(history: &History) -> Option<String> {
    let mut text = String::new();
    for operation in &history.operations {
        text.push_str(&serde_json::to_string(&Line::of(operation)?).ok()?);
        text.push('\n');
    }
    Some(text)
}

/// The parser's words without its position: it has seen one line, and the line is told already.
fn in_one_line(error: &serde_json::Error) -> String {
    let words = error.to_string();
    words.split(" at line ").next().unwrap_or_default().chars().take(200).collect()
}

/// Refuses a client that calls before its earlier operation has returned.
fn check_clients(told: &[(u32, Operation)]) -> Result<(), FileError> {
    let mut busy_until: Map<&str, i64> = Map::new();
    for (line, operation) in told {
        let until = busy_until.entry(&operation.client).or_insert(i64::MIN);
        if operation.called < *until {
            let problem = Problem::ClientBusy { client: operation.client.clone(), until: *until };
            return Err(FileError { line: *line, problem });
        }
        *until = operation.answered_at().map_or(*until, |at| at.max(*until));
    }
    Ok(())
}

/// Refuses a key that is appended to and written with numbers.
fn check_appends(told: &[(u32, Operation)]) -> Result<(), FileError> {
    let mut seen: Map<&str, [bool; 2]> = Map::new();
    let mut in_order: Vec<&(u32, Operation)> = told.iter().collect();
    synod_order::sort_by_key(&mut in_order, |(line, _)| *line);
    for (line, operation) in in_order {
        let kinds = seen.entry(&operation.key).or_default();
        match &operation.call {
            Call::Append(_) => kinds[0] = true,
            Call::Write(Value::Int(_)) | Call::Cas { value: Value::Int(_), .. } => kinds[1] = true,
            _ => {}
        }
        if *kinds == [true, true] {
            return Err(FileError { line: *line, problem: Problem::AppendToNumber { key: operation.key.clone() } });
        }
    }
    Ok(())
}
