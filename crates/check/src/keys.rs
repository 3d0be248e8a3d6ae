//! What the judges ask of a history: its keys, and which operations may leave a value behind.

use synod_order::Map;

use crate::{Answer, Call, History, Operation, Value};

impl Operation {
    /// Whether this operation writes, or may have written: not a read, not what failed, not a compare-and-set that answered no,
    /// and not an append of nothing.
    pub(crate) fn mutates(&self) -> bool {
        match &self.call {
            _ if self.failed() => false,
            Call::Read => false,
            Call::Write(_) => true,
            Call::Cas { .. } => !self.cas_failed(),
            Call::Append(text) => !text.is_empty(),
        }
    }

    /// Whether the client was told that this operation failed.
    pub(crate) fn failed(&self) -> bool {
        matches!(self.returned, Some((_, Answer::Failed)))
    }

    pub(crate) fn cas_failed(&self) -> bool {
        matches!(self.returned, Some((_, Answer::Cas { ok: false })))
    }

    /// The value that the key is known to have held when the operation took effect: what a read answered, or what a
    /// compare-and-set that succeeded expected.
    pub(crate) fn observed(&self) -> Option<Value> {
        let (_, answer) = self.returned.as_ref()?;
        match (&self.call, answer) {
            (Call::Read, Answer::Read(value)) => Some(value.clone().normal()),
            (Call::Cas { expect, .. }, Answer::Cas { ok: true }) => Some(expect.clone().normal()),
            _ => None,
        }
    }

    /// The value that the key holds right after the operation, for those that do not build on the one before.
    pub(crate) fn written(&self) -> Option<&Value> {
        match &self.call {
            Call::Write(value) | Call::Cas { value, .. } if self.mutates() => Some(value),
            _ => None,
        }
    }

    /// When it returned, if it did.
    pub(crate) fn answered_at(&self) -> Option<i64> {
        self.returned.as_ref().map(|(at, _)| *at)
    }
}

impl History {
    /// The operations of each key, in the order of the history.
    pub(crate) fn by_key(&self) -> Map<&str, Vec<u32>> {
        let mut keys: Map<&str, Vec<u32>> = Map::new();
        for (i, operation) in self.operations.iter().enumerate() {
            keys.entry(&operation.key).or_default().push(i as u32);
        }
        keys
    }

    pub(crate) fn op(&self, index: u32) -> &Operation {
        &self.operations[index as usize]
    }

    /// Whether `a` comes before `b`, as [`Operation`] says.
    pub(crate) fn precedes(&self, a: u32, b: u32) -> bool {
        let (first, second) = (self.op(a), self.op(b));
        first.answered_at().is_some_and(|at| at < second.called || (a < b && first.client == second.client))
    }
}

/// How the operations of one key shape its values.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Nature {
    /// Some operation appends: a value may be made of several writes.
    pub(crate) appends: bool,
    /// No operation writes or compares: a key that was never appended to may answer with the empty string.
    pub(crate) empty_is_null: bool,
}

impl Nature {
    pub(crate) fn of<'h>(operations: impl Iterator<Item = &'h Operation>) -> Nature {
        let mut nature = Nature { appends: false, empty_is_null: true };
        for operation in operations {
            match &operation.call {
                Call::Read => {}
                Call::Append(_) => nature.appends = true,
                Call::Write(_) | Call::Cas { .. } => nature.empty_is_null = false,
            }
        }
        nature
    }

    /// The value under one name, whichever way a client told it.
    pub(crate) fn canonical(self, value: Value) -> Value {
        match value.normal() {
            Value::Text(text) if self.empty_is_null && text.is_empty() => Value::Null,
            other => other,
        }
    }
}

/// The text that an append finds: nothing on a key that holds null, the digits of a number.
pub(crate) fn text_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Text(text) => text.clone(),
        other => other.to_string(),
    }
}
