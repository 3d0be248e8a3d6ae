//! Breadth first through all states, in slices: by their steps, or by their deviations.

use crate::edges::Edges;
use crate::later::Later;
use crate::links::{Link, Links};
use crate::queue::Queue;
use crate::seen::{Entry, Seen};
use crate::sleep::Sleeps;
use crate::{BadSettings, Comes, End, Graph, Hop, Model, NotAFunction, Order, Progress, Settings, Violation, Witness};
use std::hint::black_box;

/// An exploration: what has been seen, and what waits.
///
/// It visits states in the order of their depth, so the first state that breaks a promise is as near to a start as any. A state waits
/// until all its steps have been followed, then only its fingerprint and the step that found it remain. By [`Order::Deviations`], depth counts
/// deviations alone: what a state reaches without one is as deep as the state.
pub struct Explorer<M: Model> {
    pub(crate) model: M,
    settings: Settings,
    seen: Seen,
    pub(crate) links: Links,
    waiting: Queue<M::State>,
    waiting_bytes: u64,
    later: Later<M::State>,
    /// States that were expanded before and have steps that must not sleep any more: number, state, and the keys of the steps.
    again: Vec<(u32, M::State, Vec<u64>)>,
    sleeps: Sleeps,
    edges: Option<Edges>,
    expanded: u32,
    steps: u64,
    depth: u32,
    /// The number of the first state that is deeper than [`Self::depth`], once that depth is being expanded.
    next_depth_at: u32,
    violations: Vec<Violation>,
    broken: u64,
    end: Option<End>,
    /// Room for the steps of one state.
    actions: Vec<M::Action>,
    keys: Vec<u64>,
    found: Vec<(u32, u128, M::State)>,
}

impl<M: Model> Explorer<M> {
    /// An exploration at its beginning: the starts are found and judged.
    ///
    /// # Errors
    /// [`BadSettings`] for settings that exclude each other.
    pub fn new(model: M, settings: Settings) -> Result<Self, BadSettings> {
        if settings.reductions.symmetry && settings.reductions.partial_order {
            return Err(BadSettings::BothReductions);
        }
        if settings.graph && settings.reductions.partial_order {
            return Err(BadSettings::GraphOfPartialOrder);
        }
        if settings.order == Order::Deviations && (settings.graph || settings.reductions.partial_order) {
            return Err(BadSettings::DeviationsAndMore);
        }
        let mut explorer = Explorer {
            seen: Seen::new(settings.graph || settings.reductions.partial_order),
            links: Links::default(),
            waiting: Queue::default(),
            waiting_bytes: 0,
            later: Later::default(),
            again: Vec::new(),
            sleeps: Sleeps::default(),
            edges: settings.graph.then(Edges::default),
            expanded: 0,
            steps: 0,
            depth: 0,
            next_depth_at: 0,
            violations: Vec::new(),
            broken: 0,
            end: None,
            actions: Vec::new(),
            keys: Vec::new(),
            found: Vec::new(),
            model,
            settings,
        };
        for (nth, state) in explorer.model.starts().into_iter().enumerate() {
            let name = explorer.name(&state);
            if explorer.seen.insert(name) == Entry::New {
                explorer.keep(state, Link::Start(nth as u32), 0);
            }
        }
        explorer.next_depth_at = explorer.seen.len();
        explorer.check_end();
        Ok(explorer)
    }

    /// Expands at most so many states, then tells how far it has come. Slices of any size find the same.
    pub fn run(&mut self, states: u32) -> Progress {
        let until = self.expanded.saturating_add(states);
        while self.end.is_none() && self.expanded < until {
            self.expand_next();
            self.check_end();
        }
        self.progress()
    }

    /// The state whose steps are followed next, and its number; none at the end. States come in the order of their depth.
    pub fn upcoming(&self) -> Option<(u32, &M::State)> {
        let state = self.waiting.peek().filter(|_| self.end.is_none())?;
        Some((self.expanded, state))
    }

    /// Explores to the end.
    pub fn run_to_end(&mut self) -> Progress {
        self.run(u32::MAX)
    }

