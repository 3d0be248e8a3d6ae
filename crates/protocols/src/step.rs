//! What a server does in one step: its effects, and the words that it has with itself.

use std::collections::VecDeque;
use synod_kernel::{Effects, Pid, Protocol};
use synod_words::Phrase;

/// A step under construction. Messages to the process itself go from role to role within the step; those to others leave once the disk
/// is written.
pub(crate) struct Step<'a, P: Protocol> {
    /// The protocol.
    pub lab: &'a P,
    /// The process.
    pub me: Pid,
    /// Whether the disk is to be written.
    pub save: bool,
    fx: &'a mut Effects<P>,
    inside: VecDeque<P::Msg>,
    mail: Vec<(Pid, P::Msg)>,
}

impl<'a, P: Protocol> Step<'a, P> {
    pub fn new(lab: &'a P, me: Pid, fx: &'a mut Effects<P>) -> Self {
        Step { lab, me, save: false, fx, inside: VecDeque::new(), mail: Vec::new() }
    }

    /// Sends a message, to another process or to another role of this one.
    pub fn send(&mut self, to: Pid, msg: P::Msg) {
        if to == self.me {
            self.inside.push_back(msg);
        } else {
            self.mail.push((to, msg));
        }
    }

    /// Sends the same to several.
    pub fn send_all(&mut self, to: impl IntoIterator<Item = Pid>, msg: &P::Msg) {
        for pid in to {
            self.send(pid, msg.clone());
        }
    }

    /// Arms a timer for exactly this long, in microseconds.
    pub fn arm(&mut self, timer: P::Timer, after_us: u64) {
        self.fx.arm(timer, after_us);
    }

    /// Arms a timer for a random time, in microseconds, so that no two servers take a leader for dead at once.
    pub fn arm_between(&mut self, timer: P::Timer, after_us: (u64, u64)) {
        self.fx.arm_between(timer, after_us);
    }

    /// Disarms a timer.
    pub fn disarm(&mut self, timer: P::Timer) {
        self.fx.disarm(timer);
    }

    /// Says what happened.
    pub fn note(&mut self, phrase: Phrase) {
        self.fx.note(phrase);
    }

    /// Declares what was done.
    pub fn tell(&mut self, fact: P::Fact) {
        self.fx.tell(fact);
    }

    /// The next message that the process has sent to itself.
    pub fn overheard(&mut self) -> Option<P::Msg> {
        self.inside.pop_front()
    }

    /// Writes the disk where that is due, and sends what is for others.
    pub fn leave(self, disk: impl FnOnce() -> P::Durable) {
        if self.save {
            self.fx.persist(disk());
        }
        for (to, msg) in self.mail {
            self.fx.send(to, msg);
        }
    }
}
