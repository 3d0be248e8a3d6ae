//! Atomic commitment: whether the processes that take part in a transaction decide it as they must.
//!
//! Source: Bernstein, Hadzilacos & Goodman, *Concurrency Control and Recovery in Database Systems* (1987), chapter 7, which asks for
//! [AC1](ac1) to [AC5](ac5), and calls a process [blocked](non_blocking) that has to wait for the repair of others. What a
//! transaction has locked meanwhile must be [released](locks_released).
//!
//! Cost of every judge: O(events · log events), if the processes of one transaction are few.

pub mod ac1;
pub mod ac2;
pub mod ac3;
pub mod ac4;
pub mod ac5;
mod conflict;
pub mod locks_released;
pub mod non_blocking;
mod polls;
