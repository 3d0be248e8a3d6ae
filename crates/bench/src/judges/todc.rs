//! Histories as todc-utils wants them.

use std::collections::BTreeMap;

use synod_check::{Answer, Call, History, Operation, Value};
use todc_utils::{Action, Specification, WGLChecker};

/// What an operation did, as far as it is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Did {
    /// Found this.
    Read(i64),
    /// Wrote this.
    Write(i64),
    /// Found the first and wrote the second; or, with `false`, found something else.
    Cas(i64, i64, bool),
}

/// A register with compare-and-set. 0 is what it holds before any write.
#[derive(Debug)]
pub struct Register;

impl Specification for Register {
    type State = i64;
    type Operation = Did;

    fn init() -> i64 {
        0
    }

    fn apply(operation: &Did, state: &i64) -> (bool, i64) {
        match *operation {
            Did::Read(found) => (found == *state, *state),
            Did::Write(value) => (true, value),
            Did::Cas(expect, value, true) => (expect == *state, value),
            Did::Cas(expect, _, false) => (expect != *state, *state),
        }
    }
}

/// One history for each key.
pub fn translate(history: &History) -> Vec<todc_utils::History<Did>> {
    let mut keys: BTreeMap<&str, Vec<&Operation>> = BTreeMap::new();
    for operation in &history.operations {
        keys.entry(&operation.key).or_default().push(operation);
    }
    keys.into_values().filter_map(|operations| of_key(&operations)).collect()
}

pub fn is_linearizable(history: todc_utils::History<Did>) -> bool {
    WGLChecker::<Register>::is_linearizable(history)
}

/// The calls and responses in their order; an operation is a process of its own, for what a client did in its order is in the times as well.
fn of_key(operations: &[&Operation]) -> Option<todc_utils::History<Did>> {
    let found = |did: Did| {
        operations.iter().filter_map(|operation| operation.returned.as_ref().and_then(|_| self::did(operation))).any(
            |other| matches!((did, other), (Did::Write(value), Did::Read(found) | Did::Cas(found, _, true)) if value == found),
        )
    };
    let mut moments: Vec<(i64, bool, usize, Did)> = Vec::new();
    for (i, operation) in operations.iter().enumerate() {
        let Some(did) = did(operation) else { continue };
        if operation.returned.is_none() && !found(did) {
            continue;
        }
        let end = operation.returned.as_ref().map_or(i64::MAX, |(at, _)| *at);
        moments.extend([(operation.called, false, i, did), (end, true, i, did)]);
    }
    moments.sort_by_key(|(at, is_response, i, _)| (*at, *is_response, *i));
    let actions = moments
        .into_iter()
        .map(|(_, is_response, i, did)| (i, if is_response { Action::Response(did) } else { Action::Call(did) }));
    let actions: Vec<_> = actions.collect();
    (!actions.is_empty()).then(|| todc_utils::History::from_actions(actions))
}

/// `None` for a read without answer, and for what is not generated.
fn did(operation: &Operation) -> Option<Did> {
    let number = |value: &Value| if let Value::Int(i) = value { *i } else { 0 };
    Some(match (&operation.call, operation.returned.as_ref().map(|(_, answer)| answer)) {
        (Call::Read, Some(Answer::Read(value))) => Did::Read(number(value)),
        (Call::Write(value), _) => Did::Write(number(value)),
        (Call::Cas { expect, value }, Some(Answer::Cas { ok })) => Did::Cas(number(expect), number(value), *ok),
        _ => return None,
    })
}
