//! Everything on the page that can change, and the one function that changes it.

use crate::address::Asked;
use crate::prefs::calm;
use crate::run::{Run, micros};
use crate::speed::Speed;
use std::rc::Rc;
use synod_session::doc::{Act, Document};
use synod_session::{LabInfo, Life, ParamValue, Standing};
use synod_words::{Lang, Phrase, phrase};
use yew::Reducible;

/// How far a run that goes on by itself is followed at a time, as a part of what is known; and at least so many microseconds.
const FOLLOW: (u64, u64) = (3, 20_000);

/// The page.
#[derive(Clone)]
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
    /// Whether it goes on once what is open is closed.
    pub resume: bool,
    /// How fast.
    pub speed: Speed,
    /// What the next click in the cluster does.
    pub tool: Option<Tool>,
    /// What is looked into.
    pub open: Option<Target>,
    /// The dialog that is open.
    pub dialog: Option<Dialog>,
    /// How the history is shown.
    pub view: View,
    /// Which broken promise is explained.
    pub why: Why,
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
    /// A link that could not be copied by itself.
    Link(String),
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

/// The operations that show why a promise is broken, lit up in the history.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Lit {
    /// Their places in the chart.
    pub operations: Vec<u32>,
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
    /// Some steps on, or back.
    Step(i32),
    /// To the place behind this step.
    Seek(u32),
    /// To this time.
    Scrub(f64),
    /// To the start.
    ToStart,
    /// To the end of what is known.
    ToEnd,
    /// Another speed.
    Speed(Speed),
    /// Decides something now.
    Act(Vec<Act>),
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
    /// Explains another promise.
    Why(Why),
    /// Goes to where this promise broke.
    Show(&'static str),
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
        Rc::new(next)
    }
}

impl State {
    /// The page as an address asks for it, playing unless the reader asked for calm.
    ///
    /// # Errors
    /// Why not even the default can be opened.
    pub fn start(asked: &Asked, lang: Lang) -> Result<State, Phrase> {
        let (found, wrong) = match find(asked) {
            Ok(found) => (found, None),
            Err(wrong) => (default_of(wrong.lab.as_deref())?, Some(wrong.why)),
        };
        let (opened, wrong) = match Run::open(&found.document, 1) {
            Ok(opened) => ((opened, found), wrong),
            Err(error) => {
                let instead = default_of(error.lab)?;
                ((Run::open(&instead.document, 1).map_err(|e| e.why)?, instead), Some(error.why))
            }
        };
        let (((run, dropped), found), wrong) = (opened, wrong);
        let mut state = State {
            lang,
            run,
            place: Place::Own,
            playhead: 0.0,
            seen: 0.0,
            playing: false,
            resume: false,
            speed: Speed(1, 1),
            tool: None,
            open: None,
            dialog: None,
            view: View::Diagram,
            why: Why::First,
            notices: Rc::default(),
            said: None,
        };
        state.begin(found.place, found.document.cursor);
        if let Some(why) = wrong {
            state.notice(Topic::Address, phrase!("{0} This is shown instead.", "{0}已改为打开下面的场景。", sentence(why)), None);
        }
        state.tell_dropped(dropped);
        Ok(state)
    }

    /// The shipped scenario that the run began as.
    pub fn scenario(&self) -> Option<&synod_session::ScenarioInfo> {
        self.run.lab.scenarios.iter().find(|s| Some(s.id) == self.run.scenario.as_deref())
    }

    /// The broken promise that is explained, by its place in the ladder.
    pub fn explained(&self) -> Option<usize> {
        let broken = |p: &synod_session::PromiseView| matches!(p.standing, Standing::Violated { .. });
        match self.why {
            Why::First => self.run.promises.iter().position(broken),
            Why::Of(id) => self.run.promises.iter().position(|p| p.id == id && broken(p)),
            Why::None => None,
        }
    }

    fn apply(&mut self, action: Action) {
        match action {
            Action::Tick(ms) => self.tick(ms),
            Action::TogglePlay => self.toggle_play(),
            Action::Step(by) => self.step(by),
            Action::Seek(step) => self.go(step),
            Action::Scrub(at) => self.scrub(at),
            Action::ToStart => self.go(0),
            Action::ToEnd => self.go(self.run.steps),
            Action::Speed(speed) => self.speed = speed,
            Action::Act(acts) => self.act(&acts),
            Action::Param(id, value) => self.set_param(id, value),
            Action::Seed(seed) => {
                let document = Document { seed, cursor: None, ..self.run.export() };
                self.open_document(&document, Place::Own);
            }
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
            Action::Why(why) => self.why = why,
            Action::Show(id) => self.show(id),
            Action::Lang(lang) => self.lang = lang,
            Action::Tell(topic, phrase) => self.notice(topic, phrase, None),
            Action::Dismiss(id) => self.dismiss(id),
            Action::Escape => {
                if self.open.is_some() {
                    self.close();
                } else {
                    self.tool = None;
                }
            }
        }
    }

