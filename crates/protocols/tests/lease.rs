//! Whatever crashes, pauses or gets lost: while clocks keep to their bounds there is one holder, and a store with fencing tokens follows the
//! leases. Each unsafe choice breaks that somewhere. Once everything is repaired, whoever asks gets the lease. The server's load is the paper's.

use std::rc::Rc;
use synod_check::{End, Event as Happening, Fact, Property, Record, Verdict, What, unfold};
use synod_kernel::rng::{Draw, Purpose};
use synod_kernel::{Action, Chronicle, Event, Life, Pid, Ratio, Time, World};
use synod_protocols::lease::{Leases, Op, Ret, formula, load};
use synod_protocols::{Lab, ParamValue, Params, Script, int, on, pick};

const SERVER: Pid = Pid(0);
const HOLDERS: [Pid; 3] = [Pid(2), Pid(3), Pid(4)];
const PROCESSES: u64 = 5;
/// Faults happen until then.
const STORM_US: Time = 3_000_000;

type Setting = Vec<(&'static str, ParamValue)>;

/// How far the holders' clocks are off, in parts per million, or in microseconds.
#[derive(Clone, Copy)]
enum Clocks {
    Right,
    /// Up to as slow as is allowed for, or fast.
    Drifting,
    /// Up to ε ahead or behind.
    Apart,
}

fn lab(setting: &Setting) -> Leases {
    let mut params: Params = Leases::params().into_iter().map(|spec| (spec.id.to_owned(), spec.default)).collect();
    let few = [int("holders", 3), int("extensions", 2), int("term", 150), int("patience", 400)];
    params.extend(few.iter().chain(setting).map(|(id, value)| ((*id).to_owned(), value.clone())));
    Leases::with(&params).expect("these parameters fit together")
}

struct Run {
    world: World<Leases>,
    chronicle: Chronicle<Leases>,
    names: Vec<String>,
    /// What befell whom, and before which fact.
    befell: Vec<(u32, Happening)>,
}

impl Run {
    fn new(lab: Leases, seed: u64) -> Run {
        let cluster = lab.cluster();
        let mut chronicle = Chronicle::default();
        let world = World::new(Rc::new(lab), PROCESSES as u16, cluster.network, seed, &mut chronicle).expect("few processes");
        let names = cluster.processes.into_iter().map(|process| process.name).collect();
        Run { world, chronicle, names, befell: Vec::new() }
    }

    /// What makes no sense at the moment, such as crashing a crashed process, is refused and leaves the run as it is.
    fn act(&mut self, at: Time, action: Action<Leases>) {
        let befell = match action {
            Action::Crash(pid) | Action::Pause(pid) => Some((pid, What::Failed)),
            Action::Restart(pid) | Action::Resume(pid) => Some((pid, What::Recovered)),
            _ => None,
        };
        let declared = self.chronicle.facts().len() as u32;
        let done = self.world.apply(&Event { at, action }, &mut self.chronicle).is_ok();
        if let (Some((pid, what)), true) = (befell, done) {
            self.befell.push((declared, Happening { at, process: pid.0, what }));
        }
    }

    fn go_on_until(&mut self, until: Time) {
        while let Some(event) = self.world.scheduled().filter(|event| event.at <= until) {
            self.world.apply(&event, &mut self.chronicle).expect("what is due can happen");
        }
    }

    /// Who believes to hold the lease; everybody where nobody does.
    fn believers(&self) -> Vec<Pid> {
        let facts = self.chronicle.facts();
        let last = |pid: Pid| facts.iter().rfind(|life| life.process == pid).map(|life| &life.fact);
        let believers: Vec<Pid> = HOLDERS.into_iter().filter(|pid| matches!(last(*pid), Some(Fact::Acquired { .. }))).collect();
        if believers.is_empty() { HOLDERS.into() } else { believers }
    }

    fn repair(&mut self) {
        let lives: Vec<(Pid, Life)> = self.world.processes().map(|(pid, process)| (pid, process.life())).collect();
        for (pid, life) in lives {
            match life {
                Life::Up => {}
                Life::Paused => self.act(STORM_US, Action::Resume(pid)),
                Life::Crashed => self.act(STORM_US, Action::Restart(pid)),
            }
        }
        for action in [Action::Heal, Action::Loss(Ratio::ZERO), Action::Duplication(Ratio::ZERO)] {
            self.act(STORM_US, action);
        }
    }

    fn verdict(&self, property: Property) -> Verdict {
        let mut befell = self.befell.iter().peekable();
        let mut events = Vec::new();
        for (i, life) in (0..).zip(self.chronicle.facts()) {
            while let Some((_, happening)) = befell.next_if(|(before, _)| *before <= i) {
                events.push(happening.clone());
            }
            events.push(Happening { at: life.when.1, process: life.process.0, what: What::Did(life.fact.clone()) });
        }
        events.extend(befell.map(|(_, happening)| happening.clone()));
        let end = End { at: self.world.now(), quiet: false, whole: false };
        unfold(&Record { processes: self.names.clone(), events, end }, property).end
    }

    fn breaks(&self, property: Property) -> bool {
        matches!(self.verdict(property), Verdict::Violated(_))
    }
}

/// A run in which everybody asks, writes and releases, crashes and pauses, and the network does what it may; all drawn from the seed.
fn storm(setting: &Setting, clocks: Clocks, seed: u64) -> Run {
    let mut run = Run::new(lab(setting), seed);
    let mut draw = Draw::new(seed, Purpose::Workload, (0, 0));
    for pid in HOLDERS {
        match clocks {
            Clocks::Right => {}
            Clocks::Drifting => run.act(0, Action::Drift(pid, draw.between(0, 150_000) as i32 - 100_000)),
            Clocks::Apart => run.act(0, Action::ShiftClock(pid, draw.between(0, 10_000).cast_signed() - 5_000)),
        }
    }
    let mut now = 0;
    loop {
        now += draw.between(0, 50_000);
        if now >= STORM_US {
            break;
        }
        run.go_on_until(now);
        let holder = HOLDERS[draw.between(0, 2) as usize];
        let anybody = Pid(draw.between(0, PROCESSES - 1) as u16);
        let other = Pid(draw.between(0, PROCESSES - 1) as u16);
        let believers = run.believers();
        let believer = believers[draw.between(0, believers.len() as u64 - 1) as usize];
        let action = match draw.between(0, 35) {
            0..=9 => Action::Request(holder, Op::Acquire),
            10..=21 => Action::Request(believer, Op::Write(draw.between(1, 99).cast_signed())),
            22 => Action::Request(believer, Op::Release),
            23 => Action::Crash(anybody),
            24 => Action::Crash(SERVER),
            25 | 26 => Action::Restart(anybody),
            27 => Action::Restart(SERVER),
            28 => Action::Pause(anybody),
            29 => Action::Pause(believer),
            30 | 31 => Action::Resume(anybody),
            32 => Action::Loss(Ratio::percent(draw.between(0, 30) as u32)),
            33 => Action::Duplication(Ratio::percent(draw.between(0, 50) as u32)),
            34 => Action::Slow(anybody, other, draw.between(1, 20) as u16),
            _ if draw.between(0, 1) == 0 => Action::Cut(anybody, other),
            _ => Action::Heal,
        };
        run.act(now, action);
    }
    run.go_on_until(STORM_US);
    run
}

fn delays() -> [Setting; 3] {
    ["constant", "log-normal", "pareto"].map(|delay| vec![pick("delay", delay)])
}

#[test]
fn while_clocks_keep_to_their_bounds_there_is_one_holder() {
    for (rule, clocks) in [("sent", Clocks::Drifting), ("time-of-day", Clocks::Apart), ("no-margin", Clocks::Right)] {
        for recovery in ["wait", "table"] {
            for setting in delays() {
                let setting = [setting, vec![pick("rule", rule), pick("recovery", recovery)]].concat();
                for seed in 0..60 {
                    let verdict = storm(&setting, clocks, seed).verdict(Property::OneHolder);
                    assert_eq!(verdict, Verdict::Holds, "{setting:?}, seed {seed}");
                }
            }
        }
    }
}

/// Even where there are two holders.
#[test]
fn fencing_keeps_the_order_of_leases_whatever_happens() {
    // Drift shows in a long term, a slow grant in a short one.
    for (unsafe_choice, term_ms) in
        [(pick("rule", "arrival"), 200), (pick("rule", "no-margin"), 1_000), (pick("recovery", "forget"), 500)]
    {
        let setting = vec![
            pick("recovery", "table"),
            unsafe_choice,
            on("fencing"),
            pick("delay", "pareto"),
            int("term", term_ms),
            int("patience", 2_000),
            int("extensions", 0),
        ];
        let runs: Vec<Run> = (0..200).map(|seed| storm(&setting, Clocks::Drifting, seed)).collect();
        assert!(runs.iter().any(|run| run.breaks(Property::OneHolder)), "{setting:?}");
        for (seed, run) in runs.iter().enumerate() {
            assert_eq!(run.verdict(Property::GuardedWrites), Verdict::Holds, "{setting:?}, seed {seed}");
        }
    }
}

#[test]
fn without_fencing_a_late_write_comes_through_though_there_is_one_holder() {
    let setting = vec![pick("recovery", "table"), int("work", 60), int("extensions", 0)];
    let late = (0..2_000).map(|seed| storm(&setting, Clocks::Right, seed)).find(|run| run.breaks(Property::GuardedWrites));
    assert_eq!(late.expect("some write is late").verdict(Property::OneHolder), Verdict::Holds);
}

#[test]
fn once_everything_is_repaired_whoever_asks_gets_the_lease() {
    for recovery in ["wait", "table", "forget"] {
        for seed in 0..100 {
            let mut run = storm(&vec![pick("recovery", recovery), int("patience", 5_000)], Clocks::Drifting, seed);
            run.repair();
            // By then everybody has the answer to what was asked for in the storm, or has given up, and all leases are over.
            run.go_on_until(STORM_US + 6_000_000);
            for pid in HOLDERS {
                let at = run.world.now().max(STORM_US + 6_000_000);
                run.act(at, Action::Request(pid, Op::Acquire));
            }
            run.go_on_until(STORM_US + 12_000_000);
            let asked = run.chronicle.operations().iter().rev().take(HOLDERS.len());
            for operation in asked {
                let answer = operation.returned.as_ref().map(|(_, ret)| *ret);
                assert!(matches!(answer, Some(Ret::Holds(_))), "{recovery}, seed {seed}: {operation:?}");
            }
        }
    }
}

/// Gray & Cheriton 1989, § 3.1, figure 1: most of the load is gone with a term of a few seconds.
#[test]
fn the_load_of_the_server_follows_the_formula() {
    let mut before = u64::MAX;
    for term_ms in [50, 500, 2_000, 5_000, 10_000] {
        let lab = lab(&vec![int("term", term_ms), int("extensions", 0), int("patience", 60_000)]);
        // One use a second.
        let runs = (0..10).map(|seed| load(&lab, 1_000, 2_000, seed).expect("the network can be drawn from"));
        let measured = runs.sum::<u64>() / 10;
        let (_, formula) = formula(&lab, 1_000).expect("the mean delay is known");
        let difference = measured.abs_diff(formula) * 100 / formula;
        assert!(difference <= 3, "term {term_ms} ms: {measured} measured, {formula} by the formula");
        assert!(measured < before, "term {term_ms} ms");
        before = measured;
    }
}

#[test]
fn operations_and_timers_are_heard_as_they_are_said() {
    for op in [Op::Acquire, Op::Release, Op::Write(-3)] {
        assert_eq!(Leases::hear(&Leases::say(&op)), Ok(op));
    }
    for id in ["term", "recovered", "expiry", "extend", "retry", "work", "give-up"] {
        assert_eq!(Leases::timer_of(id).as_ref().map(Leases::timer_id).as_deref(), Some(id));
    }
    assert!(Leases::timer_of("").is_none() && Script::<Leases>::default().decisions().is_empty());
}
