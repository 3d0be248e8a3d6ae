//! The marks of a time axis.

/// Marks from 0 to `end`, at 1, 2 or 5 times a power of ten, at least `apart` pixels from each other on a width of `width`.
pub fn ticks(end: u64, width: f64, apart: f64) -> Vec<u64> {
    let most = (width / apart).floor().max(1.0);
    let mut step = 1_u64;
    for factor in [2, 5, 10].into_iter().cycle() {
        if end as f64 / step as f64 <= most {
            break;
        }
        let base = 10_u64.pow(step.ilog10());
        step = base * factor;
    }
    (0..=end / step).map(|i| i * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_round_and_not_crowded() {
        assert_eq!(ticks(110_000, 735.0, 64.0), (0..=11).map(|i| i * 10_000).collect::<Vec<_>>());
        assert_eq!(ticks(110_000, 300.0, 64.0), [0, 50_000, 100_000]);
        assert_eq!(ticks(3, 700.0, 64.0), [0, 1, 2, 3]);
        assert_eq!(ticks(0, 700.0, 64.0), [0]);
    }

    #[test]
    fn a_long_run_has_no_more_marks_than_a_short_one() {
        for end in [7, 99, 1_000, 54_321, 9_999_999, 86_400_000_000] {
            let marks = ticks(end, 700.0, 64.0);
            assert!(marks.len() <= 11, "{end}: {marks:?}");
        }
    }
}
