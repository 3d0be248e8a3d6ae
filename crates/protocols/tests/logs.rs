//! Whatever an asynchronous network with crashes does to the servers of all three, each keeps one log, and Raft and ZAB keep the order of
//! primaries; the same runs find that Multi-Paxos does not.

mod faults;

use faults::Draws;
use synod_check::Property;
use synod_protocols::logs::{Command, ReplicatedLogs};
use synod_protocols::{int, pick};

const PAXOS: u8 = 0;
const RAFT: u8 = 1;
const ZAB: u8 = 2;

const DRAWS: Draws<ReplicatedLogs> = Draws { events: 1_500, one_in: 30, request };

fn request(_draw: &mut synod_kernel::rng::Draw, n: i64, _servers: u16) -> Command {
    let letter = u8::try_from(n % 26).expect("it is less than 26");
    Command::of(char::from(b'A' + letter)).expect("it is a letter")
}

#[test]
fn each_keeps_one_log_and_only_multi_paxos_breaks_the_order_of_primaries() {
    let mut out_of_order = 0;
    for seed in 0..150 {
        let run = DRAWS.run(seed, &[int("clients", 4), pick("delay", "exponential")]);
        assert!(run.breaks(Some(PAXOS), [Property::SameLog, Property::Agreement]).is_empty(), "Multi-Paxos, seed {seed}");
        for part in [RAFT, ZAB] {
            let broken = run.breaks(Some(part), [Property::SameLog, Property::PrimaryOrder]);
            assert!(broken.is_empty(), "part {part}, seed {seed}: {broken:?}");
        }
        assert!(run.applied() > 0, "seed {seed}");
        out_of_order += run.breaks(Some(PAXOS), [Property::PrimaryOrder]).len();
    }
    assert!(out_of_order > 0, "the schedule of Junqueira, Reed & Serafini turns up now and then");
}

#[test]
fn five_servers_keep_their_logs() {
    for seed in 0..60 {
        let run = DRAWS.run(seed, &[pick("servers", "5"), pick("delay", "uniform")]);
        for part in [PAXOS, RAFT, ZAB] {
            assert!(run.breaks(Some(part), [Property::SameLog]).is_empty(), "part {part}, seed {seed}");
        }
    }
}
