//! Sets of seeds, as ranges.

use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A set of numbers as ranges, each with its first number and the one behind its last, in ascending order and apart from each other.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ranges(Vec<(u64, u64)>);

impl From<Range<u64>> for Ranges {
    fn from(range: Range<u64>) -> Self {
        Ranges(if range.is_empty() { Vec::new() } else { vec![(range.start, range.end)] })
    }
}

impl Ranges {
    /// The ranges.
    pub fn iter(&self) -> impl Iterator<Item = Range<u64>> {
        self.0.iter().map(|(start, end)| *start..*end)
    }

    /// Whether it has no number.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many numbers it has.
    pub fn count(&self) -> u64 {
        self.0.iter().map(|(start, end)| end - start).sum()
    }

    /// From its first number to its last; none of an empty set.
    pub fn hull(&self) -> Option<Range<u64>> {
        Some(self.0.first()?.0..self.0.last()?.1)
    }

    /// The numbers of either.
    #[must_use]
    pub fn union(&self, other: &Ranges) -> Ranges {
        let mut all: Vec<(u64, u64)> = self.0.iter().chain(&other.0).copied().collect();
        synod_order::sort(&mut all);
        let mut joined: Vec<(u64, u64)> = Vec::new();
        for (start, end) in all {
            match joined.last_mut().filter(|last| start <= last.1) {
                Some(last) => last.1 = last.1.max(end),
                None => joined.push((start, end)),
            }
        }
        Ranges(joined)
    }

    /// The numbers that the other set has not.
    #[must_use]
    pub fn without(&self, other: &Ranges) -> Ranges {
        let mut left = Vec::new();
        for &(first, end) in &self.0 {
            let mut start = first;
            for &(from, to) in other.0.iter().filter(|(from, to)| *from < end && *to > first) {
                if start < from {
                    left.push((start, from));
                }
                start = start.max(to);
            }
            if start < end {
                left.push((start, end));
            }
        }
        Ranges(left)
    }

    /// The numbers of both.
    #[must_use]
    pub fn shared(&self, other: &Ranges) -> Ranges {
        self.without(&self.without(other))
    }

    /// Whether the ranges are as they should be.
    pub(super) fn is_sound(&self) -> bool {
        self.0.iter().all(|(start, end)| start < end) && self.0.is_sorted_by(|a, b| a.1 < b.0)
    }
}

/// `0..100, 200..300`
impl std::fmt::Display for Ranges {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (i, (start, end)) in self.0.iter().enumerate() {
            write!(f, "{}{start}..{end}", if i > 0 { ", " } else { "" })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn has(ranges: &Ranges, number: u64) -> bool {
        ranges.iter().any(|range| range.contains(&number))
    }

    fn some() -> impl Strategy<Value = Ranges> {
        proptest::collection::vec((0_u64..40, 0_u64..8), 0..6).prop_map(|pieces| {
            pieces.into_iter().fold(Ranges::default(), |all, (start, length)| all.union(&(start..start + length).into()))
        })
    }

    proptest! {
        #[test]
        fn they_are_sets(a in some(), b in some()) {
            let (either, only, both) = (a.union(&b), a.without(&b), a.shared(&b));
            prop_assert!(either.is_sound() && only.is_sound() && both.is_sound());
            for number in 0..50 {
                let (in_a, in_b) = (has(&a, number), has(&b, number));
                prop_assert_eq!(has(&either, number), in_a || in_b);
                prop_assert_eq!(has(&only, number), in_a && !in_b);
                prop_assert_eq!(has(&both, number), in_a && in_b);
            }
            prop_assert_eq!(either.count() + both.count(), a.count() + b.count());
        }
    }

    #[test]
    fn ranges_that_touch_are_one() {
        let joined = Ranges::from(0..10).union(&(10..20).into());
        assert_eq!((joined.to_string(), joined.hull()), ("0..20".to_owned(), Some(0..20)));
    }
}
