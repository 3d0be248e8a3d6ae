//! Models of the literature, packed into words.

mod two_phase;

pub use two_phase::{Step, TwoPhase};
