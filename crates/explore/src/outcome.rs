//! What an exploration says: how far it came, what it found, and how to get there.

use crate::links::Link;
use crate::{Explorer, Model};
use std::fmt;
use synod_words::{Phrase, phrase};

/// How far an exploration has come.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Progress {
    /// Distinct states that were found and judged.
    pub states: u32,
    /// Those of them whose steps were all followed.
    pub expanded: u32,
    /// Steps that were followed.
    pub steps: u64,
    /// Every state that can be reached in so many steps has been found; by deviations ([`crate::Order`]), in fewer than so many.
    pub depth: u32,
    /// States whose steps have not been followed yet.
    pub waiting: u32,
    /// About as many bytes as it takes.
    pub bytes: u64,
    /// Whether and why it has ended.
    pub end: Option<End>,
}

/// Why an exploration ended.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum End {
    /// There are no other states.
    Exhausted,
    /// A promise is broken, and that was all that was asked.
    Broken,
    /// The bound on the depth.
    Depth,
    /// The bound on the number of states.
    States,
    /// The bound on memory.
    Bytes,
}

/// A state that breaks a promise.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Violation {
    /// Which promise: the number of its bit.
    pub promise: u8,
    /// The state's number, for [`Explorer::witness`].
    pub state: u32,
    /// How many steps, or deviations, lead there; there is no way with fewer.
    pub depth: u32,
}

impl Progress {
    /// What may be said when no promise was found broken: no more than what was looked at.
    pub fn phrase(&self) -> Phrase {
        // States are told apart by hash-compacted names; that two of n share one has a probability below n² / 2^129.
        match self.end {
            Some(End::Exhausted) => phrase!(
                "no violation in any of the {0} states (all of them; told apart by 128-bit fingerprints)",
                "全部 {0} 个状态中没有违反（以 128 位指纹区分状态）",
                thousands(self.states)
            ),
            Some(End::Depth) => phrase!(
                "no violation within {1} steps ({0} states; told apart by 128-bit fingerprints)",
                "{1} 步以内没有违反（{0} 个状态；以 128 位指纹区分状态）",
                thousands(self.states),
                self.depth
            ),
            _ => phrase!(
                "no violation in the first {0} states, depth {1} (told apart by 128-bit fingerprints)",
                "前 {0} 个状态中没有违反，深度 {1}（以 128 位指纹区分状态）",
                thousands(self.states),
                self.depth
            ),
        }
    }
}

/// A whole number with a comma after each thousand.
fn thousands(number: u32) -> String {
    let digits = number.to_string();
    let comma = |i: usize| i > 0 && (digits.len() - i).is_multiple_of(3);
    digits.char_indices().flat_map(|(i, digit)| comma(i).then_some(',').into_iter().chain([digit])).collect()
}

/// A model did something else when it was asked again: it is not a function of its arguments.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct NotAFunction {
    /// After so many steps of the way.
    pub after: u32,
}

impl fmt::Display for NotAFunction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "step {} of the way cannot be taken again: the model depends on something besides its arguments",
            self.after + 1
        )
    }
}

impl std::error::Error for NotAFunction {}

/// How a state is reached.
#[derive(Clone)]
pub struct Witness<M: Model> {
    /// The start and every state after it.
    pub states: Vec<M::State>,
    /// The steps between them, one fewer.
    pub actions: Vec<M::Action>,
}

impl<M: Model> Witness<M> {
    /// Goes back by the links, then forward by taking each step again.
    pub(crate) fn rebuild(explorer: &Explorer<M>, state: u32) -> Result<Self, NotAFunction> {
        let (mut back, mut here) = (Vec::new(), state);
        let start = loop {
            match explorer.links.get(here) {
                Some(Link::Step(from, nth)) => {
                    back.push(nth);
                    here = from;
                }
                Some(Link::Start(nth)) => break nth,
                None => return Err(NotAFunction { after: 0 }),
            }
        };
        let first = explorer.model.starts().into_iter().nth(start as usize).ok_or(NotAFunction { after: 0 })?;
        let mut witness = Witness { states: vec![first], actions: Vec::with_capacity(back.len()) };
        for nth in back.into_iter().rev() {
            witness.follow(&explorer.model, nth)?;
        }
        Ok(witness)
    }

    /// Goes on by the `nth` step of the last state.
    pub(crate) fn follow(&mut self, model: &M, nth: u32) -> Result<(), NotAFunction> {
        let lost = NotAFunction { after: self.actions.len() as u32 };
        let mut actions = Vec::new();
        let here = self.states.last().ok_or(lost)?;
        model.actions(here, &mut actions);
        let action = actions.into_iter().nth(nth as usize).ok_or(lost)?;
        let next = model.next(here, &action).ok_or(lost)?;
        self.states.push(next);
        self.actions.push(action);
        Ok(())
    }

    /// Goes on by the first step of the last state that is like this: state, step, and the state after it.
    pub(crate) fn step(
        &mut self,
        model: &M,
        lost: NotAFunction,
        is_like: impl Fn(&M::State, &M::Action, &M::State) -> bool,
    ) -> Result<(), NotAFunction> {
        let mut actions = Vec::new();
        let here = self.states.last().ok_or(lost)?;
        model.actions(here, &mut actions);
        let mut steps = actions.into_iter().filter_map(|action| Some((model.next(here, &action)?, action)));
        let (next, action) = steps.find(|(next, action)| is_like(here, action, next)).ok_or(lost)?;
        self.states.push(next);
        self.actions.push(action);
        Ok(())
    }
}
