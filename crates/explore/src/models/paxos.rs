//! Single-decree Paxos (Lamport, *Paxos Made Simple*, 2001, § 2) as a register: three servers, and clients that each put one value and then
//! get what is decided.
//!
//! A server that gets a put begins one round: it prepares, accepts what a majority of promises demands, and decides when a majority has
//! accepted; it takes part in its own round without messages. Whoever has decided answers gets and nothing else. The network keeps
//! messages in any order, loses none and delivers each once; a message that would be ignored is not delivered. It is the system of the
//! example `paxos` of Stateright, state for state, its history of operations included.
//!
//! A server leads at most one round in its life, so what is in flight on behalf of a leader is a few bits (module `round` below), and the whole
//! state seven words.

use super::history::{self, CLIENT_BITS};
use crate::{Model, mix};

/// Three servers and up to three clients.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Paxos {
    clients: u32,
    forgetful: bool,
}

/// A state in words: three servers, what is in flight on behalf of each as a leader, and the clients with their messages.
pub type PaxosState = [u64; 7];

/// A message arrives: what kind, and the two ends in two bits each ([`Paxos::actions`]).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Arrival {
    /// What arrives.
    pub what: Message,
    /// The server that leads the round, or that answers a put; for puts, gets and their values the client.
    pub whose: u8,
    /// The other end: the acceptor, or the client whose put is answered.
    pub other: u8,
}

/// What a message is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Message {
    /// Phase 1a.
    Prepare,
    /// Phase 1b, with what the acceptor has accepted.
    Prepared,
    /// Phase 2a.
    Accept,
    /// Phase 2b.
    Accepted,
    /// The round's value is decided.
    Decided,
    /// A client asks that its value be written.
    Put,
    /// It was, or another.
    PutOk,
    /// A client asks for the value.
    Get,
    /// This is it.
    GetOk,
}

const SERVERS: usize = 3;

/// A few bits of a word.
#[derive(Clone, Copy)]
struct Field {
    at: u32,
    bits: u32,
}

impl Field {
    const fn new(at: u32, bits: u32) -> Field {
        Field { at, bits }
    }
    /// The `nth` of equal fields, one behind the other.
    const fn nth(self, nth: usize) -> Field {
        Field { at: self.at + self.bits * nth as u32, bits: self.bits }
    }
    #[inline]
    const fn get(self, word: u64) -> u64 {
        word >> self.at & ((1 << self.bits) - 1)
    }
    #[inline]
    const fn set(self, word: &mut u64, value: u64) {
        *word = *word & !(((1 << self.bits) - 1) << self.at) | value << self.at;
    }
    #[inline]
    const fn has(self, word: u64, bit: usize) -> bool {
        word >> (self.at + bit as u32) & 1 == 1
    }
    #[inline]
    const fn flip(self, word: &mut u64, bit: usize) {
        *word ^= 1 << (self.at + bit as u32);
    }
}

/// A server. A ballot is 0 or `3 · round + leader + 1`, so ballots compare as in the paper; a value is its client's number and one; what was
/// accepted is a ballot and a value, or 0.
mod server {
    use super::Field;
    pub const BALLOT: Field = Field::new(0, 4);
    pub const PROPOSAL: Field = Field::new(4, 2);
    pub const ACCEPTED: Field = Field::new(6, 6);
    pub const DECIDED: Field = Field::new(12, 1);
    /// Who has accepted in the round that it leads.
    pub const ACCEPTS: Field = Field::new(13, 3);
    /// For each server, whether it has promised, and what it had accepted.
    pub const PROMISES: Field = Field::new(16, 7);
}

/// What is in flight on behalf of a leader: its ballot and value once, then to or from whom what is under way.
mod round {
    use super::Field;
    pub const BALLOT: Field = Field::new(0, 4);
    pub const VALUE: Field = Field::new(4, 2);
    pub const PREPARE: Field = Field::new(6, 3);
    pub const ACCEPT: Field = Field::new(9, 3);
    pub const ACCEPTED: Field = Field::new(12, 3);
    pub const DECIDED: Field = Field::new(15, 3);
    pub const PREPARED: Field = Field::new(18, 3);
    /// What each acceptor says in phase 1b that it has accepted.
    pub const HAD: Field = Field::new(21, 6);
    /// All of the above that are messages.
    pub const ANY: Field = Field::new(6, 15);
}

