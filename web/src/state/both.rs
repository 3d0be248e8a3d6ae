//! Moving and deciding in two runs at once.

use super::{State, Target};
use crate::run::{Run, micros};
use synod_session::Time;
use synod_session::doc::Act;
use synod_words::{Arg, Phrase, phrase};

impl State {
    /// After every move: the other run is brought to the same moment.
    pub(super) fn follow_beside(&mut self) {
        let at = micros(self.playhead);
        self.on_beside(|b| {
            b.run.seek(b.run.step_at(at));
            if let Some(Target::Message(id)) = &b.open
                && !b.run.frame.messages.iter().any(|m| m.id == *id)
            {
                b.open = None;
            }
        });
    }

    /// One event on or back, in whichever of the two it comes next; both where it comes at the same moment.
    pub(super) fn step_both(&mut self, by: i32) {
        self.playing = false;
        self.resume = false;
        for _ in 0..by.unsigned_abs() {
            let Some(beside) = &mut self.beside else { return };
            let runs = [&mut self.run, &mut beside.run];
            let moment = |run: &Run| {
                let step = if by > 0 { run.cursor() + 1 } else { run.cursor() };
                (1..=run.steps).contains(&step).then(|| run.time_of(step))
            };
            let moments = [moment(runs[0]), moment(runs[1])];
            let next = if by > 0 { moments.iter().flatten().min() } else { moments.iter().flatten().max() };
            let Some(next) = next.copied() else { break };
            for (run, at) in runs.into_iter().zip(moments) {
                if at == Some(next) {
                    run.seek(run.cursor().saturating_add_signed(by.signum()));
                }
            }
        }
        let Some(beside) = &self.beside else { return };
        let both_done = self.run.cursor() == self.run.steps && beside.run.cursor() == beside.run.steps;
        let (here, there) = (self.run.time_of(self.run.cursor()), beside.run.time_of(beside.run.cursor()));
        self.playhead = if both_done { self.end() } else { here.max(there) } as f64;
        self.seen = self.seen.max(self.playhead);
        self.said = Some(self.told(here, there));
    }

    /// What happened last, in the words of the run in which it did.
    fn told(&self, here: Time, there: Time) -> Phrase {
        let Some(beside) = &self.beside else { return Phrase::verbatim("") };
        let line =
            |run: &Run| run.cursor().checked_sub(1).and_then(|_| run.session.events(run.cursor(), 1).pop()).map(|l| l.phrase);
        let of = |name: &str, phrase: Option<Phrase>| phrase.map(|p| phrase!("{0}: {1}", "{0}：{1}", name, p));
        let latest = here.max(there);
        let lines = [of("A", line(&self.run).filter(|_| here == latest)), of("B", line(&beside.run).filter(|_| there == latest))];
        let lines: Vec<Phrase> = lines.into_iter().flatten().collect();
        if lines.is_empty() {
            return phrase!("At the start.", "位于开头。");
        }
        phrase!("{0}. {1}", "{0}。{1}", Arg::TimeUs(latest), lines)
    }

    /// Decides in the other run what was decided in this one, where the reader wants that; and notes which of them changed.
    pub(super) fn act_beside(&mut self, at: Time, acts: &[Act], here: bool) {
        let both = self.beside.as_ref().is_some_and(|b| b.both) && self.same_processes();
        let mut there = false;
        if both {
            self.exchange();
            there = self.decide(at, acts);
            self.exchange();
            self.follow_beside();
        }
        self.on_beside(|b| {
            if here || there {
                b.changed.push((here, there));
                b.undone.clear();
            }
        });
    }

    /// Notes that this run was changed, and not the other.
    pub(super) fn on_changed(&mut self) {
        self.on_beside(|b| {
            b.changed.push((true, false));
            b.undone.clear();
        });
    }

    pub(super) fn back_beside(&mut self) {
        let Some(changed) = self.beside.as_mut().and_then(|b| b.changed.pop()) else { return };
        self.both_ways(changed, State::back);
        self.on_beside(|b| b.undone.push(changed));
    }

    pub(super) fn forward_beside(&mut self) {
        let Some(changed) = self.beside.as_mut().and_then(|b| b.undone.pop()) else { return };
        self.both_ways(changed, State::forward);
        self.on_beside(|b| b.changed.push(changed));
    }

    /// Goes back or forward in those of the two that were changed, and stays at the moment that is shown.
    fn both_ways(&mut self, (here, there): (bool, bool), way: fn(&mut State) -> bool) {
        let at = self.playhead;
        if here {
            way(self);
        }
        if there {
            self.exchange();
            way(self);
            self.exchange();
        }
        self.scrub(at);
    }
}
