//! AC2: a process cannot reverse its decision after it has reached one.
//!
//! Source: Bernstein, Hadzilacos & Goodman (1987), section 7.3. A decision is kept in the log: a crash does not undo it.

use synod_words::phrase;

use super::conflict::{Conflict, Decisions};
use crate::monitor::Safety;
use crate::prose::decided;
use crate::{Event, Record, Witness};

/// The first decision of each process on each transaction.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct Ac2(Decisions<(u16, u32)>);

impl Safety for Ac2 {
    /// The first two different decisions of one process.
    type Breach = Conflict;

    fn see(&mut self, event: &Event, number: u32) -> Option<Conflict> {
        self.0.see(event, number, |process, transaction| (process, transaction))
    }

    fn witness(found: Conflict, record: &Record) -> Witness {
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
        Witness::of_events(found.events.into(), sentence)
    }
}
