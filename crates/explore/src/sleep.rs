//! Sleep sets: which steps of a state need not be followed, because they are followed elsewhere first.

use std::collections::BTreeMap;

/// The sleep sets of all states, as keys of steps. A state that is not here has an empty one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sleeps {
    of: BTreeMap<u32, Box<[u64]>>,
    keys: u64,
}

impl Sleeps {
    /// What sleeps in a state.
    pub fn of(&self, state: u32) -> &[u64] {
        self.of.get(&state).map_or(&[], |keys| keys)
    }

    /// A new state's sleep set.
    pub fn put_to_sleep(&mut self, state: u32, keys: Vec<u64>) {
        self.keys += keys.len() as u64;
        if !keys.is_empty() {
            self.of.insert(state, keys.into_boxed_slice());
        }
    }

    /// The state was reached again, and these would sleep: what does not sleep on every way there sleeps no more. Returns what wakes.
    pub fn wake(&mut self, state: u32, keys: &[u64]) -> Vec<u64> {
        let Some(asleep) = self.of.get_mut(&state) else { return Vec::new() };
        let (still, woken): (Vec<u64>, Vec<u64>) = asleep.iter().partition(|key| keys.contains(key));
        self.keys -= woken.len() as u64;
        if still.is_empty() {
            self.of.remove(&state);
        } else if !woken.is_empty() {
            *asleep = still.into_boxed_slice();
        }
        woken
    }

    /// About as many bytes as they take.
    pub fn bytes(&self) -> u64 {
        self.keys * size_of::<u64>() as u64 + self.of.len() as u64 * 32
    }
}
