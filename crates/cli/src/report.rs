//! What a subcommand answers.

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

/// Everything went as asked; of a judge: all promises hold.
pub const FINE: u8 = 0;
/// A judge found a promise violated.
pub const VIOLATED: u8 = 1;
/// What was given cannot be used.
pub const BAD_INPUT: u8 = 2;
/// A judge cannot say, and found no promise violated.
pub const UNDECIDED: u8 = 3;
/// The answer could not be written, as sysexits calls it.
const OUTPUT_LOST: u8 = 74;

/// A text for the standard output, and the number to exit with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report {
    /// The text.
    pub text: String,
    /// The number.
    pub exit: u8,
}

impl Report {
    /// A text of something that went well.
    pub fn fine(text: String) -> Report {
        Report { text, exit: FINE }
    }

    /// A JSON value for programs.
    pub fn json(value: &serde_json::Value, exit: u8) -> Report {
        Report { text: format!("{value:#}\n"), exit }
    }

    /// Prints it. Who stops reading early, as `head` does, has read enough: that is no error.
    pub fn print(&self) -> ExitCode {
        let mut out = io::stdout().lock();
        match out.write_all(self.text.as_bytes()).and_then(|()| out.flush()) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => OUTPUT_LOST.into(),
            _ => self.exit.into(),
        }
    }
}
