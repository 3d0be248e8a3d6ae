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
    /// Half the width of the 95 % confidence interval of each share of the curve.
    pub within: Vec<[f64; 3]>,
}

impl Summary {
    /// Runs it with the seeds `seed`, `seed + 1` and so on.
    pub fn of(setup: Setup, seed: u64, runs: u32) -> Summary {
        let mut sample = Sample::default();
        for nth in 0..runs {
            sample.add(&Run::of(setup, seed.wrapping_add(u64::from(nth))));
        }
        sample.summary()
    }
}

/// Runs of one setup, added one by one.
#[derive(Debug, Default)]
pub struct Sample {
    runs: u32,
    nodes: u32,
    tallies: [Tally; 5],
    complete: u32,
    curve: Curve,
}

impl Sample {
    /// Adds a run; all of a sample have the same number of nodes.
    pub fn add(&mut self, run: &Run) {
        let nodes = f64::from(run.nodes);
        let reached = run.nodes - run.unreached();
        let figures = [
            f64::from(run.unreached()) / nodes,
            run.updates as f64 / nodes,
            run.contacts as f64 / nodes,
            run.arrivals as f64 / f64::from(reached),
            f64::from(run.last),
        ];
        for (tally, figure) in self.tallies.iter_mut().zip(figures) {
            tally.add(figure);
        }
        self.nodes = run.nodes;
        self.complete += u32::from(run.unreached() == 0);
        self.curve.add(run);
        self.runs += 1;
    }

    /// How many runs were added.
    pub fn runs(&self) -> u32 {
        self.runs
    }

    /// What they come to.
    pub fn summary(&self) -> Summary {
        let [residue, traffic, contacts, t_avg, t_last] = self.tallies.map(Tally::estimate);
        let complete = f64::from(self.complete) / f64::from(self.runs.max(1));
        let (curve, within) = self.curve.shares(f64::from(self.nodes), self.runs);
        Summary { runs: self.runs, residue, traffic, contacts, t_avg, t_last, complete, curve, within }
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

/// Sums of censuses after each cycle, and of their squares: whole numbers, so that the order of the runs decides nothing.
#[derive(Debug, Default)]
struct Curve {
    sums: Vec<[Sums; 3]>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    plain: u64,
    squares: u128,
}

impl Curve {
    /// Adds a run. The shorter side goes on as it ended.
    fn add(&mut self, run: &Run) {
        let last = run.curve.last().copied().unwrap_or_default();
        let flat = self.sums.last().copied().unwrap_or_default();
        let length = self.sums.len().max(run.curve.len());
        self.sums.resize(length, flat);
        for (i, sums) in self.sums.iter_mut().enumerate() {
            let census = run.curve.get(i).copied().unwrap_or(last);
            for (sum, n) in sums.iter_mut().zip([census.susceptible, census.infective, census.removed]) {
                sum.plain += u64::from(n);
                sum.squares += u128::from(n) * u128::from(n);
            }
        }
    }

    /// Means and half intervals as shares of so many nodes.
    fn shares(&self, nodes: f64, runs: u32) -> (Vec<[f64; 3]>, Vec<[f64; 3]>) {
        let n = f64::from(runs.max(1));
        let mean = |sum: &Sums| sum.plain as f64 / n / nodes;
        let within = |sum: &Sums| {
            let off = u128::from(runs) * sum.squares - u128::from(sum.plain) * u128::from(sum.plain);
            if runs > 1 { Z * libm::sqrt(off as f64 / n / (n - 1.0) / n) / nodes } else { 0.0 }
        };
        let each = |of: &dyn Fn(&Sums) -> f64| self.sums.iter().map(|[s, i, r]| [of(s), of(i), of(r)]).collect();
        (each(&mean), each(&within))
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
    fn the_band_around_the_curve_is_the_interval_of_its_last_point() {
        let rumour = crate::Rumour { stop: crate::Stop::Coin, counts: crate::Counts::Feedback, k: 1 };
        let summary = Summary::of(Setup::new(200, Mode::Push, Rule::Rumour(rumour)).unwrap(), 1, 30);
        let (end, within) = (summary.curve.last().unwrap()[0], summary.within.last().unwrap()[0]);
        assert!((end - summary.residue.mean).abs() < 1e-9 && (within - summary.residue.within).abs() < 1e-9 && within > 0.0);
    }

    #[test]
    fn the_curve_is_whole_at_every_cycle() {
        let setup = Setup::new(50, Mode::PushPull, Rule::AntiEntropy).unwrap();
        let summary = Summary::of(setup, 1, 7);
        assert!(summary.curve.iter().all(|[s, i, r]| (s + i + r - 1.0).abs() < 1e-12), "{:?}", summary.curve);
        assert!((summary.complete - 1.0).abs() < 1e-12 && summary.residue.mean.abs() < 1e-12);
    }
}
