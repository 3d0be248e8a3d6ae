//! The account of a participant: a lock, and who waits for it. No two transactions change an account at once.
//!
//! Strict two-phase locking (Bernstein, Hadzilacos & Goodman § 3.5) of the single item that a participant has: the lock is taken before
//! the transaction is executed, and kept until the decision.

use super::Transaction;
use std::collections::VecDeque;
use synod_check::Fact;
use synod_kernel::{Effects, OperationId, Pid, Protocol, Time};

/// What is locked, as judges call it.
const ITEM: &str = "account";

/// The lock of an account.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Account {
    holder: Option<(Transaction, Time)>,
    waiting: VecDeque<Waiting>,
}

/// Who waits until an account is free.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Waiting {
    /// A transaction that is to change the account by so much.
    Transaction(Transaction, i64),
    /// A client that wants to know what it holds.
    Reader(Pid, OperationId),
}

impl Account {
    /// Which transaction holds the lock, and since when by the clock of the participant.
    pub fn holder(&self) -> Option<(Transaction, Time)> {
        self.holder
    }

    /// Who waits, first come first.
    pub fn waiting(&self) -> impl Iterator<Item = Waiting> {
        self.waiting.iter().copied()
    }

    /// Locks it for a transaction, and declares that. It must be free.
    pub fn lock<P: Protocol<Fact = Fact>>(&mut self, transaction: Transaction, now: Time, fx: &mut Effects<P>) {
        self.holder = Some((transaction, now));
        fx.tell(Fact::Locked { transaction, item: ITEM.to_owned() });
    }

    /// Holds the lock of a transaction that the log says is undecided, after a crash. That lock was never released, so nothing is declared.
    pub fn still_locked(&mut self, transaction: Transaction, now: Time) {
        self.holder = Some((transaction, now));
    }

    /// Releases the lock of a transaction where it has it, and declares that.
    pub fn unlock<P: Protocol<Fact = Fact>>(&mut self, transaction: Transaction, fx: &mut Effects<P>) {
        if self.holder.take_if(|(holder, _)| *holder == transaction).is_some() {
            fx.tell(Fact::Unlocked { transaction, item: ITEM.to_owned() });
        }
    }

    /// Lets somebody wait.
    pub fn wait(&mut self, who: Waiting) {
        if !self.waiting.contains(&who) {
            self.waiting.push_back(who);
        }
    }

    /// A transaction no longer waits.
    pub fn withdraw(&mut self, transaction: Transaction) {
        self.waiting.retain(|who| !matches!(who, Waiting::Transaction(t, _) if *t == transaction));
    }

    /// Who has waited longest, once the account is free; it no longer waits then.
    pub fn admit(&mut self) -> Option<Waiting> {
        if self.holder.is_some() { None } else { self.waiting.pop_front() }
    }
}
