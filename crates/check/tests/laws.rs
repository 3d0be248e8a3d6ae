//! The judges of records against definitions too simple to be wrong, at every moment of random records.

mod common;

use std::hash::{DefaultHasher, Hash, Hasher};
use synod_order::{Map, Set};

use proptest::prelude::*;
use synod_check::{End, Event, Fact, Monitor, Property, Record, Unfolding, Value, Verdict, What, Witness, unfold};
use synod_words::{Lang, Phrase};

use common::past::Past;
use common::promised::{
    a_leader_changes_its_log, a_leader_lacks_what_is_committed, broadcasts_too_early, delivers_out_of_order, logs_do_not_match,
};

const SAFETY: [Property; 19] = [
    Property::Ac1,
    Property::Ac2,
    Property::Ac3,
    Property::Ac4,
    Property::NonBlocking,
    Property::Agreement,
    Property::Validity,
    Property::Integrity,
    Property::SameLog,
    Property::PrimaryOrder,
    Property::PrimaryIntegrity,
    Property::ElectionSafety,
    Property::LeaderAppendOnly,
    Property::LogMatching,
    Property::LeaderCompleteness,
    Property::AtMostOnce,
    Property::EffectOnce,
    Property::AnsweredExecuted,
    Property::Available,
];

/// What a process may do or suffer, of few transactions, instances, values and processes, so that they meet.
fn what(faults: bool) -> impl Strategy<Value = What> {
    let which = || 1..=2_u32;
    let value = || (1..=2_i64).prop_map(Value::Int);
    let fact = prop_oneof![
        (which(), prop::collection::vec(0..4_u16, 0..3)).prop_map(|(transaction, voters)| Fact::Begun { transaction, voters }),
        (which(), prop::bool::weighted(0.8)).prop_map(|(transaction, yes)| Fact::Voted { transaction, yes }),
        (which(), any::<bool>()).prop_map(|(transaction, commit)| Fact::Decided { transaction, commit }),
        (which(), prop::collection::vec(0..4_u16, 0..3)).prop_map(|(transaction, on)| Fact::Blocked { transaction, on }),
        (which(), "[xy]").prop_map(|(transaction, item)| Fact::Locked { transaction, item }),
        (which(), "[xy]").prop_map(|(transaction, item)| Fact::Unlocked { transaction, item }),
        which().prop_map(|transaction| Fact::Suspected { transaction }),
        (0..=2_u32, value()).prop_map(|(instance, value)| Fact::Proposed { instance, value }),
        (0..=2_u32, 1..9_u64).prop_map(|(instance, round)| Fact::Tried { instance, round }),
        (which(), value()).prop_map(|(instance, value)| Fact::Learned { instance, value }),
        (0..4_u16).prop_map(|client| Fact::Unserved {
            client,
            request: Phrase::verbatim("read x"),
            why: Phrase::verbatim("no majority")
        }),
        (1..=3_u32, prop::bool::weighted(0.1)).prop_map(|(instance, strange)| Fact::Applied {
            instance,
            value: Value::Int(i64::from(instance) + i64::from(strange)),
        }),
        (which(), 1..=3_u32, value()).prop_map(|(epoch, counter, value)| Fact::Broadcast { epoch, counter, value }),
        (which(), 1..=3_u32).prop_map(|(epoch, counter)| Fact::Delivered { epoch, counter }),
        "[xy]?".prop_map(|state| Fact::Holds { state }),
        which().prop_map(|request| Fact::Asked { request }),
        (which(), any::<bool>()).prop_map(|(request, changed)| Fact::Executed { request, changed }),
        which().prop_map(|request| Fact::Forgotten { request }),
        (which(), any::<bool>()).prop_map(|(request, done)| Fact::Answered { request, done }),
        which().prop_map(|request| Fact::GaveUp { request }),
        journals(),
    ];
    let did = fact.prop_map(What::Did);
    let fault = prop_oneof![Just(What::Failed), Just(What::Recovered), Just(What::Disturbed)];
    prop_oneof![20 => did, u32::from(faults) * 2 => fault]
}

