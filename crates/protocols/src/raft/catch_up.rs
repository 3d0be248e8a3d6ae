//! New servers get the log before they are members (dissertation, § 4.2.1).

use super::command::names;
use super::leader::Leader;
use super::server::{Role, Server};
use super::{Command, Members, Msg, Out, Ret};
use synod_kernel::{OperationId, Pid, Time};
use synod_order::Map;
use synod_words::{Arg, Phrase, phrase};

/// Whoever has not caught up in so many rounds never will ("a fixed number of rounds (such as 10)").
const ROUNDS: u32 = 10;

/// Servers that get the log and count in no majority, until they have it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct CatchUp {
    /// Who asked for them, and in which operation.
    asked: (Pid, OperationId),
    /// The members that are wanted.
    wanted: Vec<Pid>,
    /// Those of them that are new, and when each last answered.
    heard: Map<Pid, Time>,
    /// The round: a round is over when they have what stood in the leader's log at its beginning.
    pub(super) round: u32,
    /// The last index of the log at its beginning.
    pub(super) goal: u32,
    /// When it began.
    began: Time,
}

impl CatchUp {
    /// The new servers.
    pub(super) fn servers(&self) -> Vec<Pid> {
        self.heard.keys().copied().collect()
    }

    /// Whether it is for this operation.
    pub(super) fn is_for(&self, op: OperationId) -> bool {
        self.asked.1 == op
    }

    /// One of them answers.
    pub(super) fn hear(&mut self, from: Pid, now: Time) {
        if let Some(heard) = self.heard.get_mut(&from) {
            *heard = now;
        }
    }
}

impl Server {
    /// The leader begins to replicate to servers that are to be added.
    pub(super) fn begin_catch_up(&mut self, asked: (Pid, OperationId), wanted: Vec<Pid>, new: &[Pid], out: &mut Out<'_>) {
        let Role::Leader(leader) = &mut self.role else { return };
        let (now, goal) = (out.now, self.log.last().index);
        let heard = synod_order::map(new.iter().map(|pid| (*pid, now)));
        leader.catch_up = Some(CatchUp { asked, wanted, heard, round: 1, goal, began: now });
        out.note(round_begins(new, 1, goal));
        for pid in new {
            self.replicate(*pid, out);
        }
    }

    /// Rounds end, perhaps. If the last one took less than an election time-out, what is still missing holds nobody up for long, and the
    /// servers are added; else there is another round.
    pub(super) fn go_on_with_catch_up(&mut self, out: &mut Out<'_>) {
        let present = self.members(out);
        let last = self.log.last().index;
        let Role::Leader(leader) = &mut self.role else { return };
        let Leader { catch_up: Some(catch_up), matched, transfer: None, .. } = leader else { return };
        let servers = catch_up.servers();
        while servers.iter().all(|pid| matched.get(pid).is_some_and(|index| *index >= catch_up.goal)) {
            let lasted = out.now.saturating_sub(catch_up.began);
            if lasted < out.raft.election_us() {
                let (client, op) = catch_up.asked;
                let step = out.raft.change.first_step(&present, catch_up.wanted.clone());
                leader.catch_up = None;
                out.note(phrase!(
                    "adds {0}: the last round took {1}",
                    "加入 {0}：最后一轮用了 {1}",
                    names(&servers),
                    Arg::TimeUs(lasted)
                ));
                return self.propose_members((client, op), step, out);
            }
            if catch_up.round >= ROUNDS {
                let words = phrase!("does not add {0}: too slow", "不加入 {0}：太慢", names(&servers));
                return leader.refuse_catch_up(words, out);
            }
            (catch_up.round, catch_up.goal, catch_up.began) = (catch_up.round + 1, last, out.now);
            out.note(round_begins(&servers, catch_up.round, last));
        }
    }

    /// A new server that does not answer for as long as any election may take is not added.
    pub(super) fn abandon_catch_up(&mut self, out: &mut Out<'_>) {
        let Role::Leader(leader) = &mut self.role else { return };
        let Some(catch_up) = &leader.catch_up else { return };
        let silent = |heard: &Time| out.now.saturating_sub(*heard) > out.raft.patience_us();
        if catch_up.heard.values().any(silent) {
            let words = phrase!("does not add {0}: no answer", "不加入 {0}：没有应答", names(&catch_up.servers()));
            leader.refuse_catch_up(words, out);
        }
    }

    /// The first entry of a change of members, or a refusal.
    pub(super) fn propose_members(&mut self, (client, op): (Pid, OperationId), step: Option<Members>, out: &mut Out<'_>) {
        if let Some(members) = step {
            return self.propose(Command::Members { op, client, members }, out);
        }
        out.note(phrase!("refuses the change of members", "拒绝变更成员"));
        out.send(client, Msg::Answer { op, ret: Ret::Refused });
    }
}

impl Leader {
    fn refuse_catch_up(&mut self, words: Phrase, out: &mut Out<'_>) {
        if let Some(CatchUp { asked: (client, op), .. }) = self.catch_up.take() {
            out.note(words);
            out.send(client, Msg::Answer { op, ret: Ret::Refused });
        }
    }
}

fn round_begins(servers: &[Pid], round: u32, goal: u32) -> Phrase {
    phrase!(
        "lets {0} catch up without a vote: round {1}, up to entry {2}",
        "让 {0} 先追赶日志，无投票权：第 {1} 轮，到条目 {2}",
        names(servers),
        round,
        goal
    )
}
