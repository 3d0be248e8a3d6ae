//! What the judges of a store are told: the clients' operations and their answers.

use super::{MultiPaxos, Op, Ret};
use crate::Past;
use synod_check::{Answer, Call, History, Operation, Source};

pub(super) fn history(past: &Past<'_, MultiPaxos>) -> History {
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
    History { operations: operations.collect(), store_order: Vec::new(), replicas: None, source: Source::Lab }
}

/// What an answer tells the client; nothing where the outcome is unknown.
fn told(ret: &Ret) -> Option<Answer> {
    match ret {
        Ret::Written => Some(Answer::Done),
        Ret::Found(value) => Some(Answer::Read(value.clone())),
        Ret::NoAnswer => None,
    }
}
