//! Validity: only a value that has been proposed may be chosen.
//!
//! Source: Lamport, *Paxos Made Simple* (2001), section 2.1; *nontriviality* elsewhere. Without it, a protocol that always chooses the same
//! value would agree.

use std::collections::BTreeSet;

use synod_words::phrase;

use crate::{Fact, Record, Value, Witness};

/// The first value that was learned and that nobody had proposed in that instance before.
pub(crate) fn broken(record: &Record) -> Option<Witness> {
    let mut proposed: BTreeSet<(u32, &Value)> = BTreeSet::new();
    for (i, _, fact) in record.facts() {
        match fact {
            Fact::Proposed { instance, value } => drop(proposed.insert((*instance, value))),
            Fact::Learned { instance, value } if !proposed.contains(&(*instance, value)) => {
                let sentence = phrase!(
                    "{0} learned at {1} that {2} is chosen in instance {3}, and nobody had proposed it there.",
                    "{0} 于 {1} 得知实例 {3} 选定了 {2}，而没有人在其中提出过这个值。",
                    record.who(i),
                    record.when(i),
                    value.to_string(),
                    *instance
                );
                return Some(Witness::of_events(vec![i], sentence));
            }
            _ => {}
        }
    }
    None
}
