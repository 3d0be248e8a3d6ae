//! Agreement: only a single value is chosen, so that no two processes learn different ones of one instance.
//!
//! Source: Lamport, *Paxos Made Simple* (2001), section 2.1.

use synod_words::phrase;

use super::{Difference, Lessons};
use crate::monitor::Safety;
use crate::{Event, Record, Witness};

/// The first value learned of each instance.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct Agreement(Lessons<u32>);

impl Safety for Agreement {
    /// The first two values of one instance that differ.
    type Breach = Difference;

    fn see(&mut self, event: &Event, number: u32) -> Option<Difference> {
        self.0.see(event, number, |_, instance| instance)
    }

    fn witness(Difference { instance, events, values: [earlier, later] }: Difference, record: &Record) -> Witness {
        let sentence = phrase!(
            "{0} learned at {1} that {2} is chosen in instance {3}; {4} learned at {5} that {6} is.",
            "{0} 于 {1} 得知实例 {3} 选定了 {2}；{4} 于 {5} 得知选定的却是 {6}。",
            record.who(events[0]),
            record.when(events[0]),
            earlier.to_string(),
            instance,
            record.who(events[1]),
            record.when(events[1]),
            later.to_string()
        );
        Witness::of_events(events.into(), sentence)
    }
}
