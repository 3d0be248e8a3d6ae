//! Which value a round may have, given what acceptors voted before: the heart of Paxos.

use super::{FastPaxos, Proposal, Round, Vote};
use synod_kernel::Pid;
use synod_order::Map;

/// What a quorum's votes leave open.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Picked {
    /// Nobody has voted: every value will do.
    Open,
    /// The value that was voted for in the highest, classic round.
    Bound(Round, Proposal),
    /// The value that a fast quorum may have chosen in the highest round, with so many votes where so many suffice.
    PossiblyChosen(Round, Proposal, usize, usize),
    /// No value can have been chosen in the highest, fast round: every one will do, and this is the one that most have voted for.
    Collided(Round, Proposal),
    /// Several values may have been chosen, which quorums of a proper size rule out.
    Ambiguous(Round, Proposal, Proposal),
}

impl Picked {
    /// The value; none where every one will do and there is none.
    pub fn proposal(&self) -> Option<&Proposal> {
        match self {
            Picked::Open => None,
            Picked::Bound(_, proposal)
            | Picked::PossiblyChosen(_, proposal, ..)
            | Picked::Collided(_, proposal)
            | Picked::Ambiguous(_, proposal, _) => Some(proposal),
        }
    }
}

impl FastPaxos {
    /// Picks a value, given the last vote of each member of a quorum Q (Lamport 2006, § 2.2, and § 3.1 for fast rounds).
    ///
    /// With k the highest round in which any has voted: a value *v* is possibly chosen in k if some quorum R of k has voted for it as far as
    /// R ∩ Q goes (O4). Where quorums are all sets of one size, some R does if |Q| + |R| − N members of Q have voted for *v* (Vieira & Buzato,
    /// On the Coordinator's Rule for Fast Paxos, 2008).
    pub(super) fn pick(&self, votes: &Map<Pid, Option<Vote>>) -> Picked {
        let highest = votes.values().flatten().map(|vote| vote.0).max();
        let Some(highest) = highest else { return Picked::Open };
        let in_highest = votes.values().flatten().filter(|vote| vote.0 == highest).map(|vote| &vote.1);
        let ranked = ranked(in_highest);
        let Some((most, votes_of_most)) = ranked.first().cloned() else { return Picked::Open };
        if !self.is_fast(highest) {
            return Picked::Bound(highest, most);
        }
        let enough = (votes.len() + self.quorum(highest)).saturating_sub(usize::from(self.acceptors)).max(1);
        let mut possible = ranked.into_iter().filter(|(_, votes)| *votes >= enough).map(|(proposal, _)| proposal);
        match (possible.next(), possible.next()) {
            (None, _) => Picked::Collided(highest, most),
            (Some(only), None) => Picked::PossiblyChosen(highest, only, votes_of_most, enough),
            (Some(one), Some(other)) => Picked::Ambiguous(highest, one, other),
        }
    }

    /// Whether no value can get the votes of a fast quorum any more, however those vote who have not been heard (§ 3.2).
    pub(super) fn collided(&self, votes: &Map<Pid, Proposal>) -> bool {
        let silent = usize::from(self.acceptors).saturating_sub(votes.len());
        ranked(votes.values()).first().is_some_and(|(_, most)| most + silent < usize::from(self.fast))
    }
}

/// Values with how many votes each has, most votes first, then by the client: everybody who sees the same votes puts the same first.
pub(super) fn ranked<'a>(votes: impl Iterator<Item = &'a Proposal>) -> Vec<(Proposal, usize)> {
    let mut counts: Map<&Proposal, usize> = Map::new();
    for proposal in votes {
        *counts.entry(proposal).or_default() += 1;
    }
    let mut ranked: Vec<(Proposal, usize)> = counts.into_iter().map(|(proposal, count)| (proposal.clone(), count)).collect();
    synod_order::sort_by_key(&mut ranked, |(proposal, count)| (std::cmp::Reverse(*count), proposal.clone()));
    ranked
}

