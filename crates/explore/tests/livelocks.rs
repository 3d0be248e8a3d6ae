//! Livelocks: small systems whose answer is known, and random graphs against the definition.

use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use synod_explore::models::TwoPhase;
use synod_explore::{Comes, Explorer, Livelock, Model, Settings, mix};

fn settings() -> Settings {
    Settings { stop_at_first: false, graph: true, ..Settings::ALL }
}

fn explored<M: Model>(model: M) -> Explorer<M> {
    let mut explorer = Explorer::new(model, settings()).expect("settings that agree");
    explorer.run_to_end();
    explorer
}

fn livelock<M: Model>(explorer: &Explorer<M>) -> Option<Livelock> {
    explorer.graph().expect("it was asked for").livelock()
}

/// The way to a livelock and once round, as states.
fn gone_round<M: Model>(explorer: &Explorer<M>, livelock: &Livelock) -> (Vec<M::State>, usize) {
    let mut witness = explorer.witness(livelock.state).expect("it was found").expect("it can be found again");
    let way = witness.actions.len();
    explorer.go_on(&mut witness, &livelock.round).expect("the round can be gone");
    (witness.states, way)
}

/// Two people in a narrow corridor. Who meets the other steps aside, to the left or to the right; with a turn, only one of them does.
#[derive(Clone, Copy)]
struct Corridor {
    takes_turns: bool,
    /// Whether both move at once, as people do.
    at_once: bool,
}

/// On which side each walks, and whether they have passed.
type Walk = ([bool; 2], bool);

impl Model for Corridor {
    type State = Walk;
    /// Who moves: 0, 1, or both (2).
    type Action = usize;

    fn starts(&self) -> Vec<Walk> {
        vec![([false; 2], false)]
    }
    fn actions(&self, (sides, passed): &Walk, out: &mut Vec<usize>) {
        if *passed || sides[0] != sides[1] {
            out.extend((!*passed).then_some(0));
        } else if self.at_once && !self.takes_turns {
            out.push(2);
        } else {
            out.extend(if self.takes_turns { 0..1 } else { 0..2 });
        }
    }
    fn next(&self, (sides, _): &Walk, who: &usize) -> Option<Walk> {
        let aside = |one: usize| if *who == 2 || *who == one { !sides[one] } else { sides[one] };
        Some(if sides[0] == sides[1] { ([aside(0), aside(1)], false) } else { (*sides, true) })
    }
    fn fingerprint(&self, (sides, passed): &Walk) -> u128 {
        mix(&[u64::from(sides[0]), u64::from(sides[1]), u64::from(*passed)])
    }
    fn is_goal(&self, (_, passed): &Walk) -> bool {
        *passed
    }
    fn key(&self, _: &Walk, who: &usize) -> u64 {
        *who as u64
    }
}

#[test]
fn who_gives_way_at_the_same_time_gives_way_for_ever() {
    let explorer = explored(Corridor { takes_turns: false, at_once: true });
    let found = livelock(&explorer).expect("neither passes");
    assert_eq!((found.state, found.states, found.round.len()), (0, 2, 2));
    let (states, way) = gone_round(&explorer, &found);
    assert_eq!((way, states), (0, vec![([false; 2], false), ([true; 2], false), ([false; 2], false)]));
    // Both ways are blocks as well: nothing else can happen.
    assert_eq!(explorer.graph().expect("it was asked for").blocks().count(), 2);
}

#[test]
fn with_a_turn_they_pass() {
    for at_once in [false, true] {
        let explorer = explored(Corridor { takes_turns: true, at_once });
        assert_eq!(livelock(&explorer), None);
        assert_eq!(explorer.graph().expect("it was asked for").blocks().count(), 0);
    }
}

/// A sender sends again whenever its timer runs out; a message is lost, at will or by chance, or arrives.
#[derive(Clone, Copy)]
struct Retry {
    /// How a loss comes.
    loss: fn(u64) -> Comes,
    /// How a message arrives.
    arrival: fn(u64) -> Comes,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Sent {
    Waiting,
    UnderWay,
    Arrived,
}

impl Model for Retry {
    type State = Sent;
    /// To where.
    type Action = Sent;

