//! Deciding something at the playhead, by a button, a tool or a click.

use super::{Place, State, Target, Tool, Topic, Why, sentence};
use crate::prefs::calm;
use crate::run::micros;
use std::rc::Rc;
use synod_session::doc::{Act, Document};
use synod_session::{Edit, Life, Standing};
use synod_words::{Phrase, phrase};

impl State {
    pub(super) fn act(&mut self, acts: &[Act]) {
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
        self.picked = None;
        self.playhead = at as f64;
        self.seen = self.playhead;
        // At the end of a run, a decision makes it go on: the reader wants to see that. Elsewhere the page waits as it did.
        let plays = self.playing || self.resume || (at_end && !calm());
        self.close();
        self.playing = plays;
        if branched {
            self.tell_branch(before);
        }
        self.tell_gone(&gone_before);
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
        // Nobody has seen what comes after the playhead of this run.
        self.seen = self.playhead;
        self.playing = plays;
        self.tell_branch(before);
        self.tell_gone(&gone_before);
    }

    fn tell_branch(&mut self, before: Rc<Document>) {
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
