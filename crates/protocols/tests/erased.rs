//! A lab without its type is the same lab: its worlds take the same steps and have the same fingerprints, and it says and shows the same of
//! them.

use std::rc::Rc;
use synod_kernel::{Action, Chronicle, Decision, Event, Limits, Pid, Protocol, Time, Timeline, World};
use synod_protocols::base::Base;
use synod_protocols::cap::Cap;
use synod_protocols::gossip::Gossip;
use synod_protocols::logs::ReplicatedLogs;
use synod_protocols::models::Models;
use synod_protocols::multi_paxos::MultiPaxos;
use synod_protocols::nwr::Nwr;
use synod_protocols::raft::Raft;
use synod_protocols::request::RequestReply;
use synod_protocols::side_by_side::SideBySide;
use synod_protocols::three_phase::ThreePhase;
use synod_protocols::{Cluster, Datum, Erased, Kind, Lab, Params, Past, Scenario};

/// How long a run is followed after its last decision, in microseconds.
const AFTERMATH_US: Time = 1_000_000;

/// The scenario's run, followed as the session would.
fn follow<P: Protocol>(lab: P, cluster: Cluster, seed: u64, script: Vec<Decision<P>>) -> Timeline<P> {
    let mut chronicle = Chronicle::default();
    let until = script.iter().map(|decision| decision.at).max().unwrap_or(0) + AFTERMATH_US;
    let count = u16::try_from(cluster.processes.len()).expect("a cluster is small");
    let world = World::new(Rc::new(lab), count, cluster.network, seed, &mut chronicle).expect("the lab's own cluster");
    let mut timeline = Timeline::new(world, chronicle, script).expect("a shipped script is short");
    timeline.extend_until(until, Limits::STEPS_MAX);
    timeline
}

/// The decision with its types again. Scenarios make no choices.
fn typed<L: Lab>(decision: &Decision<Erased>) -> Decision<L> {
    let action = match decision.action.clone() {
        Action::Request(client, op) => Action::Request(client, op.get::<L::Op>().cloned().expect("an operation of this lab")),
        Action::Fire(pid, timer) => Action::Fire(pid, timer.get::<L::Timer>().expect("it is of this lab").clone()),
        Action::Drift(pid, ppm) => Action::Drift(pid, ppm),
        Action::Crash(pid) => Action::Crash(pid),
        Action::Restart(pid) => Action::Restart(pid),
        Action::Pause(pid) => Action::Pause(pid),
        Action::Resume(pid) => Action::Resume(pid),
        Action::Cut(from, to) => Action::Cut(from, to),
        Action::Mend(from, to) => Action::Mend(from, to),
        Action::Slow(from, to, times) => Action::Slow(from, to, times),
        Action::Partition(groups) => Action::Partition(groups),
        Action::Heal => Action::Heal,
        Action::Drop(id) => Action::Drop(id),
        Action::Delay(id, by_us) => Action::Delay(id, by_us),
        Action::ShiftClock(pid, by_us) => Action::ShiftClock(pid, by_us),
        other => panic!("no scenario decides {other:?}"),
    };
    Decision { at: decision.at, nth: decision.nth, action }
}

fn params(kind: &dyn Kind, scenario: &Scenario) -> Params {
    let mut params: Params = kind.params().into_iter().map(|spec| (spec.id.to_owned(), spec.default)).collect();
    params.extend(scenario.params.iter().map(|(id, value)| ((*id).to_owned(), value.clone())));
    params
}

