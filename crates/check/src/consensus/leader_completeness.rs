//! Leader completeness: an entry that is committed in a term is in the logs of the leaders of all later terms.
//!
//! Source: Ongaro & Ousterhout, *In Search of an Understandable Consensus Algorithm* (2014), figure 3 and § 5.4. What counts is the log with which
//! a leader is elected.
//!
//! Cost: O(events · (entries committed + leaders)).

use std::collections::BTreeMap;

use synod_words::phrase;

use super::journal::Journal;
use crate::{Fact, Record, Witness};

/// An entry that is known to be committed: by its index and term.
type Entry = (u32, u32);

/// A leader, with the log with which it was elected.
struct Leader<'r> {
    event: u32,
    term: u32,
    log: Journal<'r>,
}

impl Leader<'_> {
    fn lacks(&self, (index, term): Entry) -> bool {
        !self.log.covers(index) && self.log.get(index).is_none_or(|entry| entry.term != term)
    }
}

/// The first leader that lacks what was committed before its term.
pub(crate) fn broken(record: &Record) -> Option<Witness> {
    let mut journals: BTreeMap<u16, Journal> = BTreeMap::new();
    // The earliest term in which an entry is known to be committed, and the event.
    let mut committed: BTreeMap<Entry, (u32, u32)> = BTreeMap::new();
    let mut leaders: Vec<Leader> = Vec::new();
    for (event, by, fact) in record.facts() {
        let journal = journals.entry(by.process).or_default();
        journal.take(event, fact);
        match fact {
            Fact::Elected { term } => {
                let leader = Leader { event, term: *term, log: journal.clone() };
                let lost = committed.iter().find(|(entry, (since, _))| since < term && leader.lacks(**entry));
                if let Some((entry, (since, known))) = lost {
                    return Some(witness(record, *entry, (*since, *known), &leader));
                }
                leaders.push(leader);
            }
            Fact::Committed { index, term } => {
                for (at, entry) in journal.up_to(*index) {
                    let entry = (at, entry.term);
                    if committed.get(&entry).is_some_and(|(since, _)| since <= term) {
                        continue;
                    }
                    committed.insert(entry, (*term, event));
                    if let Some(leader) = leaders.iter().find(|leader| leader.term > *term && leader.lacks(entry)) {
                        return Some(witness(record, entry, (*term, event), leader));
                    }
                }
            }
            _ => {}
        }
    }
    None
}

fn witness(record: &Record, (index, of): Entry, (term, known): (u32, u32), leader: &Leader<'_>) -> Witness {
    let mut events = vec![known, leader.event];
    synod_order::sort(&mut events);
    let sentence = phrase!(
        "{0} had entry {1} of term {2} committed in term {3} at {4}; {5}, elected in term {6} at {7}, does not have it.",
        "{0} 于 {4} 在任期 {3} 中得知条目 {1}（任期 {2}）已提交；{5} 于 {7} 当选任期 {6} 的领导者，其日志中却没有它。",
        record.who(known),
        index,
        of,
        term,
        record.when(known),
        record.who(leader.event),
        leader.term,
        record.when(leader.event)
    );
    Witness::of_events(events, sentence)
}
