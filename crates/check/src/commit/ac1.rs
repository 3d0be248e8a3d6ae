//! AC1: all processes that reach a decision reach the same one.
//!
//! Source: Bernstein, Hadzilacos & Goodman (1987), section 7.3. It binds those too that have failed meanwhile: what a process
//! decided before its crash counts.

use synod_words::phrase;

use super::conflict;
use crate::prose::decided;
use crate::{Record, Witness};

/// The first two decisions of one transaction that differ.
pub(crate) fn broken(record: &Record) -> Option<Witness> {
    let found = conflict::first(record, |_, transaction| transaction)?;
    let [earlier, later] = found.events;
    let sentence = phrase!(
        "{0} {1} transaction {2} at {3}; {4} {5} it at {6}.",
        "{0} 于 {3} {1}了事务 {2}；{4} 却于 {6} {5}了它。",
        record.who(earlier),
        decided(!found.commit),
        found.transaction,
        record.when(earlier),
        record.who(later),
        decided(found.commit),
        record.when(later)
    );
    Some(Witness::of_events(found.events.into(), sentence))
}
