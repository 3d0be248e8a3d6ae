//! A client: it asks a proposer, turns to the next one if nothing is heard, and gives up in the end.

use super::{BasicPaxos, Msg, Op, Proposal, Ret, Timer, plain};
use synod_check::Value;
use synod_kernel::{Effects, OperationId, Pid};
use synod_words::phrase;

/// A client.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Client {
    me: Pid,
    /// The operation it waits for, and its value.
    waiting: Option<(OperationId, Value)>,
    /// How many times it has turned to the next proposer.
    turns: u16,
}

impl Client {
    pub fn boot(me: Pid) -> Self {
        Client { me, waiting: None, turns: 0 }
    }

    /// What it waits for.
    pub fn waiting(&self) -> Option<&Value> {
        self.waiting.as_ref().map(|(_, value)| value)
    }

    /// The proposer that it asks.
    pub fn proposer(&self, lab: &BasicPaxos) -> Pid {
        lab.proposer_for(self.me, self.turns)
    }

    /// Its user asks for an operation.
    pub fn request(&mut self, lab: &BasicPaxos, op: OperationId, body: Op, fx: &mut Effects<BasicPaxos>) {
        let Op::Propose(value) = body;
        self.waiting = Some((op, value.clone()));
        fx.arm(Timer::GiveUp, lab.timeout_ms * 1_000);
        self.ask(lab, value, fx);
    }

    fn ask(&self, lab: &BasicPaxos, value: Value, fx: &mut Effects<BasicPaxos>) {
        fx.send(self.proposer(lab), Msg::Propose { value });
        if lab.failover_ms > 0 {
            fx.arm(Timer::Failover, lab.failover_ms * 1_000);
        }
    }

    /// Nothing was heard for a while: the next proposer is asked (the course's flow of a proposer that fails, 3.5.4).
    pub fn turn(&mut self, lab: &BasicPaxos, fx: &mut Effects<BasicPaxos>) {
        let Some((_, value)) = &self.waiting else { return };
        let value = value.clone();
        self.turns = (self.turns + 1) % lab.proposers;
        fx.note(phrase!("has heard nothing and asks {0}", "没有收到应答，转向 {0}", lab.name_of(self.proposer(lab))));
        self.ask(lab, value, fx);
    }

    /// It is told what is chosen, its own value or another.
    pub fn told(&mut self, proposal: Proposal, fx: &mut Effects<BasicPaxos>) {
        let Some((op, own)) = self.waiting.take() else { return };
        fx.disarm(Timer::GiveUp);
        fx.disarm(Timer::Failover);
        if own != proposal.value {
            fx.note(phrase!(
                "is told that {0} is chosen, not its {1}",
                "得知选定的是 {0}，不是自己的 {1}",
                plain(&proposal.value),
                plain(&own)
            ));
        }
        fx.reply(op, Ret::Chosen(proposal));
    }

    /// It stops waiting. Its value may be chosen all the same, now or later.
    pub fn give_up(&mut self, fx: &mut Effects<BasicPaxos>) {
        let Some((op, _)) = self.waiting.take() else { return };
        fx.disarm(Timer::Failover);
        fx.reply(op, Ret::NoAnswer);
    }
}
