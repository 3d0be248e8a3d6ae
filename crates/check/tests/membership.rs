//! The judges of failure detectors against definitions too simple to be wrong, at every moment of random records.

mod common;

use proptest::prelude::*;
use synod_check::{End, Event, Fact, Property, Record, Verdict, What, unfold};

const PROPERTIES: [Property; 4] = [Property::Complete, Property::Accurate, Property::Confirmed, Property::EventuallyAccurate];

fn what() -> impl Strategy<Value = What> {
    let other = || 0..3_u16;
    let fact = prop_oneof![
        2 => prop::collection::vec(other(), 0..3).prop_map(|members| Fact::Knows { members }),
        2 => other().prop_map(|process| Fact::Trusts { process }),
        2 => other().prop_map(|process| Fact::Suspects { process }),
        2 => other().prop_map(|process| Fact::Confirms { process }),
        1 => other().prop_map(|process| Fact::Dismisses { process }),
        1 => Just(Fact::Leaves),
        1 => Just(Fact::Suspected { transaction: 1 }),
    ];
    prop_oneof![5 => fact.prop_map(What::Did), 1 => Just(What::Failed), 1 => Just(What::Recovered), 1 => Just(What::Disturbed)]
}

fn records() -> impl Strategy<Value = Record> {
    prop::collection::vec((0..3_u16, what()), 0..25).prop_map(|parts| {
        let event = |(i, (process, what)): (u64, (u16, What))| Event { at: i * 10_000, process, what };
        let events: Vec<Event> = (0..).zip(parts).map(event).filter(|event| !is_about_itself(event)).collect();
        Record { processes: ["a", "b", "c"].map(String::from).into(), events, ..Record::default() }
    })
}

/// Nobody says anything of itself.
fn is_about_itself(event: &Event) -> bool {
    match &event.what {
        What::Did(
            Fact::Trusts { process } | Fact::Suspects { process } | Fact::Confirms { process } | Fact::Dismisses { process },
        ) => *process == event.process,
        What::Did(Fact::Knows { members }) => members.contains(&event.process),
        _ => false,
    }
}

/// The last of its events that matters says it.
fn is_up(past: &[Event], process: u16) -> bool {
    let last = past.iter().rfind(|e| e.process == process && matches!(e.what, What::Failed | What::Recovered));
    last.is_none_or(|event| event.what == What::Recovered)
}

fn has_left(past: &[Event], process: u16) -> bool {
    let turns = |e: &&Event| e.process == process && matches!(e.what, What::Did(Fact::Leaves | Fact::Knows { .. }));
    past.iter().rfind(turns).is_some_and(|event| event.what == What::Did(Fact::Leaves))
}

/// Whether one trusts the other; none where it holds nothing of it.
fn trusts(past: &[Event], by: u16, of: u16) -> Option<bool> {
    let says = |event: &Event| match &event.what {
        What::Did(Fact::Knows { members }) => Some(members.contains(&of).then_some(true)),
        What::Did(Fact::Leaves) => Some(None),
        What::Did(Fact::Trusts { process }) if *process == of => Some(Some(true)),
        What::Did(Fact::Suspects { process } | Fact::Confirms { process }) if *process == of => Some(Some(false)),
        What::Did(Fact::Dismisses { process }) if *process == of => Some(None),
        _ => None,
    };
    past.iter().rev().filter(|event| event.process == by).find_map(says).flatten()
}

fn some_pair(such: impl Fn(u16, u16) -> bool) -> bool {
    (0..3).any(|by| (0..3).any(|of| by != of && such(by, of)))
}

fn is_falsely_accused(past: &[Event], only_confirmed: bool) -> bool {
    (0..past.len()).any(|i| {
        let accused = match past[i].what {
            What::Did(Fact::Confirms { process }) => process,
            What::Did(Fact::Suspects { process }) if !only_confirmed => process,
            _ => return false,
        };
        is_up(&past[..i], accused) && !has_left(&past[..i], accused)
    })
}

fn expected(past: &[Event], property: Property) -> &'static str {
    let works = |process| is_up(past, process) && !has_left(past, process);
    let failed = |process| !is_up(past, process) && !has_left(past, process);
    let (wrong, name) = match property {
        Property::Accurate => (is_falsely_accused(past, false), "violated"),
        Property::Confirmed => (is_falsely_accused(past, true), "violated"),
        Property::Complete => (some_pair(|by, of| works(by) && failed(of) && trusts(past, by, of) == Some(true)), "undecided"),
        _ => (some_pair(|by, of| works(by) && works(of) && trusts(past, by, of) == Some(false)), "undecided"),
    };
    if wrong { name } else { "holds" }
}

fn kind(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "holds",
        Verdict::Violated(_) => "violated",
        Verdict::Undecided(_) => "undecided",
    }
}

proptest! {
    #![proptest_config(common::cases(1_000))]

    #[test]
    fn every_moment_is_judged_by_the_definitions(record in records()) {
        for property in PROPERTIES {
            let full = unfold(&record, property);
            for events in 0..=record.events.len() {
                let past = &record.events[..events];
                let verdict = full.after(events as u32);
                prop_assert_eq!(kind(verdict), expected(past, property), "{:?} after {}", property, events);
                let prefix = Record { events: past.to_vec(), ..record.clone() };
                prop_assert_eq!(&unfold(&prefix, property).end, verdict, "{:?} after {}", property, events);
            }
        }
    }

    #[test]
    fn what_is_open_where_nothing_more_happens_is_broken(record in records(), whole: bool) {
        let ended = Record { end: End { quiet: true, whole, ..record.end }, ..record.clone() };
        for property in [Property::Complete, Property::EventuallyAccurate] {
            let open = expected(&record.events, property) == "undecided";
            let found = unfold(&ended, property).end;
            let broken = if whole || property == Property::Complete { "violated" } else { "undecided" };
            prop_assert_eq!(kind(&found), if open { broken } else { "holds" }, "{:?}", property);
            if let Verdict::Violated(witness) = found {
                prop_assert!(witness.events.windows(2).all(|two| two[0] < two[1]), "{:?}", witness);
                // Whoever has not heard of the rest comes to the same verdict, but for who has left and come back.
                let some = witness.events.iter().map(|event| record.events[*event as usize].clone()).collect();
                let alone = unfold(&Record { events: some, ..ended.clone() }, property).end;
                prop_assert_eq!(kind(&alone), "violated", "{:?}", witness);
            }
        }
    }

    #[test]
    fn the_witness_of_a_false_suspicion_shows_it(record in records()) {
        for property in [Property::Accurate, Property::Confirmed] {
            if let Verdict::Violated(witness) = unfold(&record, property).end {
                let last = *witness.events.last().unwrap_or(&0) as usize;
                prop_assert!(expected(&record.events[..=last], property) == "violated");
                prop_assert!(expected(&record.events[..last], property) == "holds");
                let some: Vec<Event> = witness.events.iter().map(|event| record.events[*event as usize].clone()).collect();
                prop_assert!(expected(&some, property) == "violated", "{:?}", witness);
            }
        }
    }
}
