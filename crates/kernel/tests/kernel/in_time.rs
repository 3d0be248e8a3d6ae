//! The name of a world with its times.

use crate::pings::{A, Ask, B, C, MS, Msg, Pings, Played, SOME_MS};
use synod_kernel::{Action, Flight, Pid, World};

fn named(world: &World<Pings>) -> (u128, u128) {
    (world.fingerprint().0, world.fingerprint_in_time(|flight: &Flight<Msg>| world.arrival(flight)).0)
}

/// Both worlds are the same but for their times.
#[track_caller]
fn differ_in_time_only(one: &Played, other: &Played) {
    let (one, other) = (named(&one.world), named(&other.world));
    assert_eq!(one.0, other.0, "but for times they are the same");
    assert_ne!(one.1, other.1, "their times tell them apart");
}

fn asked(at: u64, ask: Ask) -> Played {
    let mut played = Played::three();
    played.at(at, Action::Request(A, ask));
    played
}

#[test]
fn a_clock_that_was_set_tells_worlds_apart() {
    let mut set = Played::three();
    set.now(Action::ShiftClock(B, 5));
    differ_in_time_only(&Played::three(), &set);
}

#[test]
fn the_present_and_what_timers_and_messages_wait_for_tell_worlds_apart() {
    differ_in_time_only(&asked(0, Ask::Tick(5 * MS)), &asked(0, Ask::Tick(6 * MS)));
    let later = |mut played: Played| {
        played.at(2 * MS, Action::Heal);
        played
    };
    differ_in_time_only(&later(asked(0, Ask::Ping(B))), &later(asked(MS, Ask::Ping(B))));
    differ_in_time_only(&asked(0, Ask::Ping(B)), &later(asked(0, Ask::Ping(B))));
}

#[test]
fn the_number_of_timers_that_were_armed_tells_worlds_apart_because_the_next_is_drawn_by_it() {
    let ticked = |times: u64| {
        let mut played = Played::three();
        for _ in 0..times {
            assert!(played.now(Action::Request(A, Ask::Tick(0))).step());
        }
        played
    };
    differ_in_time_only(&ticked(1), &ticked(2));
}

#[test]
fn messages_in_another_order_of_sending_make_no_other_world() {
    let pinged = |order: [(Pid, Pid); 2]| {
        let mut played = Played::three();
        for (from, to) in order {
            played.now(Action::Request(from, Ask::Flood(to, 1)));
        }
        played
    };
    assert_eq!(named(&pinged([(A, B), (B, C)]).world), named(&pinged([(B, C), (A, B)]).world));
}

#[test]
fn a_message_arrives_within_the_spans_of_its_network() {
    for seed in 0..50 {
        let mut played = Played::new(2, SOME_MS, seed);
        played.at(7, Action::Slow(A, B, 2)).now(Action::Request(A, Ask::Ping(B)));
        let flight = played.flight();
        assert_eq!(played.world.arrival(&flight), (7 + 2 * MS, 7 + 18 * MS));
        assert!((7 + 2 * MS..=7 + 18 * MS).contains(&flight.due));
    }
}
