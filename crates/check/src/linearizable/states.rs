//! The states of one key, numbered: two states that some answer could tell apart have different numbers.

use synod_order::{Map, Set};

use crate::Value;
use crate::keys::{Nature, text_of};

/// The steps that a new state costs: it takes about so many times 32 bytes.
const GROWN: u64 = 3;

/// A number for a state of the key.
pub(crate) type State = u32;

/// The states met so far.
///
/// Every value that an operation writes, answers or expects has its number from the start. An append makes further states; one
/// whose text is a value with a number gets that number, so that answers are compared by number alone.
#[derive(Debug)]
pub(crate) struct States {
    nature: Nature,
    numbers: Map<Value, State>,
    lengths: Set<u64>,
    grown: Map<(State, u32), State>,
    appended: Vec<String>,
    texts: Vec<Text>,
    /// What putting texts together has cost since somebody asked; see [`States::take_work`].
    work: u64,
}

/// The text of a state, told from its end.
#[derive(Debug)]
struct Text {
    tail: Tail,
    len: u64,
}

#[derive(Debug)]
enum Tail {
    /// All of it.
    Whole(String),
    /// The appended text of that name, and before it the text of that state.
    After(State, u32),
}

impl States {
    /// The key before any write.
    pub(crate) const INITIAL: State = 0;

    pub(crate) fn new(nature: Nature) -> Self {
        let mut states = States {
            nature,
            numbers: Map::new(),
            lengths: Set::new(),
            grown: Map::new(),
            appended: Vec::new(),
            texts: Vec::new(),
            work: 0,
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
        let state = self.push(Text { len: tail.len() as u64, tail: Tail::Whole(tail) });
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
        let len = self.texts[state as usize].len + self.appended[text as usize].len() as u64;
        self.work += GROWN;
        let grown = match self.named(state, text, len) {
            Some(named) => named,
            None => self.push(Text { tail: Tail::After(state, text), len }),
        };
        self.grown.insert((state, text), grown);
        grown
    }

    /// The state whose value is the text of `state` followed by the appended text of that name, if some operation names that value. The
    /// whole text is put together only when an answer has its length.
    fn named(&mut self, state: State, text: u32, len: u64) -> Option<State> {
        if !self.lengths.contains(&len) {
            return None;
        }
        let mut pieces = vec![self.appended[text as usize].as_str()];
        let mut at = state;
        loop {
            match &self.texts[at as usize].tail {
                Tail::Whole(text) => {
                    pieces.push(text);
                    break;
                }
                Tail::After(before, text) => {
                    pieces.push(&self.appended[*text as usize]);
                    at = *before;
                }
            }
        }
        self.work += (pieces.len() as u64 + len / 16) / 16;
        let whole: String = pieces.into_iter().rev().collect();
        self.numbers.get(&Value::Text(whole)).copied()
    }

    /// The steps that new states have cost since this was last asked, in time and in memory.
    pub(crate) fn take_work(&mut self) -> usize {
        std::mem::take(&mut self.work) as usize
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