#[cfg(test)]
mod tests {
    use super::super::tests::lab;
    use super::*;
    use synod_check::Value;

    fn value(of: char) -> Proposal {
        Proposal { client: Pid(u16::from(of == 'Y')), value: Value::Text(of.to_string()) }
    }

    /// Votes in round 1, one an acceptor, `-` for none.
    fn votes(told: &str) -> Map<Pid, Option<Vote>> {
        (0..).map(Pid).zip(told.chars()).map(|(pid, of)| (pid, (of != '-').then(|| (Round::FIRST, value(of))))).collect()
    }

    #[test]
    fn a_value_that_a_fast_quorum_may_have_chosen_is_taken() {
        let lab = lab(&[]);
        assert_eq!(lab.pick(&votes("---")), Picked::Open);
        assert_eq!(lab.pick(&votes("YXX")), Picked::PossiblyChosen(Round(1), value('X'), 2, 2));
        assert_eq!(lab.pick(&votes("Y--")), Picked::Collided(Round(1), value('Y')));
        assert_eq!(lab.pick(&votes("XXYY")), Picked::Collided(Round(1), value('X')));
        assert_eq!(lab.pick(&votes("XYYY")), Picked::PossiblyChosen(Round(1), value('Y'), 3, 3));
    }

    #[test]
    fn a_fast_quorum_that_is_too_small_leaves_two_values_possible() {
        let lab = lab(&[("fast", 3)]);
        assert_eq!(lab.pick(&votes("XY-")), Picked::Ambiguous(Round(1), value('X'), value('Y')));
    }

    /// The values that are possibly chosen by § 3.1, O4, in its own words: some quorum R of the fast round has voted for the value as far as it is
    /// in Q. Sets of acceptors are bits.
    fn possible_by_quorums(quorums: &[u32], votes: &Map<Pid, Option<Vote>>) -> Vec<Proposal> {
        let bits = |keep: &dyn Fn(&Option<Vote>) -> bool| votes.iter().filter(|v| keep(v.1)).map(|v| 1 << v.0.0).sum::<u32>();
        let q = bits(&|_| true);
        let possible = |of: &Proposal| {
            let for_it = bits(&|vote| vote.as_ref().is_some_and(|vote| vote.1 == *of));
            for_it != 0 && quorums.iter().any(|r| r & q & !for_it == 0)
        };
        ['X', 'Y'].map(value).into_iter().filter(possible).collect()
    }

    #[test]
    fn counting_votes_finds_what_the_quorums_one_by_one_find() {
        for (n, fast) in [(4_u16, 0), (5, 0), (5, 3), (7, 0)] {
            let lab = lab(&[("acceptors", i64::from(n)), ("fast", fast)]);
            let quorums: Vec<u32> = (0..1 << n).filter(|set: &u32| set.count_ones() == u32::from(lab.fast)).collect();
            // Every acceptor is outside Q, or in it without a vote, or with one for X or Y.
            for code in 0..4_u32.pow(u32::from(n)) {
                let part_of = |i: u16| ["", "-", "X", "Y"][(code / 4_u32.pow(u32::from(i)) % 4) as usize];
                let in_q = (0..n).flat_map(|i| part_of(i).chars().map(move |of| (Pid(i), of)));
                let votes: Map<Pid, Option<Vote>> =
                    in_q.map(|(pid, of)| (pid, (of != '-').then(|| (Round::FIRST, value(of))))).collect();
                if votes.len() < usize::from(lab.classic) {
                    continue;
                }
                let mut picked = match lab.pick(&votes) {
                    Picked::PossiblyChosen(_, only, ..) => vec![only],
                    Picked::Ambiguous(_, one, other) => vec![one, other],
                    Picked::Open | Picked::Collided(..) | Picked::Bound(..) => Vec::new(),
                };
                synod_order::sort(&mut picked);
                assert_eq!(picked, possible_by_quorums(&quorums, &votes), "{votes:?}");
            }
        }
    }
}
