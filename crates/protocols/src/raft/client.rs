//! A client: what it waits for, and which server it takes for the leader.

use super::{Msg, Op, Raft, Ret, Sessions, Timer};
use synod_kernel::{Effects, OperationId, Pid};

/// A client. It waits for one operation at a time (dissertation, § 6.3).
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Client {
    waiting: Option<(OperationId, Op)>,
    asks: Pid,
    /// Its session, where it has registered.
    session: Option<u32>,
}

impl Client {
    pub(super) fn new(raft: &Raft, me: Pid) -> Self {
        Client { waiting: None, asks: Pid((me.0 - raft.servers()) % raft.n), session: None }
    }

    /// The operation that it waits for.
    pub(super) fn waiting(&self) -> Option<&(OperationId, Op)> {
        self.waiting.as_ref()
    }

    /// The server that it asks.
    pub(super) fn server(&self) -> Pid {
        self.asks
    }

    /// Its session, where it has registered.
    pub(super) fn session(&self) -> Option<u32> {
        self.session
    }

    /// Its user asks for an operation.
    pub(super) fn request(&mut self, raft: &Raft, op: OperationId, body: Op, fx: &mut Effects<Raft>) {
        self.waiting = Some((op, body));
        fx.arm(Timer::GiveUp, raft.give_up_ms * 1_000);
        self.send(raft, fx);
    }

    /// It sends what it waits for, and registers before where that is the rule and it has no session.
    fn send(&self, raft: &Raft, fx: &mut Effects<Raft>) {
        let Some((op, body)) = self.waiting.clone() else { return };
        let session = self.session;
        let registers = raft.sessions == Sessions::Registered && session.is_none();
        fx.send(self.asks, if registers { Msg::Register { op } } else { Msg::Request { op, session, body } });
        if raft.retry_ms < raft.give_up_ms {
            fx.arm(Timer::Retry, raft.retry_ms * 1_000);
        }
    }

    /// A server answers, or names another one (dissertation, § 6.2). Whose session has expired registers anew before it asks for anything else.
    pub(super) fn receive(&mut self, raft: &Raft, from: Pid, msg: Msg, fx: &mut Effects<Raft>) {
        match msg {
            Msg::Answer { op, ret: Ret::Registered(session) }
                if self.session.is_none() && self.waiting.as_ref().is_some_and(|(waiting, _)| *waiting == op) =>
            {
                (self.asks, self.session) = (from, Some(session));
                self.send(raft, fx);
            }
            Msg::Answer { op, ret }
                if !matches!(ret, Ret::Registered(_)) && self.waiting.take_if(|(waiting, _)| *waiting == op).is_some() =>
            {
                self.asks = from;
                self.session = self.session.filter(|_| ret != Ret::Expired);
                fx.disarm(Timer::Retry);
                fx.disarm(Timer::GiveUp);
                fx.reply(op, ret);
            }
            Msg::Redirect { op, leader: Some(leader) }
                if from == self.asks && leader != from && self.waiting.as_ref().is_some_and(|(waiting, _)| *waiting == op) =>
            {
                self.asks = leader;
                self.send(raft, fx);
            }
            _ => {}
        }
    }

    /// A server stayed silent, or knows no leader: the same request, by its name, goes to the next one. Or no answer came in time: nobody
    /// knows what became of the request.
    pub(super) fn timeout(&mut self, raft: &Raft, timer: &Timer, fx: &mut Effects<Raft>) {
        match timer {
            Timer::Retry => {
                self.asks = Pid((self.asks.0 + 1) % raft.servers());
                self.send(raft, fx);
            }
            Timer::GiveUp => {
                if let Some((op, _)) = self.waiting.take() {
                    fx.disarm(Timer::Retry);
                    fx.reply(op, Ret::NoAnswer);
                }
            }
            Timer::Election | Timer::Heartbeat => {}
        }
    }
}
