//! Versions of a value, and what a replica keeps of them.

use std::cmp::Ordering;
use synod_check::Value;
use synod_kernel::{OperationId, Pid};
use synod_order::Map;

/// How a write is told from another, newer or older.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Version {
    /// By its coordinator's clock, in microseconds; the request breaks ties. Last writer wins (`DeCandia` et al. 2007, § 4.4, "timestamp").
    Clock(u64, OperationId),
    /// One above the highest that a read quorum knew (Lynch & Shvartsman 1997, the multi-writer form of Attiya, Bar-Noy & Dolev 1995). The
    /// request breaks ties, not the writer: a writer that never got an answer may count to the same number again.
    Counter(u32, OperationId),
    /// By what its writer had seen: a counter for each writer (`DeCandia` et al. 2007, § 4.4). Two of them may be concurrent.
    Vector(Map<Pid, u32>),
}

impl Version {
    /// Whether this one is newer; `None` where the two are concurrent. Versions of different kinds never meet in one run.
    pub fn compare(&self, other: &Version) -> Option<Ordering> {
        let (Version::Vector(mine), Version::Vector(theirs)) = (self, other) else { return Some(self.cmp(other)) };
        let covers = |a: &Map<Pid, u32>, b: &Map<Pid, u32>| b.iter().all(|(writer, n)| a.get(writer).is_some_and(|m| m >= n));
        match (covers(mine, theirs), covers(theirs, mine)) {
            (true, true) => Some(Ordering::Equal),
            (true, false) => Some(Ordering::Greater),
            (false, true) => Some(Ordering::Less),
            (false, false) => None,
        }
    }
}

/// A value with its version: what one write left.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Item {
    /// How it compares.
    pub version: Version,
    /// The value; null for a tombstone, which stands for "deleted".
    pub value: Value,
    /// The operation that wrote it.
    pub write: OperationId,
}

/// All that is known of a key: one item, or several that are concurrent (siblings), in order. None for a key never written.
pub type Items = Vec<Item>;

/// Takes up what another knows: keeps whatever nothing newer replaces. Returns whether something changed.
pub fn merge(items: &mut Items, news: &[Item]) -> bool {
    let mut changed = false;
    for item in news {
        if items.iter().any(|known| known.version.compare(&item.version).is_some_and(Ordering::is_ge)) {
            continue;
        }
        items.retain(|known| item.version.compare(&known.version) != Some(Ordering::Greater));
        items.push(item.clone());
        synod_order::sort(items);
        changed = true;
    }
    changed
}

/// The items that a reader is given: those that are not deleted.
pub fn alive(items: &[Item]) -> impl Iterator<Item = &Item> {
    items.iter().filter(|item| item.value != Value::Null)
}

/// Several values as one: none is null, several are siblings.
pub fn as_one(mut values: Vec<Value>) -> Value {
    match values.len() {
        0 => Value::Null,
        1 => values.remove(0),
        _ => Value::Siblings(values),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(version: Version, value: u32) -> Item {
        Item { version, value: Value::Int(value.into()), write: OperationId(value) }
    }
    fn values(items: &[Item]) -> Vec<Value> {
        alive(items).map(|item| item.value.clone()).collect()
    }
    fn vector(entries: &[(u16, u32)]) -> Version {
        Version::Vector(entries.iter().map(|&(pid, n)| (Pid(pid), n)).collect())
    }

    #[test]
    fn the_last_writer_wins_in_any_order_of_arrival() {
        let (old, new) = (item(Version::Clock(5, OperationId(0)), 1), item(Version::Clock(9, OperationId(1)), 2));
        let mut first = vec![];
        assert!(merge(&mut first, &[old.clone(), new.clone()]));
        let mut second = vec![];
        assert!(merge(&mut second, &[new.clone(), old.clone()]));
        assert_eq!(first, vec![new]);
        assert_eq!(first, second);
        assert!(!merge(&mut first, &[old]));
    }

    #[test]
    fn concurrent_vectors_are_siblings_until_one_has_seen_both() {
        let mut items = vec![];
        merge(&mut items, &[item(vector(&[(0, 1)]), 1), item(vector(&[(1, 1)]), 2)]);
        assert_eq!(values(&items), [Value::Int(1), Value::Int(2)]);
        merge(&mut items, &[item(vector(&[(0, 2), (1, 1)]), 3)]);
        assert_eq!(values(&items), [Value::Int(3)]);
    }
}
