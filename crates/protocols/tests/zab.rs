//! Whatever an asynchronous network with crashes does, ZAB keeps one log, the order of the primaries and a linearizable store (Junqueira,
//! Reed & Serafini 2011). Multi-Paxos with several proposals outstanding keeps one log, and the same runs find its primary order broken.

mod faults;

use faults::Draws;
use synod_check::Property;
use synod_kernel::rng::Draw;
use synod_protocols::zab::{Op, Zab};
use synod_protocols::{ParamValue, int, pick};

const SAFETY: [Property; 4] = [Property::PrimaryOrder, Property::PrimaryIntegrity, Property::SameLog, Property::Validity];

const DRAWS: Draws<Zab> = Draws { events: 500, one_in: 12, request };

fn request(draw: &mut Draw, n: i64, _servers: u16) -> Op {
    let key = "x".to_owned();
    if draw.between(0, 6) < 4 { Op::Append(key, format!("{n},")) } else { Op::Read(key) }
}

/// The promises that the run of a seed breaks, and how much it delivered.
fn broken_by_a_random_run(seed: u64, given: &[(&'static str, ParamValue)]) -> (Vec<&'static str>, usize) {
    let run = DRAWS.run(seed, given);
    let mut broken = run.breaks(None, SAFETY);
    broken.extend((!run.is_linearizable()).then_some("linearizable"));
    (broken, run.applied())
}

/// Every run of these parameters is right, and most of them get something delivered.
fn always_right(runs: u64, given: &[(&'static str, ParamValue)]) {
    let mut delivered = 0;
    for seed in 0..runs {
        let (faults, count) = broken_by_a_random_run(seed, given);
        assert!(faults.is_empty(), "{faults:?}: seed {seed} with {given:?}");
        delivered += count;
    }
    assert!(delivered as u64 > runs * 3, "only {delivered} delivered in {runs} runs");
}

#[test]
fn three_servers_keep_primary_order() {
    always_right(120, &[pick("delay", "exponential")]);
}

#[test]
fn five_servers_keep_primary_order() {
    always_right(60, &[int("n", 5), int("clients", 4), pick("delay", "uniform")]);
}

#[test]
fn paxos_keeps_one_log_and_not_the_order_of_primaries() {
    let given = [pick("protocol", "paxos"), int("clients", 4), pick("delay", "exponential")];
    let faults: Vec<&str> = (0..200).flat_map(|seed| broken_by_a_random_run(seed, &given).0).collect();
    assert!(faults.contains(&"primary-order"), "{faults:?}");
    assert!(!faults.contains(&"same-log") && !faults.contains(&"validity"), "{faults:?}");
}

#[test]
fn skipping_synchronisation_makes_two_logs() {
    let given = [pick("synchronise", "skip"), pick("delay", "exponential")];
    assert!((0..600).any(|seed| broken_by_a_random_run(seed, &given).0.contains(&"same-log")));
}