/// The last word: the clients' histories, then their messages.
mod client {
    use super::{CLIENT_BITS, Field};
    pub const PUT: Field = Field::new(3 * CLIENT_BITS, 3);
    pub const GET: Field = Field::new(3 * CLIENT_BITS + 3, 3);
    /// For each server, to which client.
    pub const PUT_OK: Field = Field::new(3 * CLIENT_BITS + 6, 3);
    /// For each client, the value; 0 where none is under way.
    pub const GET_OK: Field = Field::new(3 * CLIENT_BITS + 15, 2);
}
const CLIENTS: usize = 6;

impl Paxos {
    /// With so many clients. `None` for none or more than three.
    pub fn new(clients: u32) -> Option<Paxos> {
        (1..=3).contains(&clients).then_some(Paxos { clients, forgetful: false })
    }

    /// A broken one: a leader proposes its own value, whatever the promises say was accepted.
    #[must_use]
    pub fn forgetful(self) -> Paxos {
        Paxos { forgetful: true, ..self }
    }

    /// A message of the round that `leader` leads arrives at `me`, or at the leader from it.
    fn arrives(self, state: &mut PaxosState, what: Message, leader: usize, me: usize) -> bool {
        let at_leader = matches!(what, Message::Prepared | Message::Accepted);
        let mine = if at_leader { leader } else { me };
        let mut flying = state[SERVERS + leader];
        let mut server = state[mine];
        let (ballot, value) = (round::BALLOT.get(flying), round::VALUE.get(flying));
        let own = server::BALLOT.get(server);
        if server::DECIDED.get(server) == 1 {
            return false;
        }
        match what {
            Message::Prepare if own < ballot => {
                server::BALLOT.set(&mut server, ballot);
                round::PREPARE.flip(&mut flying, me);
                round::PREPARED.flip(&mut flying, me);
                round::HAD.nth(me).set(&mut flying, server::ACCEPTED.get(server));
            }
            Message::Prepared if own == ballot => {
                let had = round::HAD.nth(me).get(flying);
                round::PREPARED.flip(&mut flying, me);
                round::HAD.nth(me).set(&mut flying, 0);
                server::PROMISES.nth(me).set(&mut server, had << 1 | 1);
                let promises = [0, 1, 2].map(|acceptor| server::PROMISES.nth(acceptor).get(server));
                if promises.iter().filter(|p| **p != 0).count() == 2 {
                    let highest = if self.forgetful { 0 } else { promises.into_iter().max().unwrap_or(0) >> 1 };
                    let value = if highest == 0 { server::PROPOSAL.get(server) } else { highest & 3 };
                    server::PROPOSAL.set(&mut server, value);
                    server::ACCEPTED.set(&mut server, ballot << 2 | value);
                    server::ACCEPTS.set(&mut server, 1 << leader);
                    round::ACCEPT.set(&mut flying, 7 & !(1 << leader));
                    round::VALUE.set(&mut flying, value);
                }
            }
            Message::Accept if own <= ballot => {
                server::BALLOT.set(&mut server, ballot);
                server::ACCEPTED.set(&mut server, ballot << 2 | value);
                round::ACCEPT.flip(&mut flying, me);
                round::ACCEPTED.flip(&mut flying, me);
            }
            Message::Accepted if own == ballot => {
                round::ACCEPTED.flip(&mut flying, me);
                server::ACCEPTS.flip(&mut server, me);
                if server::ACCEPTS.get(server).count_ones() == 2 {
                    let value = server::PROPOSAL.get(server);
                    server::DECIDED.set(&mut server, 1);
                    round::DECIDED.set(&mut flying, 7 & !(1 << leader));
                    round::VALUE.set(&mut flying, value);
                    client::PUT_OK.nth(leader).flip(&mut state[CLIENTS], value as usize - 1);
                }
            }
            Message::Decided => {
                server::BALLOT.set(&mut server, ballot);
                server::ACCEPTED.set(&mut server, ballot << 2 | value);
                server::DECIDED.set(&mut server, 1);
                round::DECIDED.flip(&mut flying, me);
            }
            _ => return false,
        }
        // What nothing in flight says any more is not part of the state.
        if round::ACCEPT.get(flying) | round::DECIDED.get(flying) == 0 {
            round::VALUE.set(&mut flying, 0);
        }
        if round::ANY.get(flying) == 0 {
            round::BALLOT.set(&mut flying, 0);
        }
        (state[SERVERS + leader], state[mine]) = (flying, server);
        true
    }

