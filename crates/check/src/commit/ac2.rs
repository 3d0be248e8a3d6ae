//! AC2: a process cannot reverse its decision after it has reached one.
//!
//! Source: Bernstein, Hadzilacos & Goodman (1987), section 7.3. A decision is kept in the log: a crash does not undo it.

use synod_words::phrase;

use super::conflict;
use crate::prose::decided;
use crate::{Record, Witness};

/// The first two different decisions of one process.
pub(crate) fn broken(record: &Record) -> Option<Witness> {
    let found = conflict::first(record, |process, transaction| (process, transaction))?;
    let [earlier, later] = found.events;
    let sentence = phrase!(
        "{0} {1} transaction {2} at {3}, and {4} it at {5}.",
        "{0} 于 {3} {1}了事务 {2}，又于 {5} {4}了它。",
        record.who(earlier),
        decided(!found.commit),
        found.transaction,
        record.when(earlier),
        decided(found.commit),
        record.when(later)
    );
    Some(Witness::of_events(found.events.into(), sentence))
}
