//! A step of a server: the time until it takes a leader for dead, and its end.

use super::{MultiPaxos, Server, Timer};
use crate::step::Step;

/// A step under construction; the roles of a server talk to each other within it.
pub(super) type Out<'a> = Step<'a, MultiPaxos>;

impl Out<'_> {
    /// A random time until the leader is taken for dead.
    pub fn arm_suspicion(&mut self) {
        let us = self.lab.election_ms * 1_000;
        self.arm_between(Timer::Suspect, (us, 2 * us));
    }

    /// Lets the roles hear each other out, writes the disk, and sends what is for others.
    pub fn finish(mut self, server: &mut Server) {
        while let Some(msg) = self.overheard() {
            server.receive(self.me, msg, &mut self);
        }
        self.leave(|| server.disk());
    }
}
