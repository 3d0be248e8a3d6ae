//! Two decisions of one transaction that contradict each other.

use synod_order::Map;

use crate::monitor::Cited;
use crate::{Event, Fact};

/// Two contradicting decisions.
#[derive(Debug)]
pub(crate) struct Conflict {
    pub(crate) transaction: u32,
    /// The events, in order.
    pub(crate) events: [u32; 2],
    /// What the later one decides.
    pub(crate) commit: bool,
}

/// The first decision among those that have the same key.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct Decisions<K>(Map<K, (Cited, bool)>);

impl<K: Ord> Decisions<K> {
    /// Takes note of a decision, unless it contradicts an earlier one of the same key.
    pub(crate) fn see(&mut self, event: &Event, number: u32, key: impl Fn(u16, u32) -> K) -> Option<Conflict> {
        let Fact::Decided { transaction, commit } = *event.fact()? else { return None };
        let (Cited(earlier), decision) = *self.0.entry(key(event.process, transaction)).or_insert((Cited(number), commit));
        (decision != commit).then_some(Conflict { transaction, events: [earlier, number], commit })
    }
}
