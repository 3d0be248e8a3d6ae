//! Progress: from which states can what the system is for still be reached, and where can it be missed for ever?

use crate::Comes;
use crate::edges::{Edges, PERHAPS};
use crate::livelock::{self, Livelock};

/// What is known of progress.
///
/// Nothing is said of what was not explored: a state that was not expanded, and one in which a bound of the model keeps something from
/// happening ([`crate::Model::is_cut`]), count as if the goal could be reached from them. So a block is a block, and a livelock one, whatever
/// the bounds.
#[derive(Clone, Debug)]
pub struct Graph<'e> {
    edges: &'e Edges,
    expanded: u32,
    /// From which the goal can be reached, as far as anybody knows.
    hopeful: Vec<bool>,
}

/// A step of a way through the graph, for [`crate::Explorer::go_on`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Hop {
    /// The state that it leads to.
    pub to: u32,
    /// Which step it is.
    pub comes: Comes,
}

impl<'e> Graph<'e> {
    /// Goes backwards along the steps that come by themselves, from the goals, and from everything that is not known to be none.
    pub(crate) fn new(edges: &'e Edges, expanded: u32) -> Self {
        let before = Before::of(edges, expanded);
        let open = |state: u32| state >= expanded || edges.is_goal(state) || edges.is_cut(state);
        let hopeful = before.all((0..edges.states()).map(open).collect());
        Graph { edges, expanded, hopeful }
    }

    /// The states from which the goal ([`crate::Model::is_goal`]) cannot be reached any more by what comes by itself, in the order in which
    /// they were found: of those that are known, none is nearer to a start than the first. [`crate::Explorer::witness`] tells the way there.
    pub fn blocks(&self) -> impl Iterator<Item = u32> {
        (0..).zip(&self.hopeful).filter(|(_, hopeful)| !**hopeful).map(|(state, _)| state)
    }

    /// How many states can follow a state, with it, by what comes by itself; of those that were found.
    pub fn followed(&self, state: u32) -> u32 {
        let mut seen = vec![false; self.hopeful.len()];
        let (mut waiting, mut count) = (vec![state], 0);
        seen[state as usize] = true;
        while let Some(state) = waiting.pop() {
            count += 1;
            for (_, to) in self.edges.of(state).filter(|(kind, _)| *kind != PERHAPS) {
                if !std::mem::replace(&mut seen[to as usize], true) {
                    waiting.push(to);
                }
            }
        }
        count
    }

    /// States that the system can go round in for ever, without the goal, however fair it is; those that are nearest to a start.
    pub fn livelock(&self) -> Option<Livelock> {
        livelock::nearest(self.edges, self.expanded)
    }
}

/// The steps that come by themselves, backwards.
struct Before {
    ends: Vec<u32>,
    from: Vec<u32>,
}

impl Before {
    fn of(edges: &Edges, expanded: u32) -> Before {
        let steps = |state: u32| edges.of(state).filter(|(kind, _)| *kind != PERHAPS).map(|(_, to)| to as usize);
        let mut ends = vec![0; edges.states() as usize + 1];
        (0..expanded).flat_map(steps).for_each(|to| ends[to + 1] += 1);
        for state in 1..ends.len() {
            ends[state] += ends[state - 1];
        }
        let mut from = vec![0; ends.last().map_or(0, |all| *all as usize)];
        let mut next = ends.clone();
        for state in 0..expanded {
            for to in steps(state) {
                from[next[to] as usize] = state;
                next[to] += 1;
            }
        }
        Before { ends, from }
    }

    /// All from which one of these can be reached.
    fn all(&self, mut these: Vec<bool>) -> Vec<bool> {
        let mut waiting: Vec<u32> = (0..).zip(&these).filter(|(_, is)| **is).map(|(state, _)| state).collect();
        while let Some(state) = waiting.pop() {
            for &earlier in &self.from[self.ends[state as usize] as usize..self.ends[state as usize + 1] as usize] {
                if !std::mem::replace(&mut these[earlier as usize], true) {
                    waiting.push(earlier);
                }
            }
        }
        these
    }
}
