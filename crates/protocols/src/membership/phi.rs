//! φ-accrual: how long a silence may last, from how regularly heartbeats have come (Hayashibara et al. 2004, § 4.2 and figure 4).
//!
//! φ = −log₁₀ of the probability that a heartbeat comes still later, where the times between heartbeats are normal with the mean μ and the
//! deviation σ of the last ones. φ reaches Φ when the silence has lasted μ + z(Φ)·σ: that is computed in whole microseconds, so that no
//! rounding of a logarithm decides anything.

use std::collections::VecDeque;
use synod_kernel::Time;

/// z(Φ) for Φ = 1, 2, …, 12 in thousandths: `synod_gossip::detection::deviations_until`, rounded.
pub const Z_MILLI: [u64; 12] = [1_282, 2_326, 3_090, 3_719, 4_265, 4_753, 5_199, 5_612, 5_998, 6_361, 6_706, 7_034];

/// No longer silence is taken for a time between heartbeats: squares of a thousand of them fit into 64 bits.
const GAP_MAX: Time = 100_000_000;

/// When heartbeats of one member came.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Arrivals {
    /// The last; none before the first.
    last: Option<Time>,
    /// The times between the last ones, in microseconds.
    gaps: VecDeque<Time>,
}

impl Arrivals {
    /// Before the first heartbeat: as if they had come around the period, a quarter of it to either side (Akka's bootstrap of the window).
    pub fn expecting(period: Time) -> Arrivals {
        Arrivals { last: None, gaps: VecDeque::from([period - period / 4, period + period / 4]) }
    }

    /// A heartbeat comes; the window keeps so many times between them.
    pub fn heard(&mut self, now: Time, window: usize) {
        if let Some(last) = self.last {
            self.gaps.push_back(now.saturating_sub(last).min(GAP_MAX));
            while self.gaps.len() > window.max(2) {
                self.gaps.pop_front();
            }
        }
        self.last = Some(now);
    }

    /// Mean and deviation of the times between heartbeats, in microseconds.
    pub fn mean_and_deviation(&self) -> (Time, Time) {
        let n = self.gaps.len().max(1) as u64;
        let mean = self.gaps.iter().sum::<u64>() / n;
        let squares: u64 = self.gaps.iter().map(|gap| gap.abs_diff(mean) * gap.abs_diff(mean)).sum();
        (mean, (squares / n).isqrt())
    }

    /// How long a silence may last until φ reaches the threshold, in microseconds. A network that has been regular so far gets `slack` for its
    /// deviation, else the first hiccup would be infinitely suspicious.
    pub fn tolerance(&self, threshold: u16, slack: Time) -> Time {
        let z = Z_MILLI[usize::from(threshold.max(1) - 1).min(Z_MILLI.len() - 1)];
        let (mean, deviation) = self.mean_and_deviation();
        mean + z * deviation.max(slack) / 1_000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_the_normal_distribution() {
        for (level, z) in (1_i32..).zip(Z_MILLI) {
            let exact = synod_gossip::detection::deviations_until(f64::from(level));
            assert!((exact * 1_000.0 - z as f64).abs() <= 0.5, "{level}: {exact}");
        }
    }

    #[test]
    fn the_tolerance_follows_the_network() {
        let after = |gaps: [Time; 4]| {
            let mut arrivals = Arrivals::expecting(100_000);
            let mut now = 0;
            for gap in [0].into_iter().chain(gaps) {
                now += gap;
                arrivals.heard(now, 4);
            }
            arrivals.tolerance(3, 2_000)
        };
        assert_eq!(after([100_000; 4]), 100_000 + 3_090 * 2);
        assert_eq!(after([60_000, 140_000, 60_000, 140_000]), 100_000 + 3_090 * 40);
    }
}
