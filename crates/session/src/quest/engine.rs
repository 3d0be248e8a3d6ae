//! The exploration itself, whatever its states are made of.

use super::judge::Judge;
use synod_explore::{Explorer, Progress, Schedules, Worlds};
use synod_kernel::Action;
use synod_protocols::Erased;

/// An exploration under way.
pub(super) trait Engine {
    /// Expands at most so many more states.
    fn run(&mut self, states: u32);
    /// How far it is.
    fn progress(&self) -> Progress;
    /// The schedules that it goes through.
    fn worlds(&self) -> &Worlds<Erased, Judge>;
    /// How deep the first state lies that breaks the promise, and the steps that lead there. `None` where there is none, or it cannot be
    /// reached again.
    fn way(&self) -> Option<(u32, Vec<Action<Erased>>)>;
}

impl<M: Schedules<Erased, Judge>> Engine for Explorer<M> {
    fn run(&mut self, states: u32) {
        Explorer::run(self, states);
    }

    fn progress(&self) -> Progress {
        Explorer::progress(self)
    }

    fn worlds(&self) -> &Worlds<Erased, Judge> {
        self.model().worlds()
    }

    fn way(&self) -> Option<(u32, Vec<Action<Erased>>)> {
        let violation = self.violations().first()?;
        let witness = self.witness(violation.state)?.ok()?;
        Some((violation.depth, self.model().unfolded(&witness)?))
    }
}
