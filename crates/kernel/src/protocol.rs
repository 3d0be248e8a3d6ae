//! What a protocol is to the kernel: a pure state machine that answers inputs with effects.

use crate::{OperationId, Pid, Time};
use std::fmt::Debug;
use std::hash::Hash;
use synod_words::Phrase;

/// Plain data: can be kept, compared, ordered, hashed and printed.
pub trait Data: Clone + Eq + Ord + Hash + Debug + 'static {}
impl<T: Clone + Eq + Ord + Hash + Debug + 'static> Data for T {}

/// A protocol: the code of all its roles, with its parameters in `self`, which are plain data themselves.
///
/// `boot` and `step` must depend on nothing but their arguments. Whatever is random is asked for as an effect.
pub trait Protocol: Data {
    /// What processes send each other.
    type Msg: Data;
    /// The name of a timer; a process has at most one armed timer of each name.
    type Timer: Data;
    /// The name of a random choice; a process has at most one open choice of each name.
    type Choice: Data;
    /// What a client asks for.
    type Op: Data;
    /// What a client is answered.
    type Ret: Data;
    /// What a process declares to have done, in the words of those who judge runs; without consequence for the run.
    type Fact: Data;
    /// What survives a crash.
    type Durable: Data + Default;
    /// What a process knows. Its `Hash` is derived, never written by hand: the fingerprint of a world rests on it.
    type Node: Clone + Eq + Hash + Debug;

    /// A process starts, for the first time or after a crash, with what its disk holds.
    fn boot(&self, cx: Cx, disk: &Self::Durable, fx: &mut Effects<Self>) -> Self::Node;

    /// A process takes one input.
    fn step(&self, cx: Cx, node: &mut Self::Node, input: Input<Self>, fx: &mut Effects<Self>);

    /// Which of the network's delay models a message takes ([`crate::Network::delays`]). One for all unless told.
    fn delay_class(&self, _msg: &Self::Msg) -> u8 {
        0
    }
}

/// Where and when a step happens, as the process itself knows it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cx {
    /// The process.
    pub me: Pid,
    /// Its own clock, in microseconds: it may be wrong ([`crate::Clock`]).
    pub clock: Time,
}

/// What a process is told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Input<P: Protocol> {
    /// A message arrived.
    Message {
        /// Who sent it.
        from: Pid,
        /// What it says.
        msg: P::Msg,
    },
    /// A timer ran out.
    Timeout(P::Timer),
    /// A choice was made: the second is below the `of` that was asked for.
    Chosen(P::Choice, u32),
    /// A client's user asks for an operation; it is answered with [`Effect::Reply`], once, or never.
    Request {
        /// The operation's name.
        op: OperationId,
        /// What it asks for.
        body: P::Op,
    },
}

/// What a process asks the world to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effect<P: Protocol> {
    /// Send a message. To itself, it arrives without passing the network.
    Send {
        /// The receiver.
        to: Pid,
        /// The message.
        msg: P::Msg,
    },
    /// Arm a timer, or arm it anew, to run out after a time drawn between two bounds on the process's own clock.
    Arm {
        /// Its name.
        timer: P::Timer,
        /// Shortest and longest, in microseconds, both included.
        after: (u64, u64),
    },
    /// Disarm a timer; nothing happens where it is not armed.
    Disarm(P::Timer),
    /// Make a random choice; one of the same name that is still open is dropped.
    Choose {
        /// Its name.
        what: P::Choice,
        /// The number of possibilities, at least one.
        of: u32,
    },
    /// Put this on the disk, in place of what is there, before anything that follows.
    Persist(P::Durable),
    /// Answer a client operation.
    Reply {
        /// The operation.
        op: OperationId,
        /// The answer.
        ret: P::Ret,
    },
    /// Say what happened and by which rule; for people, without consequence.
    Note(Phrase),
    /// Declare what was done; for judges, without consequence.
    Tell(P::Fact),
}

/// The effects of one step, in order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Effects<P: Protocol>(pub(crate) Vec<Effect<P>>);

impl<P: Protocol> Default for Effects<P> {
    fn default() -> Self {
        Effects(Vec::new())
    }
}

impl<P: Protocol> Effects<P> {
    /// Sends a message.
    pub fn send(&mut self, to: Pid, msg: P::Msg) {
        self.0.push(Effect::Send { to, msg });
    }
    /// Arms a timer for exactly this long, in microseconds.
    pub fn arm(&mut self, timer: P::Timer, after_us: u64) {
        self.arm_between(timer, (after_us, after_us));
    }
    /// Arms a timer for a time between two bounds, in microseconds.
    pub fn arm_between(&mut self, timer: P::Timer, after: (u64, u64)) {
        self.0.push(Effect::Arm { timer, after });
    }
    /// Disarms a timer.
    pub fn disarm(&mut self, timer: P::Timer) {
        self.0.push(Effect::Disarm(timer));
    }
    /// Asks for a random choice among `of` possibilities.
    pub fn choose(&mut self, what: P::Choice, of: u32) {
        self.0.push(Effect::Choose { what, of });
    }
    /// Writes the disk.
    pub fn persist(&mut self, disk: P::Durable) {
        self.0.push(Effect::Persist(disk));
    }
    /// Answers an operation.
    pub fn reply(&mut self, op: OperationId, ret: P::Ret) {
        self.0.push(Effect::Reply { op, ret });
    }
    /// Says what happened.
    pub fn note(&mut self, phrase: Phrase) {
        self.0.push(Effect::Note(phrase));
    }
    /// Declares what was done.
    pub fn tell(&mut self, fact: P::Fact) {
        self.0.push(Effect::Tell(fact));
    }
    /// Asks for an effect.
    pub fn push(&mut self, effect: Effect<P>) {
        self.0.push(effect);
    }
    /// What was asked for, in order.
    pub fn as_slice(&self) -> &[Effect<P>] {
        &self.0
    }
}

impl<P: Protocol> IntoIterator for Effects<P> {
    type Item = Effect<P>;
    type IntoIter = std::vec::IntoIter<Effect<P>>;

    /// What was asked for, in order: for a protocol that is made of others.
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
