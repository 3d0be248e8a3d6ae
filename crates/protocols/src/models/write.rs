//! Writes: how they are named, how they are ordered, and vectors that stand for sets of them.

use synod_check::Value;
use synod_kernel::{OperationId, Pid};
use synod_order::Map;

/// The name of a write: the replica that accepted it, and its number there, from 1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Dot {
    /// The replica that accepted it.
    pub origin: Pid,
    /// How many it had accepted with this one.
    pub seq: u32,
}

/// Lamport's timestamp (CACM 21(7), 1978): one above the highest that the accepting replica knew. It orders all writes of a key; the last one
/// wins.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Stamp {
    /// The count.
    pub count: u32,
    /// What decides between equal counts: the number of the replica; at a majority store that of the request, because a coordinator that got
    /// no answer may count to the same number again.
    pub tie: u32,
}

/// A set of writes: for each replica, the first so many that it accepted (Terry et al. 1994, § 4.2).
pub type Vector = Map<Pid, u32>;

/// A write on its way through the store.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Write {
    /// Its place in the order of writes.
    pub stamp: Stamp,
    /// The operation that made it.
    pub op: OperationId,
    /// Its name.
    pub dot: Dot,
    /// What it writes to.
    pub key: String,
    /// The value.
    pub value: Value,
    /// The writes that every replica must apply before it.
    pub deps: Vector,
}

/// Whether `set` contains all writes of `part`.
pub(super) fn covers(set: &Vector, part: &Vector) -> bool {
    part.iter().all(|(origin, n)| set.get(origin).is_some_and(|m| m >= n))
}

/// Adds the writes of `more`.
pub(super) fn join(set: &mut Vector, more: &Vector) {
    for (&origin, &n) in more {
        add(set, Dot { origin, seq: n });
    }
}

/// Adds a write, and all that its replica accepted before.
pub(super) fn add(set: &mut Vector, dot: Dot) {
    let entry = set.entry(dot.origin).or_default();
    *entry = dot.seq.max(*entry);
}

/// Whether `set` contains this write.
pub(super) fn contains(set: &Vector, dot: Dot) -> bool {
    set.get(&dot.origin).is_some_and(|n| *n >= dot.seq)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vector_stands_for_the_first_writes_of_each_replica() {
        let mut set = Vector::new();
        add(&mut set, Dot { origin: Pid(1), seq: 3 });
        assert!(contains(&set, Dot { origin: Pid(1), seq: 2 }));
        assert!(!contains(&set, Dot { origin: Pid(0), seq: 1 }));
        let mut more = Vector::from([(Pid(0), 1), (Pid(1), 2)]);
        assert!(!covers(&set, &more));
        join(&mut more, &set);
        assert_eq!(more, Vector::from([(Pid(0), 1), (Pid(1), 3)]));
        assert!(covers(&more, &set));
    }
}
