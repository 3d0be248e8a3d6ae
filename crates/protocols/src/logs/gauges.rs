//! What a command costs in each of the protocols, and how long clients wait.

use super::{PAXOS, RAFT, ReplicatedLogs, ZAB};
use crate::abreast::{Lineup, Of};
use crate::{Gauge, Past, multi_paxos, raft, zab};
use synod_kernel::{OperationId, Time};
use synod_words::{Phrase, phrase, time_text};

/// For each protocol: its place, and the ids of what is measured.
const IDS: [(usize, [&str; 2]); 3] = [
    (PAXOS, ["command_messages_paxos", "longest_wait_paxos_us"]),
    (RAFT, ["command_messages_raft", "longest_wait_raft_us"]),
    (ZAB, ["command_messages_zab", "longest_wait_zab_us"]),
];

/// An operation as one of the protocols has done it.
struct Done {
    op: OperationId,
    /// The step in which it was asked for, and when.
    asked: (u32, Time),
    /// The step in which its first answer was sent, and when.
    answered: Option<(u32, Time)>,
    /// When the client stopped waiting.
    over: Option<Time>,
}

pub(super) fn all(past: &Past<'_, ReplicatedLogs>) -> Vec<Gauge> {
    let each = IDS.iter().zip(super::Logs::SIDES).map(|((part, ids), side)| of_part(past, *part, side.name, ids));
    each.flatten().collect()
}

fn of_part(past: &Past<'_, ReplicatedLogs>, part: usize, name: &str, ids: &[&'static str; 2]) -> [Gauge; 2] {
    let asked = past.operations();
    let begun =
        asked.map(|life| Done { op: life.id, asked: life.called, answered: None, over: life.returned.map(|((_, at), _)| at) });
    let mut done: Vec<Done> = begun.collect();
    let mut sent: Vec<u32> = Vec::new();
    for message in past.messages().filter(|message| usize::from(message.msg.part) == part) {
        sent.push(message.sent.0);
        let answers = answer_to(message.msg).and_then(|op| done.get_mut(op.index()));
        if let Some(open) = answers.filter(|open| open.answered.is_none()) {
            open.answered = Some(message.sent);
        }
    }
    let last = done.iter().rev().find_map(|done| {
        let (from, upto) = (done.asked.0, done.answered?.0);
        Some((done.op, sent.iter().filter(|step| (from..=upto).contains(*step)).count()))
    });
    let now = past.world.now();
    let end = |done: &Done| done.answered.map(|(_, at)| at).or(done.over).unwrap_or(now);
    let wait = done.iter().map(|done| end(done).saturating_sub(done.asked.1)).max();
    let messages = Gauge {
        id: ids[0],
        name: phrase!("{0}: messages for the last command", "{0}：最近命令的消息数", name),
        value: last.map_or_else(none, |(_, count)| phrase!("{0}", "{0}", count)),
        number: last.and_then(|(_, count)| i64::try_from(count).ok()),
    };
    let wait = Gauge {
        id: ids[1],
        name: phrase!("{0}: longest wait for an answer", "{0}：等待应答最久", name),
        value: wait.map_or_else(none, |us| Phrase::verbatim(time_text(us))),
        number: wait.map(u64::cast_signed),
    };
    [messages, wait]
}

fn none() -> Phrase {
    Phrase::verbatim("–")
}

/// The operation that a message tells the client is done.
fn answer_to(Of { part, it }: &Of) -> Option<OperationId> {
    match usize::from(*part) {
        PAXOS => match it.get()? {
            multi_paxos::Msg::Answer { op, .. } => Some(*op),
            _ => None,
        },
        RAFT => match it.get()? {
            raft::Msg::Answer { op, .. } => Some(*op),
            _ => None,
        },
        _ => match it.get()? {
            zab::Msg::Answer { op, .. } => Some(*op),
            _ => None,
        },
    }
}
