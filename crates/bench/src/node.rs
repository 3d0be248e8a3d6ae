//! What Node calls: the same work as natively, by the same functions.

use crate::{Relay, Route, deliver, draw_partners, spread};
use synod_explore::models::{Paxos, TwoPhase};
use synod_explore::{Explorer, Model, Settings};
use synod_kernel::World;
use wasm_bindgen::prelude::wasm_bindgen;

/// A world of relays.
#[wasm_bindgen]
pub struct RelayWorld(World<Relay>);

#[wasm_bindgen]
impl RelayWorld {
    /// A new one.
    #[wasm_bindgen(constructor)]
    pub fn new(processes: u16, each: u16, seed: u64) -> Result<RelayWorld, String> {
        let relay = Relay { processes, each, route: Route::Anyone };
        relay.world(seed).map(RelayWorld).map_err(|why| format!("{why:?}"))
    }

    /// Delivers so many messages.
    pub fn deliver(&mut self, count: u32) -> Result<(), String> {
        deliver(&mut self.0, count).map_err(|why| format!("{why:?}"))
    }

    /// The name of its state, to compare with the native one's.
    pub fn fingerprint(&self) -> String {
        self.0.fingerprint().to_string()
    }
}

/// Epidemics, one after the other.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Epidemics {
    nodes: u32,
    seed: u64,
    node_rounds: u64,
    state: u64,
}

#[wasm_bindgen]
impl Epidemics {
    /// None yet.
    #[wasm_bindgen(constructor)]
    pub fn new(nodes: u32, seed: u64) -> Epidemics {
        Epidemics { nodes, seed, node_rounds: 0, state: 0 }
    }

    /// Runs so many, with the seeds from the first on.
    pub fn spread(&mut self, runs: u32) -> Result<(), String> {
        for nth in 0..runs {
            let (node_rounds, run) = spread(self.nodes, self.seed + u64::from(nth)).map_err(|why| format!("{why:?}"))?;
            self.node_rounds += node_rounds;
            self.state = self.state.wrapping_add(run);
        }
        Ok(())
    }

    /// Draws as many partners as the runs did.
    pub fn draw(&mut self) {
        self.state = self.state.wrapping_add(draw_partners(self.nodes, self.seed, self.node_rounds));
    }

    /// How many node-rounds the runs took.
    pub fn node_rounds(&self) -> u64 {
        self.node_rounds
    }

    /// Stands for all of it, to compare with the native one's.
    pub fn state(&self) -> u64 {
        self.state
    }
}

/// Explores a model to its end: "two-phase" with 7 managers, or "paxos" with 3 clients. Returns how many states it has.
#[wasm_bindgen]
pub fn explore(model: &str) -> Result<u32, String> {
    fn states<M: Model>(model: Option<M>) -> Result<u32, String> {
        let model = model.ok_or("the model has no place for so many")?;
        let mut explorer = Explorer::new(model, Settings::ALL).map_err(|why| why.to_string())?;
        Ok(explorer.run_to_end().states)
    }
    if model == "paxos" { states(Paxos::new(3)) } else { states(TwoPhase::new(7)) }
}
