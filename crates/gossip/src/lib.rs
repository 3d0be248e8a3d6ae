//! Gossip in synchronous cycles, for ten nodes or a million (Demers et al., *Epidemic Algorithms for Replicated Database Maintenance*,
//! PODC 1987).
//!
//! [`rule`] says when a node stops spreading; the lab with real messages follows the same rule. [`epidemic`] is the engine, [`summary`] what
//! many runs come to, [`theory`] what they should come to, [`paper`] what the authors found, [`detection`] the figures of failure detectors
//! that rest on gossip, [`detectors`] their false positives against the time that they take.
//! No floating-point number decides anything in a run: they are for summaries and theory.

pub mod detection;
pub mod detectors;
pub mod epidemic;
pub mod paper;
pub mod rule;
pub mod summary;
pub mod theory;

pub use epidemic::{BadSetup, Census, Course, Epidemic, Run, Setup};
pub use rule::{After, Counts, Mode, Rule, Rumour, Stop};
pub use summary::{Estimate, Sample, Summary};
