//! What a leader does in each phase (Junqueira, Reed & Serafini 2011, phases 1 to 3, steps of the leader).

use super::server::Server;
use super::{Change, Entry, Log, Msg, Out, Request, Rules, Timer, Zxid};
use synod_check::Fact;
use synod_kernel::Pid;
use synod_order::{Map, Set};
use synod_words::phrase;

/// How often it repeats a message that is not answered.
const REPEATS: u16 = 4;

/// A leader, or one that wants to be it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Leader {
    /// Its epoch; 0 until it has chosen one.
    pub epoch: u32,
    pub(super) stage: Stage,
    repeats: u16,
}

/// The phases.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum Stage {
    /// Phase 1: which epochs its followers have accepted.
    Gather(Map<Pid, u32>),
    /// Phase 1: the histories of those that accepted its epoch, each with the epoch that it is of.
    Discover(Map<Pid, (u32, Log)>),
    /// Phase 2: who has taken over its history.
    Synchronise(Set<Pid>),
    /// Phase 3.
    Broadcast(Broadcast),
}

/// Phase 3 under way.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Broadcast {
    /// How many changes it has broadcast.
    counter: u32,
    /// All up to this slot is committed.
    pub committed: u32,
    /// Who is in its epoch.
    pub followers: Set<Pid>,
    /// By slot: who has it on disk.
    votes: Map<u32, Set<Pid>>,
}

impl Broadcast {
    /// Whether a follower has not acknowledged a change.
    fn lacks(&self, follower: Pid) -> bool {
        self.votes.values().any(|votes| !votes.contains(&follower))
    }
}

impl Leader {
    /// It stands, and waits for followers.
    pub(super) fn gathering() -> Leader {
        Leader { epoch: 0, stage: Stage::Gather(Map::new()), repeats: 0 }
    }
}

impl Server {
    /// Phase 1: a follower says which epoch it has accepted. With a quorum the leader takes a higher one.
    pub(super) fn follower_came(&mut self, from: Pid, accepted: u32, out: &mut Out<'_>) {
        self.seen = self.seen.max(accepted);
        let Some(lead) = &mut self.lead else { return };
        let epoch = lead.epoch;
        match &mut lead.stage {
            Stage::Gather(epochs) => {
                epochs.insert(from, accepted);
                if epochs.len() < out.lab.quorum() {
                    return;
                }
                let followers: Vec<Pid> = epochs.keys().copied().collect();
                *lead = Leader { epoch: self.seen + 1, stage: Stage::Discover(Map::new()), repeats: 0 };
                out.note(phrase!("has a quorum of followers and opens epoch {0}", "得到多数派跟随，开启 epoch {0}", lead.epoch));
                out.send_all(followers, &Msg::NewEpoch { epoch: lead.epoch });
                out.arm(Timer::Resend, out.lab.timeout_ms * 1_000);
            }
            Stage::Discover(_) => out.send(from, Msg::NewEpoch { epoch }),
            Stage::Synchronise(_) | Stage::Broadcast(_) if accepted > epoch => self.stale(accepted, out),
            Stage::Synchronise(_) | Stage::Broadcast(_) => out.send(from, self.initial(from, out)),
        }
    }

    /// The leader's history, for a follower; where synchronisation is skipped, nobody but the leader itself gets it.
    fn initial(&self, to: Pid, out: &Out<'_>) -> Msg {
        let epoch = self.lead.as_ref().map_or(0, |lead| lead.epoch);
        let log = (out.lab.synchronise || to == out.me).then(|| self.disk.log.clone());
        Msg::NewLeader { epoch, log }
    }

    /// Phase 1 ends: with a quorum of histories the leader recovers.
    pub(super) fn epoch_accepted(&mut self, from: Pid, epoch: u32, current: u32, log: Log, out: &mut Out<'_>) {
        let Some(lead) = self.lead.as_mut().filter(|lead| lead.epoch == epoch) else { return };
        let Stage::Discover(histories) = &mut lead.stage else {
            // Too late to be asked for its history, in time to take over the leader's.
            return out.send(from, self.initial(from, out));
        };
        histories.insert(from, (current, log));
        if histories.len() < out.lab.quorum() {
            return;
        }
        let histories = std::mem::take(histories);
        lead.stage = Stage::Synchronise(Set::new());
        lead.repeats = 0;
        out.arm(Timer::Resend, out.lab.timeout_ms * 1_000);
        let log = match out.lab.rules {
            Rules::Zab => best(&histories),
            Rules::Paxos => slot_by_slot(&histories, epoch, out),
        };
        let followers: Vec<Pid> = histories.keys().copied().filter(|pid| *pid != out.me).collect();
        for pid in followers {
            out.send(pid, Msg::NewLeader { epoch, log: out.lab.synchronise.then(|| log.clone()) });
        }
        out.send(out.me, Msg::NewLeader { epoch, log: Some(log) });
    }

