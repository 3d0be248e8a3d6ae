//! Two-phase commit: a coordinator asks every participant for its vote, decides, and tells them (Gray, *Notes on Data Base Operating
//! Systems*, 1978; Bernstein, Hadzilacos & Goodman, *Concurrency Control and Recovery in Database Systems*, 1987, § 7.4).
//!
//! Whoever has voted yes is *uncertain*: it holds its lock and cannot decide alone. It finds out from others by the cooperative
//! termination protocol, or by ways that are offered because they fail instructively.

mod coordinator;
mod lab;
mod params;
mod participant;
mod rules;
mod scenarios;
mod show;
mod termination;

use crate::commit::{COORDINATOR, Client, Journal, Op, Ret, Talk, Transaction};
use coordinator::Coordinator;
pub use params::{Termination, TwoPhase};
use participant::Participant;
use synod_check::Fact;
use synod_kernel::{Cx, Effects, Input, OperationId, Pid, Protocol};

/// What processes send each other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Msg {
    /// Between clients and servers.
    Talk(Talk),
    /// Coordinator to participant: change your account by so much; do you vote yes?
    VoteRequest(Transaction, i64),
    /// Participant to coordinator: yes, or no.
    Vote(Transaction, bool),
    /// Coordinator to participant, and whoever knows to who asks: commit, or abort.
    Decision(Transaction, bool),
    /// Participant to coordinator: the decision is carried out.
    Ack(Transaction),
    /// Uncertain participant to anybody: what was decided?
    DecisionRequest(Transaction),
    /// The answer of who does not know either.
    Undecided(Transaction),
}

impl From<Talk> for Msg {
    fn from(talk: Talk) -> Msg {
        Msg::Talk(talk)
    }
}

/// Timers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Timer {
    /// At a client: stop waiting for an answer.
    GiveUp(OperationId),
    /// At the coordinator: the next message may leave.
    Next,
    /// At the coordinator: votes are missing.
    Votes(Transaction),
    /// The log is on disk; what relies on it may leave.
    Forced(Transaction),
    /// At the coordinator: acknowledgements are missing.
    Resend(Transaction),
    /// At a participant that voted yes: no decision came.
    Uncertain(Transaction),
}

/// A process.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Node {
    /// The coordinator.
    Coordinator(Coordinator),
    /// A participant.
    Participant(Participant),
    /// A client.
    Client(Client),
}

impl Protocol for TwoPhase {
    type Msg = Msg;
    type Timer = Timer;
    /// Nothing is left to chance but the network.
    type Choice = ();
    type Op = Op;
    type Ret = Ret;
    type Fact = Fact;
    /// The log; what an account holds follows from it.
    type Durable = Journal;
    type Node = Node;

    fn boot(&self, cx: Cx, disk: &Journal, fx: &mut Effects<Self>) -> Node {
        if cx.me == COORDINATOR {
            Node::Coordinator(Coordinator::boot(self, disk, fx))
        } else if self.bank.cast.is_participant(cx.me) {
            Node::Participant(Participant::boot(self, cx, disk, fx))
        } else {
            Node::Client(Client::default())
        }
    }

    fn step(&self, cx: Cx, node: &mut Node, input: Input<Self>, fx: &mut Effects<Self>) {
        match (node, input) {
            (Node::Coordinator(coordinator), Input::Message { from, msg }) => coordinator.receive(self, from, msg, fx),
            (Node::Coordinator(coordinator), Input::Timeout(timer)) => coordinator.timeout(self, timer, fx),
            (Node::Participant(participant), Input::Message { from, msg }) => participant.receive(self, cx, from, msg, fx),
            (Node::Participant(participant), Input::Timeout(timer)) => participant.timeout(self, cx, timer, fx),
            (Node::Client(client), Input::Request { op, body }) => {
                client.request(self.bank.cast, (op, body), (Timer::GiveUp(op), self.bank.patience_us), fx);
            }
            (Node::Client(client), Input::Message { msg: Msg::Talk(Talk::Answer(op, ret)), .. }) => {
                client.answered(op, ret, Timer::GiveUp(op), fx);
            }
            (Node::Client(client), Input::Timeout(Timer::GiveUp(op))) => client.give_up(op, fx),
            (Node::Client(_), _) | (_, Input::Request { .. } | Input::Chosen(..)) => {}
        }
    }
}

impl Msg {
    /// Which transaction it is about; none for what clients ask of an account.
    pub(crate) fn transaction(&self) -> Option<Transaction> {
        match *self {
            Msg::Talk(_) => None,
            Msg::VoteRequest(t, _)
            | Msg::Vote(t, _)
            | Msg::Decision(t, _)
            | Msg::Ack(t)
            | Msg::DecisionRequest(t)
            | Msg::Undecided(t) => Some(t),
        }
    }
}

/// The numbers of processes as facts name them.
fn numbers(processes: impl IntoIterator<Item = Pid>) -> Vec<u16> {
    processes.into_iter().map(|pid| pid.0).collect()
}
