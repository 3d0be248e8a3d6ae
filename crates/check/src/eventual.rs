//! Eventual consistency: once the writes stop and the messages have arrived, all replicas hold the same values.
//!
//! Sources: Vogels, *Eventually consistent* (CACM 2009); Terry et al., *Managing update conflicts in Bayou* (SOSP 1995). No finite history can break a promise about *eventually*; a store
//! at rest can, for nothing more will happen.
//!
//! - In a lab the [replicas](crate::History::replicas) of a quiet store are compared, key by key. What they agree on must be
//!   made of values that some operation wrote; or nothing, if no write was acknowledged, or a delete was called.
//! - In a file the reads speak: those of a key that were called after every write of the key had returned. The last such read of
//!   each client must agree with the others'. That takes the end of the file for the state of rest; a file recorded while the
//!   store still works may be judged too harshly, and whoever records it should let it come to rest. A key that was written and
//!   then read by fewer than two clients, or one with a write that was never answered, leaves the promise undecided.
//!
//! Cost: O(operations · log operations); with appends, O(writes) a value.

use synod_order::Map;

use synod_words::{Phrase, phrase};

use crate::keys::Nature;
use crate::shrink::may_hold;
use crate::{Call, History, Quiet, Source, Value, Verdict, Witness};

pub(crate) fn judge(history: &History) -> Verdict {
    match (&history.replicas, history.source) {
        (Some(quiet), _) => judge_replicas(history, quiet),
        (None, Source::Lab) => not_quiet(),
        (None, Source::File) => judge_reads(history),
    }
}

/// The verdict on a store of which nobody can say yet how it ends.
pub(crate) fn not_quiet() -> Verdict {
    Verdict::Undecided(phrase!("not quiet yet: something is still under way", "尚未静止：仍有操作或消息在途"))
}

fn judge_replicas(history: &History, quiet: &Quiet) -> Verdict {
    let by_key = history.by_key();
    for (key, held) in quiet.by_key() {
        let ids = by_key.get(key).map_or(&[] as &[u32], Vec::as_slice);
        let nature = Nature::of(ids.iter().map(|id| history.op(*id)));
        let held: Vec<(&str, Value)> = held.into_iter().map(|(replica, value)| (replica, nature.canonical(value))).collect();
        let Some((one, value)) = held.first() else { continue };
        if let Some((other, differs)) = held.iter().find(|(_, other)| other != value) {
            let sentence = phrase!(
                "Nothing is under way any more, yet {0} holds {1}={2} and {3} holds {1}={4}. They will never agree.",
                "已经没有任何操作或消息在途，而 {0} 持有 {1}={2}，{3} 持有 {1}={4}：它们永远不会一致。",
                *one,
                key,
                value.to_string(),
                *other,
                differs.to_string()
            );
            return Verdict::Violated(Witness::of_operations(makers(history, ids, &[value, differs]), sentence));
        }
        if let Some(verdict) = judge_origin(history, key, ids, value, nature) {
            return verdict;
        }
    }
    Verdict::Holds
}

/// Whether what all replicas hold was written by somebody.
fn judge_origin(history: &History, key: &str, ids: &[u32], value: &Value, nature: Nature) -> Option<Verdict> {
    let deleted = |id: &u32| history.op(*id).written() == Some(&Value::Null);
    let acknowledged = |id: &&u32| history.op(**id).mutates() && history.op(**id).returned.is_some();
    let sentence = if *value == Value::Null {
        let write = ids.iter().find(acknowledged).filter(|_| !ids.iter().any(deleted))?;
        phrase!(
            "All replicas hold nothing for {0}, although {1} was acknowledged at {2} and nobody deleted it.",
            "所有副本的 {0} 都为空，尽管 {1} 已于 {2} 得到确认，且没有人删除过它。",
            key,
            history.who(*write),
            history.answered(*write)
        )
    } else {
        let strange = value.members().iter().find(|member| {
            let mut makers = ids.iter().map(|id| history.op(*id)).filter(|operation| operation.mutates());
            !makers.any(|maker| match maker.written() {
                Some(written) if !nature.appends => nature.canonical(written.clone()) == **member,
                _ => may_hold(member, maker),
            })
        })?;
        phrase!(
            "All replicas hold {0}={1}, which nobody had written.",
            "所有副本都持有 {0}={1}，而没有人写过这个值。",
            key,
            strange.to_string()
        )
    };
    let operations = ids.iter().copied().filter(|id| *value == Value::Null && acknowledged(&id)).take(1).collect();
    Some(Verdict::Violated(Witness::of_operations(operations, sentence)))
}

