//! A learner: it counts who has accepted what, and learns what a majority has accepted.

use super::Proposal;
use crate::Ballot;
use synod_check::Value;
use synod_kernel::Pid;
use synod_order::{Map, Set};

/// What a learner knows (Lamport, *Paxos Made Simple*, 2001, § 2.3).
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Learner {
    /// Of each ballot, its value and the acceptors that accepted it.
    counts: Map<Ballot, (Value, Set<Pid>)>,
    /// What it has learned, each value once, in this order. There is never a second one, unless the rules are broken.
    learned: Vec<Proposal>,
}

/// What comes of one more vote.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Count {
    /// Nothing: there are too few, or there were enough before.
    Nothing,
    /// The value is chosen, and new to the learner.
    Learned,
    /// The value is chosen in another ballot too.
    Again,
}

impl Learner {
    /// A learner that has learned this before.
    pub fn with(learned: Vec<Proposal>) -> Self {
        Learner { counts: Map::new(), learned }
    }

    /// An acceptor has accepted a proposal: a value is chosen once `quorum` acceptors have accepted it in one ballot.
    pub fn accepted(&mut self, by: Pid, proposal: &Proposal, quorum: u16) -> Count {
        let (_, voters) = self.counts.entry(proposal.ballot).or_insert_with(|| (proposal.value.clone(), Set::new()));
        if !voters.insert(by) || voters.len() != usize::from(quorum) {
            Count::Nothing
        } else if note_chosen(&mut self.learned, proposal) {
            Count::Learned
        } else {
            Count::Again
        }
    }

    /// What it has learned.
    pub fn learned(&self) -> &[Proposal] {
        &self.learned
    }

    /// Of each ballot, the proposal and the acceptors that accepted it.
    pub fn counts(&self) -> impl DoubleEndedIterator<Item = (Proposal, &Set<Pid>)> {
        self.counts.iter().map(|(ballot, (value, voters))| (Proposal { ballot: *ballot, value: value.clone() }, voters))
    }
}

/// Takes a chosen proposal into what is known to be chosen. Whether its value is new there.
pub fn note_chosen(known: &mut Vec<Proposal>, proposal: &Proposal) -> bool {
    let new = known.iter().all(|earlier| earlier.value != proposal.value);
    if new {
        known.push(proposal.clone());
    }
    new
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn votes_of_different_ballots_do_not_add_up_and_none_counts_twice() {
        let proposal = |ballot, value: i64| Proposal { ballot: Ballot(ballot), value: Value::Int(value) };
        let mut learner = Learner::default();
        assert_eq!(learner.accepted(Pid(0), &proposal(1, 7), 2), Count::Nothing);
        assert_eq!(learner.accepted(Pid(0), &proposal(1, 7), 2), Count::Nothing);
        assert_eq!(learner.accepted(Pid(1), &proposal(2, 7), 2), Count::Nothing);
        assert_eq!(learner.accepted(Pid(2), &proposal(2, 7), 2), Count::Learned);
        assert_eq!(learner.accepted(Pid(0), &proposal(2, 7), 2), Count::Nothing);
        assert_eq!(learner.accepted(Pid(1), &proposal(1, 7), 2), Count::Again);
        assert_eq!(learner.learned(), [proposal(2, 7)]);
    }
}
