//! Whatever an asynchronous network with crashes does, there is one log and the store is linearizable (Lamport, *Paxos Made Simple*,
//! 2001), with any quorums that meet (Howard, Malkhi & Spiegelman 2016). With quorums that need not meet, the same runs find two logs.

use std::collections::BTreeMap;
use std::rc::Rc;
use synod_check::{Budget, Fact, Model, Value, Verdict, judge};
use synod_kernel::rng::{Draw, Purpose};
use synod_kernel::{Action, Chronicle, Event, Happening, Life, Pid, Ratio, Time, Watch, World};
use synod_protocols::multi_paxos::{MultiPaxos, Op};
use synod_protocols::{Lab, ParamValue, Params, Past, int, pick};

/// What the processes declared, beside the chronicle.
#[derive(Default)]
struct Witness {
    chronicle: Chronicle<MultiPaxos>,
    facts: Vec<(Pid, Fact)>,
}

impl Watch<MultiPaxos> for Witness {
    fn see(&mut self, at: Time, what: Happening<'_, MultiPaxos>) {
        if let Happening::Told(pid, fact) = &what {
            self.facts.push((*pid, (*fact).clone()));
        }
        self.chronicle.see(at, what);
    }
}

/// What is wrong with a run, if anything.
#[derive(Debug, PartialEq)]
enum Fault {
    TwoValues(u32),
    NeverProposed(u32),
    Skipped(u32),
    NotLinearizable,
}

