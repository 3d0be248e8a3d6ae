//! A lab: a protocol with its parameters, client operations, promises, scenarios and pictures.

use crate::view::{MessageView, NodeView, OperationView};
use crate::{Erased, Nodes, Past};
use synod_check::{Fact, History, Model, Property, Value};
use synod_kernel::{Decision, Network, OperationId, Pid, Protocol, Time};
use synod_order::Map;
use synod_words::{Phrase, phrase};

/// A system of the course, with all that the outside needs to offer it.
///
/// Everything that differs between systems is here, so that the session, the command line and the page know none of them.
pub trait Lab: Protocol<Fact = Fact> {
    /// The lab's name in links and on the command line; never changed once published.
    const ID: &'static str;

    /// Its name for people.
    fn name() -> Phrase;
    /// What a user does with it, in one or two sentences.
    fn about() -> Phrase;
    /// Where its rules come from: papers and sections.
    fn source() -> &'static str;
    /// The parameters, in the order in which they are shown.
    fn params() -> Vec<ParamSpec>;
    /// The protocol with these parameters. Every parameter of [`Lab::params`] is there and in its range; what remains to be checked is how
    /// they fit together.
    ///
    /// # Errors
    /// [`BadParam`] where they do not.
    fn with(params: &Params) -> Result<Self, BadParam>;
    /// Makes parameters fit together after one of them was changed; nothing to do unless they depend on each other.
    fn fit(_params: &mut Params) {}
    /// The parameters to vary first, when somebody asks how much they matter: along an axis, and one curve each. Without any, the first that
    /// takes more than one value is varied.
    fn swept() -> &'static [&'static str] {
        &[]
    }
    /// What the present parameters mean for a client, in words; the first is the most important.
    fn consequences(&self) -> Vec<Consequence>;
    /// Its processes and its network.
    fn cluster(&self) -> Cluster;
    /// What clients may rely on, strongest first.
    fn promises(&self) -> Vec<Promise>;
    /// The scenarios, in the order in which a course would show them; the first one is what a newcomer sees.
    fn scenarios() -> Vec<Scenario>;
    /// The guide through a scenario, for those that are told step for step.
    fn guide(_scenario: &str) -> Option<Guide> {
        None
    }

    /// An operation as it stands in a document.
    fn say(op: &Self::Op) -> Spoken;
    /// The verbs of its operations with the names of their arguments.
    fn verbs() -> Vec<(&'static str, Vec<&'static str>)>;
    /// The operation that a document means.
    ///
    /// # Errors
    /// A phrase that says what is wrong with it.
    fn hear(spoken: &Spoken) -> Result<Self::Op, Phrase>;
    /// What a user of `client` would want to ask for next, given the operations so far.
    fn suggestions(&self, client: Pid, asked: &[Self::Op]) -> Vec<Suggestion<Self::Op>>;
    /// A timer's name in documents; unlike for every two timers of one process.
    fn timer_id(timer: &Self::Timer) -> String;
    /// A timer's name for people.
    fn timer_name(timer: &Self::Timer) -> Phrase;
    /// The timer of that id.
    fn timer_of(id: &str) -> Option<Self::Timer>;
    /// A choice's name in documents; unlike for every two choices of one process.
    fn choice_id(choice: &Self::Choice) -> String;
    /// The choice of that id.
    fn choice_of(id: &str) -> Option<Self::Choice>;

    /// The rule by which a process acts.
    fn rule(&self, pid: Pid, cause: Cause<'_, Self>) -> Rule;

    /// The clients' history up to a moment, for the judges of a store. The n-th operation of the run is the n-th of the history. A lab that
    /// promises nothing of a store has none.
    fn history(&self, _past: &Past<'_, Self>) -> History {
        History::default()
    }
    /// What the lab itself measures of a run up to a moment, beside what is measured of every run. Nothing, unless it has something to say.
    fn measures(&self, _past: &Past<'_, Self>) -> Vec<Gauge> {
        Vec::new()
    }
    /// The systems that run side by side on the same processes, where there are several.
    fn parts(&self) -> Vec<Part> {
        Vec::new()
    }
    /// Which of them a message belongs to: its place in [`Lab::parts`].
    fn part_of(&self, _msg: &Self::Msg) -> Option<u8> {
        None
    }

    /// How a process is shown.
    fn show_node(&self, pid: Pid, world: &dyn Nodes<Self>) -> NodeView;
    /// How a message is shown.
    fn show_message(&self, msg: &Self::Msg) -> MessageView;
    /// How an operation is shown; `ret` is its answer, once there is one.
    fn show_operation(&self, id: OperationId, op: &Self::Op, ret: Option<&Self::Ret>) -> OperationView;
}

