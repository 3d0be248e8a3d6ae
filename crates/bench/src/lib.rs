//! The workloads that are measured: processes that pass messages on, for ever; an update that spreads. Built natively and as wasm.

mod epidemic;
#[cfg(target_arch = "wasm32")]
mod node;
mod relay;

pub use epidemic::{draw_partners, spread};
pub use relay::{DELAY_US, Relay, Route, deliver, first_token, next_hop, next_token};
