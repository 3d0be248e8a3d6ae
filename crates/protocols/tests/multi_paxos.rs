//! Whatever an asynchronous network with crashes does, there is one log and the store is linearizable (Lamport, *Paxos Made Simple*,
//! 2001), with any quorums that meet (Howard, Malkhi & Spiegelman 2016). With quorums that need not meet, the same runs find two logs.

mod faults;

use faults::Draws;
use synod_check::{Property, Value};
use synod_kernel::rng::Draw;
use synod_protocols::multi_paxos::{MultiPaxos, Op};
use synod_protocols::{ParamValue, int, pick};

const SAFETY: [Property; 3] = [Property::Agreement, Property::Validity, Property::SameLog];

const DRAWS: Draws<MultiPaxos> = Draws { events: 500, one_in: 12, request };

fn request(draw: &mut Draw, n: i64, _servers: u16) -> Op {
    let key = "x".to_owned();
    if draw.between(0, 6) < 4 { Op::Write(key, Value::Int(n)) } else { Op::Read(key) }
}

/// The promises that the run of a seed breaks, and how much it applied.
fn broken_by_a_random_run(seed: u64, given: &[(&'static str, ParamValue)]) -> (Vec<&'static str>, usize) {
    let run = DRAWS.run(seed, given);
    let mut broken = run.breaks(None, SAFETY);
    broken.extend((!run.is_linearizable()).then_some("linearizable"));
    (broken, run.applied())
}

/// Every run of these parameters is right, and most of them get something applied.
fn always_right(runs: u64, given: &[(&'static str, ParamValue)]) {
    let mut applied = 0;
    for seed in 0..runs {
        let (broken, count) = broken_by_a_random_run(seed, given);
        assert!(broken.is_empty(), "{broken:?}: seed {seed} with {given:?}");
        applied += count;
    }
    assert!(applied as u64 > runs * 5, "only {applied} applied in {runs} runs");
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
    assert!((0..1_000).any(|seed| broken_by_a_random_run(seed, &given).0.contains(&"agreement")));
}

#[test]
fn applying_past_a_hole_is_found_out() {
    let given = [pick("holes", "skip"), pick("delay", "exponential")];
    assert!((0..1_000).any(|seed| broken_by_a_random_run(seed, &given).0.contains(&"same-log")));
}