/// What makes a process act.
#[derive(Debug)]
pub enum Cause<'a, P: Protocol> {
    /// A message arrives.
    Message(&'a P::Msg),
    /// A timer runs out.
    Timeout(&'a P::Timer),
    /// A choice was made.
    Chosen(&'a P::Choice),
    /// Its user asks for an operation.
    Request(&'a P::Op),
    /// It starts again after a crash.
    Restart,
}

/// A rule of a protocol.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rule {
    /// What a process does, and when, in a sentence or two.
    pub words: Phrase,
    /// Where it is laid down: paper and section.
    pub source: &'static str,
}

/// Parameter values by the parameter's id.
pub type Params = Map<String, ParamValue>;

/// The value of a parameter.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ParamValue {
    /// A number.
    Int(i64),
    /// A switch.
    Switch(bool),
    /// One of several, by its id.
    Pick(String),
}

/// The ids and names that a parameter picks from.
pub type Choices = Vec<(&'static str, Phrase)>;

/// What values a parameter takes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ParamKind {
    /// A number between two bounds, both included.
    Int {
        /// The lowest.
        min: i64,
        /// The highest.
        max: i64,
        /// The unit that is shown behind it; empty for a bare number.
        unit: &'static str,
    },
    /// On or off.
    Switch,
    /// One of several.
    Pick(Choices),
}

/// A parameter of a lab.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ParamSpec {
    /// Its name in documents.
    pub id: &'static str,
    /// Its name for people; short.
    pub name: Phrase,
    /// What it does, in a sentence.
    pub help: Phrase,
    /// What values it takes.
    pub kind: ParamKind,
    /// What it is unless told.
    pub default: ParamValue,
}

/// A parameter that cannot be as it was asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BadParam {
    /// Which one.
    pub id: String,
    /// Why, and what to do.
    pub why: Phrase,
}

/// How good or bad a consequence is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Tone {
    /// The clients keep what they expect.
    Fine,
    /// The clients lose something, which teaches something.
    Unsafe,
}

/// What the parameters mean, in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Consequence {
    /// How good it is.
    pub tone: Tone,
    /// The words.
    pub phrase: Phrase,
}

/// A process of the cluster.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProcessSpec {
    /// Its name, unique and the same in every language: `n1`, `C2`.
    pub name: String,
    /// Its role: replica, client.
    pub role: Phrase,
    /// Whether users ask it for operations.
    pub client: bool,
}

/// Processes and network of a lab.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cluster {
    /// In the order of their numbers.
    pub processes: Vec<ProcessSpec>,
    /// The network between them.
    pub network: Network,
}

/// A promise to the clients.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Promise {
    /// Its name in documents and on the command line.
    pub id: &'static str,
    /// Its name for people.
    pub name: Phrase,
    /// What it says, in a sentence.
    pub meaning: Phrase,
    /// How it is judged.
    pub law: Law,
}

/// Something that a lab measures of a run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Gauge {
    /// Its name for programs, with its unit: `effective_term_us`.
    pub id: &'static str,
    /// Its name for people.
    pub name: Phrase,
    /// The value as people read it.
    pub value: Phrase,
    /// The value as a number; none where there is none yet.
    pub number: Option<i64>,
}

/// One of several systems that run side by side.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// Its name.
    pub name: Phrase,
    /// The ids of what is measured of it: the messages that it sends, and how many of them come one after the other from a request to what is
    /// decided: by the last process that decides a transaction, by the first that applies a slot of a log.
    pub measures: [&'static str; 2],
}

/// How a promise is judged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Law {
    /// The clients' history is held against a model.
    Model(Model),
    /// What the processes declared is held against a property.
    Property(Property),
    /// What the processes declared in one of several systems that run side by side, by its place in [`Lab::parts`].
    Part(u8, Property),
}

impl Promise {
    /// The promise that a consistency model makes.
    pub fn of(model: Model) -> Promise {
        Promise { id: model.id(), name: model.name(), meaning: model.meaning(), law: Law::Model(model) }
    }

    /// The promise that a property of the processes is.
    pub fn that(property: Property) -> Promise {
        Promise { id: property.id(), name: property.name(), meaning: property.meaning(), law: Law::Property(property) }
    }
}

