//! Measures Synod: `cargo xtask bench [--page] [-- BENCHMARK… --rounds N --save]`. One file or folder a benchmark.
//!
//! Between programs, what is counted is the CPU time of the process, not the time on the wall, and everything that is compared runs in turns
//! within one run: what else the machine does falls on all of it alike. What is reported is medians.

mod deliveries;
mod explore;
mod gossip;
mod judges;
mod memory;
mod page;
mod peers;
mod report;
mod wasm;

use anyhow::Result;
use clap::{Parser, ValueEnum};
use report::Section;

#[global_allocator]
static ALLOCATOR: memory::Counting = memory::Counting;

/// Measures Synod.
#[derive(Parser)]
#[command(name = "cargo xtask bench --", bin_name = "cargo xtask bench --")]
struct Cli {
    /// What to measure; everything that needs no built page unless told.
    #[arg(value_enum)]
    benchmarks: Vec<Benchmark>,
    /// How often each measurement is repeated, in turns with the others; the median counts [default: 9, for the explorer and the page 3].
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    rounds: Option<u32>,
    /// Put the figures into docs/benchmarks.md, in place of the last ones.
    #[arg(long)]
    save: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Benchmark {
    /// Deliveries per second: the kernel beside other simulators, and as wasm under Node.
    Deliveries,
    /// Node-rounds per second of the engine of epidemics, beside a loop that only draws partners; natively and as wasm under Node.
    Gossip,
    /// The judge of linearizability beside another checker, on generated histories.
    Judges,
    /// Distinct states per second and bytes a state: the explorer beside Stateright, and as wasm under Node.
    Explore,
    /// The page in headless Chromium: frames, seeks, loading, bytes.
    Page,
}

impl Benchmark {
    fn run(self, rounds: Option<u32>) -> Result<Section> {
        match self {
            Benchmark::Deliveries => deliveries::run(rounds.unwrap_or(9)),
            Benchmark::Gossip => gossip::run(rounds.unwrap_or(5)),
            Benchmark::Judges => judges::run(rounds.unwrap_or(9)),
            Benchmark::Explore => explore::run(rounds.unwrap_or(3)),
            Benchmark::Page => page::run(rounds.unwrap_or(3)),
        }
    }
}

fn main() -> Result<()> {
    let cli = Cli::parse();
    let usual = vec![Benchmark::Deliveries, Benchmark::Gossip, Benchmark::Judges, Benchmark::Explore];
    for benchmark in if cli.benchmarks.is_empty() { usual } else { cli.benchmarks } {
        let section = benchmark.run(cli.rounds)?;
        println!("{}", section.body);
        if cli.save {
            section.save()?;
        }
    }
    Ok(())
}
