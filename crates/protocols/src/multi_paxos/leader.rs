//! A leader: phase 2 of slot after slot, and the slots that it finds when it begins (*Paxos Made Simple*, § 3).

use super::proposer::{Proposer, Stage};
use super::{Accepted, Command, Detector, Holes, Log, Msg, Out, Timer};
use crate::Ballot;
use synod_check::Fact;
use synod_kernel::{OperationId, Pid};
use synod_order::{Map, Set};
use synod_words::phrase;

/// Phase 2 under way.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Leading {
    pub ballot: Ballot,
    /// The next slot that is free.
    next: u32,
    /// What is proposed and not known to be chosen.
    proposals: Map<u32, Proposal>,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct Proposal {
    command: Command,
    votes: Set<Pid>,
}

impl Leading {
    /// Whether an operation is among the proposals.
    pub fn proposes(&self, op: OperationId) -> bool {
        self.proposals.values().any(|proposal| proposal.command.op() == Some(op))
    }

    /// Whether all that was proposed is chosen.
    pub fn is_idle(&self) -> bool {
        self.proposals.is_empty()
    }

    /// What is proposed, by slot, with the number of acceptors that have it.
    pub fn proposals(&self) -> impl Iterator<Item = (u32, &Command, usize)> {
        self.proposals.iter().map(|(slot, proposal)| (*slot, &proposal.command, proposal.votes.len()))
    }

    /// The clients' commands that were not chosen in its time.
    pub fn into_requests(self) -> Vec<(OperationId, Command)> {
        self.proposals.into_values().filter_map(|proposal| Some((proposal.command.op()?, proposal.command))).collect()
    }

    /// Phase 2a of one slot.
    fn propose(&mut self, slot: u32, command: Command, log: &Log, out: &mut Out<'_>) {
        out.send_all(out.lab.acceptors(), &self.accept(slot, &command, log));
        self.proposals.insert(slot, Proposal { command, votes: Set::new() });
    }

    fn accept(&self, slot: u32, command: &Command, log: &Log) -> Msg {
        Msg::Accept { ballot: self.ballot, slot, command: command.clone(), upto: log.upto() }
    }

    /// Sends every proposal again to those who have not accepted it; returns whether there was any.
    pub fn repeat(&self, log: &Log, out: &mut Out<'_>) -> bool {
        for (slot, proposal) in &self.proposals {
            let silent = out.lab.acceptors().filter(|acceptor| !proposal.votes.contains(acceptor));
            out.send_all(silent, &self.accept(*slot, &proposal.command, log));
        }
        !self.proposals.is_empty()
    }

    /// It is known what is chosen in a slot. Where that is not what it proposed there, its own command needs another slot.
    pub fn settle(&mut self, slot: u32, chosen: &Command) -> Option<(OperationId, Command)> {
        let proposal = self.proposals.remove(&slot)?;
        if proposal.command.op() == chosen.op() {
            return None;
        }
        Some((proposal.command.op()?, proposal.command))
    }
}

impl Proposer {
    /// A quorum has promised: it is the leader. What promises tell of a slot is proposed there again; a hole before such a slot is filled
    /// with a no-op, so that what follows can be applied; then come the requests.
    pub(super) fn lead(&mut self, ballot: Ballot, mut found: Accepted, log: &Log, out: &mut Out<'_>) {
        out.note(phrase!(
            "is the leader of round {0} (promises: {1})",
            "成为第 {0} 轮的领导者（得到 {1} 个承诺）",
            ballot.0,
            out.lab.q1()
        ));
        self.repeats = 0;
        let last = found.last_key_value().map_or(0, |(slot, _)| *slot).max(log.last());
        let mut leading = Leading { ballot, next: last + 1, proposals: Map::new() };
        for slot in (log.first_unchosen()..=last).filter(|slot| log.get(*slot).is_none()) {
            if let Some((accepted, command)) = found.remove(&slot) {
                let text = format!("({accepted}, {command})");
                out.note(phrase!("proposes {1} again, found in slot {0}", "重新提出在槽 {0} 中发现的 {1}", slot, text));
                leading.propose(slot, command, log, out);
            } else if out.lab.holes == Holes::NoOp {
                out.note(phrase!("fills the hole at slot {0} with a no-op", "用空操作（no-op）填补槽 {0} 的空洞", slot));
                out.tell(Fact::Proposed { instance: slot, value: Command::NoOp.value() });
                leading.propose(slot, Command::NoOp, log, out);
            } else {
                out.note(phrase!("leaves the hole at slot {0} open", "不填补槽 {0} 的空洞", slot));
            }
        }
        out.disarm(Timer::Resend);
        if !leading.is_idle() {
            out.arm(Timer::Resend, out.lab.election_ms * 1_000);
        }
        self.stage = Stage::Leads(leading);
        self.propose_queue(log, out);
        self.beat(log, out);
    }

    /// Gives each request that waits the next free slot.
    pub(super) fn propose_queue(&mut self, log: &Log, out: &mut Out<'_>) {
        let Stage::Leads(leading) = &mut self.stage else { return };
        let mut news = false;
        for (op, command) in std::mem::take(&mut self.queue) {
            if leading.proposes(op) || log.slot_of(op).is_some() {
                continue;
            }
            let slot = leading.next.max(log.last() + 1);
            leading.next = slot + 1;
            let command = command.given_its_slot(leading.ballot);
            out.tell(Fact::Proposed { instance: slot, value: command.value() });
            out.tell(Fact::Broadcast { epoch: leading.ballot.0, counter: slot, value: command.value() });
            leading.propose(slot, command, log, out);
            news = true;
        }
        if news {
            self.repeats = 0;
            out.arm(Timer::Resend, out.lab.election_ms * 1_000);
        }
    }

    /// Phase 2b arrives; returns the command if a quorum has accepted it now.
    pub(super) fn accepted(&mut self, from: Pid, ballot: Ballot, slot: u32, out: &Out<'_>) -> Option<Command> {
        let Stage::Leads(leading) = &mut self.stage else { return None };
        if leading.ballot != ballot {
            return None;
        }
        let proposal = leading.proposals.get_mut(&slot)?;
        proposal.votes.insert(from);
        (proposal.votes.len() >= out.lab.q2()).then(|| proposal.command.clone())
    }

    /// Says that it is alive, and how far the log is chosen.
    pub(super) fn beat(&mut self, log: &Log, out: &mut Out<'_>) {
        let Stage::Leads(leading) = &self.stage else { return };
        if out.lab.detector == Detector::Heartbeats {
            let beat = Msg::Heartbeat { ballot: leading.ballot, upto: log.upto() };
            out.send_all(out.lab.audience(out.me), &beat);
            out.arm(Timer::Heartbeat, out.lab.election_ms * 1_000 / 3);
        }
    }
}
