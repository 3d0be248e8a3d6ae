//! The search for an order against a checker too simple to be wrong: all subsets of the unanswered, all permutations.

mod common;

use common::{Menu, REGISTER, arbitrary, holds, part, verdict};
use proptest::prelude::*;
use synod_check::{Answer, Call, History, Model, Operation, Value, Verdict};

/// The register's specification: the state after, if the answer fits.
fn apply(state: &Value, operation: &Operation, empty_is_null: bool) -> Option<Value> {
    let canonical = |value: &Value| match value {
        Value::Text(text) if empty_is_null && text.is_empty() => Value::Null,
        other => other.clone(),
    };
    let answer = operation.returned.as_ref().map(|(_, answer)| answer);
    match (&operation.call, answer) {
        (Call::Read, Some(Answer::Read(value))) => (canonical(value) == *state).then(|| state.clone()),
        (Call::Read, _) => Some(state.clone()),
        (Call::Write(value), _) => Some(value.clone()),
        (Call::Cas { expect, .. }, Some(Answer::Cas { ok: false })) => (expect != state).then(|| state.clone()),
        (Call::Cas { expect, value }, _) => (expect == state).then(|| value.clone()),
        (Call::Append(text), _) => Some(match state {
            Value::Null => canonical(&Value::Text(text.clone())),
            Value::Text(before) => Value::Text(format!("{before}{text}")),
            other => Value::Text(format!("{other}{text}")),
        }),
    }
}

fn precedes(history: &History, a: usize, b: usize) -> bool {
    let (first, second) = (&history.operations[a], &history.operations[b]);
    let returned = first.returned.as_ref().map(|(at, _)| *at);
    returned.is_some_and(|at| at < second.called || (first.client == second.client && a < b))
}

/// Tries every order of what is left.
fn extends(history: &History, left: &mut Vec<usize>, state: &Value, empty_is_null: bool) -> bool {
    if left.iter().all(|id| history.operations[*id].returned.is_none()) {
        return true;
    }
    (0..left.len()).any(|at| {
        let id = left[at];
        if left.iter().any(|other| *other != id && precedes(history, *other, id)) {
            return false;
        }
        let Some(state) = apply(state, &history.operations[id], empty_is_null) else { return false };
        left.remove(at);
        let found = extends(history, left, &state, empty_is_null);
        left.insert(at, id);
        found
    })
}

fn has_an_order(history: &History) -> bool {
    let mut keys: Vec<&str> = history.operations.iter().map(|operation| operation.key.as_str()).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter().all(|key| {
        let mut left: Vec<usize> = (0..history.operations.len()).filter(|id| history.operations[*id].key == key).collect();
        let appended = left.iter().all(|id| matches!(history.operations[*id].call, Call::Read | Call::Append(_)));
        extends(history, &mut left, &Value::Null, appended)
    })
}

fn agrees(history: &History) -> Result<(), TestCaseError> {
    prop_assert_eq!(holds(history, Model::Linearizable), has_an_order(history));
    Ok(())
}

