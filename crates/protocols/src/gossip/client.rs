//! A client: it asks one node, and waits.

use super::{Gossip, Msg, Op, Ret, Timer};
use synod_kernel::{Cx, Effects, OperationId};

/// A client.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub(super) struct Client {
    /// The operation it waits for.
    waiting: Option<OperationId>,
    /// How many operations it has asked for: where each asks another node, this one's turn.
    asked: u32,
}

impl Client {
    pub fn request(&mut self, gossip: &Gossip, cx: Cx, op: OperationId, body: Op, fx: &mut Effects<Gossip>) {
        let node = gossip.node_for(cx.me, self.asked);
        self.asked = self.asked.wrapping_add(1);
        self.waiting = Some(op);
        fx.arm(Timer::GiveUp(op), gossip.timeout_ms * 1_000);
        fx.send(node, Msg::Ask { op, body });
    }

    pub fn answered(&mut self, op: OperationId, ret: Ret, fx: &mut Effects<Gossip>) {
        if self.waiting.take_if(|waiting| *waiting == op).is_some() {
            fx.disarm(Timer::GiveUp(op));
            fx.reply(op, ret);
        }
    }

    /// No answer came in time: nobody knows whether the node took the write.
    pub fn give_up(&mut self, op: OperationId, fx: &mut Effects<Gossip>) {
        if self.waiting.take_if(|waiting| *waiting == op).is_some() {
            fx.reply(op, Ret::NoAnswer);
        }
    }
}
