//! Two runs under one cursor. The other run stands beside the one of the page; whatever is told to it is done with the two exchanged,
//! so that there is one way to do everything.

use super::branches::{Kept, Made, Own};
use super::runs::find;
use super::{Action, Place, State, Target, Topic, Why, sentence};
use crate::address::Asked;
use crate::run::Run;
use std::rc::Rc;
use synod_session::doc::Document;
use synod_session::{ParamKind, ParamSpec, ParamValue, Parting, Time};
use synod_words::{Phrase, phrase};

/// The other run of a comparison.
#[derive(Clone)]
pub struct Beside {
    /// The run.
    pub run: Run,
    /// Where it comes from.
    pub place: Place,
    /// Which of the kept runs it is.
    pub own: Own,
    /// What is looked into in its cluster.
    pub open: Option<Target>,
    /// The step of it that is looked into.
    pub picked: Option<u32>,
    /// Which of its broken promises is explained.
    pub why: Why,
    /// Where the two part.
    pub parting: Rc<Parting>,
    /// Whether a decision is made in both.
    pub both: bool,
    /// The revisions of both runs that were compared.
    compared: (u32, u32),
    /// Which of the two every decision changed, this one and the other, latest last.
    pub(super) changed: Vec<(bool, bool)>,
    /// The same of those that were taken back.
    pub(super) undone: Vec<(bool, bool)>,
}

/// What to put beside the run.
#[derive(Clone, PartialEq, Debug)]
pub enum Against {
    /// A scenario: lab and scenario.
    Scenario(String, String),
    /// A kept run.
    Kept(u32),
    /// The same decisions with another value of one parameter.
    Param(String, ParamValue),
}

/// What can happen to a comparison.
#[derive(Clone, PartialEq, Debug)]
pub enum Comparing {
    /// It begins.
    With(Against),
    /// It begins with what an address asks for.
    Asked(Asked),
    /// Decisions are made in both, or in one.
    Both(bool),
    /// It is left.
    Leave,
}

impl Beside {
    /// Whether anything was decided since the comparison began.
    pub fn can_go_back(&self) -> bool {
        !self.changed.is_empty()
    }
}

impl State {
    /// The end of what is known: of both runs, where there are two.
    pub fn end(&self) -> Time {
        self.run.end().max(self.beside.as_ref().map_or(0, |b| b.run.end()))
    }

    /// Whether the same can be decided in both runs.
    pub fn same_processes(&self) -> bool {
        self.beside.as_ref().is_some_and(|b| b.run.lab.id == self.run.lab.id && b.run.chart.rows == self.run.chart.rows)
    }

    pub(super) fn comparing(&mut self, what: Comparing) {
        match what {
            Comparing::With(against) => self.compare(|state| state.other(&against)),
            Comparing::Asked(asked) => {
                let plays = self.playing;
                self.compare(|state| state.other_asked(&asked));
                self.playing = plays;
            }
            Comparing::Both(both) => self.on_beside(|b| b.both = both),
            Comparing::Leave => self.leave_comparison(),
        }
    }

    pub(super) fn on_beside(&mut self, change: impl FnOnce(&mut Beside)) {
        if let Some(beside) = &mut self.beside {
            change(beside);
        }
    }

    pub(super) fn compare(&mut self, find: impl FnOnce(&mut State) -> Result<(Run, u32), Phrase>) {
        self.dialog = None;
        self.leave_comparison();
        self.playing = false;
        self.resume = false;
        self.leave();
        match find(self) {
            Ok((run, id)) => self.begin_comparison(run, id),
            Err(why) => self.notice(Topic::Refused, sentence(why), None),
        }
    }

    fn other(&mut self, against: &Against) -> Result<(Run, u32), Phrase> {
        match against {
            Against::Scenario(lab, id) => self.other_asked(&Asked::Shipped(lab.clone(), Some(id.clone()))),
            Against::Kept(id) => {
                let gone = || phrase!("This run is no longer kept.", "该运行已不再保留。");
                let document = self.branches.get(*id).map(|k| k.document.clone()).ok_or_else(gone)?;
                Run::open(&document, 1).map(|(run, _)| (run, *id)).map_err(|e| e.why)
            }
            Against::Param(id, value) => self.other_param(id, value),
        }
    }

    fn other_asked(&mut self, asked: &Asked) -> Result<(Run, u32), Phrase> {
        let found = find(asked).map_err(|wrong| wrong.why);
        let other = found.and_then(|found| self.other_document(&found.document, &found.place));
        other.map_err(|why| phrase!("Nothing is put beside this run: {0}", "此次运行旁没有放置比较对象：{0}", why))
    }

    /// The run of a document, as one that is kept.
    fn other_document(&mut self, document: &Document, place: &Place) -> Result<(Run, u32), Phrase> {
        let (run, _) = Run::open(document, 1).map_err(|e| e.why)?;
        let document = run.export();
        let kept = self.branches.list.iter().find(|k| k.holds(&document)).map(|k| k.id);
        let id = kept.unwrap_or_else(|| {
            let words = State::words_of(&run, place);
            self.branches.push(State::kept_of(&run, place, words, Made::Opened, None))
        });
        Ok((run, id))
    }

    fn other_param(&mut self, id: &str, value: &ParamValue) -> Result<(Run, u32), Phrase> {
        let mut params = (*self.run.params).clone();
        params.insert(id.to_owned(), value.clone());
        let (run, dropped) = self.run.reopen(&params).map_err(|e| e.why)?;
        let kept = self.branches.list.iter().find(|k| k.holds(&run.export())).map(|k| k.id);
        let id = kept.unwrap_or_else(|| {
            let words = self.words_of_param(id, value);
            let kept = State::kept_of(&run, &Place::Own, words, Made::Param(id.to_owned()), Some((self.branches.own.id, 0)));
            self.branches.push(kept)
        });
        self.tell_dropped(dropped);
        Ok((run, id))
    }

