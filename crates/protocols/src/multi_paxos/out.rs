//! What a server does in one step: its effects, and the words that its roles have with each other.

use super::{Msg, MultiPaxos, Server, Timer};
use std::collections::VecDeque;
use synod_check::Fact;
use synod_kernel::{Effects, Pid};
use synod_words::Phrase;

/// A step under construction. Messages to the process itself go from role to role within the step; those to others leave once the disk
/// is written.
pub(super) struct Out<'a> {
    /// The protocol.
    pub mp: &'a MultiPaxos,
    /// The process.
    pub me: Pid,
    /// Whether the disk is to be written.
    pub save: bool,
    fx: &'a mut Effects<MultiPaxos>,
    inside: VecDeque<Msg>,
    mail: Vec<(Pid, Msg)>,
}

impl<'a> Out<'a> {
    pub fn new(mp: &'a MultiPaxos, me: Pid, fx: &'a mut Effects<MultiPaxos>) -> Self {
        Out { mp, me, save: false, fx, inside: VecDeque::new(), mail: Vec::new() }
    }

    /// Sends a message, to another process or to another role of this one.
    pub fn send(&mut self, to: Pid, msg: Msg) {
        if to == self.me {
            self.inside.push_back(msg);
        } else {
            self.mail.push((to, msg));
        }
    }

    /// Sends the same to several.
    pub fn send_all(&mut self, to: impl IntoIterator<Item = Pid>, msg: &Msg) {
        for pid in to {
            self.send(pid, msg.clone());
        }
    }

    /// Arms a timer for exactly this long, in microseconds.
    pub fn arm(&mut self, timer: Timer, after_us: u64) {
        self.fx.arm(timer, after_us);
    }

    /// Disarms a timer.
    pub fn disarm(&mut self, timer: Timer) {
        self.fx.disarm(timer);
    }

    /// A random time until the leader is taken for dead, so that no two servers suspect it at once.
    pub fn arm_suspicion(&mut self) {
        let us = self.mp.election_ms * 1_000;
        self.fx.arm_between(Timer::Suspect, (us, 2 * us));
    }

    /// Says what happened.
    pub fn note(&mut self, phrase: Phrase) {
        self.fx.note(phrase);
    }

    /// Declares what was done.
    pub fn tell(&mut self, fact: Fact) {
        self.fx.tell(fact);
    }

    /// Lets the roles hear each other out, writes the disk, and sends what is for others.
    pub fn finish(mut self, server: &mut Server) {
        while let Some(msg) = self.inside.pop_front() {
            server.receive(self.me, msg, &mut self);
        }
        if self.save {
            self.fx.persist(server.disk());
        }
        for (to, msg) in self.mail {
            self.fx.send(to, msg);
        }
    }
}
