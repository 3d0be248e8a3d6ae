//! All schedules within a budget, the shortest witness first.
//!
//! A [`Model`] is states and the steps between them; an [`Explorer`] visits all of them breadth first and names, of every promise that can
//! be broken, a state that breaks it with the fewest steps. [`Worlds`] makes a model of any world of the kernel: the same nodes as in the
//! simulator, every order of the network and of time, and faults within a [`Budget`]; what it finds is a script that the simulator replays.
//! [`Collapsed`] finds the same much faster, and [`Deviating`] goes by how far a schedule departs from the ordinary one. [`TimedWorlds`] lets
//! the clocks run at a [`Pace`].
//! [`models`] holds models of the literature, written directly.
//!
//! A state that was visited is its fingerprint of 128 bits and the step that found it, about 30 bytes together at most; the state itself is
//! forgotten. Two different states of one fingerprint would be taken for one ("hash compaction", Wolper & Leroy 1993): among n states with a
//! probability below n² / 2^129.
//!
//! Deliberately absent: threads, a clock, anything random. An exploration finds the same, in the same order, on every machine.

mod components;
mod edges;
mod explorer;
mod graph;
mod later;
mod links;
mod livelock;
mod mix;
mod model;
pub mod models;
mod outcome;
mod queue;
mod seen;
mod settings;
mod sleep;
mod worlds;

pub use explorer::Explorer;
pub use graph::{Graph, Hop};
pub use livelock::Livelock;
pub use mix::mix;
pub use model::{Comes, Model};
pub use outcome::{End, NotAFunction, Progress, Violation, Witness};
pub use settings::{BadSettings, Bounds, Order, Reductions, Settings};
pub use worlds::{
    Budget, Calm, Collapsed, Course, Deviating, Exact, Move, Observer, Ordered, Pace, Schedules, TimedState, TimedWorlds, Tuple,
    WorldState, Worlds,
};