    // Time.

    fn tick(&mut self, ms: f64) {
        if !self.playing {
            return;
        }
        let end = self.run.end() as f64;
        self.playhead = (ms * 1e3).mul_add(self.speed.factor(), self.playhead).min(end);
        if self.playhead >= end {
            self.run.seek(self.run.steps);
            self.playing = false;
        } else {
            // Several steps may share a microsecond; the playhead never falls behind the cursor.
            let step = self.run.step_at(micros(self.playhead)).max(self.run.cursor());
            self.run.seek(step);
        }
        self.look();
    }

    fn toggle_play(&mut self) {
        self.resume = false;
        if self.playing {
            self.playing = false;
            return;
        }
        self.open = None;
        if self.at_end() {
            let more = !self.run.at_rest() && self.run.extend((self.run.end() / FOLLOW.0).max(FOLLOW.1));
            if !more {
                self.go(0);
            }
        }
        self.playing = true;
    }

    fn at_end(&self) -> bool {
        self.run.cursor() == self.run.steps && self.playhead >= self.run.end() as f64
    }

    fn step(&mut self, by: i32) {
        let step = self.run.cursor().saturating_add_signed(by).min(self.run.steps);
        self.go(step);
        let line = step.checked_sub(1).and_then(|_| self.run.session.events(step, 1).pop());
        self.said = Some(match line {
            Some(line) => phrase!("{0}: {1}", "{0}：{1}", synod_words::Arg::TimeUs(line.at), line.phrase),
            None => phrase!("At the start.", "位于开头。"),
        });
    }

    /// Puts the cursor behind `step`, and the playhead to it.
    fn go(&mut self, step: u32) {
        self.playing = false;
        self.resume = false;
        self.run.seek(step);
        self.playhead = if step >= self.run.steps { self.run.end() } else { self.run.time_of(step) } as f64;
        self.look();
    }

    fn scrub(&mut self, at: f64) {
        self.playing = false;
        self.resume = false;
        self.playhead = at.clamp(0.0, self.run.end() as f64);
        self.run.seek(self.run.step_at(micros(self.playhead)));
        self.look();
    }

    /// After every move: what is seen, and what is no longer there to be looked into.
    fn look(&mut self) {
        self.seen = self.seen.max(self.playhead);
        if let Some(Target::Message(id)) = &self.open
            && !self.run.frame.messages.iter().any(|m| m.id == *id)
        {
            self.open = None;
        }
    }

    // Runs.

    /// After another run was put in place: plays it from its start, or shows what a link or a calm reader asked for.
    fn begin(&mut self, place: Place, cursor: Option<u32>) {
        self.place = place;
        self.open = None;
        self.tool = None;
        self.why = Why::First;
        self.said = None;
        self.seen = 0.0;
        self.speed = Speed::for_span(self.run.end());
        if calm() || cursor.is_some() {
            self.go(cursor.unwrap_or(self.run.steps).min(self.run.steps));
        } else {
            self.go(0);
            self.playing = true;
        }
    }

    fn follow(&mut self, asked: &Asked) {
        match find(asked) {
            Ok(found) => self.open_document(&found.document, found.place),
            Err(wrong) => self.keep_because(wrong.why),
        }
    }

    fn open_document(&mut self, document: &Document, place: Place) {
        match Run::open(document, self.run.revision + 1) {
            Ok((run, dropped)) => {
                self.run = run;
                self.notices = Rc::default();
                self.begin(place, document.cursor);
                self.tell_dropped(dropped);
            }
            Err(error) => self.keep_because(error.why),
        }
    }

    fn keep_because(&mut self, why: Phrase) {
        self.notice(Topic::Address, phrase!("{0} The run stays as it is.", "{0}当前运行保持不变。", sentence(why)), None);
        // The address is written anew.
        self.run.revision += 1;
    }

    fn undo(&mut self, id: u32) {
        let Some(document) = self.notices.iter().find(|n| n.id == id).and_then(|n| n.undo.clone()) else { return };
        self.dismiss(id);
        match Run::open(&document, self.run.revision + 1) {
            Ok((run, _)) => {
                self.run = run;
                self.open = None;
                self.place = self.shipped_unchanged(&document).unwrap_or(Place::Own);
                self.go(document.cursor.unwrap_or(self.run.steps));
                self.seen = self.run.end() as f64;
            }
            Err(error) => self.notice(Topic::Refused, error.why, None),
        }
    }

