//! Fair cycles: the system does something for ever, leaves nothing undone, and never reaches its goal.
//!
//! A way that goes on for ever ends up in a strongly connected set of states that it visits again and again. It is *fair* if every step that
//! is due in all of them is taken again and again (justice), and if so is every outcome of chance that is possible in one of them
//! (compassion); see [`Comes`]. Whether there is a fair way without goal is asked as in Lichtenstein & Pnueli, *Checking that finite state
//! concurrent programs satisfy their linear specification* (POPL 1985): of each strongly connected component without goals, either it is
//! fair as a whole; or it lacks justice, and so does every part of it; or an outcome of chance leads out of it, and the parts without the
//! states that have it are asked in its place.

use crate::components::components;
use crate::edges::{Edges, Kind};
use crate::{Comes, Hop};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// States that a system can go round in for ever without reaching its goal, however fair it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Livelock {
    /// The state of them that is nearest to a start.
    pub state: u32,
    /// How many states they are.
    pub states: u32,
    /// A way from that state back to it in which everything is taken that has to be: gone again and again, it is fair.
    pub round: Vec<Hop>,
}

/// The livelock that is nearest to a start, in what is expanded.
pub(crate) fn nearest(edges: &Edges, expanded: u32) -> Option<Livelock> {
    let known = |state: &u32| !edges.is_goal(*state) && !edges.is_cut(*state);
    let mut parts = vec![(0..expanded).filter(known).collect::<Vec<u32>>()];
    let mut nearest: Option<Component> = None;
    while let Some(part) = parts.pop() {
        for states in components(&part, edges.states(), |state| edges.to(state)) {
            let is_nearer = nearest.as_ref().is_none_or(|nearest| states[0] < nearest.states[0]);
            let component = Component { edges, states };
            match component.fairness() {
                Fairness::Fair if is_nearer => nearest = Some(component),
                Fairness::Perhaps(rest) if is_nearer => parts.push(rest),
                _ => {}
            }
        }
    }
    nearest.map(|component| component.livelock())
}

/// A strongly connected component, its states in ascending order; never empty.
struct Component<'e> {
    edges: &'e Edges,
    states: Vec<u32>,
}

enum Fairness {
    Fair,
    Unfair,
    /// A part of it may be fair: of these states.
    Perhaps(Vec<u32>),
}

impl Component<'_> {
    fn has(&self, state: u32) -> bool {
        self.states.binary_search(&state).is_ok()
    }

    /// The steps of a state that do not lead out of the component.
    fn steps(&self, state: u32) -> impl Iterator<Item = (Kind, u32)> {
        self.edges.of(state).filter(|(_, to)| self.has(*to))
    }

    fn fairness(&self) -> Fairness {
        let taken = synod_order::set(self.states.iter().flat_map(|state| self.steps(*state)).map(|(kind, _)| kind));
        if taken.is_empty() || self.always_due().any(|kind| !taken.contains(&kind)) {
            return Fairness::Unfair;
        }
        let misses = |state: &u32| self.chances(*state).any(|kind| !taken.contains(&kind));
        if self.states.iter().any(misses) {
            return Fairness::Perhaps(self.states.iter().copied().filter(|state| !misses(state)).collect());
        }
        Fairness::Fair
    }

    /// What is due in all of its states.
    fn always_due(&self) -> impl Iterator<Item = Kind> {
        let mut always = synod_order::set(self.edges.due(self.states[0]));
        for state in &self.states[1..] {
            if always.is_empty() {
                break;
            }
            let here = synod_order::set(self.edges.due(*state));
            always.retain(|kind| here.contains(kind));
        }
        always.into_iter()
    }

    /// The outcomes of chance that are possible in a state.
    fn chances(&self, state: u32) -> impl Iterator<Item = Kind> {
        self.edges.of(state).map(|(kind, _)| kind).filter(|kind| matches!(self.edges.name(*kind), Comes::AtTimes(_)))
    }

    /// A fair component, as a livelock.
    fn livelock(&self) -> Livelock {
        let state = self.states[0];
        // What must still be taken, or be due no more; and what chance must come to.
        let mut due = synod_order::set(self.edges.due(state));
        let mut chances = synod_order::set(self.states.iter().flat_map(|state| self.chances(*state)));
        let (mut round, mut here) = (Vec::new(), state);
        while !due.is_empty() || !chances.is_empty() {
            let settles = |kind: Kind, to: u32| {
                let there = || synod_order::set(self.edges.due(to));
                chances.contains(&kind) || due.contains(&kind) || due.iter().any(|kind| !there().contains(kind))
            };
            let Some(way) = self.way(here, settles) else { break };
            for (kind, to) in way {
                let there = synod_order::set(self.edges.due(to));
                due.retain(|open| *open != kind && there.contains(open));
                chances.remove(&kind);
                round.push((kind, to));
                here = to;
            }
        }
        if here != state || round.is_empty() {
            round.extend(self.way(here, |_, to| to == state).into_iter().flatten());
        }
        let round = round.into_iter().map(|(kind, to)| Hop { to, comes: self.edges.name(kind) }).collect();
        Livelock { state, states: self.states.len() as u32, round }
    }

    /// A shortest way within the component whose last step is one of those.
    fn way(&self, from: u32, is_last: impl Fn(Kind, u32) -> bool) -> Option<Vec<(Kind, u32)>> {
        let mut came: BTreeMap<u32, (u32, Kind)> = BTreeMap::new();
        let (mut seen, mut waiting) = (BTreeSet::from([from]), VecDeque::from([from]));
        while let Some(state) = waiting.pop_front() {
            for (kind, to) in self.steps(state) {
                if is_last(kind, to) {
                    let (mut way, mut here) = (vec![(kind, to)], state);
                    while let Some((earlier, kind)) = came.get(&here).filter(|_| here != from) {
                        way.push((*kind, here));
                        here = *earlier;
                    }
                    way.reverse();
                    return Some(way);
                }
                if seen.insert(to) {
                    came.insert(to, (state, kind));
                    waiting.push_back(to);
                }
            }
        }
        None
    }
}
