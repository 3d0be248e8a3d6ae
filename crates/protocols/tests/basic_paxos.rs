//! Whatever the network and the processes do, Basic Paxos chooses one value (Lamport, *Paxos Made Simple*, 2001, § 2.1), and once
//! everything is repaired a client that asks is answered. With each of the unsafe parameters the same runs find two values.

use std::rc::Rc;
use synod_check::{Fact, Value};
use synod_kernel::rng::{Draw, Purpose};
use synod_kernel::{Action, Chronicle, Event, Life, Pid, Ratio, World};
use synod_protocols::basic_paxos::{BasicPaxos, Op, Ret};
use synod_protocols::{Lab, ParamValue, Params};

/// How a random run came out.
struct Outcome {
    /// What was learned, by whomever, in the order in which it was.
    learned: Vec<Value>,
    /// What was learned without having been proposed.
    from_nowhere: Vec<Value>,
    /// What the client that asked after all repairs was answered.
    answer: Option<Ret>,
}

impl Outcome {
    fn agrees(&self) -> bool {
        self.learned.windows(2).all(|pair| pair[0] == pair[1])
    }
}

fn lab(changed: &[(&str, ParamValue)]) -> BasicPaxos {
    let mut params: Params = BasicPaxos::params().into_iter().map(|spec| (spec.id.to_owned(), spec.default)).collect();
    params.extend(changed.iter().map(|(id, value)| ((*id).to_owned(), value.clone())));
    BasicPaxos::with(&params).expect("these parameters fit together")
}

/// A run of two clients with drops, duplicates, delays, crashes, pauses, cut links and timers that run out whenever they like, all drawn
/// from the seed; then everything is repaired, and the first client asks.
fn random_run(lab: &BasicPaxos, seed: u64) -> Outcome {
    let mut chronicle = Chronicle::default();
    let cluster = lab.cluster();
    let count = cluster.processes.len() as u16;
    let mut world = World::new(Rc::new(lab.clone()), count, cluster.network, seed, &mut chronicle).expect("few processes");
    let mut draw = Draw::new(seed, Purpose::Workload, (0, 0));
    for _ in 0..200 {
        let action = if draw.between(0, 4) == 0 { Some(random_action(&world, &mut draw)) } else { None };
        let event = action.map(|action| Event { at: world.now(), action }).or_else(|| world.scheduled());
        // What makes no sense at the moment, such as crashing a crashed process, is refused and leaves the run as it is.
        let _ = event.is_some_and(|event| world.apply(&event, &mut chronicle).is_ok());
    }
    repair(&mut world, &mut chronicle);
    run_to_rest(&mut world, &mut chronicle, seed);
    let ask = Action::Request(Pid(0), Op::Propose(Value::Int(9)));
    world.apply(&Event { at: world.now(), action: ask }, &mut chronicle).expect("the client waits for nothing at rest");
    run_to_rest(&mut world, &mut chronicle, seed);
    outcome(&chronicle)
}

fn random_action(world: &World<BasicPaxos>, draw: &mut Draw) -> Action<BasicPaxos> {
    let count = world.processes().count() as u64;
    let mut any = || Pid(draw.between(0, count - 1) as u16);
    let (one, other) = (any(), any());
    match draw.between(0, 15) {
        0..=2 => Action::Request(Pid(draw.between(0, 1) as u16), Op::Propose(Value::Int(draw.between(1, 3).cast_signed()))),
        3 => Action::Cut(one, other),
        4 => Action::Heal,
        5 => Action::Loss(Ratio::percent(draw.between(0, 30) as u32)),
        6 => Action::Duplication(Ratio::percent(draw.between(0, 30) as u32)),
        7 | 8 => match world.process(one).expect("it exists").life() {
            Life::Up if draw.between(0, 3) > 0 => Action::Crash(one),
            Life::Up => Action::Pause(one),
            Life::Paused => Action::Resume(one),
            Life::Crashed => Action::Restart(one),
        },
        9 | 10 => match world.in_flight().next() {
            Some(flight) => Action::Delay(flight.id, draw.between(1_000, 100_000)),
            None => Action::Heal,
        },
        _ => {
            let mut possible = Vec::new();
            world.enabled(&mut possible);
            possible.retain(|action| matches!(action, Action::Deliver(_) | Action::Fire(..)));
            if possible.is_empty() {
                return Action::Heal;
            }
            possible.swap_remove(draw.between(0, possible.len() as u64 - 1) as usize)
        }
    }
}

