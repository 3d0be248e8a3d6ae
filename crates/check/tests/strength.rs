//! What must hold between verdicts, whatever the history.
#![allow(clippy::unwrap_used, reason = "a test that fails should fail here")]

mod common;

use common::{Menu, REGISTER, arbitrary, holds, verdict};
use proptest::prelude::*;
use synod_check::strength::{ORDERED, edges, implies};
use synod_check::{Answer, Call, History, Model, Operation, Value, Verdict};

/// The models of the order, with some bounds more.
fn ordered() -> Vec<Model> {
    let bounds = [Model::KStaleness(1), Model::KStaleness(3), Model::TStaleness(0), Model::TStaleness(1), Model::TStaleness(7)];
    ORDERED.into_iter().chain(bounds).collect()
}

fn stronger_implies(history: &History) -> Result<(), TestCaseError> {
    let verdicts: Vec<(Model, Verdict)> = ordered().into_iter().map(|model| (model, verdict(history, model))).collect();
    for (stronger, _) in verdicts.iter().filter(|(_, verdict)| *verdict == Verdict::Holds) {
        for (weaker, verdict) in verdicts.iter().filter(|(weaker, _)| implies(*stronger, *weaker)) {
            prop_assert!(!matches!(verdict, Verdict::Violated(_)), "{:?} but {:?}: {:?}", stronger, weaker, verdict);
        }
    }
    Ok(())
}

/// A linearizable history: the operations take effect at once, one after the other, somewhere inside their intervals.
fn linearizable(menu: Menu) -> impl Strategy<Value = History> {
    arbitrary(menu).prop_map(|mut history| {
        let mut states: synod_order::Map<String, Value> = synod_order::Map::new();
        for operation in &mut history.operations {
            let state = states.entry(operation.key.clone()).or_default();
            let answer = match &operation.call {
                Call::Read => Answer::Read(state.clone()),
                Call::Write(value) => {
                    *state = value.clone();
                    Answer::Done
                }
                Call::Cas { expect, value } => {
                    let ok = expect == state;
                    if ok {
                        *state = value.clone();
                    }
                    Answer::Cas { ok }
                }
                Call::Append(text) => {
                    *state = match &*state {
                        Value::Text(before) => Value::Text(format!("{before}{text}")),
                        _ => Value::Text(text.clone()),
                    };
                    Answer::Done
                }
            };
            operation.returned = operation.returned.take().map(|(at, _)| (at, answer));
        }
        history
    })
}

/// A history of different values in which each read shows what was called before it returned.
fn seen_after_called(menu: Menu) -> impl Strategy<Value = History> {
    (arbitrary(menu), prop::collection::vec(any::<prop::sample::Index>(), menu.operations)).prop_map(|(mut history, picks)| {
        let mut number = 0;
        for operation in &mut history.operations {
            if let Call::Write(value) = &mut operation.call {
                number += 1;
                *value = Value::Int(number);
            }
        }
        let written = history.clone();
        for (operation, pick) in history.operations.iter_mut().zip(picks) {
            let Some((at, Answer::Read(value))) = &mut operation.returned else { continue };
            let earlier = written.operations.iter().filter(|other| other.key == operation.key && other.called <= *at);
            let mut values = vec![Value::Null];
            values.extend(earlier.filter_map(|other| match &other.call {
                Call::Write(value) => Some(value.clone()),
                _ => None,
            }));
            *value = values[pick.index(values.len())].clone();
        }
        history
    })
}

/// What was known of the history at a moment.
fn until(history: &History, moment: i64) -> History {
    let mut operations = history.operations.clone();
    operations.retain(|operation| operation.called <= moment);
    for operation in &mut operations {
        operation.returned = operation.returned.take().filter(|(at, _)| *at <= moment);
    }
    History { operations, ..history.clone() }
}

/// The text begins with a write that nobody answered, so only what follows it in the text tells that an append is missing.
#[test]
fn a_text_lacks_an_append_that_came_after_another_that_it_shows() {
    let operation = |client: &str, call, answer: Option<Answer>| Operation {
        client: client.to_owned(),
        key: "k".to_owned(),
        call,
        called: 0,
        returned: answer.map(|answer| (0, answer)),
    };
    let text = |text: &str| Value::Text(text.to_owned());
    let history = History {
        operations: vec![
            operation("c1", Call::Append("c".to_owned()), Some(Answer::Done)),
            operation("c1", Call::Append("a".to_owned()), Some(Answer::Done)),
            operation("c0", Call::Write(text("b")), None),
            operation("c1", Call::Read, Some(Answer::Read(text("bc")))),
        ],
        ..History::default()
    };
    assert!(matches!(verdict(&history, Model::Regular), Verdict::Violated(_)));
    stronger_implies(&history).unwrap();
}

