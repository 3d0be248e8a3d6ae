//! Basic Paxos: one value is chosen among those that are proposed (Lamport, *Paxos Made Simple*, 2001, § 2).
//!
//! The roles are processes of their own. A client asks a proposer to put forth a value; the proposer asks the acceptors for promises
//! (phase 1) and then to accept (phase 2); a learner that counts a majority has learned what is chosen and tells everybody. A run decides
//! one instance.

mod acceptor;
mod client;
mod lab;
mod learner;
mod params;
mod proposer;
mod rules;
mod scenarios;
mod show;

use crate::Ballot;
pub use acceptor::Acceptor;
use client::Client;
pub use learner::{Count, Learner};
pub use params::BasicPaxos;
use proposer::Proposer;
use std::fmt;
use synod_check::{Fact, Value};
use synod_kernel::{Cx, Effects, Input, Pid, Protocol};
use synod_words::phrase;

/// A run decides one instance of consensus: this one.
const INSTANCE: u32 = 1;

/// A value in a ballot, as the paper writes it: `(1, X)`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Proposal {
    /// The ballot.
    pub ballot: Ballot,
    /// The value.
    pub value: Value,
}

impl fmt::Display for Proposal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({}, {})", self.ballot, plain(&self.value))
    }
}

/// A value without the quotes around a text.
fn plain(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        other => other.to_string(),
    }
}

/// What clients ask for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Op {
    /// That this value be chosen.
    Propose(Value),
}

/// What clients are answered.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Ret {
    /// This is chosen: the client's own value, or another in its place.
    Chosen(Proposal),
    /// Nothing was heard in time; nobody knows what will become of it.
    NoAnswer,
}

/// What processes send each other.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Msg {
    /// Client to proposer: please put this value forth.
    Propose {
        /// The value.
        value: Value,
    },
    /// Phase 1a, proposer to acceptors.
    Prepare {
        /// The round's number.
        ballot: Ballot,
    },
    /// Phase 1b, acceptor to proposer: nothing below this ballot will be accepted.
    Promise {
        /// The round's number.
        ballot: Ballot,
        /// The highest proposal that the acceptor has accepted.
        had: Option<Proposal>,
    },
    /// Phase 2a, proposer to acceptors.
    Accept {
        /// What to accept.
        proposal: Proposal,
    },
    /// Phase 2b, acceptor to learners and to the proposer.
    Accepted {
        /// What is accepted.
        proposal: Proposal,
    },
    /// Acceptor to proposer, in either phase: no.
    Nack {
        /// The round that is refused.
        ballot: Ballot,
        /// The higher ballot that was promised.
        promised: Ballot,
    },
    /// Learner to proposers and clients, or proposer to a client that asks late.
    Chosen {
        /// What is chosen, and by which round.
        proposal: Proposal,
    },
}

/// Timers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Timer {
    /// At a client: stop waiting for an answer.
    GiveUp,
    /// At a client: turn to the next proposer.
    Failover,
    /// At a proposer: too few acceptors have answered.
    Round,
    /// At a proposer that was refused: the wait is over.
    Retry,
}

/// What survives a crash (Lamport, *Paxos Made Simple*, § 2.5).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Disk {
    /// At a proposer: the highest ballot that it has used.
    highest: Ballot,
    /// At an acceptor: all that it knows.
    acceptor: Acceptor,
    /// At a learner: what it has learned.
    learned: Vec<Proposal>,
}

/// A process.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Node(Role);

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
enum Role {
    Client(Client),
    Proposer(Proposer),
    Acceptor(Acceptor),
    Learner(Learner),
}

/// Which role a process plays.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    Client,
    Proposer,
    Acceptor,
    Learner,
}

impl Protocol for BasicPaxos {
    type Msg = Msg;
    type Timer = Timer;
    /// Nothing is left to chance but the network and the length of a wait.
    type Choice = ();
    type Op = Op;
    type Ret = Ret;
    type Fact = Fact;
    type Durable = Disk;
    type Node = Node;

    fn boot(&self, cx: Cx, disk: &Disk, _: &mut Effects<Self>) -> Node {
        Node(match self.part_of(cx.me) {
            Part::Client => Role::Client(Client::boot(cx.me)),
            Part::Proposer => Role::Proposer(Proposer::boot(cx.me, disk)),
            Part::Acceptor => Role::Acceptor(disk.acceptor.clone()),
            Part::Learner => Role::Learner(Learner::with(disk.learned.clone())),
        })
    }