    /// The place of a document that says no more than a shipped scenario.
    fn shipped_unchanged(&self, document: &Document) -> Option<Place> {
        let shipped = |s: &&synod_session::ScenarioInfo| {
            let own = &s.document;
            (&own.params, own.seed, &own.decisions, own.until)
                == (&document.params, document.seed, &document.decisions, document.until)
        };
        let scenario = self.run.lab.scenarios.iter().find(shipped)?;
        Some(Place::Shipped(self.run.lab.id.to_owned(), scenario.id.to_owned()))
    }

    fn set_param(&mut self, id: String, value: ParamValue) {
        let mut params = (*self.run.params).clone();
        params.insert(id, value);
        match self.run.reopen(&params) {
            Ok((run, dropped)) => {
                let share = self.playhead / (self.run.end() as f64).max(1.0);
                let (playing, speed) = (self.playing || self.resume, self.speed);
                self.run = run;
                self.open = None;
                self.resume = false;
                self.place = Place::Own;
                self.why = Why::First;
                // The same moment of another run; what comes after it was not seen.
                if share >= 1.0 {
                    self.go(self.run.steps);
                } else {
                    self.seen = 0.0;
                    self.scrub(share * self.run.end() as f64);
                }
                self.seen = self.playhead;
                self.playing = playing;
                self.speed = speed;
                self.tell_dropped(dropped);
            }
            Err(error) => self.notice(Topic::Refused, error.why, None),
        }
    }

    // Decisions.

    fn act(&mut self, acts: &[Act]) {
        let before = Rc::new(self.run.export());
        let at_end = self.at_end();
        let next = if self.run.cursor() < self.run.steps { self.run.time_of(self.run.cursor() + 1) } else { u64::MAX };
        let at = self.plain_time().clamp(self.run.time_of(self.run.cursor()), next);
        let gone_before = self.run.dropped();
        let (mut branched, mut done) = (false, false);
        for act in acts {
            match self.run.act(at, act) {
                Ok(acted) => {
                    branched |= acted.branched;
                    done = true;
                }
                Err(refusal) => self.notice(Topic::Refused, sentence(refusal.why), None),
            }
        }
        if !done {
            return;
        }
        self.place = Place::Own;
        self.playhead = at as f64;
        self.seen = self.playhead;
        // At the end of a run, a decision makes it go on: the reader wants to see that. Elsewhere the page waits as it did.
        let plays = self.playing || self.resume || (at_end && !calm());
        self.close();
        self.playing = plays;
        if branched {
            let words = phrase!(
                "You changed the past: this is a new run from here on. The earlier one is kept.",
                "你改变了过去：从这里起是一次新的运行，先前的运行仍保留。"
            );
            self.notice(Topic::Branch, words, Some(before));
        }
        let gone = self.run.dropped().into_iter().filter(|d| !gone_before.contains(d)).collect();
        self.tell_dropped(gone);
    }

    /// The playhead's time without the digits that mean nothing in a run of this length: nobody aims at them, and links get shorter.
    fn plain_time(&self) -> u64 {
        let digits = self.run.end().max(1).ilog10().saturating_sub(3);
        let unit = 10_u64.pow(digits);
        (micros(self.playhead)).saturating_add(unit / 2) / unit * unit
    }

    fn press(&mut self, target: Target) {
        if let Some(acts) = self.tool.and_then(|tool| self.use_tool(tool, &target)) {
            self.tool = None;
            self.act(&acts);
            return;
        }
        if self.open.as_ref() == Some(&target) {
            self.close();
            return;
        }
        self.hold();
        self.open = Some(target);
    }

    /// Stands still until what is open is closed.
    fn hold(&mut self) {
        self.resume |= self.playing;
        self.playing = false;
    }

