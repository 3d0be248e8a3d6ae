//! Progress: from which states can what the system is for still be reached?

/// The steps between states, kept while exploring, and what is known of each state.
#[derive(Clone, Debug, Default)]
pub(crate) struct Edges {
    /// Where the steps of each expanded state end in the list below.
    ends: Vec<u32>,
    to: Vec<u32>,
    goals: Vec<bool>,
    cuts: Vec<bool>,
}

impl Edges {
    /// The next state was found.
    pub fn found(&mut self, goal: bool, cut: bool) {
        self.goals.push(goal);
        self.cuts.push(cut);
    }

    /// The state that is being expanded has a step to this one.
    pub fn add(&mut self, to: u32) {
        self.to.push(to);
    }

    /// The state is expanded.
    pub fn end_of_state(&mut self) {
        self.ends.push(self.to.len() as u32);
    }

    pub fn bytes(&self) -> u64 {
        ((self.ends.capacity() + self.to.capacity()) * size_of::<u32>() + self.goals.capacity() + self.cuts.capacity()) as u64
    }

    fn of(&self, state: u32) -> &[u32] {
        let end = |state: Option<u32>| state.and_then(|s| self.ends.get(s as usize)).map_or(0, |end| *end as usize);
        self.to.get(end(state.checked_sub(1))..end(Some(state))).unwrap_or(&[])
    }
}

/// What is known of progress: the states from which no schedule reaches the goal ([`crate::Model::is_goal`]) any more.
///
/// Nothing is said of what was not explored: a state that was not expanded, and one in which a bound of the model keeps something from
/// happening ([`crate::Model::is_cut`]), count as if the goal could be reached from them. So a block is a block whatever the bounds.
#[derive(Clone, Debug)]
pub struct Graph {
    hopeful: Vec<bool>,
}

impl Graph {
    /// Goes backwards along the steps from everything that is a goal or not known to be none.
    pub(crate) fn new(edges: &Edges, expanded: u32) -> Graph {
        let states = edges.goals.len() as u32;
        let mut before: Vec<u32> = vec![0; states as usize + 1];
        edges.to.iter().for_each(|to| before[*to as usize + 1] += 1);
        for state in 0..states as usize {
            before[state + 1] += before[state];
        }
        let mut from = vec![0; edges.to.len()];
        let mut next = before.clone();
        for state in 0..expanded {
            for &to in edges.of(state) {
                from[next[to as usize] as usize] = state;
                next[to as usize] += 1;
            }
        }
        let open = |state: u32| state >= expanded || edges.goals[state as usize] || edges.cuts[state as usize];
        let mut hopeful: Vec<bool> = (0..states).map(open).collect();
        let mut waiting: Vec<u32> = (0..states).filter(|state| hopeful[*state as usize]).collect();
        while let Some(state) = waiting.pop() {
            for &earlier in &from[before[state as usize] as usize..before[state as usize + 1] as usize] {
                if !std::mem::replace(&mut hopeful[earlier as usize], true) {
                    waiting.push(earlier);
                }
            }
        }
        Graph { hopeful }
    }

    /// The states from which the goal cannot be reached any more, in the order in which they were found: none is nearer to a start than the
    /// first. [`crate::Explorer::witness`] tells the way there.
    pub fn blocks(&self) -> impl Iterator<Item = u32> {
        (0..).zip(&self.hopeful).filter(|(_, hopeful)| !**hopeful).map(|(state, _)| state)
    }
}
