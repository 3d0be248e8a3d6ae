//! Logical clocks: a Lamport counter and a vector, kept by every process and carried by every message.
//!
//! Nothing that a process does depends on them: they are there to be looked at.

use std::cmp::Ordering;
use synod_kernel::{Pid, Time};

/// The logical clocks of a process.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Clocks {
    /// One more than everything that it has heard of (Lamport 1978, rules IR1 and IR2).
    pub lamport: u32,
    /// How many events of each process it has heard of, its own included (Fidge 1988; Mattern 1989); by the processes' numbers.
    pub vector: Vec<u32>,
}

/// What the clocks showed at an event.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Stamp {
    /// The process's wall clock, in microseconds: it may be wrong.
    pub wall: Time,
    /// Its logical clocks.
    pub logical: Clocks,
}

impl Clocks {
    /// An event of process `me` (Lamport 1978, IR1: between any two events of a process its clock goes up).
    pub fn tick(&mut self, me: Pid, processes: u16) {
        self.vector.resize(usize::from(processes), 0);
        self.lamport += 1;
        if let Some(own) = self.vector.get_mut(me.index()) {
            *own += 1;
        }
    }

    /// The process has heard of what another had heard of (Lamport 1978, IR2; Mattern 1989, § 4: the supremum). A [tick](Clocks::tick)
    /// for the receipt itself follows.
    pub fn hear(&mut self, other: &Clocks) {
        self.lamport = self.lamport.max(other.lamport);
        if self.vector.len() < other.vector.len() {
            self.vector.resize(other.vector.len(), 0);
        }
        for (own, theirs) in self.vector.iter_mut().zip(&other.vector) {
            *own = (*own).max(*theirs);
        }
    }

    /// Which of two different events was before the other, as the vectors tell; none where they are concurrent (Mattern 1989, § 5).
    pub fn compare(&self, other: &Clocks) -> Option<Ordering> {
        let covers = |a: &Clocks, b: &Clocks| b.vector.iter().enumerate().all(|(i, n)| a.vector.get(i).unwrap_or(&0) >= n);
        match (covers(self, other), covers(other, self)) {
            (true, true) => Some(Ordering::Equal),
            (true, false) => Some(Ordering::Greater),
            (false, true) => Some(Ordering::Less),
            (false, false) => None,
        }
    }

    /// The vector, as papers write it.
    pub fn vector_text(&self) -> String {
        let entries: Vec<String> = self.vector.iter().map(ToString::to_string).collect();
        format!("[{}]", entries.join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_hears_is_later_and_who_does_not_is_concurrent() {
        let (mut a, mut b) = (Clocks::default(), Clocks::default());
        a.tick(Pid(0), 2);
        let sent = a.clone();
        b.tick(Pid(1), 2);
        assert_eq!(a.compare(&b), None);
        b.hear(&sent);
        b.tick(Pid(1), 2);
        assert_eq!(sent.compare(&b), Some(Ordering::Less));
        assert_eq!((b.lamport, b.vector_text().as_str()), (2, "[1,2]"));
    }
}