/// A run that shows something, as the lab ships it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scenario {
    /// Its name in links and on the command line; never changed once published.
    pub id: &'static str,
    /// Its name for people.
    pub name: Phrase,
    /// What happens in it and what to look at, in two or three sentences.
    pub story: Phrase,
    /// Values of parameters that differ from the default.
    pub params: Vec<(&'static str, ParamValue)>,
    /// The seed.
    pub seed: u64,
    /// The human decisions.
    pub script: Vec<Decision<Erased>>,
    /// Until when the run is followed at least, in microseconds; none for a run that comes to rest by itself.
    pub until: Option<Time>,
    /// Promises that end violated; all others of the lab must not.
    pub violated: Vec<&'static str>,
    /// Promises that must end as holding.
    pub holds: Vec<&'static str>,
    /// What its set-up withstands, where it claims to.
    pub endures: Option<Endurance>,
}

/// A scenario told step for step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Guide {
    /// Where one stops, in the order of time; at least one.
    pub stops: Vec<Stop>,
    /// The scenario that goes on with the story, of the same lab.
    pub next: Option<&'static str>,
}

/// A moment of a run, and what is to be seen there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stop {
    /// When, in microseconds; the run is shown as it stands after everything that happens then.
    pub at: Time,
    /// What has happened, or what to ask oneself; a sentence or two.
    pub words: Phrase,
}

/// A claim of safety: whatever of these faults happens in a scenario, at any time, none of these promises is ever violated.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Endurance {
    /// The faults that may come on top of the scenario's own decisions.
    pub faults: Faults,
    /// The promises that are kept.
    pub keeps: Vec<&'static str>,
}

/// How many faults of each kind there may be at most.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Faults {
    /// Crashes of servers. Each may be followed by a restart.
    pub crashes: u8,
    /// Partitions and cuts of single links. Each may be mended again.
    pub cuts: u8,
    /// Spells during which messages get lost at random.
    pub losses: u8,
    /// Spells during which messages arrive twice at random.
    pub duplicates: u8,
    /// Pauses of servers; each ends again.
    pub pauses: u8,
    /// Whether messages may take arbitrarily long and overtake each other: slow links and every delay model.
    pub delays: bool,
    /// Further client operations at any time.
    pub requests: u8,
}

impl Faults {
    /// Everything that an asynchronous network with crashes may do, in fair amounts.
    pub const ASYNCHRONOUS: Faults =
        Faults { crashes: 4, cuts: 4, losses: 2, duplicates: 2, pauses: 2, delays: true, requests: 4 };
}

/// An operation in words that any program can read: a verb and its arguments.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spoken {
    /// The verb: `write`.
    pub verb: String,
    /// Its arguments: `x`, `2`.
    pub args: Vec<Value>,
}

/// An operation that is offered to a user.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Suggestion<O> {
    /// What stands on the button.
    pub label: Phrase,
    /// What it asks for.
    pub op: O,
}

impl ParamSpec {
    /// A parameter that is a number.
    pub fn int(id: &'static str, name: Phrase, help: Phrase, (min, default, max): (i64, i64, i64), unit: &'static str) -> Self {
        ParamSpec { id, name, help, kind: ParamKind::Int { min, max, unit }, default: ParamValue::Int(default) }
    }

    /// A parameter that is off unless switched on.
    pub fn switch(id: &'static str, name: Phrase, help: Phrase) -> Self {
        ParamSpec { id, name, help, kind: ParamKind::Switch, default: ParamValue::Switch(false) }
    }

    /// A parameter that is one of several; the first unless told.
    pub fn pick(id: &'static str, name: Phrase, help: Phrase, choices: Choices) -> Self {
        let default = ParamValue::Pick(choices.first().map_or_else(String::new, |c| c.0.to_owned()));
        ParamSpec { id, name, help, kind: ParamKind::Pick(choices), default }
    }

    /// Whether the parameter can take this value.
    ///
    /// # Errors
    /// [`BadParam`] says which values it takes.
    pub fn check(&self, value: &ParamValue) -> Result<(), BadParam> {
        let why = match (&self.kind, value) {
            (ParamKind::Int { min, max, .. }, ParamValue::Int(i)) if (min..=max).contains(&i) => return Ok(()),
            (ParamKind::Switch, ParamValue::Switch(_)) => return Ok(()),
            (ParamKind::Pick(choices), ParamValue::Pick(id)) if choices.iter().any(|c| c.0 == id) => return Ok(()),
            (ParamKind::Int { min, max, .. }, _) => {
                phrase!("{0} takes a whole number from {1} to {2}", "{0} 应为 {1} 到 {2} 之间的整数", self.id, *min, *max)
            }
            (ParamKind::Switch, _) => phrase!("{0} is true or false", "{0} 应为 true 或 false", self.id),
            (ParamKind::Pick(choices), _) => {
                let ids: Vec<&str> = choices.iter().map(|c| c.0).collect();
                phrase!("{0} is one of {1}", "{0} 应为下列之一：{1}", self.id, ids)
            }
        };
        Err(BadParam { id: self.id.to_owned(), why })
    }
}
