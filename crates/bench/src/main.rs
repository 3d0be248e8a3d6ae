//! Measures Synod: `cargo xtask bench [-- BENCHMARK… --rounds N --save]`. One file a benchmark.
//!
//! What is counted is the CPU time of the process, not the time on the wall, and everything that is compared runs in turns
//! within one run: what else the machine does falls on all of it alike. What is reported is medians.

mod deliveries;
mod peers;
mod report;
mod wasm;

use anyhow::Result;
use clap::{Parser, ValueEnum};
use report::Section;

/// Measures Synod.
#[derive(Parser)]
#[command(name = "cargo xtask bench --", bin_name = "cargo xtask bench --")]
struct Cli {
    /// What to measure; everything unless told.
    #[arg(value_enum)]
    benchmarks: Vec<Benchmark>,
    /// How often each measurement is repeated, in turns with the others; the median counts.
    #[arg(long, default_value_t = 9, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    rounds: u32,
    /// Put the figures into docs/benchmarks.md, in place of the last ones.
    #[arg(long)]
    save: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Benchmark {
    /// Deliveries per second: the kernel beside other simulators, and as wasm under Node.
    Deliveries,
}

impl Benchmark {
    fn run(self, rounds: u32) -> Result<Section> {
        match self {
            Benchmark::Deliveries => deliveries::run(rounds),
        }
    }
}

fn main() -> Result<()> {
    let cli = Cli::parse();
    let all = Benchmark::value_variants();
    for benchmark in all.iter().filter(|b| cli.benchmarks.is_empty() || cli.benchmarks.contains(b)) {
        let section = benchmark.run(cli.rounds)?;
        println!("{}", section.body);
        if cli.save {
            section.save()?;
        }
    }
    Ok(())
}
