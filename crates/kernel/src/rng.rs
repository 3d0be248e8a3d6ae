//! Randomness by name: each draw is a function of the seed and of what it is drawn for, never of what was drawn before.
//!
//! So one more fault, one more message or another parameter leaves every other draw as it was, and no generator state has to
//! be kept, cloned or hashed. The generator is `SplitMix64` (Steele, Lea & Flood 2014, fig. 15), started at a mixed key.

use crate::Ratio;

/// What a draw is for; separate purposes never share numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u64)]
pub enum Purpose {
    /// The fate and delay of a message, keyed by sender, receiver and number on the link.
    Message = 1,
    /// How long a timer runs, keyed by process and number of arming.
    Timer = 2,
    /// A choice that a node asked for, keyed by process and number of choice.
    Choice = 3,
    /// What a workload does, keyed by client and operation.
    Workload = 4,
}

/// A short stream of numbers for one purpose and key.
#[derive(Clone, Debug)]
pub struct Draw(u64);

const GOLDEN_GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;

impl Draw {
    /// The stream that `seed` holds for `purpose` and `key`.
    #[inline]
    pub fn new(seed: u64, purpose: Purpose, key: (u32, u32)) -> Draw {
        let key = u64::from(key.0) << 32 | u64::from(key.1);
        Draw(mix(mix(seed ^ (purpose as u64).wrapping_mul(GOLDEN_GAMMA)) ^ key))
    }

    /// The next 64 uniform bits.
    #[inline]
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN_GAMMA);
        mix(self.0)
    }

    /// Whether something of this probability happens. Takes one draw, though what never happens needs no look at it.
    #[inline]
    pub fn happens(&mut self, p: Ratio) -> bool {
        if p.is_zero() {
            self.0 = self.0.wrapping_add(GOLDEN_GAMMA);
            return false;
        }
        p.holds_for(self.bits())
    }

    /// A uniform number in `low..=high`; `low` where the range is empty. By multiplication (Lemire 2019); the bias is below 2⁻²⁴ for
    /// every range that a world uses, which are capped in [`crate::Limits`].
    #[inline]
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        let span = high.saturating_sub(low).saturating_add(1);
        let share = match u32::try_from(span) {
            Ok(span) => u64::from(share(self.bits(), span)),
            Err(_) => ((u128::from(self.bits()) * u128::from(span)) >> 64) as u64,
        };
        low + share
    }
}

/// The share of `of` that `bits` are of 2⁶⁴: `bits · of / 2⁶⁴`, rounded down. In halves, because wasm has no 128-bit product.
#[inline]
pub(crate) fn share(bits: u64, of: u32) -> u32 {
    let of = u64::from(of);
    let low = (bits & u64::from(u32::MAX)) * of;
    (((bits >> 32) * of + (low >> 32)) >> 32) as u32
}

/// The finaliser of `SplitMix64`: Stafford's variant 13.
#[inline]
fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_is_splitmix64() {
        // The first outputs for state 1234567, as the authors' reference implementation prints them.
        let mut draw = Draw(1_234_567);
        assert_eq!([draw.bits(), draw.bits()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }

    #[test]
    fn ranges_are_covered_and_never_left() {
        let mut seen = [0_u32; 6];
        for n in 0..6_000 {
            let value = Draw::new(7, Purpose::Choice, (0, n)).between(0, 5);
            seen[value as usize] += 1;
        }
        assert!(seen.iter().all(|&n| (900..1100).contains(&n)), "{seen:?}");
    }

    #[test]
    fn a_share_is_the_upper_half_of_the_product() {
        let mut draw = Draw::new(11, Purpose::Workload, (0, 0));
        for of in [0, 1, 2, 3, 9_001, 600_000_001, u32::MAX] {
            for bits in [0, 1, u64::from(u32::MAX), 1 << 32, u64::MAX - 1, u64::MAX, draw.bits(), draw.bits()] {
                assert_eq!(u128::from(share(bits, of)), (u128::from(bits) * u128::from(of)) >> 64, "{bits} of {of}");
            }
        }
    }

    #[test]
    fn another_key_is_another_stream() {
        let first = |purpose, key| Draw::new(1, purpose, key).bits();
        assert_ne!(first(Purpose::Message, (0, 1)), first(Purpose::Message, (1, 0)));
        assert_ne!(first(Purpose::Message, (0, 1)), first(Purpose::Timer, (0, 1)));
    }
}
