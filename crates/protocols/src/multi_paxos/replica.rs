//! A replica (Lamport's learner, with a state machine): it learns what is chosen and applies it in the order of the slots.

use super::{Command, Holes, Log, Op, Out, Ret};
use crate::Ballot;
use synod_check::{Fact, Value};
use synod_kernel::{OperationId, Pid};
use synod_order::{Map, Set};
use synod_words::phrase;

/// A replica. All of it is worked out again from the log after a crash.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Replica {
    store: Map<String, Value>,
    /// The slots that were applied.
    applied: Set<u32>,
    /// What each operation was answered: a second time it is not applied (van Renesse & Altinbuken 2015, § 2.1).
    results: Map<OperationId, Ret>,
    /// Where roles are apart: which acceptors accepted what is not yet known to be chosen.
    votes: Map<(u32, Ballot), Set<Pid>>,
}

impl Replica {
    /// The keys with their values.
    pub(super) fn store(&self) -> &Map<String, Value> {
        &self.store
    }

    /// How many slots were applied.
    pub(super) fn applied(&self) -> usize {
        self.applied.len()
    }

    /// What an operation was answered, if it was applied.
    pub(super) fn result(&self, op: OperationId) -> Option<&Ret> {
        self.results.get(&op)
    }

    /// An acceptor says what it accepted; whether a quorum of phase 2 has accepted it now (*Paxos Made Simple*, § 2.3).
    pub(super) fn vote(&mut self, quorum: usize, acceptor: Pid, ballot: Ballot, slot: u32) -> bool {
        let votes = self.votes.entry((slot, ballot)).or_default();
        votes.insert(acceptor);
        votes.len() >= quorum
    }

    /// It is known what is chosen in a slot: votes on it matter no more.
    pub(super) fn settle(&mut self, slot: u32) {
        self.votes.retain(|(voted, _), _| *voted != slot);
    }

    /// The next slot that it may apply: the one after the last, or (unsafe) the first that it knows.
    pub(super) fn next(&self, holes: Holes, log: &Log) -> Option<u32> {
        match holes {
            Holes::NoOp => u32::try_from(self.applied.len() + 1).ok().filter(|slot| log.get(*slot).is_some()),
            Holes::Skip => log.entries().map(|(slot, _)| slot).find(|slot| !self.applied.contains(slot)),
        }
    }

    /// Applies the command of a slot and returns whom to answer, and what.
    pub(super) fn apply(&mut self, slot: u32, command: &Command, out: &mut Out<'_>) -> Option<(Pid, OperationId, Ret)> {
        out.tell(Fact::Applied { instance: slot, value: command.value() });
        self.applied.insert(slot);
        let Command::Client { op, client, body, first } = command else { return None };
        out.tell(Fact::Delivered { epoch: first.0, counter: slot });
        if let Some(ret) = self.results.get(op) {
            out.note(phrase!(
                "does not apply slot {0} again: {1} stands in an earlier slot too",
                "不再执行槽 {0}：{1} 在更早的槽中已执行",
                slot,
                command.to_string()
            ));
            return Some((*client, *op, ret.clone()));
        }
        let ret = match body {
            Op::Read(key) => Ret::Found(self.store.get(key).cloned().unwrap_or_default()),
            Op::Write(key, value) => {
                self.store.insert(key.clone(), value.clone());
                Ret::Written
            }
        };
        self.results.insert(*op, ret.clone());
        Some((*client, *op, ret))
    }
}
