//! Two-phase commit, three-phase commit and Basic Paxos as a commit decision, side by side: the same processes run all three at once, each with
//! accounts of its own.

mod lab;
mod scenarios;
mod show;

use crate::abreast::Abreast;
use crate::commit::{Bank, Journal};
use crate::paxos_commit;
use synod_kernel::Pid;

/// The three protocols with their parameters.
pub type SideBySide = Abreast<Commits>;

/// What the three share: the bank that each of them runs.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Commits {
    bank: Bank,
}

/// The log that each of the three has on the disk of a process.
fn journals(pid: Pid, world: &dyn crate::Nodes<SideBySide>) -> Option<[&Journal; 3]> {
    let disks = world.disk(pid)?;
    let paxos: &paxos_commit::Disk = disks.get(2)?.get()?;
    Some([disks.first()?.get()?, disks.get(1)?.get()?, paxos.journal()])
}
