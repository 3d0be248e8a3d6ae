//! Worlds in which time passes: the simulator's runs are among those that are explored, and what is explored the simulator replays.

use std::collections::{HashSet, VecDeque};
use std::rc::Rc;
use synod_explore::{Budget, Model, Pace, TimedState, TimedWorlds, Worlds};
use synod_kernel::rng::{Draw, Purpose};
use synod_kernel::{
    Action, Chronicle, Cx, Decision, Delay, Effects, Event, Input, Network, OperationId, Pid, Protocol, Time, Timeline, World,
};

/// Who is asked waits, then tells the others; everybody remembers whom it heard of, in which order, and when by its own clock.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
struct Gossip;

#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
struct Node {
    asked: Option<OperationId>,
    heard: Vec<(Pid, Time)>,
}

impl Protocol for Gossip {
    type Msg = ();
    type Timer = ();
    type Choice = ();
    type Op = ();
    type Ret = ();
    type Fact = ();
    type Durable = ();
    type Node = Node;

    fn boot(&self, _: Cx, (): &(), _: &mut Effects<Self>) -> Node {
        Node::default()
    }

    fn step(&self, cx: Cx, node: &mut Node, input: Input<Self>, fx: &mut Effects<Self>) {
        match input {
            Input::Request { op, .. } => {
                node.asked = Some(op);
                fx.arm((), WAIT_US);
            }
            Input::Timeout(()) => (0..3).map(Pid).filter(|to| *to != cx.me).for_each(|to| fx.send(to, ())),
            Input::Message { from, .. } => node.heard.push((from, cx.clock)),
            Input::Chosen(..) => {}
        }
    }
}

const WAIT_US: Time = 2;
const END_US: Time = 7;
/// Messages take one to three microseconds, and every microsecond is looked at: then nothing is missed.
const FINE: Pace = Pace { delay_us: None, grain_us: 1, until: END_US };
const CRASH: Budget = Budget { crashes: 1, restarts: 1, ..Budget::NO_FAULTS };

fn world(seed: u64) -> World<Gossip> {
    let network = Network::uniform(Delay::Uniform { low_us: 1, high_us: 3 });
    World::new(Rc::new(Gossip), 3, network, seed, &mut ()).expect("three processes")
}

/// The first two are asked once each.
fn timed(pace: Pace, budget: Budget) -> TimedWorlds<Gossip, ()> {
    let worlds = Worlds::new(world(0), (), budget);
    let worlds = (0..2).map(Pid).fold(worlds, |worlds, pid| worlds.programme(pid, vec![()]).expect("a process"));
    TimedWorlds::new(worlds, pace)
}

/// Every state, by following all steps; the names of their worlds without times are returned.
fn reached(model: &TimedWorlds<Gossip, ()>) -> HashSet<u128> {
    let mut waiting: VecDeque<TimedState<Gossip, ()>> = model.starts().into();
    let mut seen: HashSet<u128> = waiting.iter().map(|state| model.fingerprint(state)).collect();
    let mut worlds = HashSet::new();
    while let Some(state) = waiting.pop_front() {
        worlds.insert(state.reached.world.fingerprint().0);
        let mut events = Vec::new();
        model.actions(&state, &mut events);
        for next in events.iter().filter_map(|event| model.next(&state, event)) {
            if seen.insert(model.fingerprint(&next)) {
                waiting.push_back(next);
            }
        }
    }
    worlds
}

fn between(seed: u64, nth: u32, low: u64, high: u64) -> u64 {
    Draw::new(seed, Purpose::Workload, (0, nth)).between(low, high)
}

/// A run of the simulator with both requests, and a crash and a return of the third, at random moments.
fn at_random(seed: u64, crashes: bool) -> Vec<u128> {
    let decided =
        |nth: u32, after: Time, action: Action<Gossip>| Decision { at: between(seed, nth, after, END_US), nth: 0, action };
    let mut script = vec![decided(0, 0, Action::Request(Pid(0), ())), decided(1, 0, Action::Request(Pid(1), ()))];
    if crashes {
        let crash = decided(2, 0, Action::Crash(Pid(2)));
        script.extend([decided(3, crash.at, Action::Restart(Pid(2))), crash]);
        script.swap(2, 3);
    }
    let mut run = Timeline::new(world(seed), Chronicle::default(), script).expect("a short script");
    run.extend_until(END_US, 1_000);
    let steps = run.steps().len() as u32;
    (0..=steps)
        .map(|step| {
            run.seek(step);
            run.here().fingerprint().0
        })
        .collect()
}

