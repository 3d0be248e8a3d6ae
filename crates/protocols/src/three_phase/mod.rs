//! Three-phase commit: between the votes and the commit, everybody is told that all voted yes, so that nobody commits while somebody
//! who works is still uncertain (Skeen, *Nonblocking Commit Protocols*, SIGMOD 1981; Bernstein, Hadzilacos & Goodman, *Concurrency
//! Control and Recovery in Database Systems*, 1987, § 7.5).
//!
//! What whoever works does when the coordinator falls silent is offered in two ways: the book's termination protocol, with the election
//! of a new coordinator, and the time-out rule of the popular telling, by which every participant decides alone.
//!
//! One difference from the popular telling: there, a participant executes and writes undo and redo when it gets preCommit. Here it does so
//! before it votes yes, as in the book (§ 7.3, rule for redo): a yes that a crash can take back is worth nothing.

mod coordinator;
mod lab;
mod lead;
mod params;
mod participant;
mod recovery;
mod rules;
mod scenarios;
mod show;
mod termination;

use crate::commit::{COORDINATOR, Client, Journal, Op, Ret, Stage, Talk, Transaction};
use coordinator::Coordinator;
pub use params::{ThreePhase, TimeoutRule};
use participant::Participant;
use synod_check::Fact;
use synod_kernel::{Cx, Effects, Input, OperationId, Pid, Protocol};

/// What processes send each other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Msg {
    /// Between clients and servers.
    Talk(Talk),
    /// Coordinator to participant: could you change your account by so much?
    CanCommit(Transaction, i64),
    /// Participant to coordinator: yes, or no.
    Vote(Transaction, bool),
    /// Coordinator to participant: all voted yes, and commit is next.
    PreCommit(Transaction),
    /// Participant to coordinator: it knows that.
    PreAck(Transaction),
    /// Coordinator, old or new, to participant: doCommit, or abort.
    Decision(Transaction, bool),
    /// Participant to coordinator: the decision is carried out.
    Ack(Transaction),
    /// Participant to participant: the coordinator is silent, and you are the next.
    Elect(Transaction),
    /// New coordinator to participant: how far are you?
    StateRequest(Transaction),
    /// Participant to new coordinator, and whoever has decided to who asks: so far.
    State(Transaction, State),
    /// From who was down and is back, to everybody: what was decided?
    Inquiry(Transaction),
    /// The answer of who does not know, and whether it was down too.
    Undecided(Transaction, bool),
}

/// How far a process is with a transaction, as it tells a new coordinator (BHG § 7.5).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum State {
    /// It has decided to abort; whoever had not voted does so when it is asked.
    Aborted,
    /// It has voted yes and knows no more.
    Uncertain,
    /// It knows that all voted yes (the book says *committable*).
    Precommitted,
    /// It has decided to commit.
    Committed,
    /// It was down, so it takes no part: others may have decided meanwhile.
    Recovering,
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
    /// At a coordinator, old or new: the next message may leave.
    Next,
    /// The log is on disk; what relies on it may leave.
    Forced(Transaction),
    /// At the coordinator: votes are missing.
    Votes(Transaction),
    /// At a coordinator: acknowledgements of preCommit are missing.
    PreAcks(Transaction),
    /// At the coordinator: acknowledgements of the decision are missing.
    Resend(Transaction),
    /// At a participant: nothing more comes from the coordinator.
    Silent(Transaction),
    /// At a new coordinator: answers to `state?` are missing.
    States(Transaction),
    /// At who was down: ask again.
    Inquire(Transaction),
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

impl Protocol for ThreePhase {
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
            Msg::CanCommit(t, _)
            | Msg::Vote(t, _)
            | Msg::PreCommit(t)
            | Msg::PreAck(t)
            | Msg::Decision(t, _)
            | Msg::Ack(t)
            | Msg::Elect(t)
            | Msg::StateRequest(t)
            | Msg::State(t, _)
            | Msg::Inquiry(t)
            | Msg::Undecided(t, _) => Some(t),
        }
    }
}

impl State {
    /// What a log says of a process that has worked all the time.
    fn of(stage: Stage) -> State {
        match stage {
            Stage::Begun | Stage::Prepared => State::Uncertain,
            Stage::Precommitted => State::Precommitted,
            Stage::Committed => State::Committed,
            Stage::Aborted => State::Aborted,
        }
    }

    /// The state of who has decided.
    fn decided(commit: bool) -> State {
        if commit { State::Committed } else { State::Aborted }
    }

    /// The decision of who has decided.
    fn decision(self) -> Option<bool> {
        match self {
            State::Committed => Some(true),
            State::Aborted => Some(false),
            State::Uncertain | State::Precommitted | State::Recovering => None,
        }
    }
}

/// The numbers of processes as facts name them.
fn numbers(processes: impl IntoIterator<Item = Pid>) -> Vec<u16> {
    processes.into_iter().map(|pid| pid.0).collect()
}
