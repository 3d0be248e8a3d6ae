//! What clients ask for, and what each of the protocols is asked for by it.

use super::{PAXOS, RAFT};
use crate::{Datum, Spoken, Suggestion, multi_paxos, raft, zab};
use synod_check::Value;
use synod_words::{Phrase, phrase};

/// The key that commands change, in each of the stores.
const KEY: &str = "x";

/// A command for the three logs: a letter.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Command(char);

impl Command {
    /// The command of a letter from A to Z; none for anything else.
    pub fn of(letter: char) -> Option<Command> {
        letter.is_ascii_uppercase().then_some(Command(letter))
    }

    /// Its letter.
    pub fn letter(self) -> char {
        self.0
    }

    /// What a protocol is asked for, by its place. Multi-Paxos and Raft write the letter; ZAB appends it, so that what its primary broadcasts
    /// depends on what came before.
    pub(super) fn asks(self, part: usize) -> Datum {
        let (key, text) = (KEY.to_owned(), self.0.to_string());
        match part {
            PAXOS => Datum::new(multi_paxos::Op::Write(key, Value::Text(text))),
            RAFT => Datum::new(raft::Op::Write(key, Value::Text(text))),
            _ => Datum::new(zab::Op::Append(key, text)),
        }
    }

    /// In words.
    pub(super) fn label(self) -> Phrase {
        phrase!("command {0}", "命令 {0}", self.0.to_string())
    }

    /// As it stands in a document.
    pub(super) fn say(self) -> Spoken {
        Spoken { verb: "command".to_owned(), args: vec![Value::Text(self.0.to_string())] }
    }

    /// The command that a document means.
    pub(super) fn hear(spoken: &Spoken) -> Result<Command, Phrase> {
        let wrong = || phrase!("command takes a letter from A to Z", "command 的参数是一个字母，A 到 Z");
        match (spoken.verb.as_str(), spoken.args.as_slice()) {
            ("command", [Value::Text(text)]) => {
                let mut letters = text.chars();
                let only = letters.next().filter(|_| letters.next().is_none());
                only.and_then(Command::of).ok_or_else(wrong)
            }
            ("command", _) => Err(wrong()),
            (verb, _) => Err(phrase!("there is no operation {0}: try command", "没有操作 {0}：可用 command", verb)),
        }
    }

    /// What a user would want to ask for next: the letter after the last one.
    pub(super) fn suggestions(asked: &[Command]) -> Vec<Suggestion<Command>> {
        let last = asked.iter().max().map_or(0, |command| command.0 as u8 - b'A' + 1);
        let op = Command(char::from(b'A' + last % 26));
        vec![Suggestion { label: op.label(), op }]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_says_what_it_was_told() {
        for op in ('A'..='Z').filter_map(Command::of) {
            assert_eq!(Command::hear(&op.say()), Ok(op));
        }
        for wrong in ["", "a", "AB", "Ä"] {
            let spoken = Spoken { verb: "command".to_owned(), args: vec![wrong.into()] };
            assert!(Command::hear(&spoken).is_err());
        }
    }
}
