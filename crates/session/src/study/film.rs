//! A field of nodes through time: one small number a node and moment, two bits each, in bounded memory.

use super::Hue;
use super::wire;
use serde::{Deserialize, Serialize};
use synod_words::Phrase;

/// More states than this a node cannot have.
pub const STATES_MAX: usize = 4;
/// Nodes in a byte.
const IN_A_BYTE: usize = 4;
/// What a film may take. A longer one keeps every second moment, then every fourth, and so on.
const BYTES_MAX: usize = 8 << 20;

/// Every node of a study through time.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Field {
    /// The states that a node can be in, at most four; a node's number is a place in this list.
    pub states: Vec<State>,
    /// What a moment is called: “cycle”.
    #[serde(with = "wire::phrase")]
    pub moment: Phrase,
    /// The moments.
    pub film: Film,
}

/// A state that a node can be in.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct State {
    /// Its name.
    #[serde(with = "wire::phrase")]
    pub name: Phrase,
    /// Its sign, by which it is known without its colour.
    pub mark: Mark,
    /// Its colour.
    pub hue: Hue,
}

/// The sign of a state.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Mark {
    /// A small dot.
    Dot,
    /// A full disc.
    Disc,
    /// A ring.
    Ring,
}

/// The moments of a field that are kept.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Film {
    /// How many nodes.
    pub nodes: u32,
    /// Moments that are kept stand so far apart; the last one may stand closer.
    every: u32,
    shots: Vec<Shot>,
}

/// One moment.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Shot {
    /// Which.
    pub at: u32,
    packed: Vec<u8>,
}

impl Film {
    /// An empty film of so many nodes.
    pub fn new(nodes: u32) -> Film {
        Film { nodes, every: 1, shots: Vec::new() }
    }

    /// Adds a moment later than all others.
    pub fn push(&mut self, at: u32, states: &[u8]) {
        // The one before was the last, and is kept only if its turn had come.
        if self.shots.last().is_some_and(|last| !last.at.is_multiple_of(self.every)) {
            self.shots.pop();
        }
        self.shots.push(Shot { at, packed: states.chunks(IN_A_BYTE).map(pack).collect() });
        if self.shots.len() > 2 && self.shots.len() * states.len().div_ceil(IN_A_BYTE) > BYTES_MAX {
            self.every *= 2;
            let every = self.every;
            self.shots.retain(|shot| shot.at.is_multiple_of(every) || shot.at == at);
        }
    }

    /// The moments that are kept, in order.
    pub fn shots(&self) -> &[Shot] {
        &self.shots
    }
}

impl Shot {
    /// The state of each node; a few more numbers may follow that belong to none.
    pub fn states(&self) -> impl Iterator<Item = u8> + '_ {
        self.packed.iter().flat_map(|byte| [byte & 3, byte >> 2 & 3, byte >> 4 & 3, byte >> 6])
    }

    /// How many of `nodes` nodes are in each state.
    pub fn census(&self, nodes: u32) -> [u32; STATES_MAX] {
        let mut census = [0; STATES_MAX];
        self.states().take(nodes as usize).for_each(|state| census[usize::from(state)] += 1);
        census
    }
}

/// Up to four nodes, the first in the lowest bits.
fn pack(states: &[u8]) -> u8 {
    states.iter().rev().fold(0, |byte, state| byte << 2 | state & 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_comes_out_again() {
        let states = [0, 1, 2, 3, 2, 1, 0];
        let mut film = Film::new(7);
        film.push(0, &states);
        assert_eq!(film.shots()[0].states().take(7).collect::<Vec<_>>(), states);
        assert_eq!(film.shots()[0].census(7), [2, 2, 2, 1]);
    }

    #[test]
    fn a_long_film_keeps_fewer_moments_and_always_the_last() {
        let nodes = 400_000;
        let states = vec![1; nodes];
        let mut film = Film::new(nodes as u32);
        for at in 0..500 {
            film.push(at, &states);
            assert_eq!(film.shots().last().map(|shot| shot.at), Some(at));
            assert!(film.shots().len() * nodes / 4 <= BYTES_MAX + nodes);
        }
        let kept: Vec<u32> = film.shots().iter().map(|shot| shot.at).collect();
        assert!(kept.len() > 40 && kept[0] == 0 && kept[1..].windows(2).all(|pair| pair[0] < pair[1]), "{kept:?}");
    }
}
