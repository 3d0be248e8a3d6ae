//! What Node calls: the same world as natively, and the same loop.

use crate::{Relay, Route, deliver};
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
