//! A run as history: going back, acting in the past, exporting.

use crate::pings::{A, Ask, B, C, MS, Msg, Pings, Played, SOME_MS, all_of};
use crate::properties::action;
use proptest::prelude::*;
use synod_kernel::{Action, Decision, Ended, Limits, Loss, Pid, Rejected, Timeline};

fn timeline(processes: u16, seed: u64, script: Vec<Decision<Pings>>) -> Timeline<Pings> {
    let Played { world, chronicle } = Played::new(processes, SOME_MS, seed);
    Timeline::new(world, chronicle, script).expect("the script is short")
}

fn ask(at: u64, who: Pid, what: Ask) -> Decision<Pings> {
    Decision { at, nth: 0, action: Action::Request(who, what) }
}

/// Everybody pings the next one every 20 ms, `times` times.
fn busy(processes: u16, times: u64) -> Vec<Decision<Pings>> {
    let next = |pid: u16| Pid((pid + 1) % processes);
    (0..times).flat_map(|round| (0..processes).map(move |pid| ask(round * 20 * MS, Pid(pid), Ask::Ping(next(pid))))).collect()
}

fn to_the_end(run: &mut Timeline<Pings>) {
    while run.extend() {}
}

/// Beyond the acts of every test.
const END: u64 = 1_000 * MS;
const STEPS: usize = 300;

/// A run played once more, from what is exported of it.
fn replayed(run: &Timeline<Pings>, seed: u64) -> Timeline<Pings> {
    let mut again = timeline(4, seed, run.script().to_vec());
    again.extend_until(END, STEPS);
    again
}

#[test]
fn every_moment_can_be_gone_back_to_exactly() {
    let mut run = timeline(4, 3, busy(4, 60));
    to_the_end(&mut run);
    assert!(run.steps().len() > 600, "several checkpoints are passed");
    let mut world = Played::new(4, SOME_MS, 3).world;
    let mut from_start = vec![all_of(&world)];
    for step in run.steps() {
        world.apply(&step.event, &mut ()).unwrap();
        from_start.push(all_of(&world));
    }
    // Forwards, backwards and in leaps; 7 and 577 meet every place between two checkpoints.
    let steps = run.steps().len() as u32;
    for at in (0..=steps).step_by(7).chain((0..=steps).rev().step_by(5)).chain((0..=steps).map(|n| n * 577 % (steps + 1))) {
        run.seek(at);
        assert_eq!(run.cursor(), at);
        assert_eq!(&all_of(run.here()), &from_start[at as usize], "after {at} steps");
    }
    run.seek(u32::MAX);
    assert_eq!(run.cursor(), steps, "there is nothing beyond the last step that is known");
}

#[test]
fn acting_in_the_past_keeps_later_decisions() {
    let mut run = timeline(3, 1, vec![ask(0, A, Ask::Ping(B)), ask(50 * MS, C, Ask::Ping(B))]);
    to_the_end(&mut run);
    run.seek(1);
    run.act(100, Action::Cut(A, B)).unwrap();
    assert_eq!(run.cursor(), 2);
    to_the_end(&mut run);
    assert_eq!(run.script().iter().map(|d| d.at).collect::<Vec<_>>(), [0, 100, 50 * MS]);
    let answered: Vec<_> = run.chronicle().operations().iter().map(|o| o.returned.is_some()).collect();
    assert_eq!(answered, [false, true], "the first ping was lost, the later request is still made");
}

#[test]
fn a_revised_run_is_the_run_of_the_revised_script() {
    let mut run = timeline(4, 5, busy(4, 30));
    to_the_end(&mut run);
    for (moved, to) in [(60, 900), (3, 7), (0, 400 * MS), (119, 0)] {
        let mut script = run.script().to_vec();
        script[moved].at = to;
        script[moved].nth = 0;
        run.revise(script).unwrap();
        to_the_end(&mut run);
        let mut anew = timeline(4, 5, run.script().to_vec());
        to_the_end(&mut anew);
        assert_eq!(run.digest(), anew.digest());
        assert_eq!((run.steps(), run.dropped()), (anew.steps(), anew.dropped()));
        assert_eq!(run.chronicle().messages(), anew.chronicle().messages());
    }
}

