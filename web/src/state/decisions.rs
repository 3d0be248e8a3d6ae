//! Deciding something at the playhead, by a button, a tool or a click.

use super::keeping::words_of_act;
use super::{Made, Place, State, Target, Tool, Topic, Why, sentence};
use crate::prefs::calm;
use crate::run::micros;
use std::rc::Rc;
use synod_session::doc::{Act, Document};
use synod_session::{Edit, Life, Standing, Time};
use synod_words::{Arg, Phrase, phrase};

impl State {
    pub(super) fn act(&mut self, acts: &[Act]) {
        let next = if self.run.cursor() < self.run.steps { self.run.time_of(self.run.cursor() + 1) } else { u64::MAX };
        let at = self.plain_time().clamp(self.run.time_of(self.run.cursor()), next);
        let done = self.decide(at, acts);
        self.act_beside(at, acts, done);
    }

    /// Decides something; whether anything of it could be.
    pub(super) fn decide(&mut self, at: Time, acts: &[Act]) -> bool {
        let before = Rc::new(self.run.export());
        let (at_end, seen) = (self.at_end(), self.seen);
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
            return false;
        }
        let apart = self.parts_here(branched, seen);
        self.place = Place::Own;
        self.picked = None;
        self.playhead = at as f64;
        self.seen = self.playhead;
        // At the end of a run, a decision makes it go on: the reader wants to see that. Elsewhere the page waits as it did.
        let plays = self.playing || self.resume || (at_end && !calm());
        self.close();
        self.playing = plays;
        let words = words_of_act(&self.run, at);
        if self.keep(before.clone(), (Made::Acted, words), at, apart) {
            self.tell_branch(before);
        }
        self.tell_gone(&gone_before);
        true
    }

    pub(super) fn revise(&mut self, edits: &[Edit]) {
        let before = Rc::new(self.run.export());
        let (at_end, gone_before) = (self.at_end(), self.run.dropped());
        if let Err(refusal) = self.run.revise(edits) {
            self.notice(Topic::Refused, sentence(refusal.why), None);
            return;
        }
        self.place = Place::Own;
        self.picked = None;
        self.open = None;
        self.why = Why::First;
        let plays = self.playing || self.resume;
        if at_end {
            self.go(self.run.steps);
        } else {
            self.scrub(self.playhead);
        }
        // What was seen of the run stays in view: how it changes is what the reader wants to see.
        self.seen = self.seen.min(self.run.end() as f64);
        self.playing = plays;
        let (words, parted) = revised(&before, edits);
        // A fault that is moved on and on is one change.
        let moved_on = self.goes_on(&Made::Revised) && same_acts(&before, &self.run.export());
        if self.keep(before.clone(), (Made::Revised, words), parted, !moved_on) {
            self.tell_branch(before);
        }
        self.tell_gone(&gone_before);
        self.follow_beside();
        self.on_changed();
    }

    fn tell_branch(&mut self, before: Rc<Document>) {
        if self.beside.is_some() {
            // The comparison has its own way back.
            return;
        }
        let words = phrase!(
            "You changed the past: this is a new run from here on. The earlier one is kept.",
            "你改变了过去：从这里起是一次新的运行，先前的运行仍保留。"
        );
        self.notice(Topic::Branch, words, Some(before));
    }

    fn tell_gone(&mut self, gone_before: &[Phrase]) {
        let gone = self.run.dropped().into_iter().filter(|d| !gone_before.contains(d)).collect();
        self.tell_dropped(gone);
    }

    /// The playhead's time without the digits that mean nothing in a run of this length: nobody aims at them, and links get shorter.
    pub(super) fn plain_time(&self) -> u64 {
        let digits = self.run.end().max(1).ilog10().saturating_sub(3);
        let unit = 10_u64.pow(digits);
        (micros(self.playhead)).saturating_add(unit / 2) / unit * unit
    }

    pub(super) fn press(&mut self, target: Target) {
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
    pub(super) fn hold(&mut self) {
        self.resume |= self.playing;
        self.playing = false;
    }

    /// What a tool does to what was clicked; none where it does nothing to such a thing.
    pub(super) fn use_tool(&self, tool: Tool, target: &Target) -> Option<Vec<Act>> {
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

    pub(super) fn close(&mut self) {
        self.open = None;
        self.playing |= std::mem::take(&mut self.resume);
    }

    pub(super) fn show(&mut self, id: &'static str) {
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
}

/// What a revision changed, in words, and from when on.
fn revised(before: &Document, edits: &[Edit]) -> (Phrase, Time) {
    let decided = |decision: u32| before.decisions.get(decision as usize).map_or(0, |d| d.at);
    let first = edits.iter().map(|edit| match edit {
        Edit::Move { decision, at } => decided(*decision).min(*at),
        Edit::Remove { decision } => decided(*decision),
        Edit::Add { at, .. } => *at,
    });
    let words = match edits.first() {
        Some(Edit::Move { decision, at }) => {
            phrase!("moved from {0} to {1}", "从 {0} 移到 {1}", Arg::TimeUs(decided(*decision)), Arg::TimeUs(*at))
        }
        Some(Edit::Remove { decision }) => {
            phrase!("without the fault at {0}", "去掉 {0} 处的故障", Arg::TimeUs(decided(*decision)))
        }
        Some(Edit::Add { at, .. }) => phrase!("ended at {0}", "在 {0} 结束", Arg::TimeUs(*at)),
        None => phrase!("a change", "一处改动"),
    };
    (words, first.min().unwrap_or(0))
}

/// Whether the same was decided, whenever it was.
fn same_acts(one: &Document, other: &Document) -> bool {
    let acts = |document: &Document| {
        let mut acts: Vec<String> = document.decisions.iter().map(|d| format!("{:?}", d.act)).collect();
        synod_session::order::sort(&mut acts);
        acts
    };
    acts(one) == acts(other)
}
