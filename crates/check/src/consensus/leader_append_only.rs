//! Leader append-only: a leader never overwrites or deletes entries of its log.
//!
//! Source: Ongaro & Ousterhout, *In Search of an Understandable Consensus Algorithm* (2014), figure 3 and § 5.3.

use std::collections::BTreeMap;

use synod_words::phrase;

use super::journal::Journal;
use crate::{Fact, Record, Witness};

/// The first time that a leader changes what stands in its log.
pub(crate) fn broken(record: &Record) -> Option<Witness> {
    let mut journals: BTreeMap<u16, Journal> = BTreeMap::new();
    let mut leads: BTreeMap<u16, (u32, u32)> = BTreeMap::new();
    for (event, by, fact) in record.facts() {
        let journal = journals.entry(by.process).or_default();
        let changed = match fact {
            Fact::Elected { term } => {
                leads.insert(by.process, (*term, event));
                None
            }
            Fact::Follows => {
                leads.remove(&by.process);
                None
            }
            Fact::Appended { index, .. } | Fact::Truncated { from: index } => (*index <= journal.last()).then_some(*index),
            Fact::Installed { index } => Some(*index),
            _ => None,
        };
        journal.take(event, fact);
        let (Some(index), Some((term, elected))) = (changed, leads.get(&by.process)) else { continue };
        let sentence = phrase!(
            "{0} became the leader of term {1} at {2}, and changed entry {3} of its own log at {4}.",
            "{0} 于 {2} 成为任期 {1} 的领导者，却于 {4} 更改了自己日志中的条目 {3}。",
            record.who(event),
            *term,
            record.when(*elected),
            index,
            record.when(event)
        );
        return Some(Witness::of_events(vec![*elected, event], sentence));
    }
    None
}
