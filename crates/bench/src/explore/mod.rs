//! Distinct states per second, bytes a state, and the time to a violation: the explorer beside Stateright, and as wasm under Node.

mod paxos;
mod two_phase;

use anyhow::{Context, Result, ensure};
use cpu_time::ProcessTime;
use stateright::{Checker, HasDiscoveries};
use synod_explore::models::{Paxos, TwoPhase};
use synod_explore::{Explorer, Model, Progress, Reductions, Settings};

use crate::memory::peak;
use crate::report::{Rates, Section, locked, taken_with};
use crate::wasm::Node;
use paxos::paxos as their_paxos;

/// What one run found, how deep it was when it ended, and the CPU seconds it took.
struct Run {
    states: u64,
    steps: u64,
    depth: u32,
    seconds: f64,
}

impl Run {
    fn rate(&self) -> f64 {
        self.states as f64 / self.seconds
    }
}

fn ours<M: Model>(model: M, reductions: Reductions) -> Result<Run> {
    let start = ProcessTime::now();
    let mut explorer = Explorer::new(model, Settings { reductions, ..Settings::ALL })?;
    let Progress { states, steps, depth, .. } = explorer.run_to_end();
    let seconds = start.elapsed().as_secs_f64();
    let depth = explorer.violations().first().map_or(depth, |found| found.depth);
    Ok(Run { states: u64::from(states), steps, depth, seconds })
}

fn theirs<M>(model: M) -> Run
where
    M: stateright::Model + Send + Sync + 'static,
    M::State: Clone + std::hash::Hash + PartialEq + Send + Sync,
    M::Action: Clone + PartialEq + Send + Sync,
{
    let start = ProcessTime::now();
    let checker = model.checker().threads(1).finish_when(HasDiscoveries::Any).spawn_bfs().join();
    let seconds = start.elapsed().as_secs_f64();
    // It counts a start as depth 1, and starts as no steps.
    let found = checker.discoveries().into_values().map(|path| path.into_vec().len() as u32 - 1).min();
    let depth = found.unwrap_or(checker.max_depth() as u32 - 1);
    Run { states: checker.unique_state_count() as u64, steps: checker.state_count() as u64 - 1, depth, seconds }
}

fn two_phase(managers: u32) -> Result<TwoPhase> {
    TwoPhase::new(managers).with_context(|| format!("two-phase commit has no place for {managers} managers"))
}

fn paxos(clients: u32) -> Result<Paxos> {
    Paxos::new(clients).with_context(|| format!("Paxos has no place for {clients} clients"))
}

fn their_two_phase(managers: u32) -> two_phase::TwoPhase {
    two_phase::TwoPhase { managers: managers as usize, hasty: false }
}

/// A figure of both.
struct Pair {
    ours: Rates,
    theirs: Rates,
}

impl Pair {
    fn of(ours: &'static str, theirs: &'static str) -> Pair {
        Pair { ours: Rates::of(ours), theirs: Rates::of(theirs) }
    }

    /// How fast both were at one model, of which they must find equally many states.
    fn push(&mut self, ours: &Run, theirs: &Run) -> Result<()> {
        same(ours, theirs)?;
        self.ours.push(ours.rate());
        self.theirs.push(theirs.rate());
        Ok(())
    }
}

fn same(ours: &Run, theirs: &Run) -> Result<()> {
    ensure!(
        (ours.states, ours.depth) == (theirs.states, theirs.depth),
        "of one model, the explorer finds {} states to the depth {}, Stateright {} to {}",
        ours.states,
        ours.depth,
        theirs.states,
        theirs.depth
    );
    Ok(())
}

