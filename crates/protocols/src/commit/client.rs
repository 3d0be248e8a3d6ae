//! A client of the bank: it asks the coordinator for transfers and participants for their balances, and waits so long and no longer.

use super::{COORDINATOR, Cast, Op, Ret};
use crate::{Field, MessageKind, MessageView, Rule};
use synod_kernel::{Effects, OperationId, Pid, Protocol};
use synod_words::{Phrase, phrase};

/// What clients and servers say to each other: part of the messages of every protocol of this bank.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Talk {
    /// Client to coordinator or participant.
    Ask(OperationId, Op),
    /// The answer.
    Answer(OperationId, Ret),
}

/// A client.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Client {
    /// The operation that it waits for.
    waiting: Option<OperationId>,
}

impl Client {
    /// The operation that it waits for.
    pub fn waiting(&self) -> Option<OperationId> {
        self.waiting
    }

    /// Its user asks for an operation. `give_up` runs out after `patience_us`; then [`Client::give_up`] is to be called.
    pub fn request<P>(
        &mut self,
        cast: Cast,
        (op, body): (OperationId, Op),
        (give_up, patience_us): (P::Timer, u64),
        fx: &mut Effects<P>,
    ) where
        P: Protocol<Op = Op, Ret = Ret>,
        P::Msg: From<Talk>,
    {
        let server = match body {
            Op::Transfer(_) => COORDINATOR,
            Op::Balance(i) if i <= cast.participants => Cast::participant(i),
            Op::Balance(i) => {
                fx.note(phrase!("asks nobody: there is no {0}", "无处可问：没有 {0}", Cast::participant_name(i)));
                fx.reply(op, Ret::NoAnswer);
                return;
            }
        };
        self.waiting = Some(op);
        fx.send(server, Talk::Ask(op, body).into());
        fx.arm(give_up, patience_us);
    }

    /// An answer came.
    pub fn answered<P>(&mut self, op: OperationId, ret: Ret, give_up: P::Timer, fx: &mut Effects<P>)
    where
        P: Protocol<Op = Op, Ret = Ret>,
    {
        if self.waiting.take_if(|waiting| *waiting == op).is_some() {
            fx.disarm(give_up);
            fx.reply(op, ret);
        }
    }

    /// No answer came in time: nobody knows what will become of it.
    pub fn give_up<P>(&mut self, op: OperationId, fx: &mut Effects<P>)
    where
        P: Protocol<Op = Op, Ret = Ret>,
    {
        if self.waiting.take_if(|waiting| *waiting == op).is_some() {
            fx.reply(op, Ret::NoAnswer);
        }
    }

    /// The rule for its giving up.
    pub fn rule_of_giving_up() -> Rule {
        Rule {
            words: phrase!(
                "The client has waited long enough. It does not know the outcome, and a transfer may still be made.",
                "客户端等待超时，不再等待。它不知道结果，转账仍有可能完成。"
            ),
            source: BANK,
        }
    }
}

/// Where the rules of clients come from: they are of our own making, around the protocol of the book.
const BANK: &str = "around Bernstein, Hadzilacos & Goodman 1987, § 7.1";

impl Talk {
    /// The rule by which it is asked for, or by which whoever gets it acts, where that is the same in every protocol.
    pub fn rule(self) -> Rule {
        let words = match self {
            Talk::Ask(_, op) => return op.rule(),
            Talk::Answer(..) => phrase!("The client has its answer.", "客户端得到应答。"),
        };
        Rule { words, source: BANK }
    }

    /// How it is shown. A transfer has the colour of its transaction.
    pub fn view(self) -> MessageView {
        let (op, kind, label, owner) = match self {
            Talk::Ask(op, body) => (op, MessageKind::Request, body.label(), matches!(body, Op::Transfer(_)).then_some(op.0)),
            Talk::Answer(op, ret) => {
                let kind = if matches!(ret, Ret::Committed | Ret::Holds(_)) { MessageKind::Yes } else { MessageKind::No };
                (op, kind, ret.label(), (!matches!(ret, Ret::Holds(_))).then_some(op.0))
            }
        };
        let value = Phrase::verbatim((op.0 + 1).to_string());
        MessageView { label, kind, owner, fields: vec![Field { name: phrase!("for operation", "所属操作"), value }] }
    }
}

impl Op {
    /// The rule by which a client asks for it.
    pub fn rule(self) -> Rule {
        let words = match self {
            Op::Transfer(_) => phrase!(
                "A transfer is a transaction: the client asks the coordinator for it, and the first participant pays every other one, or nobody pays anybody.",
                "转账是一个分布式事务：客户端请求协调者，由第一个参与者付款给其余每个参与者；要么全做，要么全不做。"
            ),
            Op::Balance(_) => phrase!(
                "Who asks for a balance has to wait while a transaction has the account locked.",
                "账户被事务锁住期间，查询余额必须等待（同步阻塞）。"
            ),
        };
        Rule { words, source: BANK }
    }
}

/// The process that a client's answer goes to, and the operation; kept by whoever is to answer.
pub type Asker = (Pid, OperationId);
