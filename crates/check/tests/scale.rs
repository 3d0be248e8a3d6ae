//! Long histories and crowded ones: judged, within the budget, without a stack that grows.
#![allow(clippy::cast_possible_wrap, clippy::cast_sign_loss, reason = "the numbers of a test are small")]

mod common;

use common::{holds, verdict};
use synod_check::{Answer, Budget, Call, History, Model, Operation, Value, Verdict, judge};

/// A generator of its own, so that the histories are the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// A linearizable history of a register: every operation takes effect at an instant of its own inside its interval.
fn crowded(operations: usize, clients: usize, values: u64, dice: &mut Dice) -> History {
    let mut free = vec![0_i64; clients];
    let mut points: Vec<(i64, usize)> = Vec::new();
    let mut history = History::default();
    for i in 0..operations {
        let client = i % clients;
        let called = free[client] + 1 + dice.below(20) as i64;
        let returned = called + 2 + dice.below(100) as i64;
        free[client] = returned;
        points.push((called + 1 + dice.below((returned - called - 1) as u64) as i64, i));
        let call = if dice.below(2) == 0 {
            Call::Read
        } else {
            Call::Write(Value::Int(if values == 0 { i as i64 } else { dice.below(values) as i64 }))
        };
        let (client, key) = (format!("C{client}"), "x".to_owned());
        history.operations.push(Operation { client, key, call, called, returned: Some((returned, Answer::Done)) });
    }
    points.sort_unstable();
    let mut state = Value::Null;
    for (_, i) in points {
        let operation = &mut history.operations[i];
        match &operation.call {
            Call::Write(value) => state = value.clone(),
            _ => operation.returned = operation.returned.take().map(|(at, _)| (at, Answer::Read(state.clone()))),
        }
    }
    history.operations.sort_by_key(|operation| operation.called);
    history
}

#[test]
fn ten_thousand_operations_of_five_clients() {
    for values in [0, 3] {
        let history = crowded(10_000, 5, values, &mut Dice(7));
        assert!(holds(&history, Model::Linearizable));
        assert!(holds(&history, Model::Regular));
        for model in Model::ALL {
            assert!(!matches!(verdict(&history, model), Verdict::Violated(_)), "{model:?}");
        }
    }
}

#[test]
fn a_crowd_of_clients_stays_within_the_budget() {
    for clients in [20, 50] {
        let judgement = judge(&crowded(2_000, clients, 0, &mut Dice(11)), Model::Linearizable, Budget::default());
        assert_eq!(judgement.verdict, Verdict::Holds, "{} steps", judgement.steps);
    }
}

#[test]
fn one_wrong_answer_among_ten_thousand_is_found_and_its_witness_is_small() {
    let mut history = crowded(10_000, 5, 0, &mut Dice(3));
    let late = history.operations.iter().rposition(|operation| operation.call == Call::Read).unwrap();
    let early = history.operations.iter().position(|operation| operation.call != Call::Read).unwrap();
    let Call::Write(stale) = history.operations[early].call.clone() else { panic!() };
    history.operations[late].returned = history.operations[late].returned.take().map(|(at, _)| (at, Answer::Read(stale)));
    for model in [Model::Linearizable, Model::Regular] {
        let Verdict::Violated(witness) = verdict(&history, model) else { panic!("{model:?}") };
        assert_eq!(witness.operations.len(), 3, "{witness:?}");
    }
}

#[test]
fn one_wrong_answer_in_a_crowd_is_found_too() {
    for (clients, values) in [(20, 0), (30, 0), (10, 3)] {
        let mut history = crowded(1_000, clients, values, &mut Dice(17));
        let last = history.operations.iter().rposition(|operation| operation.call == Call::Read).unwrap();
        history.operations[last].returned =
            history.operations[last].returned.take().map(|(at, _)| (at, Answer::Read(Value::Null)));
        let Verdict::Violated(witness) = verdict(&history, Model::Linearizable) else { panic!("{clients} {values}") };
        assert_eq!(witness.operations.len(), 2, "{witness:?}");
    }
}