/// What a process declares of a log with terms.
fn journals() -> impl Strategy<Value = Fact> {
    let (index, term) = (|| 1..=3_u32, || 1..=3_u32);
    prop_oneof![
        3 => term().prop_map(|term| Fact::Elected { term }),
        1 => Just(Fact::Follows),
        9 => (index(), term(), prop::bool::weighted(0.05)).prop_map(|(index, term, strange)| Fact::Appended {
            index,
            term,
            value: Value::Int(i64::from(index * 10 + term) + 100 * i64::from(strange)),
        }),
        1 => index().prop_map(|from| Fact::Truncated { from }),
        1 => index().prop_map(|index| Fact::Installed { index }),
        2 => (index(), term()).prop_map(|(index, term)| Fact::Committed { index, term }),
    ]
}

/// A record with an end that decides nothing.
fn record(parts: Vec<(u64, u16, What)>) -> Record {
    let mut at = 0;
    let mut record = Record { processes: ["a", "b", "c", "d"].map(String::from).into(), ..Record::default() };
    for (wait, process, what) in parts {
        at += wait * 10_000;
        record.events.push(Event { at, process, what });
    }
    record.end.at = at;
    record
}

fn arbitrary() -> impl Strategy<Value = Record> {
    any::<bool>().prop_flat_map(|faults| prop::collection::vec((0..3_u64, 0..4_u16, what(faults)), 0..30).prop_map(record))
}

/// Rounds in patterns, with something else in between now and then.
fn rounds() -> impl Strategy<Value = Record> {
    let pattern = prop::collection::vec((1..3_u64, 0..2_u16), 1..=9);
    let stretch = (pattern, 1..8_usize, prop::option::weighted(0.3, 1..=2_u32), prop::option::weighted(0.3, 0..=2_u32));
    prop::collection::vec(stretch, 1..4).prop_map(|stretches| {
        let mut parts = Vec::new();
        for (pattern, times, learned, proposed) in stretches {
            parts.extend(proposed.map(|instance| (0, 0, What::Did(Fact::Proposed { instance, value: Value::Int(1) }))));
            let tried = |(wait, process): &(u64, u16)| (*wait, *process, What::Did(Fact::Tried { instance: 1, round: 1 }));
            parts.extend(pattern.iter().cycle().take(pattern.len() * times).map(tried));
            parts.extend(learned.map(|instance| (1, 0, What::Did(Fact::Learned { instance, value: Value::Int(1) }))));
        }
        record(parts)
    })
}

fn two_decisions(one: &Fact, other: &Fact) -> bool {
    matches!((one, other), (Fact::Decided { transaction: t, commit: a }, Fact::Decided { transaction: u, commit: b }) if t == u && a != b)
}

fn two_lessons(one: &Fact, other: &Fact) -> bool {
    matches!((one, other), (Fact::Learned { instance: i, value: a }, Fact::Learned { instance: j, value: b }) if i == j && a != b)
}

/// Whether some decision to `commit` was wrong where it was made.
fn wrong_decision(record: &Record, events: usize, commit: bool, wrong: impl Fn(&Past, u32) -> bool) -> bool {
    let past = Past::of(record, events);
    past.facts.iter().any(|(i, _, fact)| match fact {
        Fact::Decided { transaction, commit: decision } if *decision == commit => wrong(&Past::of(record, *i), *transaction),
        _ => false,
    })
}

fn commits_without_all(past: &Past, transaction: u32) -> bool {
    let missing = |(_, voters): (u16, Vec<u16>)| voters.iter().any(|voter| !past.said_yes(transaction, *voter));
    past.somebody_said_no(transaction) || past.voters(transaction).is_some_and(missing)
}

fn aborts_for_nothing(past: &Past, transaction: u32) -> bool {
    let all = |(_, voters): (u16, Vec<u16>)| !voters.is_empty() && voters.iter().all(|voter| past.said_yes(transaction, *voter));
    let failed = past.events.iter().any(|event| matches!(event.what, What::Failed | What::Disturbed));
    let suspected = past.has(|_, fact| *fact == Fact::Suspected { transaction });
    !failed && !suspected && !past.somebody_said_no(transaction) && past.voters(transaction).is_some_and(all)
}

