//! What clients ask for, what stands in a slot of the log, and what is answered.

use crate::Ballot;
use std::fmt;
use synod_check::Value;
use synod_kernel::{OperationId, Pid};

/// What clients ask for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Op {
    /// The value of a key. It goes through the log like a write, so that it sees every write before it.
    Read(String),
    /// A new value for a key.
    Write(String, Value),
}

impl Op {
    /// The key it is about.
    pub fn key(&self) -> &str {
        match self {
            Op::Read(key) | Op::Write(key, _) => key,
        }
    }
}

impl fmt::Display for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Op::Read(key) => write!(f, "read {key}"),
            Op::Write(key, value) => write!(f, "{key}={value}"),
        }
    }
}

/// What clients are answered.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Ret {
    /// The write was applied.
    Written,
    /// The value that the key has at the read's place in the log.
    Found(Value),
    /// No answer in time; the command may still be chosen.
    NoAnswer,
}

/// What stands in a slot.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Command {
    /// A client's operation.
    Client {
        /// Its name, by which a command that was chosen twice is applied once.
        op: OperationId,
        /// Whom to answer.
        client: Pid,
        /// What it does.
        body: Op,
        /// The ballot of the leader that gave it its slot: a later one that finds it there proposes it as it is. None for a request.
        first: Ballot,
    },
    /// Nothing: it fills a hole (*Paxos Made Simple*, § 3).
    NoOp,
}

impl Command {
    /// The client's operation that it is, if it is one.
    pub fn op(&self) -> Option<OperationId> {
        match self {
            Command::Client { op, .. } => Some(*op),
            Command::NoOp => None,
        }
    }

    /// The command as a leader proposes it in a new slot.
    #[must_use]
    pub fn given_its_slot(mut self, ballot: Ballot) -> Command {
        if let Command::Client { first, .. } = &mut self {
            *first = ballot;
        }
        self
    }

    /// The value that judges compare: one for each operation.
    pub fn value(&self) -> Value {
        Value::Text(match self {
            Command::Client { op, body, .. } => format!("{body} #{}", op.0 + 1),
            Command::NoOp => "no-op".to_owned(),
        })
    }

    /// As it stands in a cell of a log: `x2`, `rx`, `–`.
    pub fn cell(&self) -> String {
        match self {
            Command::Client { body: Op::Write(key, value), .. } => {
                key.chars().take(1).chain(value.to_string().chars().filter(|c| *c != '"')).take(3).collect()
            }
            Command::Client { body: Op::Read(key), .. } => std::iter::once('r').chain(key.chars()).take(3).collect(),
            Command::NoOp => "–".to_owned(),
        }
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Command::Client { body, .. } => body.fmt(f),
            Command::NoOp => f.write_str("no-op"),
        }
    }
}
