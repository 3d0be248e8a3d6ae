//! Two decisions of one transaction that contradict each other.

use std::collections::BTreeMap;

use crate::{Fact, Record};

/// Two contradicting decisions.
#[derive(Debug)]
pub(crate) struct Conflict {
    pub(crate) transaction: u32,
    /// The events, in order.
    pub(crate) events: [u32; 2],
    /// What the later one decides.
    pub(crate) commit: bool,
}

/// The first decision that contradicts an earlier one, among the decisions that have the same key.
pub(crate) fn first<K: Ord>(record: &Record, key: impl Fn(u16, u32) -> K) -> Option<Conflict> {
    let mut first: BTreeMap<K, (u32, bool)> = BTreeMap::new();
    for (i, event, fact) in record.facts() {
        let Fact::Decided { transaction, commit } = *fact else { continue };
        let (earlier, decision) = *first.entry(key(event.process, transaction)).or_insert((i, commit));
        if decision != commit {
            return Some(Conflict { transaction, events: [earlier, i], commit });
        }
    }
    None
}
