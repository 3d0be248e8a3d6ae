//! What counts say of the probabilities and quantiles behind them: 95 % confidence intervals.

/// The standard normal quantile of a two-sided 95 % interval.
const Z: f64 = 1.959_963_984_540_054;
/// What an interval may miss on either side.
const TAIL: f64 = 0.025;

/// A share with the ends of its 95 % interval.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Rate {
    /// The share that was seen.
    pub value: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// The rate of `hits` in `of`, with the score interval of Wilson (JASA 22, 1927); none of nothing.
pub fn rate(hits: u64, of: u64) -> Option<Rate> {
    if of == 0 {
        return None;
    }
    let (n, p) = (of as f64, hits as f64 / of as f64);
    let scale = 1.0 / (1.0 + Z * Z / n);
    let middle = (p + Z * Z / (2.0 * n)) * scale;
    let half = Z * ((p * (1.0 - p) + Z * Z / (4.0 * n)) / n).sqrt() * scale;
    // Where nothing or everything was a hit, the formula ends there too, but for the last binary digit.
    let low = if hits == 0 { 0.0 } else { (middle - half).max(0.0) };
    let high = if hits == of { 1.0 } else { (middle + half).min(1.0) };
    Some(Rate { value: p, low, high })
}

/// The ranks, counted from 1, of the observations that enclose a quantile with 95 % confidence, whatever the distribution: how many of `n`
/// observations lie below it is binomial (David & Nagaraja, Order Statistics, 2003, § 7.1). None where `n` is too small for that side.
///
/// `part` of `of` is the quantile, less than all: 999 of 1000.
pub fn ranks(n: u64, (part, of): (u64, u64)) -> (Option<u64>, Option<u64>) {
    let below = Binomial::new(n, (part, of));
    (below.last_at_most(TAIL).map(|last| last + 1), below.first_beyond(TAIL))
}

/// The nearest rank of a quantile, counted from 1: the smallest number with at least this part of all at or below it.
pub fn nearest_rank(n: u64, (part, of): (u64, u64)) -> u64 {
    (u128::from(n) * u128::from(part)).div_ceil(u128::from(of.max(1))).max(1) as u64
}

/// The binomial distribution around its mode, as far as anything of it can be seen: probabilities of `from`, `from` + 1 and so on.
struct Binomial {
    n: u64,
    from: u64,
    probabilities: Vec<f64>,
}

impl Binomial {
    /// Only ratios of neighbours are used, from the mode outwards; the sum makes them probabilities.
    fn new(n: u64, (part, of): (u64, u64)) -> Binomial {
        /// Less than this share of the mode adds nothing.
        const NEGLIGIBLE: f64 = 1e-17;
        let odds = part as f64 / (of - part) as f64;
        let mode = ((u128::from(n) + 1) * u128::from(part) / u128::from(of)).min(u128::from(n)) as u64;
        let (mut down, mut up) = (Vec::new(), vec![1.0]);
        let (mut k, mut p) = (mode, 1.0);
        while k > 0 && p > NEGLIGIBLE {
            p *= k as f64 / ((n - k + 1) as f64 * odds);
            k -= 1;
            down.push(p);
        }
        let from = k;
        (k, p) = (mode, 1.0);
        while k < n && p > NEGLIGIBLE {
            p *= (n - k) as f64 * odds / (k + 1) as f64;
            k += 1;
            up.push(p);
        }
        down.reverse();
        down.extend(up);
        let sum: f64 = down.iter().sum();
        for p in &mut down {
            *p /= sum;
        }
        Binomial { n, from, probabilities: down }
    }

    /// The largest number at or below which there is at most so much probability.
    fn last_at_most(&self, tail: f64) -> Option<u64> {
        let mut sum = 0.0;
        let held = self.probabilities.iter().take_while(|p| {
            sum += **p;
            sum <= tail
        });
        (self.from + held.count() as u64).checked_sub(1)
    }

    /// The smallest number at or above which there is at most so much probability; none where that is no observation's rank.
    fn first_beyond(&self, tail: f64) -> Option<u64> {
        let mut sum = 0.0;
        let held = self.probabilities.iter().rev().take_while(|p| {
            sum += **p;
            sum <= tail
        });
        let first = self.from + self.probabilities.len() as u64 - held.count() as u64;
        (first <= self.n).then_some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rounded(rate: Option<Rate>) -> (f64, f64) {
        let rate = rate.expect("there were some");
        ((rate.low * 1e4).round() / 1e4, (rate.high * 1e4).round() / 1e4)
    }

    #[test]
    fn rates_have_the_intervals_of_the_tables() {
        assert_eq!(rate(0, 0), None);
        assert_eq!(rounded(rate(0, 10)), (0.0, 0.2775));
        assert_eq!(rounded(rate(5, 10)), (0.2366, 0.7634));
        assert_eq!(rounded(rate(1, 20)), (0.0089, 0.2361));
        assert_eq!(rounded(rate(20, 20)), (0.8389, 1.0));
        // Newcombe, Statistics in Medicine 17, 1998, table I: 81 of 263, and 15 of 148.
        assert_eq!(rounded(rate(81, 263)), (0.2553, 0.3662));
        assert_eq!(rounded(rate(15, 148)), (0.0624, 0.1605));
    }

    #[test]
    fn medians_have_the_ranks_of_the_tables() {
        // Conover, Practical Nonparametric Statistics, and every table of the sign test.
        for (n, ranks_of_the_median) in
            [(6, (Some(1), Some(6))), (10, (Some(2), Some(9))), (20, (Some(6), Some(15))), (100, (Some(40), Some(61)))]
        {
            assert_eq!(ranks(n, (1, 2)), ranks_of_the_median, "{n}");
        }
        assert_eq!(ranks(5, (1, 2)), (None, None), "five observations are too few for 95 %");
    }

    #[test]
    fn a_far_quantile_needs_many_observations_for_its_upper_end() {
        assert_eq!(ranks(1_000, (999, 1_000)).1, None);
        // 0.999^n ≤ 0.025 from n = 3688 on: then the largest one is an upper end.
        assert_eq!(ranks(3_687, (999, 1_000)).1, None);
        assert_eq!(ranks(3_688, (999, 1_000)).1, Some(3_688));
        // By the logarithms of factorials, term by term.
        let (low, high) = ranks(1_000_000, (999, 1_000));
        assert_eq!((low, high), (Some(998_938), Some(999_062)));
    }

    #[test]
    fn the_nearest_rank_is_never_none_of_them() {
        assert_eq!([0, 1, 10, 11].map(|n| nearest_rank(n, (1, 2))), [1, 1, 5, 6]);
        assert_eq!(nearest_rank(1_000, (999, 1_000)), 999);
    }
}
