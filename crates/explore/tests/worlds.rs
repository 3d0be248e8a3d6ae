//! Basic Paxos, the very protocol of the lab, in every order: what is found is a script that the simulator replays.

use std::rc::Rc;
use synod_check::{Fact, Value};
use synod_explore::{Bounds, Budget, End, Explorer, Model, Observer, Reductions, Settings, Worlds};
use synod_kernel::{Action, Chronicle, Happening, Pid, Timeline, World, fingerprint_of};
use synod_protocols::basic_paxos::{BasicPaxos, Op};
use synod_protocols::{Lab, ParamValue, Params};

/// Promise 0: nobody learns another value than somebody before. It remembers what was learned first, and whether something else was.
#[derive(Clone, Debug, Default)]
struct Agreement {
    learned: Option<Value>,
    differs: bool,
}

impl Observer<BasicPaxos> for Agreement {
    fn see(&mut self, what: &Happening<'_, BasicPaxos>) {
        if let Happening::Told(_, Fact::Learned { value, .. }) = what {
            let first = self.learned.get_or_insert_with(|| value.clone());
            self.differs |= first != value;
        }
    }
    fn fingerprint(&self) -> u128 {
        fingerprint_of(&(&self.learned, self.differs)).0
    }
    fn broken(&self) -> u64 {
        u64::from(self.differs)
    }
    fn is_goal(&self) -> bool {
        self.learned.is_some()
    }
    /// There is one learner, so there are no two processes whose order it could remember.
    fn is_indifferent_to_order(&self) -> bool {
        true
    }
}

type Paxos = Worlds<BasicPaxos, Agreement>;

/// Two clients with one value each, and so large a quorum of three acceptors.
fn paxos(quorum: i64, budget: Budget, prunes: bool) -> Paxos {
    let mut params: Params = BasicPaxos::params().into_iter().map(|spec| (spec.id.to_owned(), spec.default)).collect();
    let changed = [("clients", 2), ("proposers", 2), ("acceptors", 3), ("quorum", quorum)];
    params.extend(changed.map(|(id, value)| (id.to_owned(), ParamValue::Int(value))));
    let lab = BasicPaxos::with(&params).expect("these parameters fit together");
    let cluster = lab.cluster();
    let count = cluster.processes.len() as u16;
    let world = World::new(Rc::new(lab), count, cluster.network, 1, &mut ()).expect("few processes");
    let worlds = Worlds::new(world, Agreement::default(), budget);
    let mut worlds = if prunes { worlds.prune_ignored() } else { worlds };
    for client in 0..2 {
        let proposal = Op::Propose(Value::Int(i64::from(client)));
        worlds = worlds.programme(Pid(client), vec![proposal]).expect("it is a client");
    }
    worlds
}

const NO_TIMEOUTS: Budget = Budget { timeouts: 0, ..Budget::NO_FAULTS };

fn explored(model: Paxos, reductions: Reductions, depth: u32) -> Explorer<Paxos> {
    let bounds = Bounds { depth, ..Bounds::NONE };
    let mut explorer = Explorer::new(model, Settings { reductions, bounds, ..Settings::ALL }).expect("settings that agree");
    explorer.run_to_end();
    explorer
}

/// The names of the world's states in a run of the simulator with this script, as far as it decides; one that only delays is left out.
fn replayed(model: &Paxos, steps: &[Action<BasicPaxos>], apart_us: u64) -> Vec<u128> {
    let start = model.starts().remove(0).world;
    let script = model.script(steps, apart_us).expect("the steps of a witness");
    let decisions = script.len() as u32;
    let mut timeline = Timeline::new(start, Chronicle::default(), script).expect("a short script");
    let mut names = vec![timeline.here().fingerprint().0];
    for step in 1..=decisions {
        assert!(timeline.extend(), "the run goes on");
        timeline.seek(step);
        let last = &timeline.steps()[step as usize - 1];
        assert_eq!(last.decision, Some(step - 1), "the simulator does nothing by itself in between");
        if !matches!(last.event.action, Action::Delay(..)) {
            names.push(timeline.here().fingerprint().0);
        }
    }
    assert!(timeline.dropped().is_empty());
    names
}

#[test]
fn too_small_a_quorum_chooses_twice_and_the_simulator_replays_it() {
    let explorer = explored(paxos(1, NO_TIMEOUTS, true), Reductions::default(), u32::MAX);
    let [violation] = explorer.violations() else { panic!("two values are learned") };
    // Of each value: requested, put forth, prepared, promised, accepted, and learned.
    assert_eq!(violation.depth, 12);
    let witness = explorer.witness(violation.state).expect("it was found").expect("it can be found again");
    let found: Vec<u128> = witness.states.iter().map(|state| state.world.fingerprint().0).collect();
    for apart_us in [0, 1_000, 100_000, 1_000_000] {
        assert_eq!(replayed(explorer.model(), &witness.actions, apart_us), found, "{apart_us} µs apart");
    }
}

#[test]
fn a_majority_chooses_once_as_far_as_it_was_looked() {
    let crash = Budget { crashes: 1, restarts: 1, timeouts: 1, ..Budget::NO_FAULTS };
    let explorer = explored(paxos(0, crash, true), Reductions::default(), 5);
    assert_eq!(explorer.progress().end, Some(End::Depth));
    assert!(explorer.violations().is_empty());
}

#[test]
fn leaving_ignored_messages_in_flight_hides_nothing() {
    let short = |prunes| explored(paxos(1, NO_TIMEOUTS, prunes), Reductions::default(), 7).progress();
    let (pruned, whole) = (short(true), short(false));
    assert!(pruned.states <= whole.states && pruned.depth == whole.depth, "{pruned:?} {whole:?}");
}

#[test]
fn the_order_of_steps_of_different_processes_need_not_be_tried() {
    let settings = |partial_order| Reductions { partial_order, ..Reductions::default() };
    let all = explored(paxos(1, NO_TIMEOUTS, true), settings(false), 7).progress();
    let fewer = explored(paxos(1, NO_TIMEOUTS, true), settings(true), 7).progress();
    assert_eq!((all.states, all.depth), (fewer.states, fewer.depth));
    assert!(fewer.steps < all.steps, "{} of {}", fewer.steps, all.steps);
}
