//! What is counted of runs. Whole numbers only: tallies of different seeds put together are the tally of all of them.

use super::Histogram;
use serde::{Deserialize, Serialize};
use synod_order::Map;

/// What was counted of some runs of one cell.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tally {
    /// How many runs.
    pub runs: u64,
    /// How many steps they had together.
    pub steps: u64,
    /// How many messages were sent in them together.
    pub messages: u64,
    /// How each promise stood at the end, by its id.
    pub promises: Map<String, Standings>,
    /// What became of the clients' operations, by their verb.
    pub operations: Map<String, Operations>,
}

/// In how many runs a promise stood how at the end.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standings {
    /// It held.
    pub holds: u64,
    /// It was violated.
    pub violated: u64,
    /// It was not decided.
    pub undecided: u64,
}

/// What became of operations.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Operations {
    /// How many were asked for.
    pub asked: u64,
    /// How long those that were answered took, in microseconds.
    pub latency_us: Histogram,
    /// By how many acknowledged writes the reads among them were behind.
    pub staleness_versions: Histogram,
}

impl Tally {
    /// Counts everything that the other one counted.
    pub fn merge(&mut self, other: &Tally) {
        self.runs += other.runs;
        self.steps += other.steps;
        self.messages += other.messages;
        for (id, standings) in &other.promises {
            let mine = self.promises.entry(id.clone()).or_default();
            mine.holds += standings.holds;
            mine.violated += standings.violated;
            mine.undecided += standings.undecided;
        }
        for (verb, operations) in &other.operations {
            let mine = self.operations.entry(verb.clone()).or_default();
            mine.asked += operations.asked;
            mine.latency_us.merge(&operations.latency_us);
            mine.staleness_versions.merge(&operations.staleness_versions);
        }
    }

    /// Whether this can have come about by counting. Numbers are kept far from where adding them could overflow.
    pub(super) fn is_sound(&self) -> bool {
        /// More than any sweep counts.
        const MOST: u64 = u64::MAX >> 20;
        let promises = self.promises.values().all(|Standings { holds, violated, undecided }| {
            [*holds, *violated, *undecided].iter().all(|n| *n <= MOST) && holds + violated + undecided == self.runs
        });
        let operations = self.operations.values().all(|it| {
            let sound = it.latency_us.is_sound() && it.staleness_versions.is_sound();
            sound
                && it.asked <= MOST
                && it.staleness_versions.count() <= it.latency_us.count()
                && it.latency_us.count() <= it.asked
        });
        self.runs <= MOST && self.steps <= MOST && self.messages <= MOST && promises && operations
    }
}
