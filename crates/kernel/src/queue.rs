//! What is due next: a heap of entries, with those that no longer hold left behind until they reach the top.

use crate::{Pid, Time};
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

/// Something that is due, named by where it is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Due {
    /// The message in this slot.
    Message(u32),
    /// A timer of this process.
    Timer(Pid),
    /// A choice of this process.
    Choice(Pid),
}

/// By what an entry is recognised: no two pushes get the same.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Ticket(u64);

/// An entry: first by time, then by ticket.
///
/// A ticket holds from above: whether it is *not* a choice, so that choices come before everything else of their moment (1 bit), the number
/// of the push (39 bits), what kind of thing is due (2 bits), and where it is kept (22 bits).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    pub at: Time,
    pub ticket: Ticket,
}

const PLACE_BITS: u32 = 22;
const KIND_BITS: u32 = 2;
const AFTER_CHOICES: u64 = 1 << 63;

impl Entry {
    pub fn due(self) -> Due {
        let Ticket(ticket) = self.ticket;
        let place = ticket as u32 & ((1 << PLACE_BITS) - 1);
        match (ticket >> PLACE_BITS) & ((1 << KIND_BITS) - 1) {
            0 => Due::Message(place),
            1 => Due::Timer(Pid(place as u16)),
            _ => Due::Choice(Pid(place as u16)),
        }
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.at, self.ticket).cmp(&(other.at, other.ticket))
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
    // The heap asks only this. Nobody can foretell its answers, a processor neither: so there is no branch in it.
    #[inline]
    fn le(&self, other: &Self) -> bool {
        (self.at < other.at) | ((self.at == other.at) & (self.ticket.0 <= other.ticket.0))
    }
}

impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} at {} ({:x})", self.due(), self.at, self.ticket.0)
    }
}

/// Everything that is due.
#[derive(Clone, Debug, Default)]
pub(crate) struct Queue {
    heap: BinaryHeap<Reverse<Entry>>,
    pushes: u64,
}

impl Queue {
    /// Adds what is due and returns the ticket by which the entry is recognised.
    pub fn push(&mut self, at: Time, due: Due) -> Ticket {
        let (after_choices, kind, place) = match due {
            Due::Message(slot) => (AFTER_CHOICES, 0, u64::from(slot)),
            Due::Timer(pid) => (AFTER_CHOICES, 1, u64::from(pid.0)),
            Due::Choice(pid) => (0, 2, u64::from(pid.0)),
        };
        let ticket = Ticket(after_choices | self.pushes << (PLACE_BITS + KIND_BITS) | kind << PLACE_BITS | place);
        self.pushes += 1;
        self.push_again(Entry { at, ticket });
        ticket
    }

    /// Puts back an entry that was taken out.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn drained(mut queue: Queue) -> Vec<(Time, Due)> {
        std::iter::from_fn(|| queue.peek().inspect(|_| queue.pop()).map(|entry| (entry.at, entry.due()))).collect()
    }

    #[test]
    fn time_comes_first_then_choices_then_the_order_of_pushing() {
        let mut queue = Queue::default();
        let (late, early) = (Due::Message(4_194_303), Due::Timer(Pid(127)));
        queue.push(7, late);
        queue.push(7, early);
        queue.push(7, Due::Choice(Pid(3)));
        queue.push(7, Due::Choice(Pid(2)));
        queue.push(6, late);
        let choices = [(7, Due::Choice(Pid(3))), (7, Due::Choice(Pid(2)))];
        assert_eq!(drained(queue), [&[(6, late)], &choices[..], &[(7, late), (7, early)]].concat());
    }

    #[test]
    fn an_entry_that_is_put_back_keeps_its_ticket() {
        let mut queue = Queue::default();
        let ticket = queue.push(5, Due::Message(1));
        let entry = queue.peek().expect("one was pushed");
        queue.pop();
        queue.push_again(entry);
        assert_eq!(queue.peek().map(|e| e.ticket), Some(ticket));
        assert_ne!(queue.push(5, Due::Message(1)), ticket);
    }
}
