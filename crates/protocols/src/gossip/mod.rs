//! Gossip with real messages (Demers et al., *Epidemic Algorithms for Replicated Database Maintenance*, PODC 1987).
//!
//! Every node holds everything. In a round of its own a node picks another at random and talks to it: anti-entropy compares all that the two
//! have (§ 1.3), rumour mongering spreads what is new until its spreaders lose interest (§ 1.4). The rule by which they do is
//! [`synod_gossip::rule`], which the engine for a million nodes follows as well.

mod client;
mod history;
mod lab;
mod params;
mod replica;
mod rules;
mod scenarios;
mod show;
mod store;

use client::Client;
pub use params::{Disks, Gossip, Kind};
use replica::Replica;
pub use store::{Digest, Item, Items, Version};
use synod_check::{Fact, Value};
use synod_kernel::{Cx, Effects, Input, OperationId, Pid, Protocol};
use synod_order::Map;

/// What clients ask a node for.
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
    /// The node has the write, in this version, and will spread it.
    Written(Version),
    /// What the node has heard.
    Found(Option<Item>),
    /// The node did not answer in time; nobody knows what will become of a write.
    NoAnswer,
}

/// What processes send each other.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Msg {
    /// Client to node: please.
    Ask {
        /// The operation.
        op: OperationId,
        /// What it asks for.
        body: Op,
    },
    /// Node to client: the answer.
    Answer {
        /// The operation.
        op: OperationId,
        /// Its answer.
        ret: Ret,
    },
    /// A round of rumour mongering: what is hot, and what the sender has, where it asks for what is hot at the other.
    Spread {
        /// Hot updates of the sender; none where it only asks.
        items: Items,
        /// What the sender has; none where it only tells.
        have: Option<Digest>,
    },
    /// The other's answer: hot updates that were asked for, and which of those that were told it did not know.
    Return {
        /// Updates.
        items: Items,
        /// For each update that it was told, its version and whether it was news.
        heard: Map<String, (Version, bool)>,
    },
    /// A round of anti-entropy: all that the sender has, or the versions of it.
    Compare {
        /// All data, where the sender pushes without asking.
        items: Items,
        /// The versions, where it asks.
        have: Option<Digest>,
    },
    /// What the receiver turned out to lack; with `have`, the sender lacks something too and asks for it.
    Newer {
        /// Updates.
        items: Items,
        /// What the sender has, where it is behind.
        have: Option<Digest>,
    },
    /// A node that has started again asks for all that is newer, and shows what it has.
    Join {
        /// What it has.
        have: Digest,
    },
}

/// Timers.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Timer {
    /// At a node: the next round of rumours.
    Rumour,
    /// At a node: the next comparison (anti-entropy).
    Compare,
    /// At a node that has started again: nobody has told it anything yet.
    Join,
    /// At a client: stop waiting for an answer.
    GiveUp(OperationId),
}

/// What a node leaves to chance.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Choice {
    /// With whom it talks about rumours.
    Partner,
    /// With whom it compares.
    Peer,
    /// Whom it asks after a restart.
    Sponsor,
    /// Whether it loses interest in a key: a die.
    Interest(String),
}

/// What survives a crash.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Disk {
    /// Whether the node has started before.
    started: bool,
    /// Its data, unless they are kept in memory only.
    items: Items,
    /// The last operation of each client that it answered.
    served: Map<Pid, (OperationId, Version)>,
}

/// A process.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Node(Role);

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
enum Role {
    Replica(Replica),
    Client(Client),
}

impl Node {
    /// The data of a node; none of a client.
    pub fn items(&self) -> Option<&Items> {
        match &self.0 {
            Role::Replica(replica) => Some(replica.items()),
            Role::Client(_) => None,
        }
    }

    /// Whether a node spreads the rumour about this key.
    pub fn is_hot(&self, key: &str) -> bool {
        matches!(&self.0, Role::Replica(replica) if replica.is_hot(key))
    }
}

impl Protocol for Gossip {
    type Msg = Msg;
    type Timer = Timer;
    type Choice = Choice;
    type Op = Op;
    type Ret = Ret;
    type Fact = Fact;
    type Durable = Disk;
    type Node = Node;

    fn boot(&self, cx: Cx, disk: &Disk, fx: &mut Effects<Self>) -> Node {
        Node(if self.is_client(cx.me) { Role::Client(Client::default()) } else { Role::Replica(Replica::boot(self, disk, fx)) })
    }

    fn step(&self, cx: Cx, node: &mut Node, input: Input<Self>, fx: &mut Effects<Self>) {
        match (&mut node.0, input) {
            (Role::Client(client), Input::Request { op, body }) => client.request(self, cx, op, body, fx),
            (Role::Client(client), Input::Message { msg: Msg::Answer { op, ret }, .. }) => client.answered(op, ret, fx),
            (Role::Client(client), Input::Timeout(Timer::GiveUp(op))) => client.give_up(op, fx),
            (Role::Replica(replica), Input::Message { from, msg }) => replica.receive(self, cx, from, msg, fx),
            (Role::Replica(replica), Input::Timeout(timer)) => replica.timeout(self, &timer, fx),
            (Role::Replica(replica), Input::Chosen(choice, drawn)) => replica.chosen(self, cx, choice, drawn, fx),
            (Role::Client(_), _) | (Role::Replica(_), Input::Request { .. }) => {}
        }
    }
}
