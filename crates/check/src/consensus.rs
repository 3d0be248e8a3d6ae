//! Consensus: whether processes choose one value, and one log of them.
//!
//! Source: Lamport, *Paxos Made Simple* (2001). Section 2.1 asks that only a value that has been proposed may be chosen
//! ([validity]), that only a single value is chosen ([agreement], [integrity]), and that a process never learns
//! that a value has been chosen unless it has been. Section 3 makes a [log](same_log) of it. That something is chosen in the end is
//! [progress]: it cannot be promised of a network that may take any time (Fischer, Lynch & Paterson 1985).
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
pub mod progress;
pub mod same_log;
pub mod validity;

use std::collections::BTreeMap;

use crate::{Fact, Record, Value};

/// The first two values that were learned of one instance and differ, among those that have the same key; in order.
fn first_difference<K: Ord>(record: &Record, key: impl Fn(u16, u32) -> K) -> Option<[Lesson<'_>; 2]> {
    let mut first: BTreeMap<K, Lesson> = BTreeMap::new();
    for (event, by, fact) in record.facts() {
        let Fact::Learned { instance, value } = fact else { continue };
        let lesson = Lesson { event, instance: *instance, value };
        let earlier = *first.entry(key(by.process, *instance)).or_insert(lesson);
        if earlier.value != value {
            return Some([earlier, lesson]);
        }
    }
    None
}

/// That a process learns a value.
#[derive(Clone, Copy, Debug)]
struct Lesson<'r> {
    event: u32,
    instance: u32,
    value: &'r Value,
}
