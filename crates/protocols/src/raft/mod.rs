//! Raft: a log of commands under one leader a term (Ongaro & Ousterhout, *In Search of an Understandable Consensus Algorithm*, USENIX ATC 2014,
//! here "Raft"; and Ongaro, *Consensus: Bridging Theory and Practice*, 2014, here "dissertation", where it says more).
//!
//! A [`server`] follows, asks for votes ([`election`]) or leads ([`leader`], [`replication`]); the committed part of its [`log`] is applied to a
//! [`machine`] with client sessions. Beyond the core: pre-vote, changes of [`members`] after new ones have caught up ([`catch_up`]),
//! snapshots, reads that bypass the log ([`reads`]), leadership transfer, and how long elections take ([`downtime`]).

mod catch_up;
mod client;
mod command;
mod downtime;
mod election;
mod explain;
mod guide;
mod history;
mod lab;
mod leader;
mod log;
mod machine;
mod members;
mod messages;
mod out;
mod paper;
mod params;
mod reads;
mod replication;
mod requests;
mod rules;
mod scenarios;
mod server;
mod show;

use client::Client;
pub use command::{Command, Op, Ret};
pub use downtime::DownTime;
pub use log::{Entry, Log, Position, Snapshot};
pub use machine::{Keeping, Machine, Session};
pub use members::Members;
pub use messages::{Campaign, Msg, Timer};
use out::Out;
pub use params::{Change, Logs, Raft, Reads, Sessions};
use server::Server;

use crate::leg;
use synod_check::Fact;
use synod_kernel::{Cx, Effects, Input, Pid, Protocol};

/// What survives a crash: "persistent state on all servers" (Raft, figure 2), and the snapshot (§ 7).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Disk {
    /// The latest term that the server has seen.
    term: u32,
    /// For whom it voted in that term.
    voted: Option<Pid>,
    log: Log,
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

impl Protocol for Raft {
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
        let mut out = Out::new(self, cx, fx);
        let server = Server::boot(disk, &mut out);
        out.finish(&server);
        Node::Server(server)
    }

    fn step(&self, cx: Cx, node: &mut Node, input: Input<Self>, fx: &mut Effects<Self>) {
        match (node, input) {
            (Node::Client(client), Input::Request { op, body }) => client.request(self, op, body, fx),
            (Node::Client(client), Input::Message { from, msg }) => client.receive(self, from, msg, fx),
            (Node::Client(client), Input::Timeout(timer)) => client.timeout(self, &timer, fx),
            (Node::Server(server), Input::Message { from, msg }) => {
                let mut out = Out::new(self, cx, fx);
                server.receive(from, msg, &mut out);
                out.finish(server);
            }
            (Node::Server(server), Input::Timeout(timer)) => {
                let mut out = Out::new(self, cx, fx);
                server.timeout(&timer, &mut out);
                out.finish(server);
            }
            (Node::Client(_) | Node::Server(_), _) => {}
        }
    }

    /// Requests and their answers: who answers may have written its disk before.
    fn delay_class(&self, msg: &Msg) -> u8 {
        match msg {
            Msg::Vote { .. } | Msg::Appended { .. } | Msg::Answer { .. } | Msg::Redirect { .. } => leg::A,
            _ => leg::W,
        }
    }
}
