//! The tallies of some seeds, and how parts become a whole.

use super::{Plan, Ranges, Runner, Tally};
use crate::ENGINE;
use std::ops::Range;
use synod_words::{Phrase, phrase};

/// What was counted of a sweep so far, or on one machine.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// What is swept.
    pub plan: Plan,
    /// The engine that ran it.
    pub engine: u32,
    /// The seeds that every cell is to be run with.
    pub asked: Ranges,
    /// What was counted of each cell, in the order of [`Plan::values`].
    pub cells: Vec<Portion>,
}

/// What was counted of one cell.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Portion {
    /// The seeds that it was run with.
    pub done: Ranges,
    /// What was counted.
    pub tally: Tally,
}

/// Why two parts cannot be put together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unlike(pub Phrase);

impl Part {
    /// A part with nothing done.
    pub fn new(plan: Plan, seeds: Range<u64>) -> Part {
        let cells = vec![Portion::default(); plan.cells() as usize];
        Part { plan, engine: ENGINE, asked: seeds.into(), cells }
    }

    /// Runs all that is left to do, here and now.
    ///
    /// # Errors
    /// Why a run cannot begin in a cell that can be otherwise.
    pub fn finish(mut self) -> Result<Part, Phrase> {
        for cell in 0..self.cells.len() {
            let Ok(runner) = Runner::new(&self.plan, cell) else { continue };
            for range in self.left(cell).iter().collect::<Vec<_>>() {
                let mut tally = Tally::default();
                for seed in range.clone() {
                    runner.run(seed, &mut tally)?;
                }
                self.add(cell, range, &tally);
            }
        }
        Ok(self)
    }

    /// Takes in what was counted of a cell with these seeds, none of which was counted before.
    pub fn add(&mut self, cell: usize, seeds: Range<u64>, tally: &Tally) {
        if let Some(portion) = self.cells.get_mut(cell) {
            portion.done = portion.done.union(&seeds.into());
            portion.tally.merge(tally);
        }
    }

    /// The seeds that a cell is still to be run with.
    pub fn left(&self, cell: usize) -> Ranges {
        self.cells.get(cell).map_or_else(Ranges::default, |portion| self.asked.without(&portion.done))
    }

    /// The cells that the lab takes, with their places, and those that it refuses, with the reason.
    pub fn sorted_out(&self) -> (Vec<usize>, Vec<(usize, Phrase)>) {
        let (mut taken, mut refused) = (Vec::new(), Vec::new());
        for cell in 0..self.cells.len() {
            match Runner::new(&self.plan, cell) {
                Ok(_) => taken.push(cell),
                Err(why) => refused.push((cell, why)),
            }
        }
        (taken, refused)
    }

    /// What is missing of the seeds from the first to the last that were asked for, of the cells that the lab takes.
    pub fn gaps(&self, taken: &[usize]) -> Vec<(usize, Ranges)> {
        let whole: Ranges = self.asked.hull().unwrap_or(0..0).into();
        let missing = taken.iter().map(|cell| (*cell, whole.without(&self.cells[*cell].done)));
        missing.filter(|(_, missing)| !missing.is_empty()).collect()
    }

    /// Puts another part of the same sweep into this one.
    ///
    /// # Errors
    /// [`Unlike`] where it is of another sweep, or both have counted the same seed; then nothing is changed.
    pub fn merge(&mut self, other: &Part) -> Result<(), Unlike> {
        self.belongs_with(other)?;
        for (cell, (mine, theirs)) in self.cells.iter().zip(&other.cells).enumerate() {
            let shared = mine.done.shared(&theirs.done);
            if !shared.is_empty() {
                return Err(Unlike(phrase!(
                    "combination {0} was run with seeds {1} in both; give each part once",
                    "组合 {0} 的种子 {1} 在两部分中都运行过；每部分只给出一次",
                    cell + 1,
                    shared.to_string()
                )));
            }
        }
        self.asked = self.asked.union(&other.asked);
        for (mine, theirs) in self.cells.iter_mut().zip(&other.cells) {
            mine.done = mine.done.union(&theirs.done);
            mine.tally.merge(&theirs.tally);
        }
        Ok(())
    }

    /// Whether both are of one sweep.
    ///
    /// # Errors
    /// [`Unlike`] says in what they differ.
    pub fn belongs_with(&self, other: &Part) -> Result<(), Unlike> {
        let differ = if self.engine != other.engine {
            phrase!("they were made by engines {0} and {1}", "引擎分别为 {0} 与 {1}", self.engine, other.engine)
        } else if self.plan.document != other.plan.document {
            phrase!("they are of different scenarios or parameters", "场景或参数不同")
        } else if self.plan.vary != other.plan.vary {
            phrase!("different values are varied", "改变的取值不同")
        } else if self.plan.pace != other.plan.pace {
            phrase!("only one of them asks back to back", "只有一个采用连续请求")
        } else {
            return Ok(());
        };
        Err(Unlike(differ))
    }

    /// Whether this can have come about by running: nothing beyond what was asked, and as many runs as seeds.
    pub(super) fn is_sound(&self) -> bool {
        self.asked.is_sound()
            && self.cells.iter().all(|Portion { done, tally }| {
                done.is_sound() && done.without(&self.asked).is_empty() && done.count() == tally.runs && tally.is_sound()
            })
    }
}
