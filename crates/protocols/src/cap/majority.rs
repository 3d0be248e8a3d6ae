//! CP: every operation asks a majority first, and is answered once a majority has what it writes or reads (Attiya, Bar-Noy & Dolev,
//! JACM 42(1), 1995; with several writers: Lynch & Shvartsman, FTCS 1997). Any two majorities share a replica, so no two sides of a partition can
//! both go on.

use super::replica::{found, refuse};
use super::{Cap, Item, Items, Msg, Op, Replica, Ret, Timer, Why};
use crate::replicated::version::{Version, merge};
use synod_kernel::{Cx, Effects, OperationId, Pid};
use synod_order::{Map, Set};
use synod_words::phrase;

/// An operation that a replica coordinates.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Task {
    pub(super) client: Pid,
    pub(super) body: Op,
    pub(super) phase: Phase,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum Phase {
    /// Waits for what others hold.
    Gather(Map<Pid, Items>),
    /// Waits until a majority has these items, and then answers.
    Spread { have: Set<Pid>, ret: Ret },
}

impl Replica {
    /// Phase 1: what does a majority hold? The replica itself counts, and need not ask itself.
    pub(super) fn coordinate(&mut self, cap: &Cap, client: Pid, op: OperationId, body: Op, fx: &mut Effects<Cap>) {
        self.tasks.insert(op, Task { client, body, phase: Phase::Gather(Map::new()) });
        fx.persist(self.disk.clone());
        fx.arm(Timer::Patience(op), cap.timeout_us());
        for peer in cap.peers_of(cap.replica_of(client)) {
            fx.send(peer, Msg::Query { op });
        }
    }

    /// A majority has said what it holds: a write takes a version above all of theirs, a read takes the highest.
    pub(super) fn known(&mut self, cap: &Cap, cx: Cx, from: Pid, op: OperationId, items: Items, fx: &mut Effects<Cap>) {
        let Some(task) = self.tasks.get_mut(&op) else { return };
        let Phase::Gather(replies) = &mut task.phase else { return };
        replies.insert(from, items);
        if replies.len() + 1 < cap.majority() {
            return;
        }
        replies.insert(cx.me, self.disk.copy.items().clone());
        let mut newest = Items::new();
        for items in replies.values() {
            merge(&mut newest, items);
        }
        let have: Set<Pid> = replies.iter().filter(|(_, items)| **items == newest).map(|(pid, _)| *pid).collect();
        match task.body.clone() {
            Op::Read if have.len() >= cap.majority() => {
                let client = task.client;
                self.finish(client, op, found(&newest), fx);
            }
            Op::Read => {
                fx.note(phrase!("writes back what it read, so that a majority has it", "把读到的值写回，使多数派都持有它"));
                let ret = found(&newest);
                self.spread(cap, cx, op, &newest, (have, ret), fx);
            }
            Op::Write(value) => {
                let highest = newest.iter().filter_map(|item| match item.version {
                    Version::Counter(n, _) => Some(n),
                    _ => None,
                });
                let version = Version::Counter(highest.max().unwrap_or(0) + 1, op);
                let item = Item { version, value, write: op };
                self.spread(cap, cx, op, &[item], (Set::new(), Ret::Written), fx);
            }
        }
    }

    /// Phase 2: a majority shall have the items before anybody is told. Those who are not reached in time are told later.
    fn spread(
        &mut self,
        cap: &Cap,
        cx: Cx,
        op: OperationId,
        items: &[Item],
        (mut have, ret): (Set<Pid>, Ret),
        fx: &mut Effects<Cap>,
    ) {
        let changed = self.disk.copy.take_up(items);
        let lacking: Vec<Pid> = cap.peers_of(cx.me).filter(|peer| !have.contains(peer)).collect();
        self.disk.copy.to_tell(lacking.iter().copied());
        fx.persist(self.disk.clone());
        if changed {
            fx.tell(self.disk.copy.holds());
        }
        have.insert(cx.me);
        for peer in lacking {
            fx.send(peer, Msg::Sync { op: Some(op), items: items.to_vec() });
        }
        if let Some(task) = self.tasks.get_mut(&op) {
            task.phase = Phase::Spread { have, ret };
        }
        self.attempts = 0;
        self.keep_telling(cap, fx);
        // Who reads what one other already has makes a majority with it, perhaps.
        self.stored(cap, cx.me, op, fx);
    }

    /// Somebody has what an operation spreads.
    pub(super) fn stored(&mut self, cap: &Cap, from: Pid, op: OperationId, fx: &mut Effects<Cap>) {
        let Some(Task { client, phase: Phase::Spread { have, ret }, .. }) = self.tasks.get_mut(&op) else { return };
        have.insert(from);
        if have.len() >= cap.majority() {
            let (client, ret) = (*client, ret.clone());
            self.finish(client, op, ret, fx);
        }
    }

    fn finish(&mut self, client: Pid, op: OperationId, ret: Ret, fx: &mut Effects<Cap>) {
        self.tasks.remove(&op);
        fx.disarm(Timer::Patience(op));
        fx.send(client, Msg::Answer { op, ret });
    }

    /// No majority answers: the replica refuses rather than answer what may be old (Gilbert & Lynch 2002, § 3.2: giving up availability).
    pub(super) fn give_up(&mut self, op: OperationId, fx: &mut Effects<Cap>) {
        let Some(Task { client, body, phase }) = self.tasks.remove(&op) else { return };
        let why = match (&body, phase) {
            (Op::Write(_), Phase::Spread { .. }) => Why::NoMajorityConfirmed,
            _ => Why::NoMajority,
        };
        refuse(client, op, &body, why, fx);
    }
}
