//! Loss and duplication rates: what becomes of many messages.

use crate::pings::{A, Ask, B, Played, SOME_MS};
use synod_kernel::{Action, Ended, Loss, Ratio};
use synod_order::Map;

const MANY: u32 = 4_000;

fn flooded(before: Vec<Action<crate::pings::Pings>>) -> Played {
    let mut played = Played::new(2, SOME_MS, 42);
    for action in before {
        played.now(action);
    }
    played.now(Action::Request(A, Ask::Flood(B, MANY)));
    played
}

#[test]
fn so_many_messages_are_lost_as_the_rate_says() {
    let played = flooded(vec![Action::Loss(Ratio::percent(30))]);
    let lost = played.ends().iter().filter(|end| **end == Some(Ended::Lost(Loss::Chance))).count();
    assert!((1_110..1_290).contains(&lost), "{lost} of {MANY}, three standard deviations around 1,200");
    assert_eq!(played.world.in_flight().count() + lost, MANY as usize);
}

#[test]
fn so_many_messages_arrive_twice_as_the_rate_says() {
    let mut played = flooded(vec![Action::Duplication(Ratio::percent(10))]);
    let twice = played.world.in_flight().filter(|f| f.id.copy == 1).count();
    assert!((343..457).contains(&twice), "{twice} of {MANY}, three standard deviations around 400");
    while played.node(B).unwrap().lately < MANY + twice as u32 {
        assert!(played.step());
    }
}

#[test]
fn a_rate_of_nothing_and_of_all_are_exact() {
    assert!(flooded(vec![Action::Loss(Ratio::ZERO)]).ends().iter().all(Option::is_none));
    assert_eq!(flooded(vec![Action::Loss(Ratio::ONE)]).world.in_flight().count(), 0);
}

#[test]
fn another_rate_leaves_the_delays_of_what_is_not_lost_as_they_were() {
    let due = |played: Played| -> Map<_, _> { played.world.in_flight().map(|f| (f.id, f.due)).collect() };
    let all = due(flooded(vec![]));
    let some = due(flooded(vec![Action::Loss(Ratio::percent(50)), Action::Duplication(Ratio::percent(50))]));
    assert!(some.iter().filter(|(id, _)| id.copy == 0).all(|(id, due)| all.get(id) == Some(due)));
    assert!(some.keys().any(|id| id.copy == 1) && some.len() < 2 * all.len());
}
