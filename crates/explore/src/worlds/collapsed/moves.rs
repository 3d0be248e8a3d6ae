//! Steps between tuples.

use synod_kernel::Pid;

/// A step, by the numbers of the tables.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Move {
    /// A message arrives.
    Deliver(u32),
    /// A message is lost.
    Drop(u32),
    /// A message arrives twice.
    Duplicate(u32),
    /// A process does by itself, or suffers, what stands at this place of its state: a timer, a choice, a crash, a restart.
    Own(Pid, u16),
    /// The client of this programme asks for what is next.
    Request(u16),
    /// The world falls apart into these groups.
    Partition(u16),
    /// Every link is mended.
    Heal,
}

impl Move {
    /// The step in a word: no two are the same.
    pub(super) fn word(self) -> u64 {
        let (kind, what) = match self {
            Move::Deliver(message) => (0, message),
            Move::Drop(message) => (1, message),
            Move::Duplicate(message) => (2, message),
            Move::Own(pid, nth) => (3, u32::from(pid.0) << 16 | u32::from(nth)),
            Move::Request(nth) => (4, u32::from(nth)),
            Move::Partition(nth) => (5, u32::from(nth)),
            Move::Heal => (6, 0),
        };
        kind << 32 | u64::from(what)
    }

    /// The message that it is about.
    pub(super) fn message(self) -> Option<u32> {
        match self {
            Move::Deliver(message) | Move::Drop(message) | Move::Duplicate(message) => Some(message),
            _ => None,
        }
    }
}
