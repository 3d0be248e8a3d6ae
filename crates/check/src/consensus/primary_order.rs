//! Primary order: changes are delivered in the order in which primaries broadcast them, and none without those that it depends on.
//!
//! Source: Junqueira, Reed & Serafini, *Zab: High-performance broadcast for primary-backup systems* (DSN 2011), section 3. *Local primary
//! order*: if a primary broadcasts one change before another, a process that delivers the second has delivered the first before it.
//! *Global primary order*: a process that delivers changes of two primaries delivers those of the earlier primary first. A process that
//! comes back from a crash may deliver again what it had delivered.

use synod_order::Map;

use synod_words::phrase;

use crate::monitor::{Cited, Safety};
use crate::{Event, Fact, Record, Witness};

/// A change by the epoch of its primary and its number there.
type Zxid = (u32, u32);

/// What was broadcast and delivered.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct PrimaryOrder {
    /// By epoch, in the order in which its primary broadcast: the numbers.
    broadcast: Map<u32, Vec<(u32, Cited)>>,
    /// By process: what it has delivered.
    delivered: Map<u16, Map<Zxid, Cited>>,
}

/// A change that was delivered too early.
#[derive(Debug)]
pub(crate) enum Breach {
    /// It depends on one that was not delivered.
    Without { delivered: u32, change: Zxid, missing: Zxid, broadcast: u32 },
    /// A change of a later primary was delivered before it.
    After { delivered: u32, change: Zxid, later: Zxid, before: u32 },
}

impl Safety for PrimaryOrder {
    type Breach = Breach;

    fn see(&mut self, event: &Event, number: u32) -> Option<Breach> {
        match event.fact()? {
            Fact::Broadcast { epoch, counter, .. } => {
                self.broadcast.entry(*epoch).or_default().push((*counter, Cited(number)));
                None
            }
            Fact::Delivered { epoch, counter } => self.deliver(event.process, (*epoch, *counter), number),
            _ => None,
        }
    }

    fn witness(breach: Breach, record: &Record) -> Witness {
        match breach {
            Breach::Without { delivered, change, missing, broadcast } => {
                let sentence = phrase!(
                    "{0} delivered {1} at {2} without {3}, which the same primary had broadcast before it at {4}.",
                    "{0} 于 {2} 交付了 {1}，却没有交付同一主进程在它之前（{4}）广播的 {3}。",
                    record.who(delivered),
                    shown(change),
                    record.when(delivered),
                    shown(missing),
                    record.when(broadcast)
                );
                Witness::of_events(vec![broadcast, delivered], sentence)
            }
            Breach::After { delivered, change, later, before } => {
                let sentence = phrase!(
                    "{0} delivered {1} of a later primary at {2}, and only after that, at {3}, {4} of an earlier one.",
                    "{0} 于 {2} 先交付了后任主进程的 {1}，之后才于 {3} 交付前任主进程的 {4}。",
                    record.who(delivered),
                    shown(later),
                    record.when(before),
                    record.when(delivered),
                    shown(change)
                );
                Witness::of_events(vec![before, delivered], sentence)
            }
        }
    }
}

impl PrimaryOrder {
    fn deliver(&mut self, process: u16, change: Zxid, number: u32) -> Option<Breach> {
        let delivered = self.delivered.entry(process).or_default();
        if delivered.contains_key(&change) {
            return None;
        }
        let (epoch, counter) = change;
        let own = self.broadcast.get(&epoch).map_or(&[][..], Vec::as_slice);
        let before = own.iter().take_while(|(other, _)| *other != counter);
        let known = own.iter().any(|(other, _)| *other == counter);
        let missing = before.filter(|_| known).find(|(other, _)| !delivered.contains_key(&(epoch, *other)));
        if let Some((other, Cited(broadcast))) = missing {
            return Some(Breach::Without { delivered: number, change, missing: (epoch, *other), broadcast: *broadcast });
        }
        let later = epoch.checked_add(1).and_then(|next| delivered.range((next, 0)..).next());
        if let Some((later, Cited(before))) = later {
            return Some(Breach::After { delivered: number, change, later: *later, before: *before });
        }
        delivered.insert(change, Cited(number));
        None
    }
}

/// As the paper writes it: `⟨2,1⟩`.
pub(super) fn shown((epoch, counter): Zxid) -> String {
    format!("⟨{epoch},{counter}⟩")
}
