//! A replica: its copy of each key, and what it keeps for others.

use super::version::{Items, alive, merge};
use super::{Disk, Nwr, Timer};
use crate::nwr::Msg;
use crate::replicated::show::list;
use synod_check::{Fact, Value};
use synod_kernel::{Cx, Effects, OperationId, Pid};
use synod_words::phrase;

/// How long a spare waits between two attempts to hand over, in microseconds.
const HAND_OVER_EVERY_US: u64 = 50_000;

/// A replica, which has everything on disk.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Replica {
    disk: Disk,
}

impl Replica {
    pub fn boot(nwr: &Nwr, cx: Cx, disk: &Disk, fx: &mut Effects<Nwr>) -> Self {
        let replica = Replica { disk: disk.clone() };
        // A spare has no copy of its own: what it keeps is another's.
        if nwr.home_replicas().any(|home| home == cx.me) {
            fx.tell(replica.holds());
        }
        let stored: Vec<(String, Items)> = disk.store.clone().into_iter().collect();
        for (key, items) in stored {
            Replica::arm_collection(nwr, &key, &items, fx);
        }
        replica.arm_hand_over(nwr, fx);
        replica
    }

    /// Its copy of a key.
    pub fn copy(&self, key: &str) -> &[super::Item] {
        self.disk.store.get(key).map_or(&[], Vec::as_slice)
    }

    /// What it declares to hold: the values of each key, those that are not deleted.
    fn holds(&self) -> Fact {
        let values = |items: &Items| list(alive(items).map(|item| &item.value));
        let copies = self.disk.store.iter().filter(|(_, items)| alive(items).next().is_some());
        let each: Vec<String> = copies.map(|(key, items)| format!("{key} = {}", values(items))).collect();
        Fact::Holds { state: each.join(", ") }
    }

    /// All keys of which it has a copy.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.disk.store.keys().map(String::as_str)
    }

    /// What it keeps for others: home replica, key, items.
    pub fn hints(&self) -> impl Iterator<Item = (Pid, &str, &Items)> {
        self.disk.hints.iter().map(|((home, key), items)| (*home, key.as_str(), items))
    }

    /// All it knows of a key: its copy, and what it keeps for others (a sloppy quorum reads that too, Dynamo § 4.6).
    pub fn known(&self, key: &str) -> Items {
        let mut items = self.copy(key).to_vec();
        for (_, _, kept) in self.hints().filter(|hint| hint.1 == key) {
            merge(&mut items, kept);
        }
        items
    }

    /// Takes up what is newer than its copy.
    pub fn take_up(&mut self, nwr: &Nwr, key: &str, items: &[super::Item], fx: &mut Effects<Nwr>) {
        let copy = self.disk.store.entry(key.to_owned()).or_default();
        if merge(copy, items) {
            let copy = copy.clone();
            fx.persist(self.disk.clone());
            fx.tell(self.holds());
            Replica::arm_collection(nwr, key, &copy, fx);
        } else if copy.iter().all(|known| !items.contains(known)) {
            fx.note(phrase!("keeps its copy: what arrived is older", "保留自己的副本：到达的版本更旧"));
        }
    }

    /// Keeps items in place of their home replica, with a hint that says whose they are (Dynamo § 4.6).
    pub fn keep_for(&mut self, nwr: &Nwr, home: Pid, key: String, items: &[super::Item], fx: &mut Effects<Nwr>) {
        merge(self.disk.hints.entry((home, key)).or_default(), items);
        fx.persist(self.disk.clone());
        fx.note(phrase!("keeps this for {0}, which is silent", "代 {0} 保存（{0} 没有响应）", nwr.name_of(home)));
        self.arm_hand_over(nwr, fx);
    }

    fn arm_hand_over(&self, nwr: &Nwr, fx: &mut Effects<Nwr>) {
        if nwr.hinted_handoff && !self.disk.hints.is_empty() {
            fx.arm(Timer::HandOver, HAND_OVER_EVERY_US);
        }
    }

    /// Offers what it keeps to those whose it is, and tries again later unless they say that they have it.
    pub fn hand_over(&mut self, nwr: &Nwr, fx: &mut Effects<Nwr>) {
        for ((home, key), items) in &self.disk.hints {
            fx.send(*home, Msg::HandOver { key: key.clone(), items: items.clone() });
        }
        self.arm_hand_over(nwr, fx);
    }

    /// The home replica has it: the hint is done with.
    pub fn handed_over(&mut self, home: Pid, key: String, fx: &mut Effects<Nwr>) {
        if self.disk.hints.remove(&(home, key)).is_some() {
            fx.persist(self.disk.clone());
        }
        if self.disk.hints.is_empty() {
            fx.disarm(Timer::HandOver);
        }
    }

    fn arm_collection(nwr: &Nwr, key: &str, items: &[super::Item], fx: &mut Effects<Nwr>) {
        if nwr.tombstone_ms > 0 {
            for tombstone in items.iter().filter(|item| item.value == Value::Null) {
                fx.arm(Timer::Collect(key.to_owned(), tombstone.write), nwr.tombstone_ms * 1_000);
            }
        }
    }

    /// Forgets a tombstone; from now on the replica cannot tell "deleted" from "never written".
    pub fn collect(&mut self, key: &str, write: OperationId, fx: &mut Effects<Nwr>) {
        let Some(copy) = self.disk.store.get_mut(key) else { return };
        copy.retain(|item| item.write != write || item.value != Value::Null);
        if copy.is_empty() {
            self.disk.store.remove(key);
        }
        fx.note(phrase!("forgets that {0} was deleted", "清除 {0} 的删除标记（墓碑）", key));
        fx.persist(self.disk.clone());
        fx.tell(self.holds());
    }
}
