//! The two ways to search: with clocks that stand still, and with time that passes.

use super::judge::Judge;
use super::witness::Way;
use synod_explore::{BadSettings, Explorer, Model, Progress, Settings, TimedWorlds, Worlds};
use synod_protocols::Erased;

/// A search under way, with either kind of steps.
pub(super) enum Engine {
    /// Clocks stand still.
    Free(Explorer<Worlds<Erased, Judge>>),
    /// Time passes.
    Timed(Explorer<TimedWorlds<Erased, Judge>>),
}

impl Engine {
    /// Begins, with clocks that stand still.
    pub fn free(model: Worlds<Erased, Judge>, settings: Settings) -> Result<Engine, BadSettings> {
        Explorer::new(model, settings).map(Engine::Free)
    }

    /// Begins, with time that passes.
    pub fn timed(model: TimedWorlds<Erased, Judge>, settings: Settings) -> Result<Engine, BadSettings> {
        Explorer::new(model, settings).map(Engine::Timed)
    }

    /// Follows all steps of so many more states.
    pub fn run(&mut self, states: u32) {
        match self {
            Engine::Free(explorer) => explorer.run(states),
            Engine::Timed(explorer) => explorer.run(states),
        };
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        match self {
            Engine::Free(explorer) => explorer.progress(),
            Engine::Timed(explorer) => explorer.progress(),
        }
    }

    /// The steps to the first state that breaks the promise.
    pub fn way(&self) -> Option<Way<'_>> {
        match self {
            Engine::Free(explorer) => steps(explorer).map(|steps| Way::Free(explorer.model(), steps)),
            Engine::Timed(explorer) => steps(explorer).map(|steps| Way::Timed(explorer.model(), steps)),
        }
    }
}

fn steps<M: Model>(explorer: &Explorer<M>) -> Option<Vec<M::Action>> {
    let violation = explorer.violations().first()?;
    explorer.witness(violation.state)?.ok().map(|way| way.actions)
}