#[test]
fn a_spent_budget_is_no_verdict() {
    let history = crowded(1_000, 5, 0, &mut Dice(5));
    let models = Model::ALL.into_iter().filter(|model| !matches!(model, Model::Eventual | Model::NoLostWrites));
    for model in models.chain([Model::KStaleness(2), Model::TStaleness(9)]) {
        let judgement = judge(&history, model, Budget { steps: 50 });
        assert!(matches!(judgement.verdict, Verdict::Undecided(_)));
        assert!(judgement.steps <= 50);
    }
}

/// Compare-and-sets that all succeeded at once, as a walk that uses every edge of a graph once. There is none, for two nodes are left too
/// often, but each of very many beginnings looks as good as the other.
fn hopeless(key: &str) -> Vec<Operation> {
    let edges = (0..6_i64).flat_map(|from| (0..6_i64).filter(move |to| *to != from).map(move |to| (from, to)));
    let swaps = edges
        .chain([(1, 2), (1, 2), (3, 4), (3, 4)])
        .map(|(from, to)| (Call::Cas { expect: Value::Int(from), value: Value::Int(to) }, Answer::Cas { ok: true }));
    let calls = [(Call::Write(Value::Int(0)), Answer::Done)].into_iter().chain(swaps);
    let operation = |(i, (call, answer)): (i64, (Call, Answer))| Operation {
        client: format!("{key}{i}"),
        key: key.into(),
        call,
        called: i,
        returned: Some((1_000 + i, answer)),
    };
    (0..).zip(calls).map(operation).collect()
}

#[test]
fn a_key_that_breaks_the_promise_is_found_however_long_the_others_take() {
    let operation = |called, call, answer| {
        let (client, key) = ("c".to_owned(), "z".to_owned());
        Operation { client, key, call, called, returned: Some((called + 1, answer)) }
    };
    let mut history = History { operations: [hopeless("a"), hopeless("b")].concat(), ..History::default() };
    let hopeless = judge(&history, Model::Linearizable, Budget { steps: 100_000 });
    let first = history.operations.len() as u32;
    history.operations.push(operation(0, Call::Write(Value::Int(1)), Answer::Done));
    history.operations.push(operation(10, Call::Write(Value::Int(1)), Answer::Done));
    history.operations.push(operation(20, Call::Read, Answer::Read(Value::Null)));
    let judgement = judge(&history, Model::Linearizable, Budget { steps: 100_000 });
    assert!(matches!(hopeless.verdict, Verdict::Undecided(_)) && hopeless.steps <= 100_000, "{hopeless:?}");
    let Verdict::Violated(witness) = judgement.verdict else { panic!("{judgement:?}") };
    assert!(witness.operations.iter().all(|id| *id >= first), "{witness:?}");
}

#[test]
fn operations_that_are_never_answered_do_not_weigh_the_search_down() {
    let mut history = crowded(2_000, 5, 0, &mut Dice(13));
    for (i, operation) in history.operations.iter_mut().enumerate() {
        if i % 20 == 3 && operation.call != Call::Read {
            operation.returned = None;
        }
    }
    assert!(holds(&history, Model::Linearizable));
}

#[test]
fn a_long_log_of_appends() {
    let (mut history, mut log) = (History::default(), String::new());
    for i in 0..3_000_i64 {
        let client = format!("C{}", i % 3);
        let (call, answer) = if i % 10 == 9 {
            (Call::Read, Answer::Read(Value::Text(log.clone())))
        } else {
            let text = format!("{i};");
            log.push_str(&text);
            (Call::Append(text), Answer::Done)
        };
        history.operations.push(Operation {
            client,
            key: "log".into(),
            call,
            called: i * 2,
            returned: Some((i * 2 + 1, answer)),
        });
    }
    assert!(holds(&history, Model::Linearizable));
    for model in Model::ALL {
        assert!(!matches!(verdict(&history, model), Verdict::Violated(_)), "{model:?}");
    }
}

