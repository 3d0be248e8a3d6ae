//! Election safety: at most one leader is elected in a term.
//!
//! Source: Ongaro & Ousterhout, *In Search of an Understandable Consensus Algorithm* (2014), figure 3 and § 5.2.

use std::collections::BTreeMap;

use synod_words::phrase;

use crate::{Fact, Record, Witness};

/// The first two processes that lead in one term.
pub(crate) fn broken(record: &Record) -> Option<Witness> {
    let mut leaders: BTreeMap<u32, (u16, u32)> = BTreeMap::new();
    for (event, by, fact) in record.facts() {
        let Fact::Elected { term } = fact else { continue };
        let (leader, earlier) = *leaders.entry(*term).or_insert((by.process, event));
        if leader == by.process {
            continue;
        }
        let sentence = phrase!(
            "In term {0}, {1} became the leader at {2}, and {3} at {4}.",
            "在任期 {0} 中，{1} 于 {2} 成为领导者，{3} 于 {4} 也成为领导者。",
            *term,
            record.who(earlier),
            record.when(earlier),
            record.who(event),
            record.when(event)
        );
        return Some(Witness::of_events(vec![earlier, event], sentence));
    }
    None
}
