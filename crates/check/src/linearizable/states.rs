//! The states of one key, numbered: two states that some answer could tell apart have different numbers.

use std::collections::{BTreeMap, BTreeSet};

use crate::Value;
use crate::keys::{Nature, text_of};

/// A number for a state of the key.
pub(crate) type State = u32;

/// The states met so far.
///
/// Every value that an operation writes, answers or expects has its number from the start. An append makes further states; one
/// whose text is a value with a number gets that number, so that answers are compared by number alone.
#[derive(Debug)]
pub(crate) struct States {
    nature: Nature,
    numbers: BTreeMap<Value, State>,
    lengths: BTreeSet<u64>,
    grown: BTreeMap<(State, u32), State>,
    appended: Vec<String>,
    texts: Vec<Text>,
}

/// The text of a state, told from its end: `tail`, and before it the text of `parent`.
#[derive(Debug)]
struct Text {
    parent: Option<State>,
    tail: String,
    len: u64,
}

impl States {
    /// The key before any write.
    pub(crate) const INITIAL: State = 0;

    pub(crate) fn new(nature: Nature) -> Self {
        let mut states = States {
            nature,
            numbers: BTreeMap::new(),
            lengths: BTreeSet::new(),
            grown: BTreeMap::new(),
            appended: Vec::new(),
            texts: Vec::new(),
        };
        states.number(Value::Null);
        states
    }

    /// The number of a value that some operation names.
    pub(crate) fn number(&mut self, value: Value) -> State {
        let value = self.nature.canonical(value);
        if let Some(state) = self.numbers.get(&value) {
            return *state;
        }
        let tail = if self.nature.appends { text_of(&value) } else { String::new() };
        self.lengths.insert(tail.len() as u64);
        let state = self.push(Text { parent: None, len: tail.len() as u64, tail });
        self.numbers.insert(value, state);
        state
    }

    /// A name for a text that operations append.
    pub(crate) fn appendable(&mut self, text: &str) -> u32 {
        self.appended.push(text.to_owned());
        self.appended.len() as u32 - 1
    }

    /// The state after appending the text of that name to `state`.
    pub(crate) fn append(&mut self, state: State, text: u32) -> State {
        if self.appended[text as usize].is_empty() {
            return state;
        }
        if let Some(known) = self.grown.get(&(state, text)) {
            return *known;
        }
        let tail = self.appended[text as usize].clone();
        let len = self.texts[state as usize].len + tail.len() as u64;
        let grown = match self.named(state, &tail, len) {
            Some(named) => named,
            None => self.push(Text { parent: Some(state), tail, len }),
        };
        self.grown.insert((state, text), grown);
        grown
    }

    /// The state whose value is the text of `state` followed by `tail`, if some operation names that value. The whole text is
    /// put together only when an answer has its length.
    fn named(&self, state: State, tail: &str, len: u64) -> Option<State> {
        if !self.lengths.contains(&len) {
            return None;
        }
        let mut pieces = vec![tail];
        let mut at = Some(state);
        while let Some(state) = at {
            let text = &self.texts[state as usize];
            pieces.push(&text.tail);
            at = text.parent;
        }
        let whole: String = pieces.into_iter().rev().collect();
        self.numbers.get(&Value::Text(whole)).copied()
    }

    fn push(&mut self, text: Text) -> State {
        self.texts.push(text);
        self.texts.len() as State - 1
    }

    /// How many states there are.
    pub(crate) fn count(&self) -> usize {
        self.texts.len()
    }
}
