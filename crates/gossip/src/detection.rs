//! Figures of two failure detectors that belong to gossip.

use synod_kernel::rng::{Draw, Purpose};

/// The periods until somebody first pings a member that has failed, where each of `members` others pings one at random each period
/// (Das, Gupta & Motivala, SWIM, DSN 2002, § 3.1: e/(e − 1) on average). One sample, named by `nth`.
pub fn swim_first_ping(members: u32, seed: u64, nth: u32) -> u32 {
    let mut draw = Draw::new(seed, Purpose::Workload, (members, nth));
    let others = u64::from(members.max(1));
    // A member pings one of the others of the whole group: as many as there are members beside itself, the failed one included.
    let found = |draw: &mut Draw| (0..members).fold(false, |hit, _| hit | (draw.between(0, others - 1) == 0));
    let mut periods = 1;
    while !found(&mut draw) && periods < 10_000 {
        periods += 1;
    }
    periods
}

/// The mean of [`swim_first_ping`] among very many members: e/(e − 1).
pub fn swim_expected() -> f64 {
    1.0 / (1.0 - libm::exp(-1.0))
}

/// How suspicious a silence is that lasts `deviations` standard deviations longer than heartbeats do on average: φ = −log₁₀ of the
/// probability that one comes still later (Hayashibara et al. 2004; normal distribution).
pub fn phi(deviations: f64) -> f64 {
    -libm::log10(libm::erfc(deviations / core::f64::consts::SQRT_2) / 2.0)
}

/// After how many standard deviations suspicion reaches `phi`: the inverse of [`phi`], for levels from 0.302 (the mean) to 300.
pub fn deviations_until(level: f64) -> f64 {
    let (mut low, mut high) = (0.0, 38.0);
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        if phi(middle) < level { low = middle } else { high = middle }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swim_finds_a_failed_member_after_1_58_periods() {
        let runs = 4_000;
        let sum: u32 = (0..runs).map(|nth| swim_first_ping(100, 1, nth)).sum();
        let mean = f64::from(sum) / f64::from(runs);
        assert!((swim_expected() - 1.582).abs() < 0.001);
        assert!((mean - swim_expected()).abs() < 0.05, "{mean}");
    }

    #[test]
    fn phi_is_reached_at_the_figures_of_the_normal_distribution() {
        for (level, deviations) in [(1.0, 1.28), (2.0, 2.33), (3.0, 3.09)] {
            assert!((deviations_until(level) - deviations).abs() < 0.005, "{level}: {}", deviations_until(level));
        }
    }
}
