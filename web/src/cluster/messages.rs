//! Which messages are labelled, and what they are called.

use super::emphasis::Emphasis;
use std::collections::HashSet;
use synod_session::{MessageKind, Transit};
use synod_words::{Phrase, phrase};

/// With more messages than this, only some of them are labelled: those that stand out, and the newest on every way.
const CROWD: usize = 12;

/// Whether something else stands out, and this does not.
pub fn dimmed(emphasis: &Emphasis, message: &Transit) -> bool {
    !emphasis.is_empty() && !emphasis.messages.contains_key(&message.line)
}

/// Which messages are to be labelled, the most wanted first.
pub fn wanted(messages: &[&Transit], emphasis: &Emphasis) -> Vec<usize> {
    let mut order: Vec<usize> = (0..messages.len()).collect();
    order.sort_by_key(|i| (!emphasis.messages.contains_key(&messages[*i].line), std::cmp::Reverse(messages[*i].sent)));
    if messages.len() > CROWD {
        let mut ways: HashSet<(&str, &str)> = HashSet::new();
        let own = |i: &usize| emphasis.messages.contains_key(&messages[*i].line);
        order.retain(|i| own(i) || ways.insert((&messages[*i].from, &messages[*i].to)));
        order.truncate(CROWD);
    }
    order
}

/// What kind of message it is.
pub fn kind_words(kind: MessageKind) -> Phrase {
    match kind {
        MessageKind::Request => phrase!("Request", "请求"),
        MessageKind::Yes => phrase!("Answer", "应答"),
        MessageKind::No => phrase!("Refusal", "拒绝"),
        MessageKind::Heartbeat => phrase!("Heartbeat", "心跳"),
    }
}
