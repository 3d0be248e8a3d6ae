//! Basic Paxos as a commit decision: the coordinator of two-phase commit proposes the outcome instead of deciding it, and the participants
//! are the acceptors that choose it.
//!
//! Voting is that of two-phase commit. Then commit or abort is the value of one instance of Basic Paxos (Lamport, *Paxos Made Simple*,
//! 2001, § 2), as Guerraoui & Schiper put it (*The decentralized non-blocking atomic commitment protocol*, 1995) and Gray & Lamport as the
//! simplest use of consensus for it (*Consensus on Transaction Commit*, TODS 31(1), 2006, § 4.1). The coordinator has the lowest
//! ballot and may leave out its first phase. Whoever waits in vain becomes a proposer itself: it proposes what may have been chosen
//! already, and abort where nothing can have been.

mod acceptor;
mod lab;
mod participant;
mod proposer;
mod rules;
mod show;

use crate::Ballot;
use crate::commit::{Asker, Bank, COORDINATOR, Client, Entry, Journal, Op, Outbox, Ret, Talk, Transaction};
use acceptor::Acceptor;
use participant::Participant;
use proposer::Proposal;
use synod_check::Fact;
use synod_kernel::{Cx, Effects, Input, OperationId, Pid, Protocol};
use synod_order::{Map, Set};

/// The protocol with its parameters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PaxosCommit {
    /// The bank and its network.
    pub bank: Bank,
}

/// A value with the ballot in which it was accepted: whether to commit.
pub type Accepted = (Ballot, bool);

/// What processes send each other. Numbers are those of Lamport's phases.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Msg {
    /// Between clients and servers.
    Talk(Talk),
    /// Coordinator to participant: can you do your part of this transfer?
    VoteRequest(Transaction, i64),
    /// Participant to coordinator.
    Vote(Transaction, bool),
    /// Proposer to acceptor (1a).
    Prepare(Transaction, Ballot),
    /// Acceptor to proposer (1b), with what it has accepted.
    Promise(Transaction, Ballot, Option<Accepted>),
    /// Proposer to acceptor (2a): accept this outcome.
    Accept(Transaction, Ballot, bool),
    /// Acceptor to proposer (2b).
    Accepted(Transaction, Ballot),
    /// Acceptor to proposer: it has promised this higher ballot.
    Nack(Transaction, Ballot),
    /// To everybody: this outcome is chosen.
    Decision(Transaction, bool),
    /// It is known.
    Ack(Transaction),
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
    /// The next message leaves.
    Next,
    /// At the coordinator: a vote is missing.
    Votes(Transaction),
    /// At a participant: the yes vote is on disk.
    Forced(Transaction),
    /// At a participant that voted yes: no outcome has come.
    Doubt(Transaction),
    /// At a proposer: no majority has answered.
    Round(Transaction),
    /// At whoever knows the outcome first: somebody has not acknowledged it.
    Tell(Transaction),
}

/// What a server keeps on disk.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Disk {
    pub(super) journal: Journal,
    acceptors: Map<Transaction, Acceptor>,
    /// The highest ballot that it has proposed in, so that none is ever used for two values.
    used: Map<Transaction, Ballot>,
}

impl Disk {
    /// The log.
    pub fn journal(&self) -> &Journal {
        &self.journal
    }
}

/// A process.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Node {
    /// A client.
    Client(Client),
    /// The coordinator or a participant.
    Server(Box<Server>),
}

/// The coordinator or a participant: everyone may come to propose.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Server {
    disk: Disk,
    outbox: Outbox<Msg>,
    /// At the coordinator: who has voted yes, and whom to answer.
    votes: Map<Transaction, Set<Pid>>,
    askers: Map<Transaction, Asker>,
    proposals: Map<Transaction, Proposal>,
    /// Whom it still has to tell the outcome.
    untold: Map<Transaction, Set<Pid>>,
    participant: Participant,
    blocked: Set<Transaction>,
}