/// The operations whose answers may rest on the write `id`: they go when it goes.
fn dragged(history: &History, among: &[u32], id: u32) -> Vec<u32> {
    let appends = |key: &str| {
        among.iter().any(|id| {
            let operation = &history.operations[*id as usize];
            operation.key == key && matches!(operation.call, Call::Append(_))
        })
    };
    let text = |value: &Value| match value {
        Value::Null => String::new(),
        Value::Text(text) => text.clone(),
        other => other.to_string(),
    };
    let rests = |on: u32, reader: u32| {
        let (write, reader) = (&history.operations[on as usize], &history.operations[reader as usize]);
        let answer = reader.returned.as_ref().map(|(_, answer)| answer);
        let failed = matches!(answer, Some(Answer::Cas { ok: false }));
        let written = match (&write.call, &write.returned) {
            (Call::Cas { .. }, Some((_, Answer::Cas { ok: false }))) | (Call::Read, _) => return false,
            (Call::Write(value) | Call::Cas { value, .. }, _) => Some(value.clone()),
            (Call::Append(_), _) => None,
        };
        let found = match (&reader.call, answer) {
            _ if write.key != reader.key => return false,
            (Call::Cas { expect, .. }, _) if failed => return written != Some(expect.clone()),
            (Call::Read, Some(Answer::Read(value))) => value,
            (Call::Cas { expect, .. }, Some(_)) => expect,
            _ => return false,
        };
        let contains = |part: &str| matches!(found, Value::Text(whole) if whole.contains(part));
        match (&write.call, written) {
            (Call::Append(text), _) => contains(text),
            (_, Some(value)) => value == *found || (appends(&write.key) && contains(&text(&value))),
            _ => false,
        }
    };
    let mut gone = vec![id];
    let mut at = 0;
    while at < gone.len() {
        let next: Vec<u32> = among.iter().copied().filter(|other| !gone.contains(other) && rests(gone[at], *other)).collect();
        gone.extend(next);
        at += 1;
    }
    gone
}

/// The witness alone breaks the promise; without any one operation, and those that rest on it, it does not.
fn witness_is_minimal(history: &History, model: Model) -> Result<(), TestCaseError> {
    let Verdict::Violated(witness) = verdict(history, model) else { return Ok(()) };
    prop_assert!(!witness.operations.is_empty());
    prop_assert!(!holds(&part(history, &witness.operations), model), "{:?}", witness);
    for id in &witness.operations {
        let gone = dragged(history, &witness.operations, *id);
        let rest: Vec<u32> = witness.operations.iter().copied().filter(|id| !gone.contains(id)).collect();
        prop_assert!(rest.is_empty() || holds(&part(history, &rest), model), "{:?} without {}", witness, id);
    }
    Ok(())
}

const SEARCHED: [Model; 12] = [
    Model::Linearizable,
    Model::Regular,
    Model::Sequential,
    Model::Causal,
    Model::Pram,
    Model::ConsistentPrefix,
    Model::KStaleness(2),
    Model::TStaleness(3),
    Model::MonotonicReads,
    Model::MonotonicWrites,
    Model::ReadYourWrites,
    Model::WritesFollowReads,
];

proptest! {
    #![proptest_config(common::cases(3_000))]

    #[test]
    fn registers_are_judged_as_by_trying_all_orders(history in arbitrary(REGISTER)) {
        agrees(&history)?;
    }

    #[test]
    fn registers_with_many_values_too(history in arbitrary(Menu { values: 6, operations: 7, clients: 4, ..REGISTER })) {
        agrees(&history)?;
    }

    #[test]
    fn registers_that_write_every_value_once_too(mut history in arbitrary(Menu { values: 5, operations: 8, clients: 4, ..REGISTER })) {
        for (i, operation) in (0..).zip(&mut history.operations) {
            if let Call::Write(value) = &mut operation.call {
                *value = Value::Int(i);
            }
        }
        agrees(&history)?;
        witness_is_minimal(&history, Model::Linearizable)?;
    }

    #[test]
    fn compare_and_set_too(history in arbitrary(Menu { cas: true, operations: 6, ..REGISTER })) {
        agrees(&history)?;
    }

    #[test]
    fn appends_too(history in arbitrary(Menu { appends: true, ..REGISTER })) {
        agrees(&history)?;
    }

    #[test]
    fn a_witness_is_a_violation_by_itself_and_minimal(history in arbitrary(Menu { cas: true, keys: 2, operations: 8, ..REGISTER })) {
        for model in SEARCHED {
            witness_is_minimal(&history, model)?;
        }
    }

    #[test]
    fn so_with_appends(history in arbitrary(Menu { appends: true, keys: 2, operations: 8, ..REGISTER })) {
        for model in SEARCHED {
            witness_is_minimal(&history, model)?;
        }
    }
}