fn repair(world: &mut World<BasicPaxos>, chronicle: &mut Chronicle<BasicPaxos>) {
    let lives: Vec<(Pid, Life)> = world.processes().map(|(pid, process)| (pid, process.life())).collect();
    let works = lives.into_iter().filter_map(|(pid, life)| match life {
        Life::Up => None,
        Life::Paused => Some(Action::Resume(pid)),
        Life::Crashed => Some(Action::Restart(pid)),
    });
    let all = works.chain([Action::Heal, Action::Loss(Ratio::ZERO), Action::Duplication(Ratio::ZERO)]);
    for action in all {
        world.apply(&Event { at: world.now(), action }, chronicle).expect("it is broken, so it can be repaired");
    }
}

fn run_to_rest(world: &mut World<BasicPaxos>, chronicle: &mut Chronicle<BasicPaxos>, seed: u64) {
    for _ in 0..5_000 {
        let Some(event) = world.scheduled() else { return };
        world.apply(&event, chronicle).expect("what is scheduled can happen");
    }
    panic!("seed {seed}: the run does not come to rest");
}

fn outcome(chronicle: &Chronicle<BasicPaxos>) -> Outcome {
    let mut proposed = Vec::new();
    let mut learned = Vec::new();
    let mut from_nowhere = Vec::new();
    for life in chronicle.facts() {
        match &life.fact {
            Fact::Proposed { value, .. } => proposed.push(value),
            Fact::Learned { value, .. } => {
                learned.push(value.clone());
                if !proposed.contains(&value) {
                    from_nowhere.push(value.clone());
                }
            }
            _ => {}
        }
    }
    let answer = chronicle.operations().last().and_then(|last| last.returned.clone()).map(|(_, ret)| ret);
    Outcome { learned, from_nowhere, answer }
}

#[test]
fn one_value_is_chosen_in_every_run_and_told_once_all_is_repaired() {
    let labs = [
        lab(&[]),
        lab(&[("proposers", ParamValue::Int(3)), ("learners", ParamValue::Int(2))]),
        lab(&[("acceptors", ParamValue::Int(4)), ("failover", ParamValue::Int(0))]),
    ];
    let mut decided_under_faults = 0;
    for seed in 0..12_000 {
        let outcome = random_run(&labs[seed as usize % labs.len()], seed);
        assert!(outcome.agrees(), "seed {seed}: {:?}", outcome.learned);
        assert!(outcome.from_nowhere.is_empty(), "seed {seed}: {:?}", outcome.from_nowhere);
        let Some(Ret::Chosen(proposal)) = outcome.answer else { panic!("seed {seed}: no answer though all is repaired") };
        assert_eq!(outcome.learned.first(), Some(&proposal.value), "seed {seed}");
        decided_under_faults += u32::from(proposal.value != Value::Int(9));
    }
    // The runs do reach a decision before they are repaired; else they would show little.
    assert!(decided_under_faults > 6_000, "{decided_under_faults}");
}

#[test]
fn each_unsafe_parameter_lets_some_run_choose_two_values() {
    for (id, value) in
        [("forgetful", ParamValue::Switch(true)), ("own-value", ParamValue::Switch(true)), ("quorum", ParamValue::Int(1))]
    {
        let lab = lab(&[(id, value)]);
        let found = (0..2_000).find(|&seed| !random_run(&lab, seed).agrees());
        assert!(found.is_some(), "no run with {id} chose two values");
    }
}
