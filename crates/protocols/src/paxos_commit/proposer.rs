//! The proposer that the coordinator is from the start, and that everybody becomes who waits in vain.

use super::{Accepted, Msg, PaxosCommit, Server, Timer};
use crate::Ballot;
use crate::commit::{Asker, COORDINATOR, Cast, Entry, Transaction};
use synod_check::Fact;
use synod_kernel::{Cx, Effects, Pid};
use synod_order::Set;
use synod_words::phrase;

/// A round that a proposer is in.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Proposal {
    /// Its ballot.
    pub ballot: Ballot,
    /// The acceptors that have answered in this phase.
    pub answered: Set<Pid>,
    /// Phase 1: the outcome accepted in the highest ballot that was told; phase 2: none any more.
    pub found: Option<Accepted>,
    /// Phase 2: the outcome that it proposes.
    pub proposed: Option<bool>,
}

impl Server {
    /// A client asks the coordinator for a transfer: it asks every participant for its vote.
    pub(super) fn begin(&mut self, paxos: &PaxosCommit, cx: Cx, asker: Asker, amount: i64, fx: &mut Effects<PaxosCommit>) {
        let transaction = asker.1.0 + 1;
        if cx.me != COORDINATOR || self.disk.journal.stage(transaction).is_some() {
            return;
        }
        self.disk.journal.write(Entry::Begun(transaction));
        self.disk.used.insert(transaction, Ballot::NONE.next_of(0, proposers(paxos)));
        fx.persist(self.disk.clone());
        self.askers.insert(transaction, asker);
        self.votes.insert(transaction, Set::new());
        let cast = paxos.bank.cast;
        fx.tell(Fact::Begun { transaction, voters: cast.participants().map(|pid| pid.0).collect() });
        self.outbox.send(cast.participants(), &Msg::VoteRequest(transaction, amount), Timer::Next, fx);
        fx.arm(Timer::Votes(transaction), paxos.bank.timeout_us);
    }

    /// A vote arrives at the coordinator. It proposes commit once all are yes, and abort at the first no.
    pub(super) fn vote(
        &mut self,
        paxos: &PaxosCommit,
        cx: Cx,
        transaction: Transaction,
        from: Pid,
        yes: bool,
        fx: &mut Effects<PaxosCommit>,
    ) {
        if cx.me != COORDINATOR || self.decision(transaction).is_some() {
            return;
        }
        let Some(votes) = self.votes.get_mut(&transaction) else { return };
        if !yes {
            return self.propose_first(paxos, transaction, false, fx);
        }
        votes.insert(from);
        if votes.len() == usize::from(paxos.bank.cast.participants) {
            self.propose_first(paxos, transaction, true, fx);
        }
    }

    /// The coordinator's own round: there is no lower ballot, so nothing can have been accepted in one, and phase 1 is left out.
    pub(super) fn propose_first(
        &mut self,
        paxos: &PaxosCommit,
        transaction: Transaction,
        commit: bool,
        fx: &mut Effects<PaxosCommit>,
    ) {
        if self.votes.remove(&transaction).is_none() {
            return;
        }
        fx.disarm(Timer::Votes(transaction));
        let ballot = Ballot::NONE.next_of(0, proposers(paxos));
        let proposal = Proposal { ballot, answered: Set::new(), found: None, proposed: Some(commit) };
        self.proposals.insert(transaction, proposal);
        self.outbox.send(paxos.bank.cast.participants(), &Msg::Accept(transaction, ballot, commit), Timer::Next, fx);
        Server::arm_round(paxos, transaction, fx);
    }

    /// A new round, above all that it has seen: phase 1a.
    pub(super) fn propose(&mut self, paxos: &PaxosCommit, cx: Cx, transaction: Transaction, fx: &mut Effects<PaxosCommit>) {
        if self.decision(transaction).is_some() {
            return;
        }
        self.votes.remove(&transaction);
        let promised = self.disk.acceptors.get(&transaction).map_or(Ballot::NONE, |acceptor| acceptor.promised);
        let used = self.disk.used.entry(transaction).or_default();
        *used = promised.max(*used).next_of(cx.me.0, proposers(paxos));
        let ballot = *used;
        fx.persist(self.disk.clone());
        let proposal = Proposal { ballot, answered: Set::new(), found: None, proposed: None };
        self.proposals.insert(transaction, proposal);
        fx.note(phrase!("becomes a proposer, with ballot {0}", "成为提案者，编号 {0}", ballot.0));
        self.outbox.send(paxos.bank.cast.participants(), &Msg::Prepare(transaction, ballot), Timer::Next, fx);
        Server::arm_round(paxos, transaction, fx);
    }

