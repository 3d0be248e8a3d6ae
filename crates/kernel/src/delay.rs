//! How long a message takes: delay models, drawn in integers of microseconds.
//!
//! Parameters are integers with their unit in the name. The one place where floating point is used on the way to a run: `libm`
//! is pure Rust and gives the same bits natively and as wasm, and the result is rounded to whole microseconds at once.

use crate::{Limits, Ratio, rng::Draw};
use std::fmt;

/// A distribution of delays.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Delay {
    /// Always the same.
    Constant {
        /// The delay, in microseconds.
        us: u64,
    },
    /// Uniform between two bounds, both included.
    Uniform {
        /// The shortest, in microseconds.
        low_us: u64,
        /// The longest, in microseconds.
        high_us: u64,
    },
    /// Exponential with this mean.
    Exponential {
        /// The mean, in nanoseconds (fitted rates need more than a microsecond's precision).
        mean_ns: u64,
    },
    /// Log-normal: the logarithm of the delay is normal.
    LogNormal {
        /// The median, in microseconds.
        median_us: u64,
        /// The standard deviation of the natural logarithm, in thousandths.
        sigma_milli: u32,
    },
    /// Pareto (type I): `scale · U^(−1/shape)`.
    Pareto {
        /// The shortest possible delay, in microseconds.
        scale_us: u64,
        /// The shape (tail index), in thousandths.
        shape_milli: u32,
    },
    /// With probability `p` the first, else the second.
    Mixture {
        /// The share of the first.
        p: Ratio,
        /// The first.
        a: Box<Delay>,
        /// The second.
        b: Box<Delay>,
    },
    /// A model and something on top of it.
    Plus {
        /// What is added, in microseconds.
        us: u64,
        /// The model it is added to.
        base: Box<Delay>,
    },
}

/// A delay model that cannot be drawn from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum BadDelay {
    /// A span is longer than [`Limits::DELAY_US_MAX`].
    TooLong,
    /// The lower bound of a uniform delay lies above the upper one.
    EmptyRange,
    /// A scale, mean or shape is zero.
    Zero,
    /// Mixtures inside mixtures deeper than four.
    TooDeep,
}

impl fmt::Display for BadDelay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BadDelay::TooLong => "a delay may be ten minutes at most",
            BadDelay::EmptyRange => "a uniform delay needs a lower bound that is not above the upper one",
            BadDelay::Zero => "a mean, scale, shape or median must be positive",
            BadDelay::TooDeep => "a mixture may hold mixtures four deep at most",
        })
    }
}
impl std::error::Error for BadDelay {}

impl Delay {
    /// Always so many milliseconds.
    pub const fn constant_ms(ms: u64) -> Delay {
        Delay::Constant { us: ms * 1_000 }
    }

    /// Refuses a model that makes no sense or is out of bounds.
    ///
    /// # Errors
    /// [`BadDelay`] says which rule it breaks.
    pub fn check(&self) -> Result<(), BadDelay> {
        self.check_depth(4)
    }

    fn check_depth(&self, depth: u8) -> Result<(), BadDelay> {
        let short = |us: u64| if us > Limits::DELAY_US_MAX { Err(BadDelay::TooLong) } else { Ok(()) };
        let positive = |n: u64| if n == 0 { Err(BadDelay::Zero) } else { Ok(()) };
        let deeper = || depth.checked_sub(1).ok_or(BadDelay::TooDeep);
        match self {
            Delay::Constant { us } => short(*us),
            Delay::Uniform { low_us, high_us } if low_us > high_us => Err(BadDelay::EmptyRange),
            Delay::Uniform { high_us, .. } => short(*high_us),
            Delay::Exponential { mean_ns } => positive(*mean_ns).and(short(mean_ns / 1_000)),
            Delay::LogNormal { median_us, sigma_milli } => {
                positive(*median_us).and(positive(u64::from(*sigma_milli))).and(short(*median_us))
            }
            Delay::Pareto { scale_us, shape_milli } => {
                positive(*scale_us).and(positive(u64::from(*shape_milli))).and(short(*scale_us))
            }
            Delay::Mixture { a, b, .. } => {
                let depth = deeper()?;
                a.check_depth(depth).and(b.check_depth(depth))
            }
            Delay::Plus { us, base } => short(*us).and(base.check_depth(deeper()?)),
        }
    }

    /// Draws one delay, in microseconds, at most [`Limits::DELAY_US_MAX`].
    #[inline]
    pub fn draw(&self, from: &mut Draw) -> u64 {
        match self {
            Delay::Constant { us } => *us,
            Delay::Uniform { low_us, high_us } => from.between(*low_us, *high_us),
            other => other.draw_at_length(from),
        }
    }

    /// The shortest and the longest delay that may be drawn, in microseconds; where there is no longest one,
    /// [`Limits::DELAY_US_MAX`], at which all are capped.
    pub fn spans_us(&self) -> (u64, u64) {
        match self {
            Delay::Constant { us } => (*us, *us),
            Delay::Uniform { low_us, high_us } => (*low_us, *high_us),
            Delay::Exponential { .. } | Delay::LogNormal { .. } => (0, Limits::DELAY_US_MAX),
            Delay::Pareto { scale_us, .. } => (*scale_us, Limits::DELAY_US_MAX),
            Delay::Mixture { a, b, .. } => {
                let (a, b) = (a.spans_us(), b.spans_us());
                (a.0.min(b.0), a.1.max(b.1))
            }
            Delay::Plus { us, base } => {
                let (shortest, longest) = base.spans_us();
                ((us + shortest).min(Limits::DELAY_US_MAX), (us + longest).min(Limits::DELAY_US_MAX))
            }
        }
    }

