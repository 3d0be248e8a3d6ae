//! What the judges of a store are told: the clients' history, the order of the versions, and what nodes hold at rest.

use super::{Gossip, Item, Msg, Op, Ret, Version};
use crate::Past;
use synod_check::{Answer, Call, History, Operation, Quiet, Source, Value};
use synod_kernel::OperationId;
use synod_order::Set;

pub(super) fn history(past: &Past<'_, Gossip>) -> History {
    let asked = past.operations();
    let operations = asked.map(|life| Operation {
        client: past.names[life.client.index()].clone(),
        key: life.body.key().to_owned(),
        call: match life.body {
            Op::Read(_) => Call::Read,
            Op::Write(_, value) => Call::Write(value.clone()),
        },
        called: life.called.1.cast_signed(),
        returned: life.returned.and_then(|((_, at), ret)| Some((at.cast_signed(), told(ret)?))),
    });
    History {
        operations: operations.collect(),
        store_order: store_order(past),
        replicas: past.quiet.then(|| held(past)),
        source: Source::Lab,
    }
}

/// What an answer tells the client; nothing where the outcome is unknown.
fn told(ret: &Ret) -> Option<Answer> {
    match ret {
        Ret::Written(_) => Some(Answer::Done),
        Ret::Found(found) => Some(Answer::Read(found.as_ref().map_or(Value::Null, |item| item.value.clone()))),
        Ret::NoAnswer => None,
    }
}

/// Each two writes of a key that follow each other by their versions, as far as answers and messages told them.
fn store_order(past: &Past<'_, Gossip>) -> Vec<(u32, u32)> {
    let mut versions: Set<(&str, Version)> = Set::new();
    for message in past.messages() {
        match message.msg {
            Msg::Spread { items, .. } | Msg::Return { items, .. } | Msg::Compare { items, .. } | Msg::Newer { items, .. } => {
                versions.extend(items.iter().map(|(key, item)| (key.as_str(), item.version)));
            }
            Msg::Answer { op, ret: Ret::Written(version) } => {
                let written = past.operation(*op);
                versions.extend(written.map(|life| (life.body.key(), *version)));
            }
            _ => {}
        }
    }
    let keys: Vec<&(&str, Version)> = versions.iter().collect();
    let op = |version: Version| -> OperationId { version.1 };
    let pairs = keys.iter().enumerate().flat_map(|(i, older)| keys[i + 1..].iter().map(move |newer| (older, newer)));
    pairs.filter(|(older, newer)| older.0 == newer.0).map(|(older, newer)| (op(older.1).0, op(newer.1).0)).collect()
}

/// What the nodes that work hold of every key.
fn held(past: &Past<'_, Gossip>) -> Quiet {
    let mut keys: Vec<&str> = past.operations().map(|operation| operation.body.key()).collect();
    synod_order::sort(&mut keys);
    keys.dedup();
    let mut values = Vec::new();
    for pid in past.world.protocol().nodes() {
        let Some(items) = past.world.node(pid).and_then(super::Node::items) else { continue };
        let value = |item: Option<&Item>| item.map_or(Value::Null, |item| item.value.clone());
        values.extend(keys.iter().map(|key| (past.names[pid.index()].clone(), (*key).to_owned(), value(items.get(*key)))));
    }
    Quiet { values }
}
