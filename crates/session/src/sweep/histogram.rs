//! Counts of whole numbers that can be put together exactly: a histogram is a function of what was counted, not of the order or of the
//! pieces in which it was.

use serde::{Deserialize, Serialize};
use synod_order::Map;

/// How many leading binary digits of a number are kept. Numbers below 2^12 = 4096 are exact; of larger ones, the kept part falls short by
/// less than one in 2^11 = 2048 (0.05 %).
pub const DIGITS: u32 = 12;

/// How often each number occurred, numbers with the same leading digits together.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Histogram {
    /// The exact sum of all numbers.
    sum: u128,
    /// By the smallest number that is counted there.
    #[serde(with = "pairs")]
    counts: Map<u64, u64>,
}

/// The smallest number that is counted together with this one.
fn floor(number: u64) -> u64 {
    let dropped = (u64::BITS - number.leading_zeros()).saturating_sub(DIGITS);
    number >> dropped << dropped
}

impl Histogram {
    /// Counts a number.
    pub fn add(&mut self, number: u64) {
        self.sum += u128::from(number);
        *self.counts.entry(floor(number)).or_default() += 1;
    }

    /// Counts everything that the other one counted.
    pub fn merge(&mut self, other: &Histogram) {
        self.sum += other.sum;
        for (number, count) in &other.counts {
            *self.counts.entry(*number).or_default() += count;
        }
    }

    /// How many numbers were counted.
    pub fn count(&self) -> u64 {
        self.counts.values().sum()
    }

    /// How many of them were zero.
    pub fn zeros(&self) -> u64 {
        self.counts.get(&0).copied().unwrap_or(0)
    }

    /// Their sum.
    pub fn sum(&self) -> u128 {
        self.sum
    }

    /// The number of this rank in ascending order, counted from 1, to [`DIGITS`] leading digits; none where there are fewer.
    pub fn nth(&self, rank: u64) -> Option<u64> {
        let mut before = 0;
        self.counts.iter().find_map(|(number, count)| {
            before += count;
            (before >= rank.max(1)).then_some(*number)
        })
    }

    /// Whether this can have come about by counting.
    pub(super) fn is_sound(&self) -> bool {
        let total = self.counts.values().try_fold(0_u64, |total, count| total.checked_add(*count));
        let least = self
            .counts
            .iter()
            .try_fold(0_u128, |sum, (number, count)| sum.checked_add(u128::from(*number).checked_mul(u128::from(*count))?));
        let whole = self.counts.iter().all(|(number, count)| *count > 0 && floor(*number) == *number);
        whole && total.is_some() && least.is_some_and(|least| least <= self.sum && self.sum <= u128::MAX / 2)
    }
}

/// A map as a list of pairs: in JSON, the keys of an object would be texts.
mod pairs {
    use serde::{Deserialize, Deserializer, Serializer};
    use synod_order::Map;

    pub fn serialize<S: Serializer>(map: &Map<u64, u64>, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(map)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Map<u64, u64>, D::Error> {
        Ok(synod_order::map(Vec::<(u64, u64)>::deserialize(from)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(numbers: &[u64]) -> Histogram {
        let mut histogram = Histogram::default();
        for number in numbers {
            histogram.add(*number);
        }
        histogram
    }

    #[test]
    fn small_numbers_are_exact_and_large_ones_nearly() {
        for number in [0, 1, 4_095] {
            assert_eq!(floor(number), number);
        }
        assert_eq!(floor(4_097), 4_096);
        assert_eq!(floor(u64::MAX), u64::MAX >> 52 << 52);
    }

    #[test]
    fn ranks_count_from_one() {
        let histogram = of(&[30, 10, 20, 20]);
        assert_eq!([0, 1, 2, 3, 4, 5].map(|rank| histogram.nth(rank)), [Some(10), Some(10), Some(20), Some(20), Some(30), None]);
        assert_eq!((histogram.count(), histogram.sum()), (4, 80));
    }

    proptest! {
        #[test]
        fn a_number_is_kept_to_one_in_2048(number: u64) {
            let kept = floor(number);
            prop_assert!(kept <= number && (number - kept) <= number / 2_048);
        }

        #[test]
        fn pieces_put_together_are_the_whole(numbers: Vec<u64>, cut in 0_usize..100) {
            let (one, other) = numbers.split_at(cut.min(numbers.len()));
            let mut both = of(other);
            both.merge(&of(one));
            prop_assert!(both.is_sound());
            prop_assert_eq!(both, of(&numbers));
        }
    }
}
