//! The exploration itself, whatever its states are made of.

use super::judge::Judge;
use super::witness::Way;
use synod_explore::{Explorer, Progress, Schedules, TimedWorlds};
use synod_protocols::Erased;

/// An exploration under way.
pub(super) trait Engine {
    /// Expands at most so many more states.
    fn run(&mut self, states: u32);
    /// How far it is.
    fn progress(&self) -> Progress;
    /// How deep the first state lies that breaks the promise, and the steps that lead there. `None` where there is none, or it cannot be
    /// reached again.
    fn way(&self) -> Option<(u32, Way<'_>)>;
}

impl<M: Schedules<Erased, Judge>> Engine for Explorer<M> {
    fn run(&mut self, states: u32) {
        Explorer::run(self, states);
    }

    fn progress(&self) -> Progress {
        Explorer::progress(self)
    }

    fn way(&self) -> Option<(u32, Way<'_>)> {
        let violation = self.violations().first()?;
        let witness = self.witness(violation.state)?.ok()?;
        Some((violation.depth, Way::Free(self.model().worlds(), self.model().unfolded(&witness)?)))
    }
}

/// An exploration in which time passes.
pub(super) struct Timed(pub Explorer<TimedWorlds<Erased, Judge>>);

impl Engine for Timed {
    fn run(&mut self, states: u32) {
        self.0.run(states);
    }

    fn progress(&self) -> Progress {
        self.0.progress()
    }

    fn way(&self) -> Option<(u32, Way<'_>)> {
        let violation = self.0.violations().first()?;
        let witness = self.0.witness(violation.state)?.ok()?;
        Some((violation.depth, Way::Timed(self.0.model(), witness.actions)))
    }
}
