//! The inconsistency window: how long after a write was acknowledged some replica still lacks it (Vogels, *Eventually consistent*, CACM 52(1),
//! 2009).

use super::write::{Stamp, Write, contains};
use super::{Models, Msg, Op};
use crate::{Gauge, Past};
use std::collections::{BTreeMap, BTreeSet};
use synod_kernel::{OperationId, Pid, Time};
use synod_words::{Arg, phrase};

/// The longest window so far. One that is still open counts up to now.
pub(super) fn measures(past: &Past<'_, Models>) -> Vec<Gauge> {
    let name = phrase!("inconsistency window", "不一致窗口");
    let longest = windows(past).into_iter().max();
    let value = longest.map_or_else(|| phrase!("–", "–"), |us| phrase!("{0}", "{0}", Arg::TimeUs(us)));
    vec![Gauge { id: "inconsistency_window_us", name, value, number: longest.map(Time::cast_signed) }]
}

/// How long each acknowledged write was lacking somewhere.
fn windows(past: &Past<'_, Models>) -> Vec<Time> {
    let writes = writes(past);
    let holders = holders(past, &writes);
    let acknowledged = past.operations().filter_map(|life| {
        let (when, _) = life.returned.filter(|(_, ret)| **ret == super::Ret::Written)?;
        matches!(life.body, Op::Write(..)).then_some((life.id, when.1))
    });
    let all = usize::from(past.world.protocol().replicas);
    let window = |(op, since): (OperationId, Time)| {
        let everywhere = holders.get(&op).filter(|held| held.len() >= all).and_then(|held| held.values().max());
        everywhere.copied().unwrap_or(past.world.now()).saturating_sub(since)
    };
    acknowledged.map(window).collect()
}

/// Every write that was made.
fn writes<'a>(past: &Past<'a, Models>) -> BTreeMap<OperationId, &'a Write> {
    let sent = past.messages();
    let mut writes = BTreeMap::new();
    for message in sent {
        match message.msg {
            Msg::Answer { write: Some(write), .. } | Msg::Store { write, .. } => drop(writes.insert(write.op, write)),
            _ => {}
        }
    }
    writes
}

/// Which replica first had each write, or a newer one in its place, and when: it says so at once.
fn holders(past: &Past<'_, Models>, writes: &BTreeMap<OperationId, &Write>) -> BTreeMap<OperationId, BTreeMap<Pid, Time>> {
    let mut holders: BTreeMap<OperationId, BTreeMap<Pid, Time>> = BTreeMap::new();
    // At a majority store: what each coordinated operation makes the replicas keep.
    let mut kept: BTreeMap<OperationId, (&str, Stamp)> = BTreeMap::new();
    for message in past.messages() {
        let (from, at) = (message.id.from, message.sent.1);
        let mut has = |op: OperationId| {
            holders.entry(op).or_default().entry(from).or_insert(at);
        };
        match message.msg {
            Msg::Answer { write: Some(write), .. } => has(write.op),
            Msg::Have { have } | Msg::Update { have, .. } | Msg::Pull { have } => {
                let known: BTreeSet<OperationId> =
                    synod_order::set(writes.values().filter(|write| contains(have, write.dot)).map(|write| write.op));
                known.into_iter().for_each(has);
            }
            Msg::Store { op, write } => {
                kept.insert(*op, (&write.key, write.stamp));
                has(write.op);
            }
            Msg::Stored { op } => {
                let Some((key, stamp)) = kept.get(op) else { continue };
                writes.values().filter(|write| write.key == *key && write.stamp <= *stamp).for_each(|write| has(write.op));
            }
            _ => {}
        }
    }
    holders
}
