//! Consensus: whether processes choose one value, and one log of them.
//!
//! Source: Lamport, *Paxos Made Simple* (2001). Section 2.1 asks that only a value that has been proposed may be chosen
//! ([validity]), that only a single value is chosen ([agreement], [integrity]), and that a process never learns
//! that a value has been chosen unless it has been. Section 3 makes a [log](same_log) of it. That something is chosen in the end is
//! [progress]: it cannot be promised of a network that may take any time (Fischer, Lynch & Paterson 1985).
//!
//! An atomic broadcast for primary and backups promises more than one log: that it keeps the [order of the primaries](primary_order)
//! (Junqueira, Reed & Serafini 2011).
//!
//! A log with terms is judged by what Raft promises of it at all times (Ongaro & Ousterhout, *In Search of an Understandable Consensus
//! Algorithm*, 2014, figure 3): [election safety](election_safety), [leader append-only](leader_append_only), [log matching](log_matching),
//! [leader completeness](leader_completeness); its state machine safety is [same log](same_log).
//!
//! Cost of every judge: O(events · log events), where nothing else is said; those of logs compare an entry with each log.

pub mod agreement;
pub mod election_safety;
pub mod integrity;
mod journal;
pub mod leader_append_only;
pub mod leader_completeness;
mod livelock;
pub mod log_matching;
pub mod primary_integrity;
pub mod primary_order;
pub mod progress;
pub mod same_log;
pub mod validity;

use synod_order::Map;

use crate::monitor::Cited;
use crate::{Event, Fact, Value};

/// The first value that was learned, by a key.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct Lessons<K>(Map<K, (Cited, Value)>);

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
