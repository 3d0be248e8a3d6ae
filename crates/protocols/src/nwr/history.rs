//! What the judges are told: the clients' history, the order in which the store itself puts the writes, and its copies at rest.

use super::version::{alive, as_one};
use super::{Msg, Nwr, Op, Ret, Role, Version};
use crate::Past;
use std::cmp::Ordering;
use synod_check::{Answer, Call, History, Operation, Quiet, Source, Value};
use synod_kernel::OperationId;
use synod_order::Map;

pub(super) fn history(past: &Past<'_, Nwr>) -> History {
    let asked = past.operations();
    let operations = asked.map(|life| Operation {
        client: past.names[life.client.index()].clone(),
        key: life.body.key().to_owned(),
        call: match life.body {
            Op::Read(_) => Call::Read,
            Op::Write(_, value) => Call::Write(value.clone()),
            Op::Delete(_) => Call::Write(Value::Null),
        },
        called: life.called.1.cast_signed(),
        returned: life.returned.and_then(|((_, at), ret)| Some((at.cast_signed(), told(ret, life.body)?))),
    });
    History {
        operations: operations.collect(),
        store_order: store_order(past),
        replicas: past.quiet.then(|| copies(past)),
        source: Source::Lab,
    }
}

/// What an answer tells the client; nothing where the outcome is unknown, and a read that failed tells nothing either.
fn told(ret: &Ret, body: &Op) -> Option<Answer> {
    match ret {
        Ret::Written => Some(Answer::Done),
        Ret::Found(found) => Some(Answer::Read(as_one(found.iter().map(|(value, _)| value.clone()).collect()))),
        Ret::Failed if !matches!(body, Op::Read(_)) => Some(Answer::Failed),
        Ret::Failed | Ret::NoAnswer => None,
    }
}

/// For each two writes of a key whose versions are known and not concurrent, which one the store takes for older.
fn store_order(past: &Past<'_, Nwr>) -> Vec<(u32, u32)> {
    let mut versions: Map<(&str, OperationId), &Version> = Map::new();
    for message in past.messages() {
        if let Msg::Store { key, items, .. } = message.msg {
            versions.extend(items.iter().map(|item| ((key.as_str(), item.write), &item.version)));
        }
    }
    let mut order = Vec::new();
    for (&(key, write), version) in &versions {
        let of_the_key = versions.range((key, OperationId(0))..).take_while(|((other, _), _)| *other == key);
        let newer = of_the_key.filter(|(_, other)| version.compare(other) == Some(Ordering::Less));
        order.extend(newer.map(|((_, other), _)| (write.0, other.0)));
    }
    order
}

/// What the home replicas that work hold of every key.
fn copies(past: &Past<'_, Nwr>) -> Quiet {
    let mut keys: Vec<&str> = past.operations().map(|operation| operation.body.key()).collect();
    synod_order::sort(&mut keys);
    keys.dedup();
    let mut values = Vec::new();
    for pid in past.world.protocol().home_replicas() {
        let Some(Role::Replica(replica)) = past.world.node(pid).map(|node| &node.role) else {
            continue;
        };
        for key in &keys {
            let held = as_one(alive(replica.copy(key)).map(|item| item.value.clone()).collect());
            values.push((past.names[pid.index()].clone(), (*key).to_owned(), held));
        }
    }
    Quiet { values }
}
