//! The marks of a time axis.

/// The distance between marks: 1, 2 or 5 times a power of ten, so that `span` on a width of `width` has them at least `apart`
/// pixels from each other.
pub fn step(span: f64, width: f64, apart: f64) -> u64 {
    let most = (width / apart).floor().max(1.0);
    let mut step = 1_u64;
    for factor in [2, 5, 10].into_iter().cycle() {
        if span / step as f64 <= most {
            break;
        }
        let base = 10_u64.pow(step.ilog10());
        step = base * factor;
    }
    step
}

/// The marks from `from` to `to`, `step` apart.
pub fn ticks(from: u64, to: u64, step: u64) -> Vec<u64> {
    (from.div_ceil(step)..=to / step).map(|i| i * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(end: u64, width: f64) -> Vec<u64> {
        ticks(0, end, step(end as f64, width, 64.0))
    }

    #[test]
    fn marks_are_round_and_not_crowded() {
        assert_eq!(marks(110_000, 735.0), (0..=11).map(|i| i * 10_000).collect::<Vec<_>>());
        assert_eq!(marks(110_000, 300.0), [0, 50_000, 100_000]);
        assert_eq!(marks(3, 700.0), [0, 1, 2, 3]);
        assert_eq!(marks(0, 700.0), [0]);
    }

    #[test]
    fn a_window_has_the_marks_within_it() {
        assert_eq!(ticks(12_345, 14_100, 500), [12_500, 13_000, 13_500, 14_000]);
        assert_eq!(ticks(12_500, 12_500, 500), [12_500]);
        assert!(ticks(12_501, 12_502, 500).is_empty());
    }

    #[test]
    fn a_long_run_has_no_more_marks_than_a_short_one() {
        for end in [7, 99, 1_000, 54_321, 9_999_999, 86_400_000_000] {
            let marks = marks(end, 700.0);
            assert!(marks.len() <= 11, "{end}: {marks:?}");
        }
    }
}