impl Protocol for PaxosCommit {
    type Msg = Msg;
    type Timer = Timer;
    /// Only waiting times are left to chance.
    type Choice = ();
    type Op = Op;
    type Ret = Ret;
    type Fact = Fact;
    type Durable = Disk;
    type Node = Node;

    fn boot(&self, cx: Cx, disk: &Disk, fx: &mut Effects<Self>) -> Node {
        if self.bank.cast.is_client(cx.me) {
            return Node::Client(Client::default());
        }
        let mut server = Server {
            disk: disk.clone(),
            outbox: Outbox::default(),
            votes: Map::new(),
            askers: Map::new(),
            proposals: Map::new(),
            untold: Map::new(),
            participant: Participant::default(),
            blocked: Set::new(),
        };
        server.recover(self, cx, fx);
        Node::Server(Box::new(server))
    }

    fn step(&self, cx: Cx, node: &mut Node, input: Input<Self>, fx: &mut Effects<Self>) {
        match (node, input) {
            (Node::Client(client), Input::Request { op, body }) => {
                client.request(self.bank.cast, (op, body), (Timer::GiveUp(op), self.bank.patience_us), fx);
            }
            (Node::Client(client), Input::Message { msg: Msg::Talk(Talk::Answer(op, ret)), .. }) => {
                client.answered(op, ret, Timer::GiveUp(op), fx);
            }
            (Node::Client(client), Input::Timeout(Timer::GiveUp(op))) => client.give_up(op, fx),
            (Node::Server(server), Input::Message { from, msg }) => server.receive(self, cx, from, msg, fx),
            (Node::Server(server), Input::Timeout(timer)) => server.timeout(self, cx, timer, fx),
            _ => {}
        }
    }
}

impl Server {
    /// After a crash: undecided transactions are taken up again, as a proposer at once where it was the coordinator.
    fn recover(&mut self, paxos: &PaxosCommit, cx: Cx, fx: &mut Effects<PaxosCommit>) {
        for transaction in self.disk.journal.undecided() {
            if cx.me == COORDINATOR {
                self.propose(paxos, cx, transaction, fx);
            } else {
                self.participant.account.still_locked(transaction, cx.clock);
                Server::doubt(paxos, cx.me, transaction, fx);
            }
        }
        // Whoever decided last may not have told everybody.
        for (transaction, _) in self.disk.journal.unfinished() {
            if cx.me == COORDINATOR {
                self.tell_all(paxos, cx.me, transaction, fx);
            }
        }
    }

    fn receive(&mut self, paxos: &PaxosCommit, cx: Cx, from: Pid, msg: Msg, fx: &mut Effects<PaxosCommit>) {
        match msg {
            Msg::Talk(Talk::Ask(op, Op::Transfer(amount))) => self.begin(paxos, cx, (from, op), amount, fx),
            Msg::Talk(Talk::Ask(op, Op::Balance(_))) => self.look_up(paxos, cx, (from, op), fx),
            Msg::Talk(Talk::Answer(..)) => {}
            Msg::VoteRequest(transaction, amount) => self.vote_request(paxos, cx, transaction, amount, fx),
            Msg::Vote(transaction, yes) => self.vote(paxos, cx, transaction, from, yes, fx),
            Msg::Decision(transaction, commit) => {
                self.decide(paxos, cx, transaction, commit, fx);
                fx.send(from, Msg::Ack(transaction));
            }
            Msg::Ack(transaction) => self.acknowledged(cx, transaction, from, fx),
            Msg::Prepare(t, _) | Msg::Accept(t, ..) if self.decision(t).is_some() => {
                let commit = self.decision(t).unwrap_or(false);
                fx.send(from, Msg::Decision(t, commit));
            }
            Msg::Prepare(transaction, ballot) => self.prepare(transaction, from, ballot, fx),
            Msg::Accept(transaction, ballot, commit) => self.accept(transaction, from, ballot, commit, fx),
            Msg::Promise(transaction, ballot, had) => self.promise(paxos, transaction, from, ballot, had, fx),
            Msg::Accepted(transaction, ballot) => self.accepted(paxos, cx, transaction, from, ballot, fx),
            Msg::Nack(transaction, higher) => self.preempted(transaction, higher, fx),
        }
    }

