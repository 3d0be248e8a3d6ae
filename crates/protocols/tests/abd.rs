//! With W + R > N, versions by counter and write-back, the store is linearizable whatever the network does (Attiya, Bar-Noy &
//! Dolev 1995; Lynch & Shvartsman 1997). Without write-back it is not: the same runs find that too.

use std::rc::Rc;
use synod_check::{Budget, Model, Value, Verdict, judge};
use synod_kernel::rng::{Draw, Purpose};
use synod_kernel::{Action, Chronicle, Event, Life, Pid, Ratio, World};
use synod_protocols::nwr::{Nwr, Op};
use synod_protocols::{Lab, ParamValue, Params, Past};

/// A run of three clients with drops, duplicates, crashes, pauses and cut links, all drawn from the seed.
fn verdict_of_a_random_run(seed: u64, write_back: bool) -> Verdict {
    let mut params: Params = Nwr::params().into_iter().map(|spec| (spec.id.to_owned(), spec.default)).collect();
    params.insert("clients".to_owned(), ParamValue::Int(3));
    params.insert("timeout".to_owned(), ParamValue::Int(200));
    params.insert("versions".to_owned(), ParamValue::Pick("counter".to_owned()));
    params.insert("write-back".to_owned(), ParamValue::Switch(write_back));
    let lab = Nwr::with(&params).expect("these parameters fit together");
    let cluster = lab.cluster();
    let names: Vec<String> = cluster.processes.iter().map(|process| process.name.clone()).collect();
    let mut chronicle = Chronicle::default();
    let mut world =
        World::new(Rc::new(lab.clone()), 6, cluster.network, seed, &mut chronicle).expect("six processes are not too many");
    let mut draw = Draw::new(seed, Purpose::Workload, (0, 0));
    for n in 0..400 {
        let action = if draw.between(0, 9) == 0 { Some(random_action(&world, &mut draw, n)) } else { None };
        let event = match action {
            Some(action) => Event { at: world.now(), action },
            None => match world.scheduled() {
                Some(event) => event,
                None => Event { at: world.now(), action: random_action(&world, &mut draw, n) },
            },
        };
        // What makes no sense at the moment, such as crashing a crashed process, is refused and leaves the run as it is.
        let _ = world.apply(&event, &mut chronicle);
    }
    let past = Past { chronicle: &chronicle, step: u32::MAX, world: &world, quiet: false, names: &names };
    judge(&lab.history(&past), Model::Linearizable, Budget::default()).verdict
}

fn random_action(world: &World<Nwr>, draw: &mut Draw, n: i64) -> Action<Nwr> {
    let replica = Pid(draw.between(0, 2) as u16);
    let client = Pid(draw.between(3, 5) as u16);
    match draw.between(0, 13) {
        0..=3 => Action::Request(client, Op::Write("x".to_owned(), Value::Int(n))),
        4..=8 => Action::Request(client, Op::Read("x".to_owned())),
        9 => match world.process(replica).expect("there are three").life() {
            Life::Up => Action::Crash(replica),
            _ => Action::Restart(replica),
        },
        10 => Action::Cut(client, replica),
        11 => Action::Heal,
        12 => Action::Loss(Ratio::percent(draw.between(0, 10) as u32)),
        _ => match world.in_flight().next() {
            Some(flight) => Action::Delay(flight.id, draw.between(1_000, 100_000)),
            None => Action::Duplication(Ratio::percent(20)),
        },
    }
}

#[test]
fn with_write_back_every_run_is_linearizable() {
    for seed in 0..2_000 {
        let verdict = verdict_of_a_random_run(seed, true);
        assert_eq!(verdict, Verdict::Holds, "seed {seed}");
    }
}

#[test]
fn without_write_back_some_run_is_not() {
    let violated = (0..2_000).find(|&seed| matches!(verdict_of_a_random_run(seed, false), Verdict::Violated(_)));
    assert!(violated.is_some());
}