    fn draw_at_length(&self, from: &mut Draw) -> u64 {
        match self {
            Delay::Constant { .. } | Delay::Uniform { .. } => self.draw(from),
            Delay::Exponential { mean_ns } => whole_us(*mean_ns as f64 / 1e3 * -libm::log(unit(from))),
            Delay::LogNormal { median_us, sigma_milli } => {
                whole_us(*median_us as f64 * libm::exp(f64::from(*sigma_milli) / 1e3 * normal(from)))
            }
            Delay::Pareto { scale_us, shape_milli } => {
                whole_us(*scale_us as f64 * libm::exp(-libm::log(unit(from)) * 1e3 / f64::from(*shape_milli)))
            }
            Delay::Mixture { p, a, b } => {
                if from.happens(*p) {
                    a.draw(from)
                } else {
                    b.draw(from)
                }
            }
            Delay::Plus { us, base } => (us + base.draw(from)).min(Limits::DELAY_US_MAX),
        }
    }
}

/// Uniform in (0, 1]: 53 bits, never 0, so that its logarithm is finite.
fn unit(from: &mut Draw) -> f64 {
    ((from.bits() >> 11) + 1) as f64 / (1_u64 << 53) as f64
}

/// A standard normal number (Box & Muller 1958).
fn normal(from: &mut Draw) -> f64 {
    let radius = libm::sqrt(-2.0 * libm::log(unit(from)));
    radius * libm::cos(std::f64::consts::TAU * unit(from))
}

#[allow(clippy::cast_sign_loss, reason = "a delay is never negative, and the cast saturates before the cap is taken")]
fn whole_us(us: f64) -> u64 {
    (libm::round(us) as u64).min(Limits::DELAY_US_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Purpose;

    fn sorted_draws(delay: &Delay) -> Vec<u64> {
        let mut all: Vec<u64> = (0..20_000).map(|n| delay.draw(&mut Draw::new(3, Purpose::Message, (0, n)))).collect();
        all.sort_unstable();
        all
    }
    fn near(value: u64, expected: u64) -> bool {
        value.abs_diff(expected) * 20 <= expected
    }

    #[test]
    fn each_model_has_the_quantiles_of_its_formula() {
        let median = |delay: &Delay| sorted_draws(delay)[10_000];
        let p90 = |delay: &Delay| sorted_draws(delay)[18_000];
        let uniform = Delay::Uniform { low_us: 1_000, high_us: 3_000 };
        assert!(near(median(&uniform), 2_000) && near(p90(&uniform), 2_800));
        let exponential = Delay::Exponential { mean_ns: 10_000_000 };
        assert!(near(median(&exponential), 6_931) && near(p90(&exponential), 23_026));
        let log_normal = Delay::LogNormal { median_us: 20_000, sigma_milli: 500 };
        assert!(near(median(&log_normal), 20_000) && near(p90(&log_normal), 37_958));
        let pareto = Delay::Pareto { scale_us: 1_000, shape_milli: 2_000 };
        assert!(near(median(&pareto), 1_414) && near(p90(&pareto), 3_162));
    }

    #[test]
    fn no_draw_lies_outside_of_the_spans() {
        let tail = Delay::Mixture {
            p: Ratio::percent(50),
            a: Box::new(Delay::Plus { us: 700, base: Box::new(Delay::Uniform { low_us: 0, high_us: 300 }) }),
            b: Box::new(Delay::Pareto { scale_us: 900, shape_milli: 300 }),
        };
        assert_eq!(tail.spans_us(), (700, Limits::DELAY_US_MAX));
        let normal = Delay::LogNormal { median_us: 20_000, sigma_milli: 500 };
        for delay in [tail, normal, Delay::Exponential { mean_ns: 500 }, Delay::Uniform { low_us: 3, high_us: 9 }] {
            let (shortest, longest) = delay.spans_us();
            let draws = sorted_draws(&delay);
            assert!(shortest <= draws[0] && draws[draws.len() - 1] <= longest, "{delay:?}");
        }
    }

    #[test]
    fn a_mixture_takes_each_part_as_often_as_it_says() {
        let delay =
            Delay::Mixture { p: Ratio::percent(25), a: Box::new(Delay::constant_ms(1)), b: Box::new(Delay::constant_ms(2)) };
        let ones = sorted_draws(&delay).iter().filter(|&&us| us == 1_000).count();
        assert!((4_800..5_200).contains(&ones), "{ones}");
    }

    #[test]
    fn what_cannot_be_drawn_from_is_refused() {
        assert_eq!(Delay::Uniform { low_us: 2, high_us: 1 }.check(), Err(BadDelay::EmptyRange));
        assert_eq!(Delay::Constant { us: u64::MAX }.check(), Err(BadDelay::TooLong));
        assert_eq!(Delay::Exponential { mean_ns: 0 }.check(), Err(BadDelay::Zero));
        let mut deep = Delay::constant_ms(1);
        for _ in 0..6 {
            deep = Delay::Plus { us: 1, base: Box::new(deep) };
        }
        assert_eq!(deep.check(), Err(BadDelay::TooDeep));
    }
}
