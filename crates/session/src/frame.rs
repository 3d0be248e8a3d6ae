//! What a page draws and a command prints: plain data with public fields, the same for every lab.

use crate::doc;
use synod_kernel::{Life, Loss, Time};
use synod_protocols::{Field, LogCell, MessageKind, Outcome};
use synod_words::Phrase;

/// The cluster at the cursor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Frame {
    /// The time of the last step, in microseconds.
    pub at: Time,
    /// After how many steps.
    pub step: u32,
    /// The processes, in the order of their numbers.
    pub nodes: Vec<NodeFrame>,
    /// The links that are not as usual: every other pair of servers is connected.
    pub links: Vec<LinkView>,
    /// The messages under way, in the order of their names.
    pub messages: Vec<Transit>,
    /// What the process of the last step said of its doing.
    pub notes: Vec<(String, Phrase)>,
}

/// A process at the cursor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NodeFrame {
    /// Its name.
    pub name: String,
    /// Its role.
    pub role: Phrase,
    /// Whether users ask it for operations.
    pub client: bool,
    /// Whether it works.
    pub life: Life,
    /// By how many microseconds its clock is ahead (behind, below zero).
    pub clock_ahead_us: i64,
    /// The one thing to see.
    pub headline: Option<Phrase>,
    /// What stands under it.
    pub detail: Option<Phrase>,
    /// Whose colour it has.
    pub owner: Option<u32>,
    /// Why it is locked.
    pub lock: Option<Phrase>,
    /// Its log.
    pub log: Vec<LogCell>,
    /// Its full state.
    pub fields: Vec<Field>,
    /// Its running timers.
    pub timers: Vec<TimerView>,
    /// The operation it waits for: its place in [`Chart::operations`].
    pub waits_for: Option<u32>,
}

/// A running timer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TimerView {
    /// Its name in documents, for [`doc::Act::Fire`].
    pub id: String,
    /// Its name for people.
    pub name: Phrase,
    /// When it was armed.
    pub since: Time,
    /// When it runs out.
    pub due: Time,
}

/// One direction of a link that is cut or slow.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LinkView {
    /// From here,
    pub from: String,
    /// to here.
    pub to: String,
    /// Whether it is cut.
    pub cut: bool,
    /// How many times as long as usual a message takes.
    pub times: u16,
}

/// A message under way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Transit {
    /// Its name in documents, for [`doc::Act::Drop`] and the like.
    pub id: String,
    /// Its place in [`Chart::messages`].
    pub line: u32,
    /// The sender.
    pub from: String,
    /// The receiver.
    pub to: String,
    /// When it was sent.
    pub sent: Time,
    /// When it is due.
    pub due: Time,
    /// What it says, short.
    pub label: Phrase,
    /// Its shape.
    pub kind: MessageKind,
    /// Whose colour it has.
    pub owner: Option<u32>,
    /// All that it carries.
    pub fields: Vec<Field>,
}

/// The whole known run as a space-time diagram.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Chart {
    /// One row a process, clients first.
    pub rows: Vec<Row>,
    /// The operations, in the order in which they were called.
    pub operations: Vec<OperationBar>,
    /// The messages, in the order in which they were sent.
    pub messages: Vec<MessageLine>,
    /// Faults as spans of time.
    pub faults: Vec<FaultLane>,
    /// When working replicas held different things, in the order of time.
    pub windows: Vec<Window>,
    /// Where the known run ends.
    pub end: Time,
}

/// A row of the chart.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// The process.
    pub name: String,
    /// Whether it is a client.
    pub client: bool,
}

/// An operation as a bar.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OperationBar {
    /// The client.
    pub client: String,
    /// What was asked.
    pub label: Phrase,
    /// What was answered.
    pub answer: Option<Phrase>,
    /// How it came out; none while it is open.
    pub outcome: Option<Outcome>,
    /// Whose colour it has.
    pub owner: Option<u32>,
    /// Step and time of the call.
    pub called: (u32, Time),
    /// Step and time of the answer.
    pub returned: Option<(u32, Time)>,
    /// How many messages one after the other its answer took at least; none while there is none.
    pub delays: Option<u32>,
}

/// A message as a line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MessageLine {
    /// Its name in documents.
    pub id: String,
    /// The sender.
    pub from: String,
    /// The receiver.
    pub to: String,
    /// Step and time of sending.
    pub sent: (u32, Time),
    /// When it is due, as last known.
    pub due: Time,
    /// Step and time of its end, if it ended.
    pub end: Option<(u32, Time)>,
    /// Why it did not arrive, where it did not.
    pub lost: Option<Loss>,
    /// What it says.
    pub label: Phrase,
    /// Its shape.
    pub kind: MessageKind,
    /// Whose colour it has.
    pub owner: Option<u32>,
}

