//! How messages and timers are shown and named.

use super::proposer::outcome;
use super::{Msg, PaxosCommit, Timer};
use crate::{Field, MessageKind, MessageView};
use synod_kernel::OperationId;
use synod_words::{Phrase, phrase};

impl PaxosCommit {
    /// How a message is shown.
    pub fn message_view(msg: &Msg) -> MessageView {
        let (kind, label, transaction) = match msg {
            Msg::Talk(talk) => return talk.view(),
            Msg::VoteRequest(t, _) => (MessageKind::Request, phrase!("vote?", "询问"), *t),
            Msg::Vote(t, true) => (MessageKind::Yes, phrase!("yes", "Yes"), *t),
            Msg::Vote(t, false) => (MessageKind::No, phrase!("no", "No"), *t),
            Msg::Prepare(t, ballot) => (MessageKind::Request, phrase!("prepare({0})", "prepare({0})", ballot.0), *t),
            Msg::Promise(t, ballot, None) => (MessageKind::Yes, phrase!("promise({0})", "promise({0})", ballot.0), *t),
            Msg::Promise(t, ballot, Some((had, commit))) => {
                let label =
                    phrase!("promise({0}, had ({1}, {2}))", "promise({0}, 曾接受 ({1}, {2}))", ballot.0, had.0, outcome(*commit));
                (MessageKind::Yes, label, *t)
            }
            Msg::Accept(t, ballot, commit) => {
                (MessageKind::Request, phrase!("accept({0}, {1})", "accept({0}, {1})", ballot.0, outcome(*commit)), *t)
            }
            Msg::Accepted(t, ballot) => (MessageKind::Yes, phrase!("accepted({0})", "accepted({0})", ballot.0), *t),
            Msg::Nack(t, ballot) => (MessageKind::No, phrase!("nack({0})", "nack({0})", ballot.0), *t),
            Msg::Decision(t, commit) => (MessageKind::Request, outcome(*commit), *t),
            Msg::Ack(t) => (MessageKind::Yes, phrase!("ack", "Ack"), *t),
        };
        let fields = vec![Field { name: phrase!("transaction", "事务"), value: Phrase::verbatim(transaction.to_string()) }];
        MessageView { label, kind, owner: Some(transaction.saturating_sub(1)), fields }
    }

    /// A timer's name in documents.
    pub fn timer_id(timer: Timer) -> String {
        match timer {
            Timer::GiveUp(op) => format!("give-up {}", op.0 + 1),
            Timer::Next => "next".to_owned(),
            Timer::Votes(t) => format!("votes {t}"),
            Timer::Forced(t) => format!("forced {t}"),
            Timer::Doubt(t) => format!("doubt {t}"),
            Timer::Round(t) => format!("round {t}"),
            Timer::Tell(t) => format!("tell {t}"),
        }
    }

    /// The timer of that id.
    pub fn timer_of(id: &str) -> Option<Timer> {
        if id == "next" {
            return Some(Timer::Next);
        }
        let (what, number) = id.split_once(' ')?;
        let number: u32 = number.parse().ok()?;
        match what {
            "give-up" => number.checked_sub(1).map(|n| Timer::GiveUp(OperationId(n))),
            "votes" => Some(Timer::Votes(number)),
            "forced" => Some(Timer::Forced(number)),
            "doubt" => Some(Timer::Doubt(number)),
            "round" => Some(Timer::Round(number)),
            "tell" => Some(Timer::Tell(number)),
            _ => None,
        }
    }

    /// A timer's name for people.
    pub fn timer_name(timer: Timer) -> Phrase {
        match timer {
            Timer::GiveUp(_) => phrase!("gives up waiting", "放弃等待"),
            Timer::Next => phrase!("sends the next message", "发出下一条消息"),
            Timer::Votes(_) => phrase!("waits for votes", "等待反馈"),
            Timer::Forced(_) => phrase!("forces its log", "强制写日志"),
            Timer::Doubt(_) => phrase!("waits for the outcome", "等待结果"),
            Timer::Round(_) => phrase!("waits for a majority", "等待多数派"),
            Timer::Tell(_) => phrase!("tells the outcome again", "再次告知结果"),
        }
    }
}
