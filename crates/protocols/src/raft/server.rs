//! A server: its state (Raft, figure 2), and how it comes to follow.

use super::leader::Leader;
use super::{Disk, Log, Machine, Members, Msg, Out, Timer, paper};
use synod_check::Fact;
use synod_kernel::{Pid, Time};
use synod_order::Set;
use synod_words::phrase;

/// A server.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Server {
    pub(super) term: u32,
    pub(super) voted: Option<Pid>,
    pub(super) log: Log,
    pub(super) role: Role,
    /// The index up to which it knows its log to be committed.
    pub(super) commit: u32,
    pub(super) machine: Machine,
    /// Whom it takes for the leader.
    pub(super) leader: Option<Pid>,
    /// When it last heard from a leader, or started, on its own clock.
    pub(super) heard: Time,
}

/// What a server does.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
#[allow(clippy::large_enum_variant, reason = "there are few servers, and each leads now and then")]
pub enum Role {
    /// It answers leaders and candidates.
    Follower,
    /// It asks whether it would be elected, and has these promises (dissertation, § 9.6).
    PreCandidate(Set<Pid>),
    /// It wants to lead, and has these votes.
    Candidate(Set<Pid>),
    /// It leads.
    Leader(Leader),
}

impl Server {
    /// It starts with what its disk holds, as a follower.
    pub(super) fn boot(disk: &Disk, out: &mut Out<'_>) -> Self {
        let raft = out.raft;
        let first = *disk == Disk::default();
        let disk = if first { paper::disk(raft, out.me) } else { disk.clone() };
        let voted = disk.voted.filter(|_| first || raft.keeps_vote);
        let machine = disk.log.snapshot().map_or_else(Machine::default, |snapshot| snapshot.machine.clone());
        let server = Server {
            term: disk.term,
            voted,
            commit: machine.applied(),
            machine,
            log: disk.log,
            role: Role::Follower,
            leader: None,
            heard: out.now,
        };
        if first {
            for (index, entry) in server.log.entries() {
                out.tell(Fact::Appended { index, term: entry.term, value: entry.value() });
            }
        } else {
            out.tell(Fact::Follows);
        }
        out.save = first && raft.logs != super::Logs::Empty;
        server.wait_for_election(out);
        server
    }

    /// The members by the latest entry about them in the log, committed or not (Raft, § 6).
    pub(super) fn members(&self, out: &Out<'_>) -> Members {
        self.log.members().map_or_else(|| Members::of(out.raft.founders()), |(_, members)| members.clone())
    }

    /// A server that is no member begins no election.
    pub(super) fn wait_for_election(&self, out: &mut Out<'_>) {
        if self.members(out).contains(out.me) {
            out.arm_election();
        } else {
            out.disarm_election();
        }
    }

    /// A message arrives.
    pub(super) fn receive(&mut self, from: Pid, msg: Msg, out: &mut Out<'_>) {
        match msg {
            Msg::Request { op, session, body } => self.request(from, op, session, body, out),
            Msg::Register { op } => self.register(from, op, out),
            Msg::RequestVote { term, last, campaign } => self.vote(from, term, last, campaign, out),
            Msg::Vote { term, granted, trial } => self.voted(from, term, granted, trial, out),
            Msg::Append { term, prev, entries, commit, round } => {
                if self.heed(from, term, round, out) {
                    self.append(from, prev, entries, commit, round, out);
                }
            }
            Msg::Install { term, snapshot, round } => {
                if self.heed(from, term, round, out) {
                    self.install(from, snapshot, round, out);
                }
            }
            Msg::Appended { term, index, round } => self.appended(from, term, index, round, out),
            Msg::TimeoutNow { term } => self.hurry(from, term, out),
            Msg::Answer { .. } | Msg::Redirect { .. } => {}
        }
    }

    /// A timer runs out.
    pub(super) fn timeout(&mut self, timer: &Timer, out: &mut Out<'_>) {
        match timer {
            Timer::Election => self.election_timeout(out),
            Timer::Heartbeat => self.beat(out),
            Timer::Retry | Timer::GiveUp => {}
        }
    }

    /// Somebody is in this term: "if RPC request or response contains term T > currentTerm: set currentTerm = T, convert to follower"
    /// (Raft, figure 2).
    pub(super) fn see(&mut self, term: u32, out: &mut Out<'_>) {
        if term > self.term {
            self.term = term;
            self.voted = None;
            self.leader = None;
            out.save = true;
            self.follow(out);
        }
    }

    /// It follows from now on.
    pub(super) fn follow(&mut self, out: &mut Out<'_>) {
        if let Role::Leader(leader) = std::mem::replace(&mut self.role, Role::Follower) {
            out.note(phrase!("leads no more", "不再是领导者"));
            out.tell(Fact::Follows);
            out.disarm_heartbeat();
            self.leader = None;
            self.wait_for_election(out);
            leader.handed_over(out);
        }
    }

    /// A message of the leader of `term`. One of an earlier term is refused; any other makes this server follow it, and wait anew (Raft,
    /// § 5.2).
    fn heed(&mut self, from: Pid, term: u32, round: u32, out: &mut Out<'_>) -> bool {
        self.see(term, out);
        if term < self.term {
            out.send(from, Msg::Appended { term: self.term, index: Err(0), round });
            return false;
        }
        self.follow(out);
        self.leader = Some(from);
        self.heard = out.now;
        true
    }
}