proptest! {
    #![proptest_config(common::cases(3_000))]

    #[test]
    fn linearizable_implies_the_weaker_ones(history in arbitrary(REGISTER)) {
        stronger_implies(&history)?;
    }

    #[test]
    fn over_several_keys_when_no_two_events_share_an_instant(
        history in linearizable(Menu { keys: 3, ties: false, cas: true, operations: 14, clients: 4, ..REGISTER })
    ) {
        prop_assert!(holds(&history, Model::Linearizable));
        stronger_implies(&history)?;
    }

    #[test]
    fn with_unique_values(history in linearizable(Menu { keys: 2, ties: false, values: 50, operations: 20, clients: 4, ..REGISTER })) {
        stronger_implies(&history)?;
    }

    #[test]
    fn with_compare_and_set(history in arbitrary(Menu { cas: true, ..REGISTER })) {
        stronger_implies(&history)?;
    }

    #[test]
    fn with_appends(history in linearizable(Menu { appends: true, operations: 10, ..REGISTER })) {
        stronger_implies(&history)?;
    }

    #[test]
    fn with_arbitrary_appends(history in arbitrary(Menu { appends: true, ..REGISTER })) {
        stronger_implies(&history)?;
    }

    #[test]
    fn what_is_broken_stays_broken(history in seen_after_called(Menu { keys: 2, operations: 9, ..REGISTER }), moment in 0_i64..20) {
        let early = until(&history, moment);
        let judged = Model::ALL.into_iter().filter(|model| !matches!(model, Model::Eventual | Model::NoLostWrites));
        for model in judged.chain([Model::KStaleness(2), Model::TStaleness(3)]) {
            prop_assert!(holds(&early, model) || !holds(&history, model), "{:?}: {:?}", model, verdict(&early, model));
        }
    }

    #[test]
    fn names_and_the_zero_of_the_clock_do_not_matter(history in arbitrary(Menu { cas: true, keys: 2, ..REGISTER }), shift in -1_000_i64..1_000) {
        let mut renamed = history.clone();
        for operation in &mut renamed.operations {
            operation.client = format!("z{}", 9 - operation.client[1..].parse::<u8>().unwrap());
            operation.called += shift;
            if let Some((at, _)) = &mut operation.returned {
                *at += shift;
            }
        }
        for model in Model::ALL {
            let (one, other) = (verdict(&history, model), verdict(&renamed, model));
            prop_assert_eq!(std::mem::discriminant(&one), std::mem::discriminant(&other), "{:?} {:?}", one, other);
        }
    }

    #[test]
    fn an_operation_without_answer_never_breaks_linearizability(history in arbitrary(Menu { cas: true, ..REGISTER }), value in 0_i64..4) {
        if holds(&history, Model::Linearizable) {
            let mut more = history;
            let (client, key, call) = ("new".into(), "k0".into(), Call::Write(Value::Int(value)));
            more.operations.push(Operation { client, key, call, called: 1_000, returned: None });
            prop_assert!(holds(&more, Model::Linearizable));
        }
    }
}

#[test]
fn each_step_down_is_shown_by_a_history() {
    for edge in edges() {
        let (stronger, weaker) = (edge.stronger, edge.weaker);
        assert!(holds(&edge.history, weaker), "{stronger:?} to {weaker:?}: {:?}", verdict(&edge.history, weaker));
        assert!(!holds(&edge.history, stronger), "{stronger:?} to {weaker:?}");
        assert!(implies(stronger, weaker) && !implies(weaker, stronger));
        // A history that can be read at a glance.
        assert!((2..=6).contains(&edge.history.operations.len()));
    }
}

/// Histories that tell apart what the steps down alone do not.
fn told_apart() -> Vec<History> {
    let told = std::fs::read_dir("testdata").unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    let told = told.filter_map(|path| {
        let text = std::fs::read_to_string(path).unwrap();
        let plain = !text.contains("# store: ") && !text.contains("# replica: ");
        let json: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
        plain.then(|| synod_check::file::parse(&json.join("\n")).unwrap())
    });
    told.chain(edges().into_iter().map(|edge| edge.history)).collect()
}

#[test]
fn nothing_is_missing_in_the_order() {
    let histories = told_apart();
    let verdicts: Vec<Vec<bool>> = histories
        .iter()
        .map(|history| ORDERED.iter().map(|model| verdict(history, *model) == Verdict::Holds).collect())
        .collect();
    let mut unshown = Vec::new();
    for (one, stronger) in ORDERED.iter().enumerate() {
        for (other, weaker) in ORDERED.iter().enumerate().filter(|(_, weaker)| !implies(*stronger, **weaker)) {
            if !verdicts.iter().any(|verdict| verdict[one] && !verdict[other]) {
                unshown.push(format!("{} may imply {}", stronger.spelled(), weaker.spelled()));
            }
        }
    }
    assert!(unshown.is_empty(), "{unshown:#?}");
}

#[test]
fn siblings_break_a_single_register_only() {
    let text = r#"{"client":"a","call":1,"return":2,"op":"write","key":"x","value":1}
{"client":"b","call":1,"return":2,"op":"write","key":"x","value":2}
{"client":"c","call":3,"return":4,"op":"read","key":"x","value":2}"#;
    let mut history = synod_check::file::parse(text).unwrap();
    history.operations[2].returned = Some((4, Answer::Read(Value::Siblings(vec![2.into(), 1.into()]))));
    assert!(matches!(verdict(&history, Model::Linearizable), Verdict::Violated(witness) if witness.operations == [2]));
    for model in [Model::MonotonicReads, Model::MonotonicWrites, Model::ReadYourWrites, Model::WritesFollowReads] {
        assert!(holds(&history, model));
    }
}
