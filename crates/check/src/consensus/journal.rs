//! The logs of processes, as far as they declared them.

use synod_order::Map;

use crate::monitor::Cited;
use crate::{Event, Fact, Value};

/// An entry, and the event by which it came.
#[derive(Clone, Debug, Hash)]
pub(super) struct Entry {
    pub term: u32,
    pub value: Value,
    pub event: Cited,
}

/// A log under observation.
#[derive(Clone, Debug, Default, Hash)]
pub(super) struct Journal {
    /// Up to here the log is what a snapshot of another process covers: nothing is known of the single entries.
    floor: u32,
    entries: Map<u32, Entry>,
}

impl Journal {
    /// The last index that is in use; 0 for none.
    pub fn last(&self) -> u32 {
        self.entries.last_key_value().map_or(self.floor, |(index, _)| self.floor.max(*index))
    }

    /// Whether a snapshot covers this index.
    pub fn covers(&self, index: u32) -> bool {
        index <= self.floor && !self.entries.contains_key(&index)
    }

    /// The entry at an index, where it is known.
    pub fn get(&self, index: u32) -> Option<&Entry> {
        self.entries.get(&index)
    }

    /// The entries that are known, up to an index.
    pub fn up_to(&self, index: u32) -> impl DoubleEndedIterator<Item = (u32, &Entry)> {
        self.entries.range(..=index).map(|(index, entry)| (*index, entry))
    }
}

/// The logs of all processes that have one.
#[derive(Clone, Debug, Default, Hash)]
pub(super) struct Journals(Map<u16, Journal>);

impl Journals {
    /// Takes note of what becomes of a log.
    pub fn take(&mut self, event: &Event, number: u32) {
        match event.fact() {
            Some(Fact::Appended { index, term, value }) => {
                let entry = Entry { term: *term, value: value.clone(), event: Cited(number) };
                self.0.entry(event.process).or_default().entries.insert(*index, entry);
            }
            Some(Fact::Truncated { from }) => {
                drop(self.0.entry(event.process).or_default().entries.split_off(from));
            }
            Some(Fact::Installed { index }) => {
                let journal = self.0.entry(event.process).or_default();
                journal.floor = journal.floor.max(*index);
                journal.entries = journal.entries.split_off(&index.saturating_add(1));
            }
            _ => {}
        }
    }

    /// The log of a process, if it has declared anything of it.
    pub fn of(&self, process: u16) -> Option<&Journal> {
        self.0.get(&process)
    }

    /// The logs of all others.
    pub fn others(&self, process: u16) -> impl Iterator<Item = &Journal> {
        self.0.iter().filter(move |(other, _)| **other != process).map(|(_, journal)| journal)
    }
}