/// An inconsistency window: a span of time in which working replicas hold different things.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Window {
    /// The rows of the replicas.
    pub rows: Vec<String>,
    /// Step and time from which two of them differ.
    pub from: (u32, Time),
    /// Step and time from which all hold the same; none while they do not.
    pub to: Option<(u32, Time)>,
}

/// A fault as a span of time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FaultLane {
    /// What it is: `crash of n3`, `partition {n1, n2} | {n3}`.
    pub label: Phrase,
    /// What kind of fault it is.
    pub kind: FaultKind,
    /// The rows that it touches; all where it is empty.
    pub rows: Vec<String>,
    /// Step and time of its begin.
    pub from: (u32, Time),
    /// Step and time of its end; none while it lasts.
    pub to: Option<(u32, Time)>,
    /// The decisions that began it: their places in [`doc::Document::decisions`]. Several where both directions of a link were cut at
    /// once; none where nobody decided it.
    pub begun_by: Vec<u32>,
    /// The decisions that ended it.
    pub ended_by: Vec<u32>,
    /// What would end it, while it lasts.
    pub remedy: Vec<doc::Act>,
}

/// What kind of fault it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum FaultKind {
    /// A process is down.
    Crash,
    /// A process stands still.
    Pause,
    /// A link is cut, one way or both.
    Cut,
    /// A link is slow.
    Slow,
    /// Groups cannot reach each other.
    Partition,
    /// Messages get lost at random.
    Loss,
    /// Messages arrive twice at random.
    Duplication,
    /// A clock runs fast or slow.
    Drift,
}

impl FaultKind {
    /// Whether it takes a process out, so that its row has a gap.
    pub fn takes_out(self) -> bool {
        matches!(self, FaultKind::Crash | FaultKind::Pause)
    }
}

/// A line of the event list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EventLine {
    /// Which step it is, counted from 1: the cursor stands behind it at this number.
    pub step: u32,
    /// When, in microseconds.
    pub at: Time,
    /// What happened, in words.
    pub phrase: Phrase,
    /// What the processes said of their doing.
    pub notes: Vec<Phrase>,
    /// Whether a human decided it.
    pub decided: bool,
}

/// How a promise stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Standing {
    /// It holds so far.
    Holds {
        /// Whether nothing more happens by itself.
        at_rest: bool,
    },
    /// It is broken.
    Violated {
        /// Why, in a sentence.
        sentence: Phrase,
        /// The operations that show it: their places in [`Chart::operations`].
        operations: Vec<u32>,
        /// The steps in which processes did what shows it.
        steps: Vec<u32>,
        /// Those processes.
        processes: Vec<String>,
        /// The messages by which those operations got their answers, and that led to those steps: their places in [`Chart::messages`].
        messages: Vec<u32>,
        /// Since which step.
        since: u32,
    },
    /// Nobody can say yet, or within the budget.
    Undecided {
        /// Why.
        why: Phrase,
    },
}

/// A promise at the cursor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PromiseView {
    /// Its id.
    pub id: &'static str,
    /// Its name.
    pub name: Phrase,
    /// What it says.
    pub meaning: Phrase,
    /// How it stands.
    pub standing: Standing,
}

/// A step at which the standing of a promise changes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StandingChange {
    /// The step.
    pub step: u32,
    /// Its time.
    pub at: Time,
    /// The promise's place in the ladder.
    pub promise: u32,
    /// How it stands from there on.
    pub becomes: Becomes,
}

/// What a promise turns out to be.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Becomes {
    /// It holds.
    Holding,
    /// It is broken.
    Broken,
}

/// Something measured up to the cursor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Measure {
    /// Its id in JSON.
    pub id: &'static str,
    /// Its name.
    pub name: Phrase,
    /// Its value in words, with its unit.
    pub value: Phrase,
    /// Its value as a number, for programs: microseconds, counts or thousandths, as the id says.
    pub number: Option<i64>,
}

/// What a client's user may ask for at the cursor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClientOffers {
    /// The client.
    pub client: String,
    /// The operations.
    pub offers: Vec<Offer>,
}

/// An operation on a button.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Offer {
    /// What stands on it.
    pub label: Phrase,
    /// What it decides.
    pub act: doc::Act,
}
