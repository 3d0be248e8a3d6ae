//! Leader append-only: a leader never overwrites or deletes entries of its log.
//!
//! Source: Ongaro & Ousterhout, *In Search of an Understandable Consensus Algorithm* (2014), figure 3 and § 5.3.

use synod_order::Map;

use synod_words::phrase;

use super::journal::{Journal, Journals};
use crate::monitor::{Cited, Safety};
use crate::{Event, Fact, Record, Witness};

/// Who leads, since which event, and the logs.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct LeaderAppendOnly {
    leads: Map<u16, (u32, Cited)>,
    journals: Journals,
}

/// A leader changes what stands in its log.
#[derive(Debug)]
pub(crate) struct Breach {
    term: u32,
    index: u32,
    elected: u32,
    changed: u32,
}

impl Safety for LeaderAppendOnly {
    type Breach = Breach;

    fn see(&mut self, event: &Event, number: u32) -> Option<Breach> {
        let last = self.journals.of(event.process).map_or(0, Journal::last);
        self.journals.take(event, number);
        let index = match event.fact()? {
            Fact::Elected { term } => {
                self.leads.insert(event.process, (*term, Cited(number)));
                return None;
            }
            Fact::Follows => {
                self.leads.remove(&event.process);
                return None;
            }
            Fact::Appended { index, .. } | Fact::Truncated { from: index } if *index <= last => *index,
            Fact::Installed { index } => *index,
            _ => return None,
        };
        let (term, Cited(elected)) = *self.leads.get(&event.process)?;
        Some(Breach { term, index, elected, changed: number })
    }

    fn witness(Breach { term, index, elected, changed }: Breach, record: &Record) -> Witness {
        let sentence = phrase!(
            "{0} became the leader of term {1} at {2}, and changed entry {3} of its own log at {4}.",
            "{0} 于 {2} 成为任期 {1} 的领导者，却于 {4} 更改了自己日志中的条目 {3}。",
            record.who(changed),
            term,
            record.when(elected),
            index,
            record.when(changed)
        );
        Witness::of_events(vec![elected, changed], sentence)
    }
}
