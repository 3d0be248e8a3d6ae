//! States that wait for those with fewer deviations.

use crate::links::Link;
use crate::queue::Queue;
use crate::seen::{Entry, Seen};

/// States with one deviation more than those that are being expanded, each once, with their names and the steps that found them.
#[derive(Clone, Debug)]
pub(crate) struct Later<S> {
    states: Queue<(u128, Link, S)>,
    names: Seen,
    bytes: u64,
}

impl<S> Default for Later<S> {
    fn default() -> Self {
        Later { states: Queue::default(), names: Seen::new(false), bytes: 0 }
    }
}

impl<S> Later<S> {
    /// Adds a state of so many bytes, unless it is there.
    pub fn push(&mut self, name: u128, link: Link, state: S, bytes: u64) {
        if self.names.insert(name) == Entry::New {
            self.bytes += bytes + size_of::<(u128, Link)>() as u64;
            self.states.push((name, link, state));
        }
    }

    /// The next state in the order in which they were added.
    pub fn pop(&mut self) -> Option<(u128, Link, S)> {
        self.states.pop()
    }

    pub fn len(&self) -> usize {
        self.states.len()
    }

    /// About as many bytes as they take.
    pub fn bytes(&self) -> u64 {
        self.bytes + self.names.bytes()
    }
}
