//! AP: the client's own replica answers at once and alone. What it wrote spreads afterwards, as often as needed.

use super::{Cap, Msg, Replica, Ret};
use synod_check::Value;
use synod_kernel::{Cx, Effects, OperationId, Pid};

impl Replica {
    /// A write is on this disk and answered, before anybody else knows of it (Gilbert & Lynch 2002, § 3.2: giving up consistency).
    pub(super) fn write_here(&mut self, cap: &Cap, cx: Cx, client: Pid, op: OperationId, value: Value, fx: &mut Effects<Cap>) {
        self.disk.copy.write(cap.reconcile, (cx.me, cx.clock), op, value);
        self.disk.copy.to_tell(cap.peers_of(cx.me));
        fx.persist(self.disk.clone());
        fx.tell(self.disk.copy.holds());
        fx.send(client, Msg::Answer { op, ret: Ret::Written });
        for peer in cap.peers_of(cx.me) {
            fx.send(peer, Msg::Sync { op: None, items: self.disk.copy.items().clone() });
        }
        self.attempts = 0;
        self.keep_telling(cap, fx);
    }
}
