//! The judges of leases against definitions too simple to be wrong, at every moment of random records.

mod common;

use std::hash::{DefaultHasher, Hash, Hasher};
use synod_order::Map;

use proptest::prelude::*;
use synod_check::{Event, Fact, Monitor, Property, Record, Verdict, What, unfold};

const PROPERTIES: [Property; 2] = [Property::OneHolder, Property::GuardedWrites];

fn what() -> impl Strategy<Value = What> {
    let fact = prop_oneof![
        3 => (1..4_u32).prop_map(|lease| Fact::Acquired { lease }),
        3 => Just(Fact::Relinquished),
        2 => (0..3_u16, 1..4_u32).prop_map(|(holder, lease)| Fact::Guarded { holder, lease }),
        1 => Just(Fact::Leaves),
    ];
    prop_oneof![5 => fact.prop_map(What::Did), 2 => Just(What::Failed), 2 => Just(What::Recovered), 1 => Just(What::Disturbed)]
}

/// Often several things happen at the same instant.
fn records() -> impl Strategy<Value = Record> {
    prop::collection::vec((0..2_u64, 0..3_u16, what()), 0..16).prop_map(|parts| {
        let mut at = 0;
        let mut record = Record { processes: ["a", "b", "c"].map(String::from).into(), ..Record::default() };
        for (wait, process, what) in parts {
            at += wait * 10_000;
            record.events.push(Event { at, process, what });
        }
        record
    })
}

/// The last of its events of such a kind.
fn last(past: &[Event], process: u16, such: impl Fn(&What) -> bool) -> Option<&Event> {
    past.iter().rfind(|event| event.process == process && such(&event.what))
}

fn acquires(what: &What) -> bool {
    matches!(what, What::Did(Fact::Acquired { .. }))
}

/// Whether a process holds the lease and has had time to look at its clock.
fn holds(past: &[Event], process: u16, now: u64) -> bool {
    let believes = last(past, process, |what| acquires(what) || *what == What::Did(Fact::Relinquished));
    let works = last(past, process, |what| matches!(what, What::Failed | What::Recovered));
    let begins = last(past, process, |what| acquires(what) || *what == What::Recovered);
    believes.is_some_and(|event| acquires(&event.what))
        && works.is_none_or(|event| event.what == What::Recovered)
        && begins.is_some_and(|event| acquires(&event.what) || event.at < now)
}

fn two_hold(past: &[Event], now: u64) -> bool {
    (0..3).filter(|process| holds(past, *process, now)).count() > 1
}

fn is_broken(past: &[Event], property: Property) -> bool {
    match property {
        Property::OneHolder => (0..past.len()).any(|i| {
            let (before, event) = (&past[..i], &past[i]);
            two_hold(before, event.at) || two_hold(&past[..=i], event.at)
        }),
        _ => (0..past.len()).any(|j| {
            (0..j).any(|i| match (&past[i].what, &past[j].what) {
                (What::Did(Fact::Guarded { lease: one, .. }), What::Did(Fact::Guarded { lease: other, .. })) => {
                    past[i].process == past[j].process && one > other
                }
                _ => false,
            })
        }),
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
    #![proptest_config(common::cases(2_000))]

    #[test]
    fn every_moment_is_judged_by_the_definitions(record in records()) {
        for property in PROPERTIES {
            let full = unfold(&record, property);
            for (events, monitor) in watched(&record, property).iter().enumerate() {
                let violated = matches!(full.after(events as u32), Verdict::Violated(_));
                prop_assert_eq!(violated, is_broken(&record.events[..events], property), "{:?} after {}", property, events);
                prop_assert_eq!(monitor.is_broken(), violated, "{:?} after {}", property, events);
            }
        }
    }

    #[test]
    fn the_events_of_the_witness_break_the_promise_alone(record in records()) {
        for property in PROPERTIES {
            if let Verdict::Violated(witness) = unfold(&record, property).end {
                prop_assert!(witness.events.windows(2).all(|two| two[0] < two[1]), "{:?}", witness);
                let events: Vec<Event> = witness.events.iter().map(|event| record.events[*event as usize].clone()).collect();
                prop_assert!(is_broken(&events, property), "{:?}", witness);
            }
        }
    }

    #[test]
    fn monitors_with_one_digest_never_part(one in records(), other in records(), rest in records()) {
        for property in PROPERTIES {
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
}
