//! Linearizable: every operation takes effect at one instant between its call and its answer, as on a single copy.
//!
//! Sources: Herlihy & Wing, *Linearizability* (TOPLAS 1990), also for the proof that it may be decided key by key; the search is
//! Wing & Gong's (*Testing and verifying concurrent objects*, 1993) with the memo of Lowe (*Testing for linearizability*, 2017).
//!
//! What counts as before and after is said at [`Operation`]. An operation without answer is placed anywhere
//! after its call, or nowhere. Where clocks put the return of one client's operation and the call of another's at the same
//! instant the two overlap; deciding key by key then gives each key the benefit of that doubt by itself.
//!
//! Cost: O(n log n) for `n` operations of a register that writes every value once ([clusters]). Otherwise, if at most `c` overlap at a
//! time, O(n · 2^c · c) in the worst case — the problem is NP-complete (Gibbons & Korach 1997). The budget is one for all keys, and
//! keys that have to be searched are searched in turns, so that a violation of one is found however long the others take.

mod clusters;
pub(crate) mod online;
pub(crate) mod problem;
mod search;
pub(crate) mod sentence;
pub(crate) mod states;
pub(crate) mod visited;

use self::problem::Problem;
use self::search::Search;
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
    match first_violated(history, meter) {
        Ok(None) => Verdict::Holds,
        Ok(Some(Violated { ids, cost })) => Verdict::Violated(witness(history, &ids, cost, meter)),
        Err(Spent) => meter.undecided(),
    }
}

/// The operations of a key that cannot be explained, and what it cost to know.
struct Violated {
    ids: Vec<u32>,
    cost: u64,
}

/// The key whose turn it is, and what it has cost so far.
struct Searched {
    ids: Vec<u32>,
    search: Search,
    cost: u64,
}

/// Steps of a key's first turn; each further turn is twice as long.
const FIRST_TURN: u64 = 1_000;

/// The key whose violation is found first.
fn first_violated(history: &History, meter: &mut Meter) -> Result<Option<Violated>, Spent> {
    let mut searched = Vec::new();
    for ids in history.by_key().into_values() {
        let problem = Problem::new(history, &ids, i64::MAX);
        let cost = problem.cost();
        meter.take(cost)?;
        match clusters::explains(&problem) {
            Some(true) => {}
            Some(false) => return Ok(Some(Violated { ids, cost: cost as u64 })),
            None => {
                let mut key = Searched { ids, search: Search::new(problem), cost: 0 };
                match key.turn(FIRST_TURN, meter) {
                    Some(true) => {}
                    Some(false) => return Ok(Some(key.violated())),
                    None => searched.push(key),
                }
            }
        }
    }
    let mut turn = FIRST_TURN;
    while !searched.is_empty() {
        turn = turn.saturating_mul(2);
        let mut again = Vec::new();
        for mut key in searched {
            match key.turn(turn, meter) {
                Some(true) => {}
                Some(false) => return Ok(Some(key.violated())),
                None if meter.is_spent() => return Err(Spent),
                None => again.push(key),
            }
        }
        searched = again;
    }
    Ok(None)
}

impl Searched {
    /// Searches on for so many steps: whether there is an order, if that is found out.
    fn turn(&mut self, steps: u64, meter: &mut Meter) -> Option<bool> {
        let mut part = meter.part(steps);
        let found = self.search.run(&mut part);
        self.cost += part.spent();
        // A part is never more than what is left.
        let _ = meter.take(part.spent() as usize);
        found.ok()
    }

    fn violated(self) -> Violated {
        Violated { ids: self.ids, cost: self.cost }
    }
}

/// Whether the operations of one key that were called by `until` can be explained, with the answers given by then.
fn explains(history: &History, ids: &[u32], until: i64, meter: &mut Meter) -> Result<bool, Spent> {
    let problem = Problem::new(history, ids, until);
    meter.take(problem.cost())?;
    match clusters::explains(&problem) {
        Some(found) => Ok(found),
        None => Search::new(problem).run(meter),
    }
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
