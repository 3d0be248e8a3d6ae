//! Messages that leave one after the other, so that a process can crash between two of them.

use std::collections::VecDeque;
use synod_kernel::{Effects, Pid, Protocol};

/// The time between two messages, in microseconds.
const PAUSE_US: u64 = 1_000;

/// Messages that wait for their turn. Its protocol has a timer for it, and calls [`Outbox::go_on`] when that runs out.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Outbox<M> {
    waiting: VecDeque<(Pid, M)>,
    /// Whether the timer runs: a message has just left.
    pausing: bool,
}

impl<M> Default for Outbox<M> {
    fn default() -> Self {
        Outbox { waiting: VecDeque::new(), pausing: false }
    }
}

impl<M: Clone + PartialEq> Outbox<M> {
    /// Sends a message to each of `to`, after what waits already: one now, and one a millisecond from then on.
    pub fn send<P: Protocol<Msg = M>>(
        &mut self,
        to: impl IntoIterator<Item = Pid>,
        msg: &M,
        timer: P::Timer,
        fx: &mut Effects<P>,
    ) {
        self.send_each(to.into_iter().map(|pid| (pid, msg.clone())), timer, fx);
    }

    /// The same with a message of its own for everybody. What still waits to be sent to the same process is not put in twice.
    pub fn send_each<P: Protocol<Msg = M>>(
        &mut self,
        messages: impl IntoIterator<Item = (Pid, M)>,
        timer: P::Timer,
        fx: &mut Effects<P>,
    ) {
        for message in messages {
            if !self.waiting.contains(&message) {
                self.waiting.push_back(message);
            }
        }
        if !self.pausing {
            self.go_on(timer, fx);
        }
    }

    /// Its timer ran out: the next message leaves.
    pub fn go_on<P: Protocol<Msg = M>>(&mut self, timer: P::Timer, fx: &mut Effects<P>) {
        if let Some((to, msg)) = self.waiting.pop_front() {
            fx.send(to, msg);
        }
        self.pausing = !self.waiting.is_empty();
        if self.pausing {
            fx.arm(timer, PAUSE_US);
        }
    }

    /// Does not send what still waits and is not worth keeping.
    pub fn withdraw(&mut self, keep: impl Fn(&M) -> bool) {
        self.waiting.retain(|(_, msg)| keep(msg));
    }

    /// How many messages wait.
    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Whether no message waits.
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }
}