/// Clients that write and read several keys of a store that keeps one order, with some way for answers to be old.
fn busy(operations: usize, clients: usize, keys: u64, dice: &mut Dice) -> History {
    let mut history = crowded(operations, clients, 0, dice);
    for operation in &mut history.operations {
        operation.key = format!("k{}", dice.below(keys));
    }
    // One after the other in the order of the calls, so that the answers are those of one order.
    let mut states = synod_order::Map::new();
    for operation in &mut history.operations {
        let state = states.entry(operation.key.clone()).or_insert(Value::Null);
        if let Call::Write(value) = &operation.call {
            *state = value.clone();
        } else {
            operation.returned = operation.returned.take().map(|(at, _)| (at, Answer::Read(state.clone())));
        }
    }
    history
}

#[test]
fn two_thousand_operations_client_by_client_and_two_hundred_in_one_order() {
    for (clients, keys) in [(2, 1), (5, 3), (10, 10)] {
        let history = busy(2_000, clients, keys, &mut Dice(19));
        for model in [Model::Causal, Model::Pram, Model::ConsistentPrefix, Model::Sequential] {
            let started = std::time::Instant::now();
            let judgement = judge(&history, model, Budget::default());
            println!("{model:?} {clients} {keys}: {} steps, {:?}", judgement.steps, started.elapsed());
            assert_eq!(judgement.verdict, Verdict::Holds, "{model:?}, {} steps", judgement.steps);
        }
        let history = busy(200, clients, keys, &mut Dice(23));
        let judgement = judge(&history, Model::Sequential, Budget { steps: 200_000 });
        assert_eq!(judgement.verdict, Verdict::Holds, "{} steps", judgement.steps);
    }
}

#[test]
fn one_effect_before_its_cause_among_two_thousand_operations() {
    let mut history = busy(2_000, 5, 3, &mut Dice(29));
    let last = history.operations.iter().rposition(|operation| operation.call == Call::Read).unwrap();
    history.operations[last].returned = history.operations[last].returned.take().map(|(at, _)| (at, Answer::Read(Value::Null)));
    for model in [Model::Causal, Model::Pram, Model::Sequential] {
        let started = std::time::Instant::now();
        let judgement = judge(&history, model, Budget::default());
        println!("{model:?}: {} steps, {:?}", judgement.steps, started.elapsed());
        let Verdict::Violated(witness) = judgement.verdict else { panic!("{model:?}: {:?}", judgement.verdict) };
        assert!(witness.operations.len() <= 4, "{model:?} {witness:?}");
    }
}

#[test]
fn the_staleness_of_a_long_history_is_measured() {
    let (mut history, mut written) = (History::default(), 0);
    for i in 0..2_000_i64 {
        let stale = written - i % 7;
        let (client, call, answer) = match i % 2 {
            0 => ("W", Call::Write(Value::Int(i)), Answer::Done),
            _ => ("R", Call::Read, Answer::Read(if stale > 0 { Value::Int(stale / 2 * 2) } else { Value::Null })),
        };
        written = if i % 2 == 0 { i } else { written };
        let (client, key) = (client.to_owned(), "x".to_owned());
        history.operations.push(Operation { client, key, call, called: i * 10, returned: Some((i * 10 + 4, answer)) });
    }
    // At most three writes are missed; the first of them was acknowledged after 4 of the 10 that pass between calls.
    let measured = synod_check::staleness(&history, Budget::default()).unwrap();
    assert_eq!(measured, synod_check::Staleness { versions: 4, time: 46 });
    assert!(holds(&history, Model::KStaleness(4)) && !holds(&history, Model::KStaleness(3)));
    assert!(holds(&history, Model::TStaleness(46)) && !holds(&history, Model::TStaleness(45)));
}