    /// How far it has come.
    pub fn progress(&self) -> Progress {
        Progress {
            states: self.seen.len(),
            expanded: self.expanded,
            steps: self.steps,
            depth: self.depth,
            waiting: (self.waiting.len() + self.later.len()) as u32,
            bytes: self.bytes(),
            end: self.end,
        }
    }

    /// The first state that breaks each promise, in the order in which they were found: none is nearer to a start.
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// The model.
    pub fn model(&self) -> &M {
        &self.model
    }

    /// How a state was reached: no way there is shorter. `None` where there is no state of this number.
    ///
    /// # Errors
    /// [`NotAFunction`] where the model does something else than before when it is asked again.
    pub fn witness(&self, state: u32) -> Option<Result<Witness<M>, NotAFunction>> {
        (state < self.seen.len()).then(|| Witness::rebuild(self, state))
    }

    /// What is known of progress, where [`Settings::graph`] is on.
    pub fn graph(&self) -> Option<Graph<'_>> {
        self.edges.as_ref().map(|edges| Graph::new(edges, self.expanded))
    }

    /// Goes on from the end of a witness, as the [`Graph`] says.
    ///
    /// # Errors
    /// [`NotAFunction`] where such a step cannot be taken there.
    pub fn go_on(&self, witness: &mut Witness<M>, along: &[Hop]) -> Result<(), NotAFunction> {
        for hop in along {
            let lost = NotAFunction { after: witness.actions.len() as u32 };
            let there = self.witness(hop.to).ok_or(lost)??;
            let name = self.name(there.states.last().ok_or(lost)?);
            witness.step(&self.model, lost, |here, action, next| {
                self.name(next) == name && self.model.comes(here, action) == hop.comes
            })?;
        }
        Ok(())
    }

    fn bytes(&self) -> u64 {
        let edges = self.edges.as_ref().map_or(0, Edges::bytes);
        self.seen.bytes()
            + self.later.bytes()
            + self.links.bytes()
            + self.waiting_bytes
            + self.sleeps.bytes()
            + edges
            + self.model.bytes()
    }

    fn check_end(&mut self) {
        let bounds = self.settings.bounds;
        self.end = if self.settings.stop_at_first && self.broken != 0 {
            Some(End::Broken)
        } else if self.waiting.len() == 0 && self.later.len() == 0 {
            Some(End::Exhausted)
        } else if self.depth >= bounds.depth {
            Some(End::Depth)
        } else if self.seen.len() >= bounds.states {
            Some(End::States)
        } else if self.bytes() >= bounds.bytes {
            Some(End::Bytes)
        } else {
            None
        };
    }

    /// The name under which a state is remembered.
    #[inline]
    fn name(&self, state: &M::State) -> u128 {
        if self.settings.reductions.symmetry { self.model.class(state) } else { self.model.fingerprint(state) }
    }

    /// Keeps a state that was found for the first time.
    #[inline]
    fn keep(&mut self, state: M::State, link: Link, depth: u32) {
        let number = self.seen.len() - 1;
        self.links.push(link);
        let broken = self.model.broken(&state) & !self.broken;
        if broken != 0 {
            self.broken |= broken;
            let each = (0..64).filter(|promise| broken >> promise & 1 == 1);
            self.violations.extend(each.map(|promise| Violation { promise, state: number, depth }));
        }
        if let Some(edges) = &mut self.edges {
            edges.found(self.model.is_goal(&state), self.model.is_cut(&state));
        }
        self.waiting_bytes += self.model.weight(&state) as u64;
        self.waiting.push(state);
    }

    fn expand_next(&mut self) {
        if self.waiting.len() == 0 {
            self.deviate_once_more();
            return;
        }
        let Some(state) = self.waiting.pop() else { return };
        self.waiting_bytes -= self.model.weight(&state) as u64;
        let number = self.expanded;
        self.expanded += 1;
        if self.settings.reductions.partial_order {
            self.expand_some(number, &state, None);
            while let Some((number, state, keys)) = self.again.pop() {
                self.expand_some(number, &state, Some(&keys));
            }
        } else {
            self.expand_all(number, &state);
        }
        if self.settings.order == Order::Steps && self.expanded == self.next_depth_at && self.waiting.len() > 0 {
            self.depth += 1;
            self.next_depth_at = self.seen.len();
        }
    }

    /// Every state with so many deviations is expanded; those with one more come next, unless they were found with fewer.
    fn deviate_once_more(&mut self) {
        self.depth += 1;
        let mut later = std::mem::take(&mut self.later);
        while let Some((name, link, state)) = later.pop() {
            if self.seen.insert(name) == Entry::New {
                self.keep(state, link, self.depth);
            }
        }
    }

    /// Follows every step of a state. First all are taken and named, then all names are looked up, so that the machine can wait for
    /// several places of its memory at once.
    fn expand_all(&mut self, number: u32, state: &M::State) {
        let mut actions = std::mem::take(&mut self.actions);
        let mut found = std::mem::take(&mut self.found);
        self.model.actions(state, &mut actions);
        for (nth, action) in actions.iter().enumerate() {
            if let Some(next) = self.model.next(state, action) {
                found.push((nth as u32, self.name(&next), next));
            }
        }
        self.steps += found.len() as u64;
        black_box(found.iter().fold(0, |all, (_, name, _)| all ^ self.seen.approach(*name)));
        let by_deviations = self.settings.order == Order::Deviations;
        let depth = self.depth + u32::from(!by_deviations);
        for (nth, name, next) in found.drain(..) {
            if by_deviations && self.model.deviates(state, &actions[nth as usize]) {
                if self.seen.find(name).is_none() {
                    let bytes = self.model.weight(&next) as u64;
                    self.later.push(name, Link::Step(number, nth), next, bytes);
                }
                continue;
            }
            let entry = self.seen.insert(name);
            if let Some(edges) = &mut self.edges {
                let to = if let Entry::Known(known) = entry { known } else { self.seen.len() - 1 };
                edges.add(to, self.model.comes(state, &actions[nth as usize]));
            }
            if entry == Entry::New {
                self.keep(next, Link::Step(number, nth), depth);
            }
        }
        if let Some(edges) = &mut self.edges {
            self.model.due(state, &mut self.keys);
            edges.end_of_state(self.keys.drain(..).map(Comes::Surely));
        }
        actions.clear();
        (self.actions, self.found) = (actions, found);
    }

    /// Follows those steps of a state that do not sleep, or only those with these keys.
    fn expand_some(&mut self, number: u32, state: &M::State, only: Option<&[u64]>) {
        let mut actions = std::mem::take(&mut self.actions);
        let mut keys = std::mem::take(&mut self.keys);
        self.model.actions(state, &mut actions);
        keys.extend(actions.iter().map(|action| self.model.key(state, action)));
        // What sleeps or has been followed: an independent step need not be followed by it. (A step that wakes late is followed by all.)
        let asleep = self.sleeps.of(number).to_vec();
        let mut done = asleep.clone();
        for nth in 0..actions.len() {
            let key = keys[nth];
            let skipped = only.map_or_else(|| asleep.contains(&key), |only| !only.contains(&key));
            if skipped {
                continue;
            }
            let Some(next) = self.model.next(state, &actions[nth]) else { continue };
            self.steps += 1;
            let sleeping =
                |other: usize| done.contains(&keys[other]) && self.model.independent(state, &actions[other], &actions[nth]);
            let sleep: Vec<u64> = (0..actions.len()).filter(|&other| sleeping(other)).map(|other| keys[other]).collect();
            match self.seen.insert(self.model.fingerprint(&next)) {
                Entry::New => {
                    self.sleeps.put_to_sleep(self.seen.len() - 1, sleep);
                    self.keep(next, Link::Step(number, nth as u32), self.depth + 1);
                }
                Entry::Known(known) => {
                    let woken = self.sleeps.wake(known, &sleep);
                    if !woken.is_empty() && known < self.expanded {
                        self.again.push((known, next, woken));
                    }
                }
            }
            done.push(key);
        }
        actions.clear();
        keys.clear();
        (self.actions, self.keys) = (actions, keys);
    }
}
