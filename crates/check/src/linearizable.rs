//! Linearizable: every operation takes effect at one instant between its call and its answer, as on a single copy.
//!
//! Sources: Herlihy & Wing, *Linearizability* (TOPLAS 1990), also for the proof that it may be decided key by key; the search is
//! Wing & Gong's (*Testing and verifying concurrent objects*, 1993) with the memo of Lowe (*Testing for linearizability*, 2017).
//!
//! What counts as before and after is said at [`Operation`]. An operation without answer is placed anywhere
//! after its call, or nowhere. Where clocks put the return of one client's operation and the call of another's at the same
//! instant the two overlap; deciding key by key then gives each key the benefit of that doubt by itself.
//!
//! Cost: with `n` operations of a key of which at most `c` overlap at a time, O(n · 2^c · c) in the worst case — the problem is
//! NP-complete (Gibbons & Korach 1997) — and O(n · c) where every value is written once and read soon.

pub(crate) mod problem;
mod search;
pub(crate) mod sentence;
pub(crate) mod states;
pub(crate) mod visited;

use self::problem::Problem;
use crate::shrink::shrink;
use crate::verdict::{Meter, Spent};
use crate::{History, Operation, Value, Verdict, Witness};

pub(crate) fn judge(history: &History, meter: &mut Meter) -> Verdict {
    // Several values at once are no answer of a register, whoever wrote them: such a read is a witness by itself.
    let several = |operation: &Operation| matches!(operation.observed(), Some(Value::Siblings(_)));
    if let Some(id) = history.operations.iter().position(several) {
        let operations = vec![id as u32];
        let sentence = sentence::sentence(history, &operations);
        return Verdict::Violated(Witness::of_operations(operations, sentence));
    }
    let mut verdict = Verdict::Holds;
    for ids in history.by_key().into_values() {
        let before = meter.spent();
        match explains(history, &ids, i64::MAX, meter) {
            Ok(true) => {}
            Ok(false) => return Verdict::Violated(witness(history, &ids, meter.spent() - before, meter)),
            Err(Spent) => verdict = meter.undecided(),
        }
    }
    verdict
}

/// Whether the operations of one key that were called by `until` can be explained, with the answers given by then.
fn explains(history: &History, ids: &[u32], until: i64, meter: &mut Meter) -> Result<bool, Spent> {
    search::explains(Problem::new(history, ids, until), meter)
}

/// The smallest witness that a budget like the one that found the violation can find.
fn witness(history: &History, ids: &[u32], cost: u64, meter: &Meter) -> Witness {
    let mut rest = meter.renewed();
    let each = cost.saturating_mul(4).saturating_add(10_000);
    let violates = |ids: &[u32], until: i64, rest: &mut Meter| {
        let mut part = rest.part(each);
        let verdict = explains(history, ids, until, &mut part);
        let _ = rest.take(part.spent() as usize);
        verdict == Ok(false)
    };

    // What happens later cannot mend a history, so the shortest violating beginning is found by halving.
    let mut ends: Vec<i64> = ids.iter().filter_map(|id| history.op(*id).answered_at()).collect();
    synod_order::sort(&mut ends);
    ends.dedup();
    let (mut low, mut high) = (0, ends.len().saturating_sub(1));
    while low < high {
        let middle = low.midpoint(high);
        if violates(ids, ends[middle], &mut rest) { high = middle } else { low = middle + 1 }
    }
    let until = ends.get(high).copied().unwrap_or(i64::MAX);
    // One write stays in any case: a key that is written is not one whose empty text means null.
    let writer = ids.iter().copied().find(|id| history.op(*id).written().is_some());
    let seed = ids.iter().copied().filter(|id| history.op(*id).called <= until || Some(*id) == writer).collect();

    let operations = shrink(history, seed, &mut rest, |ids, rest| violates(ids, i64::MAX, rest));
    let sentence = sentence::sentence(history, &operations);
    Witness::of_operations(operations, sentence)
}
