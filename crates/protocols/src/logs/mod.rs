//! Multi-Paxos, Raft and ZAB side by side: the same servers keep three replicated logs, and every command of a client goes to all three. Each
//! protocol has its own leader, time-outs, disk and log.

mod command;
mod gauges;
mod lab;
mod params;
mod scenarios;
mod show;

use crate::abreast::Abreast;
pub use command::Command;

/// The three protocols with their parameters.
pub type ReplicatedLogs = Abreast<Logs>;

/// What the three share.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Logs {
    servers: u16,
}

/// The places of the protocols.
const PAXOS: usize = 0;
const RAFT: usize = 1;
const ZAB: usize = 2;
