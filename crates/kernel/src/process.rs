//! One process of a world: its node, its disk, its clock, its timers.

use crate::queue::Ticket;
use crate::{Fingerprint, Hasher128, OperationId, Protocol, Time};
use std::hash::Hash;

/// Whether a process works.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Life {
    /// It works.
    Up,
    /// It stands still and has lost nothing.
    Paused,
    /// It has lost everything but its disk.
    Crashed,
}

/// A clock that may be wrong: it jumps, and runs fast or slow.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Clock {
    /// What it showed when it was last set, in microseconds.
    reading_us: i64,
    /// When that was, in true time.
    set_at: Time,
    /// Parts per million by which it runs fast (or slow, below zero).
    drift_ppm: i32,
}

const PPM: i64 = 1_000_000;

impl Clock {
    /// What the clock shows at the true time `now`; a clock never shows less than 0.
    pub fn read(&self, now: Time) -> Time {
        self.counted(now).max(0).cast_unsigned()
    }

    /// What it has counted, below zero where it was set back to before the start.
    fn counted(&self, now: Time) -> i64 {
        let passed = now.saturating_sub(self.set_at).cast_signed();
        // Nearly every clock is right, and wasm has no quick way to divide.
        let drifted = if self.drift_ppm == 0 { 0 } else { passed * i64::from(self.drift_ppm) / PPM };
        self.reading_us + passed + drifted
    }

    /// How far it is ahead of true time, in microseconds; below zero it is behind.
    pub fn ahead_us(&self, now: Time) -> i64 {
        self.read(now).cast_signed() - now.cast_signed()
    }

    /// Parts per million by which it runs fast.
    pub fn drift_ppm(&self) -> i32 {
        self.drift_ppm
    }

    /// The true time that passes while the clock counts `local_us`.
    pub(crate) fn true_span(&self, local_us: u64) -> u64 {
        if self.drift_ppm == 0 {
            return local_us;
        }
        (u128::from(local_us) * u128::from(PPM.unsigned_abs()) / u128::from((PPM + i64::from(self.drift_ppm)).unsigned_abs()))
            as u64
    }

    pub(crate) fn shift(&mut self, by_us: i64) {
        self.reading_us += by_us;
    }

    pub(crate) fn set_drift(&mut self, now: Time, ppm: i32) {
        *self = Clock { reading_us: self.counted(now), set_at: now, drift_ppm: ppm };
    }
}

/// A timer that is running.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Armed<T> {
    pub timer: T,
    pub since: Time,
    pub due: Time,
    pub ticket: Ticket,
}

/// A choice that has been asked for and not been made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Pending<C> {
    pub what: C,
    pub of: u32,
    pub drawn: u32,
    pub ticket: Ticket,
}

/// A process of a world.
#[derive(Clone, Debug)]
pub struct Process<P: Protocol> {
    pub(crate) life: Life,
    pub(crate) node: Option<P::Node>,
    pub(crate) disk: P::Durable,
    pub(crate) clock: Clock,
    pub(crate) open: Option<OperationId>,
    pub(crate) timers: Vec<Armed<P::Timer>>,
    pub(crate) choices: Vec<Pending<P::Choice>>,
    /// Timers armed and choices asked for so far: the keys of their draws.
    pub(crate) armings: u32,
    pub(crate) choosings: u32,
}

impl<P: Protocol> Process<P> {
    pub(crate) fn new() -> Self {
        Process {
            life: Life::Up,
            node: None,
            disk: P::Durable::default(),
            clock: Clock::default(),
            open: None,
            timers: Vec::new(),
            choices: Vec::new(),
            armings: 0,
            choosings: 0,
        }
    }

    /// Its part of [`crate::World::fingerprint`].
    pub(crate) fn feed(&self, mut hasher: &mut Hasher128) {
        (self.life, &self.node, &self.disk, self.open.is_some(), self.clock.drift_ppm()).hash(&mut hasher);
        let mut timers: Vec<&P::Timer> = self.timers.iter().map(|t| &t.timer).collect();
        synod_order::sort(&mut timers);
        timers.hash(&mut hasher);
        let mut choices: Vec<(&P::Choice, u32)> = self.choices.iter().map(|c| (&c.what, c.of)).collect();
        synod_order::sort(&mut choices);
        choices.hash(&mut hasher);
    }

    /// A name for its state: what it knows and has on disk, its timers and choices, whether it waits for an answer. Neither the time nor
    /// the number of its operation is part of it.
    pub fn fingerprint(&self) -> Fingerprint {
        let mut hasher = Hasher128::default();
        self.feed(&mut hasher);
        hasher.fingerprint()
    }

    /// Whether it works.
    pub fn life(&self) -> Life {
        self.life
    }
    /// What it knows; `None` after a crash.
    pub fn node(&self) -> Option<&P::Node> {
        self.node.as_ref()
    }
    /// What its disk holds.
    pub fn disk(&self) -> &P::Durable {
        &self.disk
    }
    /// Its clock.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }
    /// The operation whose answer it waits for.
    pub fn open(&self) -> Option<OperationId> {
        self.open
    }
    /// The running timers: name, when armed, when due (true time).
    pub fn timers(&self) -> impl Iterator<Item = (&P::Timer, Time, Time)> {
        self.timers.iter().map(|t| (&t.timer, t.since, t.due))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fast_clock_runs_ahead_and_its_timers_end_early() {
        let mut clock = Clock::default();
        clock.set_drift(1_000_000, 100_000);
        assert_eq!(clock.read(2_000_000), 2_100_000);
        assert_eq!(clock.true_span(1_100_000), 1_000_000);
    }

    #[test]
    fn a_shifted_clock_keeps_its_pace() {
        let mut clock = Clock::default();
        clock.shift(-500);
        assert_eq!(clock.read(100), 0);
        assert_eq!(clock.read(600), 100);
        assert_eq!(clock.ahead_us(600), -500);
    }
}