    fn starts(&self) -> Vec<Sent> {
        vec![Sent::Waiting]
    }
    fn actions(&self, state: &Sent, out: &mut Vec<Sent>) {
        match state {
            Sent::Waiting => out.push(Sent::UnderWay),
            Sent::UnderWay => out.extend([Sent::Waiting, Sent::Arrived]),
            Sent::Arrived => {}
        }
    }
    fn next(&self, _: &Sent, to: &Sent) -> Option<Sent> {
        Some(*to)
    }
    fn fingerprint(&self, state: &Sent) -> u128 {
        mix(&[*state as u64])
    }
    fn is_goal(&self, state: &Sent) -> bool {
        *state == Sent::Arrived
    }
    fn comes(&self, state: &Sent, to: &Sent) -> Comes {
        match (state, to) {
            (Sent::UnderWay, Sent::Waiting) => (self.loss)(2),
            (Sent::UnderWay, _) => (self.arrival)(3),
            _ => Comes::Surely(1),
        }
    }
}

#[test]
fn who_tries_again_arrives_unless_the_network_may_lose_everything() {
    let at_will = Retry { loss: |_| Comes::Perhaps, arrival: Comes::Surely };
    let explorer = explored(at_will);
    // Never is it under way in all states of the round, so justice does not demand that it arrives.
    let found = livelock(&explorer).expect("each message may be lost");
    assert_eq!((found.state, found.states, found.round.len()), (0, 2, 2));
    assert_eq!(explorer.graph().expect("it was asked for").blocks().count(), 0, "it can still arrive");
    let by_chance = Retry { loss: Comes::AtTimes, arrival: Comes::AtTimes };
    assert_eq!(livelock(&explored(by_chance)), None, "chance does not go on like that for ever");
}

/// What may never come helps nobody out of a block.
#[test]
fn a_way_that_needs_what_may_never_come_is_none() {
    let hopeless = Retry { loss: Comes::Surely, arrival: |_| Comes::Perhaps };
    let explorer = explored(hopeless);
    let graph = explorer.graph().expect("it was asked for");
    assert_eq!(graph.blocks().collect::<Vec<u32>>(), [0, 1]);
    assert_eq!(graph.followed(0), 2);
}

/// Everything is decided in the end: messages are a set, so nothing has to be sent twice.
#[test]
fn two_phase_commit_without_failures_decides() {
    for managers in 1..=4 {
        let explorer = explored(TwoPhase::new(managers).expect("few managers"));
        let graph = explorer.graph().expect("it was asked for");
        assert_eq!(graph.blocks().count(), 0);
        assert_eq!(livelock(&explorer), None);
    }
}

/// Each state is a number; its steps lead somewhere, and come somehow.
#[derive(Clone, Debug)]
struct Digraph {
    steps: Vec<Vec<(u16, Comes)>>,
    due: Vec<Vec<u64>>,
    goals: BTreeSet<u16>,
}

impl Model for Digraph {
    type State = u16;
    type Action = (u16, Comes);

    fn starts(&self) -> Vec<u16> {
        vec![0]
    }
    fn actions(&self, state: &u16, out: &mut Vec<(u16, Comes)>) {
        out.extend(&self.steps[usize::from(*state)]);
    }
    fn next(&self, _: &u16, (to, _): &(u16, Comes)) -> Option<u16> {
        Some(*to)
    }
    fn fingerprint(&self, state: &u16) -> u128 {
        mix(&[u64::from(*state)])
    }
    fn is_goal(&self, state: &u16) -> bool {
        self.goals.contains(state)
    }
    fn comes(&self, _: &u16, (_, comes): &(u16, Comes)) -> Comes {
        *comes
    }
    fn due(&self, state: &u16, out: &mut Vec<u64>) {
        out.extend(&self.due[usize::from(*state)]);
    }
}

impl Digraph {
    fn depths(&self) -> BTreeMap<u16, u32> {
        let (mut depths, mut waiting) = (BTreeMap::from([(0, 0)]), VecDeque::from([0]));
        while let Some(state) = waiting.pop_front() {
            for &(to, _) in &self.steps[usize::from(state)] {
                if !depths.contains_key(&to) {
                    depths.insert(to, depths[&state] + 1);
                    waiting.push_back(to);
                }
            }
        }
        depths
    }

