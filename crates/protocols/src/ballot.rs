//! Numbers of rounds, as Paxos needs them: totally ordered, and no two proposers ever use the same.

use std::fmt;

/// A ballot number; 0 is below all that are used.
///
/// Of `n` proposers the i-th (counted from 0) uses i + 1, i + 1 + n, i + 1 + 2n …: disjoint sets, as in Lamport, *Paxos Made Simple*,
/// 2001, § 2.5.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Ballot(pub u32);

impl Ballot {
    /// Below all that are used.
    pub const NONE: Ballot = Ballot(0);

    /// The smallest ballot above this one that belongs to the proposer `owner` (counted from 0) of `proposers`.
    #[must_use]
    pub fn next_of(self, owner: u16, proposers: u16) -> Ballot {
        let (owner, proposers) = (u32::from(owner), u32::from(proposers.max(1)));
        let rounds = (self.0 + proposers - 1 - owner) / proposers;
        Ballot(rounds * proposers + owner + 1)
    }

    /// Whose it is among `proposers`, counted from 0; none for [`Ballot::NONE`].
    pub fn owner(self, proposers: u16) -> Option<u32> {
        Some(self.0.checked_sub(1)? % u32::from(proposers.max(1)))
    }
}

impl fmt::Display for Ballot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_proposer_has_numbers_of_its_own_and_goes_up() {
        for proposers in 1..6 {
            for owner in 0..proposers {
                for below in 0..40 {
                    let next = Ballot(below).next_of(owner, proposers);
                    assert!(next.0 > below && next.0 <= below + u32::from(proposers), "{below} {owner}/{proposers}: {next}");
                    assert_eq!(next.owner(proposers), Some(u32::from(owner)));
                }
            }
        }
        assert_eq!(Ballot::NONE.owner(3), None);
    }
}