#[test]
fn revising_keeps_what_comes_before_the_first_difference() {
    let mut script = busy(4, 30);
    script.push(ask(700 * MS, A, Ask::Tick(5)));
    let mut run = timeline(4, 5, script);
    to_the_end(&mut run);
    assert_eq!(run.chronicle().timers().len(), 1);
    let (steps, before) = (run.steps().len(), run.steps().iter().filter(|s| s.event.at < 700 * MS).count());
    run.revise(run.script().to_vec()).unwrap();
    assert_eq!(run.steps().len(), steps, "nothing was changed");
    let mut script = run.script().to_vec();
    script.pop();
    run.revise(script).unwrap();
    assert_eq!((run.steps().len(), run.cursor() as usize), (before, before));
    assert!(run.chronicle().timers().is_empty(), "what armed it was never decided");
    assert_eq!(run.revise(vec![ask(0, A, Ask::Ping(B)); Limits::DECISIONS_MAX + 1]), Err(Rejected::OutOfRange));
}

#[test]
fn what_was_known_after_the_act_is_forgotten() {
    let mut run = timeline(3, 1, vec![ask(0, A, Ask::Ping(B))]);
    to_the_end(&mut run);
    assert_eq!(run.chronicle().messages().len(), 2);
    run.seek(1);
    let id = run.here().in_flight().next().unwrap().id;
    run.act(0, Action::Drop(id)).unwrap();
    assert_eq!(run.chronicle().messages().len(), 1);
    let end = run.chronicle().messages()[0].end;
    assert_eq!(end, Some(((2, 0), Ended::Lost(Loss::Dropped))));
    assert_eq!(run.chronicle().operations()[0].returned, None);
    assert!(!run.extend());
}

#[test]
fn decisions_that_no_longer_make_sense_are_dropped_and_reported() {
    let mut run = timeline(3, 1, vec![ask(0, A, Ask::Ping(B))]);
    run.extend();
    let id = run.tip().in_flight().next().unwrap().id;
    run.seek(1);
    run.act(500, Action::Delay(id, MS)).unwrap();
    assert!(run.dropped().is_empty());
    run.seek(1);
    run.act(400, Action::Drop(id)).unwrap();
    to_the_end(&mut run);
    let dropped = &run.dropped()[0];
    assert_eq!((dropped.decision, &dropped.why, dropped.step), (2, &Rejected::NoMessage(id), 2));
    assert_eq!(run.dropped().len(), 1);
    assert_eq!(run.script().len(), 3, "it stays in the script: another act may give it sense again");

    run.seek(1);
    run.act(300, Action::Crash(C)).unwrap();
    to_the_end(&mut run);
    assert_eq!(run.dropped().len(), 1, "and it is reported once");
}

#[test]
fn nobody_acts_before_the_present_or_behind_the_next_step() {
    let mut run = timeline(3, 1, vec![ask(0, A, Ask::Ping(B)), ask(10, B, Ask::Time)]);
    run.extend_until(10, usize::MAX);
    run.seek(1);
    let before = (run.digest(), run.script().to_vec());
    assert_eq!(run.act(11, Action::Heal), Err(Rejected::Past), "at 10 something happens that is known");
    assert_eq!(run.act(5, Action::Restart(A)), Err(Rejected::NotCrashed(A)));
    run.seek(2);
    assert_eq!(run.act(9, Action::Heal), Err(Rejected::Past));
    assert_eq!((run.digest(), run.script().to_vec()), before, "a refused act changes nothing");
}

#[test]
fn decisions_of_one_moment_keep_their_place_among_the_steps_of_that_moment() {
    let delay = synod_kernel::Delay::constant_ms(10);
    let Played { world, chronicle } = Played::new(3, delay.clone(), 1);
    let script = vec![ask(0, A, Ask::Ping(B)), ask(0, B, Ask::Ping(C)), ask(0, C, Ask::Ping(A))];
    let mut run = Timeline::new(world, chronicle, script).unwrap();
    run.extend_until(10 * MS, 5);
    // Three pings arrive at 10 ms; the second has just arrived.
    run.seek(5);
    run.act(10 * MS, Action::Crash(C)).unwrap();
    // Then one more decision, between the first arrival and the second.
    run.seek(4);
    run.act(10 * MS, Action::Pause(A)).unwrap();
    to_the_end(&mut run);
    let of_moment: Vec<_> = run.steps().iter().filter(|s| s.event.at == 10 * MS).map(|s| s.event.action.clone()).collect();
    assert!(matches!(of_moment[..3], [Action::Deliver(_), Action::Pause(A), Action::Deliver(_)]), "{of_moment:?}");
    assert!(matches!(of_moment[3], Action::Crash(C)), "{of_moment:?}");

    let Played { world, chronicle } = Played::new(3, delay, 1);
    let mut again = Timeline::new(world, chronicle, run.script().to_vec()).unwrap();
    to_the_end(&mut again);
    assert_eq!(again.digest(), run.digest());
}

