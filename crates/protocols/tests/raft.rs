//! Whatever an asynchronous network with crashes does, Raft keeps what it promises of its logs at all times, and the store is linearizable
//! (Ongaro & Ousterhout 2014, figure 3). With a rule left out, the same runs find what it was for.

use std::rc::Rc;
use synod_check::{Budget, Event as Deed, Fact, Model, Property, Record, Value, Verdict, What, judge, unfold};
use synod_kernel::rng::{Draw, Purpose};
use synod_kernel::{Action, Chronicle, Event, Happening, Life, Pid, Ratio, Time, Watch, World};
use synod_protocols::raft::{Op, Raft};
use synod_protocols::{Lab, ParamValue, Params, Past, int, on, pick};

const SAFETY: [Property; 5] = [
    Property::ElectionSafety,
    Property::LeaderAppendOnly,
    Property::LogMatching,
    Property::LeaderCompleteness,
    Property::SameLog,
];

/// What the processes declared, beside the chronicle.
#[derive(Default)]
struct Witness {
    chronicle: Chronicle<Raft>,
    record: Record,
}

impl Watch<Raft> for Witness {
    fn see(&mut self, at: Time, what: Happening<'_, Raft>) {
        if let Happening::Told(pid, fact) = &what {
            self.record.events.push(Deed { at, process: pid.0, what: What::Did((*fact).clone()) });
        }
        self.chronicle.see(at, what);
    }
}