fn applies_wrongly(past: &Past) -> bool {
    let differs = |one: &Fact, other: &Fact| matches!((one, other), (Fact::Applied { instance: i, value: a }, Fact::Applied { instance: j, value: b }) if i == j && a != b);
    // Where a server comes to stand in the log, and whether by applying: a snapshot may lead it anywhere.
    let slots = |server: u16| {
        let mine = past.facts.iter().filter(move |(_, process, _)| *process == server);
        mine.filter_map(|(_, _, fact)| match fact {
            Fact::Applied { instance, .. } => Some((*instance, true)),
            Fact::Installed { index } => Some((*index, false)),
            _ => None,
        })
    };
    let skips = |server: u16| {
        let before = [(0, false)].into_iter().chain(slots(server));
        slots(server).zip(before).any(|((slot, applied), (before, _))| applied && slot > before + 1)
    };
    past.pair(|_, one, _, other| differs(one, other)) || (0..4).any(skips)
}

/// Whether a promise about what has happened is broken after so many events.
fn is_broken(record: &Record, events: usize, property: Property) -> bool {
    let past = Past::of(record, events);
    match property {
        Property::Ac1 => past.pair(|_, one, _, other| two_decisions(one, other)),
        Property::Ac2 => past.pair(|p, one, q, other| p == q && two_decisions(one, other)),
        Property::Ac3 => wrong_decision(record, events, true, commits_without_all),
        Property::Ac4 => wrong_decision(record, events, false, aborts_for_nothing),
        Property::NonBlocking => past.has(|_, fact| matches!(fact, Fact::Blocked { .. })),
        Property::Agreement => past.pair(|_, one, _, other| two_lessons(one, other)),
        Property::Integrity => past.pair(|p, one, q, other| p == q && two_lessons(one, other)),
        Property::Validity => past.facts.iter().any(|(i, _, fact)| match fact {
            Fact::Learned { instance, value } => {
                let proposed = Fact::Proposed { instance: *instance, value: value.clone() };
                !Past::of(record, *i).has(|_, fact| *fact == proposed)
            }
            _ => false,
        }),
        Property::SameLog => applies_wrongly(&past),
        Property::PrimaryOrder => delivers_out_of_order(record, &past),
        Property::PrimaryIntegrity => broadcasts_too_early(record, &past),
        Property::ElectionSafety => past.pair(|p, one, q, other| {
            p != q && matches!((one, other), (Fact::Elected { term: t }, Fact::Elected { term: u }) if t == u)
        }),
        Property::LeaderAppendOnly => a_leader_changes_its_log(&past),
        Property::LogMatching => (0..events).any(|until| logs_do_not_match(&past, until)),
        Property::LeaderCompleteness => a_leader_lacks_what_is_committed(&past),
        Property::AtMostOnce => past.pair(|_, one, _, other| two_executions(one, other, |_| true)),
        Property::EffectOnce => past.pair(|_, one, _, other| two_executions(one, other, |changed| changed)),
        Property::AnsweredExecuted => answers_without_execution(record, &past),
        Property::Ac5 | Property::LocksReleased | Property::Progress | Property::Converges | Property::Served => {
            unreachable!()
        }
        Property::Available => past.has(|_, fact| matches!(fact, Fact::Unserved { .. })),
        Property::Complete | Property::Accurate | Property::Confirmed | Property::EventuallyAccurate => {
            unreachable!("see membership.rs")
        }
        Property::OneHolder | Property::GuardedWrites => unreachable!("see leases.rs"),
    }
}

/// Whether two replicas hold different things.
fn somebody_holds_something_else(past: &Past) -> bool {
    let last = |process: u16| {
        past.facts.iter().rev().find_map(|(_, by, fact)| match fact {
            Fact::Holds { state } if *by == process => Some(state),
            _ => None,
        })
    };
    let held: Vec<&String> = (0..4).filter_map(last).collect();
    held.iter().any(|state| *state != held[0])
}

