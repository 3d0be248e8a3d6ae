//! What the judges of a store are told of a register.

use super::op::KEY;
use super::version::{Item, as_one};
use crate::{Lab, Past};
use std::cmp::Ordering;
use synod_check::{Answer, Call, History, Operation, Quiet, Source, Value};
use synod_kernel::Pid;
use synod_order::Map;

/// How a lab's operations, messages and nodes are read.
#[derive(Debug)]
pub struct Reading<L: Lab> {
    /// What an operation asks of the register.
    pub call: fn(&L::Op) -> Call,
    /// What its answer tells; nothing where the outcome is unknown.
    pub answer: fn(&L::Op, &L::Ret) -> Option<Answer>,
    /// The items that a message carries.
    pub carries: fn(&L::Msg) -> &[Item],
    /// What a replica holds; none for other processes.
    pub holds: fn(&L::Node) -> Option<&[Item]>,
}

/// The clients' history, the order in which the store itself puts the writes, and its copies at rest.
pub fn history<L: Lab>(past: &Past<'_, L>, reading: &Reading<L>) -> History {
    let asked = past.operations();
    let operations = asked.map(|life| Operation {
        client: past.names[life.client.index()].clone(),
        key: KEY.to_owned(),
        call: (reading.call)(life.body),
        called: life.called.1.cast_signed(),
        returned: life.returned.and_then(|((_, at), ret)| Some((at.cast_signed(), (reading.answer)(life.body, ret)?))),
    });
    History {
        operations: operations.collect(),
        store_order: store_order(past, reading),
        replicas: past.quiet.then(|| copies(past, reading)),
        source: Source::Lab,
    }
}

/// For each two writes whose versions are known and not concurrent, which one the store takes for older.
fn store_order<L: Lab>(past: &Past<'_, L>, reading: &Reading<L>) -> Vec<(u32, u32)> {
    let mut items: Map<u32, &Item> = Map::new();
    for message in past.messages() {
        items.extend((reading.carries)(message.msg).iter().map(|item| (item.write.0, item)));
    }
    let mut order = Vec::new();
    for (write, item) in &items {
        let newer = items.iter().filter(|(_, other)| item.version.compare(&other.version) == Some(Ordering::Less));
        order.extend(newer.map(|(other, _)| (*write, *other)));
    }
    order
}

/// What the replicas that work hold.
fn copies<L: Lab>(past: &Past<'_, L>, reading: &Reading<L>) -> Quiet {
    let held = (0..past.world.count()).map(Pid).filter_map(|pid| {
        let items = past.world.node(pid).and_then(reading.holds)?;
        Some((past.names[pid.index()].clone(), KEY.to_owned(), value_of(items)))
    });
    Quiet { values: held.collect() }
}

/// What is held, as one value.
pub fn value_of(items: &[Item]) -> Value {
    as_one(items.iter().map(|item| item.value.clone()).collect())
}
