//! Each guarantee of the consistency models holds whatever the network does, and without its mechanism some run breaks it (Terry et al.
//! 1994; Attiya & Welch 1994; Attiya, Bar-Noy & Dolev 1995).

use std::rc::Rc;
use synod_check::{Budget, History, Model, Value, Verdict, judge};
use synod_kernel::rng::{Draw, Purpose};
use synod_kernel::{Action, Chronicle, Event, Life, OperationId, Pid, Process, Ratio, World};
use synod_order::Map;
use synod_protocols::models::{Models, Msg, Op, Ret};
use synod_protocols::{Lab, ParamValue, Params, Past};

const SESSION: [Model; 4] = [Model::WritesFollowReads, Model::MonotonicWrites, Model::MonotonicReads, Model::ReadYourWrites];
const REPLICAS: u64 = 3;
const CLIENTS: u64 = 3;

/// A set-up: the level, the switches that are on, and other values.
#[derive(Clone, Copy)]
struct SetUp<'a> {
    level: &'a str,
    on: &'a [Model],
    sticky: bool,
    forgets: bool,
}

const EVENTUAL: SetUp<'static> = SetUp { level: "eventual", on: &[], sticky: false, forgets: false };

fn lab_of(set_up: SetUp<'_>) -> Models {
    let mut params: Params = Models::params().into_iter().map(|spec| (spec.id.to_owned(), spec.default)).collect();
    let mut pick = |id: &str, value: &str| drop(params.insert(id.to_owned(), ParamValue::Pick(value.to_owned())));
    pick("level", set_up.level);
    pick("routing", if set_up.sticky { "sticky" } else { "roaming" });
    pick("session", if set_up.forgets { "forgets" } else { "keeps" });
    pick("delay", "exponential");
    for model in set_up.on {
        params.insert(model.id().to_owned(), ParamValue::Switch(true));
    }
    params.insert("lag".to_owned(), ParamValue::Int(60));
    params.insert("timeout".to_owned(), ParamValue::Int(150));
    Models::with(&params).expect("these parameters fit together")
}

/// A run with drops, duplicates, crashes of replicas and clients, and cut links, all drawn from the seed. At the end everything is repaired
/// and the run is followed until nothing more happens, if `to_the_end`.
fn random_run(seed: u64, set_up: SetUp<'_>, to_the_end: bool) -> (History, Chronicle<Models>) {
    let lab = lab_of(set_up);
    let cluster = lab.cluster();
    let names: Vec<String> = cluster.processes.iter().map(|process| process.name.clone()).collect();
    let mut chronicle = Chronicle::default();
    let count = names.len() as u16;
    let mut world =
        World::new(Rc::new(lab.clone()), count, cluster.network, seed, &mut chronicle).expect("six processes are not too many");
    let mut draw = Draw::new(seed, Purpose::Workload, (0, 0));
    for n in 0..250 {
        let action = if draw.between(0, 5) == 0 { Some(random_action(&world, &mut draw, n)) } else { None };
        let event = match action {
            Some(action) => Event { at: world.now(), action },
            None => match world.scheduled() {
                Some(event) => event,
                None => Event { at: world.now(), action: random_action(&world, &mut draw, n) },
            },
        };
        // What makes no sense at the moment, such as asking a client that waits, is refused and leaves the run as it is.
        let _ = world.apply(&event, &mut chronicle);
    }
    let mut quiet = false;
    if to_the_end {
        let mut repairs = vec![Action::Heal, Action::Loss(Ratio::percent(0)), Action::Duplication(Ratio::percent(0))];
        repairs.extend((0..count).map(|pid| Action::Restart(Pid(pid))));
        for action in repairs {
            let _ = world.apply(&Event { at: world.now(), action }, &mut chronicle);
        }
        for _ in 0..5_000 {
            let Some(event) = world.scheduled() else { break };
            world.apply(&event, &mut chronicle).expect("the simulator's own events make sense");
        }
        quiet = world.scheduled().is_none();
        assert!(quiet, "seed {seed}: a store in which everything is repaired comes to rest");
    }
    let history = lab.history(&Past { chronicle: &chronicle, step: u32::MAX, world: &world, quiet, names: &names });
    (history, chronicle)
}

fn random_action(world: &World<Models>, draw: &mut Draw, n: i64) -> Action<Models> {
    let replica = Pid(draw.between(0, REPLICAS - 1) as u16);
    let client = Pid(draw.between(REPLICAS, REPLICAS + CLIENTS - 1) as u16);
    let anybody = |draw: &mut Draw| Pid(draw.between(0, REPLICAS + CLIENTS - 1) as u16);
    let toggled = |pid: Pid| match world.process(pid).map(Process::life) {
        Some(Life::Up) => Action::Crash(pid),
        _ => Action::Restart(pid),
    };
    let key = if draw.between(0, 2) == 0 { "y" } else { "x" };
    match draw.between(0, 23) {
        0..=6 => Action::Request(client, Op::Write(key.to_owned(), Value::Int(n))),
        7..=15 => Action::Request(client, Op::Read(key.to_owned())),
        16 => toggled(replica),
        17 if draw.between(0, 2) == 0 => toggled(client),
        18 => Action::Cut(anybody(draw), anybody(draw)),
        19 | 20 => Action::Heal,
        21 => Action::Loss(Ratio::percent(draw.between(0, 10) as u32)),
        _ => match world.in_flight().next() {
            Some(flight) => Action::Delay(flight.id, draw.between(1_000, 100_000)),
            None => Action::Duplication(Ratio::percent(20)),
        },
    }
}

