//! Random graphs: the explorer against the plainest search there is.

use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use synod_explore::{BadSettings, Bounds, End, Explorer, Model, Reductions, Settings, mix};
use synod_words::Lang;

/// Each state is a number, and so is each of its steps: where it leads to.
#[derive(Clone, Debug)]
struct Digraph {
    steps: Vec<Vec<u16>>,
    broken: u16,
    goals: BTreeSet<u16>,
}

impl Model for Digraph {
    type State = u16;
    type Action = u16;

    fn starts(&self) -> Vec<u16> {
        vec![0]
    }
    fn actions(&self, state: &u16, out: &mut Vec<u16>) {
        out.extend(self.steps.get(usize::from(*state)).into_iter().flatten());
    }
    fn next(&self, _: &u16, to: &u16) -> Option<u16> {
        Some(*to)
    }
    fn fingerprint(&self, state: &u16) -> u128 {
        mix(&[u64::from(*state)])
    }
    fn broken(&self, state: &u16) -> u64 {
        u64::from(*state == self.broken)
    }
    fn is_goal(&self, state: &u16) -> bool {
        self.goals.contains(state)
    }
}

impl Digraph {
    fn depths(&self, from: u16) -> BTreeMap<u16, u32> {
        let (mut depths, mut waiting) = (BTreeMap::from([(from, 0)]), VecDeque::from([from]));
        while let Some(state) = waiting.pop_front() {
            for &to in &self.steps[usize::from(state)] {
                if !depths.contains_key(&to) {
                    depths.insert(to, depths[&state] + 1);
                    waiting.push_back(to);
                }
            }
        }
        depths
    }
}

fn digraphs() -> impl Strategy<Value = Digraph> {
    (2_u16..60).prop_flat_map(|count| {
        let steps = prop::collection::vec(prop::collection::vec(0..count, 0..4), usize::from(count));
        let goals = prop::collection::btree_set(0..count, 0..3);
        (steps, 0..count, goals).prop_map(|(steps, broken, goals)| Digraph { steps, broken, goals })
    })
}

fn settings() -> Settings {
    Settings { stop_at_first: false, graph: true, ..Settings::ALL }
}

proptest! {
    #[test]
    fn it_finds_every_state_by_a_shortest_way(graph in digraphs()) {
        let depths = graph.depths(0);
        let mut explorer = Explorer::new(graph.clone(), settings()).expect("settings that agree");
        let progress = explorer.run_to_end();
        prop_assert_eq!((progress.states as usize, progress.end), (depths.len(), Some(End::Exhausted)));
        prop_assert_eq!(Some(&progress.depth), depths.values().max());
        prop_assert_eq!(explorer.violations().first().map(|v| v.depth), depths.get(&graph.broken).copied());
        for state in 0..progress.states {
            let witness = explorer.witness(state).expect("it was found").expect("it can be found again");
            let last = witness.states.last().expect("there is a start");
            prop_assert_eq!(witness.actions.len() as u32, depths[last]);
        }
    }

    #[test]
    fn blocks_are_the_states_from_which_no_goal_can_be_reached(graph in digraphs()) {
        let mut explorer = Explorer::new(graph.clone(), settings()).expect("settings that agree");
        explorer.run_to_end();
        let blocked = explorer.graph().expect("it was asked for");
        let blocked: BTreeSet<u16> = blocked
            .blocks()
            .filter_map(|state| explorer.witness(state)?.ok()?.states.last().copied())
            .collect();
        let reaches = |from: u16| graph.depths(from).keys().any(|state| graph.goals.contains(state));
        let expected: BTreeSet<u16> = graph.depths(0).into_keys().filter(|state| !reaches(*state)).collect();
        prop_assert_eq!(blocked, expected);
    }

    #[test]
    fn slices_find_the_same_as_one_go_and_a_bound_tells_the_truth(graph in digraphs(), slice in 1_u32..7, bound in 1_u32..40) {
        let mut whole = Explorer::new(graph.clone(), settings()).expect("settings that agree");
        let mut sliced = Explorer::new(graph.clone(), settings()).expect("settings that agree");
        let bounds = Bounds { depth: bound / 4, ..Bounds::NONE };
        let mut shallow = Explorer::new(graph.clone(), Settings { bounds, ..settings() }).expect("settings that agree");
        whole.run_to_end();
        while sliced.run(slice).end.is_none() {}
        prop_assert_eq!(whole.progress(), sliced.progress());
        prop_assert_eq!(whole.violations(), sliced.violations());
        let within = graph.depths(0).into_values().filter(|depth| *depth <= bounds.depth).count();
        prop_assert_eq!(shallow.run_to_end().states as usize, within);
        let surely: Vec<u32> = shallow.graph().expect("it was asked for").blocks().collect();
        let blocks: BTreeSet<u32> = whole.graph().expect("it was asked for").blocks().collect();
        prop_assert!(surely.iter().all(|state| blocks.contains(state)), "what is called a block is one");
    }
}

#[test]
fn memory_is_bounded_and_said_to_be() {
    let line = Digraph { steps: (1..60_000).map(|to| vec![to]).collect(), broken: 59_999, goals: BTreeSet::new() };
    let bounds = Bounds { bytes: 400_000, ..Bounds::NONE };
    let mut explorer = Explorer::new(line, Settings { bounds, ..Settings::ALL }).expect("settings that agree");
    let progress = explorer.run_to_end();
    assert_eq!(progress.end, Some(End::Bytes));
    assert!(progress.states < 59_999 && progress.bytes < 450_000, "{progress:?}");
    let states = progress.phrase().text(Lang::En);
    assert!(states.contains("in the first") && states.contains("depth"), "{states}");
}

#[test]
fn settings_that_exclude_each_other_are_refused() {
    let graph = Digraph { steps: vec![vec![]], broken: 1, goals: BTreeSet::new() };
    let refused = |settings| Explorer::new(graph.clone(), settings).err();
    let both = Reductions { symmetry: true, partial_order: true };
    assert_eq!(refused(Settings { reductions: both, ..Settings::ALL }), Some(BadSettings::BothReductions));
    let sleeping = Reductions { partial_order: true, ..Reductions::default() };
    assert_eq!(refused(Settings { reductions: sleeping, graph: true, ..Settings::ALL }), Some(BadSettings::GraphOfPartialOrder));
}
