//! The administrator: asks processes to join or to leave, and waits.

use super::{Membership, Msg, Op, Ret, Timer};
use synod_kernel::{Effects, OperationId};

/// The administrator.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub(super) struct Admin {
    /// The operation it waits for.
    waiting: Option<OperationId>,
}

impl Admin {
    pub fn request(&mut self, lab: &Membership, op: OperationId, body: Op, fx: &mut Effects<Membership>) {
        self.waiting = Some(op);
        fx.arm(Timer::GiveUp(op), lab.patience_us());
        fx.send(body.process(), Msg::Ask { op, body });
    }

    pub fn answered(&mut self, op: OperationId, fx: &mut Effects<Membership>) {
        if self.waiting.take_if(|waiting| *waiting == op).is_some() {
            fx.disarm(Timer::GiveUp(op));
            fx.reply(op, Ret::Done);
        }
    }

    pub fn give_up(&mut self, op: OperationId, fx: &mut Effects<Membership>) {
        if self.waiting.take_if(|waiting| *waiting == op).is_some() {
            fx.reply(op, Ret::NoAnswer);
        }
    }
}
