//! What a server does in one step: its effects, in the order in which they are safe.

use super::{Disk, Msg, Raft, Server, Timer};
use synod_check::Fact;
use synod_kernel::{Cx, Effects, Pid, Time};
use synod_words::Phrase;

/// A step under construction. Messages leave once the disk is written (Raft, figure 2: "updated on stable storage before responding").
pub(super) struct Out<'a> {
    /// The protocol.
    pub raft: &'a Raft,
    /// The process.
    pub me: Pid,
    /// The time on its own clock, in microseconds.
    pub now: Time,
    /// Whether the disk is to be written.
    pub save: bool,
    fx: &'a mut Effects<Raft>,
    mail: Vec<(Pid, Msg)>,
}

impl<'a> Out<'a> {
    pub fn new(raft: &'a Raft, cx: Cx, fx: &'a mut Effects<Raft>) -> Self {
        Out { raft, me: cx.me, now: cx.clock, save: false, fx, mail: Vec::new() }
    }

    /// Sends a message to another process.
    pub fn send(&mut self, to: Pid, msg: Msg) {
        self.mail.push((to, msg));
    }

    /// A random time until an election (Raft, § 5.2).
    pub fn arm_election(&mut self) {
        self.fx.arm_between(Timer::Election, (self.raft.election_us(), self.raft.patience_us()));
    }

    /// No election from this server.
    pub fn disarm_election(&mut self) {
        self.fx.disarm(Timer::Election);
    }

    /// The next heartbeat.
    pub fn arm_heartbeat(&mut self) {
        self.fx.arm(Timer::Heartbeat, self.raft.heartbeat_ms * 1_000);
    }

    /// No heartbeats any more.
    pub fn disarm_heartbeat(&mut self) {
        self.fx.disarm(Timer::Heartbeat);
    }

    /// Says what happened.
    pub fn note(&mut self, phrase: Phrase) {
        self.fx.note(phrase);
    }

    /// Declares what was done.
    pub fn tell(&mut self, fact: Fact) {
        self.fx.tell(fact);
    }

    /// Writes the disk, and sends what is for others.
    pub fn finish(self, server: &Server) {
        if self.save {
            self.fx.persist(Disk { term: server.term, voted: server.voted, log: server.log.clone() });
        }
        for (to, msg) in self.mail {
            self.fx.send(to, msg);
        }
    }
}
