//! The steps between states, as they were found.

use crate::Comes;
use std::collections::BTreeMap;

/// The name of a [`Comes`], in the order in which they were met; the first is [`Comes::Perhaps`].
pub(crate) type Kind = u32;

/// A step that nobody can count on.
pub(crate) const PERHAPS: Kind = 0;

/// The steps between states, kept while exploring, and what is known of each state.
#[derive(Clone, Debug)]
pub(crate) struct Edges {
    /// Where the steps of each expanded state end in the lists below.
    ends: Vec<u32>,
    to: Vec<u32>,
    by: Vec<Kind>,
    /// Where what is due in each expanded state, and not possible, ends in the list below.
    due_ends: Vec<u32>,
    due: Vec<Kind>,
    goals: Vec<bool>,
    cuts: Vec<bool>,
    kinds: BTreeMap<Comes, Kind>,
    names: Vec<Comes>,
}

impl Default for Edges {
    fn default() -> Self {
        Edges {
            ends: Vec::new(),
            to: Vec::new(),
            by: Vec::new(),
            due_ends: Vec::new(),
            due: Vec::new(),
            goals: Vec::new(),
            cuts: Vec::new(),
            kinds: BTreeMap::from([(Comes::Perhaps, PERHAPS)]),
            names: vec![Comes::Perhaps],
        }
    }
}

impl Edges {
    /// The next state was found.
    pub fn found(&mut self, goal: bool, cut: bool) {
        self.goals.push(goal);
        self.cuts.push(cut);
    }

    /// The state that is being expanded has a step to this one.
    pub fn add(&mut self, to: u32, comes: Comes) {
        let kind = self.kind(comes);
        self.to.push(to);
        self.by.push(kind);
    }

    /// The state is expanded. Besides its steps, these are due in it.
    pub fn end_of_state(&mut self, due: impl Iterator<Item = Comes>) {
        for comes in due {
            let kind = self.kind(comes);
            self.due.push(kind);
        }
        self.due_ends.push(self.due.len() as u32);
        self.ends.push(self.to.len() as u32);
    }

    fn kind(&mut self, comes: Comes) -> Kind {
        let new = self.names.len() as Kind;
        let kind = *self.kinds.entry(comes).or_insert(new);
        if kind == new {
            self.names.push(comes);
        }
        kind
    }

    pub fn bytes(&self) -> u64 {
        let words = [&self.ends, &self.to, &self.by, &self.due_ends, &self.due].map(Vec::capacity);
        let kinds = self.names.len() * 2 * (size_of::<Comes>() + size_of::<Kind>());
        (words.into_iter().sum::<usize>() * size_of::<u32>() + self.goals.capacity() + self.cuts.capacity() + kinds) as u64
    }

    /// How many states were found.
    pub fn states(&self) -> u32 {
        self.goals.len() as u32
    }

    pub fn is_goal(&self, state: u32) -> bool {
        self.goals[state as usize]
    }

    pub fn is_cut(&self, state: u32) -> bool {
        self.cuts[state as usize]
    }

    pub fn name(&self, kind: Kind) -> Comes {
        self.names[kind as usize]
    }

    /// Where the steps of a state lead to; none for one that is not expanded.
    pub fn to(&self, state: u32) -> &[u32] {
        range(&self.ends, state, &self.to)
    }

    /// The steps of a state: what each is, and where it leads to.
    pub fn of(&self, state: u32) -> impl Iterator<Item = (Kind, u32)> {
        range(&self.ends, state, &self.by).iter().copied().zip(self.to(state).iter().copied())
    }

    /// What will surely come if the system stays in this state: the possible, and what has to wait.
    pub fn due(&self, state: u32) -> impl Iterator<Item = Kind> {
        let possible = self.of(state).map(|(kind, _)| kind).filter(|kind| matches!(self.name(*kind), Comes::Surely(_)));
        possible.chain(range(&self.due_ends, state, &self.due).iter().copied())
    }
}

fn range<'a>(ends: &[u32], state: u32, all: &'a [u32]) -> &'a [u32] {
    let end = |state: Option<u32>| state.and_then(|s| ends.get(s as usize)).map_or(0, |end| *end as usize);
    all.get(end(state.checked_sub(1))..end(Some(state))).unwrap_or(&[])
}
