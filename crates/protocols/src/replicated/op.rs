//! The operations on the one register, and how a document says them.

use super::show::plain;
use crate::{Spoken, Suggestion};
use synod_check::{Call, Value};
use synod_words::{Phrase, phrase};

/// The name of the register.
pub const KEY: &str = "x";

/// What clients ask of the register.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Op {
    /// Its value.
    Read,
    /// A new value for it.
    Write(Value),
}

impl Op {
    /// As the judges call it.
    pub fn call(&self) -> Call {
        match self {
            Op::Read => Call::Read,
            Op::Write(value) => Call::Write(value.clone()),
        }
    }

    /// In words.
    pub fn label(&self) -> Phrase {
        match self {
            Op::Read => phrase!("read x", "读 x"),
            Op::Write(value) => phrase!("write x = {0}", "写 x = {0}", plain(value)),
        }
    }

    /// As it stands in a document.
    pub fn say(&self) -> Spoken {
        let key = Value::from(KEY);
        match self {
            Op::Read => Spoken { verb: "read".to_owned(), args: vec![key] },
            Op::Write(value) => Spoken { verb: "write".to_owned(), args: vec![key, value.clone()] },
        }
    }

    /// The verbs with the names of their arguments.
    pub fn verbs() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![("write", vec!["key", "value"]), ("read", vec!["key"])]
    }

    /// The operation that a document means.
    ///
    /// # Errors
    /// A phrase that says what is wrong with it.
    pub fn hear(spoken: &Spoken) -> Result<Op, Phrase> {
        let is_register = |key: &Value| *key == Value::from(KEY);
        match (spoken.verb.as_str(), spoken.args.as_slice()) {
            ("read", [key]) if is_register(key) => Ok(Op::Read),
            ("write", [key, value @ (Value::Int(_) | Value::Text(_))]) if is_register(key) => Ok(Op::Write(value.clone())),
            (verb @ ("read" | "write"), _) => Err(phrase!(
                "{0} takes the key x, the only one there is, and write a value too, a number or a text",
                "{0} 的参数是键 x（只有这一个键）；write 另需一个值（数字或文本）",
                verb
            )),
            (verb, _) => Err(phrase!("there is no operation {0}: try read or write", "没有操作 {0}：可用 read、write", verb)),
        }
    }

    /// What a user would ask for next: a write of the next of the values v0, v1, v2 …, and a read.
    pub fn suggestions<'o>(asked: impl Iterator<Item = &'o Op>) -> Vec<Suggestion<Op>> {
        let number = |op: &Op| match op {
            Op::Write(Value::Text(text)) => text.strip_prefix('v')?.parse::<u32>().ok(),
            _ => None,
        };
        let next = asked.filter_map(number).max().map_or(1, |last| last.saturating_add(1));
        [Op::Write(Value::Text(format!("v{next}"))), Op::Read].map(|op| Suggestion { label: op.label(), op }).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_says_what_it_was_told() {
        for op in [Op::Read, Op::Write("v1".into()), Op::Write(7.into())] {
            assert_eq!(Op::hear(&op.say()), Ok(op));
        }
        let spoken = Spoken { verb: "read".to_owned(), args: vec!["y".into()] };
        assert!(Op::hear(&spoken).is_err());
    }

    #[test]
    fn each_suggested_value_is_a_new_one() {
        let asked = [Op::Write("v1".into()), Op::Read, Op::Write("v4".into())];
        assert_eq!(Op::suggestions(asked.iter())[0].op, Op::Write("v5".into()));
    }
}
