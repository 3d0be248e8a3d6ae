//! Limits refuse, and say so.

use crate::pings::{A, Ask, B, MS, Pings, Played, all_of};
use std::rc::Rc;
use synod_kernel::{Action, Delay, Limits, Network, Rejected, World};

#[test]
fn a_world_has_one_process_at_least_and_so_many_at_most() {
    let world = |processes, delay| World::new(Rc::new(Pings), processes, Network::uniform(delay), 1, &mut ()).map(drop);
    let most = Limits::PROCESSES_MAX as u16;
    assert_eq!(world(0, Delay::constant_ms(1)), Err(Rejected::OutOfRange));
    assert_eq!(world(most + 1, Delay::constant_ms(1)), Err(Rejected::OutOfRange));
    assert_eq!(world(most, Delay::constant_ms(1)), Ok(()));
    assert_eq!(world(1, Delay::Constant { us: Limits::DELAY_US_MAX + 1 }), Err(Rejected::OutOfRange));
}

#[test]
fn nothing_happens_before_the_present_or_after_the_last_moment() {
    let mut played = Played::three();
    played.at(MS, Action::Heal);
    assert_eq!(played.try_at(MS - 1, Action::Heal), Err(Rejected::Past));
    assert_eq!(played.try_at(Limits::TIME_US_MAX + 1, Action::Heal), Err(Rejected::TooLate));
    played.at(Limits::TIME_US_MAX, Action::Heal);
}

#[test]
fn a_message_is_delayed_by_so_much_at_most() {
    let mut played = Played::three();
    let id = played.ping(A, B).flight().id;
    assert_eq!(played.try_at(0, Action::Delay(id, Limits::DELAY_US_MAX + 1)), Err(Rejected::OutOfRange));
    played.now(Action::Delay(id, Limits::DELAY_US_MAX));
}

#[test]
fn when_too_much_is_in_flight_no_step_is_taken_that_could_send_more() {
    let mut played = Played::three();
    let flood = Action::Request(A, Ask::Flood(B, 4_000));
    let refused = loop {
        if let Err(why) = played.try_at(0, flood.clone()) {
            break why;
        }
    };
    assert_eq!(refused, Rejected::Full);
    let before = all_of(&played.world);
    let due = played.world.scheduled().expect("much is in flight");
    assert_eq!(played.try_at(due.at, due.action), Err(Rejected::Full));
    assert_eq!(all_of(&played.world), before);

    let mut enabled = Vec::new();
    played.world.enabled(&mut enabled);
    assert!(enabled.iter().all(|action| matches!(action, Action::Crash(_) | Action::Pause(_))), "{enabled:?}");
    // What makes room is still possible.
    played.now(Action::Cut(A, B)).now(flood);
}
