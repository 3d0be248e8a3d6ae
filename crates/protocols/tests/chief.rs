//! One coordinator, one chief, and ballots with majorities never decide two values, whatever the network does; several coordinators,
//! and a successor that does not ask first, do in some run. Once everything is repaired, whatever was taken up is decided.

use std::rc::Rc;
use synod_check::{Fact, Value};
use synod_kernel::rng::{Draw, Purpose};
use synod_kernel::{Action, Chronicle, Event, FactLife, Life, Pid, Process, Ratio, World};
use synod_protocols::chief::{Chief, Op};
use synod_protocols::{Lab, ParamValue, Params};

/// What a run came to.
struct End {
    facts: Vec<FactLife<Fact>>,
}

impl End {
    /// Who learned what, in order.
    fn learned(&self) -> Vec<(Pid, &Value)> {
        let learned = |life| match life {
            &FactLife { process, fact: Fact::Learned { ref value, .. }, .. } => Some((process, value)),
            _ => None,
        };
        self.facts.iter().filter_map(learned).collect()
    }

    fn agrees(&self) -> bool {
        let learned = self.learned();
        learned.windows(2).all(|pair| pair[0].1 == pair[1].1)
    }

    /// Whether each process learned once at most.
    fn is_settled(&self) -> bool {
        let learned = self.learned();
        learned.iter().enumerate().all(|(i, one)| learned[..i].iter().all(|other| other.0 != one.0))
    }

    /// Whether whatever was learned had been proposed before.
    fn is_valid(&self) -> bool {
        let proposed_before = |i: usize, value: &Value| {
            self.facts[..i].iter().any(|life| matches!(&life.fact, Fact::Proposed { value: proposed, .. } if proposed == value))
        };
        let valid = |(i, life): (usize, &FactLife<Fact>)| match &life.fact {
            Fact::Learned { value, .. } => proposed_before(i, value),
            _ => true,
        };
        self.facts.iter().enumerate().all(valid)
    }

    fn proposed(&self) -> bool {
        self.facts.iter().any(|life| matches!(life.fact, Fact::Proposed { .. }))
    }
}

/// A run with drops, duplicates, delays, crashes, pauses and cut links, all drawn from the seed; then all is repaired.
struct Run {
    world: World<Chief>,
    chronicle: Chronicle<Chief>,
    draw: Draw,
    /// How many coordinators and participants there are.
    servers: u16,
    /// How many processes there are.
    all: u16,
}

impl Run {
    fn new(seed: u64, rule: &str) -> Run {
        let mut params: Params = Chief::params().into_iter().map(|spec| (spec.id.to_owned(), spec.default)).collect();
        let mut draw = Draw::new(seed, Purpose::Workload, (0, 0));
        params.insert("rule".to_owned(), ParamValue::Pick(rule.to_owned()));
        params.insert("coordinators".to_owned(), ParamValue::Int(draw.between(2, 3).cast_signed()));
        params.insert("participants".to_owned(), ParamValue::Int(draw.between(3, 5).cast_signed()));
        params.insert("delay".to_owned(), ParamValue::Pick("exponential".to_owned()));
        let lab = Chief::with(&params).expect("these parameters fit together");
        let cluster = lab.cluster();
        let all = cluster.processes.len() as u16;
        let servers = cluster.processes.iter().filter(|process| !process.client).count() as u16;
        let mut chronicle = Chronicle::default();
        let world =
            World::new(Rc::new(lab), all, cluster.network, seed, &mut chronicle).expect("these processes are not too many");
        Run { world, chronicle, draw, servers, all }
    }

    fn faulty(mut self, steps: usize) -> Run {
        for n in 0..steps {
            if n == 0 || self.draw.between(0, 3) == 0 {
                let action = self.fault();
                self.try_now(action);
            } else {
                self.go_on();
            }
        }
        self
    }

    /// Everything is repaired, clients ask once more, and the run goes on until nothing happens or it has been long enough.
    fn repaired(mut self) -> End {
        for action in [Action::Heal, Action::Loss(Ratio::ZERO), Action::Duplication(Ratio::ZERO)] {
            self.try_now(action);
        }
        for pid in (0..self.all).map(Pid) {
            self.try_now(Action::Restart(pid));
            self.try_now(Action::Resume(pid));
        }
        let end = self.world.now() + 60_000_000;
        while self.world.now() < end && self.go_on() {}
        self.end()
    }

    fn end(self) -> End {
        End { facts: self.chronicle.facts().to_vec() }
    }

    fn go_on(&mut self) -> bool {
        let Some(event) = self.world.scheduled() else { return false };
        self.world.apply(&event, &mut self.chronicle).is_ok()
    }

    /// What makes no sense at the moment, such as crashing a crashed process, is refused and leaves the run as it is.
    fn try_now(&mut self, action: Action<Chief>) {
        let event = Event { at: self.world.now(), action };
        let _ = self.world.apply(&event, &mut self.chronicle);
    }

    fn fault(&mut self) -> Action<Chief> {
        let draw = &mut self.draw;
        let server = Pid(draw.between(0, u64::from(self.servers) - 1) as u16);
        let other = Pid(draw.between(0, u64::from(self.all) - 1) as u16);
        let client = Pid(draw.between(u64::from(self.servers), u64::from(self.all) - 1) as u16);
        match draw.between(0, 12) {
            0..=3 => Action::Request(client, Op(Value::Int(i64::from(client.0)))),
            4 | 5 => match self.world.process(server).map(Process::life) {
                Some(Life::Crashed) => Action::Restart(server),
                Some(Life::Paused) => Action::Resume(server),
                _ if draw.between(0, 1) == 0 => Action::Pause(server),
                _ => Action::Crash(server),
            },
            6 => Action::Cut(server, other),
            7 => Action::Cut(other, server),
            8 => Action::Heal,
            9 => Action::Loss(Ratio::percent(draw.between(0, 20) as u32)),
            10 => Action::Duplication(Ratio::percent(draw.between(0, 50) as u32)),
            _ => match self.world.in_flight().next() {
                Some(flight) => Action::Delay(flight.id, draw.between(1_000, 300_000)),
                None => Action::Heal,
            },
        }
    }
}

#[test]
fn the_safe_rules_never_decide_two_values_and_decide_once_all_is_repaired() {
    for rule in ["one", "chief", "majority"] {
        for seed in 0..10_000 {
            let end = Run::new(seed, rule).faulty(150).repaired();
            assert!(end.agrees(), "{rule}, seed {seed}: {:?}", end.learned());
            assert!(end.is_settled() && end.is_valid(), "{rule}, seed {seed}: {:?}", end.facts);
            assert!(!end.proposed() || !end.learned().is_empty(), "{rule}, seed {seed}: nothing was decided");
        }
    }
}

#[test]
fn the_unsafe_rules_decide_two_values_in_some_run() {
    for rule in ["many", "takeover"] {
        let split = (0..600).find(|&seed| !Run::new(seed, rule).faulty(150).end().agrees());
        assert!(split.is_some(), "{rule}");
    }
}

#[test]
fn even_the_unsafe_rules_decide_only_what_was_proposed_and_stay_with_it() {
    for rule in ["many", "takeover"] {
        for seed in 0..200 {
            let end = Run::new(seed, rule).faulty(150).repaired();
            assert!(end.is_settled() && end.is_valid(), "{rule}, seed {seed}: {:?}", end.facts);
        }
    }
}