/// The promise that a random run breaks, if any, and how much it applied. Drops, duplicates, crashes, pauses and partitions are drawn from
/// the seed.
fn broken_by_a_random_run(seed: u64, given: &[(&'static str, ParamValue)]) -> (Option<&'static str>, usize) {
    let mut params: Params = Raft::params().into_iter().map(|spec| (spec.id.to_owned(), spec.default)).collect();
    params.extend(given.iter().map(|(id, value)| ((*id).to_owned(), value.clone())));
    let lab = Raft::with(&params).expect("all parameters fit together");
    let cluster = lab.cluster();
    let names: Vec<String> = cluster.processes.iter().map(|process| process.name.clone()).collect();
    let servers = cluster.processes.iter().filter(|process| !process.client).count() as u16;
    let mut witness = Witness::default();
    witness.record.processes.clone_from(&names);
    let mut world =
        World::new(Rc::new(lab.clone()), names.len() as u16, cluster.network, seed, &mut witness).expect("it is small");
    let mut draw = Draw::new(seed, Purpose::Workload, (0, 0));
    for n in 0..1_200 {
        let drawn = draw.between(0, 15) == 0;
        let event = match world.scheduled() {
            Some(event) if !drawn => event,
            _ => Event { at: world.now(), action: random_action(&world, servers, names.len() as u16, &mut draw, n) },
        };
        // What makes no sense at the moment, such as crashing a crashed process, is refused and leaves the run as it is.
        let _ = world.apply(&event, &mut witness);
    }
    let past = Past { chronicle: &witness.chronicle, step: u32::MAX, world: &world, quiet: false, names: &names };
    let applied = witness.record.events.iter().filter(|deed| matches!(deed.what, What::Did(Fact::Applied { .. }))).count();
    let is_broken = |property: &Property| matches!(unfold(&witness.record, *property).end, Verdict::Violated(_));
    let broken = SAFETY.into_iter().find(is_broken).map(Property::id).or_else(|| {
        let verdict = judge(&lab.history(&past), Model::Linearizable, Budget::default()).verdict;
        matches!(verdict, Verdict::Violated(_)).then_some(Model::Linearizable.id())
    });
    (broken, applied)
}

fn random_action(world: &World<Raft>, servers: u16, all: u16, draw: &mut Draw, n: i64) -> Action<Raft> {
    let server = |draw: &mut Draw| Pid(draw.between(0, u64::from(servers) - 1) as u16);
    let client = Pid(draw.between(u64::from(servers), u64::from(all) - 1) as u16);
    let (one, other) = (server(draw), server(draw));
    match draw.between(0, 19) {
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
        16 => Action::Request(client, Op::Transfer(one)),
        17 => {
            let members: Vec<Pid> = (0..servers).map(Pid).filter(|pid| *pid == one || draw.between(0, 3) > 0).collect();
            Action::Request(client, Op::Members(members))
        }
        _ => match world.in_flight().nth(draw.between(0, 3) as usize) {
            Some(flight) => Action::Delay(flight.id, draw.between(1_000, 300_000)),
            None => Action::Heal,
        },
    }
}

/// Every run of these parameters is right, and most of them get something applied.
fn always_right(runs: u64, given: &[(&'static str, ParamValue)]) {
    let mut applied = 0;
    for seed in 0..runs {
        let (broken, count) = broken_by_a_random_run(seed, given);
        assert_eq!(broken, None, "seed {seed} with {given:?}");
        applied += count;
    }
    assert!(applied as u64 > runs * 5, "only {applied} applied in {runs} runs");
}

/// Some run of these parameters breaks this promise, or one of those that are judged before it.
fn found_out(runs: u64, given: &[(&'static str, ParamValue)], promises: &[&str]) {
    let found = (0..runs).find_map(|seed| broken_by_a_random_run(seed, given).0);
    assert!(found.is_some_and(|found| promises.contains(&found)), "{found:?} with {given:?}");
}

#[test]
fn three_servers_keep_every_promise() {
    always_right(600, &[pick("delay", "exponential")]);
}

#[test]
fn five_servers_with_pre_vote_snapshots_and_read_index_keep_every_promise() {
    always_right(400, &[int("n", 5), on("pre-vote"), int("snapshot", 3), pick("reads", "read-index"), pick("delay", "uniform")]);
}

#[test]
fn leases_are_right_where_clocks_run_alike() {
    always_right(400, &[pick("reads", "lease"), pick("delay", "exponential"), int("snapshot", 2)]);
}

#[test]
fn members_may_change_one_at_a_time() {
    always_right(400, &[int("spare", 2), pick("delay", "exponential"), int("snapshot", 4)]);
}

#[test]
fn members_may_change_by_joint_consensus() {
    always_right(400, &[int("spare", 2), pick("change", "joint"), pick("reads", "read-index"), pick("delay", "exponential")]);
}

#[test]
fn nothing_rests_on_the_no_op() {
    always_right(300, &[pick("start", "nothing"), pick("reads", "read-index"), pick("delay", "exponential")]);
}

#[test]
fn the_papers_logs_are_a_history_that_may_go_on() {
    always_right(100, &[int("n", 7), pick("logs", "figure-7"), pick("delay", "exponential")]);
    always_right(100, &[int("n", 5), pick("logs", "figure-8"), pick("start", "nothing"), pick("delay", "exponential")]);
}

#[test]
fn each_rule_that_is_left_out_is_missed() {
    let slow = pick("delay", "exponential");
    found_out(3_000, &[pick("vote", "any"), slow.clone()], &["leader-completeness", "same-log"]);
    found_out(3_000, &[pick("reads", "local"), slow.clone()], &["linearizable"]);
    found_out(3_000, &[pick("sessions", "off"), slow.clone()], &["linearizable"]);
    found_out(3_000, &[pick("change", "direct"), int("spare", 2), slow], &["election-safety", "leader-completeness"]);
}

#[test]
fn clients_may_register_and_their_sessions_expire() {
    let slow = pick("delay", "exponential");
    let limit = int("session-limit", 1);
    always_right(400, &[pick("sessions", "registered"), limit.clone(), int("snapshot", 3), int("clients", 3), slow.clone()]);
    found_out(3_000, &[limit, slow], &["linearizable"]);
}

#[test]
fn new_servers_may_be_slow_to_catch_up() {
    always_right(300, &[int("spare", 2), int("batch", 1), pick("delay", "exponential")]);
    always_right(200, &[int("spare", 2), int("batch", 2), pick("change", "joint"), int("snapshot", 3), pick("delay", "uniform")]);
    always_right(200, &[int("spare", 2), pick("catch-up", "none"), pick("delay", "exponential")]);
}
