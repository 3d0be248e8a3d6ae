//! The promises to single clients against their definitions, by brute force: all ways to say which write each answer came from,
//! and for each client all orders of the writes. For registers; appends have their own histories under `testdata/`.

mod common;

use synod_order::Map;

use common::{Menu, REGISTER, arbitrary, holds, verdict};
use proptest::prelude::*;
use synod_check::{Answer, Call, History, Model, Value, Verdict};

/// A write, or `None` for the value before any.
type Source = Option<usize>;
/// A promise, by its definition.
type Definition = fn(&History) -> bool;
/// Which write each read came from.
type Reading = Map<usize, Source>;

fn writes(history: &History, key: &str) -> Vec<usize> {
    let is_write = |id: &usize| history.operations[*id].key == key && matches!(history.operations[*id].call, Call::Write(_));
    (0..history.operations.len()).filter(is_write).collect()
}

fn client(history: &History, id: usize) -> &str {
    &history.operations[id].client
}

fn key(history: &History, id: usize) -> &str {
    &history.operations[id].key
}

fn acknowledged(history: &History, id: usize) -> bool {
    history.operations[id].returned.is_some()
}

/// All readings; none if some answer was never written.
fn readings(history: &History) -> Vec<Reading> {
    let mut all = vec![Reading::new()];
    for (id, operation) in history.operations.iter().enumerate() {
        let Some((_, Answer::Read(value))) = &operation.returned else { continue };
        let mut sources: Vec<Source> = Vec::new();
        for write in writes(history, &operation.key) {
            let own_later = client(history, write) == client(history, id) && write > id;
            if history.operations[write].call == Call::Write(value.clone()) && !own_later {
                sources.push(Some(write));
            }
        }
        sources.extend((*value == Value::Null).then_some(None));
        all = all
            .into_iter()
            .flat_map(|reading| {
                let extend = move |source: &Source| {
                    let mut reading = reading.clone();
                    reading.insert(id, *source);
                    reading
                };
                sources.iter().map(extend).collect::<Vec<_>>()
            })
            .collect();
    }
    all
}

/// What is known: the session order of each client's writes to the key, and what the store told.
fn known(history: &History, key: &str) -> Vec<(usize, usize)> {
    let writes = writes(history, key);
    let mut edges: Vec<(usize, usize)> = history.store_order.iter().map(|(a, b)| (*a as usize, *b as usize)).collect();
    edges.retain(|(a, b)| writes.contains(a) && writes.contains(b));
    for a in &writes {
        let later = writes.iter().filter(|b| a < *b && client(history, *a) == client(history, **b) && acknowledged(history, *a));
        edges.extend(later.map(|b| (*a, *b)));
    }
    edges
}

/// Whether some order of all the writes has these edges, and puts nothing before the initial value.
fn orderable(writes: &[usize], edges: &[(usize, usize)], initial_last: bool) -> bool {
    fn place(left: &mut Vec<usize>, edges: &[(usize, usize)]) -> bool {
        left.is_empty()
            || (0..left.len()).any(|at| {
                let next = left[at];
                if edges.iter().any(|(a, b)| *b == next && left.contains(a)) {
                    return false;
                }
                left.remove(at);
                let placed = place(left, edges);
                left.insert(at, next);
                placed
            })
    }
    !initial_last && place(&mut writes.to_vec(), edges)
}

fn session<'h>(
    history: &'h History,
    reading: &'h Reading,
    who: &'h str,
    on: &'h str,
) -> impl Iterator<Item = (usize, Source)> + 'h {
    reading
        .iter()
        .map(|(id, source)| (*id, *source))
        .filter(move |(id, _)| client(history, *id) == who && key(history, *id) == on)
}

fn each(history: &History, kept: impl Fn(&str, &str) -> bool) -> bool {
    history.operations.iter().all(|one| history.operations.iter().all(|other| kept(&one.client, &other.key)))
}

/// The demand that `first` come before `then`: an edge, or impossible when `then` is the initial value.
fn demand(first: Source, then: Source, edges: &mut Vec<(usize, usize)>, impossible: &mut bool) {
    match (first, then) {
        (a, b) if a == b => {}
        (Some(a), Some(b)) => edges.push((a, b)),
        (Some(_), None) => *impossible = true,
        (None, _) => {}
    }
}

fn monotonic_reads(history: &History) -> bool {
    readings(history).iter().any(|reading| {
        each(history, |who, on| {
            let (mut edges, mut impossible) = (known(history, on), false);
            let reads: Vec<_> = session(history, reading, who, on).collect();
            for (i, (_, first)) in reads.iter().enumerate() {
                for (_, then) in &reads[i + 1..] {
                    demand(*first, *then, &mut edges, &mut impossible);
                }
            }
            orderable(&writes(history, on), &edges, impossible)
        })
    })
}

fn read_your_writes(history: &History) -> bool {
    readings(history).iter().any(|reading| {
        each(history, |who, on| {
            let (mut edges, mut impossible) = (known(history, on), false);
            for (read, found) in session(history, reading, who, on) {
                let own = |id: &usize| client(history, *id) == who && *id < read && acknowledged(history, *id);
                for write in writes(history, on).into_iter().filter(own) {
                    demand(Some(write), found, &mut edges, &mut impossible);
                }
            }
            orderable(&writes(history, on), &edges, impossible)
        })
    })
}

