//! Log matching: if two logs contain an entry with the same index and term, they are identical in all entries up to it.
//!
//! Source: Ongaro & Ousterhout, *In Search of an Understandable Consensus Algorithm* (2014), figure 3 and § 5.3. Where a snapshot took the
//! place of entries, nothing is compared.
//!
//! Cost: O(appended entries · processes · length of a log).

use synod_words::phrase;

use super::journal::{Entry, Journal, Journals};
use crate::monitor::{Cited, Safety};
use crate::{Event, Fact, Record, Witness};

/// The logs.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct LogMatching(Journals);

/// Two logs that agree in an entry and not in what is before.
#[derive(Debug)]
pub(crate) struct Breach {
    /// The last index at which they agree, and the term there.
    same: (u32, u32),
    /// The events by which the two came by that entry; the log that changed last comes first.
    agree: [u32; 2],
    /// The first index at which they differ, and the events.
    differs: u32,
    differ: Vec<u32>,
}

impl Safety for LogMatching {
    type Breach = Breach;

    fn see(&mut self, event: &Event, number: u32) -> Option<Breach> {
        self.0.take(event, number);
        let Fact::Appended { .. } = event.fact()? else { return None };
        let mine = self.0.of(event.process)?;
        let mut breach = self.0.others(event.process).find_map(|other| mismatch(mine, other))?;
        breach.differ.push(number);
        Some(breach)
    }

    fn witness(Breach { same: (index, term), agree, differs, differ }: Breach, record: &Record) -> Witness {
        let sentence = phrase!(
            "The logs of {0} and {1} both have an entry of term {2} at index {3}, and differ at index {4}.",
            "{0} 与 {1} 的日志在索引 {3} 处都有任期 {2} 的条目，在索引 {4} 处却不同。",
            record.who(agree[0]),
            record.who(agree[1]),
            term,
            index,
            differs
        );
        let mut events: Vec<u32> = agree.into_iter().chain(differ).collect();
        synod_order::sort(&mut events);
        events.dedup();
        Witness::of_events(events, sentence)
    }
}

/// The last entries that agree in index and term, and the first below or there that are not the same.
fn mismatch(one: &Journal, other: &Journal) -> Option<Breach> {
    let agree = |(index, mine): (u32, &Entry)| {
        let other = other.get(index).filter(|other| other.term == mine.term)?;
        let (Cited(one), Cited(other)) = (mine.event, other.event);
        Some(((index, mine.term), [one, other]))
    };
    let (same, agree) = one.up_to(u32::MAX).rev().find_map(agree)?;
    let unlike = |index: &u32| match (one.get(*index), other.get(*index)) {
        (Some(a), Some(b)) => a.term != b.term || a.value != b.value,
        (None, None) => false,
        (Some(_), None) => !other.covers(*index),
        (None, Some(_)) => !one.covers(*index),
    };
    let differs = (1..=same.0).find(unlike)?;
    let differ = [one, other].into_iter().filter_map(|journal| journal.get(differs)).map(|entry| entry.event.0).collect();
    Some(Breach { same, agree, differs, differ })
}
