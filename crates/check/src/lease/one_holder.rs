//! One holder: never do two working processes hold the lease at the same time.
//!
//! A process that has crashed or stands still relies on nothing, so it does not count meanwhile. When it goes on it counts again, but not
//! yet at that very instant: only then can it look at its clock and find that its time was over long ago. What it does at that
//! instant, before it looks, is what [`guarded_writes`](super::guarded_writes) is about.

use std::collections::{BTreeMap, BTreeSet};

use synod_words::phrase;

use crate::monitor::{Cited, Safety};
use crate::{Event, Fact, Record, What, Witness};

/// Who believes to hold the lease, and who of them counts.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct OneHolder {
    /// Since which event.
    holders: BTreeMap<u16, Cited>,
    down: BTreeSet<u16>,
    /// Since when they work again; they count from any later moment.
    awoken: BTreeMap<u16, u64>,
}

impl OneHolder {
    /// Two that hold the lease and count.
    fn two(&self) -> Option<[u32; 2]> {
        let counts = |process: &u16| !self.down.contains(process) && !self.awoken.contains_key(process);
        let mut events = self.holders.iter().filter(|(process, _)| counts(process)).map(|(_, Cited(event))| *event);
        let (one, other) = (events.next()?, events.next()?);
        Some([one.min(other), one.max(other)])
    }
}

impl Safety for OneHolder {
    /// When the two came to hold it.
    type Breach = [u32; 2];

    fn see(&mut self, event: &Event, number: u32) -> Option<[u32; 2]> {
        self.awoken.retain(|_, since| *since == event.at);
        if let Some(two) = self.two() {
            return Some(two);
        }
        let process = event.process;
        match &event.what {
            What::Failed => {
                self.awoken.remove(&process);
                self.down.insert(process);
            }
            What::Recovered => {
                self.down.remove(&process);
                if self.holders.contains_key(&process) {
                    self.awoken.insert(process, event.at);
                }
            }
            What::Did(Fact::Acquired { .. }) => {
                self.holders.insert(process, Cited(number));
                self.awoken.remove(&process);
            }
            What::Did(Fact::Relinquished) => {
                self.holders.remove(&process);
                self.awoken.remove(&process);
            }
            What::Did(_) | What::Disturbed => {}
        }
        self.two()
    }

    fn witness([earlier, later]: [u32; 2], record: &Record) -> Witness {
        let sentence = phrase!(
            "{0} holds lease {1} since {2}; {3} holds lease {4} since {5}.",
            "{0} 自 {2} 起持有租约 {1}；{3} 自 {5} 起持有租约 {4}。",
            record.who(earlier),
            lease_of(record, earlier),
            record.when(earlier),
            record.who(later),
            lease_of(record, later),
            record.when(later)
        );
        Witness::of_events(vec![earlier, later], sentence)
    }
}

fn lease_of(record: &Record, event: u32) -> u32 {
    match record.events[event as usize].what {
        What::Did(Fact::Acquired { lease }) => lease,
        _ => 0,
    }
}
