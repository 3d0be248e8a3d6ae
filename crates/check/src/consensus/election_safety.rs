//! Election safety: at most one leader is elected in a term.
//!
//! Source: Ongaro & Ousterhout, *In Search of an Understandable Consensus Algorithm* (2014), figure 3 and § 5.2.

use synod_order::Map;

use synod_words::phrase;

use crate::monitor::{Cited, Safety};
use crate::{Event, Fact, Record, Witness};

/// The leader of each term.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct ElectionSafety(Map<u32, (u16, Cited)>);

/// Two elections of different processes in one term.
#[derive(Debug)]
pub(crate) struct Breach {
    term: u32,
    events: [u32; 2],
}

impl Safety for ElectionSafety {
    type Breach = Breach;

    fn see(&mut self, event: &Event, number: u32) -> Option<Breach> {
        let Fact::Elected { term } = event.fact()? else { return None };
        let (leader, Cited(earlier)) = *self.0.entry(*term).or_insert((event.process, Cited(number)));
        (leader != event.process).then_some(Breach { term: *term, events: [earlier, number] })
    }

    fn witness(Breach { term, events }: Breach, record: &Record) -> Witness {
        let sentence = phrase!(
            "In term {0}, {1} became the leader at {2}, and {3} at {4}.",
            "在任期 {0} 中，{1} 于 {2} 成为领导者，{3} 于 {4} 也成为领导者。",
            term,
            record.who(events[0]),
            record.when(events[0]),
            record.who(events[1]),
            record.when(events[1])
        );
        Witness::of_events(events.into(), sentence)
    }
}
