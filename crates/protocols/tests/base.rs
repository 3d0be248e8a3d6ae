//! What BASE keeps over random runs under load, with drops, duplicates, crashes and partitions: whoever works answers, and the copies agree
//! once everything is repaired.

use std::rc::Rc;
use synod_check::{Budget, Fact, Model, Verdict, judge};
use synod_kernel::rng::{Draw, Purpose};
use synod_kernel::{Action, Chronicle, Event, Life, Pid, Ratio, World};
use synod_protocols::base::{Base, Op};
use synod_protocols::replicated::Op as Register;
use synod_protocols::{Lab, ParamValue, Params, Past};

const PROCESSES: u16 = 6;

/// A random run of two replicas and four clients, repaired and followed to its rest.
fn run(seed: u64, overload: &str) -> (Chronicle<Base>, World<Base>, Vec<String>) {
    let mut params: Params = Base::params().into_iter().map(|spec| (spec.id.to_owned(), spec.default)).collect();
    params.insert("overload".to_owned(), ParamValue::Pick(overload.to_owned()));
    let lab = Base::with(&params).expect("these parameters fit together");
    let cluster = lab.cluster();
    let names: Vec<String> = cluster.processes.iter().map(|process| process.name.clone()).collect();
    let mut chronicle = Chronicle::default();
    let mut world = World::new(Rc::new(lab), PROCESSES, cluster.network, seed, &mut chronicle).expect("six are not too many");
    let mut draw = Draw::new(seed, Purpose::Workload, (0, 0));
    for n in 0..400 {
        let event = match (draw.between(0, 9), world.scheduled()) {
            (1.., Some(event)) => event,
            _ => Event { at: world.now(), action: random_action(&world, &mut draw, n) },
        };
        // What makes no sense at the moment, such as crashing a crashed process, is refused and leaves the run as it is.
        let _ = world.apply(&event, &mut chronicle);
    }
    let at = world.now();
    let repairs = [Action::Heal, Action::Loss(Ratio::ZERO), Action::Restart(Pid(0)), Action::Restart(Pid(1))];
    for action in repairs {
        let _ = world.apply(&Event { at, action }, &mut chronicle);
    }
    for _ in 0..5_000 {
        let Some(event) = world.scheduled() else { return (chronicle, world, names) };
        world.apply(&event, &mut chronicle).expect("what is due can happen");
    }
    panic!("the run does not come to rest");
}

fn random_action(world: &World<Base>, draw: &mut Draw, n: i64) -> Action<Base> {
    let replica = Pid(draw.between(0, 1) as u16);
    let client = Pid(draw.between(2, 5) as u16);
    match draw.between(0, 11) {
        0..=3 => Action::Request(client, Op::Of(Register::Write(n.into()))),
        4..=5 => Action::Request(client, Op::Of(Register::Read)),
        6 => Action::Request(client, Op::Rush(5)),
        7 => match world.process(replica).expect("there are two").life() {
            Life::Up => Action::Crash(replica),
            _ => Action::Restart(replica),
        },
        8 => Action::Cut(replica, Pid(1 - replica.0)),
        9 => Action::Heal,
        10 => Action::Loss(Ratio::percent(draw.between(0, 20) as u32)),
        _ => Action::Duplication(Ratio::percent(20)),
    }
}

#[test]
fn whoever_works_answers_and_copies_agree_in_the_end() {
    for seed in 0..700 {
        let (chronicle, world, names) = run(seed, "degrade");
        assert!(!chronicle.facts().iter().any(|life| matches!(life.fact, Fact::Unserved { .. })), "seed {seed}");
        let past = Past { chronicle: &chronicle, step: u32::MAX, world: &world, quiet: true, names: &names };
        let history = world.protocol().history(&past);
        assert_eq!(judge(&history, Model::Eventual, Budget::default()).verdict, Verdict::Holds, "seed {seed}");
    }
}

#[test]
fn without_the_degraded_page_somebody_is_refused() {
    let refused = |seed| run(seed, "refuse").0.facts().iter().any(|life| matches!(life.fact, Fact::Unserved { .. }));
    assert!((0..200).any(refused));
}
