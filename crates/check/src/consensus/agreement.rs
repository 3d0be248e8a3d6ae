//! Agreement: only a single value is chosen, so that no two processes learn different ones of one instance.
//!
//! Source: Lamport, *Paxos Made Simple* (2001), section 2.1.

use synod_words::phrase;

use super::first_difference;
use crate::{Record, Witness};

/// The first two values of one instance that differ.
pub(crate) fn broken(record: &Record) -> Option<Witness> {
    let [earlier, later] = first_difference(record, |_, instance| instance)?;
    let sentence = phrase!(
        "{0} learned at {1} that {2} is chosen in instance {3}; {4} learned at {5} that {6} is.",
        "{0} 于 {1} 得知实例 {3} 选定了 {2}；{4} 于 {5} 得知选定的却是 {6}。",
        record.who(earlier.event),
        record.when(earlier.event),
        earlier.value.to_string(),
        earlier.instance,
        record.who(later.event),
        record.when(later.event),
        later.value.to_string()
    );
    Some(Witness::of_events(vec![earlier.event, later.event], sentence))
}
