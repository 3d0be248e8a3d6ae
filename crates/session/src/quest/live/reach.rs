//! Whether the goal can still be reached from a state, by what comes by itself.
//!
//! First one way is tried: everything is repaired, every message arrives, then the timer runs out that ran out least often. From most states
//! it ends at the goal, or at a state from which the goal is known to be reached. Where it does not, all ways are followed: from the
//! state, and from where the one way has come to, which is often much less.

use crate::quest::judge::Judge;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use synod_explore::{Comes, Model, WorldState, Worlds};
use synod_kernel::Action;
use synod_protocols::Erased;

type State = WorldState<Erased, Judge>;

/// So many steps of the one way at most.
const STEPS_MAX: usize = 200;
/// So many states at most, when all ways are followed.
const STATES_MAX: usize = 10_000;
/// So often at most that comes to nothing: a system that counts its attempts goes on for ever.
const VAIN_MAX: u32 = 3;

/// What can be reached from a state.
pub(super) enum Reached {
    /// What the promise waits for.
    Goal,
    /// All that can follow was followed, and the goal is not in it.
    Nothing(Block),
    /// Too much can follow to say.
    Unknown,
}

/// A state from which the goal is not reached.
#[derive(Debug)]
pub(super) struct Block {
    /// The steps to it from the state that was asked about, where that was too much to follow itself.
    pub way: Vec<Action<Erased>>,
    /// How many states can follow, with it.
    pub followed: u32,
}

/// From which states the goal is known to be reached.
#[derive(Default)]
pub(super) struct Reach {
    /// Their names.
    known: BTreeSet<u128>,
    /// How often all ways were too many.
    in_vain: u32,
}

/// The one way that was tried.
struct Tried {
    names: Vec<u128>,
    actions: Vec<Action<Erased>>,
    end: State,
    reaches: bool,
}

impl Reach {
    /// What can be reached from `state`.
    pub fn from(&mut self, model: &Worlds<Erased, Judge>, state: &State) -> Reached {
        let tried = self.try_one_way(model, state);
        if tried.reaches {
            self.known.extend(tried.names);
            return Reached::Goal;
        }
        if self.in_vain < VAIN_MAX {
            match self.follow_all(model, state) {
                Reached::Unknown => self.in_vain += 1,
                known => return known,
            }
            if let Reached::Nothing(Block { followed, .. }) = self.follow_all(model, &tried.end) {
                return Reached::Nothing(Block { way: tried.actions, followed });
            }
        }
        Reached::Unknown
    }

    fn try_one_way(&self, model: &Worlds<Erased, Judge>, state: &State) -> Tried {
        let mut tried = Tried { names: Vec::new(), actions: Vec::new(), end: state.clone(), reaches: false };
        // In one state, another timer may be next than before, so coming back to it is no end.
        let mut fired = BTreeMap::new();
        for _ in 0..STEPS_MAX {
            let name = model.fingerprint(&tried.end);
            tried.reaches = model.is_goal(&tried.end) || self.known.contains(&name);
            if tried.reaches {
                break;
            }
            tried.names.push(name);
            let mut actions = Vec::new();
            model.actions(&tried.end, &mut actions);
            let comes = |action: &Action<Erased>| model.comes(&tried.end, action);
            let ranked = actions.into_iter().filter(|action| comes(action) != Comes::Perhaps);
            let Some(action) = ranked.min_by_key(|action| rank(action, |action| fired.get(&comes(action)).copied())) else {
                break;
            };
            if matches!(action, Action::Fire(..) | Action::Choose(..)) {
                *fired.entry(comes(&action)).or_insert(0_u32) += 1;
            }
            let Some(next) = model.next(&tried.end, &action) else { break };
            tried.end = next;
            tried.actions.push(action);
        }
        tried
    }

    /// Follows all ways, unless they are too many.
    fn follow_all(&mut self, model: &Worlds<Erased, Judge>, state: &State) -> Reached {
        let first = model.fingerprint(state);
        // Each state with the one from which it was found.
        let mut found = BTreeMap::from([(first, first)]);
        let mut waiting = VecDeque::from([state.clone()]);
        let mut actions = Vec::new();
        while let Some(state) = waiting.pop_front() {
            let here = model.fingerprint(&state);
            if model.is_goal(&state) || self.known.contains(&here) {
                let mut back = here;
                while back != first {
                    self.known.insert(back);
                    back = found.get(&back).copied().unwrap_or(first);
                }
                self.known.insert(first);
                return Reached::Goal;
            }
            model.actions(&state, &mut actions);
            for action in actions.drain(..).filter(|action| model.comes(&state, action) != Comes::Perhaps) {
                let Some(next) = model.next(&state, &action) else { continue };
                let name = model.fingerprint(&next);
                if let Entry::Vacant(new) = found.entry(name) {
                    new.insert(here);
                    waiting.push_back(next);
                }
            }
            if found.len() > STATES_MAX {
                return Reached::Unknown;
            }
        }
        Reached::Nothing(Block { way: Vec::new(), followed: found.len() as u32 })
    }
}

/// What the one way prefers: repairs, then messages, then chance and time-outs that came least often.
fn rank(action: &Action<Erased>, came: impl Fn(&Action<Erased>) -> Option<u32>) -> (u8, u32) {
    match action {
        Action::Restart(_) | Action::Heal => (0, 0),
        Action::Deliver(_) => (1, 0),
        _ => (2, came(action).unwrap_or(0)),
    }
}
