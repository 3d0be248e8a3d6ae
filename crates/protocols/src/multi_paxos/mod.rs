//! Multi-Paxos: a log of commands, one instance of Paxos a slot, and phase 1 once for all of them (Lamport, *Paxos Made Simple*, 2001,
//! § 3; *The Part-Time Parliament*, 1998, § 3).
//!
//! A leader is elected by phase 1 of all slots at once; from then on it gets each command chosen with phase 2 alone. Roles are those of
//! van Renesse & Altinbuken, *Paxos Made Moderately Complex*, ACM Computing Surveys 47(3), 2015: a [`proposer`] that may lead, an
//! [`acceptor`], a [`replica`] that learns and applies. They are processes of their own, or merged into servers. The two phases may have
//! quorums of different sizes (Howard, Malkhi & Spiegelman, *Flexible Paxos*, OPODIS 2016).

mod acceptor;
mod catch_up;
mod client;
mod command;
mod explain;
mod history;
mod lab;
mod leader;
mod log;
mod out;
mod params;
mod proposer;
mod replica;
mod rules;
mod scenarios;
mod server;
mod show;

use crate::Ballot;
pub use acceptor::Accepted;
use acceptor::Acceptor;
use client::Client;
pub use command::{Command, Op, Ret};
pub use log::Log;
use out::Out;
pub use params::{Detector, Holes, MultiPaxos, Roles};
use server::Server;
use synod_check::Fact;
use synod_kernel::{Cx, Effects, Input, OperationId, Protocol};
use synod_order::Map;

/// What processes send each other.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(missing_docs, reason = "ballot, slot and command are the same in every message, and told in each message's own words")]
pub enum Msg {
    /// Client to server, and server to the leader: please get this command chosen.
    Request { command: Command },
    /// Replica to client: it was applied, with this result.
    Answer { op: OperationId, ret: Ret },
    /// Phase 1a, for all slots from `from` on.
    Prepare { ballot: Ballot, from: u32 },
    /// Phase 1b: nothing below this ballot any more; and all that was accepted in those slots.
    Promise { ballot: Ballot, accepted: Accepted },
    /// Phase 2a, for one slot. All slots up to `upto` are chosen.
    Accept { ballot: Ballot, slot: u32, command: Command, upto: u32 },
    /// Phase 2b.
    Accepted { ballot: Ballot, slot: u32, command: Command },
    /// A message of `ballot` is refused: there is a promise to a higher one.
    Nack { ballot: Ballot, promised: Ballot },
    /// These commands are chosen, and so are all slots up to `upto`; `ballot` is the highest that the sender knows of.
    Chosen { ballot: Ballot, entries: Map<u32, Command>, upto: u32 },
    /// What is chosen from this slot on?
    Missing { from: u32 },
    /// The leader of this ballot is alive.
    Heartbeat { ballot: Ballot, upto: u32 },
}

/// Timers.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Timer {
    /// At a client: turn to another server.
    Retry,
    /// At a client: stop waiting for an answer.
    GiveUp,
    /// At a proposer that does not lead: take the leader for dead.
    Suspect,
    /// At a proposer: repeat what was not answered.
    Resend,
    /// At a leader: say that it is alive.
    Heartbeat,
    /// At whoever keeps a log: ask for slots that it misses.
    CatchUp,
}

/// What survives a crash: all that a Paxos process must not forget (*Paxos Made Simple*, § 2.5), and the log.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Disk {
    acceptor: Acceptor,
    /// The highest ballot that the proposer has used.
    used: Ballot,
    log: Log,
}

/// A process: a client, or a server with one role or all of them.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
#[allow(clippy::large_enum_variant, reason = "there are few of them, and most are servers")]
pub enum Node {
    /// A client.
    Client(Client),
    /// A proposer, an acceptor, a learner, or all in one.
    Server(Server),
}

impl Protocol for MultiPaxos {
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
            (Node::Client(client), Input::Message { from, msg: Msg::Answer { op, ret } }) => {
                client.answered(self, from, op, ret, fx);
            }
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
