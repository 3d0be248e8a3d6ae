//! AC1: all processes that reach a decision reach the same one.
//!
//! Source: Bernstein, Hadzilacos & Goodman (1987), section 7.3. It binds those too that have failed meanwhile: what a process
//! decided before its crash counts.

use synod_words::phrase;

use super::conflict::{Conflict, Decisions};
use crate::monitor::Safety;
use crate::prose::decided;
use crate::{Event, Record, Witness};

/// The first decision on each transaction.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct Ac1(Decisions<u32>);

impl Safety for Ac1 {
    /// The first two decisions of one transaction that differ.
    type Breach = Conflict;

    fn see(&mut self, event: &Event, number: u32) -> Option<Conflict> {
        self.0.see(event, number, |_, transaction| transaction)
    }

    fn witness(found: Conflict, record: &Record) -> Witness {
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
        Witness::of_events(found.events.into(), sentence)
    }
}
