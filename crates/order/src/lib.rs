//! Putting things in order, with little code for each new type: sorts, maps and sets.
//!
//! What the standard library offers is compiled anew for every type: a sort takes three to nine kilobytes each, a B-tree two or three for
//! each pair of types, in a page that every visitor downloads. Here the sorting itself exists once and knows places only, and [`Map`] and
//! [`Set`] are vectors in order.

mod map;
#[cfg(feature = "serde")]
mod serde;
mod set;

pub use map::{Entry, Iter, IterMut, Keys, Map, Values};
pub use set::Set;

use std::cmp::Ordering;
use std::ops::{Bound, RangeBounds};

/// Sorts; what is equal keeps its order.
pub fn sort<T: Ord>(list: &mut [T]) {
    sort_by(list, Ord::cmp);
}

/// Sorts by a key; what is equal keeps its order.
pub fn sort_by_key<T, K: Ord>(list: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(list, |a, b| key(a).cmp(&key(b)));
}

/// Sorts by a comparison; what is equal keeps its order.
pub fn sort_by<T>(list: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    for (a, b) in swaps(list.len(), &|a, b| compare(&list[a], &list[b])) {
        list.swap(a, b);
    }
}

/// A map of these pairs; the last one of a key counts.
pub fn map<K: Ord, V>(pairs: impl IntoIterator<Item = (K, V)>) -> Map<K, V> {
    pairs.into_iter().collect()
}

/// A set of these.
pub fn set<T: Ord>(members: impl IntoIterator<Item = T>) -> Set<T> {
    members.into_iter().collect()
}

/// Where a range of keys begins and ends among the places; no end where it goes on for ever.
fn ends<Q: ?Sized>(range: &impl RangeBounds<Q>, place: impl Fn(&Q) -> Result<usize, usize>) -> (usize, Option<usize>) {
    let before = |key| place(key).unwrap_or_else(|place| place);
    let after = |key| place(key).map_or_else(|place| place, |place| place + 1);
    let from = match range.start_bound() {
        Bound::Included(key) => before(key),
        Bound::Excluded(key) => after(key),
        Bound::Unbounded => 0,
    };
    let to = match range.end_bound() {
        Bound::Included(key) => Some(after(key)),
        Bound::Excluded(key) => Some(before(key)),
        Bound::Unbounded => None,
    };
    (from, to)
}

/// The swaps that put so many elements in order.
fn swaps(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<(usize, usize)> {
    let mut swaps = Vec::new();
    if (1..count).all(|i| compare(i - 1, i).is_le()) {
        return swaps;
    }
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|a, b| compare(*a, *b));
    let mut place_of = vec![0; count];
    for (place, element) in order.into_iter().enumerate() {
        place_of[element] = place;
    }
    for here in 0..count {
        while place_of[here] != here {
            let there = place_of[here];
            swaps.push((here, there));
            place_of.swap(here, there);
        }
    }
    swaps
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers without order, the same ones every time.
    fn numbers(count: u64) -> Vec<u64> {
        (0..count).map(|i| i.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56).collect()
    }

    #[test]
    fn it_sorts_as_the_standard_library_does() {
        for count in [0, 1, 2, 3, 10, 100, 1000] {
            let mut list = numbers(count);
            let mut expected = list.clone();
            expected.sort_unstable();
            sort(&mut list);
            assert_eq!(list, expected);
        }
    }

    #[test]
    fn what_is_equal_keeps_its_order() {
        let mut list: Vec<(u64, usize)> = numbers(500).into_iter().enumerate().map(|(i, n)| (n % 7, i)).collect();
        let mut expected = list.clone();
        expected.sort_by_key(|(n, _)| *n);
        sort_by_key(&mut list, |(n, _)| *n);
        assert_eq!(list, expected);
    }

    #[test]
    fn the_last_of_a_key_counts() {
        assert_eq!(map([(1, 'a'), (2, 'b'), (1, 'c')]), Map::from([(1, 'c'), (2, 'b')]));
        assert_eq!(set([3, 1, 3]), Set::from([1, 3]));
    }
}