    /// Phase 2: a follower has taken over the history. With a quorum it is committed, and phase 3 begins.
    pub(super) fn leader_accepted(&mut self, from: Pid, epoch: u32, upto: u32, out: &mut Out<'_>) {
        let last = self.disk.log.last();
        let Some(lead) = self.lead.as_mut().filter(|lead| lead.epoch == epoch) else { return };
        match &mut lead.stage {
            Stage::Synchronise(acks) => {
                acks.insert(from);
                if acks.len() < out.lab.quorum() || !acks.contains(&out.me) {
                    return;
                }
                let followers = std::mem::take(acks);
                out.note(phrase!(
                    "leads epoch {0}: {1} have its history",
                    "领导 epoch {0}：已有 {1} 台持有其历史",
                    epoch,
                    followers.len()
                ));
                out.send_all(followers.iter().copied(), &Msg::CommitLeader { epoch, upto: last });
                let broadcast = Broadcast { counter: 0, committed: last, followers, votes: Map::new() };
                (lead.stage, lead.repeats) = (Stage::Broadcast(broadcast), 0);
                out.disarm(Timer::Resend);
                self.commit(epoch, last, out);
                for request in self.queue.clone().into_values() {
                    self.broadcast(request, out);
                }
            }
            Stage::Broadcast(broadcast) => {
                broadcast.followers.insert(from);
                for (_, votes) in broadcast.votes.range_mut(..=upto) {
                    votes.insert(from);
                }
                let committed = broadcast.committed;
                out.send(from, Msg::CommitLeader { epoch, upto: committed });
                for (slot, entry) in self.disk.log.entries().filter(|(slot, _)| *slot > upto) {
                    out.send(from, Msg::Propose { epoch, slot, entry: entry.clone(), committed });
                }
                self.count(out);
            }
            Stage::Gather(_) | Stage::Discover(_) => {}
        }
    }

    /// Phase 3: executes a request on the state after all its changes, and broadcasts what comes of it, without waiting for the others.
    pub(super) fn broadcast(&mut self, request: Request, out: &mut Out<'_>) {
        let slot = self.disk.log.last() + 1;
        if self.disk.log.find(request.op).is_some() {
            return;
        }
        let from = self.disk.log.value(request.body.key(), slot);
        let Some(Leader { epoch, stage: Stage::Broadcast(broadcast), repeats }) = &mut self.lead else { return };
        *repeats = 0;
        broadcast.counter += 1;
        let zxid = Zxid { epoch: *epoch, counter: broadcast.counter };
        let entry = Entry { accepted: *epoch, zxid, change: Change::execute(request, from) };
        out.tell(Fact::Proposed { instance: slot, value: entry.change.value() });
        out.tell(Fact::Broadcast { epoch: zxid.epoch, counter: zxid.counter, value: entry.change.value() });
        broadcast.votes.insert(slot, Set::new());
        let committed = broadcast.committed;
        // It has its own change before it makes the next one.
        self.disk.log.put(slot, entry.clone());
        out.save = true;
        out.send(out.me, Msg::Ack { epoch: zxid.epoch, slot });
        let followers = broadcast.followers.iter().copied().filter(|pid| *pid != out.me);
        out.send_all(followers.collect::<Vec<_>>(), &Msg::Propose { epoch: zxid.epoch, slot, entry, committed });
        out.arm(Timer::Resend, out.lab.timeout_ms * 1_000);
    }

    /// A follower has a change on disk. In ZAB it has all before it, too.
    pub(super) fn acked(&mut self, from: Pid, epoch: u32, slot: u32, out: &mut Out<'_>) {
        let Some(Leader { epoch: own, stage: Stage::Broadcast(broadcast), .. }) = &mut self.lead else { return };
        if *own != epoch {
            return;
        }
        let first = if out.lab.rules == Rules::Paxos { slot } else { 0 };
        for (_, votes) in broadcast.votes.range_mut(first..=slot) {
            votes.insert(from);
        }
        broadcast.followers.insert(from);
        self.count(out);
    }