    /// Phase 2a: with promises of a majority, it proposes what was accepted in the highest ballot. Where nothing was, nothing can have
    /// been chosen, and it proposes abort: it cannot know that everybody voted yes.
    pub(super) fn promise(
        &mut self,
        paxos: &PaxosCommit,
        transaction: Transaction,
        from: Pid,
        ballot: Ballot,
        had: Option<Accepted>,
        fx: &mut Effects<PaxosCommit>,
    ) {
        let Some(proposal) = self.proposals.get_mut(&transaction) else { return };
        if proposal.ballot != ballot || proposal.proposed.is_some() {
            return;
        }
        proposal.answered.insert(from);
        proposal.found = proposal.found.max(had);
        if proposal.answered.len() >= majority(paxos.bank.cast) {
            let commit = proposal.found.is_some_and(|(_, commit)| commit);
            proposal.proposed = Some(commit);
            proposal.answered.clear();
            self.outbox.send(paxos.bank.cast.participants(), &Msg::Accept(transaction, ballot, commit), Timer::Next, fx);
            Server::arm_round(paxos, transaction, fx);
        }
    }

    /// An outcome that a majority has accepted is chosen.
    pub(super) fn accepted(
        &mut self,
        paxos: &PaxosCommit,
        cx: Cx,
        transaction: Transaction,
        from: Pid,
        ballot: Ballot,
        fx: &mut Effects<PaxosCommit>,
    ) {
        let Some(proposal) = self.proposals.get_mut(&transaction).filter(|proposal| proposal.ballot == ballot) else { return };
        let Some(commit) = proposal.proposed else { return };
        proposal.answered.insert(from);
        if proposal.answered.len() >= majority(paxos.bank.cast) {
            fx.note(phrase!("a majority has accepted: {0}", "多数派已接受：{0}", outcome(commit)));
            self.decide(paxos, cx, transaction, commit, fx);
            self.tell_all(paxos, cx.me, transaction, fx);
        }
    }

    /// Somebody has a higher ballot: it leaves this round alone and tries again later, if that is still needed.
    pub(super) fn preempted(&mut self, transaction: Transaction, higher: Ballot, fx: &mut Effects<PaxosCommit>) {
        let Some(proposal) = self.proposals.get(&transaction).filter(|proposal| proposal.ballot < higher) else { return };
        let used = self.disk.used.entry(transaction).or_default();
        *used = higher.max(*used).max(proposal.ballot);
        self.proposals.remove(&transaction);
        fx.persist(self.disk.clone());
    }

    /// With no majority in reach, a participant that voted yes can only wait.
    pub(super) fn find_blocked(&mut self, paxos: &PaxosCommit, transaction: Transaction, fx: &mut Effects<PaxosCommit>) {
        let Some(proposal) = self.proposals.get(&transaction) else { return };
        if proposal.answered.len() >= majority(paxos.bank.cast) || !self.blocked.insert(transaction) {
            return;
        }
        let silent = paxos.bank.cast.participants().filter(|pid| !proposal.answered.contains(pid)).map(|pid| pid.0).collect();
        fx.tell(Fact::Blocked { transaction, on: silent });
    }

    /// Proposers wait for different and random times, so that they do not duel (§ 2.4).
    fn arm_round(paxos: &PaxosCommit, transaction: Transaction, fx: &mut Effects<PaxosCommit>) {
        let wait = paxos.bank.timeout_us;
        fx.arm_between(Timer::Round(transaction), (wait, 2 * wait));
    }
}

/// The coordinator and every participant may propose.
pub(super) fn proposers(paxos: &PaxosCommit) -> u16 {
    paxos.bank.cast.participants + 1
}

/// More than half of the acceptors, which are the participants.
fn majority(cast: Cast) -> usize {
    usize::from(cast.participants / 2 + 1)
}

/// An outcome in a word.
pub(super) fn outcome(commit: bool) -> synod_words::Phrase {
    if commit { phrase!("commit", "提交") } else { phrase!("abort", "中断") }
}
