//! Sequential, causal, PRAM and consistent prefix against their definitions, by brute force: all orders, and for causal consistency
//! and PRAM all ways to say which write each answer came from.

mod common;

use synod_order::Map;

use common::{Menu, REGISTER, arbitrary, holds, part, verdict};
use proptest::prelude::*;
use synod_check::{Answer, Call, History, Model, Operation, Value, Verdict};

/// What an operation does to its key, for one who knows all answers, or for one to whom it is only a write.
fn apply(state: &Value, operation: &Operation, answers: bool) -> Option<Value> {
    let answer = operation.returned.as_ref().map(|(_, answer)| answer);
    let fits = match (&operation.call, answer) {
        (Call::Read, Some(Answer::Read(value))) => value == state,
        (Call::Cas { expect, .. }, Some(Answer::Cas { ok: false })) => expect != state,
        (Call::Cas { expect, .. }, _) => expect == state,
        _ => true,
    };
    (fits || !answers).then(|| match &operation.call {
        Call::Write(value) | Call::Cas { value, .. } if is_write(operation) => value.clone(),
        Call::Append(text) => match state {
            Value::Text(before) => Value::Text(format!("{before}{text}")),
            _ => Value::Text(text.clone()),
        },
        _ => state.clone(),
    })
}

/// An order in the making.
struct Orders<'h> {
    history: &'h History,
    before: &'h dyn Fn(usize, usize) -> bool,
    /// Whose answers count.
    answers: &'h dyn Fn(usize) -> bool,
    /// Which write each answer comes from, where that is settled.
    sources: Option<&'h Map<usize, Option<usize>>>,
    /// Whether answers may show what their own client calls only later.
    foresight: bool,
}

impl Orders<'_> {
    fn exists(&self, left: &mut Vec<usize>, chain: &Map<String, Vec<usize>>, state: &Map<String, Value>) -> bool {
        if left.iter().all(|id| self.history.operations[*id].returned.is_none()) {
            return true;
        }
        (0..left.len()).any(|at| {
            let id = left[at];
            if left.iter().any(|other| *other != id && (self.before)(*other, id)) {
                return false;
            }
            let operation = &self.history.operations[id];
            let now = state.get(&operation.key).cloned().unwrap_or_default();
            let Some(then) = apply(&now, operation, (self.answers)(id)) else { return false };
            let shows = chain.get(&operation.key).map_or(&[] as &[usize], Vec::as_slice);
            if let (true, Some(source)) = ((self.answers)(id), self.sources.and_then(|sources| sources.get(&id)))
                && shows.last() != source.as_ref()
            {
                return false;
            }
            let own_later = |write: &usize| *write > id && self.history.operations[*write].client == operation.client;
            if !self.foresight && observed(operation).is_some() && shows.iter().any(own_later) {
                return false;
            }
            let mut state = state.clone();
            state.insert(operation.key.clone(), then);
            let mut chain = chain.clone();
            if is_write(operation) {
                let shows = chain.entry(operation.key.clone()).or_default();
                if !matches!(operation.call, Call::Append(_)) {
                    shows.clear();
                }
                shows.push(id);
            }
            left.remove(at);
            let found = self.exists(left, &chain, &state);
            left.insert(at, id);
            found
        })
    }
}

fn is_write(operation: &Operation) -> bool {
    !matches!((&operation.call, &operation.returned), (Call::Read, _) | (_, Some((_, Answer::Cas { ok: false }))))
}

fn observed(operation: &Operation) -> Option<Value> {
    match (&operation.call, &operation.returned) {
        (Call::Read, Some((_, Answer::Read(value)))) => Some(value.clone()),
        (Call::Cas { expect, .. }, Some((_, Answer::Cas { ok: true }))) => Some(expect.clone()),
        _ => None,
    }
}

fn session(history: &History, a: usize, b: usize) -> bool {
    let (first, second) = (&history.operations[a], &history.operations[b]);
    a < b && first.client == second.client && first.returned.is_some()
}

fn all(history: &History, takes: impl Fn(usize) -> bool) -> Vec<usize> {
    (0..history.operations.len()).filter(|id| takes(*id)).collect()
}

fn exists(orders: &Orders, mut ids: Vec<usize>) -> bool {
    orders.exists(&mut ids, &Map::new(), &Map::new())
}

fn sequential(history: &History) -> bool {
    let before = |a: usize, b: usize| session(history, a, b);
    exists(&Orders { history, before: &before, answers: &|_| true, sources: None, foresight: true }, all(history, |_| true))
}

fn consistent_prefix(history: &History, foresight: bool) -> bool {
    let writes = |id: usize| is_write(&history.operations[id]);
    let before = |a: usize, b: usize| writes(a) && writes(b) && session(history, a, b);
    let takes = |id: usize| writes(id) || history.operations[id].call == Call::Read;
    exists(&Orders { history, before: &before, answers: &|_| true, sources: None, foresight }, all(history, takes))
}

