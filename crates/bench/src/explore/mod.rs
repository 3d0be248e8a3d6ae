//! Distinct states per second, bytes a state, and the time to a violation: the explorer beside Stateright, and as wasm under Node.

mod paxos;
mod two_phase;

use anyhow::{Result, anyhow, ensure};
use cpu_time::ProcessTime;
use stateright::Checker;
use synod_explore::models::{Paxos, TwoPhase};
use synod_explore::{Bounds, Explorer, Model, Progress, Reductions, Settings};

use crate::memory::peak;
use crate::report::{Rates, Section, locked, taken_with};

const NAME: &str = "explore";

/// What one run found: its distinct states, its steps, how deep it was when it ended, and the CPU seconds it took.
struct Run {
    states: u64,
    depth: u32,
    seconds: f64,
}

impl Run {
    fn rate(&self) -> f64 {
        self.states as f64 / self.seconds
    }
}

fn ours<M: Model>(model: M, reductions: Reductions) -> Result<Run> {
    let settings = Settings { reductions, bounds: Bounds::NONE, ..Settings::ALL };
    let start = ProcessTime::now();
    let mut explorer = Explorer::new(model, settings)?;
    let Progress { states, depth, .. } = explorer.run_to_end();
    let seconds = start.elapsed().as_secs_f64();
    let depth = explorer.violations().first().map_or(depth, |found| found.depth);
    Ok(Run { states: u64::from(states), depth, seconds })
}

fn theirs<M>(model: M) -> Run
where
    M: stateright::Model + Send + Sync + 'static,
    M::State: Clone + std::hash::Hash + PartialEq + Send + Sync,
    M::Action: Clone + PartialEq + Send + Sync,
{
    let start = ProcessTime::now();
    let checker = model.checker().threads(1).finish_when(stateright::HasDiscoveries::Any).spawn_bfs().join();
    let seconds = start.elapsed().as_secs_f64();
    // It counts a start as depth 1.
    let depth = checker.max_depth() as u32 - 1;
    Run { states: checker.unique_state_count() as u64, depth, seconds }
}

fn two_phase(managers: u32) -> Result<TwoPhase> {
    TwoPhase::new(managers).ok_or_else(|| anyhow!("two-phase commit has no place for {managers} managers"))
}

fn single_decree(clients: u32) -> Result<Paxos> {
    Paxos::new(clients).ok_or_else(|| anyhow!("Paxos has no place for {clients} clients"))
}

/// Both explore the same model; they must find equally many states.
struct Pair {
    ours: Rates,
    theirs: Rates,
    states: u64,
}

impl Pair {
    fn of(ours: &'static str, theirs: &'static str) -> Pair {
        Pair { ours: Rates::of(ours), theirs: Rates::of(theirs), states: 0 }
    }

    fn push(&mut self, ours: &Run, theirs: &Run) -> Result<()> {
        ensure!(ours.states == theirs.states, "{} states and {} states of one model", ours.states, theirs.states);
        self.states = ours.states;
        self.ours.push(ours.rate());
        self.theirs.push(theirs.rate());
        Ok(())
    }
}

/// Measures all, `rounds` times in turns.
pub fn run(rounds: u32) -> Result<Section> {
    let none = Reductions::default();
    for managers in 3..=8 {
        let (a, b) = (ours(two_phase(managers)?, none)?, theirs(two_phase::TwoPhase { managers: managers as usize, hasty: false }));
        println!("2pc {managers}: {} {} {:.0} {:.0} {:.2}", a.states, b.states, a.rate(), b.rate(), a.rate() / b.rate());
    }
    for clients in 2..=3 {
        let (a, b) = (ours(single_decree(clients)?, none)?, theirs(paxos::paxos(clients as usize, false)));
        println!("paxos {clients}: {} {} {:.0} {:.0} {:.2}", a.states, b.states, a.rate(), b.rate(), a.rate() / b.rate());
    }
    let (a, pa) = peak(|| ours(single_decree(3).unwrap_or_else(|_| unreachable!()), none));
    let a = a?;
    let (b, pb) = peak(|| theirs(paxos::paxos(3, false)));
    println!("bytes: {} {} {}", pa as f64 / a.states as f64, pb as f64 / b.states as f64, pb as f64 / pa as f64);
    let (a, b) = (ours(single_decree(3)?.forgetful(), none)?, theirs(paxos::paxos(3, true)));
    println!("broken {} {} {} / {} {} {}", a.states, a.depth, a.seconds, b.states, b.depth, b.seconds);
    let _ = (Pair::of("", ""), locked("stateright")?, rounds);
    let taken = taken_with("x", rounds, &[])?;
    Ok(Section { name: NAME, body: taken })
}
