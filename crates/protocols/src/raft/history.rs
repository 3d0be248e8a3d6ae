//! What the judges of a store are told: the clients' operations and their answers.

use super::{Op, Raft, Ret};
use crate::Past;
use synod_check::{Answer, Call, History, Operation, Source};

pub(super) fn history(past: &Past<'_, Raft>) -> History {
    let asked = past.operations();
    let operations = asked.map(|life| {
        let (key, call) = match life.body {
            Op::Read(key) => (key.clone(), Call::Read),
            Op::Write(key, value) => (key.clone(), Call::Write(value.clone())),
            // Of members and leaders the store says nothing: a read without an answer asks nothing of it.
            Op::Members(_) | Op::Transfer(_) => (String::new(), Call::Read),
        };
        let of_the_store = matches!(life.body, Op::Read(_) | Op::Write(..));
        let returned = life.returned.filter(|_| of_the_store);
        Operation {
            client: past.names[life.client.index()].clone(),
            key,
            call,
            called: life.called.1.cast_signed(),
            returned: returned.and_then(|((_, at), ret)| Some((at.cast_signed(), told(ret)?))),
        }
    });
    History { operations: operations.collect(), store_order: Vec::new(), replicas: None, source: Source::Lab }
}

/// What an answer tells the client; nothing where the outcome is unknown.
fn told(ret: &Ret) -> Option<Answer> {
    match ret {
        Ret::Done => Some(Answer::Done),
        Ret::Found(value) => Some(Answer::Read(value.clone())),
        Ret::Refused => Some(Answer::Failed),
        Ret::NoAnswer | Ret::Expired | Ret::Registered(_) => None,
    }
}
