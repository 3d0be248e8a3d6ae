//! Log matching: if two logs contain an entry with the same index and term, they are identical in all entries up to it.
//!
//! Source: Ongaro & Ousterhout, *In Search of an Understandable Consensus Algorithm* (2014), figure 3 and § 5.3. Where a snapshot took the
//! place of entries, nothing is compared.
//!
//! Cost: O(appended entries · processes · length of a log).

use std::collections::BTreeMap;

use synod_words::phrase;

use super::journal::{Entry, Journal};
use crate::{Fact, Record, Witness};

/// The first entry by which two logs come to agree in term and index, and not in what is before.
pub(crate) fn broken(record: &Record) -> Option<Witness> {
    let mut journals: BTreeMap<u16, Journal> = BTreeMap::new();
    for (event, by, fact) in record.facts() {
        journals.entry(by.process).or_default().take(event, fact);
        if !matches!(fact, Fact::Appended { .. }) {
            continue;
        }
        let Some(mine) = journals.get(&by.process) else { continue };
        let mut others = journals.iter().filter(|(process, _)| **process != by.process);
        if let Some((same, differs)) = others.find_map(|(_, other)| mismatch(mine, other)) {
            return Some(witness(record, event, same, differs));
        }
    }
    None
}

/// Two entries of one index.
type Pair<'j, 'r> = (u32, [Option<&'j Entry<'r>>; 2]);

/// The last entries that agree in index and term, and the first two below or there that are not the same.
fn mismatch<'j, 'r>(one: &'j Journal<'r>, other: &'j Journal<'r>) -> Option<(Pair<'j, 'r>, Pair<'j, 'r>)> {
    let pair = |index: u32| (index, [one.get(index), other.get(index)]);
    let agree = |(_, pair): &Pair| matches!(pair, [Some(a), Some(b)] if a.term == b.term);
    let same = one.up_to(u32::MAX).rev().map(|(index, _)| pair(index)).find(agree)?;
    let unlike = |(index, [a, b]): &Pair| match (a, b) {
        (Some(a), Some(b)) => a.term != b.term || a.value != b.value,
        (None, None) => false,
        (Some(_), None) => !other.covers(*index),
        (None, Some(_)) => !one.covers(*index),
    };
    let differs = (1..=same.0).map(pair).find(unlike)?;
    Some((same, differs))
}

fn witness(record: &Record, event: u32, same: Pair<'_, '_>, differs: Pair<'_, '_>) -> Witness {
    let mut events: Vec<u32> = same.1.iter().chain(&differs.1).flatten().map(|entry| entry.event).chain([event]).collect();
    synod_order::sort(&mut events);
    events.dedup();
    let first = same.1.iter().flatten().map(|entry| entry.event).collect::<Vec<_>>();
    let (one, other) = (first.first().copied().unwrap_or(event), first.last().copied().unwrap_or(event));
    let term = same.1.iter().flatten().next().map_or(0, |entry| entry.term);
    let sentence = phrase!(
        "The logs of {0} and {1} both have an entry of term {2} at index {3}, and differ at index {4}.",
        "{0} 与 {1} 的日志在索引 {3} 处都有任期 {2} 的条目，在索引 {4} 处却不同。",
        record.who(one),
        record.who(other),
        term,
        same.0,
        differs.0
    );
    Witness::of_events(events, sentence)
}
