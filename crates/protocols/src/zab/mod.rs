//! ZAB, the atomic broadcast of `ZooKeeper` (Junqueira, Reed & Serafini, *Zab: High-performance broadcast for primary-backup systems*,
//! DSN 2011): discovery, synchronisation, broadcast.
//!
//! A primary executes requests and broadcasts what they *change*; a change makes sense only after those before it. So a new primary takes
//! over one whole history, and its followers replace theirs by it. The same lab runs Multi-Paxos with several proposals outstanding, which
//! the paper holds against it: it recovers slot by slot, and may deliver a change without the one that it depends on.
//!
//! The paper leaves open how a leader is found, and assumes channels that keep order. Here a server that wants a leader offers itself with a
//! [`Msg::Vote`], and whoever has a better history stands against it, as in `ZooKeeper`'s fast leader election; what the network loses or
//! reorders is repeated.

mod client;
mod election;
mod explain;
mod follower;
mod lab;
mod leader;
mod log;
mod out;
mod params;
mod rules;
mod scenarios;
mod server;
mod show;
mod txn;

use client::Client;
pub use log::{Entry, Log, Zxid};
use out::Out;
pub use params::{Rules, Zab};
use server::Server;
use synod_check::Fact;
use synod_kernel::{Cx, Effects, Input, OperationId, Protocol};
pub use txn::{Change, Op, Request, Ret};

/// What processes send each other.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(missing_docs, reason = "epoch and slot are the same in every message, and told in each message's own words")]
pub enum Msg {
    /// Client to server, and server to the leader.
    Request(Request),
    /// To the client: the change was delivered, with this result.
    Answer { op: OperationId, ret: Ret },
    /// Election: the sender stands as leader with this history; with `leads`, it is the leader of that epoch already.
    Vote { credit: Credit, leads: Option<u32> },
    /// Phase 1: the sender follows the receiver, and has accepted this epoch. In Paxos, the highest round that it has promised.
    CEpoch { accepted: u32 },
    /// Phase 1: a new epoch. In Paxos, prepare.
    NewEpoch { epoch: u32 },
    /// Phase 1: accepts it, and tells its history with the epoch that it is of. In Paxos, promise.
    AckEpoch { epoch: u32, current: u32, log: Log },
    /// Phase 2: the initial history of the epoch; none where synchronisation is skipped. In Paxos, accept for all slots found.
    NewLeader { epoch: u32, log: Option<Log> },
    /// Phase 2: has taken it over, up to this slot.
    AckLeader { epoch: u32, upto: u32 },
    /// Phase 2: the epoch is established, and all up to this slot is committed.
    CommitLeader { epoch: u32, upto: u32 },
    /// Phase 3: the next change.
    Propose { epoch: u32, slot: u32, entry: Entry, committed: u32 },
    /// Phase 3: it is on disk.
    Ack { epoch: u32, slot: u32 },
    /// Phase 3: all up to this slot is committed.
    Commit { epoch: u32, upto: u32 },
    /// The sender has accepted this epoch, and nothing below it any more.
    Stale { accepted: u32 },
}

/// How good a history is: by the epoch that it is of, then by its last change (the paper's order of histories, phase 1).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Credit {
    /// The epoch that its owner is in, the paper's f.a.
    pub current: u32,
    /// Its last change.
    pub last: Zxid,
}

/// Timers.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Timer {
    /// At a client: turn to another server.
    Retry,
    /// At a client: stop waiting for an answer.
    GiveUp,
    /// At a follower: take the leader for dead.
    Suspect,
    /// At a leader, or one that wants to be: repeat what was not answered.
    Resend,
}

/// What survives a crash (the paper's persistent state).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Disk {
    /// The last epoch that was accepted (f.p); in Paxos, the promise.
    pub accepted: u32,
    /// The last epoch whose initial history was taken over (f.a).
    pub current: u32,
    /// The history.
    pub log: Log,
}

/// A process.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
#[allow(clippy::large_enum_variant, reason = "there are few of them, and most are servers")]
pub enum Node {
    /// A client.
    Client(Client),
    /// A server.
    Server(Server),
}

impl Protocol for Zab {
    type Msg = Msg;
    type Timer = Timer;
    /// Only time-outs are random, and those the kernel draws.
    type Choice = ();
    type Op = Op;
    type Ret = Ret;
    type Fact = Fact;
    type Durable = Disk;
    type Node = Node;

    fn boot(&self, cx: Cx, disk: &Disk, fx: &mut Effects<Self>) -> Node {
        if self.is_client(cx.me) {
            return Node::Client(Client::new(self, cx.me));
        }
        let mut out = Out::new(self, cx.me, fx);
        let mut server = Server::boot(disk, &mut out);
        out.finish(&mut server);
        Node::Server(server)
    }

    fn step(&self, cx: Cx, node: &mut Node, input: Input<Self>, fx: &mut Effects<Self>) {
        match (node, input) {
            (Node::Client(client), Input::Request { op, body }) => client.request(self, cx.me, op, body, fx),
            (Node::Client(client), Input::Message { from, msg: Msg::Answer { op, ret } }) => client.answered(from, op, ret, fx),
            (Node::Client(client), Input::Timeout(Timer::Retry)) => client.retry(self, cx.me, fx),
            (Node::Client(client), Input::Timeout(Timer::GiveUp)) => client.give_up(fx),
            (Node::Server(server), Input::Message { from, msg }) => {
                let mut out = Out::new(self, cx.me, fx);
                server.receive(from, msg, &mut out);
                out.finish(server);
            }
            (Node::Server(server), Input::Timeout(timer)) => {
                let mut out = Out::new(self, cx.me, fx);
                server.timeout(&timer, &mut out);
                out.finish(server);
            }
            (Node::Client(_) | Node::Server(_), _) => {}
        }
    }
}
