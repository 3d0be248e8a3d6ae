//! A history: what clients called, when, and what they were answered.

use crate::Value;

/// What a client asks of a key.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Call {
    /// Answers with the key's value.
    Read,
    /// Makes this the key's value; a delete writes [`Value::Null`].
    Write(Value),
    /// Writes `value` exactly when the key holds `expect`, and answers whether it did.
    Cas {
        /// What the key must hold.
        expect: Value,
        /// What it then holds.
        value: Value,
    },
    /// Puts the text at the end of the key's text.
    Append(String),
}

/// What a client is answered with.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Answer {
    /// To a read: the value.
    Read(Value),
    /// To a write or an append: it took effect.
    Done,
    /// To a write or an append: it failed, and never takes effect. That is a promise too ([`failed`](crate::failed)).
    Failed,
    /// To a compare-and-set.
    Cas {
        /// Whether the key held what was expected, and was written.
        ok: bool,
    },
}

/// One operation of one client on one key.
///
/// Operation `a` comes before `b` when `a` returned before `b` was called, or when the two are of one client, `a` has an
/// answer, and `a` is told first. Otherwise they overlap; so do operations of different clients that touch at one instant.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Operation {
    /// Who calls.
    pub client: String,
    /// On what.
    pub key: String,
    /// To do what.
    pub call: Call,
    /// When it was called.
    pub called: i64,
    /// When it was answered and with what. `None`: no answer; it may take effect at any time after the call, or never.
    pub returned: Option<(i64, Answer)>,
}

/// Operations, and what else is known about the run they come from.
///
/// The operations of one client are in the order in which it called them. A read that failed tells nothing: it counts as one
/// without answer.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct History {
    /// The operations.
    pub operations: Vec<Operation>,
    /// The order in which the store itself put the writes of a key, where it tells: indices of operations, before and after.
    pub store_order: Vec<(u32, u32)>,
    /// What the replicas hold once nothing is under way; `None` while something is, or where nobody looked inside.
    pub replicas: Option<Quiet>,
    /// Where the history comes from.
    pub source: Source,
}

/// Where a history comes from. It decides how a time reads in a sentence, and what a missing [`History::replicas`] means.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Source {
    /// A lab: times are microseconds, and no replicas means that the store is not quiet yet.
    #[default]
    Lab,
    /// A file: times are plain integers, and nobody looked inside the store.
    File,
}

/// A store at rest: nothing is under way, and nothing more will happen unless a client calls.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Quiet {
    /// Replica, key, and the value that it holds there. A pair that is not named holds null.
    pub values: Vec<(String, String, Value)>,
}