/// All ways to say which write each answer came from.
fn readings(history: &History) -> Vec<Map<usize, Option<usize>>> {
    let mut all = vec![Map::new()];
    for (id, operation) in history.operations.iter().enumerate() {
        let Some(value) = observed(operation) else { continue };
        let mut sources: Vec<Option<usize>> = Vec::new();
        for (write, other) in history.operations.iter().enumerate() {
            let written = matches!(&other.call, Call::Write(it) | Call::Cas { value: it, .. } if *it == value);
            if is_write(other) && other.key == operation.key && written {
                sources.push(Some(write));
            }
        }
        sources.extend((value == Value::Null).then_some(None));
        let extend = |reading: Map<usize, Option<usize>>| {
            sources
                .iter()
                .map(move |source| {
                    let mut reading = reading.clone();
                    reading.insert(id, *source);
                    reading
                })
                .collect::<Vec<_>>()
        };
        all = all.into_iter().flat_map(extend).collect();
    }
    all
}

/// Whether each client has an order of all writes and its own answers.
fn client_by_client(history: &History, causes: bool) -> bool {
    let count = history.operations.len();
    readings(history).iter().any(|reading| {
        let mut causal: Vec<Vec<bool>> = (0..count).map(|a| (0..count).map(|b| session(history, a, b)).collect()).collect();
        if causes {
            for (read, source) in reading {
                if let Some(write) = source {
                    causal[*write][*read] = true;
                }
            }
            for middle in 0..count {
                for a in 0..count {
                    for b in 0..count {
                        causal[a][b] |= causal[a][middle] && causal[middle][b];
                    }
                }
            }
        }
        let own = |client: &str, id: usize| history.operations[id].client == client;
        let before = |a: usize, b: usize| causal[a][b];
        (0..count).all(|a| !causal[a][a])
            && history.operations.iter().all(|operation| {
                let client = operation.client.as_str();
                let answers = |id: usize| own(client, id) && observed(&history.operations[id]).is_some();
                let orders = Orders { history, before: &before, answers: &answers, sources: Some(reading), foresight: true };
                exists(&orders, all(history, |id| own(client, id) || is_write(&history.operations[id])))
            })
    })
}

fn agrees(history: &History) -> Result<(), TestCaseError> {
    let defined: [(Model, bool); 3] = [
        (Model::Sequential, sequential(history)),
        (Model::Causal, client_by_client(history, true)),
        (Model::Pram, client_by_client(history, false)),
    ];
    for (model, defined) in defined {
        prop_assert_eq!(holds(history, model), defined, "{:?} {:?}", model, verdict(history, model));
    }
    by_a_prefix(history)
}

/// Where an answer may come from several writes the judge does not look whether its own client called one of them only later.
fn by_a_prefix(history: &History) -> Result<(), TestCaseError> {
    let (strict, lenient) = (consistent_prefix(history, false), consistent_prefix(history, true));
    if strict || !lenient {
        prop_assert_eq!(holds(history, Model::ConsistentPrefix), strict, "{:?}", verdict(history, Model::ConsistentPrefix));
    }
    Ok(())
}

/// A history whose answers were all written by somebody, so that few are refused for a trivial reason.
fn plausible(menu: Menu) -> impl Strategy<Value = History> {
    (arbitrary(menu), prop::collection::vec(any::<prop::sample::Index>(), menu.operations)).prop_map(|(mut history, picks)| {
        let written = history.clone();
        for (operation, pick) in history.operations.iter_mut().zip(picks) {
            let Some((_, Answer::Read(value))) = &mut operation.returned else { continue };
            let mut values = vec![Value::Null];
            for other in written.operations.iter().filter(|other| other.key == operation.key) {
                values.extend(match &other.call {
                    Call::Write(value) | Call::Cas { value, .. } => Some(value.clone()),
                    _ => None,
                });
            }
            *value = values[pick.index(values.len())].clone();
        }
        history
    })
}

/// Appends of single letters and reads of what they may make; both a text and nothing for a log without entries.
fn log(menu: Menu) -> impl Strategy<Value = History> {
    arbitrary(Menu { appends: true, ..menu }).prop_map(|mut history| {
        for operation in &mut history.operations {
            if let Some((_, Answer::Read(value))) = &mut operation.returned
                && *value == Value::Text(String::new())
            {
                *value = Value::Null;
            }
        }
        history
    })
}

proptest! {
    #![proptest_config(common::cases(4_000))]

    #[test]
    fn one_key(history in plausible(Menu { operations: 6, values: 3, ..REGISTER })) {
        agrees(&history)?;
    }

    #[test]
    fn two_keys(history in plausible(Menu { operations: 6, values: 3, keys: 2, ..REGISTER })) {
        agrees(&history)?;
    }

    #[test]
    fn values_seldom_written_twice(history in plausible(Menu { operations: 7, values: 40, keys: 2, ..REGISTER })) {
        agrees(&history)?;
    }

    #[test]
    fn compare_and_set(history in plausible(Menu { operations: 6, values: 3, keys: 2, cas: true, ..REGISTER })) {
        agrees(&history)?;
    }

    #[test]
    fn appends_by_one_order(history in log(Menu { operations: 6, clients: 2, ..REGISTER })) {
        prop_assert_eq!(holds(&history, Model::Sequential), sequential(&history), "{:?}", verdict(&history, Model::Sequential));
        by_a_prefix(&history)?;
    }

    #[test]
    fn a_witness_is_a_violation_by_itself(history in arbitrary(Menu { cas: true, keys: 2, operations: 8, ..REGISTER })) {
        for model in [Model::Sequential, Model::Causal, Model::Pram, Model::ConsistentPrefix] {
            let Verdict::Violated(witness) = verdict(&history, model) else { continue };
            prop_assert!(!holds(&part(&history, &witness.operations), model), "{:?} {:?}", model, witness);
        }
    }
}