fn monotonic_writes(history: &History) -> bool {
    let told = |a: usize, b: usize| {
        let store: Vec<(usize, usize)> = history.store_order.iter().map(|(a, b)| (*a as usize, *b as usize)).collect();
        !orderable(&[a, b], &store, false) || store.contains(&(a, b)) || store.contains(&(b, a))
    };
    readings(history).iter().any(|reading| {
        each(history, |who, on| {
            let reads: Vec<_> = session(history, reading, who, on).collect();
            reads.iter().enumerate().all(|(i, (_, first))| {
                reads[i + 1..].iter().all(|(_, then)| match (first, then) {
                    (Some(first), Some(then)) => {
                        let inverted = then < first && client(history, *then) == client(history, *first);
                        !inverted || !acknowledged(history, *then) || told(*then, *first)
                    }
                    _ => true,
                })
            })
        })
    })
}

fn writes_follow_reads(history: &History) -> bool {
    readings(history).iter().any(|reading| {
        // Which writes come directly out of which: read by the writer before.
        let all: Vec<usize> =
            (0..history.operations.len()).filter(|id| matches!(history.operations[*id].call, Call::Write(_))).collect();
        let mut follows: Vec<(usize, usize)> = Vec::new();
        for write in &all {
            for (read, found) in
                reading.iter().filter(|(read, _)| *read < write && client(history, **read) == client(history, *write))
            {
                follows.extend(found.map(|found| (found, *write)).filter(|_| read < write));
            }
        }
        // And so on.
        let mut grown = true;
        while grown {
            let more: Vec<(usize, usize)> = follows
                .iter()
                .flat_map(|(a, b)| follows.iter().filter(move |(c, _)| b == c).map(move |(_, d)| (*a, *d)))
                .filter(|edge| !follows.contains(edge))
                .collect();
            grown = !more.is_empty();
            follows.extend(more);
            follows.sort_unstable();
            follows.dedup();
        }
        each(history, |who, on| {
            let (mut edges, mut impossible) = (known(history, on), false);
            for read in reading.keys() {
                for write in all.iter().filter(|write| *read < **write && client(history, *read) == client(history, **write)) {
                    if let (Some(found), true) = (reading[read], key(history, *write) == on && key(history, *read) == on) {
                        edges.push((found, *write));
                    }
                }
            }
            for (seen, source) in reading.iter().filter(|(seen, _)| client(history, **seen) == who) {
                for (read, found) in session(history, reading, who, on).filter(|(read, _)| read > seen) {
                    for (first, _) in follows.iter().filter(|(_, then)| Some(*then) == *source) {
                        if key(history, *first) == on {
                            let _ = read;
                            demand(Some(*first), found, &mut edges, &mut impossible);
                        }
                    }
                }
            }
            orderable(&writes(history, on), &edges, impossible)
        })
    })
}

fn agrees(history: &History) -> Result<(), TestCaseError> {
    let defined: [(Model, Definition); 4] = [
        (Model::MonotonicReads, monotonic_reads),
        (Model::ReadYourWrites, read_your_writes),
        (Model::MonotonicWrites, monotonic_writes),
        (Model::WritesFollowReads, writes_follow_reads),
    ];
    for (model, definition) in defined {
        prop_assert_eq!(holds(history, model), definition(history), "{:?}", verdict(history, model));
    }
    Ok(())
}

/// A history whose answers were all written by somebody, so that few are refused for a trivial reason.
fn plausible(menu: Menu) -> impl Strategy<Value = History> {
    (arbitrary(menu), prop::collection::vec(any::<prop::sample::Index>(), menu.operations)).prop_map(|(mut history, picks)| {
        let written = history.clone();
        for (operation, pick) in history.operations.iter_mut().zip(picks) {
            if let Some((_, Answer::Read(value))) = &mut operation.returned {
                let mut values = vec![Value::Null];
                for id in writes(&written, &operation.key) {
                    let Call::Write(value) = &written.operations[id].call else { continue };
                    values.push(value.clone());
                }
                *value = values[pick.index(values.len())].clone();
            }
        }
        history
    })
}

const WIDE: Menu = Menu { operations: 9, values: 4, keys: 2, ..REGISTER };

proptest! {
    #![proptest_config(common::cases(4_000))]

    #[test]
    fn one_key(history in plausible(Menu { operations: 8, values: 3, ..REGISTER })) {
        agrees(&history)?;
    }

    #[test]
    fn two_keys(history in plausible(WIDE)) {
        agrees(&history)?;
    }

    #[test]
    fn where_the_store_tells_its_order(history in plausible(Menu { keys: 1, ..WIDE }), told in prop::collection::vec(any::<bool>(), 36)) {
        // The store keeps the sessions' orders here: it puts the writes as they were called, and tells only some of it.
        let mut history = history;
        let writes = writes(&history, "k0");
        let pairs = writes.iter().flat_map(|a| writes.iter().filter(move |b| a < *b).map(move |b| (*a as u32, *b as u32)));
        history.store_order = pairs.zip(told).filter(|(_, told)| *told).map(|(pair, _)| pair).collect();
        for (model, definition) in [(Model::MonotonicReads, monotonic_reads as Definition), (Model::ReadYourWrites, read_your_writes)] {
            prop_assert_eq!(holds(&history, model), definition(&history), "{:?}", verdict(&history, model));
        }
    }

    #[test]
    fn a_store_that_contradicts_itself_is_judged_too(
        history in plausible(Menu { cas: true, ..WIDE }),
        told in prop::collection::vec((0..12_u32, 0..12_u32), 0..12)
    ) {
        let told = History { store_order: told, ..history.clone() };
        for model in [Model::MonotonicReads, Model::MonotonicWrites, Model::ReadYourWrites, Model::WritesFollowReads] {
            if let Verdict::Violated(witness) = verdict(&told, model) {
                prop_assert!(!witness.operations.is_empty());
            }
        }
        for model in [Model::Linearizable, Model::Regular] {
            prop_assert_eq!(verdict(&told, model), verdict(&history, model));
        }
    }
}
