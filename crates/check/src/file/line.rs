//! One line of a history file: one operation in JSON.

use serde::{Deserialize, Deserializer, Serialize};

use super::STRING_BYTES_MAX;
use super::problem::Problem;
use crate::{Answer, Call, Operation, Value};

/// The line as it stands. A field that is absent is `None`; null is something.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Line {
    client: String,
    call: i64,
    #[serde(rename = "return", default, deserialize_with = "present")]
    returned: Option<Moment>,
    op: Kind,
    key: String,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    expect: Option<Datum>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    value: Option<Datum>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    ok: Option<bool>,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Read,
    Write,
    Cas,
    Append,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged, expecting = "a value is an integer, a string or null")]
enum Datum {
    Null(()),
    Int(i64),
    Text(String),
}

#[derive(Serialize, Deserialize)]
#[serde(untagged, expecting = "a time is an integer or null")]
enum Moment {
    Never(()),
    At(i64),
}

fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

impl Line {
    /// The operation, if the fields fit each other.
    pub(super) fn operation(self) -> Result<Operation, Problem> {
        let texts = [
            ("client", Some(self.client.as_str())),
            ("key", Some(self.key.as_str())),
            ("value", self.value.as_ref().and_then(Datum::text)),
            ("expect", self.expect.as_ref().and_then(Datum::text)),
        ];
        if let Some((field, _)) = texts.iter().find(|(_, text)| text.is_some_and(|text| text.len() > STRING_BYTES_MAX)) {
            return Err(Problem::TooLong(field));
        }
        let returned = match self.returned {
            None => return Err(Problem::Missing("return")),
            Some(Moment::Never(())) => None,
            Some(Moment::At(at)) if at < self.call => return Err(Problem::ReturnBeforeCall),
            Some(Moment::At(at)) => Some(at),
        };
        if self.expect.is_some() && self.op != Kind::Cas {
            return Err(Problem::Unexpected("expect"));
        }
        if self.ok.is_some() && self.op != Kind::Cas {
            return Err(Problem::Unexpected("ok"));
        }
        let answered = returned.is_some();
        let (call, answer) = match self.op {
            Kind::Read => (Call::Read, answer("value", self.value, answered)?.map(|value| Answer::Read(value.value()))),
            Kind::Write => (Call::Write(needed("value", self.value)?), answered.then_some(Answer::Done)),
            Kind::Append => match needed("value", self.value)? {
                Value::Text(text) => (Call::Append(text), answered.then_some(Answer::Done)),
                _ => return Err(Problem::AppendOfNoText),
            },
            Kind::Cas => {
                let call = Call::Cas { expect: needed("expect", self.expect)?, value: needed("value", self.value)? };
                (call, answer("ok", self.ok, answered)?.map(|ok| Answer::Cas { ok }))
            }
        };
        Ok(Operation { client: self.client, key: self.key, call, called: self.call, returned: returned.zip(answer) })
    }

    /// The line of an operation; `None` where a value cannot be told in a file, as siblings cannot.
    pub(super) fn of(operation: &Operation) -> Option<Line> {
        let (mut expect, mut value, mut ok) = (None, None, None);
        let op = match &operation.call {
            Call::Read => Kind::Read,
            Call::Write(written) => {
                value = Some(Datum::of(written)?);
                Kind::Write
            }
            Call::Cas { expect: expected, value: written } => {
                (expect, value) = (Some(Datum::of(expected)?), Some(Datum::of(written)?));
                Kind::Cas
            }
            Call::Append(text) => {
                value = Some(Datum::Text(text.clone()));
                Kind::Append
            }
        };
        match &operation.returned {
            Some((_, Answer::Read(read))) => value = Some(Datum::of(read)?),
            Some((_, Answer::Cas { ok: done })) => ok = Some(*done),
            // A file leaves out what failed: it has no word for it.
            Some((_, Answer::Failed)) => return None,
            Some((_, Answer::Done)) | None => {}
        }
        let returned = operation.answered_at().map_or(Moment::Never(()), Moment::At);
        let (client, key) = (operation.client.clone(), operation.key.clone());
        Some(Line { client, call: operation.called, returned: Some(returned), op, key, expect, value, ok })
    }
}

/// The answer that an operation needs exactly when it returned.
fn answer<T>(field: &'static str, given: Option<T>, answered: bool) -> Result<Option<T>, Problem> {
    match (given, answered) {
        (None, true) => Err(Problem::Missing(field)),
        (Some(_), false) => Err(Problem::AnswerWithoutReturn(field)),
        (given, _) => Ok(given),
    }
}

fn needed(field: &'static str, given: Option<Datum>) -> Result<Value, Problem> {
    given.map(Datum::value).ok_or(Problem::Missing(field))
}

impl Datum {
    fn value(self) -> Value {
        match self {
            Datum::Null(()) => Value::Null,
            Datum::Int(i) => Value::Int(i),
            Datum::Text(text) => Value::Text(text),
        }
    }

    fn of(value: &Value) -> Option<Datum> {
        match value {
            Value::Null => Some(Datum::Null(())),
            Value::Int(i) => Some(Datum::Int(*i)),
            Value::Text(text) => Some(Datum::Text(text.clone())),
            Value::Siblings(_) => None,
        }
    }

    fn text(&self) -> Option<&str> {
        match self {
            Datum::Text(text) => Some(text),
            Datum::Null(()) | Datum::Int(_) => None,
        }
    }
}
