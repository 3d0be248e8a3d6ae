//! What clients ask for, and the changes that a primary makes of it.

use std::fmt;
use synod_check::Value;
use synod_kernel::{OperationId, Pid};

/// What clients ask for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Op {
    /// The value of a key. It is broadcast like a change, so that it sees every change before it.
    Read(String),
    /// A text to put at the end of a key's value: what comes of it depends on the value at the primary.
    Append(String, String),
}

impl Op {
    /// The key it is about.
    pub fn key(&self) -> &str {
        match self {
            Op::Read(key) | Op::Append(key, _) => key,
        }
    }
}

impl fmt::Display for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Op::Read(key) => write!(f, "read {key}"),
            Op::Append(key, text) => write!(f, "{key} += {text}"),
        }
    }
}

/// What clients are answered.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Ret {
    /// The text was appended.
    Done,
    /// The value.
    Found(Value),
    /// No answer in time; the change may still be delivered.
    NoAnswer,
}

/// A request under its name, which stays the same however often it is sent.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Request {
    /// Its name.
    pub op: OperationId,
    /// Whom to answer.
    pub client: Pid,
    /// What it asks for.
    pub body: Op,
}

/// What the primary broadcasts: not the operation, but the state that it leads to. To apply it twice is to apply it once; to apply it
/// after anything but its predecessor makes no sense.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Change {
    /// A client's request, executed at the primary.
    Of {
        /// The request.
        request: Request,
        /// The key's value at the primary before it.
        from: Value,
        /// The key's value after it.
        to: Value,
    },
    /// Nothing: Paxos fills a hole with it.
    NoOp,
}

impl Change {
    /// Executes a request on the value that its key has.
    pub fn execute(request: Request, from: Value) -> Change {
        let to = match (&request.body, &from) {
            (Op::Read(_), value) => value.clone(),
            (Op::Append(_, text), Value::Text(before)) => Value::Text(format!("{before}{text}")),
            (Op::Append(_, text), _) => Value::Text(text.clone()),
        };
        Change::Of { request, from, to }
    }

    /// The client's operation that it is, if it is one.
    pub fn op(&self) -> Option<OperationId> {
        match self {
            Change::Of { request, .. } => Some(request.op),
            Change::NoOp => None,
        }
    }

    /// The value that it gives to a key.
    pub fn sets(&self, key: &str) -> Option<&Value> {
        match self {
            Change::Of { request: Request { body: Op::Append(of, _), .. }, to, .. } if of == key => Some(to),
            _ => None,
        }
    }

    /// Whom to answer, under which name, and what.
    pub fn answer(&self) -> Option<(Pid, OperationId, Ret)> {
        let Change::Of { request, to, .. } = self else { return None };
        let ret = match request.body {
            Op::Read(_) => Ret::Found(to.clone()),
            Op::Append(..) => Ret::Done,
        };
        Some((request.client, request.op, ret))
    }

    /// The value that judges compare: one for each operation.
    pub fn value(&self) -> Value {
        Value::Text(match self {
            Change::Of { request, .. } => format!("{} #{}", request.body, request.op.0 + 1),
            Change::NoOp => "no-op".to_owned(),
        })
    }

    /// As it stands in a cell of a log: the text that it appends, `rx` for a read, `–` for nothing.
    pub fn cell(&self) -> String {
        match self {
            Change::Of { request: Request { body: Op::Append(_, text), .. }, .. } => text.chars().take(3).collect(),
            Change::Of { request: Request { body: Op::Read(key), .. }, .. } => {
                std::iter::once('r').chain(key.chars()).take(3).collect()
            }
            Change::NoOp => "–".to_owned(),
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Change::Of { request: Request { body: Op::Append(key, _), .. }, from: Value::Null, to } => {
                write!(f, "{key}: – → {to}")
            }
            Change::Of { request: Request { body: Op::Append(key, _), .. }, from, to } => write!(f, "{key}: {from} → {to}"),
            Change::Of { request, .. } => request.body.fmt(f),
            Change::NoOp => f.write_str("no-op"),
        }
    }
}
