//! An acceptor: votes at most once a round, and never in a round below the one that it is in.

use super::pick::Picked;
use super::{Disk, FastPaxos, Msg, Proposal, Round, Vote};
use synod_kernel::{Cx, Effects, Pid};
use synod_order::Map;
use synod_words::phrase;

/// What an acceptor has on disk (§ 2.2: rnd, vrnd and vval).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Ledger {
    /// The highest round that it has heard of: rnd.
    pub(super) round: Round,
    /// Whether it may vote for a client's value in that round: it was told *any*.
    pub(super) open: bool,
    /// Its last vote: vrnd and vval.
    pub(super) vote: Option<Vote>,
}

/// An acceptor.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Acceptor {
    pub(super) ledger: Ledger,
    /// The first value of a client, where it came before *any*.
    pub(super) early: Option<Proposal>,
    /// Votes of others in the first round, for uncoordinated recovery.
    pub(super) heard: Map<Pid, Proposal>,
}

impl Acceptor {
    pub(super) fn boot(disk: &Disk) -> Self {
        Acceptor { ledger: disk.ledger.clone(), early: None, heard: Map::new() }
    }

    pub(super) fn receive(&mut self, lab: &FastPaxos, cx: Cx, from: Pid, msg: Msg, fx: &mut Effects<FastPaxos>) {
        match msg {
            Msg::Propose { proposal, again } => self.propose(lab, cx, proposal, again, fx),
            Msg::Prepare(round) => self.prepare(from, round, fx),
            Msg::Any(round) => self.any(lab, cx, from, round, fx),
            Msg::Accept(round, proposal) => self.accept(lab, cx, from, round, proposal, fx),
            Msg::Accepted(round, proposal) => self.voted_elsewhere(lab, cx, from, round, proposal, fx),
            Msg::Ask => {
                if let Some((round, proposal)) = self.ledger.vote.clone() {
                    fx.send(from, Msg::Accepted(round, proposal));
                }
            }
            Msg::Promise(..) | Msg::Nack(_) | Msg::Chosen(_) => {}
        }
    }

    /// The round of its last vote; none where it has not voted.
    fn voted_in(&self) -> Round {
        self.ledger.vote.as_ref().map_or(Round::NONE, |vote| vote.0)
    }

    /// A client's value: in a fast round that is open, the first to arrive gets the vote (§ 3.1).
    fn propose(&mut self, lab: &FastPaxos, cx: Cx, proposal: Proposal, again: bool, fx: &mut Effects<FastPaxos>) {
        if self.ledger.open && self.voted_in() < self.ledger.round {
            return self.vote(lab, cx, self.ledger.round, proposal, fx);
        }
        match &self.ledger.vote {
            None => {
                self.early.get_or_insert(proposal);
            }
            // The votes may have been lost.
            Some(_) if again => self.tell_vote(lab, cx, fx),
            Some((_, voted)) if *voted != proposal => {
                fx.note(phrase!(
                    "has voted for {0} already, and does not vote for {1}",
                    "已投票给 {0}，不再投票给 {1}",
                    voted.name(),
                    proposal.name()
                ));
            }
            Some(_) => {}
        }
    }

    /// 1a: it joins a higher round, and tells its last vote (§ 2.2, phase 1b). Asked again, it answers again, until it has voted.
    fn prepare(&mut self, from: Pid, round: Round, fx: &mut Effects<FastPaxos>) {
        if round < self.ledger.round {
            fx.send(from, Msg::Nack(self.ledger.round));
        } else if self.voted_in() < round {
            self.enter(round);
            self.persist(fx);
            fx.send(from, Msg::Promise(round, self.ledger.vote.clone()));
        }
    }

    /// 2a with *any*: from now on the first value of a client is as good as one from the coordinator (§ 3.1).
    fn any(&mut self, lab: &FastPaxos, cx: Cx, from: Pid, round: Round, fx: &mut Effects<FastPaxos>) {
        if round < self.ledger.round {
            fx.send(from, Msg::Nack(self.ledger.round));
        } else if self.voted_in() < round {
            self.enter(round);
            self.ledger.open = true;
            self.persist(fx);
            if let Some(early) = self.early.take() {
                self.vote(lab, cx, round, early, fx);
            }
        }
    }