/// Measures all, `rounds` times in turns.
pub fn run(rounds: u32) -> Result<Section> {
    let none = Reductions::default();
    let node = Node::build()?;
    let counts = counts()?;
    let mut seven = Pair::of("explorer, 2PC with 7", "Stateright, 2PC with 7");
    let mut eight = Pair::of("explorer, 2PC with 8", "Stateright, 2PC with 8");
    let mut three = Pair::of("explorer, Paxos with 3", "Stateright, Paxos with 3");
    let mut broken = Pair::of("explorer, µs to the violation", "Stateright, µs to the violation");
    let mut wasm = [Rates::of("explorer as wasm, 2PC with 7"), Rates::of("explorer as wasm, Paxos with 3")];
    for round in 1..=rounds {
        eprintln!("explore: round {round} of {rounds}");
        seven.push(&ours(two_phase(7)?, none)?, &theirs(their_two_phase(7)))?;
        eight.push(&ours(two_phase(8)?, none)?, &theirs(their_two_phase(8)))?;
        let paxos_run = ours(paxos(3)?, none)?;
        three.push(&paxos_run, &theirs(their_paxos(3, false)))?;
        let (a, b) = (ours(paxos(3)?.forgetful(), none)?, theirs(their_paxos(3, true)));
        ensure!(a.depth == b.depth, "the shortest way to the violation has {} steps, by Stateright {}", a.depth, b.depth);
        broken.ours.push(a.seconds * 1e6);
        broken.theirs.push(b.seconds * 1e6);
        for (rates, model) in wasm.iter_mut().zip(["two-phase", "paxos"]) {
            let (rate, states) = node.explore(model)?;
            ensure!(model != "paxos" || states == paxos_run.states, "natively {} states, as wasm {states}", paxos_run.states);
            rates.push(rate);
        }
    }
    let mut bytes = Pair::of("explorer, bytes a state at the peak", "Stateright, bytes a state at the peak");
    let (a, most) = peak(|| ours(paxos(3)?, none));
    bytes.ours.push(most as f64 / a?.states as f64);
    let (b, most) = peak(|| theirs(their_paxos(3, false)));
    bytes.theirs.push(most as f64 / b.states as f64);

    let ratios = [
        seven.ours.row_against(&seven.theirs, 5.0),
        eight.ours.row_against(&eight.theirs, 5.0),
        three.ours.row_against(&three.theirs, 10.0),
        bytes.theirs.row_against(&bytes.ours, 10.0),
        broken.theirs.row_against(&broken.ours, 1.0),
        wasm[0].row_against(&seven.ours, 0.7),
        wasm[1].row_against(&three.ours, 0.7),
    ];
    let pairs = [&seven, &eight, &three, &bytes, &broken];
    let figures = pairs.into_iter().flat_map(|pair| [pair.ours.row(), pair.theirs.row()]);
    let figures: Vec<String> = figures.chain(wasm.iter().map(Rates::row)).collect();
    let peers = [("Stateright", locked("stateright")?), ("Node", node.version().to_owned())];
    let taken = taken_with("cargo xtask bench -- explore", rounds, &peers)?;
    let body = format!(
        "{INTRO}\n\n\
         | Ratio | Median | Lowest – highest | Goal | |\n|---|---:|---:|---:|---|\n{}\n\n\
         | Distinct states per second, unless told otherwise | |\n|---|---:|\n{}\n\n{counts}\n\n{taken}\n",
        ratios.join("\n"),
        figures.join("\n")
    );
    Ok(Section { name: "explore", body })
}

const INTRO: &str = "\
The same models, written against both: two-phase commit (2PC) with so many resource managers, and single-decree Paxos with three servers and so
many clients, its clients' history and the judge of its linearizability included. Both search breadth first in one thread and must find equally
many states and equally deep ones. Rates are per second of the process's CPU time; bytes are what the allocator gave out at the peak of one
run. The violation is that of a Paxos whose leaders ignore what was accepted before; both find it after ten steps. Node explores the same
code as wasm, once to be compiled and once to be measured.";

/// How many states each model has, by both, and what the reductions leave of them.
fn counts() -> Result<String> {
    let mut rows = vec!["| Model | States | Steps | Depth | States, by symmetry | Steps, by sleep sets |".to_owned()];
    rows.push("|---|---:|---:|---:|---:|---:|".to_owned());
    for managers in 3..=6 {
        let model = two_phase(managers)?;
        let (all, peer) = (ours(model, Reductions::default())?, theirs(their_two_phase(managers)));
        same(&all, &peer)?;
        let classes = ours(model, Reductions { symmetry: true, ..Reductions::default() })?;
        let sleepy = ours(model, Reductions { partial_order: true, ..Reductions::default() })?;
        ensure!(sleepy.states == all.states, "sleep sets leave {} of {} states", sleepy.states, all.states);
        let Run { states, steps, depth, .. } = all;
        rows.push(format!("| 2PC with {managers} | {states} | {steps} | {depth} | {} | {} |", classes.states, sleepy.steps));
    }
    for clients in 1..=2 {
        let (all, peer) = (ours(paxos(clients)?, Reductions::default())?, theirs(their_paxos(clients as usize, false)));
        same(&all, &peer)?;
        rows.push(format!("| Paxos with {clients} | {} | {} | {} | | |", all.states, all.steps, all.depth));
    }
    Ok(rows.join("\n"))
}
