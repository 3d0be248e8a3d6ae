//! How fast a run is played: simulated time over real time.

/// A speed: `0` over `1`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Speed(pub u32, pub u32);

/// The speeds on offer, slowest first.
pub const SPEEDS: [Speed; 12] = [
    Speed(1, 1000),
    Speed(1, 200),
    Speed(1, 100),
    Speed(1, 50),
    Speed(1, 20),
    Speed(1, 10),
    Speed(1, 5),
    Speed(1, 2),
    Speed(1, 1),
    Speed(2, 1),
    Speed(5, 1),
    Speed(10, 1),
];

/// How long the first playing of a run should take, in seconds.
const PLEASANT: f64 = 13.0;

impl Speed {
    /// The factor.
    pub fn factor(self) -> f64 {
        f64::from(self.0) / f64::from(self.1)
    }

    /// As people read it: `1/50×`, `2×`.
    pub fn label(self) -> String {
        if self.1 == 1 { format!("{}×", self.0) } else { format!("{}/{}×", self.0, self.1) }
    }

    /// The speed on offer at which `us` microseconds are watched in a pleasant time.
    pub fn for_span(us: u64) -> Speed {
        let wanted = (us.max(1) as f64 / 1e6 / PLEASANT).ln();
        let far = |speed: &Speed| (speed.factor().ln() - wanted).abs();
        SPEEDS.into_iter().min_by(|a, b| far(a).total_cmp(&far(b))).unwrap_or(Speed(1, 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_first_watched_in_about_ten_to_fifteen_seconds() {
        assert_eq!(Speed::for_span(110_000).label(), "1/100×");
        assert_eq!(Speed::for_span(600_000).label(), "1/20×");
        assert_eq!(Speed::for_span(13_000_000).label(), "1×");
        assert_eq!(Speed::for_span(0).label(), "1/1000×");
        assert_eq!(Speed::for_span(u64::MAX).label(), "10×");
    }
}
