//! Clocks that are wrong.

use crate::pings::{A, Ask, B, MS, Played};
use synod_kernel::{Action, Limits, Rejected};

#[test]
fn a_shifted_clock_shows_another_time_and_its_timers_run_as_long_as_before() {
    let mut played = Played::three();
    played.now(Action::ShiftClock(A, 400)).at(1_000, Action::Request(A, Ask::Tick(5 * MS)));
    assert!(played.step());
    assert_eq!((played.world.now(), played.answers()), (1_000 + 5 * MS, vec![Some(1_400 + 5 * MS)]));
    assert_eq!(played.world.process(B).unwrap().clock().ahead_us(6 * MS), 0, "other clocks stay right");
}

#[test]
fn a_timer_of_a_fast_clock_runs_out_early_and_one_of_a_slow_clock_late() {
    for (ppm, due) in [(250_000, 80 * MS), (-200_000, 125 * MS)] {
        let mut played = Played::three();
        played.now(Action::Drift(A, ppm)).now(Action::Request(A, Ask::Tick(100 * MS)));
        assert!(played.step());
        assert_eq!((played.world.now(), played.answers()), (due, vec![Some(100 * MS)]), "by its own clock it is on time");
    }
}

#[test]
fn a_clock_whose_drift_changes_does_not_jump() {
    let mut played = Played::three();
    played.now(Action::Drift(A, 100_000)).at(100 * MS, Action::Drift(A, 0)).at(200 * MS, Action::Request(A, Ask::Time));
    assert_eq!(played.answers(), [Some(210 * MS)]);
}

#[test]
fn a_clock_that_stands_before_the_start_does_not_jump_when_its_drift_changes() {
    let mut played = Played::three();
    played.now(Action::ShiftClock(A, -50_000)).at(10 * MS, Action::Drift(A, 0)).at(70 * MS, Action::Request(A, Ask::Time));
    assert_eq!(played.answers(), [Some(20 * MS)]);
}

#[test]
fn a_clock_outlives_a_crash() {
    let mut played = Played::three();
    played.now(Action::ShiftClock(A, 7)).now(Action::Crash(A)).now(Action::Restart(A)).now(Action::Request(A, Ask::Time));
    assert_eq!(played.answers(), [Some(7)]);
}

#[test]
fn a_clock_is_wrong_within_limits() {
    let mut played = Played::three();
    let beyond = Limits::TIME_US_MAX.cast_signed() + 1;
    for action in
        [Action::ShiftClock(A, beyond), Action::ShiftClock(A, i64::MIN), Action::Drift(A, 500_001), Action::Drift(A, i32::MIN)]
    {
        assert_eq!(played.try_at(0, action), Err(Rejected::OutOfRange));
    }
}
