//! Operations per second of a sweep, beside a loop that draws the same delays and sorts them, as Probabilistically Bounded Staleness does
//! (Bailis et al., PVLDB 5(8), 2012, § 5.1). Both must come to the same percentiles.

use anyhow::{Context, Result, anyhow, ensure};
use cpu_time::ProcessTime;
use rand::SeedableRng;
use rand::rngs::SmallRng;
use rand_distr::{Bernoulli, Distribution, Exp, Pareto};
use synod_session::lab;
use synod_session::sweep::{Plan, Row, Runner, Tally, summary};
use synod_words::Lang;

use crate::report::{Rates, Section, taken_with};

/// Runs of each setting in a round: a write and a read each.
const RUNS: u64 = 40_000;
/// Copies of a value.
const REPLICAS: usize = 3;
/// By how much the percentiles of the two may differ, relatively, and the shares of stale reads.
const APART: (f64, f64) = (0.05, 0.01);

/// A setting: how it is swept, and the same for the bare loop.
struct Setting {
    cell: usize,
    name: &'static str,
    r: usize,
    disk: bool,
}

const SETTINGS: [Setting; 3] = [
    Setting { cell: 0, name: "SSD, R = 1, W = 1", r: 1, disk: false },
    Setting { cell: 2, name: "SSD, R = 2, W = 1", r: 2, disk: false },
    Setting { cell: 1, name: "disk, R = 1, W = 1", r: 1, disk: true },
];

/// Measures both, `rounds` times in turns.
pub fn run(rounds: u32) -> Result<Section> {
    let nwr = lab("nwr").context("there is no lab nwr")?;
    let scenario = nwr.scenarios.into_iter().find(|scenario| scenario.id == "pbs").context("there is no scenario nwr/pbs")?;
    let vary = ["r=1..2", "delay=lnkd-ssd,lnkd-disk"];
    let plan = Plan::new(scenario.document, &vary, true).map_err(|bad| anyhow!(bad.0.text(Lang::En)))?;
    let (mut sweep, mut loop_) = (Rates::of("sweep"), Rates::of("bare loop"));
    let mut found: Vec<(Tally, Drawn)> = SETTINGS.iter().map(|_| Default::default()).collect();
    for round in 0..rounds {
        eprintln!("pbs: round {} of {rounds}", round + 1);
        let seeds = u64::from(round) * RUNS..u64::from(round + 1) * RUNS;
        let start = ProcessTime::now();
        for (setting, (tally, _)) in SETTINGS.iter().zip(&mut found) {
            let refused = |why: synod_words::Phrase| anyhow!(why.text(Lang::En));
            let runner = Runner::new(&plan, setting.cell).map_err(refused)?;
            seeds.clone().try_for_each(|seed| runner.run(seed, tally)).map_err(refused)?;
        }
        let operations = (RUNS * 2 * SETTINGS.len() as u64) as f64;
        sweep.push(operations / start.elapsed().as_secs_f64());
        let start = ProcessTime::now();
        for (setting, (_, drawn)) in SETTINGS.iter().zip(&mut found) {
            drawn.add(setting, &mut SmallRng::seed_from_u64(seeds.start))?;
        }
        loop_.push(operations / start.elapsed().as_secs_f64());
    }
    let mut rows = Vec::new();
    for (Setting { name, .. }, (tally, mut drawn)) in SETTINGS.iter().zip(found) {
        let figures = summary(&tally);
        for (verb, theirs) in [("read", &mut drawn.reads), ("write", &mut drawn.writes)] {
            let ours = figure(&figures, verb, "latency_p999_us")? / 1e3;
            let theirs = p999(theirs);
            ensure!((ours - theirs).abs() <= theirs * APART.0, "{name}, {verb}: the sweep finds {ours} ms, the loop {theirs} ms");
            rows.push(format!("| {name}: {verb}, 99.9th percentile (ms) | {ours:.3} | {theirs:.3} |"));
        }
        let (ours, theirs) = (figure(&figures, "read", "stale")?, drawn.stale as f64 / drawn.reads.len() as f64);
        ensure!((ours - theirs).abs() <= APART.1, "{name}: the sweep finds {ours} of the reads stale, the loop {theirs}");
        rows.push(format!("| {name}: stale reads (%) | {:.2} | {:.2} |", ours * 100.0, theirs * 100.0));
    }
    let body = format!(
        "{INTRO}\n\n\
         | Ratio | Median | Lowest – highest |\n|---|---:|---:|\n{}\n\n\
         | Rate | Operations per second |\n|---|---:|\n{}\n{}\n\n\
         | Figure | Sweep | Bare loop |\n|---|---:|---:|\n{}\n\n{}\n",
        sweep.row_beside(&loop_),
        sweep.row(),
        loop_.row(),
        rows.join("\n"),
        taken_with("cargo xtask bench -- pbs", rounds, &[])?
    );
    Ok(Section { name: "pbs", body })
}

