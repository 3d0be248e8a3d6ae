//! Guarded writes: a store never applies a write under an earlier lease after one under a later lease, so that no later holder's write is
//! overwritten by somebody whose time was over.
//!
//! It does not ask whether the writer still held the lease when its write arrived: no store can know, and until a later holder has written
//! nothing is lost.

use synod_order::Map;

use synod_words::phrase;

use crate::monitor::{Cited, Safety};
use crate::{Event, Fact, Record, What, Witness};

/// The latest lease under which each store has applied a write.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct GuardedWrites(Map<u16, Applied>);

/// A write that a store applied.
#[derive(Clone, Copy, Debug, Hash)]
pub(crate) struct Applied {
    holder: u16,
    lease: u32,
    event: Cited,
}

impl Safety for GuardedWrites {
    /// The write under the later lease, and the one under the earlier that came after it.
    type Breach = [Applied; 2];

    fn see(&mut self, event: &Event, number: u32) -> Option<[Applied; 2]> {
        let What::Did(Fact::Guarded { holder, lease }) = event.what else { return None };
        let applied = Applied { holder, lease, event: Cited(number) };
        let latest = self.0.entry(event.process).or_insert(applied);
        if lease < latest.lease {
            return Some([*latest, applied]);
        }
        *latest = applied;
        None
    }

    fn witness([later, late]: [Applied; 2], record: &Record) -> Witness {
        let (Cited(first), Cited(second)) = (later.event, late.event);
        let sentence = phrase!(
            "At {0} {1} applied a write of {2} under lease {3}; at {4} one of {5} under lease {6}, which is older.",
            "{1} 于 {0} 应用了 {2} 在租约 {3} 下的写入；于 {4} 又应用了 {5} 在更早的租约 {6} 下的写入。",
            record.when(first),
            record.who(first),
            record.name(later.holder),
            later.lease,
            record.when(second),
            record.name(late.holder),
            late.lease
        );
        Witness::of_events(vec![first, second], sentence)
    }
}
