//! BASE: basically available, soft state, eventually consistent (Pritchett, ACM Queue 6(3), 2008; Vogels, CACM 52(1), 2009).
//!
//! The register of the CAP lab with the choice AP, under load. A replica serves one request after the other, each takes a while, and
//! whoever finds too long a queue is led to a degraded page: an older value at once. Copies spread once a period and are reconciled.

mod client;
mod lab;
mod params;
mod replica;
mod rules;
mod scenarios;
mod show;

use crate::replicated::version::Items;
use crate::replicated::{Copy, Op as Register};
use client::Client;
pub use params::{Base, Overload};
use replica::Replica;
use synod_check::{Fact, Value};
use synod_kernel::{Cx, Effects, Input, OperationId, Protocol};

/// What clients ask for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Op {
    /// To read or write the register.
    Of(Register),
    /// So many other visitors come, one every ten milliseconds, and read it.
    Rush(u16),
}

/// The value of the register, or several concurrent ones, or none; with each, the operation that wrote it.
pub type Found = Vec<(Value, OperationId)>;

/// What clients are answered.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Ret {
    /// It is written.
    Written,
    /// What the replica holds.
    Found(Found),
    /// What the replica held when it was last idle: a degraded page.
    Degraded(Found),
    /// To a write: a degraded page that asks to come back later; nothing is written.
    Later,
    /// The replica is overloaded and refuses.
    Overloaded,
    /// How the visitors of a rush were received: served, degraded, refused; the rest got no answer.
    Rushed([u16; 3]),
    /// No answer came.
    NoAnswer,
}

/// What processes send each other.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(missing_docs, reason = "`op` names the operation, `visitor` one of those that rush in")]
pub enum Msg {
    /// Client to its replica: please do this.
    Ask { op: OperationId, visitor: u16, body: Register },
    /// Replica to client: the answer.
    Answer { op: OperationId, visitor: u16, ret: Ret },
    /// Replica to replica: this is what I hold.
    Sync { items: Items },
    /// Replica to replica: and this is what I hold now.
    Synced { items: Items },
}

/// Timers.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Timer {
    /// At a client: stop waiting for an answer.
    GiveUp(OperationId),
    /// At a client: the next visitor of a rush.
    Visitor(OperationId),
    /// At a replica: the request at the head of the queue is done.
    Serve,
    /// At a replica: tell the others what it holds.
    Spread,
}

/// A process.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Node {
    /// A client.
    Client(Client),
    /// A replica.
    Replica(Box<Replica>),
}

impl Protocol for Base {
    type Msg = Msg;
    type Timer = Timer;
    /// Nothing is left to chance but the network.
    type Choice = ();
    type Op = Op;
    type Ret = Ret;
    type Fact = Fact;
    type Durable = Copy;
    type Node = Node;

    fn boot(&self, cx: Cx, disk: &Copy, fx: &mut Effects<Self>) -> Node {
        if self.is_client(cx.me) {
            Node::Client(Client::default())
        } else {
            Node::Replica(Box::new(Replica::boot(self, disk, fx)))
        }
    }

    fn step(&self, cx: Cx, node: &mut Node, input: Input<Self>, fx: &mut Effects<Self>) {
        match (node, input) {
            (Node::Client(client), Input::Request { op, body }) => client.request(self, cx, op, body, fx),
            (Node::Client(client), Input::Message { msg: Msg::Answer { op, visitor, ret }, .. }) => {
                client.answered(op, visitor, ret, fx);
            }
            (Node::Client(client), Input::Timeout(Timer::GiveUp(op))) => client.give_up(op, fx),
            (Node::Client(client), Input::Timeout(Timer::Visitor(op))) => client.next_visitor(self, cx, op, fx),
            (Node::Replica(replica), Input::Message { from, msg }) => replica.receive(self, cx, from, msg, fx),
            (Node::Replica(replica), Input::Timeout(Timer::Serve)) => replica.serve(self, cx, fx),
            (Node::Replica(replica), Input::Timeout(Timer::Spread)) => replica.spread(self, fx),
            _ => {}
        }
    }
}
