//! What is due next: a heap of entries, with those that no longer hold left behind until they reach the top.

use crate::{Pid, Time};

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
///
/// It holds from above: the number of the push (40 bits), what kind of thing is due (2 bits), and where it is kept (22 bits).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Ticket(u64);

const PLACE_BITS: u32 = 22;
const KIND_BITS: u32 = 2;

/// When something is due and what comes first of one moment, in one number, because a heap does little else than to compare.
///
/// It holds from above: the microsecond (41 bits), whether it is *not* a choice, so that choices come before everything else of their
/// moment (1 bit), and the number of the push (its last 22 bits: of two things due in one microsecond, one pushed before and one after
/// a multiple of four million, the later may come first; it does so in every replay).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Order(u64);

const PUSH_BITS: u32 = 22;
/// 25 days: beyond [`crate::Limits::TIME_US_MAX`] nothing happens, so that what is due later still may all be due then.
const LATEST: Time = (1 << 41) - 1;

impl Order {
    fn new(at: Time, due: Due, push: u64) -> Order {
        let moment = at.min(LATEST) << 1 | u64::from(!matches!(due, Due::Choice(_)));
        Order(moment << PUSH_BITS | push & ((1 << PUSH_BITS) - 1))
    }
}

/// Something that is due, in its order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Entry {
    order: Order,
    pub ticket: Ticket,
}

impl Entry {
    pub fn at(self) -> Time {
        self.order.0 >> (PUSH_BITS + 1)
    }

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

/// What fills up the last four of a heap: it comes after everything.
const NOTHING: Entry = Entry { order: Order(u64::MAX), ticket: Ticket(u64::MAX) };

/// Everything that is due: a heap in which every entry has four below it, which is half as deep as one with two.
#[derive(Clone, Debug, Default)]
pub(crate) struct Queue {
    /// The first one, then fours, the last of them filled up with [`NOTHING`].
    heap: Vec<Entry>,
    len: usize,
    pushes: u64,
}

impl Queue {
    /// Adds what is due and returns the ticket by which the entry is recognised.
    #[allow(clippy::inline_always, reason = "every message takes it, and wasm pays dearly for a call")]
    #[inline(always)]
    pub fn push(&mut self, at: Time, due: Due) -> Ticket {
        let (kind, place) = match due {
            Due::Message(slot) => (0, u64::from(slot)),
            Due::Timer(pid) => (1, u64::from(pid.0)),
            Due::Choice(pid) => (2, u64::from(pid.0)),
        };
        let ticket = Ticket((self.pushes << KIND_BITS | kind) << PLACE_BITS | place);
        self.push_again(Entry { order: Order::new(at, due, self.pushes), ticket });
        self.pushes += 1;
        ticket
    }

    /// Puts back an entry that was taken out.
    #[inline]
    pub fn push_again(&mut self, entry: Entry) {
        let mut hole = self.len;
        self.len += 1;
        if hole == self.heap.len() {
            self.heap.resize(if hole == 0 { 1 } else { hole + 4 }, NOTHING);
        }
        while let Some(above) = hole.checked_sub(1).map(|n| n / 4)
            && entry.order < self.heap[above].order
        {
            self.heap[hole] = self.heap[above];
            hole = above;
        }
        self.heap[hole] = entry;
    }

    pub fn peek(&self) -> Option<Entry> {
        self.heap.first().copied().filter(|_| self.len > 0)
    }

    pub fn pop(&mut self) {
        let Some(last) = self.len.checked_sub(1) else { return };
        self.len = last;
        let entry = std::mem::replace(&mut self.heap[last], NOTHING);
        if last == 0 {
            return;
        }
        let mut hole = 0;
        while let Some(four) = self.heap.get(4 * hole + 1..).and_then(<[Entry]>::first_chunk) {
            let (order, nth) = first_of(four);
            if order >= entry.order {
                break;
            }
            self.heap[hole] = four[nth];
            hole = 4 * hole + 1 + nth;
        }
        self.heap[hole] = entry;
    }
}

/// Which of four comes first. Nobody can foretell it, so it is found by choosing between numbers, not between ways to go on.
#[inline]
fn first_of([a, b, c, d]: &[Entry; 4]) -> (Order, usize) {
    let earlier = |one: (Order, usize), other: (Order, usize)| if other.0 < one.0 { other } else { one };
    earlier(earlier((a.order, 0), (b.order, 1)), earlier((c.order, 2), (d.order, 3)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drained(mut queue: Queue) -> Vec<(Time, Due)> {
        std::iter::from_fn(|| queue.peek().inspect(|_| queue.pop()).map(|entry| (entry.at(), entry.due()))).collect()
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
    fn many_entries_come_out_in_order() {
        let mut queue = Queue::default();
        let mut draw = crate::rng::Draw::new(5, crate::rng::Purpose::Workload, (0, 0));
        let mut expected = Vec::new();
        for nth in 0..3_000 {
            let at = draw.between(0, 500);
            queue.push(at, Due::Message(nth));
            expected.push((at, Due::Message(nth)));
            if nth % 3 == 0 {
                let first = queue.peek().expect("one was just pushed");
                queue.pop();
                expected.retain(|&one| one != (first.at(), first.due()));
                assert!(expected.iter().all(|&(at, _)| at >= first.at()));
            }
        }
        expected.sort_by_key(|&(at, _)| at);
        assert_eq!(drained(queue), expected);
    }

    #[test]
    fn what_is_due_far_beyond_the_end_is_due_beyond_the_end() {
        let mut queue = Queue::default();
        queue.push(Time::MAX, Due::Message(0));
        assert!(queue.peek().is_some_and(|entry| entry.at() > crate::Limits::TIME_US_MAX));
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
