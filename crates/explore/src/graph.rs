//! Progress: from which states can what the system is for still be reached?

use crate::{Explorer, Model, Witness};

/// The steps between states, kept while exploring.
#[derive(Clone, Debug, Default)]
pub(crate) struct Edges {
    /// Where the steps of each expanded state end in the lists below.
    ends: Vec<u32>,
    to: Vec<u32>,
    /// Which step of its state it is.
    nth: Vec<u32>,
    /// The key of a step that a fair schedule takes in the end (an odd number); 0 for any other.
    keys: Vec<u64>,
    goals: Vec<bool>,
    cuts: Vec<bool>,
}

impl Edges {
    pub fn found(&mut self, goal: bool, cut: bool) {
        self.goals.push(goal);
        self.cuts.push(cut);
    }

    pub fn add(&mut self, to: u32, nth: u32, key: u64) {
        self.to.push(to);
        self.nth.push(nth);
        self.keys.push(key);
    }

    pub fn end_of_state(&mut self) {
        self.ends.push(self.to.len() as u32);
    }

    pub fn bytes(&self) -> u64 {
        (self.ends.capacity() * 4 + self.to.capacity() * 16 + self.goals.capacity() * 2) as u64
    }

    /// The places of a state's steps in the lists.
    fn of(&self, state: u32) -> std::ops::Range<usize> {
        let end = |nth: Option<u32>| nth.and_then(|n| self.ends.get(n as usize)).copied();
        end(state.checked_sub(1)).unwrap_or(0) as usize..end(Some(state)).unwrap_or(self.to.len() as u32) as usize
    }
}

/// What is known of progress.
///
/// Nothing is said of what was not explored: a state that was not expanded, or from which a bound keeps something
/// ([`Model::is_cut`]), counts as one that may reach the goal.
#[derive(Clone, Copy)]
pub struct Graph<'a, M: Model> {
    explorer: &'a Explorer<M>,
    edges: &'a Edges,
    states: u32,
    expanded: u32,
}

/// A fair schedule without end on which the goal is never reached.
#[derive(Clone)]
pub struct Livelock<M: Model> {
    /// The way to the cycle, and once around it.
    pub witness: Witness<M>,
    /// How many steps lead to the cycle; the others are the cycle.
    pub lead: u32,
}

impl<'a, M: Model> Graph<'a, M> {
    pub(crate) fn new(explorer: &'a Explorer<M>, edges: &'a Edges, states: u32, expanded: u32) -> Self {
        Graph { explorer, edges, states, expanded }
    }
}
