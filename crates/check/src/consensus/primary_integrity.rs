//! Primary integrity: a primary has delivered all that comes before its own changes before it broadcasts any.
//!
//! Source: Junqueira, Reed & Serafini, *Zab: High-performance broadcast for primary-backup systems* (DSN 2011), section 3: if a primary
//! broadcasts, and some process delivers a change that an earlier primary broadcast, then the primary has delivered that change before
//! it broadcasts. Otherwise its changes would start from a state that lacks something.

use synod_order::{Map, Set};

use synod_words::phrase;

use super::primary_order::shown;
use crate::monitor::{Cited, Safety};
use crate::{Event, Fact, Record, Witness};

/// A change by the epoch of its primary and its number there.
type Zxid = (u32, u32);

/// What was delivered, and what each primary knew when it began.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct PrimaryIntegrity {
    /// By process: what it has delivered.
    delivered: Map<u16, Set<Zxid>>,
    /// What anybody has delivered.
    by_anybody: Map<Zxid, Cited>,
    /// By epoch: its first broadcast, and what its primary had delivered by then.
    began: Map<u32, (Cited, Set<Zxid>)>,
}

/// A change that a primary of a later epoch had not delivered.
#[derive(Debug)]
pub(crate) struct Breach {
    broadcast: u32,
    delivered: u32,
    change: Zxid,
}

impl Safety for PrimaryIntegrity {
    type Breach = Breach;

    fn see(&mut self, event: &Event, number: u32) -> Option<Breach> {
        match event.fact()? {
            Fact::Broadcast { epoch, .. } if !self.began.contains_key(epoch) => {
                let known = self.delivered.get(&event.process).cloned().unwrap_or_default();
                let mut earlier = self.by_anybody.range(..(*epoch, 0));
                let unknown = earlier.find(|(change, _)| !known.contains(change));
                let breach = unknown.map(|(change, Cited(delivered))| (*change, *delivered));
                self.began.insert(*epoch, (Cited(number), known));
                breach.map(|(change, delivered)| Breach { broadcast: number, delivered, change })
            }
            Fact::Delivered { epoch, counter } => {
                let change = (*epoch, *counter);
                self.delivered.entry(event.process).or_default().insert(change);
                self.by_anybody.entry(change).or_insert(Cited(number));
                let next = epoch.checked_add(1)?;
                let ignorant = self.began.range(next..).find(|(_, (_, known))| !known.contains(&change));
                ignorant.map(|(_, (Cited(broadcast), _))| Breach { broadcast: *broadcast, delivered: number, change })
            }
            _ => None,
        }
    }

    fn witness(Breach { broadcast, delivered, change }: Breach, record: &Record) -> Witness {
        let sentence = phrase!(
            "{0} began to broadcast at {1} without having delivered {2} of an earlier primary, which {3} delivered at {4}.",
            "{0} 于 {1} 开始广播时尚未交付前任主进程的 {2}，而 {3} 于 {4} 交付了它。",
            record.who(broadcast),
            record.when(broadcast),
            shown(change),
            record.who(delivered),
            record.when(delivered)
        );
        Witness::of_events(vec![broadcast.min(delivered), broadcast.max(delivered)], sentence)
    }
}
