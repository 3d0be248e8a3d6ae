//! NWR quorums: N copies, a write that waits for W of them, a read that waits for R (`DeCandia` et al., Dynamo, SOSP 2007).
//!
//! A coordinator, the client itself or a node that it asks, sends every operation to all N home replicas of a key and answers
//! once W or R of them have answered. Around that: sloppy quorums and hinted handoff (Dynamo § 4.6), read repair (§ 4.4, § 5),
//! versions by clock, counter or vector (§ 4.4), and write-back by readers (Attiya, Bar-Noy & Dolev 1995).

mod client;
mod coordinator;
mod history;
mod lab;
mod params;
mod replica;
mod rules;
mod scenarios;
mod show;

use crate::leg;
use crate::replicated::version;
use client::Client;
use coordinator::Task;
pub use params::{Coordinator, Giving, Nwr, Versions};
use replica::Replica;
use synod_check::{Fact, Value};
use synod_kernel::{Cx, Effects, Input, OperationId, Pid, Protocol};
use synod_order::Map;
pub use version::{Item, Items, Version};

/// What clients ask for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Op {
    /// The value of a key.
    Read(String),
    /// A new value for a key.
    Write(String, Value),
    /// No value for a key any more: a write of a tombstone.
    Delete(String),
}

impl Op {
    /// The key it is about.
    pub fn key(&self) -> &str {
        match self {
            Op::Read(key) | Op::Write(key, _) | Op::Delete(key) => key,
        }
    }
}

/// What clients are answered.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Ret {
    /// W replicas have the write.
    Written,
    /// The value, or several concurrent ones, or none; with each, the operation that wrote it.
    Found(Vec<(Value, OperationId)>),
    /// Too few replicas answered in time; nobody knows what will become of it.
    NoAnswer,
    /// Too few replicas answered in time, and the system calls that a failure, although some replica may have the write.
    Failed,
}

/// What processes send each other. `op` names the operation that it belongs to, `key` and `items` what is known of which key.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(missing_docs, reason = "the same few fields in every message, told above and in each message's own words")]
pub enum Msg {
    /// Client to node: please coordinate this. `seen` is what the client knows of the key, for version vectors.
    Ask { op: OperationId, body: Op, seen: Seen },
    /// Node to client: the answer, and what the client knows of the key now.
    Answer { op: OperationId, ret: Ret, seen: Seen },
    /// Coordinator to replica: take this up. `hint` names the home replica in whose place a spare keeps it.
    Store { op: OperationId, key: String, items: Items, hint: Option<Pid> },
    /// Replica to coordinator: it is on disk.
    Stored { op: OperationId },
    /// Coordinator to replica: what do you know?
    Fetch { op: OperationId, key: String },
    /// Replica to coordinator: this.
    Fetched { op: OperationId, items: Items },
    /// Coordinator to replica: you were behind (read repair). Nobody waits for an answer.
    Repair { key: String, items: Items },
    /// Spare to home replica: I kept this for you.
    HandOver { key: String, items: Items },
    /// Home replica to spare: I have it.
    TakenOver { key: String },
}

/// What a client knows of a key: the vector that covers all it has read and written.
pub type Seen = Map<Pid, u32>;

/// Timers.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Timer {
    /// At a client: stop waiting for an answer.
    GiveUp(OperationId),
    /// At a coordinator: ask spares in place of home replicas that are silent.
    Fallback(OperationId),
    /// At a coordinator: forget the operation.
    Forget(OperationId),
    /// At a spare: try to hand over what it keeps for others.
    HandOver,
    /// At a replica: forget that this write deleted the key.
    Collect(String, OperationId),
}

/// What a replica or a client keeps on disk.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Disk {
    /// At a replica: its copy.
    store: Map<String, Items>,
    /// At a spare: what it keeps for whom.
    hints: Map<(Pid, String), Items>,
    /// At a client: how many versions it has made, so that none is ever made twice.
    versions_made: u32,
}

