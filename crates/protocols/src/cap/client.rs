//! A client: it asks its own replica, and waits.

use super::{Cap, Msg, Op, Ret, Timer};
use synod_kernel::{Cx, Effects, OperationId};

/// A client.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Client {
    /// What it waits for.
    waits_for: Option<OperationId>,
}

impl Client {
    pub(super) fn request(&mut self, cap: &Cap, cx: Cx, op: OperationId, body: Op, fx: &mut Effects<Cap>) {
        self.waits_for = Some(op);
        fx.arm(Timer::GiveUp(op), cap.client_waits_us());
        fx.send(cap.replica_of(cx.me), Msg::Ask { op, body });
    }

    /// The answer came, or the time is up.
    pub(super) fn answered(&mut self, op: OperationId, ret: Ret, fx: &mut Effects<Cap>) {
        if self.waits_for.take_if(|waiting| *waiting == op).is_some() {
            fx.disarm(Timer::GiveUp(op));
            fx.reply(op, ret);
        }
    }
}