    /// Commits, in order, what a quorum has on disk.
    fn count(&mut self, out: &mut Out<'_>) {
        let Some(Leader { epoch, stage: Stage::Broadcast(broadcast), .. }) = &mut self.lead else { return };
        let before = broadcast.committed;
        let quorum = out.lab.quorum();
        while broadcast.votes.get(&(broadcast.committed + 1)).is_some_and(|votes| votes.len() >= quorum) {
            broadcast.committed += 1;
        }
        if !broadcast.followers.iter().any(|follower| broadcast.lacks(*follower)) {
            out.disarm(Timer::Resend);
        }
        let (epoch, upto) = (*epoch, broadcast.committed);
        if upto > before {
            let followers: Vec<Pid> = broadcast.followers.iter().copied().filter(|pid| *pid != out.me).collect();
            out.send_all(followers, &Msg::Commit { epoch, upto });
            self.commit(epoch, upto, out);
        }
    }

    /// Nobody answered: it repeats itself, for a while. A leader that has lost its quorum gives up.
    pub(super) fn resend(&mut self, out: &mut Out<'_>) {
        let credit = self.credit();
        let initial = self.initial(out.lab.servers().find(|pid| *pid != out.me).unwrap_or(out.me), out);
        let Some(lead) = &mut self.lead else { return };
        lead.repeats += 1;
        let (epoch, weary) = (lead.epoch, lead.repeats > REPEATS);
        let silent = |heard: &dyn Fn(Pid) -> bool| out.lab.others(out.me).filter(|pid| !heard(*pid)).collect::<Vec<_>>();
        match &mut lead.stage {
            Stage::Broadcast(broadcast) => {
                if weary {
                    let lost: Vec<Pid> = broadcast.followers.iter().copied().filter(|pid| broadcast.lacks(*pid)).collect();
                    broadcast.followers.retain(|pid| !lost.contains(pid));
                    if broadcast.followers.len() < out.lab.quorum() {
                        out.note(phrase!("has lost its quorum and no longer leads", "失去多数派，不再担任领导者"));
                        self.look(out);
                    }
                    return;
                }
                let me = out.me;
                for follower in broadcast.followers.iter().filter(|pid| **pid != me) {
                    for slot in broadcast.votes.iter().filter(|(_, votes)| !votes.contains(follower)).map(|(slot, _)| *slot) {
                        let Some(entry) = self.disk.log.get(slot).cloned() else { continue };
                        out.send(*follower, Msg::Propose { epoch, slot, entry, committed: broadcast.committed });
                    }
                }
            }
            _ if weary => return self.look(out),
            Stage::Gather(epochs) => {
                let to = silent(&|pid| epochs.contains_key(&pid));
                out.send_all(to, &Msg::Vote { credit, leads: None });
            }
            Stage::Discover(histories) => {
                let to = silent(&|pid| histories.contains_key(&pid));
                out.send_all(to, &Msg::NewEpoch { epoch });
            }
            Stage::Synchronise(acks) => {
                let to = silent(&|pid| acks.contains(&pid));
                out.send_all(to, &initial);
            }
        }
        out.arm(Timer::Resend, out.lab.timeout_ms * 1_000);
    }
}

/// ZAB: the history of the highest epoch, and among those of one epoch the one with the highest last change; all of it.
fn best(histories: &Map<Pid, (u32, Log)>) -> Log {
    let best = histories.values().max_by_key(|(current, log)| (*current, log.last_zxid()));
    best.map_or_else(Log::default, |(_, log)| log.clone())
}

/// Paxos (*Paxos Made Simple*, § 2.2 and § 3): in each slot what was accepted with the highest ballot, and a no-op in a hole.
fn slot_by_slot(histories: &Map<Pid, (u32, Log)>, epoch: u32, out: &mut Out<'_>) -> Log {
    let last = histories.values().map(|(_, log)| log.last()).max().unwrap_or(0);
    let mut all = Log::default();
    for slot in 1..=last {
        let found = histories.values().filter_map(|(_, log)| log.get(slot)).max_by_key(|entry| entry.accepted);
        let no_op = || Entry { accepted: epoch, zxid: Zxid { epoch, counter: 0 }, change: Change::NoOp };
        let entry = found.cloned().unwrap_or_else(no_op);
        if entry.change == Change::NoOp {
            out.tell(Fact::Proposed { instance: slot, value: entry.change.value() });
        }
        all.put(slot, entry);
    }
    all
}
