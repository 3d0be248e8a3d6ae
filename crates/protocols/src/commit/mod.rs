//! What the protocols of atomic commitment have in common: who takes part, what is asked of them, and what stands in a log.
//!
//! A bank: every participant keeps one account. A transfer lets the first participant pay an amount to each of the others, so all
//! of them must do it or none, and the sum of all accounts never changes. Terms are those of Bernstein, Hadzilacos & Goodman,
//! *Concurrency Control and Recovery in Database Systems*, 1987, ch. 7.

mod account;
mod bank;
mod cast;
mod client;
mod journal;
mod operation;
mod outbox;

pub use account::{Account, Waiting};
pub use bank::Bank;
pub use cast::{COORDINATOR, Cast};
pub use client::{Asker, Client, Talk};
pub use journal::{Entry, Journal, Stage};
pub use operation::{Op, Ret};
pub use outbox::Outbox;

/// A transaction: the number of the operation that asks for it, counted from 1.
pub type Transaction = u32;

/// What every account holds at first.
pub const OPENING_BALANCE: i64 = 100;
