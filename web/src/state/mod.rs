//! Everything on the page that can change, and the one function that changes it.

mod beside;
mod both;
mod branches;
mod challenge;
mod decisions;
mod figure;
mod insight;
mod keeping;
mod quest;
mod runs;
mod shrunk;
mod stride;
mod study;
mod time;
mod zoom;

pub use challenge::Trying;
pub use quest::{Questing, Seeking, Stand};
pub use shrunk::Smallest;
pub use stride::Stride;
pub use study::{Doing, Outcome, Studying};

use crate::address::Asked;
use crate::run::Run;
use crate::speed::Speed;
use std::rc::Rc;
use synod_session::doc::{Act, Document};
use synod_session::{Edit, ParamValue, PromiseView, Shrunk, Standing};
use synod_words::{Lang, Phrase, phrase};
use yew::Reducible;
pub use zoom::{Zoom, Zooming};

pub use beside::{Against, Beside, Comparing, differing, others};
pub use branches::{Branches, Keeping, Kept, Made};

/// The page.
#[derive(Clone)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of the page by itself; together they are no state machine")]
pub struct State {
    /// The language of every word.
    pub lang: Lang,
    /// The run.
    pub run: Run,
    /// Where the run comes from.
    pub place: Place,
    /// The time that is shown, in microseconds: at the cursor, or between it and the next step.
    pub playhead: f64,
    /// Until when the run was seen: what comes later is not shown before its time.
    pub seen: f64,
    /// Whether the playhead moves by itself.
    pub playing: bool,
    /// Where it stops by itself, while it plays to a stop of a guide.
    pub until: Option<f64>,
    /// Whether it goes on once what is open is closed.
    pub resume: bool,
    /// How fast.
    pub speed: Speed,
    /// Whether another run plays by itself.
    pub autoplay: bool,
    /// What the next click in the cluster does.
    pub tool: Option<Tool>,
    /// What is looked into.
    pub open: Option<Target>,
    /// The step that is looked into, with what led to it and what it led to.
    pub picked: Option<u32>,
    /// The dialog that is open.
    pub dialog: Option<Dialog>,
    /// The kept runs.
    pub branches: Branches,
    /// The run that is compared with this one.
    pub beside: Option<Beside>,
    /// The challenge that is under way.
    pub trying: Option<Trying>,
    /// The challenges that were solved in this browser, by their ids.
    pub solved: Rc<Vec<String>>,
    /// The study that is shown in place of the run.
    pub study: Option<Studying>,
    /// What a step leads to.
    pub stride: Stride,
    /// Whether the cluster is shown as tables.
    pub table: bool,
    /// How the history is shown.
    pub view: View,
    /// The part of the run in the diagram; none is the whole run.
    pub zoom: Option<Zoom>,
    /// Whether that part moves with the playhead.
    pub follow: bool,
    /// Which broken promise is explained.
    pub why: Why,
    /// What is known of the smallest run.
    pub smallest: Option<Smallest>,
    /// What the reader must be told, oldest first.
    pub notices: Rc<Vec<Notice>>,
    /// What a screen reader says next.
    pub said: Option<Phrase>,
}

/// Where a run comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Place {
    /// A scenario as it is shipped: lab and scenario.
    Shipped(String, String),
    /// A run of the reader's own, or somebody's link.
    Own,
}

/// What the next click in the cluster does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tool {
    /// A node crashes, or restarts.
    Crash,
    /// A node stands still, or goes on.
    Pause,
    /// A link is cut, or mended.
    Cut,
    /// A drawn line divides the cluster.
    Partition,
    /// A message is lost.
    Drop,
    /// A message takes longer.
    Delay,
    /// A message arrives twice.
    Duplicate,
}

/// Something in the cluster that can be looked into and acted upon.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Target {
    /// A process.
    Node(String),
    /// The link between two processes.
    Link(String, String),
    /// A message under way.
    Message(String),
}

/// A dialog.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Dialog {
    /// The list of keys.
    Keys,
    /// The groups of a partition.
    Partition,
    /// What to compare the run with.
    Compare,
    /// The map of consistency models.
    Models,
    /// The search for a run that breaks a promise.
    Quest(Box<Questing>),
    /// A link that could not be copied by itself.
    Link(String),
    /// The line of HTML that puts this run into a page.
    Embed(Asked),
}

/// How the history is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum View {
    /// As a space-time diagram.
    Diagram,
    /// As a list of events.
    Events,
}

/// Which broken promise is explained.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// The first that is broken.
    First,
    /// This one.
    Of(&'static str),
    /// None: the reader closed it.
    None,
}

