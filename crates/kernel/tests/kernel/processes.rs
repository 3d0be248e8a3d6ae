//! Processes: crash and restart, pause and resume.

use crate::pings::{A, Ask, B, Choice, MS, Played, Timer};
use synod_kernel::{Action, Ended, Life, Loss, Pid, Rejected};

#[test]
fn a_crash_loses_what_is_volatile_and_keeps_the_disk() {
    let mut played = Played::three();
    played.ping(A, B).settle();
    assert_eq!((played.node(B).unwrap().lately, played.disk(B)), (1, 1));
    played.now(Action::Crash(B));
    assert_eq!((played.node(B), played.disk(B)), (None, 1));
    played.now(Action::Restart(B));
    assert_eq!((played.node(B).unwrap().lately, played.disk(B)), (0, 1));
}

#[test]
fn a_crash_disarms_timers_and_forgets_choices_and_requests() {
    let mut played = Played::three();
    played.now(Action::Request(A, Ask::Tick(5 * MS))).now(Action::Request(B, Ask::Toss));
    played.now(Action::Crash(A)).now(Action::Crash(B)).now(Action::Restart(A)).now(Action::Restart(B));
    assert_eq!(played.world.scheduled(), None);
    assert_eq!(played.try_at(0, Action::Fire(A, Timer::Tick)), Err(Rejected::NoTimer(A)));
    assert_eq!(played.try_at(0, Action::Choose(B, Choice::Coin, 0)), Err(Rejected::NoChoice(B)));
    assert_eq!(played.answers(), [None, None], "nobody knows what became of them");
    played.now(Action::Request(A, Ask::Time));
    assert_eq!(played.answers(), [None, None, Some(0)], "the restarted client can ask again");
}

#[test]
fn a_message_to_a_crashed_process_is_lost_when_it_arrives() {
    let mut played = Played::three();
    played.ping(A, B).now(Action::Crash(B));
    assert_eq!(played.ends(), [None]);
    played.settle();
    assert_eq!(played.ends(), [Some(Ended::Lost(Loss::ReceiverDown))]);
}

#[test]
fn a_message_that_arrives_after_the_restart_is_received() {
    let mut played = Played::three();
    played.ping(A, B).now(Action::Crash(B)).at(5 * MS, Action::Restart(B)).settle();
    assert_eq!(played.answers(), [Some(1)]);
}

#[test]
fn what_a_process_tells_itself_dies_with_it() {
    let mut played = Played::three();
    played.ping(A, A).now(Action::Crash(A)).now(Action::Restart(A)).settle();
    assert_eq!(played.ends(), [Some(Ended::Lost(Loss::ReceiverDown))]);
    assert_eq!(played.node(A).unwrap().lately, 0);
}

#[test]
fn what_a_process_sent_before_its_crash_still_arrives() {
    let mut played = Played::three();
    played.ping(A, B).now(Action::Crash(A)).settle();
    assert_eq!(played.node(B).unwrap().lately, 1);
}

#[test]
fn a_pause_holds_deliveries_and_timers_and_a_resume_lets_them_come() {
    let mut played = Played::three();
    played.ping(A, B).now(Action::Request(B, Ask::Tick(3 * MS))).now(Action::Pause(B));
    assert_eq!(played.world.scheduled(), None, "nothing else is due");
    let ping = played.flight().id;
    assert_eq!(played.try_at(0, Action::Deliver(ping)), Err(Rejected::Paused(B)));
    assert_eq!(played.try_at(0, Action::Fire(B, Timer::Tick)), Err(Rejected::Paused(B)));

    played.at(50 * MS, Action::Resume(B));
    assert!(played.step());
    assert_eq!(played.answers(), [None, Some(50 * MS)], "the timer was due first");
    assert!(played.step());
    assert_eq!(played.world.now(), 50 * MS);
    assert_eq!(played.node(B).unwrap().lately, 1);
}

#[test]
fn a_pause_shorter_than_the_delay_changes_nothing() {
    let mut played = Played::three();
    played.ping(A, B).at(MS, Action::Pause(B)).at(2 * MS, Action::Resume(B)).settle();
    assert_eq!(played.answered_at(), Some(20 * MS));
}

#[test]
fn a_paused_process_that_crashes_has_crashed() {
    let mut played = Played::three();
    played.ping(A, B).now(Action::Request(B, Ask::Tick(MS))).now(Action::Pause(B)).now(Action::Crash(B));
    assert_eq!(played.world.process(B).unwrap().life(), Life::Crashed);
    played.settle();
    assert_eq!(played.ends(), [Some(Ended::Lost(Loss::ReceiverDown))]);
    played.now(Action::Restart(B));
    assert_eq!(played.world.process(B).unwrap().life(), Life::Up);
}

#[test]
fn a_delay_while_the_receiver_is_paused_counts_after_the_resume() {
    let mut played = Played::three();
    let id = played.ping(A, B).flight().id;
    played.now(Action::Pause(B)).now(Action::Delay(id, 30 * MS)).at(20 * MS, Action::Resume(B));
    assert!(played.step());
    assert_eq!(played.world.now(), 40 * MS);
    assert_eq!(played.node(B).unwrap().lately, 1, "and it arrives once");
}

#[test]
fn a_choice_is_made_before_time_goes_on() {
    let mut played = Played::three();
    played.ping(A, B).at(10 * MS, Action::Request(B, Ask::Toss));
    assert!(matches!(played.world.scheduled().unwrap().action, Action::Choose(B, Choice::Coin, 0 | 1)));
    played.now(Action::Choose(B, Choice::Coin, 1));
    assert_eq!(played.answers(), [None, Some(1)]);
    assert_eq!(played.try_at(10 * MS, Action::Choose(B, Choice::Coin, 1)), Err(Rejected::NoChoice(B)));
}

#[test]
fn the_simulator_tosses_fairly() {
    let mut heads = 0;
    let mut played = Played::three();
    for _ in 0..1_000 {
        played.now(Action::Request(A, Ask::Toss)).step();
    }
    played.answers().into_iter().for_each(|answer| heads += answer.expect("a toss is answered at once"));
    assert!((453..548).contains(&heads), "{heads} of 1,000, three standard deviations around 500");
}

#[test]
fn a_client_asks_for_one_thing_at_a_time() {
    let mut played = Played::three();
    played.ping(A, B);
    assert_eq!(played.try_at(0, Action::Request(A, Ask::Time)), Err(Rejected::Busy(A)));
    played.now(Action::Request(B, Ask::Time));
}

#[test]
fn what_cannot_be_is_refused_with_its_reason() {
    let mut played = Played::three();
    let stranger = Pid(3);
    played.now(Action::Crash(A)).now(Action::Pause(B));
    for (action, why) in [
        (Action::Crash(stranger), Rejected::NoProcess(stranger)),
        (Action::Crash(A), Rejected::Crashed(A)),
        (Action::Pause(A), Rejected::Crashed(A)),
        (Action::Resume(A), Rejected::NotPaused(A)),
        (Action::Restart(B), Rejected::NotCrashed(B)),
        (Action::Pause(B), Rejected::Paused(B)),
        (Action::Request(A, Ask::Time), Rejected::Crashed(A)),
        (Action::Request(B, Ask::Time), Rejected::Paused(B)),
    ] {
        assert_eq!(played.try_at(0, action.clone()), Err(why), "{action:?}");
    }
}
