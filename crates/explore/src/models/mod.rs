//! Models of the literature, packed into words.

mod history;
mod paxos;
mod two_phase;

pub use paxos::{Arrival, Message, Paxos, PaxosState};
pub use two_phase::{Step, TwoPhase, What};
