//! What clients ask for, what stands in an entry of the log, and what is answered.

use super::Members;
use std::fmt;
use synod_check::Value;
use synod_kernel::{OperationId, Pid};

/// What clients ask for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Op {
    /// The value of a key.
    Read(String),
    /// A new value for a key.
    Write(String, Value),
    /// The servers that are to be the members from now on, in order, without repetition.
    Members(Vec<Pid>),
    /// The server that is to lead from now on.
    Transfer(Pid),
}

impl fmt::Display for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Op::Read(key) => write!(f, "read {key}"),
            Op::Write(key, value) => write!(f, "{key}={value}"),
            Op::Members(members) => write!(f, "members {}", names(members)),
            Op::Transfer(to) => write!(f, "transfer {}", names(&[*to])),
        }
    }
}

/// The names of servers: `S1 S2`.
pub(super) fn names(servers: &[Pid]) -> String {
    let each: Vec<String> = servers.iter().map(|pid| format!("S{}", pid.0 + 1)).collect();
    each.join(" ")
}

/// The servers that a text names, in order, each once; none where it names none, or something else.
pub(super) fn servers(text: &str) -> Option<Vec<Pid>> {
    let number = |name: &str| name.strip_prefix('S')?.parse::<u16>().ok()?.checked_sub(1);
    let mut servers = text.split_whitespace().map(|name| number(name).map(Pid)).collect::<Option<Vec<Pid>>>()?;
    synod_order::sort(&mut servers);
    servers.dedup();
    (!servers.is_empty()).then_some(servers)
}

/// What clients are answered.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Ret {
    /// It is done.
    Done,
    /// The value that was found.
    Found(Value),
    /// The leader does not do it, and will not.
    Refused,
    /// To the client itself: it has this session.
    Registered(u32),
    /// Its session has expired; whether an earlier copy of the request was done nobody knows any more.
    Expired,
    /// No answer in time; it may still be done.
    NoAnswer,
}

/// What stands in an entry.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Command {
    /// A client's read or write.
    Client {
        /// Its name, and its number in the client's session.
        op: OperationId,
        /// Whose it is.
        client: Pid,
        /// The session in which it comes; none where clients do not register.
        session: Option<u32>,
        /// What it does.
        body: Op,
    },
    /// A client registers: a session for it (dissertation, § 6.3, `RegisterClient`).
    Register {
        /// The operation before which it does so.
        op: OperationId,
        /// Who.
        client: Pid,
    },
    /// Members, from the moment at which a server has the entry in its log (Raft, § 6).
    Members {
        /// The operation that asked for it.
        op: OperationId,
        /// Who asked for it.
        client: Pid,
        /// The members.
        members: Members,
    },
    /// Nothing: with it a new leader commits what it found (Raft, § 8).
    NoOp,
}

impl Command {
    /// The operation that it comes from.
    pub fn op(&self) -> Option<OperationId> {
        self.asked().map(|(_, op)| op)
    }

    /// Who asked for it, and in which operation.
    pub fn asked(&self) -> Option<(Pid, OperationId)> {
        match self {
            Command::Client { op, client, .. } | Command::Members { op, client, .. } | Command::Register { op, client } => {
                Some((*client, *op))
            }
            Command::NoOp => None,
        }
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Command::Client { body, .. } => body.fmt(f),
            Command::Register { .. } => f.write_str("register"),
            Command::Members { members, .. } => members.fmt(f),
            Command::NoOp => f.write_str("no-op"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_are_heard_as_they_are_said() {
        assert_eq!(servers("S3 S1  S3"), Some(vec![Pid(0), Pid(2)]));
        assert_eq!(names(&[Pid(0), Pid(2)]), "S1 S3");
        assert_eq!(["", "S0", "S1 C1", "1"].map(servers), [None, None, None, None]);
    }
}
