//! A client: it asks its own replica and waits, for itself or for many visitors.

use super::{Base, Msg, Op, Register, Ret, Timer};
use synod_kernel::{Cx, Effects, OperationId};
use synod_order::Set;

/// The time between two visitors of a rush, in microseconds.
const VISITOR_EVERY_US: u64 = 10_000;

/// A client.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Client {
    waits_for: Option<OperationId>,
    /// The rush under way: how many visitors there will be, how many have come, who waits, and how the others were received.
    visitors: u16,
    come: u16,
    waiting: Set<u16>,
    received: [u16; 3],
}

impl Client {
    pub(super) fn request(&mut self, base: &Base, cx: Cx, op: OperationId, body: Op, fx: &mut Effects<Base>) {
        *self = Client { waits_for: Some(op), ..Client::default() };
        match body {
            Op::Of(body) => {
                fx.arm(Timer::GiveUp(op), base.client_waits_us());
                fx.send(base.replica_of(cx.me), Msg::Ask { op, visitor: 0, body });
            }
            Op::Rush(visitors) => {
                self.visitors = visitors.max(1);
                fx.arm(Timer::GiveUp(op), base.client_waits_us() + u64::from(visitors) * VISITOR_EVERY_US);
                self.next_visitor(base, cx, op, fx);
            }
        }
    }

    /// Another visitor comes, and reads.
    pub(super) fn next_visitor(&mut self, base: &Base, cx: Cx, op: OperationId, fx: &mut Effects<Base>) {
        if self.waits_for != Some(op) || self.come >= self.visitors {
            return;
        }
        self.come += 1;
        self.waiting.insert(self.come);
        fx.send(base.replica_of(cx.me), Msg::Ask { op, visitor: self.come, body: Register::Read });
        if self.come < self.visitors {
            fx.arm(Timer::Visitor(op), VISITOR_EVERY_US);
        }
    }

    pub(super) fn answered(&mut self, op: OperationId, visitor: u16, ret: Ret, fx: &mut Effects<Base>) {
        if self.waits_for != Some(op) {
            return;
        }
        if self.visitors == 0 {
            self.finish(op, ret, fx);
        } else if self.waiting.remove(&visitor) {
            let how = match ret {
                Ret::Degraded(_) => 1,
                Ret::Overloaded => 2,
                _ => 0,
            };
            self.received[how] += 1;
            if self.come == self.visitors && self.waiting.is_empty() {
                self.finish(op, Ret::Rushed(self.received), fx);
            }
        }
    }

    pub(super) fn give_up(&mut self, op: OperationId, fx: &mut Effects<Base>) {
        let ret = if self.visitors == 0 { Ret::NoAnswer } else { Ret::Rushed(self.received) };
        self.finish(op, ret, fx);
    }

    fn finish(&mut self, op: OperationId, ret: Ret, fx: &mut Effects<Base>) {
        if self.waits_for.take_if(|waiting| *waiting == op).is_some() {
            fx.disarm(Timer::GiveUp(op));
            fx.disarm(Timer::Visitor(op));
            fx.reply(op, ret);
        }
    }

    /// How many visitors wait for an answer.
    pub(super) fn waiting(&self) -> usize {
        self.waiting.len()
    }
}
