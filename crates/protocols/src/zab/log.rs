//! Histories: the changes of a server, on disk, in order.

use super::Change;
use std::fmt;
use synod_check::Value;
use synod_kernel::OperationId;
use synod_order::Map;

/// The name of a change: the epoch of the primary that broadcast it, and its number there, from 1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Zxid {
    /// The epoch.
    pub epoch: u32,
    /// The number.
    pub counter: u32,
}

impl fmt::Display for Zxid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "⟨{},{}⟩", self.epoch, self.counter)
    }
}

/// What stands in a slot.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Entry {
    /// The epoch in which it was accepted last, here: the ballot of Paxos. A new leader has what it recovers accepted again.
    pub accepted: u32,
    /// Its name.
    pub zxid: Zxid,
    /// The change.
    pub change: Change,
}

/// Entries by slot, counted from 1. In ZAB there are no holes; in Paxos there may be.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Log(Map<u32, Entry>);

impl Log {
    /// The entry in a slot.
    pub fn get(&self, slot: u32) -> Option<&Entry> {
        self.0.get(&slot)
    }

    /// The last slot in use; 0 for none.
    pub fn last(&self) -> u32 {
        self.0.last_key_value().map_or(0, |(slot, _)| *slot)
    }

    /// The name of the last change.
    pub fn last_zxid(&self) -> Zxid {
        self.0.last_key_value().map_or_else(Zxid::default, |(_, entry)| entry.zxid)
    }

    /// The slots in use with what stands there.
    pub fn entries(&self) -> impl Iterator<Item = (u32, &Entry)> {
        self.0.iter().map(|(slot, entry)| (*slot, entry))
    }

    /// The first slot that holds this operation, and its change.
    pub fn find(&self, op: OperationId) -> Option<(u32, &Change)> {
        let (slot, entry) = self.0.iter().find(|(_, entry)| entry.change.op() == Some(op))?;
        Some((*slot, &entry.change))
    }

    /// The value of a key after all changes up to a slot: each says what the value is after it.
    pub fn value(&self, key: &str, upto: u32) -> Value {
        let mut changes = self.0.range(..=upto).rev().map(|(_, entry)| &entry.change);
        changes.find_map(|change| change.sets(key)).cloned().unwrap_or_default()
    }

    /// Up to which slot everything was accepted in this epoch.
    pub fn accepted_upto(&self, epoch: u32) -> u32 {
        let accepted = |slot: &u32| self.get(*slot).is_some_and(|entry| entry.accepted == epoch);
        (1..=self.last()).take_while(accepted).last().unwrap_or(0)
    }

    /// Puts an entry in a slot, in place of what is there.
    pub fn put(&mut self, slot: u32, entry: Entry) {
        self.0.insert(slot, entry);
    }

    /// All its entries count as accepted in this epoch.
    pub fn accept_in(&mut self, epoch: u32) {
        for entry in self.0.values_mut() {
            entry.accepted = epoch;
        }
    }
}