fn two_executions(one: &Fact, other: &Fact, counts: impl Fn(bool) -> bool) -> bool {
    matches!((one, other), (Fact::Executed { request: r, changed: a }, Fact::Executed { request: s, changed: b }) if r == s && counts(*a) && counts(*b))
}

/// Whether a client was told that something is done that was not, or is lost since.
fn answers_without_execution(record: &Record, past: &Past) -> bool {
    let lost = |one: &Fact, other: &Fact| matches!((one, other), (Fact::Answered { request: r, done: true }, Fact::Forgotten { request: s }) if r == s);
    let stands = |of: u32, events: usize| {
        let past = Past::of(record, events);
        let last = past.facts.iter().rev().find_map(|(_, _, fact)| match fact {
            Fact::Executed { request, .. } if *request == of => Some(true),
            Fact::Forgotten { request } if *request == of => Some(false),
            _ => None,
        });
        last.unwrap_or(false)
    };
    let unfounded = past.facts.iter().any(|(i, _, fact)| match fact {
        Fact::Answered { request, done: true } => !stands(*request, *i),
        _ => false,
    });
    unfounded || past.pair(|_, one, _, other| lost(one, other))
}

/// Whether somebody has not decided.
fn somebody_is_undecided(past: &Past) -> bool {
    let decided = |of: u32, by: u16| {
        past.has(|process, fact| process == by && matches!(fact, Fact::Decided { transaction, .. } if *transaction == of))
    };
    (1..=2).any(|transaction| {
        let Some((by, voters)) = past.voters(transaction) else { return false };
        !decided(transaction, by) || voters.iter().any(|voter| !decided(transaction, *voter))
    })
}

/// Whether something is locked, where nobody crashes.
fn something_is_locked(past: &Past) -> bool {
    let mut held = Set::new();
    for (_, process, fact) in &past.facts {
        match fact {
            Fact::Locked { transaction, item } => drop(held.insert((process, transaction, item))),
            Fact::Unlocked { transaction, item } => drop(held.remove(&(process, transaction, item))),
            _ => {}
        }
    }
    !held.is_empty()
}

fn something_is_unchosen(past: &Past) -> bool {
    let learned = |of: u32| past.has(|_, fact| matches!(fact, Fact::Learned { instance, .. } if *instance == of));
    past.has(|_, fact| matches!(fact, Fact::Proposed { instance, .. } if *instance != 0 && !learned(*instance)))
}

/// Whether the last rounds are one pattern five times over.
fn rounds_repeat(past: &Past) -> bool {
    let since = past.facts.iter().rposition(|(_, _, fact)| matches!(fact, Fact::Learned { .. })).map_or(0, |i| i + 1);
    let tried = past.facts[since..].iter().filter(|(_, _, fact)| matches!(fact, Fact::Tried { .. }));
    let begun: Vec<(u16, u64)> = tried.map(|(i, process, _)| (*process, past.events[*i].at)).collect();
    let rounds: Vec<(u16, u64)> = begun.windows(2).map(|two| (two[1].0, two[1].1 - two[0].1)).collect();
    (1..=8).any(|period| {
        let Some(from) = rounds.len().checked_sub(5 * period) else { return false };
        let duel = rounds[rounds.len() - period..].windows(2).any(|two| two[0].0 != two[1].0);
        duel && (from + period..rounds.len()).all(|i| rounds[i] == rounds[i - period])
    })
}

fn kind(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "holds",
        Verdict::Violated(_) => "violated",
        Verdict::Undecided(_) => "undecided",
    }
}

fn prefix(record: &Record, events: usize) -> Record {
    Record { events: record.events[..events].to_vec(), ..record.clone() }
}

fn witness_is_sound(record: &Record, events: u32, witness: &Witness) -> Result<(), TestCaseError> {
    prop_assert!(witness.operations.is_empty() && !witness.events.is_empty());
    prop_assert!(witness.events.windows(2).all(|two| two[0] < two[1]), "{:?}", witness);
    prop_assert!(witness.events.iter().all(|event| *event < events), "{:?} tells the future at {}", witness, events);
    prop_assert!(witness.events.iter().all(|event| (*event as usize) < record.events.len()));
    prop_assert!(!witness.sentence.text(Lang::En).is_empty() && !witness.sentence.text(Lang::Zh).is_empty());
    Ok(())
}

