//! Whatever crashes: every detector finds it in the end (strong completeness), and on a timely network without restarts none accuses anybody
//! who works. What survives knows the same group.

use std::rc::Rc;
use synod_check::{End, Event as Happening, Property, Record, Verdict, What, unfold};
use synod_kernel::rng::{Draw, Purpose};
use synod_kernel::{Action, Chronicle, Event, Life, Pid, Ratio, Time, World};
use synod_protocols::membership::Membership;
use synod_protocols::{Lab, ParamValue, Params};

const DETECTORS: [&str; 3] = ["heartbeat", "phi", "swim"];
/// Faults happen until then.
const STORM_US: Time = 2_000_000;
/// Nothing fails any more from then on; long enough for every detector, and for two members that refute each other's suspicions.
const CALM_US: Time = 6_000_000;

struct Outcome {
    record: Record,
}

impl Outcome {
    fn verdict(&self, property: Property) -> Verdict {
        unfold(&self.record, property).end
    }
}

/// A run in which members crash, and with `unruly` also start again, are paused, and lose messages; all drawn from the seed.
fn run(detector: &str, seed: u64, unruly: bool) -> Outcome {
    let mut params: Params = Membership::params().into_iter().map(|spec| (spec.id.to_owned(), spec.default)).collect();
    params.insert("detector".to_owned(), ParamValue::Pick(detector.to_owned()));
    let lab = Membership::with(&params).expect("these parameters fit together");
    let cluster = lab.cluster();
    let count = u16::try_from(cluster.processes.len()).expect("few processes");
    let names: Vec<String> = cluster.processes.iter().map(|process| process.name.clone()).collect();
    let mut chronicle = Chronicle::default();
    let mut world = World::new(Rc::new(lab), count, cluster.network, seed, &mut chronicle).expect("few processes");
    let mut draw = Draw::new(seed, Purpose::Workload, (0, 0));
    let mut events = Vec::new();
    let mut next_fault = draw.between(0, 400_000);
    let mut calm = false;
    while world.now() < CALM_US {
        if world.now() >= STORM_US && !calm {
            calm = true;
            let mut end = vec![Action::Loss(Ratio::ZERO)];
            for (pid, process) in world.processes() {
                match process.life() {
                    Life::Paused => end.push(Action::Resume(pid)),
                    Life::Up | Life::Crashed => {}
                }
            }
            for action in end {
                apply(&mut world, action, &mut chronicle, &mut events);
            }
        }
        if !calm && world.now() >= next_fault {
            next_fault = world.now() + draw.between(0, 600_000);
            let action = fault(&world, &mut draw, unruly);
            apply(&mut world, action, &mut chronicle, &mut events);
        }
        let Some(event) = world.scheduled() else { break };
        let _ = world.apply(&event, &mut chronicle);
    }
    Outcome { record: record(names, &chronicle, events, world.now()) }
}

fn fault(world: &World<Membership>, draw: &mut Draw, unruly: bool) -> Action<Membership> {
    let pid = Pid(draw.between(0, 5) as u16);
    let life = world.process(pid).expect("there are six").life();
    match (draw.between(0, if unruly { 3 } else { 0 }), life) {
        (_, Life::Crashed) if unruly => Action::Restart(pid),
        (_, Life::Paused) => Action::Resume(pid),
        (1, _) => Action::Pause(pid),
        (2, _) => Action::Loss(Ratio::percent(draw.between(0, 30) as u32)),
        _ => Action::Crash(pid),
    }
}

/// What the run went through, with what befell whom.
fn apply(
    world: &mut World<Membership>,
    action: Action<Membership>,
    chronicle: &mut Chronicle<Membership>,
    events: &mut Vec<(u32, Happening)>,
) {
    let at = world.now();
    let befell = match action {
        Action::Crash(pid) | Action::Pause(pid) => Some((pid, What::Failed)),
        Action::Restart(pid) | Action::Resume(pid) => Some((pid, What::Recovered)),
        _ => None,
    };
    // What makes no sense at the moment, such as crashing a crashed process, is refused and leaves the run as it is.
    let declared = chronicle.facts().len() as u32;
    let done = world.apply(&Event { at, action }, chronicle).is_ok();
    if let (Some((pid, what)), true) = (befell, done) {
        events.push((declared, Happening { at, process: pid.0, what }));
    }
}

/// Facts, and what befell whom before the fact of that number.
fn record(names: Vec<String>, chronicle: &Chronicle<Membership>, befell: Vec<(u32, Happening)>, at: Time) -> Record {
    let mut befell = befell.into_iter().peekable();
    let mut events = Vec::new();
    for (i, life) in (0..).zip(chronicle.facts()) {
        while let Some((_, happening)) = befell.next_if(|(before, _)| *before <= i) {
            events.push(happening);
        }
        events.push(Happening { at: life.when.1, process: life.process.0, what: What::Did(life.fact.clone()) });
    }
    events.extend(befell.map(|(_, happening)| happening));
    Record { processes: names, events, end: End { at, quiet: false, whole: false } }
}

#[test]
fn whoever_crashed_is_suspected_by_everybody_in_the_end() {
    for detector in DETECTORS {
        for seed in 0..60 {
            for unruly in [false, true] {
                let verdict = run(detector, seed, unruly).verdict(Property::Complete);
                assert_eq!(verdict, Verdict::Holds, "{detector}, seed {seed}, unruly {unruly}");
            }
        }
    }
}

#[test]
fn on_a_timely_network_nobody_who_works_is_accused() {
    for detector in DETECTORS {
        for seed in 0..100 {
            let verdict = run(detector, seed, false).verdict(Property::Accurate);
            assert_eq!(verdict, Verdict::Holds, "{detector}, seed {seed}");
        }
    }
}

#[test]
fn false_suspicions_happen_and_are_taken_back_by_heartbeats() {
    for detector in ["heartbeat", "phi"] {
        let runs: Vec<Outcome> = (0..60).map(|seed| run(detector, seed, true)).collect();
        assert!(runs.iter().any(|run| matches!(run.verdict(Property::Accurate), Verdict::Violated(_))), "{detector}");
        for (seed, run) in runs.iter().enumerate() {
            assert_eq!(run.verdict(Property::EventuallyAccurate), Verdict::Holds, "{detector}, seed {seed}");
        }
    }
}
