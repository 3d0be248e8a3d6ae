//! What is due next: a heap of entries, with those that no longer hold left behind until they reach the top.

use crate::{Pid, Time};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Something that is due, named by where it is kept.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Due {
    /// The message in this slot.
    Message(u32),
    /// A timer of this process.
    Timer(Pid),
    /// A choice of this process.
    Choice(Pid),
}

/// An entry: first by time, then in the order in which things became due; a choice before everything else of its moment.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Entry {
    pub at: Time,
    pub seq: u64,
    pub due: Due,
}

/// Everything that is due.
#[derive(Clone, Debug, Default)]
pub(crate) struct Queue {
    heap: BinaryHeap<Reverse<Entry>>,
    next_seq: u64,
}

/// Choices are numbered below all else, so that they are made before time goes on.
const AFTER_CHOICES: u64 = 1 << 63;

impl Queue {
    /// Adds what is due and returns the number by which the entry is recognised.
    pub fn push(&mut self, at: Time, due: Due) -> u64 {
        let urgent = matches!(due, Due::Choice(_));
        let seq = self.next_seq | if urgent { 0 } else { AFTER_CHOICES };
        self.next_seq += 1;
        self.push_again(Entry { at, seq, due });
        seq
    }

    /// Puts back an entry that was taken out, under its number.
    pub fn push_again(&mut self, entry: Entry) {
        self.heap.push(Reverse(entry));
    }

    pub fn peek(&self) -> Option<Entry> {
        self.heap.peek().map(|e| e.0)
    }

    pub fn pop(&mut self) {
        self.heap.pop();
    }
}
