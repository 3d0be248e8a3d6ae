//! Moving through time: playing, stepping, scrubbing.

use super::{State, Target};
use crate::prefs::calm;
use crate::run::micros;

/// How far a run that goes on by itself is followed at a time, as a part of what is known; and at least so many microseconds.
const FOLLOW: (u64, u64) = (3, 20_000);

impl State {
    pub(super) fn tick(&mut self, ms: f64) {
        if !self.playing {
            return;
        }
        let (end, before) = (self.end() as f64, self.run.cursor());
        let stop = self.until.unwrap_or(end);
        self.playhead = (ms * 1e3).mul_add(self.speed.factor(), self.playhead).min(stop).min(end);
        if self.playhead >= stop {
            (self.playing, self.until) = (false, None);
        }
        if self.playhead >= end {
            self.run.seek(self.run.steps);
            self.playing = false;
        } else {
            // Several steps may share a microsecond; the playhead never falls behind the cursor.
            let step = self.run.step_at(micros(self.playhead)).max(self.run.cursor());
            self.run.seek(step);
        }
        self.tell_breaks(before);
        self.look();
    }

    pub(super) fn toggle_play(&mut self) {
        self.resume = false;
        self.until = None;
        if self.playing {
            self.playing = false;
            return;
        }
        self.open = None;
        if self.at_end() && !self.follow_on((self.end() / FOLLOW.0).max(FOLLOW.1)) {
            self.go(0);
        }
        self.playing = true;
    }

    /// Plays on to a later time and stops there; a reader who wants no motion is there at once.
    pub(super) fn play_to(&mut self, at: f64) {
        if calm() {
            return self.scrub(at);
        }
        self.resume = false;
        self.open = None;
        self.until = Some(at);
        self.playing = true;
    }

    /// Follows what is not at rest on; whether anything more happened.
    fn follow_on(&mut self, us: u64) -> bool {
        let mut more = false;
        for run in std::iter::once(&mut self.run).chain(self.beside.as_mut().map(|b| &mut b.run)) {
            more |= !run.at_rest() && run.extend(us);
        }
        more
    }

    pub(super) fn at_end(&self) -> bool {
        self.run.cursor() == self.run.steps && self.playhead >= self.end() as f64
    }

    pub(super) fn go_to_end(&mut self) {
        self.go(self.run.steps);
        if self.end() > self.run.end() {
            self.scrub(self.end() as f64);
        }
    }

    /// Puts the cursor behind `step`, and the playhead to it.
    pub(super) fn go(&mut self, step: u32) {
        self.playing = false;
        self.until = None;
        self.resume = false;
        self.run.seek(step);
        self.playhead = if step >= self.run.steps { self.run.end() } else { self.run.time_of(step) } as f64;
        self.look();
    }

    pub(super) fn scrub(&mut self, at: f64) {
        self.playing = false;
        self.until = None;
        self.resume = false;
        self.playhead = at.clamp(0.0, self.end() as f64);
        self.run.seek(self.run.step_at(micros(self.playhead)));
        self.look();
    }

    /// After every move: what is seen, and what is no longer there to be looked into.
    pub(super) fn look(&mut self) {
        self.seen = self.seen.max(self.playhead);
        self.follow_beside();
        self.zoom_to_playhead();
        if let Some(Target::Message(id)) = &self.open
            && !self.run.frame.messages.iter().any(|m| m.id == *id)
        {
            self.open = None;
        }
    }
}
