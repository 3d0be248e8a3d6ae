//! One log: all servers apply the same commands in the same order, without a gap.
//!
//! Source: Lamport, *Paxos Made Simple* (2001), section 3: a server executes a command once it knows all those before it; Schneider, *Implementing
//! fault-tolerant services using the state machine approach* (1990). A server that comes back from a crash may begin again with
//! slot 1, or anywhere that it had reached; one that is given a snapshot goes on after it.

use std::collections::BTreeMap;

use synod_words::phrase;

use crate::{Fact, Record, Value, Witness};

/// The first command that differs from another server's in its slot, or that leaves a slot out.
pub(crate) fn broken(record: &Record) -> Option<Witness> {
    let mut log: BTreeMap<u32, (u32, &Value)> = BTreeMap::new();
    // The slot that each server applied last, and the event.
    let mut last: BTreeMap<u16, (u32, u32)> = BTreeMap::new();
    for (i, event, fact) in record.facts() {
        if let Fact::Installed { index } = fact {
            last.insert(event.process, (*index, i));
        }
        let Fact::Applied { instance, value } = fact else { continue };
        let (earlier, command) = *log.entry(*instance).or_insert((i, value));
        if command != value {
            return Some(difference(record, *instance, (earlier, command), (i, value)));
        }
        let before = last.insert(event.process, (*instance, i));
        let reached = before.map_or(0, |(slot, _)| slot);
        if *instance > reached.saturating_add(1) {
            return Some(gap(record, reached + 1, *instance, before.map(|(_, event)| event), i));
        }
    }
    None
}

fn difference(record: &Record, slot: u32, earlier: (u32, &Value), later: (u32, &Value)) -> Witness {
    let sentence = phrase!(
        "In slot {0}, {1} applied {2} at {3}, and {4} applied {5} at {6}.",
        "在日志第 {0} 位，{1} 于 {3} 执行了 {2}，{4} 于 {6} 执行的却是 {5}。",
        slot,
        record.who(earlier.0),
        earlier.1.to_string(),
        record.when(earlier.0),
        record.who(later.0),
        later.1.to_string(),
        record.when(later.0)
    );
    Witness::of_events(vec![earlier.0, later.0], sentence)
}

fn gap(record: &Record, missing: u32, slot: u32, before: Option<u32>, event: u32) -> Witness {
    let sentence = phrase!(
        "{0} applied slot {1} at {2}, without having applied slot {3}.",
        "{0} 于 {2} 执行了日志第 {1} 位，而第 {3} 位尚未执行。",
        record.who(event),
        slot,
        record.when(event),
        missing
    );
    Witness::of_events(before.into_iter().chain([event]).collect(), sentence)
}
