//! A client: proposes a value, and asks again until it hears what was chosen.

use super::{Disk, FastPaxos, INSTANCE, Msg, Proposal, Ret, Timer};
use synod_check::{Fact, Value};
use synod_kernel::{Cx, Effects, OperationId};
use synod_words::phrase;

/// A client.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Client {
    /// The operation that its user waits for.
    pub(super) waiting: Option<OperationId>,
    /// What it proposes; on disk, so that somebody sees to it after a crash.
    pub(super) asked: Option<Proposal>,
    /// What it was told.
    pub(super) chosen: Option<Proposal>,
    /// How often it has asked again.
    pub(super) again: u16,
}

impl Client {
    pub(super) fn boot(lab: &FastPaxos, disk: &Disk, fx: &mut Effects<FastPaxos>) -> Self {
        if disk.asked.is_some() {
            fx.arm_between(Timer::Retry, lab.retry_us());
        }
        Client { waiting: None, asked: disk.asked.clone(), chosen: None, again: 0 }
    }

    /// A user wants a value to be chosen. In a fast round it goes to the acceptors themselves (§ 3.1), in a classic one to the coordinator
    /// (§ 2.2).
    pub(super) fn request(&mut self, lab: &FastPaxos, cx: Cx, op: OperationId, value: Value, fx: &mut Effects<FastPaxos>) {
        if let Some(chosen) = &self.chosen {
            fx.reply(op, Ret::Chosen(chosen.clone()));
            return;
        }
        let proposal = Proposal { client: cx.me, value: value.clone() };
        self.waiting = Some(op);
        self.asked = Some(proposal.clone());
        self.again = 0;
        fx.persist(Disk { asked: self.asked.clone(), ..Disk::default() });
        fx.tell(Fact::Proposed { instance: INSTANCE, value });
        let msg = Msg::Propose { proposal, again: false };
        if lab.first_fast {
            lab.acceptors().for_each(|acceptor| fx.send(acceptor, msg.clone()));
        } else {
            fx.send(lab.coordinator(0), msg);
        }
        fx.arm_between(Timer::Retry, lab.retry_us());
    }

    /// It has waited in vain: it asks everybody, but only one coordinator at a time, so that they do not compete. It begins with the one after
    /// the first, which has had its time.
    pub(super) fn retry(&mut self, lab: &FastPaxos, fx: &mut Effects<FastPaxos>) {
        let Some(proposal) = self.asked.clone() else { return };
        self.again = self.again.wrapping_add(1);
        let coordinator = lab.coordinator(self.again);
        fx.note(phrase!(
            "has no answer, asks again, and turns to {0}",
            "没有得到应答，再次请求，并转向 {0}",
            lab.name_of(coordinator)
        ));
        let msg = Msg::Propose { proposal, again: true };
        for pid in std::iter::once(coordinator).chain(lab.acceptors()).chain(lab.learners()) {
            fx.send(pid, msg.clone());
        }
        fx.arm_between(Timer::Retry, lab.retry_us());
    }

    /// A learner says what was chosen.
    pub(super) fn told(&mut self, proposal: Proposal, fx: &mut Effects<FastPaxos>) {
        let chosen = self.chosen.get_or_insert(proposal).clone();
        if self.asked.take().is_some() {
            fx.persist(Disk::default());
            fx.disarm(Timer::Retry);
        }
        if let Some(op) = self.waiting.take() {
            fx.reply(op, Ret::Chosen(chosen));
        }
    }
}
