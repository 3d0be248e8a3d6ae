//! The CAP theorem on one replicated register (Gilbert & Lynch, SIGACT News 33(2), 2002; Brewer, PODC 2000 and IEEE Computer 45(2), 2012).
//!
//! Replicas G1, G2 … hold the register x; each client talks to its own replica. Three answers to the same partition:
//! - CA (`all.rs`): a write needs every replica, a read none but the client's own. Whoever misses a peer becomes read-only.
//! - CP (`majority.rs`): reads and writes need a majority (Attiya, Bar-Noy & Dolev 1995); the minority refuses.
//! - AP (`local.rs`): the client's own replica answers at once; copies spread later and are reconciled.

mod all;
mod client;
mod disk;
mod guide;
mod lab;
mod local;
mod majority;
mod params;
mod replica;
mod rules;
mod scenarios;
mod show;

use crate::replicated::Op;
use crate::replicated::version::{Item, Items};
use client::Client;
pub use disk::Disk;
pub use params::{Cap, Choice};
use replica::Replica;
use synod_check::{Fact, Value};
use synod_kernel::{Cx, Effects, Input, OperationId, Protocol};

/// What clients are answered.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Ret {
    /// It is written.
    Written,
    /// The value, or several concurrent ones, or none; with each, the operation that wrote it.
    Found(Vec<(Value, OperationId)>),
    /// The replica could not do it.
    Refused(Why),
    /// No answer came.
    NoAnswer,
}

/// Why a replica refuses a request.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Why {
    /// No majority answered in time; nothing was written.
    NoMajority,
    /// No majority confirmed the write in time; some replica may have it, so that its outcome is unknown.
    NoMajorityConfirmed,
    /// Some replica did not confirm in time; the write was called off.
    NotAll,
    /// The replica misses a peer and takes no writes.
    ReadOnly,
    /// The replica has confirmed another's write and does not know whether it took effect.
    Unfinished,
}

/// What processes send each other. `op` names the operation that it belongs to.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(missing_docs, reason = "the same few fields in every message, told above and in each message's own words")]
pub enum Msg {
    /// Client to its replica: please do this.
    Ask { op: OperationId, body: Op },
    /// Replica to client: the answer.
    Answer { op: OperationId, ret: Ret },
    /// CP, replica to replica: what do you hold?
    Query { op: OperationId },
    /// CP: this.
    Known { op: OperationId, items: Items },
    /// CP and AP: take this up. For CP, `op` is the operation that waits for it.
    Sync { op: Option<OperationId>, items: Items },
    /// CP and AP: I have it; this is what I hold now.
    Synced { op: Option<OperationId>, items: Items },
    /// CA: take this in, but do not show it before I say so. The item's write is the operation.
    Prepare { item: Item },
    /// CA: it is on disk.
    Prepared { op: OperationId },
    /// CA: show it, or forget it.
    Decide { op: OperationId, commit: bool },
    /// CA: done.
    Decided { op: OperationId },
}

/// Timers.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Timer {
    /// At a client: stop waiting for an answer.
    GiveUp(OperationId),
    /// At a replica: stop waiting for other replicas in this operation.
    Patience(OperationId),
    /// At a replica: tell those again who have not confirmed.
    Again,
}

/// A process.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Node {
    /// A client.
    Client(Client),
    /// A replica.
    Replica(Box<Replica>),
}

impl Protocol for Cap {
    type Msg = Msg;
    type Timer = Timer;
    /// Nothing is left to chance but the network.
    type Choice = ();
    type Op = Op;
    type Ret = Ret;
    type Fact = Fact;
    type Durable = Disk;
    type Node = Node;

    fn boot(&self, cx: Cx, disk: &Disk, fx: &mut Effects<Self>) -> Node {
        if self.is_client(cx.me) {
            Node::Client(Client::default())
        } else {
            Node::Replica(Box::new(Replica::boot(self, cx, disk, fx)))
        }
    }

    fn step(&self, cx: Cx, node: &mut Node, input: Input<Self>, fx: &mut Effects<Self>) {
        match (node, input) {
            (Node::Client(client), Input::Request { op, body }) => client.request(self, cx, op, body, fx),
            (Node::Client(client), Input::Message { msg: Msg::Answer { op, ret }, .. }) => client.answered(op, ret, fx),
            (Node::Client(client), Input::Timeout(Timer::GiveUp(op))) => client.answered(op, Ret::NoAnswer, fx),
            (Node::Replica(replica), Input::Message { from, msg }) => replica.receive(self, cx, from, msg, fx),
            (Node::Replica(replica), Input::Timeout(Timer::Patience(op))) => replica.lose_patience(self, cx, op, fx),
            (Node::Replica(replica), Input::Timeout(Timer::Again)) => replica.tell_again(self, fx),
            _ => {}
        }
    }
}
