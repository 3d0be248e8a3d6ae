//! One message: delivered, dropped, duplicated, delayed, delivered now.

use crate::pings::{A, B, MS, Msg, Played};
use synod_kernel::{Action, Ended, Limits, Loss, MessageId, Rejected};

#[test]
fn a_message_arrives_when_its_delay_is_over_and_is_answered() {
    let mut played = Played::three();
    played.ping(A, B);
    assert_eq!(played.flight().msg, Msg::Ping(1));
    assert_eq!(played.flight().due, 10 * MS);
    assert!(played.step());
    assert_eq!(played.world.now(), 10 * MS);
    assert_eq!(played.flight().msg, Msg::Echo(1));
    assert!(played.step());
    assert_eq!(played.answered_at(), Some(20 * MS));
    assert!(!played.step(), "then nothing more happens by itself");
}

#[test]
fn a_message_can_be_delivered_before_it_is_due() {
    let mut played = Played::three();
    let id = played.ping(A, B).flight().id;
    played.at(3 * MS, Action::Deliver(id));
    assert_eq!(played.node(B).unwrap().lately, 1);
    assert_eq!(played.flight().due, 13 * MS, "the echo sets out at once");
}

#[test]
fn a_message_can_be_delivered_later_than_it_was_due() {
    let mut played = Played::three();
    let id = played.ping(A, B).flight().id;
    played.at(50 * MS, Action::Deliver(id));
    assert_eq!(played.flight().due, 60 * MS);
}

#[test]
fn a_dropped_message_never_arrives() {
    let mut played = Played::three();
    let id = played.ping(A, B).flight().id;
    played.now(Action::Drop(id)).settle();
    assert_eq!(played.ends(), [Some(Ended::Lost(Loss::Dropped))]);
    assert_eq!(played.node(B).unwrap().lately, 0);
    assert_eq!(played.try_at(0, Action::Deliver(id)), Err(Rejected::NoMessage(id)));
}

#[test]
fn a_duplicated_message_arrives_twice_and_the_copy_takes_its_own_time() {
    let mut played = Played::new(3, crate::pings::SOME_MS, 1);
    let id = played.ping(A, B).flight().id;
    played.at(100, Action::Duplicate(id));
    let due: Vec<_> = played.world.in_flight().map(|f| (f.id.copy, f.due)).collect();
    assert_eq!(due.len(), 2);
    assert_eq!((due[0].0, due[1].0), (0, 1));
    assert_ne!(due[0].1, due[1].1);
    assert!(due[1].1 >= 1_100, "a copy sets out when it is made");
    played.settle();
    assert_eq!(played.node(B).unwrap().lately, 2);
}

#[test]
fn a_message_has_a_limited_number_of_copies() {
    let mut played = Played::three();
    let id = played.ping(A, B).flight().id;
    for _ in 1..Limits::COPIES_MAX {
        played.now(Action::Duplicate(id));
    }
    assert_eq!(played.try_at(0, Action::Duplicate(id)), Err(Rejected::TooManyCopies(id)));
}

#[test]
fn a_delayed_message_arrives_so_much_later() {
    let mut played = Played::three();
    let id = played.ping(A, B).flight().id;
    played.now(Action::Delay(id, 7 * MS)).now(Action::Delay(id, 2 * MS));
    assert_eq!(played.flight().due, 19 * MS);
    let life = &played.chronicle.messages()[0];
    assert_eq!((life.due, life.rescheduled.clone()), (10 * MS, vec![(0, 17 * MS), (0, 19 * MS)]));
    assert!(played.step());
    assert_eq!(played.world.now(), 19 * MS);
}

#[test]
fn what_is_overdue_is_delayed_from_now_on() {
    let mut played = Played::three();
    let id = played.ping(A, B).flight().id;
    played.at(40 * MS, Action::Delay(id, MS));
    assert_eq!(played.flight().due, 41 * MS);
}

#[test]
fn a_message_to_oneself_takes_no_time_and_knows_no_network() {
    let mut played = Played::three();
    played.now(Action::Loss(synod_kernel::Ratio::ONE)).ping(A, A).settle();
    assert_eq!((played.answers(), played.world.now()), (vec![Some(1)], 0));
}

#[test]
fn messages_are_named_by_their_link_and_number() {
    let mut played = Played::three();
    played.ping(A, B).settle().ping(A, B);
    assert_eq!(played.flight().id, MessageId { from: A, to: B, nth: 1, copy: 0 });
    assert_eq!(played.flight().id.to_string(), "p0>p1#1");
}