const INTRO: &str = "\
A sweep of `nwr/pbs` simulates every message of a write and of the read that follows it, and judges eight promises of each run; the bare loop
draws the delays W, A, R and S of each replica with `rand_distr` and sorts them. That both come to the same percentiles is checked. Rates are
per second of the process's CPU time, on one thread.";

fn figure(rows: &[Row], subject: &str, measure: &str) -> Result<f64> {
    let row = rows.iter().find(|row| row.subject == subject && row.measure == measure);
    row.and_then(|row| row.value).with_context(|| format!("the sweep does not tell {measure} of {subject}"))
}

/// The nearest-rank percentile, in milliseconds.
fn p999(latencies: &mut [f64]) -> f64 {
    latencies.sort_by(f64::total_cmp);
    let rank = (latencies.len() * 999).div_ceil(1_000).max(1);
    latencies.get(rank - 1).copied().unwrap_or(f64::NAN)
}

/// What the bare loop found, in milliseconds.
#[derive(Default)]
struct Drawn {
    writes: Vec<f64>,
    reads: Vec<f64>,
    stale: u64,
}

/// A fit of the paper's table 3: a Pareto body and an exponential tail.
struct Fit {
    body: Bernoulli,
    pareto: Pareto<f64>,
    tail: Exp<f64>,
}

impl Fit {
    fn new(body: f64, (scale, shape): (f64, f64), rate: f64) -> Result<Fit> {
        Ok(Fit { body: Bernoulli::new(body)?, pareto: Pareto::new(scale, shape)?, tail: Exp::new(rate)? })
    }

    fn draw(&self, rng: &mut SmallRng) -> f64 {
        if self.body.sample(rng) { self.pareto.sample(rng) } else { self.tail.sample(rng) }
    }
}

impl Drawn {
    fn add(&mut self, setting: &Setting, rng: &mut SmallRng) -> Result<()> {
        let ssd = Fit::new(0.9122, (0.235, 10.0), 1.66)?;
        let disk = Fit::new(0.38, (1.05, 1.51), 0.183)?;
        let write = if setting.disk { &disk } else { &ssd };
        for _ in 0..RUNS {
            let arrives: [f64; REPLICAS] = std::array::from_fn(|_| write.draw(rng));
            let written = arrives.map(|arrives| arrives + ssd.draw(rng)).into_iter().fold(f64::INFINITY, f64::min);
            let mut asked: [(f64, bool); REPLICAS] = arrives.map(|arrives| {
                let reaches = ssd.draw(rng);
                (reaches + ssd.draw(rng), written + reaches >= arrives)
            });
            asked.sort_by(|a, b| a.0.total_cmp(&b.0));
            let fastest = &asked[..setting.r];
            self.writes.push(written);
            self.reads.push(fastest[setting.r - 1].0);
            self.stale += u64::from(fastest.iter().all(|(_, fresh)| !fresh));
        }
        Ok(())
    }
}
