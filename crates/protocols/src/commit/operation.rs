//! What clients ask a bank for, and what they are answered.

use super::Cast;
use crate::{OperationView, Outcome, Spoken, Suggestion};
use synod_check::Value;
use synod_kernel::OperationId;
use synod_words::{Phrase, phrase};

/// What clients ask for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Op {
    /// The first participant pays this amount to each of the others.
    Transfer(i64),
    /// What the account of a participant holds (counted from 1). It has to wait while the account is locked.
    Balance(u16),
}

/// What clients are answered.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Ret {
    /// Everywhere, or as soon as everybody is back.
    Committed,
    /// Nowhere.
    Aborted,
    /// What the account holds.
    Holds(i64),
    /// No answer came in time; nobody knows what will become of it.
    NoAnswer,
}

/// The most that may be transferred.
const AMOUNT_MAX: i64 = 1_000_000;

impl Op {
    /// The verbs with their arguments.
    pub fn verbs() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![("transfer", vec!["amount"]), ("balance", vec!["participant"])]
    }

    /// As it stands in a document.
    pub fn say(self) -> Spoken {
        let (verb, arg) = match self {
            Op::Transfer(amount) => ("transfer", Value::Int(amount)),
            Op::Balance(participant) => ("balance", Value::Text(Cast::participant_name(participant))),
        };
        Spoken { verb: verb.to_owned(), args: vec![arg] }
    }

    /// The operation that a document means.
    ///
    /// # Errors
    /// A phrase that says what is wrong with it.
    pub fn hear(spoken: &Spoken) -> Result<Op, Phrase> {
        match (spoken.verb.as_str(), spoken.args.as_slice()) {
            ("transfer", [Value::Int(amount)]) if (1..=AMOUNT_MAX).contains(amount) => Ok(Op::Transfer(*amount)),
            ("transfer", _) => {
                Err(phrase!("transfer takes an amount from 1 to {0}", "transfer 的参数是金额，1 到 {0}", AMOUNT_MAX))
            }
            ("balance", [Value::Text(name)]) => {
                let number = name.strip_prefix('p').and_then(|n| n.parse().ok()).filter(|n| *n > 0);
                number
                    .map(Op::Balance)
                    .ok_or_else(|| phrase!("{0} is not a participant, such as p1", "{0} 不是参与者；参与者形如 p1", &**name))
            }
            ("balance", _) => Err(phrase!("balance takes a participant, such as p1", "balance 的参数是参与者，形如 p1")),
            (verb, _) => {
                Err(phrase!("there is no operation {0}: try transfer or balance", "没有操作 {0}：可用 transfer、balance", verb))
            }
        }
    }

    /// What a user would want to ask for next.
    pub fn suggestions() -> Vec<Suggestion<Op>> {
        [Op::Transfer(10), Op::Balance(1), Op::Balance(2)].map(|op| Suggestion { label: op.label(), op }).into()
    }

    /// In a few words.
    pub fn label(self) -> Phrase {
        match self {
            Op::Transfer(amount) => phrase!("transfer {0}", "转账 {0}", amount),
            Op::Balance(participant) => {
                phrase!("balance of {0}", "{0} 的余额", Cast::participant_name(participant))
            }
        }
    }

    /// How it is shown. A transaction has the colour of its number.
    pub fn view(self, id: OperationId, ret: Option<Ret>) -> OperationView {
        let outcome = ret.map(|ret| match (ret, self) {
            (Ret::Committed | Ret::Holds(_), _) => Outcome::Answered,
            // Who asked only to know has changed nothing.
            (Ret::NoAnswer, Op::Balance(_)) => Outcome::Failed,
            (Ret::Aborted, _) => Outcome::Refused,
            (Ret::NoAnswer, Op::Transfer(_)) => Outcome::Unknown,
        });
        let owner = matches!(self, Op::Transfer(_)).then_some(id.0);
        OperationView { label: self.label(), answer: ret.map(Ret::label), outcome, owner }
    }
}

impl Ret {
    /// In a word.
    pub fn label(self) -> Phrase {
        match self {
            Ret::Committed => phrase!("committed", "已提交"),
            Ret::Aborted => phrase!("aborted", "已回滚"),
            Ret::Holds(amount) => Phrase::verbatim(amount.to_string()),
            Ret::NoAnswer => phrase!("no answer", "无应答"),
        }
    }
}
