//! Fast Paxos never chooses two values, whatever the network does and whoever crashes (Lamport 2006), as long as quorums are as large as § 3.3
//! asks for; and once the network behaves, everybody who asked is told. With a fast quorum of 3 of 5 the same runs find two values.

use std::rc::Rc;
use synod_check::{Fact, Value};
use synod_kernel::rng::{Draw, Purpose};
use synod_kernel::{Action, Chronicle, Event, Life, Pid, Ratio, World};
use synod_protocols::fast_paxos::{FastPaxos, Op};
use synod_protocols::{Lab, ParamValue, Params};

const CLIENTS: u16 = 3;

/// A run with drops, duplicates, crashes, pauses, cut links and delays, all drawn from the seed; then everything is repaired, and it is
/// followed until it comes to rest. Returns the values that were learned, each once.
fn learned_in_a_random_run(seed: u64, with: &[(&str, ParamValue)]) -> Vec<Value> {
    let mut params: Params = FastPaxos::params().into_iter().map(|spec| (spec.id.to_owned(), spec.default)).collect();
    params.insert("clients".to_owned(), ParamValue::Int(i64::from(CLIENTS)));
    params.insert("retry".to_owned(), ParamValue::Int(60));
    params.insert("patience".to_owned(), ParamValue::Int(30));
    params.extend(with.iter().map(|(id, value)| ((*id).to_owned(), value.clone())));
    let lab = FastPaxos::with(&params).expect("these parameters fit together");
    let cluster = lab.cluster();
    let count = cluster.processes.len() as u16;
    let mut chronicle = Chronicle::default();
    let mut world = World::new(Rc::new(lab), count, cluster.network, seed, &mut chronicle).expect("not too many processes");
    let mut draw = Draw::new(seed, Purpose::Workload, (0, 0));
    for _ in 0..300 {
        let by_chance = draw.between(0, 7) == 0;
        let event = match world.scheduled() {
            Some(event) if !by_chance => event,
            _ => Event { at: world.now(), action: random_action(&world, &mut draw, count) },
        };
        // What makes no sense at the moment, such as crashing a crashed process, is refused and leaves the run as it is.
        let _ = world.apply(&event, &mut chronicle);
    }
    let mut repairs = vec![Action::Heal, Action::Loss(Ratio::percent(0)), Action::Duplication(Ratio::percent(0))];
    repairs.extend((0..count).flat_map(|i| [Action::Restart(Pid(i)), Action::Resume(Pid(i))]));
    for action in repairs {
        let _ = world.apply(&Event { at: world.now(), action }, &mut chronicle);
    }
    for steps in 0.. {
        assert!(steps < 20_000, "seed {seed}: does not come to rest");
        let Some(event) = world.scheduled() else { break };
        world.apply(&event, &mut chronicle).expect("what is due can happen");
    }
    let mut proposed: Vec<&Value> = Vec::new();
    let mut learned: Vec<Value> = Vec::new();
    for life in chronicle.facts() {
        match &life.fact {
            Fact::Proposed { value, .. } => proposed.push(value),
            Fact::Learned { value, .. } => {
                assert!(proposed.contains(&value), "seed {seed}: nobody proposed {value}");
                if !learned.contains(value) {
                    learned.push(value.clone());
                }
            }
            _ => {}
        }
    }
    assert!(proposed.is_empty() || !learned.is_empty(), "seed {seed}: something was proposed, and nothing learned");
    learned
}

fn random_action(world: &World<FastPaxos>, draw: &mut Draw, count: u16) -> Action<FastPaxos> {
    let client = Pid(draw.between(0, u64::from(CLIENTS) - 1) as u16);
    let other = Pid(draw.between(u64::from(CLIENTS), u64::from(count) - 1) as u16);
    let any = Pid(draw.between(0, u64::from(count) - 1) as u16);
    let toggled = |pid: Pid| match world.process(pid).expect("it exists").life() {
        Life::Up => Action::Crash(pid),
        Life::Paused => Action::Resume(pid),
        Life::Crashed => Action::Restart(pid),
    };
    match draw.between(0, 15) {
        0..=3 => Action::Request(client, Op::Propose(Value::Int(i64::from(client.0)))),
        4..=5 => toggled(other),
        6 => toggled(any),
        7 => Action::Pause(other),
        8 => Action::Cut(any, other),
        9 => Action::Heal,
        10 => Action::Loss(Ratio::percent(draw.between(0, 20) as u32)),
        11 => Action::Duplication(Ratio::percent(draw.between(0, 20) as u32)),
        _ => {
            let flights = world.in_flight().count().max(1) as u64;
            match world.in_flight().nth(draw.between(0, flights - 1) as usize) {
                Some(flight) if draw.between(0, 2) == 0 => Action::Drop(flight.id),
                Some(flight) => Action::Delay(flight.id, draw.between(1_000, 80_000)),
                None => toggled(other),
            }
        }
    }
}

fn pick(value: &str) -> ParamValue {
    ParamValue::Pick(value.to_owned())
}

#[test]
fn never_are_two_values_learned_and_whoever_asks_is_told() {
    for acceptors in [4, 5] {
        for (first, recovery) in [("fast", "coordinated"), ("fast", "uncoordinated"), ("classic", "coordinated")] {
            for coordinators in [1, 2] {
                let with = [
                    ("acceptors", ParamValue::Int(acceptors)),
                    ("coordinators", ParamValue::Int(coordinators)),
                    ("first-round", pick(first)),
                    ("recovery", pick(recovery)),
                ];
                for seed in 0..500 {
                    let learned = learned_in_a_random_run(seed, &with);
                    assert!(learned.len() < 2, "seed {seed}, {acceptors}, {first}, {recovery}: {learned:?}");
                }
            }
        }
    }
}

#[test]
fn with_a_fast_quorum_of_three_of_five_some_run_has_two() {
    for recovery in ["coordinated", "uncoordinated"] {
        let with = [("fast", ParamValue::Int(3)), ("recovery", pick(recovery))];
        assert!((0..2_000).any(|seed| learned_in_a_random_run(seed, &with).len() > 1), "{recovery}");
    }
}
