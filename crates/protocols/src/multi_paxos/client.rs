//! A client: what it waits for, and which server it asks.

use super::{Command, Msg, MultiPaxos, Op, Ret, Roles, Timer};
use crate::Ballot;
use synod_kernel::{Effects, OperationId, Pid};

/// A client.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Client {
    waiting: Option<(OperationId, Op)>,
    /// Which server it asks, counted from 0: the one that answered last, and the next one after each that stayed silent.
    asks: u16,
}

impl Client {
    pub(super) fn new(mp: &MultiPaxos, me: Pid) -> Self {
        Client { waiting: None, asks: mp.first_server_of(me) }
    }

    /// The operation that it waits for.
    pub(super) fn waiting(&self) -> Option<&(OperationId, Op)> {
        self.waiting.as_ref()
    }

    /// The server that it asks.
    pub(super) fn server(&self) -> Pid {
        Pid(self.asks)
    }

    /// Its user asks for an operation.
    pub(super) fn request(&mut self, mp: &MultiPaxos, me: Pid, op: OperationId, body: Op, fx: &mut Effects<MultiPaxos>) {
        self.waiting = Some((op, body));
        fx.arm(Timer::GiveUp, mp.give_up_ms * 1_000);
        self.send(mp, me, fx);
    }

    fn send(&self, mp: &MultiPaxos, me: Pid, fx: &mut Effects<MultiPaxos>) {
        let Some((op, body)) = self.waiting.clone() else { return };
        fx.send(self.server(), Msg::Request { command: Command::Client { op, client: me, body, first: Ballot::NONE } });
        if mp.retry_ms < mp.give_up_ms {
            fx.arm(Timer::Retry, mp.retry_ms * 1_000);
        }
    }

    /// The server stayed silent: the same request, by its name, goes to the next one.
    pub(super) fn retry(&mut self, mp: &MultiPaxos, me: Pid, fx: &mut Effects<MultiPaxos>) {
        self.asks = (self.asks + 1) % mp.proposers();
        self.send(mp, me, fx);
    }

    /// The answer came.
    pub(super) fn answered(&mut self, mp: &MultiPaxos, from: Pid, op: OperationId, ret: Ret, fx: &mut Effects<MultiPaxos>) {
        if self.waiting.take_if(|(waiting, _)| *waiting == op).is_none() {
            return;
        }
        if mp.roles == Roles::Merged {
            self.asks = from.0;
        }
        fx.disarm(Timer::Retry);
        fx.disarm(Timer::GiveUp);
        fx.reply(op, ret);
    }

    /// No answer in time: nobody knows what became of the command.
    pub(super) fn give_up(&mut self, fx: &mut Effects<MultiPaxos>) {
        if let Some((op, _)) = self.waiting.take() {
            fx.disarm(Timer::Retry);
            fx.reply(op, Ret::NoAnswer);
        }
    }
}
