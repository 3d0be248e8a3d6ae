//! A world and a run as a lab reads them, to show its nodes and to tell judges what clients saw.

use synod_kernel::{Chronicle, MessageId, OperationId, OperationLife, Pid, Process, Protocol, Time, World};

/// The nodes of a world. A lab reads them here and not in the world, because outside its own tests the world does not know the lab's types
/// ([`crate::Erased`]).
pub trait Nodes<P: Protocol> {
    /// The protocol with its parameters.
    fn protocol(&self) -> &P;
    /// The present, in microseconds since the start.
    fn now(&self) -> Time;
    /// How many processes there are.
    fn count(&self) -> u16;
    /// What a process knows; none after a crash.
    fn node(&self, pid: Pid) -> Option<&P::Node>;
    /// What its disk holds; none where there is no such process.
    fn disk(&self, pid: Pid) -> Option<&P::Durable>;
}

impl<P: Protocol> Nodes<P> for World<P> {
    fn protocol(&self) -> &P {
        World::protocol(self)
    }
    fn now(&self) -> Time {
        World::now(self)
    }
    fn count(&self) -> u16 {
        self.processes().count() as u16
    }
    fn node(&self, pid: Pid) -> Option<&P::Node> {
        self.process(pid)?.node()
    }
    fn disk(&self, pid: Pid) -> Option<&P::Durable> {
        self.process(pid).map(Process::disk)
    }
}

/// A message that was sent.
#[derive(Debug)]
pub struct Sent<'a, P: Protocol> {
    /// Its name.
    pub id: MessageId,
    /// What it says.
    pub msg: &'a P::Msg,
    /// At which step, and when.
    pub sent: (u32, Time),
}

/// The messages and operations of a run, each in the order in which it began.
pub trait Lives<P: Protocol> {
    /// The n-th message.
    fn message(&self, nth: usize) -> Option<Sent<'_, P>>;
    /// The n-th operation.
    fn operation(&self, nth: usize) -> Option<OperationLife<&P::Op, &P::Ret>>;
}

impl<P: Protocol> Lives<P> for Chronicle<P> {
    fn message(&self, nth: usize) -> Option<Sent<'_, P>> {
        self.messages().get(nth).map(|life| Sent { id: life.id, msg: &life.msg, sent: life.sent })
    }
    fn operation(&self, nth: usize) -> Option<OperationLife<&P::Op, &P::Ret>> {
        let OperationLife { id, client, body, called, returned } = self.operations().get(nth)?;
        let returned = returned.as_ref().map(|(when, ret)| (*when, ret));
        Some(OperationLife { id: *id, client: *client, body, called: *called, returned })
    }
}

/// A run up to a moment.
pub struct Past<'a, P: Protocol> {
    /// What happened in the run; also what comes later.
    pub chronicle: &'a dyn Lives<P>,
    /// Up to which step it counts.
    pub step: u32,
    /// The world after that step.
    pub world: &'a dyn Nodes<P>,
    /// Whether nothing more would happen after it: no message under way, no timer running, no decision left.
    pub quiet: bool,
    /// The names of the processes.
    pub names: &'a [String],
}

impl<'a, P: Protocol> Past<'a, P> {
    /// The messages sent by then.
    pub fn messages(&self) -> impl Iterator<Item = Sent<'a, P>> + use<'a, P> {
        let (chronicle, step) = (self.chronicle, self.step);
        (0..).map_while(move |nth| chronicle.message(nth)).take_while(move |message| message.sent.0 <= step)
    }

    /// The operations asked for by then, with the answers that were there by then.
    pub fn operations(&self) -> impl Iterator<Item = OperationLife<&'a P::Op, &'a P::Ret>> + use<'a, P> {
        (0..).map_while(self.operation_of())
    }

    /// One of them.
    pub fn operation(&self, id: OperationId) -> Option<OperationLife<&'a P::Op, &'a P::Ret>> {
        self.operation_of()(id.index())
    }

    fn operation_of(&self) -> impl Fn(usize) -> Option<OperationLife<&'a P::Op, &'a P::Ret>> + use<'a, P> {
        let (chronicle, step) = (self.chronicle, self.step);
        move |nth| {
            let life = chronicle.operation(nth).filter(|life| life.called.0 <= step)?;
            let returned = life.returned.filter(|(when, _)| when.0 <= step);
            Some(OperationLife { returned, ..life })
        }
    }
}
