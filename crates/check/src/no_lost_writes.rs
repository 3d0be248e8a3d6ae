//! Acknowledged writes survive: what a store said it has written is still there at the end, unless something later replaced it.
//!
//! Source: Kingsbury, *Jepsen: Cassandra* (2013), where last-writer-wins by clocks drops acknowledged writes. It is a promise of
//! labs, where one can look into the replicas.
//!
//! An acknowledged write is lost when no replica of the quiet store holds its value, and everything that they do hold was
//! written by operations that had returned before it was called: nothing that is there can have replaced it. Real time is the
//! judge here, as for [`linearizable`](crate::linearizable).
//!
//! Cost: O(writes) for each write of a key.

use synod_words::phrase;

use crate::keys::Nature;
use crate::shrink::may_hold;
use crate::{History, Operation, Quiet, Source, Value, Verdict, Witness, eventual};

pub(crate) fn judge(history: &History) -> Verdict {
    match (&history.replicas, history.source) {
        (Some(quiet), _) => acknowledged_survive(history, quiet),
        (None, Source::Lab) => eventual::not_quiet(),
        (None, Source::File) => Verdict::Undecided(phrase!(
            "a file does not tell what the replicas hold at the end",
            "文件中没有记录副本最终持有的值"
        )),
    }
}

/// Whether every acknowledged write is still there, or was replaced by a later one, now that the store is quiet.
pub fn acknowledged_survive(history: &History, quiet: &Quiet) -> Verdict {
    let held = quiet.by_key();
    for (key, ids) in history.by_key() {
        let nature = Nature::of(ids.iter().map(|id| history.op(*id)));
        let mut surviving: Vec<Value> = Vec::new();
        for value in held.get(key).into_iter().flat_map(|replicas| replicas.values()) {
            surviving.extend(value.members().iter().map(|member| nature.canonical(member.clone())));
        }
        if surviving.is_empty() {
            surviving.push(Value::Null);
        }
        let writes: Vec<u32> = ids.iter().copied().filter(|id| history.op(*id).mutates()).collect();
        let is_held = |write: &u32| surviving.iter().any(|value| is_in(nature, history.op(*write), value));
        let holders: Vec<u32> = writes.iter().copied().filter(is_held).collect();
        let acknowledged = writes.iter().filter(|id| history.op(**id).returned.is_some() && !holders.contains(id));
        for write in acknowledged {
            if holders.iter().all(|holder| history.precedes(*holder, *write)) {
                return Verdict::Violated(witness(history, *write, &holders, &surviving));
            }
        }
    }
    Verdict::Holds
}

/// Whether `value` is what the operation wrote, or contains it.
fn is_in(nature: Nature, write: &Operation, value: &Value) -> bool {
    match write.written() {
        Some(written) if !nature.appends => nature.canonical(written.clone()) == *value,
        _ => may_hold(value, write),
    }
}

fn witness(history: &History, lost: u32, holders: &[u32], surviving: &[Value]) -> Witness {
    let mut values: Vec<String> = surviving.iter().map(Value::to_string).collect();
    synod_order::sort(&mut values);
    values.dedup();
    let (who, when, key) = (history.who(lost), history.answered(lost), history.op(lost).key.clone());
    let latest = holders.iter().max_by_key(|id| history.op(**id).answered_at());
    let sentence = if let Some(older) = latest {
        phrase!(
            "{0} was acknowledged at {1}. The quiet store holds {2}={3}; {4} had returned at {5}, before that write was called. It \
             did not replace it: the acknowledged write is gone.",
            "{0} 于 {1} 得到确认。静止后的存储持有 {2}={3}；{4} 在该写被调用之前（{5}）就已返回，不可能覆盖它：已确认的写丢失了。",
            who,
            when,
            key,
            values,
            history.who(*older),
            history.answered(*older)
        )
    } else {
        phrase!(
            "{0} was acknowledged at {1}. The quiet store holds {2}={3}, which no later write can explain: the acknowledged write \
             is gone.",
            "{0} 于 {1} 得到确认。静止后的存储持有 {2}={3}，没有任何更晚的写能解释：已确认的写丢失了。",
            who,
            when,
            key,
            values
        )
    };
    let mut operations = holders.to_vec();
    operations.push(lost);
    synod_order::sort(&mut operations);
    Witness::of_operations(operations, sentence)
}