fn is_well_formed(record: &Record, unfolding: &Unfolding) -> Result<(), TestCaseError> {
    prop_assert_eq!(&unfolding.turns[0], &(0, Verdict::Holds));
    for two in unfolding.turns.windows(2) {
        prop_assert!(two[0].0 < two[1].0 && two[0].1 != two[1].1, "{:?}", two);
    }
    let end = (record.events.len() as u32, &unfolding.end);
    for (events, verdict) in unfolding.turns.iter().map(|(events, verdict)| (*events, verdict)).chain([end]) {
        if let Verdict::Violated(witness) = verdict {
            witness_is_sound(record, events, witness)?;
        }
    }
    Ok(())
}

/// The events of the witness alone break these promises.
fn witness_suffices(record: &Record, property: Property, end: &Verdict) -> Result<(), TestCaseError> {
    let by_two = [
        Property::Ac1,
        Property::Ac2,
        Property::NonBlocking,
        Property::Agreement,
        Property::Integrity,
        Property::AtMostOnce,
        Property::EffectOnce,
        Property::Available,
    ];
    if let (Verdict::Violated(witness), true) = (end, by_two.contains(&property)) {
        let events = witness.events.iter().map(|event| record.events[*event as usize].clone()).collect();
        let alone = Record { events, ..record.clone() };
        prop_assert!(is_broken(&alone, alone.events.len(), property), "{:?}", witness);
    }
    Ok(())
}

proptest! {
    #![proptest_config(common::cases(1_000))]

    #[test]
    fn what_has_happened_is_judged_by_the_definitions(record in arbitrary(), quiet: bool, whole: bool) {
        for property in SAFETY {
            let full = unfold(&Record { end: End { quiet, whole, ..record.end }, ..record.clone() }, property);
            is_well_formed(&record, &full)?;
            witness_suffices(&record, property, &full.end)?;
            for events in 0..=record.events.len() {
                let verdict = full.after(events as u32);
                let expected = if is_broken(&record, events, property) { "violated" } else { "holds" };
                prop_assert_eq!(kind(verdict), expected, "{:?} after {}", property, events);
            }
            let violated = |verdict: &Verdict| matches!(verdict, Verdict::Violated(_));
            prop_assert!(full.turns.windows(2).all(|two| !violated(&two[0].1) || violated(&two[1].1)), "{:?}", property);
        }
    }

    #[test]
    fn what_is_still_open_is_judged_by_the_definitions(mut record in arbitrary()) {
        record.events.retain(|event| event.what != What::Failed);
        for (property, is_open) in [
            (Property::Ac5, somebody_is_undecided as fn(&Past) -> bool),
            (Property::LocksReleased, something_is_locked),
            (Property::Progress, something_is_unchosen),
            (Property::Converges, somebody_holds_something_else),
        ] {
            let full = unfold(&record, property);
            is_well_formed(&record, &full)?;
            for events in 0..=record.events.len() {
                let past = Past::of(&record, events);
                let livelock = property == Property::Progress && rounds_repeat(&past);
                let expected = match is_open(&past) {
                    false => "holds",
                    true if livelock => "violated",
                    true => "undecided",
                };
                prop_assert_eq!(kind(full.after(events as u32)), expected, "{:?} after {}", property, events);
            }
            // At a quiet end, with everything repaired, what is open is broken.
            let end = End { quiet: true, whole: true, ..record.end };
            let ended = unfold(&Record { end, ..record.clone() }, property);
            is_well_formed(&record, &ended)?;
            prop_assert_eq!(&ended.turns, &full.turns);
            let expected = if is_open(&Past::of(&record, record.events.len())) { "violated" } else { "holds" };
            prop_assert_eq!(kind(&ended.end), expected, "{:?}", property);
        }
    }

    #[test]
    fn a_livelock_is_a_pattern_five_times_over(record in rounds()) {
        let full = unfold(&record, Property::Progress);
        is_well_formed(&record, &full)?;
        for events in 0..=record.events.len() {
            let past = Past::of(&record, events);
            let expected = match something_is_unchosen(&past) {
                false => "holds",
                true if rounds_repeat(&past) => "violated",
                true => "undecided",
            };
            prop_assert_eq!(kind(full.after(events as u32)), expected, "after {}", events);
        }
    }

    #[test]
    fn with_failures_an_end_that_is_not_whole_breaks_no_promise_but_that_of_the_locks(mut record in arbitrary(), quiet: bool) {
        record.end = End { quiet, whole: false, ..record.end };
        for property in [Property::Ac5, Property::Progress] {
            let unfolding = unfold(&record, property);
            is_well_formed(&record, &unfolding)?;
            prop_assert!(property == Property::Progress || !matches!(unfolding.end, Verdict::Violated(_)));
            prop_assert!(!quiet || !matches!(unfolding.end, Verdict::Violated(_)), "{:?}", unfolding.end);
        }
        is_well_formed(&record, &unfold(&record, Property::LocksReleased))?;
    }
}

