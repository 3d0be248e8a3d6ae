//! Consistency models: one replicated store of keys, and the promises to its clients switched on one by one.
//!
//! Every operation goes to one replica. At the level *eventual* that replica answers at once and tells the others later; the last
//! writer wins by Lamport's timestamp (Lamport 1978; Vogels 2009). The four session guarantees of Bayou (Terry et al. 1994) make a
//! replica wait for the writes that the client's session depends on. *Causal* makes all of that one vector (Ahamad et al. 1995),
//! *sequential* orders all writes at one replica and reads locally (Attiya & Welch 1994), *linearizable* asks a majority (Attiya,
//! Bar-Noy & Dolev 1995).

mod client;
mod explain;
mod history;
mod lab;
mod params;
mod quorum;
mod replica;
mod rules;
mod scenarios;
mod session;
mod show;
mod spread;
mod write;

use client::Client;
pub use params::{Guarantees, Level, Models, Routing};
use replica::Replica;
pub use session::Session;
use synod_check::{Fact, Value};
use synod_kernel::{Cx, Effects, Input, OperationId, Protocol};
use synod_order::{Map, Set};
pub use write::{Dot, Stamp, Vector, Write};

/// What clients ask for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Op {
    /// The value of a key.
    Read(String),
    /// A new value for a key.
    Write(String, Value),
}

impl Op {
    /// The key it is about.
    pub fn key(&self) -> &str {
        match self {
            Op::Read(key) | Op::Write(key, _) => key,
        }
    }
}

/// What clients are answered.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Ret {
    /// The write was accepted.
    Written,
    /// The value and the operation that wrote it, or nothing.
    Found(Option<(Value, OperationId)>),
    /// The replica did not answer in time; nobody knows what will become of a write.
    NoAnswer,
}

/// What processes send each other. `have` is the sender's version vector: all the writes that it has applied.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(missing_docs, reason = "the same few fields in every message, told above and in each message's own words")]
pub enum Msg {
    /// Client to replica: please do this. `needs` is what the replica must have before, `deps` what a write depends on wherever it goes.
    Ask { op: OperationId, body: Op, needs: Vector, deps: Vector },
    /// Replica to client: done; the write that was made, or that the read found.
    Answer { op: OperationId, write: Option<Write> },
    /// Replica to replica: take these up.
    Update { writes: Vec<Write>, have: Vector },
    /// Replica to replica: I have these.
    Have { have: Vector },
    /// Replica to replica: send me what I lack.
    Pull { have: Vector },
    /// Replica to the sequencer: please put this write in order.
    Order { op: OperationId, body: Op },
    /// Coordinator to replica: what do you hold of the key?
    Query { op: OperationId, key: String },
    /// Replica to coordinator: this.
    State { op: OperationId, write: Option<Write> },
    /// Coordinator to replica: keep this, unless you have newer.
    Store { op: OperationId, write: Write },
    /// Replica to coordinator: it is on disk.
    Stored { op: OperationId },
}

/// Timers.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Timer {
    /// At a client: stop waiting for an answer.
    GiveUp(OperationId),
    /// At a replica: tell the others what is new.
    Push,
    /// At a replica: some other is not known to have everything; tell it again.
    Resend,
    /// At a replica: operations still wait; ask again for what they lack.
    Again,
    /// At a replica: the client has given up; forget the operation.
    Forget(OperationId),
    /// At a coordinator: ask those again that are silent.
    Repeat(OperationId),
}

/// What a replica or a client keeps on disk.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Disk {
    /// At a replica: all writes that it has applied.
    log: Map<Dot, Write>,
    /// At a replica: the newest write of each key.
    copies: Map<String, Write>,
    /// At a coordinator: the writes that it has begun, so that none begins twice.
    taken: Set<OperationId>,
    /// At a client: its session, where that outlasts a crash.
    session: Session,
}

/// A process: a replica or a client.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Node(Role);

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
enum Role {
    Replica(Replica),
    Client(Client),
}

impl Protocol for Models {
    type Msg = Msg;
    type Timer = Timer;
    /// Nothing is left to chance but the network.
    type Choice = ();
    type Op = Op;
    type Ret = Ret;
    /// The judges ask only what the clients saw.
    type Fact = Fact;
    type Durable = Disk;
    type Node = Node;

    fn boot(&self, cx: Cx, disk: &Disk, fx: &mut Effects<Self>) -> Node {
        if self.is_client(cx.me) {
            Node(Role::Client(Client::boot(disk)))
        } else {
            let mut replica = Replica::boot(cx.me, disk);
            fx.tell(replica.holds());
            replica.rejoin(self, fx);
            Node(Role::Replica(replica))
        }
    }

    fn step(&self, cx: Cx, node: &mut Node, input: Input<Self>, fx: &mut Effects<Self>) {
        match (&mut node.0, input) {
            (Role::Client(client), Input::Request { op, body }) => client.request(self, cx, op, body, fx),
            (Role::Client(client), Input::Message { msg: Msg::Answer { op, write }, .. }) => client.answered(self, op, write, fx),
            (Role::Client(client), Input::Timeout(Timer::GiveUp(op))) => client.give_up(self, cx, op, fx),
            (Role::Replica(replica), Input::Message { from, msg }) => replica.receive(self, from, msg, fx),
            (Role::Replica(replica), Input::Timeout(timer)) => replica.timeout(self, &timer, fx),
            (Role::Client(_) | Role::Replica(_), _) => {}
        }
    }
}
