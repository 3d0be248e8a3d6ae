//! Tuples of tables find what whole worlds find: the same states, at the same depth, the same broken promises, by the same steps.

use std::rc::Rc;
use synod_explore::{
    Bounds, Budget, Collapsed, Deviating, End, Explorer, Model, Observer, Order, Reductions, Schedules, Settings, Violation,
    Worlds,
};
use synod_kernel::{Action, Happening, Pid, World, fingerprint_of};
use synod_protocols::basic_paxos::BasicPaxos;
use synod_protocols::chief::Chief;
use synod_protocols::fast_paxos::FastPaxos;
use synod_protocols::gossip::Gossip;
use synod_protocols::lease::Leases;
use synod_protocols::membership::Membership;
use synod_protocols::multi_paxos::MultiPaxos;
use synod_protocols::nwr::Nwr;
use synod_protocols::raft::Raft;
use synod_protocols::request::RequestReply;
use synod_protocols::three_phase::ThreePhase;
use synod_protocols::two_phase::TwoPhase;
use synod_protocols::zab::Zab;
use synod_protocols::{Erased, Lab};

/// Remembers everything that is asked, answered and declared, in its order, and finds a part of all memories broken.
#[derive(Clone, Debug, Default)]
struct Everything(u128, u32);

impl Observer<Erased> for Everything {
    fn befalls(&mut self, action: &Action<Erased>) {
        if let Action::Crash(pid) = action {
            self.0 = fingerprint_of(&(self.0, pid)).0;
        }
    }
    fn see(&mut self, what: &Happening<'_, Erased>) {
        self.0 = match what {
            Happening::Called(op, pid, body) => fingerprint_of(&(self.0, op, pid, body)).0,
            Happening::Returned(op, ret) => fingerprint_of(&(self.0, op, ret)).0,
            Happening::Told(pid, fact) => fingerprint_of(&(self.0, pid, fact)).0,
            _ => return,
        };
        self.1 += 1;
    }
    fn heeds(&self, what: &Happening<'_, Erased>) -> bool {
        matches!(what, Happening::Called(..) | Happening::Returned(..) | Happening::Told(..))
    }
    fn heeds_that_befalls(&self, action: &Action<Erased>) -> bool {
        matches!(action, Action::Crash(_))
    }
    fn fingerprint(&self) -> u128 {
        self.0
    }
    fn broken(&self) -> u64 {
        u64::from(self.1 > 2 && self.0.is_multiple_of(31)) | u64::from(self.0 % 127 == 1) << 1
    }
    fn is_goal(&self) -> bool {
        self.1 > 3
    }
}

/// A lab as it is set up by default; each client asks for what it is offered first, twice.
fn worlds<L: Lab>(budget: Budget) -> Worlds<Erased, Everything> {
    let params = L::params().into_iter().map(|spec| (spec.id.to_owned(), spec.default)).collect();
    let lab = Erased::new(L::with(&params).expect("defaults fit together"));
    let cluster = lab.cluster();
    let count = cluster.processes.len() as u16;
    let start = World::new(Rc::new(lab.clone()), count, cluster.network.clone(), 1, &mut ()).expect("few processes");
    let mut worlds = Worlds::new(start, Everything::default(), budget).prune_ignored();
    for (nth, _) in (0..).zip(&cluster.processes).filter(|(_, process)| process.client) {
        let first = lab.suggestions(Pid(nth), &[]).into_iter().map(|offer| offer.op).next();
        worlds = worlds.programme(Pid(nth), first.iter().flat_map(|op| [op.clone(), op.clone()]).collect()).expect("a client");
    }
    for one in 0..count.min(2) {
        worlds = worlds
            .partition(vec![vec![Pid(one)], (0..count).filter(|other| *other != one).map(Pid).collect()])
            .expect("two groups");
    }
    worlds
}

