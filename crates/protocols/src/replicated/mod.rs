//! What labs with a replicated register share: the operations of its clients, a replica's copy with its versions, how a copy spreads to
//! the others and is reconciled with theirs, what the judges are told, and how values are shown.

pub mod copy;
pub mod history;
pub mod op;
pub mod show;
pub mod version;

pub use copy::{Copy, Reconcile};
pub use op::Op;