    /// A client's message arrives at its server.
    fn asked(state: &mut PaxosState, what: Message, client: usize) -> bool {
        let (put, me) = (what == Message::Put, (client + usize::from(what == Message::Get)) % SERVERS);
        let mut server = state[me];
        let decided = server::DECIDED.get(server) == 1;
        if put && !decided && server::PROPOSAL.get(server) == 0 {
            let rounds = server::BALLOT.get(server).div_ceil(3);
            let ballot = 3 * rounds + me as u64 + 1;
            server::BALLOT.set(&mut server, ballot);
            server::PROPOSAL.set(&mut server, client as u64 + 1);
            let had = server::ACCEPTED.get(server);
            server::PROMISES.nth(me).set(&mut server, had << 1 | 1);
            round::BALLOT.set(&mut state[SERVERS + me], ballot);
            round::PREPARE.set(&mut state[SERVERS + me], 7 & !(1 << me));
            client::PUT.flip(&mut state[CLIENTS], client);
            state[me] = server;
            return true;
        }
        if !put && decided {
            client::GET.flip(&mut state[CLIENTS], client);
            client::GET_OK.nth(client).set(&mut state[CLIENTS], server::ACCEPTED.get(server) & 3);
            return true;
        }
        false
    }

    /// A server's answer arrives at its client.
    fn answered(state: &mut PaxosState, what: Message, server: usize, client: usize) -> bool {
        let word = &mut state[CLIENTS];
        if what == Message::PutOk {
            client::PUT_OK.nth(server).flip(word, client);
            client::GET.flip(word, client);
            history::put_returns(word, client)
        } else {
            let value = client::GET_OK.nth(client).get(*word);
            client::GET_OK.nth(client).set(word, 0);
            history::get_returns(word, client, value)
        }
    }
}

impl Model for Paxos {
    type State = PaxosState;
    type Action = Arrival;

    fn starts(&self) -> Vec<PaxosState> {
        let mut start = [0; 7];
        client::PUT.set(&mut start[CLIENTS], (1 << self.clients) - 1);
        vec![start]
    }

    fn actions(&self, state: &PaxosState, out: &mut Vec<Arrival>) {
        let rounds = [
            (Message::Prepare, round::PREPARE),
            (Message::Prepared, round::PREPARED),
            (Message::Accept, round::ACCEPT),
            (Message::Accepted, round::ACCEPTED),
            (Message::Decided, round::DECIDED),
        ];
        for leader in 0..SERVERS {
            let flying = state[SERVERS + leader];
            if round::ANY.get(flying) == 0 {
                continue;
            }
            for (what, field) in rounds {
                let to = (0..SERVERS).filter(|other| field.has(flying, *other));
                out.extend(to.map(|other| Arrival { what, whose: leader as u8, other: other as u8 }));
            }
        }
        let word = state[CLIENTS];
        for client in 0..self.clients as usize {
            let mut arrives = |what, whose: usize| out.push(Arrival { what, whose: whose as u8, other: client as u8 });
            if client::PUT.has(word, client) {
                arrives(Message::Put, client);
            }
            if client::GET.has(word, client) {
                arrives(Message::Get, client);
            }
            (0..SERVERS).filter(|s| client::PUT_OK.nth(*s).has(word, client)).for_each(|s| arrives(Message::PutOk, s));
            if client::GET_OK.nth(client).get(word) != 0 {
                arrives(Message::GetOk, client);
            }
        }
    }

    fn next(&self, state: &PaxosState, arrival: &Arrival) -> Option<PaxosState> {
        let mut next = *state;
        let (whose, other) = (usize::from(arrival.whose), usize::from(arrival.other));
        let heard = match arrival.what {
            what @ (Message::Put | Message::Get) => Paxos::asked(&mut next, what, other),
            what @ (Message::PutOk | Message::GetOk) => Paxos::answered(&mut next, what, whose, other),
            what => self.arrives(&mut next, what, whose, other),
        };
        heard.then_some(next)
    }

    fn fingerprint(&self, state: &PaxosState) -> u128 {
        mix(state)
    }

    /// Promise 0: the clients' history is linearizable. Promise 1: no two servers have decided differently.
    fn broken(&self, state: &PaxosState) -> u64 {
        let mut decided = [0; SERVERS];
        for (value, server) in decided.iter_mut().zip(state) {
            *value = server::DECIDED.get(*server) * (server::ACCEPTED.get(*server) & 3);
        }
        let differ = |a: u64, b: u64| a != 0 && b != 0 && a != b;
        let [a, b, c] = decided;
        let agree = !(differ(a, b) || differ(b, c) || differ(a, c));
        u64::from(!history::is_linearizable(state[CLIENTS])) | u64::from(!agree) << 1
    }

    /// Some client has got a value.
    fn is_goal(&self, state: &PaxosState) -> bool {
        (0..3).any(|client| history::has_got(state[CLIENTS], client))
    }
}
