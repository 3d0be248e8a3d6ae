//! The workload that is measured: processes that pass messages on, for ever. Built natively and as wasm.

#[cfg(target_arch = "wasm32")]
mod node;
mod relay;

pub use relay::{DELAY_US, Relay, Route, deliver, first_token, next_hop, next_token};