/// Explores until so many states are found, then as far as that was whole, both ways.
fn finds_the_same<L: Lab>(budget: Budget) {
    let few = Settings { bounds: Bounds { states: 1_500, ..Bounds::NONE }, stop_at_first: false, ..Settings::ALL };
    let mut first = Explorer::new(worlds::<L>(budget), few).expect("settings");
    let depth = first.run_to_end().depth.max(1);
    let of_depth =
        |reductions| Settings { bounds: Bounds { depth, ..Bounds::NONE }, reductions, stop_at_first: false, ..Settings::ALL };
    let mut whole = Explorer::new(worlds::<L>(budget), of_depth(Reductions::default())).expect("settings");
    whole.run_to_end();
    let found = |violations: &[Violation]| violations.iter().map(|one| (one.promise, one.depth)).collect::<Vec<_>>();
    for partial_order in [false, true] {
        let reductions = Reductions { partial_order, ..Reductions::default() };
        let mut small = Explorer::new(Collapsed::new(worlds::<L>(budget)), of_depth(reductions)).expect("settings");
        small.run_to_end();
        let (one, other) = (whole.progress(), small.progress());
        assert_eq!((one.states, one.depth), (other.states, other.depth), "{} {partial_order}", L::ID);
        assert!(partial_order || one.steps == other.steps, "{}: {} {}", L::ID, one.steps, other.steps);
        let sorted = |mut all: Vec<(u8, u32)>| {
            all.sort_unstable();
            all
        };
        assert_eq!(sorted(found(whole.violations())), sorted(found(small.violations())), "{}", L::ID);
        for violation in small.violations() {
            happens(&small, violation.state);
        }
        happens(&small, small.progress().states - 1);
    }
}

/// The way to a state happens in the simulator's world, which is then in that state.
fn happens(explorer: &Explorer<Collapsed<Erased, Everything>>, state: u32) {
    let witness = explorer.witness(state).expect("a state").expect("a function");
    let model = explorer.model();
    let steps = model.unfolded(&witness).expect("it happens");
    let worlds = model.worlds();
    let mut here = worlds.starts().remove(0);
    for step in &steps {
        here = worlds.next(&here, step).expect("a step");
    }
    assert_eq!(here.observer.0, model.observer(witness.states.last().expect("a state")).0);
}

/// What breaks in any schedule breaks with some number of deviations; and what is found so happens in the simulator's world too.
fn deviates_to_the_same<L: Lab>(budget: Budget) {
    let settings =
        |order| Settings { order, bounds: Bounds { states: 20_000, ..Bounds::NONE }, stop_at_first: false, ..Settings::ALL };
    let mut all = Explorer::new(Collapsed::new(worlds::<L>(budget)), settings(Order::Steps)).expect("settings");
    all.run_to_end();
    let mut few = Explorer::new(Deviating::new(worlds::<L>(budget)), settings(Order::Deviations)).expect("settings");
    few.run_to_end();
    let promises = |violations: &[Violation]| violations.iter().fold(0_u64, |all, one| all | 1 << one.promise);
    if (all.progress().end, few.progress().end) == (Some(End::Exhausted), Some(End::Exhausted)) {
        assert_eq!(promises(all.violations()), promises(few.violations()), "{}", L::ID);
    }
    for violation in few.violations() {
        let witness = few.witness(violation.state).expect("a state").expect("a function");
        let courses = || witness.states.iter().zip(&witness.actions);
        let deviations = courses().filter(|(state, course)| few.model().deviates(state, course)).count();
        assert_eq!(deviations as u32, violation.depth);
        let steps = few.model().unfolded(&witness).expect("it happens");
        let worlds = few.model().worlds();
        let end = steps.iter().try_fold(worlds.starts().remove(0), |here, step| worlds.next(&here, step)).expect("steps");
        assert!(worlds.broken(&end) >> violation.promise & 1 == 1);
    }
}

const CALM: Budget = Budget { timeouts: 0, ..Budget::NO_FAULTS };
const FAULTY: Budget =
    Budget { timeouts: 1, crashes: 1, restarts: 1, drops: 1, duplicates: 1, partitions: 1, ..Budget::NO_FAULTS };

macro_rules! labs {
    ($($name:ident: $lab:ty),*) => { $(
        #[test]
        fn $name() {
            finds_the_same::<$lab>(CALM);
            finds_the_same::<$lab>(Budget { timeouts: 3, ..CALM });
            finds_the_same::<$lab>(FAULTY);
            deviates_to_the_same::<$lab>(CALM);
            deviates_to_the_same::<$lab>(FAULTY);
        }
    )* };
}

labs! {
    basic_paxos: BasicPaxos, multi_paxos: MultiPaxos, fast_paxos: FastPaxos, raft: Raft, zab: Zab, nwr: Nwr, request: RequestReply,
    chief: Chief, two_phase: TwoPhase, three_phase: ThreePhase, gossip: Gossip, leases: Leases, membership: Membership
}
