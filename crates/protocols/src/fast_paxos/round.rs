//! Rounds: which are fast, whose they are, and how many votes choose a value in them.
//!
//! Lamport, Fast Paxos, 2006, § 2.2 gives every round to one coordinator beforehand, and § 3.1 says beforehand which rounds are fast.
//! Here the first three belong to K1, so that the coordinator of a fast round is that of the next one too, as § 3.2 asks for; those
//! that follow go around.

use super::{FastPaxos, Recovery};
use std::fmt;

/// The number of a round; 0 is below all that are used.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Round(pub u32);

impl Round {
    /// Below all that are used.
    pub const NONE: Round = Round(0);
    /// The one that K1 begins at the start.
    pub const FIRST: Round = Round(1);

    /// The one after it.
    #[must_use]
    pub fn next(self) -> Round {
        Round(self.0.saturating_add(1))
    }
}

impl fmt::Display for Round {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl FastPaxos {
    /// Whether acceptors take the clients' values themselves in this round, or, in the second one, pick themselves.
    pub(super) fn is_fast(&self, round: Round) -> bool {
        self.first_fast && (round == Round::FIRST || self.is_acceptors_own(round))
    }

    /// Whether acceptors enter this round without a coordinator: uncoordinated recovery of the first one (§ 3.2).
    pub(super) fn is_acceptors_own(&self, round: Round) -> bool {
        self.first_fast && self.recovery == Recovery::Uncoordinated && round == Round::FIRST.next()
    }

    /// How many acceptors make a quorum of this round.
    pub(super) fn quorum(&self, round: Round) -> usize {
        usize::from(if self.is_fast(round) { self.fast } else { self.classic })
    }

    /// The place among the coordinators, counted from 0, of the one whose round this is.
    pub(super) fn owner(&self, round: Round) -> u16 {
        let beyond = round.0.saturating_sub(3);
        (beyond % u32::from(self.coordinators.max(1))) as u16
    }

    /// The first round above this one that the coordinator of that place may begin.
    pub(super) fn next_of(&self, coordinator: u16, above: Round) -> Round {
        let mut round = above.next();
        while self.owner(round) != coordinator || self.is_acceptors_own(round) {
            round = round.next();
        }
        round
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::lab;
    use super::*;

    #[test]
    fn every_round_has_one_coordinator_and_the_first_three_are_k1s() {
        for coordinators in 1..=3 {
            let lab = lab(&[("coordinators", i64::from(coordinators))]);
            for above in 0..20 {
                for coordinator in 0..coordinators {
                    let next = lab.next_of(coordinator, Round(above));
                    assert!(next.0 > above && lab.owner(next) == coordinator, "{above} {coordinator}: {next}");
                }
            }
            assert!((1..=3).all(|round| lab.owner(Round(round)) == 0));
        }
    }
}
