//! Integrity: a process that has learned a value never learns another in its place.
//!
//! Source: Lamport, *Paxos Made Simple* (2001), section 2.1: what is chosen stays chosen; stated of one process as in Cachin, Guerraoui &
//! Rodrigues, *Introduction to Reliable and Secure Distributed Programming* (2011), chapter 5: no process decides twice.

use synod_words::phrase;

use super::first_difference;
use crate::{Record, Witness};

/// The first two values that one process learned of one instance and that differ.
pub(crate) fn broken(record: &Record) -> Option<Witness> {
    let [earlier, later] = first_difference(record, |process, instance| (process, instance))?;
    let sentence = phrase!(
        "{0} learned at {1} that {2} is chosen in instance {3}, and at {4} that {5} is.",
        "{0} 于 {1} 得知实例 {3} 选定了 {2}，又于 {4} 得知选定的是 {5}。",
        record.who(earlier.event),
        record.when(earlier.event),
        earlier.value.to_string(),
        earlier.instance,
        record.when(later.event),
        later.value.to_string()
    );
    Some(Witness::of_events(vec![earlier.event, later.event], sentence))
}
