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
