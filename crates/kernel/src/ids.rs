//! Names of things in a world. Each is stable: it says the same thing in a replay, after one more fault, and in a link.

use std::fmt;

/// A moment or a span of simulated time, in microseconds since the start of the run.
pub type Time = u64;

/// A process: a server or a client. Numbered from 0 in the order in which the lab lists them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Pid(pub u16);

impl Pid {
    /// The process's place in a list of all processes.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// A client operation: the n-th that was requested in the run.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct OperationId(pub u32);

impl OperationId {
    /// The operation's place in the history.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A message: the `nth` that `from` sent to `to`, counted from 0, and which copy of it.
///
/// Its name is also what its delay is drawn for, so that one more message on another link changes neither.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct MessageId {
    /// The sender.
    pub from: Pid,
    /// The receiver.
    pub to: Pid,
    /// Its number on this link and in this direction.
    pub nth: u32,
    /// 0 for the message itself, then one more for each duplicate of it.
    pub copy: u8,
}

impl fmt::Display for Pid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "p{}", self.0)
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}>{}#{}", self.from, self.to, self.nth)?;
        if self.copy > 0 { write!(f, "+{}", self.copy) } else { Ok(()) }
    }
}
