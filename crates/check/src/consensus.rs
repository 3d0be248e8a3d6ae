//! Consensus: whether processes choose one value, and one log of them.
//!
//! Source: Lamport, *Paxos Made Simple* (2001). Section 2.1 asks that only a value that has been proposed may be chosen
//! ([validity]), that only a single value is chosen ([agreement], [integrity]), and that a process never learns
//! that a value has been chosen unless it has been. Section 3 makes a [log](same_log) of it. That something is chosen in the end is
//! [progress]: it cannot be promised of a network that may take any time (Fischer, Lynch & Paterson 1985).
//!
//! Cost of every judge: O(events · log events).

pub mod agreement;
pub mod integrity;
mod livelock;
pub mod progress;
pub mod same_log;
pub mod validity;

use std::collections::BTreeMap;

use crate::monitor::Cited;
use crate::{Event, Fact, Value};

/// The first value that was learned, by a key.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct Lessons<K>(BTreeMap<K, (Cited, Value)>);

impl<K: Ord> Lessons<K> {
    /// Takes note of a value that is learned, unless it differs from the first one of the same key.
    fn see(&mut self, event: &Event, number: u32, key: impl Fn(u16, u32) -> K) -> Option<Difference> {
        let Fact::Learned { instance, value } = event.fact()? else { return None };
        let first = self.0.entry(key(event.process, *instance)).or_insert_with(|| (Cited(number), value.clone()));
        let (Cited(earlier), known) = &*first;
        let values = || [known.clone(), value.clone()];
        (known != value).then(|| Difference { instance: *instance, events: [*earlier, number], values: values() })
    }
}

/// Two values that were learned of one instance.
#[derive(Debug)]
pub(crate) struct Difference {
    instance: u32,
    /// The events that learned them, in order.
    events: [u32; 2],
    values: [Value; 2],
}