fn verdict(history: &History, model: Model) -> Verdict {
    judge(history, model, Budget::default()).verdict
}

fn keeps(set_up: SetUp<'_>, models: &[Model], runs: u64) {
    for seed in 0..runs {
        let (history, _) = random_run(seed, set_up, false);
        for model in models {
            let verdict = verdict(&history, *model);
            assert_eq!(verdict, Verdict::Holds, "{} with {:?}: {} in run {seed}", set_up.level, set_up.on, model.id());
        }
    }
}

fn breaks(set_up: SetUp<'_>, model: Model, runs: u64) {
    let broken = (0..runs).any(|seed| matches!(verdict(&random_run(seed, set_up, false).0, model), Verdict::Violated(_)));
    assert!(broken, "{} with {:?}: no run breaks {}", set_up.level, set_up.on, model.id());
}

#[test]
fn each_session_guarantee_is_kept_by_its_own_switch_alone() {
    for model in SESSION {
        for sticky in [false, true] {
            keeps(SetUp { on: &[model], sticky, ..EVENTUAL }, &[model], 150);
        }
    }
}

#[test]
fn without_its_switch_some_run_breaks_it_though_the_three_others_are_on() {
    for model in SESSION {
        let others: Vec<Model> = SESSION.into_iter().filter(|other| *other != model).collect();
        breaks(EVENTUAL, model, 500);
        breaks(SetUp { on: &others, ..EVENTUAL }, model, 1_000);
    }
}

#[test]
fn a_session_that_is_lost_takes_its_guarantees_along() {
    breaks(SetUp { on: &SESSION, sticky: true, forgets: true, ..EVENTUAL }, Model::ReadYourWrites, 500);
}

#[test]
fn the_levels_above_keep_all_session_guarantees() {
    keeps(SetUp { on: &SESSION, ..EVENTUAL }, &SESSION, 150);
    for level in ["causal", "sequential", "linearizable"] {
        keeps(SetUp { level, ..EVENTUAL }, &SESSION, 150);
        keeps(SetUp { level, sticky: true, ..EVENTUAL }, &SESSION, 150);
    }
}

#[test]
fn only_the_majority_is_linearizable() {
    keeps(SetUp { level: "linearizable", ..EVENTUAL }, &[Model::Linearizable, Model::Regular], 300);
    for level in ["eventual", "causal", "sequential"] {
        breaks(SetUp { level, ..EVENTUAL }, Model::Linearizable, 100);
    }
}

#[test]
fn every_level_converges_once_everything_is_repaired() {
    for level in ["eventual", "causal", "sequential", "linearizable"] {
        for seed in 0..100 {
            let (history, _) = random_run(seed, SetUp { level, ..EVENTUAL }, true);
            assert_eq!(verdict(&history, Model::Eventual), Verdict::Holds, "{level} in run {seed}");
        }
    }
}

/// The law of the sequencer (Attiya & Welch 1994, § 4): a client's operations have places in the order of writes that never go back, each
/// read shows the last write to its key before its place, and each write stands behind all that its client had seen.
#[test]
fn at_the_sequencer_every_client_goes_forward_along_one_order_of_writes() {
    for seed in 0..150 {
        let (_, chronicle) = random_run(seed, SetUp { level: "sequential", sticky: seed % 2 == 0, ..EVENTUAL }, false);
        let mut order: Map<u32, (OperationId, String)> = Map::new();
        for message in chronicle.messages() {
            let writes = match &message.msg {
                Msg::Update { writes, .. } => writes.clone(),
                Msg::Answer { write, .. } => write.iter().cloned().collect(),
                _ => Vec::new(),
            };
            for write in writes {
                let placed = order.insert(write.dot.seq, (write.op, write.key.clone()));
                assert!(placed.is_none_or(|(op, _)| op == write.op), "seed {seed}: one write at each place");
            }
        }
        let place_of = |op: OperationId| order.iter().find(|(_, (other, _))| *other == op).map(|(place, _)| *place);
        let last = |key: &str, place: u32| order.range(..=place).rfind(|(_, (_, other))| other == key).map(|(_, (op, _))| *op);
        let mut places: Map<Pid, u32> = Map::new();
        for life in chronicle.operations() {
            let place = places.entry(life.client).or_default();
            match (&life.body, &life.returned) {
                (Op::Write(..), Some((_, Ret::Written))) => {
                    let own = place_of(life.id).expect("a write that was acknowledged has its place");
                    assert!(own > *place, "seed {seed}: {:?} comes after what its client had seen", life.id);
                    *place = own;
                }
                (Op::Read(key), Some((_, Ret::Found(found)))) => {
                    let found = found.as_ref().map(|(_, op)| *op);
                    *place = found.and_then(place_of).unwrap_or(0).max(*place);
                    assert_eq!(last(key, *place), found, "seed {seed}: {:?} finds the last write before its place", life.id);
                }
                _ => {}
            }
        }
    }
}