/// The first operation that may have left each of the values there.
fn makers(history: &History, ids: &[u32], values: &[&Value]) -> Vec<u32> {
    let members = values.iter().flat_map(|value| value.members());
    let maker = |member: &Value| {
        let mut writes = ids.iter().copied().filter(|id| history.op(*id).mutates());
        let exact = writes.clone().find(|id| history.op(*id).written() == Some(member));
        exact.or_else(|| writes.find(|id| matches!(history.op(*id).call, Call::Append(_)) && may_hold(member, history.op(*id))))
    };
    let mut makers: Vec<u32> = members.filter_map(maker).collect();
    synod_order::sort(&mut makers);
    makers.dedup();
    makers
}

fn judge_reads(history: &History) -> Verdict {
    let mut unsaid: Option<Phrase> = None;
    for (key, ids) in history.by_key() {
        let nature = Nature::of(ids.iter().map(|id| history.op(*id)));
        let writes: Vec<u32> = ids.iter().copied().filter(|id| history.op(*id).mutates()).collect();
        if let Some(open) = writes.iter().find(|id| history.op(**id).returned.is_none()) {
            unsaid.get_or_insert(phrase!(
                "{0} was never answered and may still take effect",
                "{0} 从未得到应答，仍可能生效",
                history.who(*open)
            ));
            continue;
        }
        let rest = writes.iter().filter_map(|id| history.op(*id).answered_at()).max();
        let mut last: Map<&str, (u32, Value)> = Map::new();
        for id in &ids {
            let operation = history.op(*id);
            if let (Call::Read, Some(value)) = (&operation.call, operation.observed())
                && rest.is_none_or(|rest| operation.called > rest)
            {
                last.insert(&operation.client, (*id, nature.canonical(value)));
            }
        }
        let mut reads = last.values();
        let Some((first, value)) = reads.next() else {
            if rest.is_some() {
                unsaid.get_or_insert(phrase!("nobody read {0} after its last write", "最后一次写之后没有人读过 {0}", key));
            }
            continue;
        };
        if let Some((second, _)) = last.values().find(|(_, other)| other != value) {
            let sentence = phrase!(
                "All writes of {0} had returned, yet {1} found {2} at {3} and {4} found {5} at {6}.",
                "对 {0} 的写都已返回，而 {1} 在 {3} 得到 {2}，{4} 在 {6} 得到 {5}。",
                key,
                history.who(*first),
                history.found(*first),
                history.answered(*first),
                history.who(*second),
                history.found(*second),
                history.answered(*second)
            );
            let mut operations = vec![*first, *second];
            synod_order::sort(&mut operations);
            return Verdict::Violated(Witness::of_operations(operations, sentence));
        }
        if last.len() < 2 && rest.is_some() {
            unsaid.get_or_insert(phrase!(
                "only one client read {0} after its last write",
                "最后一次写之后只有一个客户端读过 {0}",
                key
            ));
        }
    }
    unsaid.map_or(Verdict::Holds, Verdict::Undecided)
}

impl Quiet {
    /// For each key, what each replica holds; null where it is not named.
    pub(crate) fn by_key(&self) -> Map<&str, Map<&str, Value>> {
        let replicas = synod_order::map(self.values.iter().map(|(replica, _, _)| (replica.as_str(), Value::Null)));
        let mut keys: Map<&str, Map<&str, Value>> = Map::new();
        for (replica, key, value) in &self.values {
            keys.entry(key).or_insert_with(|| replicas.clone()).insert(replica, value.clone().normal());
        }
        keys
    }
}
