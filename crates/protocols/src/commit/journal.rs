//! The log on the disk of a process: what it must still know after a crash (Bernstein, Hadzilacos & Goodman § 7.4).

use super::{OPENING_BALANCE, Transaction};
use crate::LogCell;

/// An entry of a log.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Entry {
    /// At a coordinator: the transaction has begun (3PC: it may have to be terminated after a crash).
    Begun(Transaction),
    /// At a participant, forced before it votes yes: what the account held before (undo) and holds after (redo).
    Prepared {
        /// Which transaction.
        transaction: Transaction,
        /// What the account held: to undo.
        before: i64,
        /// What it will hold: to redo.
        after: i64,
    },
    /// 3PC: commit is next, unless everybody else fails.
    Precommitted(Transaction),
    /// Decided: commit.
    Committed(Transaction),
    /// Decided: abort.
    Aborted(Transaction),
    /// At a coordinator: everybody has acknowledged the decision; it may be forgotten.
    Ended(Transaction),
}

/// How far a transaction has got at a process.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Stage {
    /// Begun, nothing promised.
    Begun,
    /// Voted yes; uncertain from then on.
    Prepared,
    /// Told that everybody voted yes.
    Precommitted,
    /// Decided: commit.
    Committed,
    /// Decided: abort.
    Aborted,
}

/// A log, oldest entry first.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Journal(Vec<Entry>);

impl Entry {
    /// Which transaction it is about.
    pub fn transaction(&self) -> Transaction {
        match self {
            Entry::Prepared { transaction, .. } => *transaction,
            Entry::Begun(t) | Entry::Precommitted(t) | Entry::Committed(t) | Entry::Aborted(t) | Entry::Ended(t) => *t,
        }
    }

    fn stage(&self) -> Option<Stage> {
        match self {
            Entry::Begun(_) => Some(Stage::Begun),
            Entry::Prepared { .. } => Some(Stage::Prepared),
            Entry::Precommitted(_) => Some(Stage::Precommitted),
            Entry::Committed(_) => Some(Stage::Committed),
            Entry::Aborted(_) => Some(Stage::Aborted),
            Entry::Ended(_) => None,
        }
    }
}

impl Stage {
    /// The decision, where it is one: whether to commit.
    pub fn decision(self) -> Option<bool> {
        match self {
            Stage::Committed => Some(true),
            Stage::Aborted => Some(false),
            Stage::Begun | Stage::Prepared | Stage::Precommitted => None,
        }
    }
}

impl Journal {
    /// Adds an entry. It is on disk once the whole journal is persisted.
    pub fn write(&mut self, entry: Entry) {
        self.0.push(entry);
    }

    /// The entries, oldest first.
    pub fn entries(&self) -> &[Entry] {
        &self.0
    }

    /// How far a transaction has got: its last entry that says so.
    pub fn stage(&self, transaction: Transaction) -> Option<Stage> {
        self.0.iter().rev().filter(|entry| entry.transaction() == transaction).find_map(Entry::stage)
    }

    /// The transactions that were begun or prepared and are not decided, oldest first.
    pub fn undecided(&self) -> Vec<Transaction> {
        let mut open: Vec<Transaction> = Vec::new();
        for entry in &self.0 {
            let transaction = entry.transaction();
            if self.stage(transaction).is_some_and(|stage| stage.decision().is_none()) && !open.contains(&transaction) {
                open.push(transaction);
            }
        }
        open
    }

    /// The decided transactions whose end is not written, oldest first, each with its decision.
    pub fn unfinished(&self) -> Vec<(Transaction, bool)> {
        let decided = self.0.iter().filter_map(|entry| Some((entry.transaction(), entry.stage()?.decision()?)));
        decided.filter(|(t, _)| !self.0.contains(&Entry::Ended(*t))).collect()
    }

    /// What the account holds: what the last committed transaction left.
    pub fn balance(&self) -> i64 {
        let committed = self.0.iter().rev().find_map(|entry| match entry {
            Entry::Committed(transaction) => self.0.iter().find_map(|earlier| match earlier {
                Entry::Prepared { transaction: t, after, .. } if t == transaction => Some(*after),
                _ => None,
            }),
            _ => None,
        });
        committed.unwrap_or(OPENING_BALANCE)
    }

    /// The log as a strip of cells.
    pub fn cells(&self) -> Vec<LogCell> {
        let cell = |entry: &Entry| {
            let (label, committed) = match entry {
                Entry::Begun(_) => ("B", false),
                Entry::Prepared { .. } => ("Y", false),
                Entry::Precommitted(_) => ("P", false),
                Entry::Committed(_) => ("C", true),
                Entry::Aborted(_) => ("A", true),
                Entry::Ended(_) => ("E", true),
            };
            LogCell { label: label.to_owned(), owner: Some(entry.transaction().saturating_sub(1)), committed }
        };
        self.0.iter().map(cell).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prepared(transaction: Transaction, before: i64, after: i64) -> Entry {
        Entry::Prepared { transaction, before, after }
    }

    #[test]
    fn the_balance_is_what_the_last_committed_transaction_left() {
        let mut journal = Journal::default();
        assert_eq!(journal.balance(), OPENING_BALANCE);
        journal.write(prepared(1, 100, 80));
        assert_eq!((journal.balance(), journal.undecided()), (100, vec![1]));
        journal.write(Entry::Committed(1));
        journal.write(prepared(2, 80, 60));
        journal.write(Entry::Aborted(2));
        assert_eq!((journal.balance(), journal.undecided()), (80, vec![]));
        assert_eq!(journal.stage(2), Some(Stage::Aborted));
    }

    #[test]
    fn a_decision_is_unfinished_until_its_end_is_written() {
        let mut journal = Journal::default();
        journal.write(Entry::Committed(1));
        assert_eq!(journal.unfinished(), [(1, true)]);
        journal.write(Entry::Ended(1));
        assert!(journal.unfinished().is_empty());
    }
}
