//! Fast Paxos (Lamport, Distributed Computing 19(2), 2006): in a fast round clients send their values to the acceptors themselves, and a
//! value is learned after two message delays instead of three.
//!
//! The price is a larger quorum, and collisions: where two values arrive in different orders, none may get the votes of a fast quorum.
//! The coordinator, or the acceptors themselves, then use the votes of that round as if they were promises for the next one (§ 3.2).
//! One instance of consensus is shown.

mod acceptor;
mod client;
mod coordinator;
mod lab;
mod learner;
mod params;
mod pick;
mod roster;
mod round;
mod rules;
mod scenarios;
mod show;

use acceptor::{Acceptor, Ledger};
use client::Client;
use coordinator::Coordinator;
use learner::Learner;
pub use params::{FastPaxos, Recovery};
use roster::Part;
pub use round::Round;
use synod_check::{Fact, Value};
use synod_kernel::{Cx, Effects, Input, Pid, Protocol};

/// The number of the only instance of consensus, as judges count.
const INSTANCE: u32 = 1;

/// What clients ask for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Op {
    /// That this value be chosen.
    Propose(Value),
}

/// What clients are answered.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Ret {
    /// This was chosen: the client's own value or another.
    Chosen(Proposal),
}

/// A value, and the client whose it is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Proposal {
    /// Who proposes it.
    pub client: Pid,
    /// The value.
    pub value: Value,
}

/// A vote: in which round, for what (vrnd and vval).
pub type Vote = (Round, Proposal);

/// What processes send each other.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Msg {
    /// Client to acceptors in a fast round, to the coordinator in a classic one: please choose this. `again` once it has waited in vain.
    Propose {
        /// What it wants.
        proposal: Proposal,
        /// Whether it has asked before.
        again: bool,
    },
    /// 1a: a coordinator begins a round.
    Prepare(Round),
    /// 1b: an acceptor joins the round, and tells its last vote.
    Promise(Round, Option<Vote>),
    /// 2a with the value *any*: acceptors may vote for the first value of a client that arrives.
    Any(Round),
    /// 2a: please vote for this.
    Accept(Round, Proposal),
    /// 2b: a vote.
    Accepted(Round, Proposal),
    /// An acceptor is in a higher round already: this one.
    Nack(Round),
    /// Tells what was chosen: a learner to clients and to a learner that asks, a coordinator to learners that seem not to know.
    Chosen(Proposal),
    /// A learner that waits in vain: how did you vote, or what was chosen?
    Ask,
}

/// Timers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Timer {
    /// At a client: it asks again.
    Retry,
    /// At a coordinator: the round has not chosen a value in time.
    Round,
    /// At a learner: it asks for the votes.
    Ask,
}

/// What a process keeps on disk; each role uses its own part.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Disk {
    /// At a client: what it has asked for and not been told about.
    asked: Option<Proposal>,
    /// At a coordinator: the highest round that it has begun.
    begun: Round,
    /// At an acceptor: its round and its last vote.
    ledger: Ledger,
    /// At a learner: what it has learned; more than one value only where quorums are too small.
    learned: Vec<Proposal>,
}

/// A process.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Node(Role);

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
enum Role {
    Client(Client),
    Coordinator(Coordinator),
    Acceptor(Acceptor),
    Learner(Learner),
}

impl Protocol for FastPaxos {
    type Msg = Msg;
    type Timer = Timer;
    /// Nothing is left to chance but the network and how long one waits.
    type Choice = ();
    type Op = Op;
    type Ret = Ret;
    type Fact = Fact;
    type Durable = Disk;
    type Node = Node;

    fn boot(&self, cx: Cx, disk: &Disk, fx: &mut Effects<Self>) -> Node {
        Node(match self.part(cx.me) {
            Part::Client(_) => Role::Client(Client::boot(self, disk, fx)),
            Part::Coordinator(place) => Role::Coordinator(Coordinator::boot(self, place, disk, fx)),
            Part::Acceptor(_) => Role::Acceptor(Acceptor::boot(disk)),
            Part::Learner(_) => Role::Learner(Learner::boot(disk)),
        })
    }

    fn step(&self, cx: Cx, node: &mut Node, input: Input<Self>, fx: &mut Effects<Self>) {
        match (&mut node.0, input) {
            (Role::Client(client), Input::Request { op, body: Op::Propose(value) }) => client.request(self, cx, op, value, fx),
            (Role::Client(client), Input::Message { msg: Msg::Chosen(proposal), .. }) => client.told(proposal, fx),
            (Role::Client(client), Input::Timeout(_)) => client.retry(self, fx),
            (Role::Coordinator(coordinator), Input::Message { from, msg }) => coordinator.receive(self, from, msg, fx),
            (Role::Coordinator(coordinator), Input::Timeout(_)) => coordinator.timeout(self, fx),
            (Role::Acceptor(acceptor), Input::Message { from, msg }) => acceptor.receive(self, cx, from, msg, fx),
            (Role::Learner(learner), Input::Message { from, msg }) => learner.receive(self, from, msg, fx),
            (Role::Learner(learner), Input::Timeout(_)) => learner.timeout(self, cx, fx),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::FastPaxos;
    use crate::{Lab, ParamValue, Params};

    /// The lab with these parameters, and the defaults for all others.
    pub(super) fn lab(with: &[(&str, i64)]) -> FastPaxos {
        let mut params: Params = FastPaxos::params().into_iter().map(|spec| (spec.id.to_owned(), spec.default)).collect();
        params.extend(with.iter().map(|(id, value)| ((*id).to_owned(), ParamValue::Int(*value))));
        FastPaxos::with(&params).expect("these fit together")
    }
}
