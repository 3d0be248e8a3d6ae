//! Whatever an asynchronous network with crashes does, Raft keeps what it promises of its logs at all times, and the store is linearizable
//! (Ongaro & Ousterhout 2014, figure 3). With a rule left out, the same runs find what it was for.

mod faults;

use faults::Draws;
use synod_check::{Property, Value};
use synod_kernel::Pid;
use synod_kernel::rng::Draw;
use synod_protocols::raft::{Op, Raft};
use synod_protocols::{ParamValue, int, on, pick};

const SAFETY: [Property; 5] = [
    Property::ElectionSafety,
    Property::LeaderAppendOnly,
    Property::LogMatching,
    Property::LeaderCompleteness,
    Property::SameLog,
];

const DRAWS: Draws<Raft> = Draws { events: 1_200, one_in: 16, request };

fn request(draw: &mut Draw, n: i64, servers: u16) -> Op {
    let key = "x".to_owned();
    let one = Pid(draw.between(0, u64::from(servers) - 1) as u16);
    match draw.between(0, 8) {
        0..=3 => Op::Write(key, Value::Int(n)),
        4..=6 => Op::Read(key),
        7 => Op::Transfer(one),
        _ => Op::Members((0..servers).map(Pid).filter(|pid| *pid == one || draw.between(0, 3) > 0).collect()),
    }
}

/// A promise that the run of a seed breaks, if any, and how much it applied.
fn broken_by_a_random_run(seed: u64, given: &[(&'static str, ParamValue)]) -> (Option<&'static str>, usize) {
    let run = DRAWS.run(seed, given);
    let broken = run.breaks(None, SAFETY).into_iter().next();
    (broken.or_else(|| (!run.is_linearizable()).then_some("linearizable")), run.applied())
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