fn is_the_same<L: Lab>() {
    let kind = <dyn Kind>::of::<L>();
    for scenario in kind.scenarios() {
        let params = params(kind, &scenario);
        let (lab, erased) = (L::with(&params).expect("shipped"), kind.with(&params).expect("shipped"));
        let names: Vec<String> = lab.cluster().processes.into_iter().map(|process| process.name).collect();
        let script = scenario.script.iter().map(typed::<L>).collect();
        let mut one = follow(lab.clone(), lab.cluster(), scenario.seed, script);
        let mut other = follow(erased.clone(), erased.cluster(), scenario.seed, scenario.script);
        assert_eq!(one.steps().len(), other.steps().len(), "{}/{}", L::ID, scenario.id);
        for step in 0..=one.steps().len() as u32 {
            one.seek(step);
            other.seek(step);
            let (here, there) = (one.here(), other.here());
            assert_eq!(here.fingerprint(), there.fingerprint(), "{}/{} step {step}", L::ID, scenario.id);
            for pid in (0..names.len() as u16).map(Pid) {
                assert_eq!(lab.show_node(pid, here), erased.show_node(pid, there), "{}/{} step {step}", L::ID, scenario.id);
            }
        }
        let step = one.steps().len() as u32 / 2;
        let past = Past { chronicle: one.chronicle(), step, world: one.tip(), quiet: true, names: &names };
        let erased_past = Past { chronicle: other.chronicle(), step, world: other.tip(), quiet: true, names: &names };
        assert_eq!(lab.history(&past), erased.history(&erased_past), "{}/{}", L::ID, scenario.id);
        assert_eq!(lab.measures(&past), erased.measures(&erased_past), "{}/{}", L::ID, scenario.id);
    }
}

#[test]
fn worlds_without_types_are_the_same_state_by_state() {
    is_the_same::<Nwr>();
    is_the_same::<RequestReply>();
    is_the_same::<Cap>();
    is_the_same::<Models>();
    is_the_same::<Base>();
    is_the_same::<ThreePhase>();
    is_the_same::<MultiPaxos>();
    is_the_same::<Raft>();
    is_the_same::<SideBySide>();
    is_the_same::<ReplicatedLogs>();
    is_the_same::<Gossip>();
}

#[test]
fn a_copy_of_a_world_does_not_see_what_happens_to_the_other() {
    let kind = <dyn Kind>::of::<Nwr>();
    let scenario = kind.scenarios().swap_remove(0);
    let lab = kind.with(&params(kind, &scenario)).unwrap();
    let requests = scenario.script.iter().filter(|decision| matches!(decision.action, Action::Request(..)));
    let request = requests.map(|decision| decision.action.clone()).next().unwrap();
    let cluster = lab.cluster();
    let count = u16::try_from(cluster.processes.len()).unwrap();
    let mut world = World::new(Rc::new(lab), count, cluster.network, 1, &mut ()).unwrap();
    world.apply(&Event { at: 0, action: request }, &mut ()).unwrap();
    let mut changes = 0;
    while let Some(event) = world.scheduled() {
        let (before, copy) = (world.fingerprint(), world.clone());
        world.apply(&event, &mut ()).unwrap();
        assert_eq!(copy.fingerprint(), before);
        changes += u32::from(world.fingerprint() != before);
    }
    assert!(changes > 0, "a request makes replicas work");
}

#[test]
fn labs_and_values_are_equal_and_ordered_as_they_are_with_their_types() {
    let nwr = <dyn Kind>::of::<Nwr>();
    let defaults = |kind: &dyn Kind| kind.params().into_iter().map(|spec| (spec.id.to_owned(), spec.default)).collect();
    let lab = nwr.with(&defaults(nwr)).unwrap();
    assert_eq!(lab, nwr.with(&defaults(nwr)).unwrap());
    let cap = <dyn Kind>::of::<Cap>();
    assert_ne!(lab, cap.with(&defaults(cap)).unwrap());
    assert!(lab.get::<Nwr>().is_some());
    assert!(lab.get::<Cap>().is_none());
    assert!(Datum::new(1_u8) < Datum::new(2_u8));
    assert_ne!(Datum::new(1_u8), Datum::new(1_u16));
    assert_eq!(Datum::new(1_u8).get::<u16>(), None);
}
