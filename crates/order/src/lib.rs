//! Putting things in order, with one sort for all types.
//!
//! The standard library's sorts are compiled anew for every type: three to nine kilobytes each, in a page that every visitor downloads.
//! Here the sorting itself exists once and knows places only; what is generic compares two elements and swaps two. The same
//! holds for maps and sets that are collected: the standard library sorts first, what is here inserts.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

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
pub fn map<K: Ord, V>(pairs: impl IntoIterator<Item = (K, V)>) -> BTreeMap<K, V> {
    let mut map = BTreeMap::new();
    map.extend(pairs);
    map
}

/// A set of these.
pub fn set<T: Ord>(members: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    set.extend(members);
    set
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
        assert_eq!(map([(1, 'a'), (2, 'b'), (1, 'c')]), BTreeMap::from([(1, 'c'), (2, 'b')]));
        assert_eq!(set([3, 1, 3]), BTreeSet::from([1, 3]));
    }
}
