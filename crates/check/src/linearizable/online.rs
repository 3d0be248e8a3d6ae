//! Linearizability step by step: all that a single copy may have done by now.
//!
//! Source: Lowe, *Testing for linearizability* (2017), section 5, *just-in-time linearization*: an operation that is called may take effect at
//! any time; when one returns, it must have. So at a return each configuration is led on, by operations that are under way, in every way
//! that ends with the one that returns and gives the answer that it gave. Where none is left, the history has no order, and never will.
//! Keys go along by themselves (Herlihy & Wing 1990).
//!
//! Cost: with `c` operations of a key under way, at most c! configurations at a return; one that is never answered stays under way.

use std::hash::{Hash, Hasher};
use synod_order::{Map, Set};

use crate::keys::text_of;
use crate::monitor::{Monitor, Step};
use crate::{Answer, Call, Value};

/// The monitor of linearizability.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct Online {
    keys: Map<String, Key>,
    broken: bool,
}

/// What is known about one key.
#[derive(Clone, Debug, Hash)]
struct Key {
    /// The operations under way, by their names.
    open: Map<u64, Call>,
    /// Never empty.
    configurations: Set<Configuration>,
    /// Somebody writes or compares, so that an empty text is not the same as nothing.
    written: bool,
    /// Somebody was answered with an empty text for nothing.
    empty_seen: bool,
}

/// What the copy may hold, and which operations under way have taken effect, with the answers that they will give.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Hash)]
struct Configuration {
    held: Value,
    done: Map<u64, Answer>,
}

impl Default for Key {
    fn default() -> Self {
        let configurations = synod_order::set([Configuration::default()]);
        Key { open: Map::new(), configurations, written: false, empty_seen: false }
    }
}

impl Monitor<Step> for Online {
    fn see(&mut self, step: &Step) {
        if self.broken {
            return;
        }
        let explained = match step {
            Step::Called { operation, key, call } => self.keys.entry(key.clone()).or_default().call(*operation, call),
            Step::Returned { operation, answer } => {
                let key = self.keys.values_mut().find(|key| key.open.contains_key(operation));
                key.is_none_or(|key| key.answer(*operation, answer))
            }
        };
        if !explained {
            *self = Online { keys: Map::new(), broken: true };
        }
    }

    fn is_broken(&self) -> bool {
        self.broken
    }

    fn digest(&self, mut hasher: &mut dyn Hasher) {
        self.hash(&mut hasher);
    }

    fn boxed_clone(&self) -> Box<dyn Monitor<Step>> {
        Box::new(self.clone())
    }
}

impl Key {
    /// An operation begins; whether everything is still explained.
    fn call(&mut self, operation: u64, call: &Call) -> bool {
        self.written |= matches!(call, Call::Write(_) | Call::Cas { .. });
        self.open.insert(operation, call.clone());
        !(self.written && self.empty_seen)
    }

    /// An operation gets its answer; whether everything is still explained.
    fn answer(&mut self, operation: u64, answer: &Answer) -> bool {
        let Some(call) = self.open.get(&operation).cloned() else { return true };
        let answer = match (&call, answer) {
            // It never took effect.
            (_, Answer::Failed) => {
                self.configurations.retain(|configuration| !configuration.done.contains_key(&operation));
                self.open.remove(&operation);
                return !self.configurations.is_empty();
            }
            (Call::Read, Answer::Read(value)) => {
                let empty = matches!(value, Value::Text(text) if text.is_empty()) && !self.written;
                self.empty_seen |= empty;
                Answer::Read(if empty { Value::Null } else { value.clone().normal() })
            }
            (Call::Cas { .. }, Answer::Cas { ok }) => Answer::Cas { ok: *ok },
            _ => Answer::Done,
        };
        let mut after = Set::new();
        let mut seen = self.configurations.clone();
        let mut agenda: Vec<Configuration> = seen.iter().cloned().collect();
        while let Some(mut configuration) = agenda.pop() {
            if let Some(given) = configuration.done.remove(&operation) {
                if given == answer {
                    after.insert(configuration);
                }
                continue;
            }
            for (next, call) in self.open.iter().filter(|(next, _)| !configuration.done.contains_key(next)) {
                let (held, given) = effect(&configuration.held, call);
                let mut led_on = Configuration { held, done: configuration.done.clone() };
                led_on.done.insert(*next, given);
                if seen.insert(led_on.clone()) {
                    agenda.push(led_on);
                }
            }
        }
        self.open.remove(&operation);
        self.configurations = after;
        !self.configurations.is_empty()
    }
}

/// What a single copy then holds, and answers.
fn effect(held: &Value, call: &Call) -> (Value, Answer) {
    match call {
        Call::Read => (held.clone(), Answer::Read(held.clone())),
        Call::Write(value) => (value.clone().normal(), Answer::Done),
        Call::Cas { expect, value } if expect.clone().normal() == *held => (value.clone().normal(), Answer::Cas { ok: true }),
        Call::Cas { .. } => (held.clone(), Answer::Cas { ok: false }),
        Call::Append(text) if text.is_empty() => (held.clone(), Answer::Done),
        Call::Append(text) => (Value::Text(text_of(held) + text), Answer::Done),
    }
}