    /// What a tool does to what was clicked; none where it does nothing to such a thing.
    fn use_tool(&self, tool: Tool, target: &Target) -> Option<Vec<Act>> {
        let life = |name: &str| self.run.frame.nodes.iter().find(|n| n.name == name).map(|n| n.life);
        Some(match (tool, target) {
            (Tool::Crash, Target::Node(name)) if life(name) == Some(Life::Crashed) => vec![Act::Restart(name.clone())],
            (Tool::Crash, Target::Node(name)) => vec![Act::Crash(name.clone())],
            (Tool::Pause, Target::Node(name)) if life(name) == Some(Life::Paused) => vec![Act::Resume(name.clone())],
            (Tool::Pause, Target::Node(name)) if life(name) == Some(Life::Up) => vec![Act::Pause(name.clone())],
            (Tool::Cut, Target::Link(a, b)) => {
                let cut =
                    self.run.frame.links.iter().any(|l| l.cut && ((&l.from, &l.to) == (a, b) || (&l.from, &l.to) == (b, a)));
                let act = if cut { Act::Mend } else { Act::Cut };
                vec![act(a.clone(), b.clone()), act(b.clone(), a.clone())]
            }
            (Tool::Drop, Target::Message(id)) => vec![Act::Drop(id.clone())],
            (Tool::Delay, Target::Message(id)) => vec![Act::Delay(id.clone(), 10_000)],
            (Tool::Duplicate, Target::Message(id)) => vec![Act::Duplicate(id.clone())],
            _ => return None,
        })
    }

    fn close(&mut self) {
        self.open = None;
        self.playing |= std::mem::take(&mut self.resume);
    }

    fn show(&mut self, id: &'static str) {
        let since = self.run.promises.iter().find(|p| p.id == id).and_then(|p| match p.standing {
            Standing::Violated { since, .. } => Some(since),
            _ => None,
        });
        if let Some(step) = since {
            self.close();
            self.go(step);
            self.why = Why::Of(id);
        }
    }

    // Notices.

    fn notice(&mut self, topic: Topic, phrase: Phrase, undo: Option<Rc<Document>>) {
        let id = self.notices.iter().map(|n| n.id + 1).max().unwrap_or(0);
        let mut notices: Vec<Notice> = self.notices.iter().filter(|n| n.topic != topic).cloned().collect();
        notices.push(Notice { id, topic, phrase, undo });
        self.notices = Rc::new(notices);
    }

    fn dismiss(&mut self, id: u32) {
        self.notices = Rc::new(self.notices.iter().filter(|n| n.id != id).cloned().collect());
    }

    fn tell_dropped(&mut self, dropped: Vec<Phrase>) {
        if !dropped.is_empty() {
            let words = phrase!("Left out, because it no longer makes sense: {0}.", "以下决定已不再适用，被略去：{0}。", dropped);
            self.notice(Topic::Dropped, words, None);
        }
    }
}

/// What an address leads to.
struct Found {
    document: Document,
    place: Place,
}

/// Why it leads to nothing, and the lab that was meant.
struct Wrong {
    why: Phrase,
    lab: Option<String>,
}

fn find(asked: &Asked) -> Result<Found, Wrong> {
    match asked {
        Asked::Nothing => default_of(None).map_err(|why| Wrong { why, lab: None }),
        Asked::Link(link) => synod_session::link::decode(link)
            .map(|document| Found { document, place: Place::Own })
            .map_err(|bad| Wrong { why: bad.why, lab: bad.lab }),
        Asked::Shipped(id, scenario) => {
            let lab = synod_session::lab(id).ok_or_else(|| Wrong {
                why: phrase!("There is no lab called “{0}”.", "没有名为“{0}”的实验。", id.as_str()),
                lab: None,
            })?;
            let found = match scenario {
                None => lab.scenarios.first(),
                Some(scenario) => lab.scenarios.iter().find(|s| s.id == scenario),
            };
            let unknown = || Wrong {
                why: phrase!(
                    "This lab has no scenario called “{0}”.",
                    "该实验没有名为“{0}”的场景。",
                    scenario.clone().unwrap_or_default()
                ),
                lab: Some(id.clone()),
            };
            found.map(|s| shipped(&lab, s)).ok_or_else(unknown)
        }
    }
}

/// The first scenario of this lab, or of the first one.
fn default_of(lab: Option<&str>) -> Result<Found, Phrase> {
    let labs = synod_session::labs();
    let lab = labs.iter().find(|l| Some(l.id) == lab).or_else(|| labs.first());
    lab.and_then(|lab| lab.scenarios.first().map(|s| shipped(lab, s)))
        .ok_or_else(|| phrase!("There is no lab.", "没有任何实验。"))
}

fn shipped(lab: &LabInfo, scenario: &synod_session::ScenarioInfo) -> Found {
    Found { document: scenario.document.clone(), place: Place::Shipped(lab.id.to_owned(), scenario.id.to_owned()) }
}

/// A reason as a sentence of its own, whether or not it came with its full stop.
fn sentence(why: Phrase) -> Phrase {
    if why.text(Lang::En).ends_with(['.', '!', '?']) { why } else { phrase!("{0}.", "{0}。", why) }
}