    fn of(&self, states: &BTreeSet<u16>) -> Vec<(u16, u16, Comes)> {
        let steps = states.iter().flat_map(|from| self.steps[usize::from(*from)].iter().map(|(to, comes)| (*from, *to, *comes)));
        steps.collect()
    }

    /// Whether the system may be in exactly these states again and again, taking exactly these steps of them, and be fair.
    fn is_fair(&self, states: &BTreeSet<u16>, taken: &BTreeSet<Comes>) -> bool {
        let due = |state: &u16| -> BTreeSet<Comes> {
            let possible = self.steps[usize::from(*state)].iter().map(|(_, comes)| *comes);
            let possible = possible.filter(|comes| matches!(comes, Comes::Surely(_)));
            possible.chain(self.due[usize::from(*state)].iter().map(|name| Comes::Surely(*name))).collect()
        };
        let always = states.iter().map(due).reduce(|all, here| &all & &here).unwrap_or_default();
        let chances = self.of(states).into_iter().map(|(_, _, comes)| comes).filter(|comes| matches!(comes, Comes::AtTimes(_)));
        always.into_iter().chain(chances).all(|comes| taken.contains(&comes))
    }

    /// Every set of states that one can be in for ever.
    fn livelocks(&self) -> Vec<BTreeSet<u16>> {
        let found: Vec<u16> = self.depths().into_keys().filter(|state| !self.goals.contains(state)).collect();
        let subsets = (1_u32..1 << found.len()).map(|bits| -> BTreeSet<u16> {
            found.iter().enumerate().filter(|(i, _)| bits >> i & 1 == 1).map(|(_, state)| *state).collect()
        });
        let is_livelock = |states: &BTreeSet<u16>| {
            let inside: Vec<_> = self.of(states).into_iter().filter(|(_, to, _)| states.contains(to)).collect();
            let reached = |from: u16| {
                let mut reached = BTreeSet::new();
                while let Some((_, to, _)) =
                    inside.iter().find(|(a, b, _)| (*a == from || reached.contains(a)) && !reached.contains(b))
                {
                    reached.insert(*to);
                }
                reached
            };
            states.iter().all(|from| reached(*from) == *states)
                && self.is_fair(states, &inside.iter().map(|(_, _, comes)| *comes).collect())
        };
        subsets.filter(is_livelock).collect()
    }
}

fn comes() -> impl Strategy<Value = Comes> {
    prop_oneof![1 => Just(Comes::Perhaps), 3 => (0_u64..3).prop_map(Comes::Surely), 2 => (0_u64..3).prop_map(Comes::AtTimes)]
}

fn digraphs() -> impl Strategy<Value = Digraph> {
    (1_u16..8).prop_flat_map(|count| {
        let steps = prop::collection::vec(prop::collection::vec((0..count, comes()), 0..4), usize::from(count));
        let due = prop::collection::vec(prop::collection::vec(0_u64..3, 0..2), usize::from(count));
        let goals = prop::collection::btree_set(0..count, 0..2);
        (steps, due, goals).prop_map(|(steps, due, goals)| Digraph { steps, due, goals })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn livelocks_are_found_exactly_where_there_are_some_and_the_nearest_first(graph in digraphs()) {
        let explorer = explored(graph.clone());
        let depths = graph.depths();
        let nearest = graph.livelocks().iter().flatten().map(|state| depths[state]).min();
        let found = livelock(&explorer);
        let depth = found.as_ref().map(|found| gone_round(&explorer, found).1 as u32);
        prop_assert_eq!(depth, nearest);
    }

    #[test]
    fn a_round_comes_back_to_where_it_began_without_the_goal_and_is_fair(graph in digraphs()) {
        let explorer = explored(graph.clone());
        if let Some(found) = livelock(&explorer) {
            let (states, way) = gone_round(&explorer, &found);
            prop_assert!(states.len() > way + 1 && states[way] == states[states.len() - 1]);
            let visited: BTreeSet<u16> = states[way..].iter().copied().collect();
            prop_assert!(visited.is_disjoint(&graph.goals));
            let taken: BTreeSet<Comes> = found.round.iter().map(|hop| hop.comes).collect();
            prop_assert!(graph.is_fair(&visited, &taken), "{visited:?} {taken:?}");
        }
    }
}