    /// 2a: it votes, unless it is in a higher round (§ 2.2, phase 2b).
    fn accept(&mut self, lab: &FastPaxos, cx: Cx, from: Pid, round: Round, proposal: Proposal, fx: &mut Effects<FastPaxos>) {
        if round < self.ledger.round {
            fx.send(from, Msg::Nack(self.ledger.round));
        } else if self.voted_in() < round {
            self.vote(lab, cx, round, proposal, fx);
        } else {
            self.tell_vote(lab, cx, fx);
        }
    }

    /// Another acceptor's vote. In uncoordinated recovery it counts as that acceptor's promise for the next round, and this one picks a value
    /// itself, by the coordinator's rule (§ 3.2).
    fn voted_elsewhere(
        &mut self,
        lab: &FastPaxos,
        cx: Cx,
        from: Pid,
        round: Round,
        proposal: Proposal,
        fx: &mut Effects<FastPaxos>,
    ) {
        if lab.is_acceptors_own(round.next()) {
            self.heard.insert(from, proposal);
            self.recover(lab, cx, round, fx);
        }
    }

    /// Uncoordinated recovery (§ 3.2), once it sees that nothing can be chosen in `round` any more.
    fn recover(&mut self, lab: &FastPaxos, cx: Cx, round: Round, fx: &mut Effects<FastPaxos>) {
        let next = round.next();
        if self.ledger.round > round || self.heard.len() < lab.quorum(next) || !lab.collided(&self.heard) {
            return;
        }
        let votes = self.heard.iter().map(|(pid, proposal)| (*pid, Some((round, proposal.clone()))));
        let picked = lab.pick(&synod_order::map(votes));
        if let Some(proposal) = picked.proposal().cloned() {
            match picked {
                Picked::PossiblyChosen(..) => fx.note(phrase!(
                    "sees a collision: only {0} may have been chosen, so it votes for {0} in round {1}",
                    "发现冲突：只有 {0} 可能已被选定，于是在第 {1} 轮投票给 {0}",
                    proposal.name(),
                    next.0
                )),
                _ => fx.note(phrase!(
                    "sees a collision, picks {0} itself and votes for it in round {1}",
                    "发现冲突，自行挑选 {0}，在第 {1} 轮投票给它",
                    proposal.name(),
                    next.0
                )),
            }
            self.vote(lab, cx, next, proposal, fx);
        }
    }

    fn enter(&mut self, round: Round) {
        if round > self.ledger.round {
            self.ledger.round = round;
            self.ledger.open = false;
        }
    }

    /// Phase 2b: the vote is on disk before anybody hears of it.
    fn vote(&mut self, lab: &FastPaxos, cx: Cx, round: Round, proposal: Proposal, fx: &mut Effects<FastPaxos>) {
        self.enter(round);
        self.early = None;
        self.ledger.vote = Some((round, proposal.clone()));
        self.persist(fx);
        self.tell_vote(lab, cx, fx);
        if lab.is_acceptors_own(round.next()) {
            self.heard.insert(cx.me, proposal);
            self.recover(lab, cx, round, fx);
        }
    }

    /// Its last vote, to the learners and the round's coordinator, and to the other acceptors where they recover by themselves.
    fn tell_vote(&self, lab: &FastPaxos, cx: Cx, fx: &mut Effects<FastPaxos>) {
        let Some((round, proposal)) = self.ledger.vote.clone() else { return };
        let coordinator = lab.coordinator(lab.owner(round));
        let others = lab.acceptors().filter(|pid| *pid != cx.me && lab.is_acceptors_own(round.next()));
        for pid in lab.learners().chain(std::iter::once(coordinator)).chain(others) {
            fx.send(pid, Msg::Accepted(round, proposal.clone()));
        }
    }

    fn persist(&self, fx: &mut Effects<FastPaxos>) {
        fx.persist(Disk { ledger: self.ledger.clone(), ..Disk::default() });
    }
}