    fn timeout(&mut self, paxos: &PaxosCommit, cx: Cx, timer: Timer, fx: &mut Effects<PaxosCommit>) {
        match timer {
            Timer::GiveUp(_) => {}
            Timer::Next => self.outbox.go_on(Timer::Next, fx),
            Timer::Votes(transaction) => {
                fx.tell(Fact::Suspected { transaction });
                fx.note(synod_words::phrase!("a vote is missing: proposes abort", "未收齐反馈：提议中断"));
                self.propose_first(paxos, transaction, false, fx);
            }
            Timer::Forced(transaction) => fx.send(COORDINATOR, Msg::Vote(transaction, true)),
            Timer::Doubt(transaction) | Timer::Round(transaction) => {
                fx.tell(Fact::Suspected { transaction });
                self.find_blocked(paxos, transaction, fx);
                self.propose(paxos, cx, transaction, fx);
            }
            Timer::Tell(transaction) => self.tell_all(paxos, cx.me, transaction, fx),
        }
    }

    /// The outcome, where it knows it.
    fn decision(&self, transaction: Transaction) -> Option<bool> {
        self.disk.journal.stage(transaction)?.decision()
    }

    /// The outcome is chosen: it is written, and what waited for it goes on.
    fn decide(&mut self, paxos: &PaxosCommit, cx: Cx, transaction: Transaction, commit: bool, fx: &mut Effects<PaxosCommit>) {
        fx.disarm(Timer::Doubt(transaction));
        fx.disarm(Timer::Round(transaction));
        fx.disarm(Timer::Votes(transaction));
        self.proposals.remove(&transaction);
        self.blocked.remove(&transaction);
        if self.decision(transaction).is_some() {
            return;
        }
        self.disk.journal.write(if commit { Entry::Committed(transaction) } else { Entry::Aborted(transaction) });
        fx.persist(self.disk.clone());
        fx.tell(Fact::Decided { transaction, commit });
        if let Some((client, op)) = self.askers.remove(&transaction) {
            fx.send(client, Talk::Answer(op, if commit { Ret::Committed } else { Ret::Aborted }).into());
        }
        self.release(paxos, cx, transaction, fx);
    }

    /// Tells the outcome to all servers that have not acknowledged it, and again until they have.
    fn tell_all(&mut self, paxos: &PaxosCommit, me: Pid, transaction: Transaction, fx: &mut Effects<PaxosCommit>) {
        let Some(commit) = self.decision(transaction) else { return };
        let cast = paxos.bank.cast;
        let everybody = || std::iter::once(COORDINATOR).chain(cast.participants()).filter(|pid| *pid != me).collect();
        let untold = self.untold.entry(transaction).or_insert_with(everybody).clone();
        self.outbox.send(untold, &Msg::Decision(transaction, commit), Timer::Next, fx);
        fx.arm(Timer::Tell(transaction), paxos.bank.timeout_us);
    }

    fn acknowledged(&mut self, cx: Cx, transaction: Transaction, from: Pid, fx: &mut Effects<PaxosCommit>) {
        let Some(untold) = self.untold.get_mut(&transaction) else { return };
        untold.remove(&from);
        if untold.is_empty() {
            self.untold.remove(&transaction);
            fx.disarm(Timer::Tell(transaction));
            if cx.me == COORDINATOR {
                self.disk.journal.write(Entry::Ended(transaction));
                fx.persist(self.disk.clone());
            }
        }
    }
}