/// A process: a replica or a client, and the operations that it coordinates.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Node {
    role: Role,
    tasks: Map<OperationId, Task>,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
enum Role {
    Replica(Replica),
    Client(Client),
}

impl Protocol for Nwr {
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
        let role = if self.is_client(cx.me) {
            Role::Client(Client::boot(disk))
        } else {
            Role::Replica(Replica::boot(self, cx, disk, fx))
        };
        Node { role, tasks: Map::new() }
    }

    fn step(&self, cx: Cx, node: &mut Node, input: Input<Self>, fx: &mut Effects<Self>) {
        match input {
            Input::Request { op, body } => node.request(self, cx, op, body, fx),
            Input::Message { from, msg } => node.receive(self, cx, from, msg, fx),
            Input::Timeout(timer) => node.timeout(self, timer, fx),
            Input::Chosen((), _) => {}
        }
    }

    fn delay_class(&self, msg: &Msg) -> u8 {
        match msg {
            Msg::Store { .. } | Msg::Repair { .. } | Msg::HandOver { .. } => leg::W,
            Msg::Stored { .. } | Msg::TakenOver { .. } => leg::A,
            Msg::Ask { .. } | Msg::Fetch { .. } => leg::R,
            Msg::Answer { .. } | Msg::Fetched { .. } => leg::S,
        }
    }
}

impl Node {
    fn receive(&mut self, nwr: &Nwr, cx: Cx, from: Pid, msg: Msg, fx: &mut Effects<Nwr>) {
        match (&mut self.role, msg) {
            (Role::Replica(replica), Msg::Store { op, key, items, hint }) => {
                match hint {
                    Some(home) => replica.keep_for(nwr, home, key, &items, fx),
                    None => replica.take_up(nwr, &key, &items, fx),
                }
                fx.send(from, Msg::Stored { op });
            }
            (Role::Replica(replica), Msg::Fetch { op, key }) => {
                fx.send(from, Msg::Fetched { op, items: replica.known(&key) });
            }
            (Role::Replica(replica), Msg::Repair { key, items }) => replica.take_up(nwr, &key, &items, fx),
            (Role::Replica(replica), Msg::HandOver { key, items }) => {
                replica.take_up(nwr, &key, &items, fx);
                fx.send(from, Msg::TakenOver { key });
            }
            (Role::Replica(replica), Msg::TakenOver { key }) => replica.handed_over(from, key, fx),
            (Role::Replica(_), Msg::Ask { op, body, seen }) => self.coordinate(nwr, cx, op, body, &seen, Some(from), fx),
            (Role::Client(client), Msg::Answer { op, ret, seen }) => client.answered(op, ret, seen, fx),
            (_, Msg::Stored { op }) => self.stored(nwr, op, from, fx),
            (_, Msg::Fetched { op, items }) => self.fetched(nwr, op, from, items, fx),
            (Role::Client(_), _) | (Role::Replica(_), Msg::Answer { .. }) => {}
        }
    }

    fn timeout(&mut self, nwr: &Nwr, timer: Timer, fx: &mut Effects<Nwr>) {
        match timer {
            Timer::GiveUp(op) => {
                // A node that coordinates may have sent the write on; the client cannot know.
                let wrote = self.drop_task(op, fx) || nwr.coordinator == Coordinator::Node;
                if let Role::Client(client) = &mut self.role {
                    client.give_up(nwr, op, wrote, fx);
                }
            }
            Timer::Fallback(op) => self.fall_back(nwr, op, fx),
            Timer::Forget(op) => drop(self.drop_task(op, fx)),
            Timer::HandOver => {
                if let Role::Replica(replica) = &mut self.role {
                    replica.hand_over(nwr, fx);
                }
            }
            Timer::Collect(key, write) => {
                if let Role::Replica(replica) = &mut self.role {
                    replica.collect(&key, write, fx);
                }
            }
        }
    }
}
