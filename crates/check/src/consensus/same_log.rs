//! One log: all servers apply the same commands in the same order, without a gap.
//!
//! Source: Lamport, *Paxos Made Simple* (2001), section 3: a server executes a command once it knows all those before it; Schneider, *Implementing
//! fault-tolerant services using the state machine approach* (1990). A server that comes back from a crash may begin again with
//! slot 1, or anywhere that it had reached; one that is given a snapshot goes on after it.

use std::hash::{Hash, Hasher};
use synod_order::Map;

use synod_words::phrase;

use crate::monitor::{Cited, Safety};
use crate::{Event, Fact, Record, Value, Witness};

/// What was applied.
#[derive(Clone, Debug, Default)]
pub(crate) struct SameLog {
    /// The command of each slot.
    log: Map<u32, (Cited, Value)>,
    /// The slot that each server applied last, and the event.
    last: Map<u16, (u32, u32)>,
}

/// A server that has applied nothing but slot 0 stands where all begin.
impl Hash for SameLog {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.log.hash(state);
        let reached = self.last.iter().map(|(server, (slot, _))| (*server, *slot)).filter(|(_, slot)| *slot > 0);
        reached.collect::<Vec<_>>().hash(state);
    }
}

/// A command that differs from another server's in its slot, or that leaves a slot out.
#[derive(Debug)]
pub(crate) enum Breach {
    /// The events and what they applied.
    Differs { slot: u32, earlier: (u32, Value), later: (u32, Value) },
    /// The event that applied before, and the event.
    Skips { missing: u32, slot: u32, before: Option<u32>, event: u32 },
}

impl Safety for SameLog {
    type Breach = Breach;

    fn see(&mut self, event: &Event, number: u32) -> Option<Breach> {
        if let Fact::Installed { index } = event.fact()? {
            self.last.insert(event.process, (*index, number));
        }
        let Fact::Applied { instance, value } = event.fact()? else { return None };
        let slot = *instance;
        let (Cited(earlier), command) = &*self.log.entry(slot).or_insert_with(|| (Cited(number), value.clone()));
        if command != value {
            return Some(Breach::Differs { slot, earlier: (*earlier, command.clone()), later: (number, value.clone()) });
        }
        let before = self.last.insert(event.process, (slot, number));
        let missing = before.map_or(0, |(reached, _)| reached).saturating_add(1);
        (slot > missing).then_some(Breach::Skips { missing, slot, before: before.map(|(_, event)| event), event: number })
    }

    fn witness(breach: Breach, record: &Record) -> Witness {
        match breach {
            Breach::Differs { slot, earlier, later } => difference(record, slot, &earlier, &later),
            Breach::Skips { missing, slot, before, event } => gap(record, missing, slot, before, event),
        }
    }
}

fn difference(record: &Record, slot: u32, earlier: &(u32, Value), later: &(u32, Value)) -> Witness {
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
