//! Node-rounds per second of the engine of epidemics, beside a bare loop that only draws the partners; natively and as wasm under Node.

use anyhow::{Result, anyhow, ensure};
use cpu_time::ProcessTime;
use synod_bench::{draw_partners, spread};

use crate::report::{Rates, Section, taken_with};
use crate::wasm::Node;

/// How often one round runs an epidemic of so many nodes: about as long for both.
const SIZES: [(u32, u32, [&str; 4]); 2] = [
    (
        100_000,
        20,
        [
            "engine, 100,000 nodes",
            "only drawing, 100,000 nodes",
            "engine as wasm, 100,000 nodes",
            "only drawing as wasm, 100,000 nodes",
        ],
    ),
    (
        1_000_000,
        2,
        [
            "engine, 1,000,000 nodes",
            "only drawing, 1,000,000 nodes",
            "engine as wasm, 1,000,000 nodes",
            "only drawing as wasm, 1,000,000 nodes",
        ],
    ),
];

/// Measures all, `rounds` times in turns.
pub fn run(rounds: u32) -> Result<Section> {
    let node = Node::build()?;
    let mut all: Vec<[Rates; 4]> = SIZES.iter().map(|(.., names)| names.map(Rates::of)).collect();
    for round in 1..=rounds {
        eprintln!("gossip: round {round} of {rounds}");
        for ((nodes, runs, _), rates) in SIZES.iter().zip(&mut all) {
            let seed = u64::from(round) << 32;
            let native = native(*nodes, *runs, seed)?;
            let wasm = node.spread(*nodes, *runs, seed)?;
            ensure!(native.state == wasm.state, "natively the runs come to {}, as wasm to {}", native.state, wasm.state);
            for (rates, rate) in rates.iter_mut().zip([native.engine, native.drawing, wasm.engine, wasm.drawing]) {
                rates.push(rate);
            }
        }
    }
    let ratios: Vec<String> = all
        .iter()
        .flat_map(|[engine, drawing, wasm, drawing_wasm]| {
            [engine.row_against(drawing, 0.5), wasm.row_against(drawing_wasm, 0.5), wasm.row_against(engine, 0.7)]
        })
        .collect();
    let rates: Vec<String> = all.iter().flatten().map(Rates::row).collect();
    let taken = taken_with("cargo xtask bench gossip", rounds, &[("Node", node.version().to_owned())])?;
    let body = format!(
        "{INTRO}\n\n\
         | Ratio | Median | Lowest – highest | Goal | |\n|---|---:|---:|---:|---|\n{}\n\n\
         | Rate | Node-rounds per second |\n|---|---:|\n{}\n\n{taken}\n",
        ratios.join("\n"),
        rates.join("\n")
    );
    Ok(Section { name: "gossip", body })
}

const INTRO: &str = "\
Anti-entropy by push and pull: every node talks to a partner in every cycle, until all have the update. Beside it, a loop that draws the same
partners from the same generator and does nothing with them. Node comes to the same result as the native runs, which is checked. Rates are per
second of the process's CPU time.";

/// What a round came to.
pub struct Spread {
    /// Node-rounds per second of the engine.
    pub engine: f64,
    /// Partners drawn per second by the bare loop.
    pub drawing: f64,
    /// Stands for all the runs.
    pub state: u64,
}

fn native(nodes: u32, runs: u32, seed: u64) -> Result<Spread> {
    let start = ProcessTime::now();
    let (mut done, mut state) = (0, 0_u64);
    for nth in 0..runs {
        let (node_rounds, run) = spread(nodes, seed + u64::from(nth)).map_err(|why| anyhow!("{why:?}"))?;
        done += node_rounds;
        state = state.wrapping_add(run);
    }
    let engine = done as f64 / start.elapsed().as_secs_f64();
    let start = ProcessTime::now();
    let sum = draw_partners(nodes, seed, done);
    let drawing = done as f64 / start.elapsed().as_secs_f64();
    Ok(Spread { engine, drawing, state: state.wrapping_add(sum) })
}
