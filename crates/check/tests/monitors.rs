//! The monitor of linearizability against the judge of whole histories, at every step of random ones.
#![allow(clippy::cast_sign_loss, reason = "the numbers of a test are small")]

mod common;

use std::hash::{DefaultHasher, Hash, Hasher};
use synod_order::Map;

use common::{Menu, REGISTER, arbitrary, holds};
use proptest::prelude::*;
use synod_check::{Answer, Call, History, Model, Monitor, Operation, Step, Value};

/// The calls and returns in their order, with their times. An operation is named by its client and how many it called before.
fn steps(history: &History) -> Vec<(i64, Step)> {
    let mut called: Map<&str, u64> = Map::new();
    let mut steps = Vec::new();
    for operation in &history.operations {
        let nth = called.entry(&operation.client).or_default();
        *nth += 1;
        let Ok(client) = operation.client[1..].parse::<u64>() else { panic!("{}", operation.client) };
        let name = client * 100 + *nth;
        steps
            .push((operation.called, Step::Called { operation: name, key: operation.key.clone(), call: operation.call.clone() }));
        let returned = operation.returned.clone();
        steps.extend(returned.map(|(at, answer)| (at, Step::Returned { operation: name, answer })));
    }
    steps.sort_by_key(|(at, _)| *at);
    steps
}

/// What was known at a moment.
fn until(history: &History, moment: i64) -> History {
    let called = history.operations.iter().filter(|operation| operation.called <= moment);
    let known = |operation: &Operation| Operation {
        returned: operation.returned.clone().filter(|(at, _)| *at <= moment),
        ..operation.clone()
    };
    History { operations: called.map(known).collect(), ..history.clone() }
}

fn fresh() -> Box<dyn Monitor<Step>> {
    let Some(monitor) = Model::Linearizable.monitor() else { panic!("there is one") };
    monitor
}

fn stands_as_the_judge_does(history: &History) -> Result<(), TestCaseError> {
    let mut monitor = fresh();
    for (at, step) in steps(history) {
        monitor.see(&step);
        prop_assert_eq!(monitor.is_broken(), !holds(&until(history, at), Model::Linearizable), "at {}", at);
    }
    Ok(())
}

fn digest(monitor: &dyn Monitor<Step>) -> u64 {
    let mut hasher = DefaultHasher::new();
    monitor.hash(&mut hasher);
    hasher.finish()
}

const ORDERED: Menu = Menu { ties: false, clients: 4, operations: 8, ..REGISTER };

proptest! {
    #![proptest_config(common::cases(2_000))]

    #[test]
    fn registers(history in arbitrary(Menu { keys: 2, ..ORDERED })) {
        stands_as_the_judge_does(&history)?;
    }

    #[test]
    fn compare_and_set(history in arbitrary(Menu { cas: true, ..ORDERED })) {
        stands_as_the_judge_does(&history)?;
    }

    #[test]
    fn appends(history in arbitrary(Menu { appends: true, ..ORDERED })) {
        stands_as_the_judge_does(&history)?;
    }

    #[test]
    fn writes_that_fail(mut history in arbitrary(ORDERED), every in 2..5_usize) {
        for operation in history.operations.iter_mut().step_by(every).filter(|operation| operation.call != Call::Read) {
            operation.returned = operation.returned.take().map(|(at, _)| (at, Answer::Failed));
        }
        stands_as_the_judge_does(&history)?;
    }

    #[test]
    fn monitors_with_one_digest_never_part(one in arbitrary(ORDERED), other in arbitrary(ORDERED), found in prop::collection::vec(0..3_i64, 10)) {
        let mut alike: Map<u64, Vec<Box<dyn Monitor<Step>>>> = Map::new();
        for history in [&one, &other] {
            let mut monitor = fresh();
            alike.entry(digest(&*monitor)).or_default().push(monitor.clone());
            for (_, step) in steps(history) {
                monitor.see(&step);
                alike.entry(digest(&*monitor)).or_default().push(monitor.clone());
            }
        }
        // Whoever waits is answered in some order, with what a new reader finds in between.
        let value = |found: i64| if found == 0 { Value::Null } else { Value::Int(found) };
        let rest = found.iter().zip(0_u64..).flat_map(|(found, nth)| {
            let (reader, waiting) = (10_000 + nth, (nth * 7 % 4) * 100 + nth % 3 + 1);
            let read = Answer::Read(value(*found));
            [
                Step::Called { operation: reader, key: "k0".into(), call: Call::Read },
                Step::Returned { operation: waiting, answer: if nth % 2 == 0 { read.clone() } else { Answer::Done } },
                Step::Returned { operation: reader, answer: read },
            ]
        });
        for step in rest {
            for group in alike.values_mut() {
                prop_assert!(group.iter().all(|monitor| digest(&**monitor) == digest(&*group[0])), "{:?}", group);
                prop_assert!(group.iter().all(|monitor| monitor.is_broken() == group[0].is_broken()), "{:?}", group);
                for monitor in group {
                    monitor.see(&step);
                }
            }
        }
    }
}

#[test]
fn what_led_here_is_forgotten_when_everybody_is_answered() {
    let after = |values: &[i64]| {
        let mut monitor = fresh();
        for (value, name) in values.iter().zip(0..) {
            monitor.see(&Step::Called { operation: name, key: "x".into(), call: Call::Write(Value::Int(*value)) });
            monitor.see(&Step::Returned { operation: name, answer: Answer::Done });
        }
        digest(&*monitor)
    };
    assert_eq!(after(&[1, 2, 3]), after(&[3]));
    assert_ne!(after(&[1, 2, 3]), after(&[2]));
}
