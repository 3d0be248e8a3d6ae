//! How a protocol is shown: plain data with a closed set of kinds, so that a page draws any protocol without knowing it.

use synod_words::Phrase;

/// A name and a value, as an inspector lists them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    /// What it is.
    pub name: Phrase,
    /// What it holds.
    pub value: Phrase,
}

/// A cell of a log strip.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LogCell {
    /// What stands in it; short.
    pub label: String,
    /// Whose colour it has: the same number, the same colour everywhere.
    pub owner: Option<u32>,
    /// Whether it can no longer change.
    pub committed: bool,
}

/// What a process shows of itself.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct NodeView {
    /// The one thing to see, for example `x = 2`; a few characters.
    pub headline: Option<Phrase>,
    /// What stands under it, for example the version; a few characters.
    pub detail: Option<Phrase>,
    /// Whose colour it has (the owner of its value, ballot, term or transaction).
    pub owner: Option<u32>,
    /// Why it is locked, where it is.
    pub lock: Option<Phrase>,
    /// Its log, where the protocol has one.
    pub log: Vec<LogCell>,
    /// Its full state, for the inspector.
    pub fields: Vec<Field>,
}

/// What kind of message it is; each is drawn with its own shape.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum MessageKind {
    /// Asks for something.
    Request,
    /// Answers with yes, or with what was asked for.
    Yes,
    /// Answers with no.
    No,
    /// Says only that somebody is alive.
    Heartbeat,
}

/// What a message shows of itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MessageView {
    /// What it says, short: `write x = 2`.
    pub label: Phrase,
    /// Its shape.
    pub kind: MessageKind,
    /// Whose colour it has.
    pub owner: Option<u32>,
    /// All that it carries, for the inspector.
    pub fields: Vec<Field>,
}

/// How an operation came out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Outcome {
    /// It was answered.
    Answered,
    /// It was answered with no: it is refused, and never takes effect.
    Refused,
    /// The system could not do it, and it never takes effect.
    Failed,
    /// The client gave up, or never got an answer: it may take effect at any later time, or never.
    Unknown,
}

/// What a client operation shows of itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OperationView {
    /// What was asked: `write x = 2`, `read x`.
    pub label: Phrase,
    /// What was answered, short: `2`, `ok`; none while it is open.
    pub answer: Option<Phrase>,
    /// How it came out; none while it is open.
    pub outcome: Option<Outcome>,
    /// Whose colour it has.
    pub owner: Option<u32>,
}

impl Outcome {
    /// Whether the client has an answer, be it yes or no.
    pub fn is_answer(self) -> bool {
        matches!(self, Outcome::Answered | Outcome::Refused)
    }
}