#[test]
fn whatever_the_simulator_does_is_among_what_is_explored() {
    let (calm, faulty) = (reached(&timed(FINE, Budget::NO_FAULTS)), reached(&timed(FINE, CRASH)));
    let mut met = HashSet::new();
    for seed in 0..400 {
        for (crashes, explored) in [(false, &calm), (true, &faulty)] {
            let run = at_random(seed, crashes);
            assert!(run.iter().all(|name| explored.contains(name)), "seed {seed}, crashes: {crashes}");
            met.extend(run);
        }
    }
    assert!(met.len() > 300, "the runs differ: {}", met.len());
    assert!(calm.is_subset(&faulty) && calm.len() < faulty.len());
}

#[test]
fn a_coarser_grain_finds_less_and_nothing_else() {
    let (coarse, fine) = (reached(&timed(Pace { grain_us: 0, ..FINE }, CRASH)), reached(&timed(FINE, CRASH)));
    assert!(coarse.is_subset(&fine) && coarse.len() < fine.len());
}

/// A way through the model, by random steps.
fn walk(model: &TimedWorlds<Gossip, ()>, seed: u64) -> (Vec<Event<Gossip>>, TimedState<Gossip, ()>) {
    let (mut steps, mut here) = (Vec::new(), model.starts().remove(0));
    for nth in 0.. {
        let mut events = Vec::new();
        model.actions(&here, &mut events);
        let mut ways: Vec<_> = events.into_iter().filter_map(|event| Some((model.next(&here, &event)?, event))).collect();
        if ways.is_empty() {
            break;
        }
        let (next, event) = ways.swap_remove(between(seed, nth, 0, ways.len() as u64 - 1) as usize);
        steps.push(event);
        here = next;
    }
    (steps, here)
}

#[test]
fn what_is_explored_is_replayed_by_the_simulator_to_the_microsecond() {
    let budget = Budget { drops: 1, duplicates: 1, pauses: 1, ..CRASH };
    let ways = [Action::ShiftClock(Pid(2), 5), Action::Drift(Pid(0), -500_000)];
    for (seed, grain_us) in (0..200).flat_map(|seed| [(seed, 0), (seed, 1)]) {
        let model = timed(Pace { grain_us, ..FINE }, budget).late(1);
        let model = model.clocks(1, ways.to_vec()).expect("clocks may be wrong like that");
        let (steps, end) = walk(&model, seed);
        let exact = model.script(&steps).expect("the steps of a walk");
        let own = exact.script.iter().filter(|decision| !matches!(decision.action, Action::Delay(..))).count();
        assert!(own <= steps.len());
        let mut run = Timeline::new(world(0), Chronicle::default(), exact.script).expect("a short script");
        run.extend_until(END_US, exact.steps as usize);
        run.seek(exact.steps);
        assert!(run.dropped().is_empty());
        let named = |world: &World<Gossip>| world.fingerprint_in_time(|flight| flight.sent);
        assert_eq!(named(run.here()), named(&end.reached.world), "seed {seed}: {steps:?}");
    }
}

#[test]
fn a_timer_runs_out_when_it_is_due_and_a_message_is_never_late() {
    let mut waiting: VecDeque<_> = timed(FINE, Budget::NO_FAULTS).starts().into();
    let model = timed(FINE, Budget::NO_FAULTS);
    let mut looked_at = 0;
    while let Some(state) = waiting.pop_front().filter(|_| looked_at < 5_000) {
        looked_at += 1;
        let world = &state.reached.world;
        let due = world.processes().flat_map(|(_, process)| process.timers().map(|(.., due)| due).collect::<Vec<_>>());
        let latest = world.in_flight().map(|flight| flight.sent + 3).chain(due).min();
        assert!(latest.is_none_or(|latest| world.now() <= latest), "{world:?}");
        let mut events = Vec::new();
        model.actions(&state, &mut events);
        for event in &events {
            if let Action::Fire(pid, ()) = &event.action {
                let armed = world.process(*pid).and_then(|process| process.timers().next().map(|(.., due)| due));
                assert_eq!(armed, Some(event.at));
            }
        }
        waiting.extend(events.iter().filter_map(|event| model.next(&state, event)));
    }
    assert_eq!(looked_at, 5_000);
}
