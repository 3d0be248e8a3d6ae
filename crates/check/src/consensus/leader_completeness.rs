//! Leader completeness: an entry that is committed in a term is in the logs of the leaders of all later terms.
//!
//! Source: Ongaro & Ousterhout, *In Search of an Understandable Consensus Algorithm* (2014), figure 3 and § 5.4. What counts is the log with which
//! a leader is elected.
//!
//! Cost: O(events · (entries committed + leaders)).

use synod_order::Map;

use synod_words::phrase;

use super::journal::{Journal, Journals};
use crate::monitor::{Cited, Safety};
use crate::{Event, Fact, Record, Witness};

/// An entry that is known to be committed: by its index and term.
type Entry = (u32, u32);

/// What was committed, and who has led.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct LeaderCompleteness {
    journals: Journals,
    /// The earliest term in which an entry is known to be committed, and the event.
    committed: Map<Entry, (u32, Cited)>,
    leaders: Vec<Leader>,
}

/// A leader, with the log with which it was elected.
#[derive(Clone, Debug, Hash)]
struct Leader {
    event: Cited,
    term: u32,
    log: Journal,
}

impl Leader {
    fn lacks(&self, (index, term): Entry) -> bool {
        !self.log.covers(index) && self.log.get(index).is_none_or(|entry| entry.term != term)
    }
}

/// A leader lacks an entry.
#[derive(Debug)]
pub(crate) struct Breach {
    entry: Entry,
    /// The term in which it was committed, and the event that says so.
    committed: (u32, u32),
    /// The term of the leader, and its election.
    elected: (u32, u32),
}

impl Safety for LeaderCompleteness {
    type Breach = Breach;

    fn see(&mut self, event: &Event, number: u32) -> Option<Breach> {
        self.journals.take(event, number);
        match event.fact()? {
            Fact::Elected { term } => self.elect(event.process, *term, number),
            Fact::Committed { index, term } => self.commit(event.process, *index, *term, number),
            _ => None,
        }
    }

    fn witness(Breach { entry, committed, elected }: Breach, record: &Record) -> Witness {
        let mut events = vec![committed.1, elected.1];
        synod_order::sort(&mut events);
        let sentence = phrase!(
            "{0} had entry {1} of term {2} committed in term {3} at {4}; {5}, elected in term {6} at {7}, does not have it.",
            "{0} 于 {4} 在任期 {3} 中得知条目 {1}（任期 {2}）已提交；{5} 于 {7} 当选任期 {6} 的领导者，其日志中却没有它。",
            record.who(committed.1),
            entry.0,
            entry.1,
            committed.0,
            record.when(committed.1),
            record.who(elected.1),
            elected.0,
            record.when(elected.1)
        );
        Witness::of_events(events, sentence)
    }
}

impl LeaderCompleteness {
    /// A leader is elected: does it have all that was committed in earlier terms?
    fn elect(&mut self, process: u16, term: u32, number: u32) -> Option<Breach> {
        let log = self.journals.of(process).cloned().unwrap_or_default();
        let leader = Leader { event: Cited(number), term, log };
        let lost = self.committed.iter().find(|(entry, (since, _))| *since < term && leader.lacks(**entry));
        let breach =
            lost.map(|(entry, (since, known))| Breach { entry: *entry, committed: (*since, known.0), elected: (term, number) });
        self.leaders.push(leader);
        breach
    }

    /// Entries are known to be committed in a term: were they in the logs of those who led later ones?
    fn commit(&mut self, process: u16, index: u32, term: u32, number: u32) -> Option<Breach> {
        for (at, entry) in self.journals.of(process)?.up_to(index) {
            let entry = (at, entry.term);
            if self.committed.get(&entry).is_some_and(|(since, _)| *since <= term) {
                continue;
            }
            self.committed.insert(entry, (term, Cited(number)));
            if let Some(leader) = self.leaders.iter().find(|leader| leader.term > term && leader.lacks(entry)) {
                return Some(Breach { entry, committed: (term, number), elected: (leader.term, leader.event.0) });
            }
        }
        None
    }
}
