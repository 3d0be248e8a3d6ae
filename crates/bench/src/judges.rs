//! The judge of linearizability beside another checker, on histories that are the same every time.

mod histories;
mod todc;

use anyhow::{Result, bail};
use cpu_time::ProcessTime;
use synod_check::{Budget, Model, Verdict, judge};

use self::histories::{Kind, Sample, samples};
use crate::report::{Rates, Section, locked, taken_with};

/// Judges all histories by both, `rounds` times in turns.
pub fn run(rounds: u32) -> Result<Section> {
    let samples = samples();
    let mut ours = Times::of("judge");
    let mut theirs = Times::of("todc-utils");
    for round in 1..=rounds {
        eprintln!("judges: round {round} of {rounds}");
        let ([mut mine, mut other], mut by_kind) = ([Spent::default(); 2], Kind::ALL.map(|kind| (kind, [0.0; 2])));
        for sample in &samples {
            let (holds, seconds) = ours_on(sample)?;
            let (also_holds, other_seconds) = todc_on(sample);
            if holds != also_holds || holds == sample.kind.is_violated() {
                bail!("{:?}, seed {}: judge says {holds}, todc-utils {also_holds}", sample.kind, sample.seed);
            }
            mine.add(seconds);
            other.add(other_seconds);
            for (_, [mine, other]) in by_kind.iter_mut().filter(|(kind, _)| *kind == sample.kind) {
                *mine += seconds;
                *other += other_seconds;
            }
        }
        ours.push(mine, by_kind.map(|(_, [mine, _])| mine));
        theirs.push(other, by_kind.map(|(_, [_, other])| other));
    }

    let ratios = [ours.total.row_against(&theirs.total, 20.0), ours.worst.row_against(&theirs.worst, 50.0)];
    let kinds = Kind::ALL.iter().zip(ours.by_kind.iter().zip(&theirs.by_kind)).map(|(kind, (mine, other))| {
        let count = samples.iter().filter(|sample| sample.kind == *kind).count();
        format!("| {} | {count} | {} | {} | {} |", kind.told(), mine.milliseconds(), other.milliseconds(), mine.factor(other))
    });
    let taken = taken_with("cargo xtask bench judges", rounds, &[("todc-utils", locked("todc-utils")?)])?;
    let body = format!(
        "{INTRO}\n\n\
         | Ratio | Median | Lowest – highest | Goal | |\n|---|---:|---:|---:|---|\n{}\n\n\
         | Histories | How many | judge, ms | todc-utils, ms | Times faster |\n|---|---:|---:|---:|---:|\n{}\n\n\
         Slowest single history: judge {} ms, todc-utils {} ms.\n\n{taken}\n",
        ratios.join("\n"),
        kinds.collect::<Vec<_>>().join("\n"),
        ours.worst.milliseconds(),
        theirs.worst.milliseconds(),
    );
    Ok(Section { name: "judges", body })
}

const INTRO: &str = "\
Each history is judged by `judge` with `Model::Linearizable` and by todc-utils' `WGLChecker`, and both must say what was generated: a run
of one copy with a moment in each operation at which it happened, or one with a wrong answer in it; otherwise nothing is reported. `judge` gets the
history as it is, tells its keys apart itself, and says for a violated one which few operations break the promise; todc-utils answers yes or no, and it gets
what it cannot express translated in its favour: one history for each key (until one is violated), and operations without answer as answered at the end of time, those that only read or
that nobody read left out. Translating is not counted. Its specification is a register
with compare-and-set, over numbers. Sizes are such that it finishes in seconds. The ratio of totals is that of histories judged in
a second of CPU time; the other one compares the slowest single histories.";

/// Seconds of CPU time over many histories.
#[derive(Clone, Copy, Default)]
struct Spent {
    total: f64,
    worst: f64,
}

impl Spent {
    fn add(&mut self, seconds: f64) {
        self.total += seconds;
        self.worst = self.worst.max(seconds);
    }
}

/// The figures of one checker, as how often a second it could do that.
struct Times {
    total: Rates,
    worst: Rates,
    by_kind: Vec<Rates>,
}

impl Times {
    fn of(name: &'static str) -> Times {
        let worst = if name == "judge" { "judge, slowest history" } else { "todc-utils, slowest history" };
        Times { total: Rates::of(name), worst: Rates::of(worst), by_kind: Kind::ALL.map(|kind| Rates::of(kind.told())).into() }
    }

    fn push(&mut self, spent: Spent, by_kind: [f64; Kind::ALL.len()]) {
        self.total.push(1.0 / spent.total);
        self.worst.push(1.0 / spent.worst);
        for (rates, seconds) in self.by_kind.iter_mut().zip(by_kind) {
            rates.push(1.0 / seconds);
        }
    }
}

/// The verdict and the seconds it took.
fn ours_on(sample: &Sample) -> Result<(bool, f64)> {
    let start = ProcessTime::now();
    let judgement = judge(&sample.history, Model::Linearizable, Budget::default());
    let seconds = start.elapsed().as_secs_f64();
    match judgement.verdict {
        Verdict::Holds => Ok((true, seconds)),
        Verdict::Violated(_) => Ok((false, seconds)),
        Verdict::Undecided(_) => bail!("{:?}, seed {}: undecided after {} steps", sample.kind, sample.seed, judgement.steps),
    }
}

fn todc_on(sample: &Sample) -> (bool, f64) {
    let translated = todc::translate(&sample.history);
    let start = ProcessTime::now();
    let holds = translated.into_iter().all(todc::is_linearizable);
    (holds, start.elapsed().as_secs_f64())
}
