//! Calls the program.

use serde_json::Value;
use std::io::Write;
use std::process::{Command, Stdio};

/// What a call came to.
pub struct Outcome {
    pub exit: i32,
    pub out: String,
    pub err: String,
}

impl Outcome {
    /// What it printed, as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}{}", self.out, self.err))
    }

    /// The one line on the standard error of a call that is refused.
    pub fn refusal(&self) -> &str {
        assert_eq!((self.exit, self.out.as_str()), (2, ""), "{}", self.err);
        let line = self.err.strip_prefix("synod: ").expect("the name of the program");
        line.strip_suffix('\n').filter(|line| !line.contains('\n')).expect("one line")
    }
}

/// Calls it with these arguments.
pub fn synod(arguments: &[&str]) -> Outcome {
    synod_reading("", arguments)
}

/// Calls it with these arguments and this text on its standard input.
pub fn synod_reading(input: &str, arguments: &[&str]) -> Outcome {
    let mut child = Command::new(env!("CARGO_BIN_EXE_synod"))
        .args(arguments)
        .env("LC_ALL", "C")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("synod starts");
    // Who is refused for its arguments reads nothing, and the pipe may be closed by then.
    let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
    let output = child.wait_with_output().expect("synod ends");
    Outcome {
        exit: output.status.code().expect("no signal ends it"),
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}