/// A run with drops, duplicates, crashes, pauses and partitions, all drawn from the seed.
fn fault_of_a_random_run(seed: u64, given: &[(&'static str, ParamValue)]) -> (Option<Fault>, usize) {
    let mut params: Params = MultiPaxos::params().into_iter().map(|spec| (spec.id.to_owned(), spec.default)).collect();
    params.extend(given.iter().map(|(id, value)| ((*id).to_owned(), value.clone())));
    let lab = MultiPaxos::with(&params).expect("these parameters fit together");
    let cluster = lab.cluster();
    let names: Vec<String> = cluster.processes.iter().map(|process| process.name.clone()).collect();
    let servers = cluster.processes.iter().filter(|process| !process.client).count() as u16;
    let mut witness = Witness::default();
    let mut world =
        World::new(Rc::new(lab.clone()), names.len() as u16, cluster.network, seed, &mut witness).expect("it is small");
    let mut draw = Draw::new(seed, Purpose::Workload, (0, 0));
    for n in 0..500 {
        let drawn = draw.between(0, 11) == 0;
        let event = match world.scheduled() {
            Some(event) if !drawn => event,
            _ => Event { at: world.now(), action: random_action(&world, servers, names.len() as u16, &mut draw, n) },
        };
        // What makes no sense at the moment, such as crashing a crashed process, is refused and leaves the run as it is.
        let _ = world.apply(&event, &mut witness);
    }
    let past = Past { chronicle: &witness.chronicle, step: u32::MAX, world: &world, quiet: false, names: &names };
    let learned = witness.facts.iter().filter(|(_, fact)| matches!(fact, Fact::Learned { .. })).count();
    let fault = fault_of_facts(&witness.facts).or_else(|| {
        let verdict = judge(&lab.history(&past), Model::Linearizable, Budget::default()).verdict;
        matches!(verdict, Verdict::Violated(_)).then_some(Fault::NotLinearizable)
    });
    (fault, learned)
}

/// Agreement, validity, and one log without gaps.
fn fault_of_facts(facts: &[(Pid, Fact)]) -> Option<Fault> {
    let (mut learned, mut proposed) = (BTreeMap::new(), Vec::new());
    let mut applied: BTreeMap<Pid, u32> = BTreeMap::new();
    for (pid, fact) in facts {
        match fact {
            Fact::Proposed { instance, value } => proposed.push((*instance, value.clone())),
            Fact::Learned { instance, value } | Fact::Applied { instance, value } => {
                if learned.entry(*instance).or_insert_with(|| value.clone()) != value {
                    return Some(Fault::TwoValues(*instance));
                }
                if !proposed.contains(&(*instance, value.clone())) {
                    return Some(Fault::NeverProposed(*instance));
                }
                if matches!(fact, Fact::Applied { .. }) {
                    let last = applied.entry(*pid).or_default();
                    if *instance != *last + 1 && *instance != 1 {
                        return Some(Fault::Skipped(*instance));
                    }
                    *last = *instance;
                }
            }
            _ => {}
        }
    }
    None
}

fn random_action(world: &World<MultiPaxos>, servers: u16, all: u16, draw: &mut Draw, n: i64) -> Action<MultiPaxos> {
    let server = |draw: &mut Draw| Pid(draw.between(0, u64::from(servers) - 1) as u16);
    let client = Pid(draw.between(u64::from(servers), u64::from(all) - 1) as u16);
    let (one, other) = (server(draw), server(draw));
    match draw.between(0, 17) {
        0..=3 => Action::Request(client, Op::Write("x".to_owned(), Value::Int(n))),
        4..=6 => Action::Request(client, Op::Read("x".to_owned())),
        7 | 8 => match world.process(one).expect("it is there").life() {
            Life::Up => Action::Crash(one),
            Life::Crashed => Action::Restart(one),
            Life::Paused => Action::Resume(one),
        },
        9 => match world.process(one).expect("it is there").life() {
            Life::Crashed => Action::Restart(one),
            Life::Paused => Action::Resume(one),
            Life::Up => Action::Pause(one),
        },
        10 => Action::Cut(one, other),
        11 => {
            let (left, right) = (0..all).map(Pid).partition(|pid| (draw.between(0, 1) + u64::from(pid.0)).is_multiple_of(2));
            Action::Partition(vec![left, right])
        }
        12 | 13 => Action::Heal,
        14 => Action::Loss(Ratio::percent(draw.between(0, 30) as u32)),
        15 => Action::Duplication(Ratio::percent(draw.between(0, 30) as u32)),
        _ => match world.in_flight().nth(draw.between(0, 3) as usize) {
            Some(flight) => Action::Delay(flight.id, draw.between(1_000, 300_000)),
            None => Action::Heal,
        },
    }
}

/// Every run of these parameters is right, and most of them get something chosen.
fn always_right(runs: u64, given: &[(&'static str, ParamValue)]) {
    let mut learned = 0;
    for seed in 0..runs {
        let (fault, count) = fault_of_a_random_run(seed, given);
        assert_eq!(fault, None, "seed {seed} with {given:?}");
        learned += count;
    }
    assert!(learned as u64 > runs * 5, "only {learned} learned in {runs} runs");
}

#[test]
fn merged_servers_keep_one_log() {
    always_right(800, &[pick("delay", "exponential")]);
}

#[test]
fn roles_apart_keep_one_log() {
    always_right(400, &[pick("roles", "apart"), pick("delay", "uniform")]);
}

#[test]
fn heartbeats_keep_one_log() {
    always_right(400, &[pick("detector", "heartbeats"), pick("delay", "exponential"), int("n", 5)]);
}

#[test]
fn flexible_quorums_that_meet_keep_one_log() {
    always_right(400, &[int("n", 4), int("q1", 3), int("q2", 2), pick("delay", "exponential")]);
}

#[test]
fn quorums_that_need_not_meet_make_two_logs() {
    let given = [int("n", 4), int("q1", 2), int("q2", 2)];
    assert!((0..1_000).any(|seed| matches!(fault_of_a_random_run(seed, &given).0, Some(Fault::TwoValues(_)))));
}

#[test]
fn applying_past_a_hole_is_found_out() {
    let given = [pick("holes", "skip"), pick("delay", "exponential")];
    assert!((0..1_000).any(|seed| matches!(fault_of_a_random_run(seed, &given).0, Some(Fault::Skipped(_)))));
}
