//! What a server does in one step: its effects, and the words that it has with itself.

use super::{Msg, Server, Timer, Zab};
use std::collections::VecDeque;
use synod_check::Fact;
use synod_kernel::{Effects, Pid};
use synod_words::Phrase;

/// A step under construction. Messages to the process itself go within the step: a leader follows itself; those to others leave once the disk
/// is written.
pub(super) struct Out<'a> {
    /// The lab.
    pub zab: &'a Zab,
    /// The process.
    pub me: Pid,
    /// Whether the disk is to be written.
    pub save: bool,
    fx: &'a mut Effects<Zab>,
    inside: VecDeque<Msg>,
    mail: Vec<(Pid, Msg)>,
}

impl<'a> Out<'a> {
    pub fn new(zab: &'a Zab, me: Pid, fx: &'a mut Effects<Zab>) -> Self {
        Out { zab, me, save: false, fx, inside: VecDeque::new(), mail: Vec::new() }
    }

    /// Sends a message, to another process or to this one.
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
        let us = self.zab.timeout_ms * 1_000;
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

    /// Lets the process hear itself out, writes the disk, and sends what is for others.
    pub fn finish(mut self, server: &mut Server) {
        while let Some(msg) = self.inside.pop_front() {
            server.receive(self.me, msg, &mut self);
        }
        if self.save {
            self.fx.persist(server.disk.clone());
        }
        for (to, msg) in self.mail {
            self.fx.send(to, msg);
        }
    }
}
