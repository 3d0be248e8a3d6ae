//! What each choice of two keeps, over random runs with drops, duplicates, crashes, pauses and partitions: CA and CP are linearizable
//! whatever happens; AP answers whatever happens, and its copies agree once everything is repaired.

use std::rc::Rc;
use synod_check::{Budget, Fact, Model, Value, Verdict, judge};
use synod_kernel::rng::{Draw, Purpose};
use synod_kernel::{Action, Chronicle, Event, Life, Pid, Ratio, World};
use synod_protocols::cap::Cap;
use synod_protocols::replicated::Op;
use synod_protocols::{Lab, ParamValue, Params, Past};

const REPLICAS: u16 = 3;
const SEEDS: u64 = 700;

struct Run {
    names: Vec<String>,
    chronicle: Chronicle<Cap>,
    world: World<Cap>,
}

impl Run {
    fn begin(seed: u64, choice: &str, reconcile: &str) -> Run {
        let mut params: Params = Cap::params().into_iter().map(|spec| (spec.id.to_owned(), spec.default)).collect();
        params.insert("choice".to_owned(), ParamValue::Pick(choice.to_owned()));
        params.insert("reconcile".to_owned(), ParamValue::Pick(reconcile.to_owned()));
        params.insert("replicas".to_owned(), ParamValue::Int(REPLICAS.into()));
        params.insert("clients".to_owned(), ParamValue::Int(3));
        params.insert("delay".to_owned(), ParamValue::Pick("exponential".to_owned()));
        let lab = Cap::with(&params).expect("these parameters fit together");
        let cluster = lab.cluster();
        let names: Vec<String> = cluster.processes.iter().map(|process| process.name.clone()).collect();
        let mut chronicle = Chronicle::default();
        let world =
            World::new(Rc::new(lab), names.len() as u16, cluster.network, seed, &mut chronicle).expect("six are not too many");
        let mut run = Run { names, chronicle, world };
        let mut draw = Draw::new(seed, Purpose::Workload, (0, 0));
        for n in 0..400 {
            let at = run.world.now();
            match (draw.between(0, 9), run.world.scheduled()) {
                (1.., Some(event)) => run.apply(&event),
                _ => {
                    let action = run.random_action(&mut draw, n);
                    run.apply(&Event { at, action });
                }
            }
        }
        run
    }

    /// What makes no sense at the moment, such as crashing a crashed process, is refused and leaves the run as it is.
    fn apply(&mut self, event: &Event<Cap>) {
        let _ = self.world.apply(event, &mut self.chronicle);
    }

    fn random_action(&self, draw: &mut Draw, n: i64) -> Action<Cap> {
        let replica = Pid(draw.between(0, 2) as u16);
        let client = Pid(draw.between(3, 5) as u16);
        match draw.between(0, 13) {
            0..=3 => Action::Request(client, Op::Write(Value::Int(n))),
            4..=7 => Action::Request(client, Op::Read),
            8 => match self.world.process(replica).expect("there are three").life() {
                Life::Up => Action::Crash(replica),
                _ => Action::Restart(replica),
            },
            9 => Action::Cut(replica, Pid(draw.between(0, 2) as u16)),
            10 => Action::Partition(vec![
                vec![replica, Pid(replica.0 + 3)],
                (0..6).map(Pid).filter(|p| p.0 % 3 != replica.0).collect(),
            ]),
            11 => Action::Heal,
            12 => Action::Loss(Ratio::percent(draw.between(0, 10) as u32)),
            _ => match self.world.in_flight().next() {
                Some(flight) => Action::Delay(flight.id, draw.between(1_000, 100_000)),
                None => Action::Duplication(Ratio::percent(20)),
            },
        }
    }

    /// Repairs everything and follows the run until nothing more happens.
    fn repair(&mut self) {
        let at = self.world.now();
        let mut repairs = vec![Action::Heal, Action::Loss(Ratio::ZERO), Action::Duplication(Ratio::ZERO)];
        repairs.extend((0..REPLICAS).map(|i| Action::Restart(Pid(i))));
        for action in repairs {
            self.apply(&Event { at, action });
        }
        for _ in 0..5_000 {
            let Some(event) = self.world.scheduled() else { return };
            self.apply(&event);
        }
        panic!("the run does not come to rest");
    }

    fn verdict(&self, model: Model, quiet: bool) -> Verdict {
        let past = Past { chronicle: &self.chronicle, step: u32::MAX, world: &self.world, quiet, names: &self.names };
        judge(&self.world.protocol().history(&past), model, Budget::default()).verdict
    }

    fn refused(&self) -> bool {
        self.chronicle.facts().iter().any(|life| matches!(life.fact, Fact::Unserved { .. }))
    }
}

#[test]
fn ca_and_cp_are_linearizable_whatever_happens_and_refuse_some_requests() {
    for choice in ["ca", "cp"] {
        let mut refused = 0;
        for seed in 0..SEEDS {
            let mut run = Run::begin(seed, choice, "lww");
            run.repair();
            assert_eq!(run.verdict(Model::Linearizable, false), Verdict::Holds, "{choice}, seed {seed}");
            assert_eq!(run.verdict(Model::Eventual, true), Verdict::Holds, "{choice}, seed {seed}");
            refused += u32::from(run.refused());
        }
        assert!(refused > 0, "{choice} owes answers in a partition");
    }
}

#[test]
fn ap_refuses_nothing_and_converges_once_all_is_repaired() {
    for reconcile in ["lww", "siblings"] {
        let mut inconsistent = 0;
        for seed in 0..SEEDS {
            let mut run = Run::begin(seed, "ap", reconcile);
            run.repair();
            assert!(!run.refused(), "{reconcile}, seed {seed}");
            for (model, quiet) in [(Model::Eventual, true), (Model::ReadYourWrites, false), (Model::MonotonicReads, false)] {
                assert_eq!(run.verdict(model, quiet), Verdict::Holds, "{reconcile}, seed {seed}");
            }
            if reconcile == "siblings" {
                assert_eq!(run.verdict(Model::NoLostWrites, true), Verdict::Holds, "seed {seed}");
            }
            inconsistent += u32::from(matches!(run.verdict(Model::Linearizable, false), Verdict::Violated(_)));
        }
        assert!(inconsistent > 0, "{reconcile} loses consistency in a partition");
    }
}
