//! From a violation to its witness: a small set of operations that is still a violation, and for no other reason.
//!
//! Dropping a write can make a read unexplainable that was fine. So a write is only dropped together with every operation whose
//! answer may rest on it: the reads that may have returned its value, the compare-and-sets that may have found it, and those
//! that failed because of it. What is left is a violation only if the whole history was one.

use synod_order::{Map, Set};

use crate::keys::{Nature, text_of};
use crate::verdict::Meter;
use crate::{Call, History, Operation, Value};

/// Drops operations of `seed` while `violates` says that the rest is a violation: large pieces first, then single operations
/// until none can go. Stops early, with a larger witness, when the meter is spent.
pub(crate) fn shrink(
    history: &History,
    mut seed: Vec<u32>,
    meter: &mut Meter,
    violates: impl Fn(&[u32], &mut Meter) -> bool,
) -> Vec<u32> {
    synod_order::sort(&mut seed);
    seed.dedup();
    let mut piece = seed.len().div_ceil(2);
    while piece > 0 {
        // The fewer operations there are, the fewer an answer may rest on.
        let Some(rests) = Rests::on(history, &seed, meter) else { break };
        let (mut at, before) = (0, seed.len());
        while at < seed.len() {
            let dropped = rests.closure(&seed[at..(at + piece).min(seed.len())]);
            let rest: Vec<u32> = seed.iter().copied().filter(|id| !dropped.contains(id)).collect();
            if meter.take(1).is_err() {
                return seed;
            }
            if rest.is_empty() || !violates(&rest, meter) {
                at += piece;
            } else {
                at = seed[..at].iter().filter(|id| !dropped.contains(id)).count();
                seed = rest;
            }
        }
        if piece == 1 && seed.len() == before {
            break;
        }
        piece = (piece / 2).max(1);
    }
    seed
}

/// For each write, the operations whose answers may rest on it; writes of one value share their list.
struct Rests {
    group_of: Map<u32, u32>,
    groups: Vec<Vec<u32>>,
}

impl Rests {
    /// `None` when the meter is spent.
    fn on(history: &History, among: &[u32], meter: &mut Meter) -> Option<Rests> {
        let mut keys: Map<&str, Vec<u32>> = Map::new();
        for id in among {
            keys.entry(&history.op(*id).key).or_default().push(*id);
        }
        let mut rests = Rests { group_of: Map::new(), groups: Vec::new() };
        for ids in keys.values() {
            rests.add_key(history, ids, meter)?;
        }
        Some(rests)
    }

    fn add_key(&mut self, history: &History, ids: &[u32], meter: &mut Meter) -> Option<()> {
        let nature = Nature::of(ids.iter().map(|id| history.op(*id)));
        let mut finders: Map<Value, Vec<u32>> = Map::new();
        let mut failed: Vec<u32> = Vec::new();
        for id in ids {
            for member in history.op(*id).observed().iter().flat_map(Value::members) {
                finders.entry(nature.canonical(member.clone())).or_default().push(*id);
            }
            if history.op(*id).cas_failed() {
                failed.push(*id);
            }
        }
        let mut group_of_value: Map<Value, u32> = Map::new();
        for id in ids.iter().filter(|id| history.op(**id).mutates()) {
            let operation = history.op(*id);
            let value = operation.written().map(|value| nature.canonical(value.clone()));
            let known = value.as_ref().and_then(|value| group_of_value.get(value));
            if let Some(group) = known {
                self.group_of.insert(*id, *group);
                continue;
            }
            let mut group: Vec<u32> = match &value {
                Some(value) if !nature.appends => finders.get(value).cloned().unwrap_or_default(),
                _ => {
                    meter.take(finders.len()).ok()?;
                    finders.iter().filter(|(found, _)| may_hold(found, operation)).flat_map(|(_, ids)| ids).copied().collect()
                }
            };
            group.extend(failed.iter().filter(|id| failed_over(history.op(**id), operation)));
            meter.take(group.len()).ok()?;
            self.groups.push(group);
            let number = self.groups.len() as u32 - 1;
            self.group_of.insert(*id, number);
            value.map(|value| group_of_value.insert(value, number));
        }
        Some(())
    }

    /// These operations and all that must go with them.
    fn closure(&self, dropped: &[u32]) -> Set<u32> {
        let mut closure = synod_order::set(dropped.iter().copied());
        let mut groups: Set<u32> = Set::new();
        let mut agenda = dropped.to_vec();
        while let Some(id) = agenda.pop() {
            if let Some(group) = self.group_of.get(&id).filter(|group| groups.insert(**group)) {
                agenda.extend(self.groups[*group as usize].iter().filter(|id| closure.insert(**id)));
            }
        }
        closure
    }
}

/// Whether `found` may be the value that `write` left, or built on it.
pub(crate) fn may_hold(found: &Value, write: &Operation) -> bool {
    let contains = |text: &str| matches!(found, Value::Text(whole) if whole.contains(text));
    match (&write.call, write.written()) {
        (Call::Append(text), _) => contains(text),
        (_, Some(value)) => value == found || contains(&text_of(value)),
        _ => false,
    }
}

/// Whether a compare-and-set that failed may have failed because of `write`.
fn failed_over(failed: &Operation, write: &Operation) -> bool {
    match (&failed.call, write.written()) {
        (Call::Cas { expect, .. }, Some(value)) => expect != value,
        _ => true,
    }
}