impl Why {
    /// The place of the promise in its ladder.
    pub fn of(self, promises: &[PromiseView]) -> Option<usize> {
        let broken = |p: &PromiseView| matches!(p.standing, Standing::Violated { .. });
        match self {
            Why::First => promises.iter().position(broken),
            Why::Of(id) => promises.iter().position(|p| p.id == id && broken(p)),
            Why::None => None,
        }
    }
}

impl Lit {
    /// What shows why this promise is broken; nothing where none is explained.
    pub fn of(promises: &[PromiseView], explained: Option<usize>) -> Lit {
        match explained.and_then(|i| promises.get(i)).map(|p| &p.standing) {
            Some(Standing::Violated { operations, processes, messages, since, .. }) => {
                Lit { operations: operations.clone(), processes: processes.clone(), messages: messages.clone(), since: *since }
            }
            _ => Lit::default(),
        }
    }
}

/// What shows why a promise is broken, lit up in both pictures.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Lit {
    /// Their places in the chart.
    pub operations: Vec<u32>,
    /// The processes that did what broke it.
    pub processes: Vec<String>,
    /// The messages by which they got their answers.
    pub messages: Vec<u32>,
    /// The step that broke it.
    pub since: u32,
}

/// Something the reader must be told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    /// Its number.
    pub id: u32,
    /// What it is about; a newer one about the same takes its place.
    pub topic: Topic,
    /// The words.
    pub phrase: Phrase,
    /// The run to which a button goes back.
    pub undo: Option<Rc<Document>>,
}

/// What a notice is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Topic {
    /// The address could not be opened.
    Address,
    /// A decision was refused.
    Refused,
    /// The past was changed.
    Branch,
    /// Decisions were dropped.
    Dropped,
    /// A run is no longer kept.
    Removed,
    /// The link was copied.
    Copied,
}

/// What can happen to the page.
#[derive(Clone, PartialEq, Debug)]
pub enum Action {
    /// So many milliseconds passed while playing.
    Tick(f64),
    /// Plays, or pauses.
    TogglePlay,
    /// Plays, or pauses, whatever it does now.
    Play(bool),
    /// Some steps on, or back, as far as the chosen stride goes.
    Step(i32),
    /// The same with a stride of its own.
    StepBy(Stride, i32),
    /// Another stride.
    Stride(Stride),
    /// To the place behind this step.
    Seek(u32),
    /// To this time.
    Scrub(f64),
    /// Plays to this time, which is later; a calm reader is there at once.
    PlayTo(f64),
    /// To the start.
    ToStart,
    /// To the end of what is known.
    ToEnd,
    /// Another speed.
    Speed(Speed),
    /// Decides something now.
    Act(Vec<Act>),
    /// Changes what was decided before.
    Revise(Vec<Edit>),
    /// Looks into an event, with what led to it and what it led to; or no longer.
    Pick(Option<u32>),
    /// Looks into the event at the cursor.
    PickHere,
    /// Shows the cluster as tables, or as a picture.
    Table(bool),
    /// Another value of a parameter.
    Param(String, ParamValue),
    /// Other random draws.
    Seed(u64),
    /// A scenario as it is shipped.
    Shipped(String, String),
    /// What the reader wrote into the address.
    Follow(Asked),
    /// Back to an earlier run.
    Undo(u32),
    /// Takes up a tool, or puts it away.
    Arm(Option<Tool>),
    /// A click, or its key, on something in the cluster: uses the tool, or looks into it.
    Press(Target),
    /// Closes what is open in the cluster.
    Close,
    /// Opens or closes a dialog.
    Dialog(Option<Dialog>),
    /// Another view of the history.
    View(View),
    /// Another part of the run in the diagram.
    Zoom(Zooming),
    /// Explains another promise.
    Why(Why),
    /// Goes to where this promise broke.
    Show(&'static str),
    /// Something with the kept runs.
    Keep(Keeping),
    /// The smallest run that still breaks a promise was found.
    Shrunk(Rc<Shrunk>),
    /// Something with the comparison.
    Compare(Comparing),
    /// Something with a study.
    Study(Doing),
    /// Something with the search for a run that breaks a promise.
    Quest(Seeking),
    /// Lays down the challenge that is under way; the run stays.
    LeaveChallenge,
    /// The same, for the other run of the comparison.
    Across(Box<Action>),
    /// Another language.
    Lang(Lang),
    /// Tells the reader something.
    Tell(Topic, Phrase),
    /// The reader has read it.
    Dismiss(u32),
    /// Leaves what is open or armed.
    Escape,
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = (*self).clone();
        next.apply(action);
        next.compare_again();
        next.judge_attempt();
        Rc::new(next)
    }
}

