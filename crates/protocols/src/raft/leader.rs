//! What only a leader keeps (Raft, figure 2: "volatile state on leaders"; dissertation, §§ 3.10, 6.4).

use super::catch_up::CatchUp;
use super::reads::PendingRead;
use super::{Members, Msg, Out, Ret};
use synod_kernel::{OperationId, Pid, Time};
use synod_order::Map;

/// The state of a leader. It is lost with the leadership.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Leader {
    /// The first index of its own term: up to there it does not know what is committed until an entry of its own is.
    pub(super) first: u32,
    /// For each server the index of the next entry to send; those before it are under way or there.
    pub(super) next: Map<Pid, u32>,
    /// For each server the index up to which its log is known to match.
    pub(super) matched: Map<Pid, u32>,
    /// The number of the last round of messages to all.
    pub(super) round: u32,
    /// For each server the last round that it answered.
    answered: Map<Pid, u32>,
    /// When rounds that a majority has not answered yet began, on the leader's clock.
    began: Map<u32, Time>,
    /// The last round that a majority has answered, and when it began: then it was the leader for certain.
    pub(super) confirmed: (u32, Time),
    /// Reads that wait to be served.
    pub(super) reads: Vec<PendingRead>,
    /// To whom it is handing over.
    pub(super) transfer: Option<Transfer>,
    /// Whether it has asked somebody to campaign in spite of it: from then on its lease is worth nothing.
    pub(super) challenged: bool,
    /// New servers that are to have its log before they are members.
    pub(super) catch_up: Option<CatchUp>,
}

/// A leadership transfer under way.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Transfer {
    /// To whom.
    pub to: Pid,
    /// Who asked for it, and in which operation.
    pub asked: (Pid, OperationId),
    /// Since when, on the leader's clock.
    pub since: Time,
    /// Whether the target has been asked to campaign.
    pub sent: bool,
}

impl Leader {
    /// Elected at `now`, with a log up to `last`.
    pub(super) fn new(last: u32, now: Time) -> Self {
        Leader {
            first: last + 1,
            next: Map::new(),
            matched: Map::new(),
            round: 0,
            answered: Map::new(),
            began: Map::new(),
            confirmed: (0, now),
            reads: Vec::new(),
            transfer: None,
            challenged: false,
            catch_up: None,
        }
    }

    /// A round of messages begins.
    pub(super) fn begin_round(&mut self, now: Time) {
        self.round += 1;
        self.began.insert(self.round, now);
    }

    /// A server answers a message of that round.
    pub(super) fn heard(&mut self, from: Pid, round: u32) {
        let answered = self.answered.entry(from).or_default();
        *answered = (*answered).max(round);
    }

    /// Finds the last round that a majority has answered.
    pub(super) fn confirm(&mut self, me: Pid, members: &Members) {
        let answered =
            |round: u32| members.majority(|pid| pid == me || self.answered.get(&pid).is_some_and(|last| *last >= round));
        let Some((round, began)) = self.began.iter().rev().find(|(round, _)| answered(**round)) else { return };
        self.confirmed = (*round, *began);
        self.began = self.began.split_off(&(self.confirmed.0 + 1));
    }

    /// Whether a majority has this index in its logs; the leader has its own up to `last`.
    pub(super) fn stored(&self, me: Pid, last: u32, index: u32, members: &Members) -> bool {
        members.majority(|pid| if pid == me { last >= index } else { self.matched.get(&pid).is_some_and(|at| *at >= index) })
    }

    /// It leads no more: whoever asked for a transfer has what was wanted.
    pub(super) fn handed_over(self, out: &mut Out<'_>) {
        if let Some(Transfer { asked: (client, op), .. }) = self.transfer {
            out.send(client, Msg::Answer { op, ret: Ret::Done });
        }
    }
}
