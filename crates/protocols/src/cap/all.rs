//! CA: a write needs every replica, a read only the client's own. Nobody shows a value before all have it: first everybody takes it in,
//! then the writer's replica decides (the two phases of atomic commitment: Bernstein, Hadzilacos & Goodman 1987, § 7.4). While a replica
//! does not know how a write ends that it has confirmed, its reads wait.

use super::disk::Decision;
use super::replica::refuse;
use super::{Cap, Item, Msg, Op, Replica, Ret, Timer, Why};
use crate::replicated::version::Version;
use synod_check::Value;
use synod_kernel::{Cx, Effects, OperationId, Pid};
use synod_order::Set;
use synod_words::phrase;

impl Replica {
    /// Phase 1: everybody shall take the write in. A replica that misses a peer takes no writes: it is read-only.
    pub(super) fn propose(&mut self, cap: &Cap, cx: Cx, client: Pid, op: OperationId, value: Value, fx: &mut Effects<Cap>) {
        let body = Op::Write(value.clone());
        if !self.disk.missed().is_empty() {
            refuse(client, op, &body, Why::ReadOnly, fx);
            return;
        }
        let known = self.disk.copy.items().iter().chain(self.disk.prepared.values()).chain(self.disk.proposed.values());
        let highest = known.filter_map(|item| match item.version {
            Version::Counter(n, _) => Some(n),
            _ => None,
        });
        let item = Item { version: Version::Counter(highest.max().unwrap_or(0) + 1, op), value, write: op };
        self.disk.proposed.insert(op, item.clone());
        self.confirmed.insert(op, (client, body, Set::new()));
        fx.persist(self.disk.clone());
        fx.arm(Timer::Patience(op), cap.timeout_us());
        for peer in cap.peers_of(cx.me) {
            fx.send(peer, Msg::Prepare { item: item.clone() });
        }
    }

    /// Another's write is taken in, but not shown.
    pub(super) fn prepare(&mut self, from: Pid, item: Item, fx: &mut Effects<Cap>) {
        let op = item.write;
        if self.disk.over.contains(&op) {
            return;
        }
        self.disk.prepared.insert(op, item);
        fx.persist(self.disk.clone());
        fx.send(from, Msg::Prepared { op });
    }

    /// Once everybody has confirmed, the write takes effect: here at once, elsewhere when the decision arrives; until then reads wait there.
    pub(super) fn prepared(&mut self, cap: &Cap, cx: Cx, from: Pid, op: OperationId, fx: &mut Effects<Cap>) {
        let Some((client, _, confirmed)) = self.confirmed.get_mut(&op) else { return };
        confirmed.insert(from);
        if confirmed.len() < cap.peers_of(cx.me).count() {
            return;
        }
        let client = *client;
        self.confirmed.remove(&op);
        if let Some(item) = self.disk.proposed.remove(&op) {
            self.disk.copy.take_up(&[item]);
            fx.disarm(Timer::Patience(op));
            self.announce(cap, cx, op, true, fx);
            fx.tell(self.disk.copy.holds());
            fx.send(client, Msg::Answer { op, ret: Ret::Written });
        }
    }

    /// The decision is written down, and told until everybody has confirmed to know it.
    fn announce(&mut self, cap: &Cap, cx: Cx, op: OperationId, commit: bool, fx: &mut Effects<Cap>) {
        let untold = cap.peers_of(cx.me).fold(Set::new(), |mut untold, peer| {
            untold.insert(peer);
            untold
        });
        self.disk.decided.insert(op, Decision { commit, untold });
        fx.persist(self.disk.clone());
        for peer in cap.peers_of(cx.me) {
            fx.send(peer, Msg::Decide { op, commit });
        }
        self.attempts = 0;
        self.keep_telling(cap, fx);
    }

    /// Another's decision: the value is shown, or forgotten; reads that waited for it go on.
    pub(super) fn decide(&mut self, from: Pid, op: OperationId, commit: bool, fx: &mut Effects<Cap>) {
        let shown = self.disk.prepared.remove(&op).filter(|_| commit);
        let changed = shown.is_some_and(|item| self.disk.copy.take_up(&[item]));
        self.disk.over.insert(op);
        fx.persist(self.disk.clone());
        if changed {
            fx.tell(self.disk.copy.holds());
        }
        fx.send(from, Msg::Decided { op });
        if self.disk.prepared.is_empty() {
            for (read, client) in std::mem::take(&mut self.waiting) {
                fx.disarm(Timer::Patience(read));
                self.found(client, read, fx);
            }
        }
    }

    /// A peer knows a decision.
    pub(super) fn told(&mut self, from: Pid, op: OperationId, fx: &mut Effects<Cap>) {
        let was_read_only = !self.disk.missed().is_empty();
        let Some(decision) = self.disk.decided.get_mut(&op) else { return };
        if !decision.untold.remove(&from) {
            return;
        }
        if decision.untold.is_empty() {
            self.disk.decided.remove(&op);
        }
        fx.persist(self.disk.clone());
        self.rest_if_all_told(fx);
        if was_read_only && self.disk.missed().is_empty() {
            fx.note(phrase!("reaches everybody again and takes writes", "重新联系上所有副本，恢复接受写操作"));
        }
    }

    /// A read is answered from the own copy, but not while a write is confirmed here and undecided: others may have seen it already.
    pub(super) fn read_when_decided(&mut self, cap: &Cap, client: Pid, op: OperationId, fx: &mut Effects<Cap>) {
        if self.disk.prepared.is_empty() {
            self.found(client, op, fx);
        } else {
            self.waiting.insert(op, client);
            fx.arm(Timer::Patience(op), cap.timeout_us());
        }
    }

    /// Somebody does not confirm in time, or does not say how a write ended. The replica cannot know whether the other has crashed or cannot be
    /// reached (course, 2.2.3): the write is called off, and no other is begun until all have confirmed to know that.
    pub(super) fn call_off(&mut self, cap: &Cap, cx: Cx, op: OperationId, fx: &mut Effects<Cap>) {
        if let Some(client) = self.waiting.remove(&op) {
            refuse(client, op, &Op::Read, Why::Unfinished, fx);
        }
        let Some((client, body, confirmed)) = self.confirmed.remove(&op) else { return };
        self.disk.proposed.remove(&op);
        let silent: Vec<String> =
            cap.peers_of(cx.me).filter(|peer| !confirmed.contains(peer)).map(|peer| cap.name_of(peer)).collect();
        fx.note(phrase!("hears nothing from {0}: becomes read-only", "没有收到 {0} 的确认：变为只读", silent));
        self.announce(cap, cx, op, false, fx);
        refuse(client, op, &body, Why::NotAll, fx);
    }

    /// After a crash: what had not been decided is called off; nobody was told anything else.
    pub(super) fn call_off_what_was_open(&mut self, cap: &Cap, cx: Cx, fx: &mut Effects<Cap>) {
        for (op, _) in std::mem::take(&mut self.disk.proposed) {
            fx.note(phrase!("calls off the write that it had begun before the crash", "取消宕机前未完成的写"));
            self.announce(cap, cx, op, false, fx);
        }
    }
}