proptest! {
    #![proptest_config(common::cases(200))]

    #[test]
    fn a_moment_does_not_depend_on_what_comes_after_it(record in arbitrary(), rounds in rounds(), quiet: bool, whole: bool) {
        for record in [record, rounds] {
            for property in Property::ALL {
                let end = if property.is_safety() { End { quiet, whole, ..record.end } } else { record.end };
                let full = unfold(&Record { end, ..record.clone() }, property);
                for events in 0..=record.events.len() {
                    let verdict = unfold(&prefix(&record, events), property).end;
                    prop_assert_eq!(&verdict, full.after(events as u32), "{:?} after {}", property, events);
                }
            }
        }
    }
}

fn digest(monitor: &dyn Monitor) -> u64 {
    let mut hasher = DefaultHasher::new();
    monitor.hash(&mut hasher);
    hasher.finish()
}

/// The monitor after each beginning of the record, the empty one too.
fn watched(record: &Record, property: Property) -> Vec<Box<dyn Monitor>> {
    let mut monitors: Vec<Box<dyn Monitor>> = property.monitor().into_iter().collect();
    for event in &record.events {
        let mut next = monitors[monitors.len() - 1].clone();
        next.see(event);
        monitors.push(next);
    }
    monitors
}

proptest! {
    #![proptest_config(common::cases(500))]

    #[test]
    fn a_monitor_stands_at_every_moment_as_the_judge_does(record in arbitrary()) {
        for property in SAFETY {
            let unfolding = unfold(&record, property);
            for (events, monitor) in watched(&record, property).iter().enumerate() {
                let broken = matches!(unfolding.after(events as u32), Verdict::Violated(_));
                prop_assert_eq!(monitor.is_broken(), broken, "{:?} after {}", property, events);
            }
        }
    }

    #[test]
    fn monitors_with_one_digest_never_part(one in arbitrary(), other in arbitrary(), rest in arbitrary()) {
        for property in SAFETY {
            let mut alike: Map<u64, Vec<Box<dyn Monitor>>> = Map::new();
            for monitor in watched(&one, property).into_iter().chain(watched(&other, property)) {
                alike.entry(digest(&*monitor)).or_default().push(monitor);
            }
            for group in alike.values_mut() {
                for event in &rest.events {
                    prop_assert!(group.iter().all(|monitor| digest(&**monitor) == digest(&*group[0])), "{:?}", group);
                    prop_assert!(group.iter().all(|monitor| monitor.is_broken() == group[0].is_broken()), "{:?}", group);
                    for monitor in group.iter_mut() {
                        monitor.see(event);
                    }
                }
            }
        }
    }

    #[test]
    fn a_digest_knows_neither_times_nor_numbers(record in arbitrary(), late in 1..9_u64) {
        // The same facts later, and each of them after something that no promise is about.
        let mut slow = record.clone();
        slow.events = record.events.iter().flat_map(|event| {
            let idle = Event { at: event.at * late, process: 0, what: What::Did(Fact::Tried { instance: 1, round: late }) };
            [idle, Event { at: event.at * late, ..event.clone() }]
        }).collect();
        for property in SAFETY {
            let [fast, slow] = [&record, &slow].map(|record| watched(record, property).pop().map(|monitor| digest(&*monitor)));
            prop_assert_eq!(fast, slow, "{:?}", property);
        }
    }
}