    /// A parameter with its value, in words.
    pub(super) fn words_of_param(&self, id: &str, value: &ParamValue) -> Phrase {
        let spec = self.run.lab.params.iter().find(|s| s.id == id);
        spec.map_or_else(|| Phrase::verbatim(id), |spec| param_words(spec, value))
    }

    fn begin_comparison(&mut self, run: Run, id: u32) {
        if id == self.branches.own.id {
            let words = phrase!("This is the same run: there is nothing to compare.", "这是同一次运行，没有可比较之处。");
            self.notice(Topic::Refused, words, None);
            return;
        }
        let place = self.branches.get(id).map_or(Place::Own, |k| k.place.clone());
        let at_end = self.playhead >= self.run.end() as f64;
        self.open = None;
        self.picked = None;
        self.tool = None;
        self.notices = Rc::new(self.notices.iter().filter(|n| n.topic == Topic::Dropped).cloned().collect());
        self.beside = Some(Beside {
            run,
            place,
            own: Own::of(id),
            open: None,
            picked: None,
            why: Why::First,
            parting: Rc::default(),
            both: false,
            compared: (u32::MAX, u32::MAX),
            changed: Vec::new(),
            undone: Vec::new(),
        });
        let both = self.same_processes();
        self.on_beside(|b| b.both = both);
        self.bound();
        if at_end {
            self.go_to_end();
        } else {
            self.look();
        }
    }

    pub(super) fn leave_comparison(&mut self) {
        if self.beside.is_none() {
            return;
        }
        self.exchange();
        self.leave();
        self.exchange();
        self.beside = None;
        self.prune();
        self.open = None;
        self.scrub(self.playhead);
    }

    /// Closes what is open in the other run, or leaves the comparison.
    pub(super) fn escape_beside(&mut self) {
        match &mut self.beside {
            Some(b) if b.open.is_some() => b.open = None,
            Some(b) if b.picked.is_some() => b.picked = None,
            _ => return self.leave_comparison(),
        }
        self.close();
    }

    /// The two runs change places.
    pub(super) fn exchange(&mut self) {
        let Some(beside) = &mut self.beside else { return };
        std::mem::swap(&mut self.run, &mut beside.run);
        std::mem::swap(&mut self.place, &mut beside.place);
        std::mem::swap(&mut self.branches.own, &mut beside.own);
        std::mem::swap(&mut self.open, &mut beside.open);
        std::mem::swap(&mut self.picked, &mut beside.picked);
        std::mem::swap(&mut self.why, &mut beside.why);
        beside.compared = (u32::MAX, u32::MAX);
        for (here, there) in beside.changed.iter_mut().chain(&mut beside.undone) {
            std::mem::swap(here, there);
        }
    }

    /// Does something to the other run.
    pub(super) fn across(&mut self, action: Action) {
        if self.beside.is_none() {
            return;
        }
        let looks = matches!(action, Action::Press(_));
        self.exchange();
        self.apply(action);
        self.exchange();
        if looks {
            // One thing is looked into at a time.
            self.open = None;
        }
    }

    /// After every action: where the two part, if either is another run than before.
    pub(super) fn compare_again(&mut self) {
        let (revision, session) = (self.run.revision, self.run.session.clone());
        self.on_beside(|b| {
            if b.compared != (revision, b.run.revision) {
                b.compared = (revision, b.run.revision);
                b.parting = Rc::new(session.compare_with(&b.run.session));
            }
        });
    }
}

/// A parameter with its value, in words.
pub fn param_words(spec: &ParamSpec, value: &ParamValue) -> Phrase {
    let name = spec.name.clone();
    match (value, &spec.kind) {
        (ParamValue::Int(n), ParamKind::Int { unit, .. }) if !unit.is_empty() => {
            phrase!("{0} = {1} {2}", "{0} = {1} {2}", name, *n, *unit)
        }
        (ParamValue::Int(n), _) => phrase!("{0} = {1}", "{0} = {1}", name, *n),
        (ParamValue::Switch(true), _) => phrase!("{0}: on", "{0}：开", name),
        (ParamValue::Switch(false), _) => phrase!("{0}: off", "{0}：关", name),
        (ParamValue::Pick(id), ParamKind::Pick(choices)) => {
            let choice = choices.iter().find(|c| c.0 == id).map_or_else(|| Phrase::verbatim(id), |c| c.1.clone());
            phrase!("{0}: {1}", "{0}：{1}", name, choice)
        }
        (ParamValue::Pick(id), _) => phrase!("{0}: {1}", "{0}：{1}", name, id.as_str()),
    }
}

/// The parameters of two runs that differ, each with its value in the one and in the other; none for two different labs.
pub fn differing(here: &Run, there: &Run) -> Vec<(Phrase, Phrase)> {
    if here.lab.id != there.lab.id {
        return Vec::new();
    }
    let specs = here.lab.params.iter();
    let pair = |spec: &ParamSpec| {
        let value = |run: &Run| run.params.get(spec.id).unwrap_or(&spec.default).clone();
        let (a, b) = (value(here), value(there));
        (a != b).then(|| (param_words(spec, &a), param_words(spec, &b)))
    };
    specs.filter_map(pair).collect()
}

/// The kept runs with which the one on the page can be compared.
pub fn others(list: &[Kept], own: u32) -> Vec<Kept> {
    list.iter().filter(|k| k.id != own).cloned().collect()
}
