//! The store that the lease guards.

use super::{Disk, Leases, Msg};
use synod_check::Fact;
use synod_kernel::{Effects, OperationId, Pid};
use synod_order::Map;
use synod_words::phrase;

/// What the store holds, all of it on disk.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub(super) struct Content {
    /// The value, and under which lease it was written.
    pub value: Option<(i64, u32)>,
    /// The highest lease under which anything was written.
    pub highest: u32,
    /// The last write of each holder: what comes later is a copy.
    last: Map<Pid, OperationId>,
}

/// The store.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Store {
    pub content: Content,
}

impl Store {
    pub fn boot(disk: &Disk) -> Store {
        Store { content: disk.content.clone() }
    }

    /// A write under a lease lower than the highest seen comes from an earlier holder. A store with fencing refuses it (Burrows 2006, § 2.4: the
    /// server checks that the sequencer is still valid); one without cannot tell it from any other.
    pub fn write(&mut self, lab: &Leases, from: Pid, op: OperationId, lease: u32, value: i64, fx: &mut Effects<Leases>) {
        let content = &mut self.content;
        if content.last.get(&from).is_some_and(|last| op <= *last) {
            fx.send(from, Msg::Written { op });
            return;
        }
        if lab.fencing && lease < content.highest {
            fx.note(phrase!(
                "refuses the write under lease {0}: it has seen lease {1}",
                "拒绝租约 {0} 下的写入：已见过租约 {1}",
                lease,
                content.highest
            ));
            fx.send(from, Msg::Fenced { op, lease: content.highest });
            return;
        }
        content.value = Some((value, lease));
        content.highest = content.highest.max(lease);
        content.last.insert(from, op);
        fx.persist(Disk { content: content.clone(), ..Disk::default() });
        fx.tell(Fact::Guarded { holder: from.0, lease });
        fx.send(from, Msg::Written { op });
    }
}
