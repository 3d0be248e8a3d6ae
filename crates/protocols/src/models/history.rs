//! What the judges are told: the clients' history, the order in which the store puts the writes, and its copies at rest.

use super::write::{Stamp, Write};
use super::{Models, Msg, Op, Ret, Role};
use crate::Past;
use synod_check::{Answer, Call, History, Operation, Quiet, Source, Value};
use synod_kernel::OperationId;
use synod_order::Map;

pub(super) fn history(past: &Past<'_, Models>) -> History {
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
        replicas: past.quiet.then(|| copies(past)),
        source: Source::Lab,
    }
}

fn told(ret: &Ret) -> Option<Answer> {
    match ret {
        Ret::Written => Some(Answer::Done),
        Ret::Found(found) => Some(Answer::Read(found.as_ref().map_or(Value::Null, |(value, _)| value.clone()))),
        Ret::NoAnswer => None,
    }
}

/// The writes that a message carries.
fn carried(msg: &Msg) -> &[Write] {
    match msg {
        Msg::Update { writes, .. } => writes,
        Msg::Answer { write: Some(write), .. } | Msg::State { write: Some(write), .. } | Msg::Store { write, .. } => {
            std::slice::from_ref(write)
        }
        _ => &[],
    }
}

/// The writes of each key in the order of their stamps, each before the next.
fn store_order(past: &Past<'_, Models>) -> Vec<(u32, u32)> {
    let mut keys: Map<&str, Map<Stamp, OperationId>> = Map::new();
    for message in past.messages() {
        for write in carried(message.msg) {
            keys.entry(&write.key).or_default().insert(write.stamp, write.op);
        }
    }
    let mut order = Vec::new();
    for writes in keys.values() {
        order.extend(writes.values().zip(writes.values().skip(1)).map(|(before, after)| (before.0, after.0)));
    }
    order
}

/// What the replicas that work hold of every key.
fn copies(past: &Past<'_, Models>) -> Quiet {
    let mut keys: Vec<&str> = past.operations().map(|operation| operation.body.key()).collect();
    synod_order::sort(&mut keys);
    keys.dedup();
    let mut values = Vec::new();
    for pid in past.world.protocol().all() {
        let Some(Role::Replica(replica)) = past.world.node(pid).map(|node| &node.0) else { continue };
        for key in &keys {
            let held = replica.disk.copies.get(*key).map_or(Value::Null, |write| write.value.clone());
            values.push((past.names[pid.index()].clone(), (*key).to_owned(), held));
        }
    }
    Quiet { values }
}
