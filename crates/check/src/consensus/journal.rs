//! The log of one process, as far as it declared it.

use std::collections::BTreeMap;

use crate::{Fact, Value};

/// An entry, and the event by which it came.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry<'r> {
    pub term: u32,
    pub value: &'r Value,
    pub event: u32,
}

/// A log under observation.
#[derive(Clone, Debug, Default)]
pub(super) struct Journal<'r> {
    /// Up to here the log is what a snapshot of another process covers: nothing is known of the single entries.
    floor: u32,
    entries: BTreeMap<u32, Entry<'r>>,
}

impl<'r> Journal<'r> {
    /// The process declares something.
    pub fn take(&mut self, event: u32, fact: &'r Fact) {
        match fact {
            Fact::Appended { index, term, value } => drop(self.entries.insert(*index, Entry { term: *term, value, event })),
            Fact::Truncated { from } => drop(self.entries.split_off(from)),
            Fact::Installed { index } => {
                self.floor = self.floor.max(*index);
                self.entries = self.entries.split_off(&index.saturating_add(1));
            }
            _ => {}
        }
    }

    /// The last index that is in use; 0 for none.
    pub fn last(&self) -> u32 {
        self.entries.last_key_value().map_or(self.floor, |(index, _)| self.floor.max(*index))
    }

    /// Whether a snapshot covers this index.
    pub fn covers(&self, index: u32) -> bool {
        index <= self.floor && !self.entries.contains_key(&index)
    }

    /// The entry at an index, where it is known.
    pub fn get(&self, index: u32) -> Option<&Entry<'r>> {
        self.entries.get(&index)
    }

    /// The entries that are known, up to an index.
    pub fn up_to(&self, index: u32) -> impl DoubleEndedIterator<Item = (u32, &Entry<'r>)> {
        self.entries.range(..=index).map(|(index, entry)| (*index, entry))
    }
}
