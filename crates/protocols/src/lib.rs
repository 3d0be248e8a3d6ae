//! The systems of the course: one folder each, with its state machine, what it promises, how it is shown, and its words.
//!
//! A system is a [`Lab`]: a [`synod_kernel::Protocol`] together with all that the outside needs to offer it. To add one, add a
//! folder here and a line in the catalogue of `synod-session`; nothing else changes.

pub mod abreast;
mod ballot;
pub mod base;
pub mod basic_paxos;
pub mod cap;
pub mod chief;
pub mod commit;
mod conditions;
mod delays;
mod erased;
pub mod fast_paxos;
pub mod gossip;
mod knobs;
mod lab;
pub mod lease;
pub mod logs;
pub mod membership;
pub mod models;
pub mod multi_paxos;
pub mod nwr;
mod past;
pub mod paxos_commit;
pub mod raft;
pub mod replicated;
pub mod request;
mod script;
pub mod side_by_side;
mod step;
pub mod three_phase;
pub mod two_phase;
mod view;
pub mod zab;

pub use ballot::Ballot;
pub use conditions::Conditions;
pub use delays::{DELAY_PARAM, Delays, leg};
pub use erased::{Datum, Erased, ErasedNode, Instance, Kind};
pub use knobs::Knobs;
pub use lab::{
    BadParam, Cause, Choices, Cluster, Consequence, Endurance, Faults, Gauge, Guide, Lab, Law, ParamKind, ParamSpec, ParamValue,
    Params, Part, ProcessSpec, Promise, Rule, Scenario, Spoken, Stop, Suggestion, Tone,
};
pub use past::{Lives, Nodes, Past, Sent};
pub use script::{Script, int, on, pick};
pub use view::{Field, LogCell, MessageKind, MessageView, NodeView, OperationView, Outcome};
