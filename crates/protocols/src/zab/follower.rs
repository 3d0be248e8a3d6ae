//! What a follower does in each phase (Junqueira, Reed & Serafini 2011, phases 1 to 3, steps of a follower).

use super::server::Server;
use super::{Entry, Log, Msg, Out, Rules};
use synod_kernel::Pid;
use synod_words::phrase;

impl Server {
    /// Phase 1: accepts a higher epoch than any so far, and tells its history. In Paxos: a promise.
    pub(super) fn new_epoch(&mut self, from: Pid, epoch: u32, out: &mut Out<'_>) {
        if self.follows.leader != Some(from) {
            return;
        }
        if epoch > self.disk.accepted {
            self.disk.accepted = epoch;
            self.seen = self.seen.max(epoch);
            self.follows.epoch_to = Some(from);
            out.save = true;
        } else if epoch < self.disk.accepted || self.follows.epoch_to != Some(from) {
            return out.send(from, Msg::Stale { accepted: self.disk.accepted });
        }
        let (current, log) = (self.disk.current, self.disk.log.clone());
        out.send(from, Msg::AckEpoch { epoch, current, log });
    }

    /// Phase 2: takes over the leader's history, all of it at once. What it had beyond is dropped. In Paxos, each slot is accepted by
    /// itself, and what it has in others stays.
    pub(super) fn new_leader(&mut self, from: Pid, epoch: u32, log: Option<Log>, out: &mut Out<'_>) {
        if epoch < self.disk.accepted {
            return out.send(from, Msg::Stale { accepted: self.disk.accepted });
        }
        if from != out.me {
            self.lead = None;
            out.disarm(super::Timer::Resend);
        }
        self.follows.leader = Some(from);
        let again = self.disk.current == epoch;
        self.disk.accepted = epoch;
        self.disk.current = epoch;
        self.seen = self.seen.max(epoch);
        match log {
            None => self.disk.log.accept_in(epoch),
            Some(mut log) => {
                log.accept_in(epoch);
                if out.lab.rules == Rules::Paxos {
                    for (slot, entry) in log.entries() {
                        self.disk.log.put(slot, entry.clone());
                    }
                } else if !again || log.last() > self.disk.log.last() {
                    self.note_difference(&log, out);
                    self.disk.log = log;
                }
            }
        }
        out.save = true;
        out.send(from, Msg::AckLeader { epoch, upto: self.disk.log.accepted_upto(epoch) });
    }

    /// `ZooKeeper` sends only the difference: DIFF for what is missing, TRUNC for what is too much, SNAP for the whole state.
    fn note_difference(&self, log: &Log, out: &mut Out<'_>) {
        let same = |slot: u32| self.disk.log.get(slot).map(|entry| entry.zxid) == log.get(slot).map(|entry| entry.zxid);
        let common = (1..=log.last().min(self.disk.log.last())).take_while(|slot| same(*slot)).count() as u32;
        let dropped: Vec<String> =
            self.disk.log.entries().filter(|(slot, _)| *slot > common).map(|(_, entry)| entry.zxid.to_string()).collect();
        let missing: Vec<String> =
            log.entries().filter(|(slot, _)| *slot > common).map(|(_, entry)| entry.zxid.to_string()).collect();
        if !dropped.is_empty() {
            out.note(phrase!(
                "drops {0}, which the new leader does not have (TRUNC)",
                "截去新领导者没有的 {0}（TRUNC）",
                dropped
            ));
        }
        if !missing.is_empty() {
            out.note(phrase!("takes over {0} (DIFF)", "补上 {0}（DIFF）", missing));
        }
    }

    /// Phase 2 ends: all of the initial history is committed.
    pub(super) fn commit_leader(&mut self, from: Pid, epoch: u32, upto: u32, out: &mut Out<'_>) {
        if epoch != self.disk.current || epoch != self.disk.accepted {
            return;
        }
        self.follows.leader = Some(from);
        self.follows.synchronised = true;
        self.looks = 0;
        self.commit(epoch, upto, out);
        self.relieved(out);
        if from != out.me {
            for request in self.queue.values() {
                out.send(from, Msg::Request(request.clone()));
            }
        }
    }

    /// Phase 3: accepts the next change and acknowledges it. In Paxos, in any slot.
    pub(super) fn proposed(&mut self, from: Pid, epoch: u32, slot: u32, entry: Entry, out: &mut Out<'_>) {
        if epoch < self.disk.accepted {
            return out.send(from, Msg::Stale { accepted: self.disk.accepted });
        }
        let last = self.disk.log.last();
        match out.lab.rules {
            Rules::Paxos => {
                self.disk.accepted = epoch;
                self.seen = self.seen.max(epoch);
                self.disk.log.put(slot, entry);
            }
            Rules::Zab if epoch != self.disk.accepted || epoch != self.disk.current || slot > last + 1 => return,
            Rules::Zab if slot == last + 1 => self.disk.log.put(slot, entry),
            Rules::Zab => {}
        }
        out.save = true;
        out.send(from, Msg::Ack { epoch, slot });
        self.relieved(out);
    }
}
