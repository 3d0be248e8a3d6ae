//! How stale reads were, in versions.

use synod_check::{Answer, Call, History, Operation, Value};
use synod_order::Map;

/// For each operation of a history that is an answered read, by how many acknowledged writes it was behind: writes that had been answered
/// before the read was called, and were called after the one that it returned had been answered.
pub(crate) fn staleness(history: &History) -> Vec<Option<u32>> {
    let mut writes: Map<&str, Vec<&Operation>> = Map::new();
    for operation in history.operations.iter().filter(|o| matches!(o.call, Call::Write(_))) {
        writes.entry(&operation.key).or_default().push(operation);
    }
    let behind = |read: &Operation| {
        let Some((_, Answer::Read(value))) = &read.returned else { return None };
        let writes = writes.get(read.key.as_str()).map_or(&[][..], Vec::as_slice);
        let since = written(writes, value);
        let newer = |w: &&&Operation| {
            w.returned.as_ref().is_some_and(|(at, _)| *at < read.called)
                && since.is_none_or(|at| at < w.called)
                && !returns(value, &w.call)
        };
        Some(writes.iter().filter(newer).count() as u32)
    };
    history.operations.iter().map(behind).collect()
}

/// Whether a read that answered `value` saw this write.
fn returns(value: &Value, call: &Call) -> bool {
    let Call::Write(written) = call else { return false };
    matches!(value, Value::Siblings(all) if all.contains(written)) || value == written
}

/// When the latest write of what a read returned was answered; none for a value that was there from the start. A write without answer may
/// have happened at any time after.
fn written(writes: &[&Operation], value: &Value) -> Option<i64> {
    let of_value = writes.iter().filter(|o| returns(value, &o.call));
    of_value.map(|o| o.returned.as_ref().map_or(i64::MAX, |(at, _)| *at)).max()
}