#[test]
fn there_is_a_monitor_of_every_promise_about_what_has_happened_and_of_no_other() {
    for property in Property::ALL {
        assert_eq!(property.monitor().is_some(), property.is_safety(), "{property:?}");
    }
}

#[test]
fn a_monitor_forgets_what_no_longer_matters() {
    let alike = |property: Property, one: &str, other: &str| {
        let [one, other] = [one, other].map(|text| {
            let record = common::records::read(&format!("0ms a holds\n0ms b holds\n0ms c holds\n{text}"));
            watched(&record, property).pop().map(|monitor| digest(&*monitor))
        });
        one == other
    };
    // Whoever broke a promise broke it for good.
    assert!(alike(
        Property::Ac1,
        "1ms a decided 1 commit\n2ms b decided 1 abort",
        "1ms a decided 2 abort\n2ms b decided 2 commit"
    ));
    // Who decided first is nothing to AC1, and something to AC2.
    let [a, b] = ["1ms a decided 1 commit", "1ms b decided 1 commit"];
    assert!(alike(Property::Ac1, a, b) && !alike(Property::Ac2, a, b));
    // A vote against it decides whether one may commit, whoever else votes.
    let no = "1ms a begins 1 b c\n2ms b voted 1 no";
    assert!(alike(Property::Ac3, no, "1ms c voted 1 yes\n2ms c voted 1 no"));
    assert!(!alike(Property::Ac3, no, "1ms a begins 1 b c\n2ms b voted 1 yes"));
    // One failure excuses every abort from then on.
    assert!(alike(Property::Ac4, "1ms a failed\n2ms b voted 1 yes", "1ms b disturbed"));
    // What a server applied before matters as its log does.
    assert!(alike(Property::SameLog, "1ms a applied 1 X\n2ms b applied 1 X", "1ms b applied 1 X\n2ms a applied 1 X"));
    assert!(!alike(Property::SameLog, "1ms a applied 1 X", "1ms b applied 1 X"));
}

/// Long records take a moment, whatever happens in them.
#[test]
fn a_hundred_thousand_events() {
    let value = |i: u32| Value::Int(i64::from(i));
    let work = |i: u32, process: u16| match i % 10 {
        0 => Fact::Begun { transaction: i / 10, voters: vec![1, 2, 3] },
        1 => Fact::Locked { transaction: i / 10, item: "x".into() },
        2 | 3 => Fact::Voted { transaction: i / 10, yes: true },
        4 => Fact::Blocked { transaction: 0, on: vec![process] },
        5 => Fact::Decided { transaction: i / 10, commit: true },
        6 => Fact::Proposed { instance: i / 10 + 1, value: value(i / 10) },
        7 | 8 => Fact::Tried { instance: 0, round: u64::from(i) },
        _ => Fact::Applied { instance: i / 10 + 1, value: value(i / 10) },
    };
    for only_rounds in [false, true] {
        let event = |i: u32| {
            let process = (i % 2) as u16;
            let fact = if only_rounds && i > 6 { Fact::Tried { instance: 0, round: u64::from(i) } } else { work(i, process) };
            Event { at: u64::from(i) * 1_000, process, what: What::Did(fact) }
        };
        let record = Record {
            processes: ["a", "b", "c", "d"].map(String::from).into(),
            events: (0..100_000).map(event).collect(),
            end: End { at: 100_000_000, quiet: true, whole: true },
        };
        for property in Property::ALL {
            assert_eq!(unfold(&record, property).turns[0], (0, Verdict::Holds));
        }
    }
}
