//! What clients ask for, and what they are answered.

use crate::{OperationView, Outcome, Spoken, Suggestion};
use synod_check::Value;
use synod_kernel::OperationId;
use synod_words::{Phrase, phrase};

/// The most that may be paid or put in stock.
const AMOUNT_MAX: i64 = 1_000_000;
/// How many characters the name of a form may have.
const FORM_MAX: usize = 12;

/// What clients ask for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Op {
    /// Takes an amount from the account. Not idempotent.
    Pay(i64),
    /// Sets the stock. Idempotent: setting it twice is as good as once, unless somebody sets it in between.
    SetStock(i64),
    /// Submits an order form; each time that it is executed there is one more order. Not idempotent.
    Submit(String),
    /// Looks at account, stock and orders. Changes nothing.
    Look,
}

/// What clients are answered.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Ret {
    /// Success: what is left in the account.
    Paid {
        /// The account.
        balance: i64,
    },
    /// Success: what is in stock.
    Stocked {
        /// The stock.
        stock: i64,
    },
    /// Success: the number of the order.
    Ordered {
        /// Counted from 1.
        number: u32,
    },
    /// What a look sees.
    Seen {
        /// The account.
        balance: i64,
        /// The stock.
        stock: i64,
        /// How many orders there are.
        orders: u32,
    },
    /// Failure: the account holds too little.
    Refused {
        /// The account.
        balance: i64,
    },
    /// Time-out: nobody knows.
    NoAnswer,
}

impl Op {
    /// The verbs with their arguments.
    pub(super) fn verbs() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![("pay", vec!["amount"]), ("set-stock", vec!["number"]), ("submit", vec!["form"]), ("look", vec![])]
    }

    /// As it stands in a document.
    pub(super) fn say(&self) -> Spoken {
        let (verb, args) = match self {
            Op::Pay(amount) => ("pay", vec![Value::Int(*amount)]),
            Op::SetStock(stock) => ("set-stock", vec![Value::Int(*stock)]),
            Op::Submit(form) => ("submit", vec![Value::Text(form.clone())]),
            Op::Look => ("look", vec![]),
        };
        Spoken { verb: verb.to_owned(), args }
    }

    /// The operation that a document means.
    ///
    /// # Errors
    /// A phrase that says what is wrong with it.
    pub(super) fn hear(spoken: &Spoken) -> Result<Op, Phrase> {
        match (spoken.verb.as_str(), spoken.args.as_slice()) {
            ("pay", [Value::Int(amount)]) if (1..=AMOUNT_MAX).contains(amount) => Ok(Op::Pay(*amount)),
            ("pay", _) => Err(phrase!("pay takes an amount from 1 to {0}", "pay 的参数是金额，1 到 {0}", AMOUNT_MAX)),
            ("set-stock", [Value::Int(stock)]) if (0..=AMOUNT_MAX).contains(stock) => Ok(Op::SetStock(*stock)),
            ("set-stock", _) => {
                Err(phrase!("set-stock takes a number from 0 to {0}", "set-stock 的参数是数量，0 到 {0}", AMOUNT_MAX))
            }
            ("submit", [Value::Text(form)]) if (1..=FORM_MAX).contains(&form.chars().count()) => Ok(Op::Submit(form.clone())),
            ("submit", _) => Err(phrase!(
                "submit takes the name of a form, a text of 1 to {0} characters",
                "submit 的参数是表单的名称，1 到 {0} 个字符的文本",
                FORM_MAX
            )),
            ("look", []) => Ok(Op::Look),
            ("look", _) => Err(phrase!("look takes no arguments", "look 不带参数")),
            (verb, _) => Err(phrase!(
                "there is no operation {0}: try pay, set-stock, submit or look",
                "没有操作 {0}：可用 pay、set-stock、submit、look",
                verb
            )),
        }
    }

    /// What a user would want to ask for next.
    pub(super) fn suggestions(asked: &[Op]) -> Vec<Suggestion<Op>> {
        let forms = asked.iter().filter(|op| matches!(op, Op::Submit(_))).count() as u32;
        let form = char::from_u32(u32::from('A') + forms % 26).unwrap_or('A').to_string();
        let ops = [Op::Pay(30), Op::SetStock(8), Op::Submit(form), Op::Look];
        ops.map(|op| Suggestion { label: op.label(), op }).into()
    }

    /// In a few words.
    pub(super) fn label(&self) -> Phrase {
        match self {
            Op::Pay(amount) => phrase!("pay {0}", "支付 {0}", *amount),
            Op::SetStock(stock) => phrase!("set stock to {0}", "库存设为 {0}", *stock),
            Op::Submit(form) => phrase!("submit form {0}", "提交表单 {0}", &**form),
            Op::Look => phrase!("look", "查询"),
        }
    }

    /// In at most three characters, for a log.
    pub(super) fn short(&self) -> String {
        match self {
            Op::Pay(amount) => format!("−{amount}").chars().take(3).collect(),
            Op::SetStock(stock) => format!("={stock}").chars().take(3).collect(),
            Op::Submit(form) => form.chars().take(3).collect(),
            Op::Look => "?".to_owned(),
        }
    }

    /// How it is shown. A request has the colour of its number.
    pub(super) fn view(&self, id: OperationId, ret: Option<&Ret>) -> OperationView {
        let outcome = ret.map(|ret| match (ret, self) {
            (Ret::Refused { .. }, _) => Outcome::Refused,
            // Who asked only to know has changed nothing.
            (Ret::NoAnswer, Op::Look) => Outcome::Failed,
            (Ret::NoAnswer, _) => Outcome::Unknown,
            _ => Outcome::Answered,
        });
        let owner = (*self != Op::Look).then_some(id.0);
        OperationView { label: self.label(), answer: ret.map(Ret::label), outcome, owner }
    }
}

impl Ret {
    /// Whether it tells of something that was done.
    pub(super) fn is_done(&self) -> bool {
        matches!(self, Ret::Paid { .. } | Ret::Stocked { .. } | Ret::Ordered { .. })
    }

    /// In a few words.
    pub(super) fn label(&self) -> Phrase {
        match self {
            Ret::Paid { balance } => phrase!("paid, {0} left", "成功，余额 {0}", *balance),
            Ret::Stocked { stock } => phrase!("stock is {0}", "成功，库存 {0}", *stock),
            Ret::Ordered { number } => phrase!("order no. {0}", "成功，订单 {0} 号", *number),
            Ret::Seen { balance, stock, orders } => {
                phrase!("account {0}, stock {1}, orders {2}", "余额 {0}，库存 {1}，订单 {2} 个", *balance, *stock, *orders)
            }
            Ret::Refused { balance } => phrase!("refused, only {0} left", "失败，余额只有 {0}", *balance),
            Ret::NoAnswer => phrase!("time-out", "超时"),
        }
    }
}
