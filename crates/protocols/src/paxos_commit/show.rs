//! How messages are shown.

use super::proposer::outcome;
use super::{Msg, PaxosCommit};
use crate::{Field, MessageKind, MessageView};
use synod_words::{Phrase, phrase};

impl PaxosCommit {
    /// How a message is shown.
    pub(super) fn message_view(msg: &Msg) -> MessageView {
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
}