    fn step(&self, _: Cx, node: &mut Node, input: Input<Self>, fx: &mut Effects<Self>) {
        match (&mut node.0, input) {
            (Role::Client(client), Input::Request { op, body }) => client.request(self, op, body, fx),
            (Role::Client(client), Input::Message { msg: Msg::Chosen { proposal }, .. }) => client.told(proposal, fx),
            (Role::Client(client), Input::Timeout(Timer::GiveUp)) => client.give_up(fx),
            (Role::Client(client), Input::Timeout(Timer::Failover)) => client.turn(self, fx),
            (Role::Proposer(proposer), Input::Message { from, msg }) => self.propose(proposer, from, msg, fx),
            (Role::Proposer(proposer), Input::Timeout(Timer::Round | Timer::Retry)) => proposer.try_again(self, fx),
            (Role::Acceptor(acceptor), Input::Message { from, msg: Msg::Prepare { ballot } }) => {
                self.prepare(acceptor, from, ballot, fx);
            }
            (Role::Acceptor(acceptor), Input::Message { from, msg: Msg::Accept { proposal } }) => {
                self.accept(acceptor, from, proposal, fx);
            }
            (Role::Learner(learner), Input::Message { from, msg: Msg::Accepted { proposal } }) => {
                self.learn(learner, from, &proposal, fx);
            }
            _ => {}
        }
    }
}

impl BasicPaxos {
    /// A message for a proposer.
    fn propose(&self, proposer: &mut Proposer, from: Pid, msg: Msg, fx: &mut Effects<Self>) {
        match msg {
            Msg::Propose { value } => proposer.asked(self, from, value, fx),
            Msg::Promise { ballot, had } => proposer.promised(self, from, ballot, had, fx),
            Msg::Accepted { proposal } => proposer.accepted(self, from, &proposal, fx),
            Msg::Nack { ballot, promised } => proposer.refused(self, from, ballot, promised, fx),
            Msg::Chosen { proposal } => proposer.chosen(&proposal, fx),
            Msg::Prepare { .. } | Msg::Accept { .. } => {}
        }
    }

    /// Phase 1b: the promise is on disk before it is given.
    fn prepare(&self, acceptor: &mut Acceptor, from: Pid, ballot: Ballot, fx: &mut Effects<Self>) {
        match acceptor.prepare(ballot) {
            Ok(had) => {
                self.keep(acceptor, fx);
                fx.send(from, Msg::Promise { ballot, had });
            }
            Err(promised) => fx.send(from, Msg::Nack { ballot, promised }),
        }
    }

    /// Phase 2b: what is accepted is on disk before anybody is told.
    fn accept(&self, acceptor: &mut Acceptor, from: Pid, proposal: Proposal, fx: &mut Effects<Self>) {
        if let Err(promised) = acceptor.accept(&proposal) {
            fx.send(from, Msg::Nack { ballot: proposal.ballot, promised });
            return;
        }
        self.keep(acceptor, fx);
        for learner in self.learner_pids() {
            fx.send(learner, Msg::Accepted { proposal: proposal.clone() });
        }
        fx.send(from, Msg::Accepted { proposal });
    }

    /// Unless acceptors are forgetful, which is not Paxos any more.
    fn keep(&self, acceptor: &Acceptor, fx: &mut Effects<Self>) {
        if !self.forgetful {
            fx.persist(Disk { acceptor: acceptor.clone(), ..Disk::default() });
        }
    }

    /// An acceptor has accepted. With a majority the learner has learned, and tells all who want to know; a value that is chosen once more in
    /// another ballot is told once more, for somebody asked again.
    fn learn(&self, learner: &mut Learner, from: Pid, proposal: &Proposal, fx: &mut Effects<Self>) {
        match learner.accepted(from, proposal, self.quorum) {
            Count::Nothing => return,
            Count::Again => {}
            Count::Learned => {
                fx.persist(Disk { learned: learner.learned().to_vec(), ..Disk::default() });
                fx.tell(Fact::Learned { instance: INSTANCE, value: proposal.value.clone() });
                fx.note(phrase!("learns that {0} is chosen", "学到：选定 {0}", plain(&proposal.value)));
            }
        }
        for listener in self.client_pids().chain(self.proposer_pids()) {
            fx.send(listener, Msg::Chosen { proposal: proposal.clone() });
        }
    }
}
