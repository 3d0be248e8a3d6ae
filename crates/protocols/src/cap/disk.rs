//! What a replica keeps on disk.

use super::Item;
use crate::replicated::Copy;
use synod_kernel::{OperationId, Pid};
use synod_order::{Map, Set};

/// What a replica keeps on disk.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Disk {
    /// Its copy of the register.
    pub(super) copy: Copy,
    /// CA: writes of others that it has confirmed, and of which it does not know how they end.
    pub(super) prepared: Map<OperationId, Item>,
    /// CA: its own writes that not everybody has confirmed.
    pub(super) proposed: Map<OperationId, Item>,
    /// CA: its own writes that are decided, and who does not know it yet.
    pub(super) decided: Map<OperationId, Decision>,
    /// CA: writes of others that are over.
    pub(super) over: Set<OperationId>,
}

/// How a write ended.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct Decision {
    pub commit: bool,
    /// Who has not confirmed to know it.
    pub untold: Set<Pid>,
}

impl Disk {
    /// CA: whom the replica misses: who has not confirmed that a write was called off. While there is anybody, it takes no writes.
    pub(super) fn missed(&self) -> Set<Pid> {
        let called_off = self.decided.values().filter(|decision| !decision.commit);
        called_off.flat_map(|decision| decision.untold.iter().copied()).fold(Set::new(), |mut missed, peer| {
            missed.insert(peer);
            missed
        })
    }
}
