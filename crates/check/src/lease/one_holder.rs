//! One holder: never do two working processes hold the lease at the same time.
//!
//! A process that has crashed or stands still relies on nothing, so it does not count meanwhile. When it goes on it counts again, but not
//! yet at that very instant: only then can it look at its clock and find that its time was over long ago. What it does at that
//! instant, before it looks, is what [`guarded_writes`](super::guarded_writes) is about. That two hold the lease because one goes on is seen when
//! the next thing happens.

use synod_order::{Map, Set};

use synod_words::phrase;

use crate::monitor::{Cited, Safety};
use crate::{Event, Fact, Record, What, Witness};

/// Who believes to hold the lease, and who of them counts.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct OneHolder {
    /// Since which event.
    holders: Map<u16, Cited>,
    down: Set<u16>,
    /// Since when they work again; they count from any later moment. The one time that a digest has to know.
    awoken: Map<u16, u64>,
}

impl OneHolder {
    /// Two that hold the lease and count, at the event of that number.
    fn two(&self, number: u32) -> Option<Both> {
        let counts = |process: &u16| !self.down.contains(process) && !self.awoken.contains_key(process);
        let mut events = self.holders.iter().filter(|(process, _)| counts(process)).map(|(_, Cited(event))| *event);
        let (one, other) = (events.next()?, events.next()?);
        Some(Both { since: [one.min(other), one.max(other)], seen: number })
    }
}

/// Two hold the lease.
pub(crate) struct Both {
    /// Since which events.
    since: [u32; 2],
    /// The event at which that was seen.
    seen: u32,
}

impl Safety for OneHolder {
    /// The first two.
    type Breach = Both;

    fn see(&mut self, event: &Event, number: u32) -> Option<Both> {
        self.awoken.retain(|_, since| *since == event.at);
        if let Some(both) = self.two(number) {
            return Some(both);
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
        self.two(number)
    }

    fn witness(Both { since: [earlier, later], seen }: Both, record: &Record) -> Witness {
        let holds = |event: u32| {
            let (who, when) = (record.who(event), record.when(event));
            phrase!("{0} holds lease {1} since {2}", "{0} 自 {2} 起持有租约 {1}", who, lease_of(record, event), when)
        };
        let (one, other) = (holds(earlier), holds(later));
        if seen == later {
            return Witness::of_events(vec![earlier, later], phrase!("{0}; {1}.", "{0}；{1}。", one, other));
        }
        // One of them stood still when the other came to hold it.
        let sentence = phrase!(
            "{0}; {1}; both work and hold it at {2}.",
            "{0}；{1}；{2} 时两者都在运行并持有。",
            one,
            other,
            record.when(seen)
        );
        Witness::of_events(vec![earlier, later, seen], sentence)
    }
}

fn lease_of(record: &Record, event: u32) -> u32 {
    match record.events[event as usize].what {
        What::Did(Fact::Acquired { lease }) => lease,
        _ => 0,
    }
}