impl State {
    /// The shipped scenario that the run began as.
    pub fn scenario(&self) -> Option<&synod_session::ScenarioInfo> {
        self.run.lab.scenarios.iter().find(|s| Some(s.id) == self.run.scenario.as_deref())
    }

    /// The guide through the run, while it is the one that is told step for step.
    pub fn guide(&self) -> Option<&synod_session::Guide> {
        let shipped = matches!(self.place, Place::Shipped(..)) && self.trying.is_none();
        self.scenario().filter(|_| shipped).and_then(|scenario| scenario.guide.as_ref())
    }

    /// The broken promise that is explained, by its place in the ladder.
    pub fn explained(&self) -> Option<usize> {
        self.why.of(&self.run.promises)
    }

    fn apply(&mut self, action: Action) {
        let Some(action) = self.taken_by_study(action) else { return };
        match action {
            Action::Tick(ms) => self.tick(ms),
            Action::TogglePlay => self.toggle_play(),
            Action::Play(on) => self.play(on),
            Action::Step(by) => self.stride(self.stride, by),
            Action::StepBy(stride, by) => self.stride(stride, by),
            Action::Stride(stride) => self.stride = stride,
            Action::Seek(step) => self.go(step),
            Action::Scrub(at) => self.scrub(at),
            Action::PlayTo(at) => self.play_to(at),
            Action::ToStart => self.go(0),
            Action::ToEnd => self.go_to_end(),
            Action::Speed(speed) => self.speed = speed,
            Action::Act(acts) => self.act(&acts),
            Action::Revise(edits) => self.revise(&edits),
            Action::Pick(step) => self.pick(step),
            Action::PickHere => self.pick(Some(self.run.cursor())),
            Action::Table(table) => self.table = table,
            Action::Param(id, value) => self.set_param(id, value),
            Action::Seed(seed) => self.set_seed(seed),
            Action::Shipped(lab, scenario) => self.follow(&Asked::Shipped(lab, Some(scenario))),
            Action::Follow(asked) => self.follow(&asked),
            Action::Undo(id) => self.undo(id),
            Action::Arm(tool) => {
                self.tool = if self.tool == tool { None } else { tool };
                self.close();
            }
            Action::Press(target) => self.press(target),
            Action::Close => self.close(),
            Action::Dialog(dialog) => {
                // A dialog stops the run, as everything does that is looked into.
                if dialog.is_some() {
                    self.hold();
                } else {
                    self.close();
                }
                self.dialog = dialog;
            }
            Action::View(view) => self.view = view,
            Action::Zoom(by) => self.zoom(by),
            Action::Why(why) => self.why = why,
            Action::Show(id) => self.show(id),
            Action::Keep(what) => self.keeping(what),
            Action::Shrunk(shrunk) => self.shrunk(&shrunk),
            Action::Compare(what) => self.comparing(what),
            Action::Study(what) => self.study(what),
            Action::Quest(what) => self.seek(what),
            Action::LeaveChallenge => self.trying = None,
            Action::Across(action) => self.across(*action),
            Action::Lang(lang) => self.lang = lang,
            Action::Tell(topic, phrase) => self.notice(topic, phrase, None),
            Action::Dismiss(id) => self.dismiss(id),
            Action::Escape => {
                if self.open.is_some() {
                    self.close();
                } else if self.picked.is_some() {
                    self.picked = None;
                } else if self.tool.is_some() {
                    self.tool = None;
                } else {
                    self.escape_beside();
                }
            }
        }
    }

    pub(super) fn notice(&mut self, topic: Topic, phrase: Phrase, undo: Option<Rc<Document>>) {
        let id = self.notices.iter().map(|n| n.id + 1).max().unwrap_or(0);
        let mut notices: Vec<Notice> = self.notices.iter().filter(|n| n.topic != topic).cloned().collect();
        notices.push(Notice { id, topic, phrase, undo });
        self.notices = Rc::new(notices);
    }

    pub(super) fn dismiss(&mut self, id: u32) {
        self.notices = Rc::new(self.notices.iter().filter(|n| n.id != id).cloned().collect());
    }

    pub(super) fn tell_dropped(&mut self, dropped: Vec<Phrase>) {
        if !dropped.is_empty() {
            let words = phrase!("Left out, because it no longer makes sense: {0}.", "以下决定已不再适用，被略去：{0}。", dropped);
            self.notice(Topic::Dropped, words, None);
        }
    }
}

/// A reason as a sentence of its own, whether or not it came with its full stop.
fn sentence(why: Phrase) -> Phrase {
    if why.text(Lang::En).ends_with(['.', '!', '?']) { why } else { phrase!("{0}.", "{0}。", why) }
}
