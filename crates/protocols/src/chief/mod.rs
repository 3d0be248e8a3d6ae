//! From 2PC to Paxos: what becomes of the coordinator of two-phase commit when one is not enough.
//!
//! One decision is to be made. Clients ask coordinators for it, coordinators have the participants take a value. A parameter picks
//! how, in the order in which a course leads from 2PC to Paxos: one coordinator; several; several with a chief, whose order alone
//! counts; a next chief that takes over when the chief is silent; and a chief that counts ballots and needs majorities, which is
//! Basic Paxos (Lamport, Paxos Made Simple, 2001, § 2). That commitment needs consensus for the coordinator's decision, and 2PC is
//! the case with a single acceptor, is from Gray & Lamport, Consensus on Transaction Commit, TODS 31(1), 2006.

mod campaign;
mod client;
mod coordinator;
mod lab;
mod params;
mod participant;
mod rules;
mod scenarios;
mod show;

use crate::Ballot;
use client::Client;
use coordinator::Coordinator;
pub use params::{Chief, Who};
use participant::Participant;
use synod_check::{Fact, Value};
use synod_kernel::{Cx, Effects, Input, OperationId, Protocol};

/// The number of the one decision.
const INSTANCE: u32 = 1;

/// A value, and the ballot (whose owner is a coordinator) in which it was ordered.
pub type Ordered = (Ballot, Value);

/// What clients ask for: that this value be decided.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Op(pub Value);

/// What clients are answered.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Ret {
    /// The decided value, the client's own or another.
    Decided(Value),
    /// No coordinator answered in time; nobody knows what will be decided.
    NoAnswer,
}

/// What processes send each other. `ballot` is the number under which a coordinator acts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(missing_docs, reason = "the same few fields in every message, told above and in each message's own words")]
pub enum Msg {
    /// Client to coordinator: have this decided.
    Ask { op: OperationId, value: Value },
    /// Coordinator to client: this is decided.
    Answer { op: OperationId, decided: Ordered },
    /// Coordinator to the one that it takes for the chief in `ballot`: have this decided.
    Pass { ballot: Ballot, value: Value },
    /// Coordinator to coordinator: this is decided.
    Outcome { decided: Ordered },
    /// Coordinator to the others: I am chief from now on.
    Claim { ballot: Ballot },
    /// Coordinator to participant: take this value.
    Order { ballot: Ballot, value: Value },
    /// Participant to coordinator: I have done so.
    Obeyed { ballot: Ballot },
    /// Participant to coordinator: I have obeyed another order before.
    Has { ballot: Ballot, value: Value },
    /// Chief to participant, phase 1a: promise to follow nobody below this ballot, and tell what you accepted.
    Prepare { ballot: Ballot },
    /// Participant to chief, phase 1b: promised; this is what I accepted last.
    Promise { ballot: Ballot, had: Option<Ordered> },
    /// Chief to participant, phase 2a: accept this value.
    Accept { ballot: Ballot, value: Value },
    /// Participant to chief, phase 2b: accepted.
    Accepted { ballot: Ballot },
    /// Participant to chief: I have promised a higher ballot.
    Nack { ballot: Ballot, promised: Ballot },
    /// Chief to participant: a majority accepted this, it is chosen.
    Chosen { ballot: Ballot, value: Value },
    /// Participant to chief: I know.
    Known { ballot: Ballot },
}

/// Timers.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Timer {
    /// At a client: no answer; ask the next coordinator, or give up.
    Retry(OperationId),
    /// At a coordinator: the next participant is to be told.
    Next,
    /// At a coordinator: participants that have not answered are told again.
    Resend,
    /// At a coordinator: the chief is silent.
    Wait,
}

/// What a coordinator or a participant keeps on disk.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Disk {
    /// At a coordinator: the value that it took up, its own to order.
    wanted: Option<Value>,
    /// At a coordinator: the highest ballot that it used. At a participant: the highest that it promised.
    ballot: Ballot,
    /// At a participant: what it accepted last.
    accepted: Option<Ordered>,
    /// What it takes for decided.
    learned: Option<Ordered>,
}

/// A process.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Node(Role);

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
enum Role {
    Coordinator(Coordinator),
    Participant(Participant),
    Client(Client),
}

impl Protocol for Chief {
    type Msg = Msg;
    type Timer = Timer;
    /// Only waits are random.
    type Choice = ();
    type Op = Op;
    type Ret = Ret;
    type Fact = Fact;
    type Durable = Disk;
    type Node = Node;

    fn boot(&self, cx: Cx, disk: &Disk, fx: &mut Effects<Self>) -> Node {
        let role = match self.who(cx.me) {
            Who::Coordinator(_) => Role::Coordinator(Coordinator::boot(self, cx.me, disk, fx)),
            Who::Participant(_) => Role::Participant(Participant::boot(disk)),
            Who::Client(_) => Role::Client(Client::default()),
        };
        Node(role)
    }

    fn step(&self, cx: Cx, node: &mut Node, input: Input<Self>, fx: &mut Effects<Self>) {
        match (&mut node.0, input) {
            (Role::Client(client), Input::Request { op, body: Op(value) }) => client.request(self, cx.me, op, value, fx),
            (Role::Client(client), Input::Message { msg: Msg::Answer { op, decided }, .. }) => client.answered(op, decided, fx),
            (Role::Client(client), Input::Timeout(Timer::Retry(op))) => client.retry(self, cx.me, op, fx),
            (Role::Coordinator(coordinator), Input::Message { from, msg }) => coordinator.receive(self, from, msg, fx),
            (Role::Coordinator(coordinator), Input::Timeout(timer)) => coordinator.timeout(self, &timer, fx),
            (Role::Participant(participant), Input::Message { from, msg }) => participant.receive(from, msg, fx),
            _ => {}
        }
    }
}
