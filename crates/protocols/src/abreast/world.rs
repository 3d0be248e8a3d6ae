//! The world of one of the protocols within the world of all.

use super::{Abreast, Lineup};
use crate::{Datum, Erased, ErasedNode, Nodes};
use synod_kernel::{Pid, Time};

/// The nodes of all, seen as the nodes of one of them.
pub(super) struct Within<'a, T: Lineup> {
    /// The world of all.
    pub world: &'a dyn Nodes<Abreast<T>>,
    /// The place of the protocol.
    pub part: usize,
}

impl<T: Lineup> Nodes<Erased> for Within<'_, T> {
    fn protocol(&self) -> &Erased {
        &self.world.protocol().parts[self.part]
    }
    fn now(&self) -> Time {
        self.world.now()
    }
    fn count(&self) -> u16 {
        self.world.count()
    }
    fn node(&self, pid: Pid) -> Option<&ErasedNode> {
        self.world.node(pid)?.nodes.get(self.part)
    }
    fn disk(&self, pid: Pid) -> Option<&Datum> {
        self.world.disk(pid)?.get(self.part)
    }
}
