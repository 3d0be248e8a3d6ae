//! What many runs come to: means with 95 % confidence intervals.

use crate::epidemic::{Run, Setup};

/// 97.5 % of the normal distribution lie below this many standard deviations.
const Z: f64 = 1.959_964;

/// A mean, and how sure it is.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Estimate {
    /// The mean of the runs.
    pub mean: f64,
    /// Half the width of the 95 % confidence interval, by the normal approximation; 0 for a single run.
    pub within: f64,
}

/// The runs of one setup, summarised.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Summary {
    /// How many runs.
    pub runs: u32,
    /// Residue: the share of nodes that the update never reached (s).
    pub residue: Estimate,
    /// Traffic: updates sent, per node (m).
    pub traffic: Estimate,
    /// Conversations begun, per node.
    pub contacts: Estimate,
    /// The cycle of arrival, averaged over the nodes that it reached.
    pub t_avg: Estimate,
    /// The cycle of the last arrival.
    pub t_last: Estimate,
    /// The share of runs that reached everybody.
    pub complete: f64,
    /// After each cycle the mean shares that are susceptible, infective and removed; a run that is over stays as it ended.
    pub curve: Vec<[f64; 3]>,
}

impl Summary {
    /// Runs it with the seeds `seed`, `seed + 1` and so on.
    pub fn of(setup: Setup, seed: u64, runs: u32) -> Summary {
        let nodes = f64::from(setup.nodes());
        let mut tallies = [Tally::default(); 5];
        let mut complete = 0_u32;
        let mut curve = Curve::default();
        for nth in 0..runs {
            let run = Run::of(setup, seed.wrapping_add(u64::from(nth)));
            let reached = run.nodes - run.unreached();
            complete += u32::from(run.unreached() == 0);
            let figures = [
                f64::from(run.unreached()) / nodes,
                run.updates as f64 / nodes,
                run.contacts as f64 / nodes,
                run.arrivals as f64 / f64::from(reached),
                f64::from(run.last),
            ];
            for (tally, figure) in tallies.iter_mut().zip(figures) {
                tally.add(figure);
            }
            curve.add(&run, nth);
        }
        let [residue, traffic, contacts, t_avg, t_last] = tallies.map(Tally::estimate);
        let complete = f64::from(complete) / f64::from(runs.max(1));
        Summary { runs, residue, traffic, contacts, t_avg, t_last, complete, curve: curve.shares(nodes * f64::from(runs)) }
    }
}

/// Mean and spread in one pass (Welford 1962).
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    n: f64,
    mean: f64,
    squares: f64,
}

impl Tally {
    pub(crate) fn add(&mut self, x: f64) {
        self.n += 1.0;
        let off = x - self.mean;
        self.mean += off / self.n;
        self.squares += off * (x - self.mean);
    }

    pub(crate) fn estimate(self) -> Estimate {
        let within = if self.n > 1.0 { Z * libm::sqrt(self.squares / (self.n - 1.0) / self.n) } else { 0.0 };
        Estimate { mean: self.mean, within }
    }
}

/// Sums of censuses after each cycle.
#[derive(Debug, Default)]
struct Curve {
    sums: Vec<[u64; 3]>,
}

impl Curve {
    /// Adds a run before which `before` were added. The shorter side goes on as it ended.
    fn add(&mut self, run: &Run, before: u32) {
        let last = run.curve.last().copied().unwrap_or_default();
        let flat = self.sums.last().copied().unwrap_or_default();
        debug_assert!(before > 0 || self.sums.is_empty());
        let length = self.sums.len().max(run.curve.len());
        self.sums.resize(length, flat);
        for (i, sum) in self.sums.iter_mut().enumerate() {
            let census = run.curve.get(i).copied().unwrap_or(last);
            for (sum, n) in sum.iter_mut().zip([census.susceptible, census.infective, census.removed]) {
                *sum += u64::from(n);
            }
        }
    }

    fn shares(self, of: f64) -> Vec<[f64; 3]> {
        self.sums.into_iter().map(|sum| sum.map(|n| n as f64 / of)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::{Mode, Rule};

    #[test]
    fn the_interval_is_that_of_the_textbook() {
        let mut tally = Tally::default();
        for x in [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0] {
            tally.add(x);
        }
        let Estimate { mean, within } = tally.estimate();
        assert!((mean - 5.0).abs() < 1e-12 && (within - Z * (32.0_f64 / 7.0 / 8.0).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn the_curve_is_whole_at_every_cycle() {
        let setup = Setup::new(50, Mode::PushPull, Rule::AntiEntropy).unwrap();
        let summary = Summary::of(setup, 1, 7);
        assert!(summary.curve.iter().all(|[s, i, r]| (s + i + r - 1.0).abs() < 1e-12), "{:?}", summary.curve);
        assert!((summary.complete - 1.0).abs() < 1e-12 && summary.residue.mean.abs() < 1e-12);
    }
}