#[test]
fn a_dropped_decision_does_not_come_to_life_behind_a_later_act() {
    // At 5 nobody has crashed, so the restart is dropped; the crash at 7 comes too late for it.
    let restart = Decision { at: 5, nth: 0, action: Action::Restart(B) };
    let mut run = timeline(4, 1, vec![ask(0, A, Ask::Ping(B)), restart]);
    to_the_end(&mut run);
    assert_eq!(run.dropped().len(), 1);
    run.seek(1);
    run.act(7, Action::Crash(B)).unwrap();
    to_the_end(&mut run);
    assert_eq!(run.dropped().len(), 1);
    assert_eq!(replayed(&run, 1).digest(), run.digest());
}

#[test]
fn a_run_stops_before_the_moment_that_is_named_also_when_a_decision_is_dropped() {
    let mut run = timeline(3, 1, vec![ask(0, A, Ask::Ping(B)), Decision { at: 100, nth: 0, action: Action::Restart(C) }]);
    run.extend_until(200, usize::MAX);
    assert_eq!((run.steps().len(), run.dropped().len(), run.tip().now()), (1, 1, 0));
    assert!(run.next_at().is_some_and(|at| at > 200));
}

#[test]
fn a_run_has_so_many_steps_and_decisions_at_most() {
    let Played { world, chronicle } = Played::three();
    let long = vec![ask(0, A, Ask::Time); Limits::DECISIONS_MAX + 1];
    assert_eq!(Timeline::new(world, chronicle, long).map(drop), Err(Rejected::OutOfRange));

    let mut run = timeline(3, 1, vec![ask(0, A, Ask::Time); Limits::DECISIONS_MAX]);
    run.extend();
    run.seek(1);
    assert_eq!(run.act(0, Action::Heal), Err(Rejected::OutOfRange));
}

#[test]
fn the_chronicle_tells_the_life_of_each_message() {
    let mut run = timeline(3, 1, vec![ask(10, A, Ask::Ping(B))]);
    to_the_end(&mut run);
    let [ping, echo] = run.chronicle().messages() else { panic!("a ping and its echo") };
    assert_eq!((&ping.msg, ping.sent), (&Msg::Ping(1), (1, 10)));
    assert_eq!(ping.end, Some(((2, ping.due), Ended::Delivered)));
    assert_eq!(echo.sent, (2, ping.due));
    assert_eq!(run.chronicle().operations()[0].returned, Some(((3, echo.due), 1)));
}

/// Go to some step, act there.
fn acts() -> impl Strategy<Value = Vec<(prop::sample::Index, u16, Action<Pings>)>> {
    prop::collection::vec((any::<prop::sample::Index>(), prop_oneof![Just(0_u16), 0_u16..2_000], action()), 1..25)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn whatever_was_decided_its_export_is_the_same_run(
        seed: u64,
        first in prop::collection::vec((0_u64..9_000, 0_u32..3, action()), 0..12),
        acts in acts(),
    ) {
        let script = first.into_iter().map(|(at, nth, action)| Decision { at, nth, action }).collect();
        let mut run = timeline(4, seed, script);
        for (place, later, action) in acts {
            run.extend_until(60 * MS, 80);
            run.seek(place.index(run.steps().len() + 1) as u32);
            let known = (run.digest(), run.script().to_vec(), run.steps().len(), run.cursor());
            if run.act(run.here().now() + u64::from(later), action).is_err() {
                let after = (run.digest(), run.script().to_vec(), run.steps().len(), run.cursor());
                prop_assert_eq!(after, known, "a refused act changes nothing");
            } else {
                prop_assert_eq!(run.cursor(), known.3 + 1, "the cursor moves behind the decision");
                prop_assert!(run.steps()[known.3 as usize].decision.is_some());
            }
        }
        run.extend_until(END, STEPS);
        let again = replayed(&run, seed);
        prop_assert_eq!(&again.steps().iter().map(|s| &s.event).collect::<Vec<_>>(), &run.steps().iter().map(|s| &s.event).collect::<Vec<_>>());
        prop_assert_eq!(again.digest(), run.digest());
        prop_assert_eq!(all_of(again.tip()), all_of(run.tip()));
        prop_assert_eq!(again.chronicle().messages(), run.chronicle().messages());
        prop_assert_eq!(again.chronicle().operations(), run.chronicle().operations());
        prop_assert_eq!(again.dropped(), run.dropped());
        for step in 0..=run.steps().len() as u32 {
            run.seek(step);
            let mut world = Played::new(4, SOME_MS, seed).world;
            for done in &run.steps()[..step as usize] {
                world.apply(&done.event, &mut ()).expect("it was accepted before");
            }
            prop_assert_eq!(all_of(run.here()), all_of(&world));
        }
    }
}
