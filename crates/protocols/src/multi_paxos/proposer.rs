//! A proposer: the requests that it answers for, and phase 1, by which it becomes the leader.

use super::leader::Leading;
use super::{Accepted, Command, Detector, Log, Msg, Out, Timer};
use crate::Ballot;
use synod_check::Fact;
use synod_kernel::{OperationId, Pid};
use synod_order::{Map, Set};
use synod_words::phrase;

/// How often it repeats a message that is not answered before it waits for further requests.
pub(super) const REPEATS: u16 = 15;

/// A proposer.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Proposer {
    /// The highest ballot that it has used; it never uses one twice, whatever happens to it.
    used: Ballot,
    /// The highest ballot that it has heard of; its owner is taken for the leader.
    seen: Ballot,
    /// Requests that are not proposed by this process now.
    pub(super) queue: Map<OperationId, Command>,
    pub(super) stage: Stage,
    /// How often it has repeated its present messages.
    pub(super) repeats: u16,
}

/// What a proposer is at.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum Stage {
    /// Somebody else leads, or nobody.
    Follows,
    /// Phase 1.
    Prepares(Preparing),
    /// Phase 2 of slot after slot.
    Leads(Leading),
}

/// Phase 1 under way.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Preparing {
    pub ballot: Ballot,
    /// For all slots from this one on.
    pub from: u32,
    pub promises: Set<Pid>,
    /// What the promises tell of each slot: the value with the highest ballot.
    found: Accepted,
}

impl Proposer {
    /// It starts: `used` from its disk, `promised` by the acceptor of the same process.
    pub fn new(used: Ballot, promised: Ballot) -> Self {
        Proposer { used, seen: used.max(promised), queue: Map::new(), stage: Stage::Follows, repeats: 0 }
    }

    /// The highest ballot that it has used.
    pub fn used(&self) -> Ballot {
        self.used
    }

    /// The highest ballot that it has heard of.
    pub fn seen(&self) -> Ballot {
        self.seen
    }

    /// Whether it is the leader, as far as it knows.
    pub fn leads(&self) -> bool {
        matches!(self.stage, Stage::Leads(_))
    }

    /// Another process that it takes for the leader.
    fn other_leader(&self, out: &Out<'_>) -> Option<Pid> {
        out.lab.owner(self.seen).filter(|leader| *leader != out.me)
    }

    /// A client's request, straight from it or handed on.
    pub fn request(&mut self, command: Command, log: &Log, out: &mut Out<'_>) {
        let Some(op) = command.op() else { return };
        let idle = self.queue.is_empty();
        match &self.stage {
            Stage::Leads(leading) if leading.proposes(op) => {
                return out.note(phrase!("proposes this already", "已在提出此请求"));
            }
            _ => self.queue.insert(op, command.clone()),
        };
        match (&self.stage, self.other_leader(out)) {
            (Stage::Leads(_), _) => self.propose_queue(log, out),
            (Stage::Prepares(_), _) => {}
            (Stage::Follows, Some(leader)) => {
                out.note(phrase!("hands the request on to {0}", "把请求转给 {0}", out.lab.name_of(leader)));
                out.send(leader, Msg::Request { command });
                if idle && out.lab.detector == Detector::OnDemand {
                    out.arm_suspicion();
                }
            }
            (Stage::Follows, None) => self.start(log, out),
        }
    }

    /// Phase 1a, for all slots that are not known to be chosen, with a ballot above all that it has heard of.
    pub fn start(&mut self, log: &Log, out: &mut Out<'_>) {
        let ballot = self.seen.max(self.used).next_of(out.me.0, out.lab.proposers());
        let from = log.first_unchosen();
        (self.used, self.seen, self.repeats) = (ballot, ballot, 0);
        out.save = true;
        self.stage = Stage::Prepares(Preparing { ballot, from, promises: Set::new(), found: Accepted::new() });
        out.tell(Fact::Tried { instance: 0, round: u64::from(ballot.0) });
        out.note(phrase!("starts round {0} for all slots from {1} on", "发起第 {0} 轮，针对槽 {1} 起的所有槽", ballot.0, from));
        out.send_all(out.lab.acceptors(), &Msg::Prepare { ballot, from });
        out.disarm(Timer::Suspect);
        out.arm(Timer::Resend, out.lab.election_ms * 1_000);
    }

