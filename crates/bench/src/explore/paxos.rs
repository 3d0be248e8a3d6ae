//! Single-decree Paxos (Lamport, *Paxos Made Simple*, § 2) as actors for Stateright, with its own clients, network and tester.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use stateright::Expectation;
use stateright::actor::register::{RegisterActor, RegisterActorState, RegisterMsg};
use stateright::actor::{Actor, ActorModel, Id, Network, Out, model_peers};
use stateright::semantics::LinearizabilityTester;
use stateright::semantics::register::Register;

type Ballot = (u32, Id);
/// The request, who asked, and the value.
type Proposal = (u64, Id, char);
type Vote = (Ballot, Proposal);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Round {
    Prepare(Ballot),
    Promise(Ballot, Option<Vote>),
    Accept(Ballot, Proposal),
    Accepted(Ballot),
    Decided(Ballot, Proposal),
}

type Message = RegisterMsg<u64, char, Round>;

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Memory {
    ballot: Ballot,
    proposal: Option<Proposal>,
    promises: BTreeMap<Id, Option<Vote>>,
    accepts: BTreeSet<Id>,
    accepted: Option<Vote>,
    decided: bool,
}

#[derive(Clone)]
pub struct Server {
    peers: Vec<Id>,
    forgetful: bool,
}

impl Server {
    fn majority(&self) -> usize {
        usize::midpoint(self.peers.len(), 1) + 1
    }
}

impl Actor for Server {
    type Msg = Message;
    type State = Memory;
    type Timer = ();
    type Random = ();
    type Storage = ();

    fn on_start(&self, _: Id, _: &Option<()>, _: &mut Out<Self>) -> Memory {
        Memory {
            ballot: (0, Id::from(0)),
            proposal: None,
            promises: BTreeMap::new(),
            accepts: BTreeSet::new(),
            accepted: None,
            decided: false,
        }
    }

    fn on_msg(&self, me: Id, memory: &mut Cow<Memory>, from: Id, message: Message, out: &mut Out<Self>) {
        if memory.decided {
            if let (RegisterMsg::Get(request), Some((_, (_, _, value)))) = (message, memory.accepted) {
                out.send(from, RegisterMsg::GetOk(request, value));
            }
            return;
        }
        match message {
            RegisterMsg::Put(request, value) if memory.proposal.is_none() => {
                let memory = memory.to_mut();
                memory.ballot = (memory.ballot.0 + 1, me);
                memory.proposal = Some((request, from, value));
                memory.promises.insert(me, memory.accepted);
                out.broadcast(&self.peers, &RegisterMsg::Internal(Round::Prepare(memory.ballot)));
            }
            RegisterMsg::Internal(round) => self.take_part(me, memory, from, round, out),
            _ => {}
        }
    }
}

impl Server {
    fn take_part(&self, me: Id, memory: &mut Cow<Memory>, from: Id, round: Round, out: &mut Out<Self>) {
        match round {
            Round::Prepare(ballot) if memory.ballot < ballot => {
                memory.to_mut().ballot = ballot;
                out.send(from, RegisterMsg::Internal(Round::Promise(ballot, memory.accepted)));
            }
            Round::Promise(ballot, had) if memory.ballot == ballot => {
                let memory = memory.to_mut();
                memory.promises.insert(from, had);
                if memory.promises.len() == self.majority() {
                    let highest = memory.promises.values().flatten().max().filter(|_| !self.forgetful);
                    let chosen = highest.map(|(_, proposal)| *proposal).or(memory.proposal);
                    memory.proposal = chosen;
                    memory.accepts.insert(me);
                    memory.accepted = chosen.map(|proposal| (ballot, proposal));
                    if let Some(proposal) = chosen {
                        out.broadcast(&self.peers, &RegisterMsg::Internal(Round::Accept(ballot, proposal)));
                    }
                }
            }
            Round::Accept(ballot, proposal) if memory.ballot <= ballot => {
                let memory = memory.to_mut();
                memory.ballot = ballot;
                memory.accepted = Some((ballot, proposal));
                out.send(from, RegisterMsg::Internal(Round::Accepted(ballot)));
            }
            Round::Accepted(ballot) if memory.ballot == ballot => {
                let memory = memory.to_mut();
                memory.accepts.insert(from);
                if let Some(proposal) = memory.proposal.filter(|_| memory.accepts.len() == self.majority()) {
                    memory.decided = true;
                    out.broadcast(&self.peers, &RegisterMsg::Internal(Round::Decided(ballot, proposal)));
                    out.send(proposal.1, RegisterMsg::PutOk(proposal.0));
                }
            }
            Round::Decided(ballot, proposal) => {
                let memory = memory.to_mut();
                memory.ballot = ballot;
                memory.accepted = Some((ballot, proposal));
                memory.decided = true;
            }
            _ => {}
        }
    }
}

type History = LinearizabilityTester<Id, Register<char>>;
/// Servers, clients and a network that keeps messages in any order and delivers each once.
pub type Paxos = ActorModel<RegisterActor<Server>, (), History>;

/// Three servers and so many clients.
pub fn paxos(clients: usize, forgetful: bool) -> Paxos {
    const SERVERS: usize = 3;
    let server = |me| RegisterActor::Server(Server { peers: model_peers(me, SERVERS), forgetful });
    ActorModel::new((), LinearizabilityTester::new(Register('\0')))
        .actors((0..SERVERS).map(server))
        .actors((0..clients).map(|_| RegisterActor::Client { put_count: 1, server_count: SERVERS }))
        .init_network(Network::new_unordered_nonduplicating([]))
        .property(Expectation::Always, "linearizable", |_, state| state.history.serialized_history().is_some())
        .property(Expectation::Always, "agreement", |_, state| {
            let decided = state.actor_states.iter().filter_map(|one| match &**one {
                RegisterActorState::Server(memory) if memory.decided => memory.accepted.map(|(_, proposal)| proposal),
                _ => None,
            });
            decided.collect::<BTreeSet<_>>().len() < 2
        })
        .record_msg_in(RegisterMsg::record_returns)
        .record_msg_out(RegisterMsg::record_invocations)
}
