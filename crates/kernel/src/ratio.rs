//! Probabilities as integer ratios: the same coin everywhere.

use crate::rng::share;
use std::fmt;

/// A probability `num / den`, in integers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Ratio {
    num: u32,
    den: u32,
}

/// A ratio that is not a probability.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BadRatio {
    /// The numerator that was asked for.
    pub num: u32,
    /// The denominator that was asked for.
    pub den: u32,
}

impl fmt::Display for BadRatio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{} is not a probability: the denominator must be positive and not below the numerator", self.num, self.den)
    }
}
impl std::error::Error for BadRatio {}

impl Ratio {
    /// Never.
    pub const ZERO: Ratio = Ratio { num: 0, den: 1 };
    /// Always.
    pub const ONE: Ratio = Ratio { num: 1, den: 1 };

    /// The probability `num / den`.
    ///
    /// # Errors
    /// [`BadRatio`] where it would lie outside 0 to 1.
    pub const fn new(num: u32, den: u32) -> Result<Ratio, BadRatio> {
        if den == 0 || num > den { Err(BadRatio { num, den }) } else { Ok(Ratio { num, den }) }
    }

    /// The probability of so many per cent; above a hundred is a hundred.
    pub const fn percent(percent: u32) -> Ratio {
        Ratio { num: if percent > 100 { 100 } else { percent }, den: 100 }
    }

    /// The numerator.
    pub const fn num(self) -> u32 {
        self.num
    }

    /// The denominator, positive.
    pub const fn den(self) -> u32 {
        self.den
    }

    /// Whether it never happens.
    pub const fn is_zero(self) -> bool {
        self.num == 0
    }

    /// Whether a uniform 64-bit draw falls inside it: whether `draw / 2⁶⁴` is below `num / den`.
    #[inline]
    pub fn holds_for(self, draw: u64) -> bool {
        share(draw, self.den) < self.num
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_never_and_one_always() {
        for draw in [0, 1, u64::MAX / 2, u64::MAX] {
            assert!(!Ratio::ZERO.holds_for(draw));
            assert!(Ratio::ONE.holds_for(draw));
        }
    }

    #[test]
    fn a_half_splits_the_draws_in_the_middle() {
        let half = Ratio::new(1, 2).unwrap();
        assert!(half.holds_for((1 << 63) - 1));
        assert!(!half.holds_for(1 << 63));
    }

    #[test]
    fn what_is_not_a_probability_is_refused() {
        assert!(Ratio::new(3, 2).is_err());
        assert!(Ratio::new(0, 0).is_err());
    }
}