    /// Phase 1b arrives. With a quorum of promises it leads.
    pub fn promised(&mut self, from: Pid, ballot: Ballot, accepted: Accepted, log: &Log, out: &mut Out<'_>) {
        let Stage::Prepares(preparing) = &mut self.stage else { return };
        if preparing.ballot != ballot {
            return;
        }
        preparing.promises.insert(from);
        for (slot, entry) in accepted {
            if preparing.found.get(&slot).is_none_or(|known| known.0 < entry.0) {
                preparing.found.insert(slot, entry);
            }
        }
        if preparing.promises.len() >= out.lab.q1() {
            let found = std::mem::take(&mut preparing.found);
            self.lead(ballot, found, log, out);
        }
    }

    /// There is this ballot. Whoever is at a lower one gives way to it and hands its requests on; returns whether it was the leader.
    pub fn see(&mut self, ballot: Ballot, out: &mut Out<'_>) -> bool {
        if ballot <= self.seen {
            if ballot == self.seen && out.lab.detector == Detector::Heartbeats && self.stage == Stage::Follows {
                out.arm_suspicion();
            }
            return false;
        }
        self.seen = ballot;
        let stage = std::mem::replace(&mut self.stage, Stage::Follows);
        let deposed = match stage {
            Stage::Follows => false,
            Stage::Prepares(_) => {
                out.note(phrase!("gives way to round {0}", "让位给第 {0} 轮", ballot.0));
                false
            }
            Stage::Leads(leading) => {
                out.note(phrase!("is no longer the leader: there is round {0}", "不再是领导者：已有第 {0} 轮", ballot.0));
                self.queue.extend(leading.into_requests());
                true
            }
        };
        out.disarm(Timer::Resend);
        out.disarm(Timer::Heartbeat);
        if let Some(leader) = self.other_leader(out).filter(|_| !self.queue.is_empty()) {
            out.note(phrase!("hands its requests on to {0}", "把手中的请求转给 {0}", out.lab.name_of(leader)));
            for command in self.queue.values() {
                out.send(leader, Msg::Request { command: command.clone() });
            }
        }
        if !self.queue.is_empty() || out.lab.detector == Detector::Heartbeats {
            out.arm_suspicion();
        }
        deposed
    }

    /// Nothing was heard of the leader for long enough.
    pub fn suspect(&mut self, log: &Log, out: &mut Out<'_>) {
        if self.stage == Stage::Follows && (!self.queue.is_empty() || out.lab.detector == Detector::Heartbeats) {
            self.start(log, out);
        }
    }

    /// Messages of its round were not answered: it repeats them, for a while.
    pub fn resend(&mut self, log: &Log, out: &mut Out<'_>) {
        self.repeats += 1;
        let weary = self.repeats > REPEATS;
        let again = match &self.stage {
            Stage::Follows => false,
            Stage::Prepares(_) if weary => {
                out.note(phrase!("gives up: no quorum answers", "放弃：得不到多数派应答"));
                self.queue.clear();
                self.stage = Stage::Follows;
                if out.lab.detector == Detector::Heartbeats {
                    out.arm_suspicion();
                }
                false
            }
            Stage::Prepares(Preparing { ballot, from, promises, .. }) => {
                let silent = out.lab.acceptors().filter(|acceptor| !promises.contains(acceptor));
                out.send_all(silent, &Msg::Prepare { ballot: *ballot, from: *from });
                true
            }
            Stage::Leads(leading) => !weary && leading.repeat(log, out),
        };
        if again {
            out.arm(Timer::Resend, out.lab.election_ms * 1_000);
        }
    }

    /// It is known what is chosen in a slot: nobody needs to ask for it any more.
    pub fn settle(&mut self, slot: u32, command: &Command, log: &Log, out: &mut Out<'_>) {
        if let Some(op) = command.op() {
            self.queue.remove(&op);
        }
        match &mut self.stage {
            Stage::Leads(leading) => {
                self.queue.extend(leading.settle(slot, command));
                if leading.is_idle() {
                    out.disarm(Timer::Resend);
                }
                self.propose_queue(log, out);
            }
            Stage::Follows if out.lab.detector == Detector::OnDemand => {
                if self.queue.is_empty() {
                    out.disarm(Timer::Suspect);
                } else {
                    out.arm_suspicion();
                }
            }
            Stage::Follows | Stage::Prepares(_) => {}
        }
    }
}
