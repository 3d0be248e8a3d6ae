//! Deliveries per second: the kernel beside other simulators, and as wasm under Node.

use anyhow::{Result, anyhow, ensure};
use cpu_time::ProcessTime;
use synod_bench::{Relay, Route, deliver};

use crate::peers::{Simulacra, Turmoil};
use crate::report::{Rates, Section, locked, taken_with};
use crate::wasm::Node;

const PROCESSES: u16 = 100;
/// Messages that each process sends first: a thousand in flight.
const EACH: u16 = 10;
const DELIVERIES: u32 = 2_000_000;
/// turmoil takes long for one.
const DELIVERIES_TURMOIL: u64 = 20_000;

/// Measures all, `rounds` times in turns.
pub fn run(rounds: u32) -> Result<Section> {
    let node = Node::build()?;
    let mut busy = Rates::of("kernel, 1,000 in flight");
    let mut simulacra = Rates::of("simulacra's `Network`, 1,000 in flight");
    let mut wasm = Rates::of("kernel as wasm under Node, 1,000 in flight");
    let mut pairs = Rates::of("kernel, 1 each");
    let mut turmoil = Rates::of("turmoil's `UdpSocket`, 1 each");
    for round in 1..=rounds {
        eprintln!("deliveries: round {round} of {rounds}");
        let seed = u64::from(round);

        let (rate, state) = ours(Relay { processes: PROCESSES, each: EACH, route: Route::Anyone }, seed)?;
        busy.push(rate);

        let network = Simulacra::new(PROCESSES, EACH, seed);
        simulacra.push(rate_of(|| Ok(network.deliver(u64::from(DELIVERIES))))?);

        let (rate, same) = node.deliver(PROCESSES, EACH, seed, DELIVERIES)?;
        wasm.push(rate);
        ensure!(state == same, "natively the run ends in the state {state}, as wasm in {same}");

        let (rate, _) = ours(Relay { processes: PROCESSES, each: 1, route: Route::Partner }, seed)?;
        pairs.push(rate);

        let mut hosts = Turmoil::new(PROCESSES, seed);
        hosts.deliver(DELIVERIES_TURMOIL / 10)?;
        turmoil.push(rate_of(|| hosts.deliver(DELIVERIES_TURMOIL))?);
    }

    let rates = [&busy, &simulacra, &wasm, &pairs, &turmoil].map(Rates::row).join("\n");
    let ratios = [busy.row_against(&simulacra, 0.5), pairs.row_against(&turmoil, 100.0), wasm.row_against(&busy, 0.7)];
    let peers = [("simulacra", locked("simulacra")?), ("turmoil", locked("turmoil")?), ("Node", node.version().to_owned())];
    let taken = taken_with("cargo xtask bench deliveries", rounds, &peers)?;
    let body = format!(
        "{INTRO}\n\n\
         | Ratio | Median | Lowest – highest | Goal | |\n|---|---:|---:|---:|---|\n{}\n\n\
         | Rate | Deliveries per second |\n|---|---:|\n{rates}\n\n{taken}\n",
        ratios.join("\n")
    );
    Ok(Section { name: "deliveries", body })
}

const INTRO: &str = "\
100 processes; whoever gets a message of 8 bytes sends the next one, so that the number in flight stays the same. Each takes 1 to 10 ms of
simulated time, uniformly (turmoil: exponentially between these bounds, which is its only model, and in its steps of 1 ms). Beside simulacra,
a message goes to any other process; beside turmoil, to the other of a pair. The kernel's loop is `scheduled` and `apply`, with every fault
possible and none happening; Node ends in the same state as the native run, which is checked. Rates are per second of the process's CPU time.";

/// The kernel's rate, and the name of the state the run ends in.
fn ours(relay: Relay, seed: u64) -> Result<(f64, String)> {
    let refused = |why| anyhow!("the kernel refused: {why:?}");
    let mut world = relay.world(seed).map_err(refused)?;
    // As under Node, where the first half is V8's to compile what is hot.
    deliver(&mut world, DELIVERIES).map_err(refused)?;
    let rate = rate_of(|| deliver(&mut world, DELIVERIES).map(|()| u64::from(DELIVERIES)).map_err(refused))?;
    Ok((rate, world.fingerprint().to_string()))
}

/// Deliveries per second of CPU time.
fn rate_of(work: impl FnOnce() -> Result<u64>) -> Result<f64> {
    let start = ProcessTime::now();
    let done = work()?;
    Ok(done as f64 / start.elapsed().as_secs_f64())
}
