//! Integrity: a process that has learned a value never learns another in its place.
//!
//! Source: Lamport, *Paxos Made Simple* (2001), section 2.1: what is chosen stays chosen; stated of one process as in Cachin, Guerraoui &
//! Rodrigues, *Introduction to Reliable and Secure Distributed Programming* (2011), chapter 5: no process decides twice.

use synod_words::phrase;

use super::{Difference, Lessons};
use crate::monitor::Safety;
use crate::{Event, Record, Witness};

/// The first value that each process learned of each instance.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct Integrity(Lessons<(u16, u32)>);

impl Safety for Integrity {
    /// The first two values that one process learned of one instance and that differ.
    type Breach = Difference;

    fn see(&mut self, event: &Event, number: u32) -> Option<Difference> {
        self.0.see(event, number, |process, instance| (process, instance))
    }

    fn witness(Difference { instance, events, values: [earlier, later] }: Difference, record: &Record) -> Witness {
        let sentence = phrase!(
            "{0} learned at {1} that {2} is chosen in instance {3}, and at {4} that {5} is.",
            "{0} 于 {1} 得知实例 {3} 选定了 {2}，又于 {4} 得知选定的是 {5}。",
            record.who(events[0]),
            record.when(events[0]),
            earlier.to_string(),
            instance,
            record.when(events[1]),
            later.to_string()
        );
        Witness::of_events(events.into(), sentence)
    }
}
