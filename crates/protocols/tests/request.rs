//! With request numbers and a reply cache on disk no request is ever executed twice, whatever the network does (Birrell & Nelson 1984).
//! Without them, or with a cache that a crash empties, some run shows a second execution.

use std::rc::Rc;
use synod_kernel::rng::{Draw, Purpose};
use synod_kernel::{Action, Chronicle, Event, Life, Pid, Ratio, World};
use synod_protocols::request::{Op, RequestReply};
use synod_protocols::{Lab, ParamValue, Params};

const SERVER: Pid = Pid(0);

/// How often each request was executed in a run with drops, duplicates, slow messages, crashes and cut links, all drawn from the seed.
fn executions(seed: u64, resend: &str, cache: &str) -> Vec<usize> {
    let mut params: Params = RequestReply::params().into_iter().map(|spec| (spec.id.to_owned(), spec.default)).collect();
    params.insert("clients".to_owned(), ParamValue::Int(3));
    params.insert("processing".to_owned(), ParamValue::Int((seed % 3 * 30).cast_signed()));
    params.insert("resend".to_owned(), ParamValue::Pick(resend.to_owned()));
    params.insert("cache".to_owned(), ParamValue::Pick(cache.to_owned()));
    let lab = RequestReply::with(&params).expect("these parameters fit together");
    let network = lab.cluster().network;
    let mut chronicle = Chronicle::default();
    let mut world = World::new(Rc::new(lab), 4, network, seed, &mut chronicle).expect("four processes are not too many");
    let mut draw = Draw::new(seed, Purpose::Workload, (0, 0));
    for _ in 0..200 {
        let action = if draw.between(0, 5) == 0 { Some(random_action(&world, &mut draw)) } else { None };
        let event = match action {
            Some(action) => Event { at: world.now(), action },
            None => match world.scheduled() {
                Some(event) => event,
                None => Event { at: world.now(), action: random_action(&world, &mut draw) },
            },
        };
        // What makes no sense at the moment, such as crashing a crashed process, is refused and leaves the run as it is.
        let _ = world.apply(&event, &mut chronicle);
    }
    let mut counts = Vec::new();
    for told in chronicle.facts() {
        if let synod_check::Fact::Executed { request, .. } = told.fact {
            let place = request as usize;
            counts.resize(counts.len().max(place + 1), 0);
            counts[place] += 1;
        }
    }
    counts
}

fn random_action(world: &World<RequestReply>, draw: &mut Draw) -> Action<RequestReply> {
    let client = Pid(draw.between(1, 3) as u16);
    match draw.between(0, 11) {
        0..=2 => Action::Request(client, Op::Pay(1)),
        3 => Action::Request(client, Op::SetStock(8)),
        4 => Action::Request(client, Op::Submit("A".to_owned())),
        5 => match world.process(SERVER).expect("there is one").life() {
            Life::Up => Action::Crash(SERVER),
            _ => Action::Restart(SERVER),
        },
        6 => Action::Cut(SERVER, client),
        7 | 8 => Action::Heal,
        9 => Action::Loss(Ratio::percent(draw.between(0, 30) as u32)),
        10 => Action::Duplication(Ratio::percent(draw.between(0, 30) as u32)),
        _ => match world.in_flight().next() {
            Some(flight) => Action::Delay(flight.id, draw.between(1_000, 100_000)),
            None => Action::Heal,
        },
    }
}

#[test]
fn with_numbers_and_a_cache_on_disk_nothing_is_executed_twice() {
    let mut executed = 0;
    for seed in 0..2_000 {
        let counts = executions(seed, "at-most-once", "kept");
        assert!(counts.iter().all(|times| *times <= 1), "seed {seed}: {counts:?}");
        executed += counts.iter().sum::<usize>();
    }
    assert!(executed > 2_000, "{executed}");
}

#[test]
fn without_numbers_something_is_executed_twice() {
    assert!((0..500).any(|seed| executions(seed, "at-least-once", "kept").iter().any(|times| *times > 1)));
}

#[test]
fn with_a_cache_in_memory_only_something_is_executed_twice() {
    assert!((0..500).any(|seed| executions(seed, "at-most-once", "lost").iter().any(|times| *times > 1)));
}
