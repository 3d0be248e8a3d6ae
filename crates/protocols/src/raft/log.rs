//! The log: entries with terms, and the snapshot that stands for its beginning.

use super::{Command, Machine, Members};
use synod_check::Value;

/// A place in a log, ordered as Raft orders logs: by term, then by index (§ 5.4.1).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Position {
    /// The entry's term.
    pub term: u32,
    /// Its index, from 1; 0 for the place before the first entry.
    pub index: u32,
}

/// An entry.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Entry {
    /// The term in which a leader received it.
    pub term: u32,
    /// What it does.
    pub command: Command,
}

impl Entry {
    /// The value that judges compare: one for each operation.
    pub fn value(&self) -> Value {
        Value::Text(match &self.command {
            Command::NoOp => format!("no-op of term {}", self.term),
            command => format!("{command} #{}", command.op().map_or(0, |op| op.0 + 1)),
        })
    }
}

/// The state after a prefix of the log, in place of it (Raft, § 7).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Snapshot {
    /// The last entry that it covers.
    pub last: Position,
    /// The members as of that entry; none where they are still those of the start.
    pub members: Option<Members>,
    /// The state machine.
    pub machine: Machine,
}

/// A log.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Log {
    snapshot: Option<Snapshot>,
    entries: Vec<Entry>,
}

impl Log {
    /// The snapshot, where there is one.
    pub fn snapshot(&self) -> Option<&Snapshot> {
        self.snapshot.as_ref()
    }

    /// The last entry that the snapshot covers.
    pub fn base(&self) -> Position {
        self.snapshot.as_ref().map_or(Position::default(), |snapshot| snapshot.last)
    }

    /// The last entry.
    pub fn last(&self) -> Position {
        let base = self.base();
        self.entries.last().map_or(base, |entry| Position { term: entry.term, index: base.index + self.entries.len() as u32 })
    }

    /// The entry at an index, unless it is compacted away.
    pub fn get(&self, index: u32) -> Option<&Entry> {
        let place = index.checked_sub(self.base().index + 1)?;
        self.entries.get(place as usize)
    }

    /// The term of the entry at an index, as far as it is known: also of the last entry that the snapshot covers.
    pub fn term_at(&self, index: u32) -> Option<u32> {
        let base = self.base();
        if index == base.index { Some(base.term) } else { self.get(index).map(|entry| entry.term) }
    }

    /// The entries that are there, with their indices.
    pub fn entries(&self) -> impl Iterator<Item = (u32, &Entry)> {
        (self.base().index + 1..).zip(&self.entries)
    }

    /// The entries from an index on.
    pub fn since(&self, index: u32) -> Vec<Entry> {
        self.entries().filter(|(at, _)| *at >= index).map(|(_, entry)| entry.clone()).collect()
    }

    /// The first index whose entry has the term that the entry at `index` has, of those in a row before it.
    pub fn first_of_term(&self, index: u32) -> u32 {
        let term = self.term_at(index);
        let row = (self.base().index + 1..index).rev().take_while(|at| self.term_at(*at) == term);
        row.last().unwrap_or(index)
    }

    /// The index of the latest members in the log, and the members; none where they are those of the start.
    pub fn members(&self) -> Option<(u32, &Members)> {
        let of = |entry: &'_ Entry| matches!(entry.command, Command::Members { .. });
        let found = self.entries.iter().rposition(of).and_then(|place| {
            let Command::Members { members, .. } = &self.entries[place].command else { return None };
            Some((self.base().index + place as u32 + 1, members))
        });
        found.or_else(|| self.snapshot.as_ref().and_then(|snapshot| Some((snapshot.last.index, snapshot.members.as_ref()?))))
    }

    /// Adds an entry at the end.
    pub fn push(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// Removes all entries from an index on.
    pub fn truncate(&mut self, from: u32) {
        self.entries.truncate(from.saturating_sub(self.base().index + 1) as usize);
    }

    /// Puts the state of `machine` in place of the entries that it has applied (Raft, § 7).
    pub fn compact(&mut self, machine: &Machine) {
        let index = machine.applied();
        let Some(term) = self.term_at(index) else { return };
        let covered = self.covered(index);
        let covered = Log { snapshot: self.snapshot.take(), entries: self.entries.drain(..covered).collect() };
        let members = covered.members().map(|(_, members)| members.clone());
        self.snapshot = Some(Snapshot { last: Position { term, index }, members, machine: machine.clone() });
    }

    /// How many of the entries are up to an index.
    fn covered(&self, index: u32) -> usize {
        (index.saturating_sub(self.base().index) as usize).min(self.entries.len())
    }

    /// Takes a snapshot of another server. What it covers goes; what follows stays where the logs agree at the snapshot's end (Raft,
    /// figure 13, rules 6 and 7). Returns whether it stays.
    pub fn install(&mut self, snapshot: Snapshot) -> bool {
        let agrees = self.term_at(snapshot.last.index) == Some(snapshot.last.term);
        if agrees {
            self.entries.drain(..self.covered(snapshot.last.index));
        } else {
            self.entries.clear();
        }
        self.snapshot = Some(snapshot);
        agrees
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Keeping, Sessions};
    use super::*;

    fn log(terms: &[u32]) -> Log {
        let mut log = Log::default();
        for term in terms {
            log.push(Entry { term: *term, command: Command::NoOp });
        }
        log
    }

    fn machine(applied: u32) -> Machine {
        let mut machine = Machine::default();
        for index in 1..=applied {
            machine.apply(index, &Command::NoOp, Keeping { sessions: Sessions::FirstCommand, most: 0 });
        }
        machine
    }

    #[test]
    fn logs_are_ordered_by_the_last_term_and_then_by_length() {
        assert!(log(&[1, 1, 1]).last() < log(&[1, 2]).last());
        assert!(log(&[1, 1, 1]).last() > log(&[1, 1]).last());
    }

    #[test]
    fn compaction_changes_no_index_and_no_term() {
        let mut compacted = log(&[1, 1, 2, 2, 3]);
        compacted.compact(&machine(3));
        assert_eq!((compacted.base().index, compacted.last().index), (3, 5));
        assert_eq!([2, 3, 4, 5].map(|index| compacted.term_at(index)), [None, Some(2), Some(2), Some(3)]);
        compacted.compact(&machine(4));
        assert_eq!((compacted.base().index, compacted.last()), (4, Position { term: 3, index: 5 }));
        compacted.truncate(5);
        assert_eq!(compacted.last(), Position { term: 2, index: 4 });
    }

    #[test]
    fn a_snapshot_keeps_what_agrees_with_it_and_drops_what_does_not() {
        let mut leader = log(&[1, 1, 2]);
        leader.compact(&machine(3));
        let snapshot = leader.snapshot().cloned().expect("it was compacted");
        let (mut agrees, mut differs) = (log(&[1, 1, 2, 2]), log(&[1, 1, 1, 1]));
        assert!(agrees.install(snapshot.clone()));
        assert!(!differs.install(snapshot));
        assert_eq!((agrees.last().index, differs.last().index), (4, 3));
    }

    #[test]
    fn a_term_is_skipped_as_a_whole() {
        assert_eq!(log(&[1, 1, 4, 4, 4]).first_of_term(5), 3);
        assert_eq!(log(&[1, 1]).first_of_term(2), 1);
    }
}
