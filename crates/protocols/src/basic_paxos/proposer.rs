//! A proposer: ballot by ballot, it asks for promises and puts a value forth, until it knows that one is chosen.

use super::learner::note_chosen;
use super::{BasicPaxos, Disk, INSTANCE, Msg, Proposal, Timer, plain};
use crate::Ballot;
use synod_check::{Fact, Value};
use synod_kernel::{Effects, Pid};
use synod_order::{Map, Set};
use synod_words::phrase;

/// A proposer.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Proposer {
    me: Pid,
    /// The highest ballot that it has used or heard of.
    highest: Ballot,
    /// The value it was asked to put forth; none while it has nothing to do.
    wish: Option<Value>,
    /// The round that is under way; none while it waits before the next one.
    round: Option<Round>,
    /// What it knows to be chosen.
    learned: Vec<Proposal>,
}

/// A round.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct Round {
    ballot: Ballot,
    /// Who has promised, and what each had accepted.
    promises: Map<Pid, Option<Proposal>>,
    /// The value it puts forth; none in phase 1.
    value: Option<Value>,
    /// Who has accepted it.
    accepted: Set<Pid>,
}

/// What a proposer is doing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Doing<'a> {
    /// It has not been asked for anything.
    Nothing,
    /// It waits before it tries again.
    Waiting,
    /// Phase 1: so many have promised.
    Preparing(&'a Map<Pid, Option<Proposal>>),
    /// Phase 2: so many have accepted.
    Accepting(&'a Value, &'a Set<Pid>),
    /// It knows what is chosen.
    Done(&'a [Proposal]),
}

impl Proposer {
    pub fn boot(me: Pid, disk: &Disk) -> Self {
        Proposer { me, highest: disk.highest, wish: None, round: None, learned: Vec::new() }
    }

    /// A client asks it to put forth a value. It takes the first one only: another client is told what is chosen like everybody else.
    pub fn asked(&mut self, lab: &BasicPaxos, client: Pid, value: Value, fx: &mut Effects<BasicPaxos>) {
        if let Some(proposal) = self.learned.last() {
            fx.send(client, Msg::Chosen { proposal: proposal.clone() });
            return;
        }
        if self.wish.is_some() {
            return;
        }
        fx.tell(Fact::Proposed { instance: INSTANCE, value: value.clone() });
        self.wish = Some(value);
        self.begin(lab, fx);
    }

    /// Phase 1a: takes a ballot above all that it knows of, keeps it on disk, so that it is never used again, and asks for promises
    /// (Lamport, *Paxos Made Simple*, § 2.2 and § 2.5).
    fn begin(&mut self, lab: &BasicPaxos, fx: &mut Effects<BasicPaxos>) {
        let ballot = self.highest.next_of(lab.index_of_proposer(self.me), lab.proposers);
        self.highest = ballot;
        fx.persist(Disk { highest: ballot, ..Disk::default() });
        fx.tell(Fact::Tried { instance: INSTANCE, round: u64::from(ballot.0) });
        self.round = Some(Round { ballot, promises: Map::new(), value: None, accepted: Set::new() });
        fx.arm_between(Timer::Round, lab.round_us());
        for acceptor in lab.acceptor_pids() {
            fx.send(acceptor, Msg::Prepare { ballot });
        }
    }

    /// An acceptor promises. With a majority, phase 2a: the value of the highest proposal among the answers is put forth, and the
    /// proposer's own only if there is none (§ 2.2).
    pub fn promised(&mut self, lab: &BasicPaxos, from: Pid, ballot: Ballot, had: Option<Proposal>, fx: &mut Effects<BasicPaxos>) {
        let (Some(round), Some(wish)) = (&mut self.round, &self.wish) else { return };
        if round.ballot != ballot || round.value.is_some() {
            return;
        }
        round.promises.insert(from, had);
        if round.promises.len() < usize::from(lab.quorum) {
            return;
        }
        let accepted = round.promises.iter().filter_map(|(acceptor, had)| had.as_ref().map(|proposal| (acceptor, proposal)));
        let highest = accepted.max_by_key(|(_, proposal)| proposal.ballot);
        let value = match highest {
            Some((acceptor, proposal)) if lab.own_value => {
                fx.note(phrase!(
                    "puts forth its own {0}, although {1} had accepted {2}",
                    "不顾 {1} 曾接受 {2}，仍提出自己的 {0}",
                    plain(wish),
                    lab.name_of(*acceptor),
                    proposal.to_string()
                ));
                wish.clone()
            }
            Some((acceptor, proposal)) => {
                fx.note(phrase!(
                    "must put forth {0}: {1} had accepted {2}",
                    "必须提出 {0}：{1} 曾接受 {2}",
                    plain(&proposal.value),
                    lab.name_of(*acceptor),
                    proposal.to_string()
                ));
                proposal.value.clone()
            }
            None => wish.clone(),
        };
        round.value = Some(value.clone());
        fx.arm_between(Timer::Round, lab.round_us());
        for acceptor in lab.acceptor_pids() {
            fx.send(acceptor, Msg::Accept { proposal: Proposal { ballot, value: value.clone() } });
        }
    }

    /// An acceptor has accepted. With a majority, the value is chosen.
    pub fn accepted(&mut self, lab: &BasicPaxos, from: Pid, proposal: &Proposal, fx: &mut Effects<BasicPaxos>) {
        let Some(round) = &mut self.round else { return };
        if round.ballot != proposal.ballot || round.value.as_ref() != Some(&proposal.value) {
            return;
        }
        round.accepted.insert(from);
        if round.accepted.len() >= usize::from(lab.quorum) {
            self.chosen(proposal, fx);
        }
    }

    /// An acceptor has promised a higher ballot: the round is given up (§ 2.2: a proposer that is told so "should then abandon its
    /// proposal"), and the next one begins, after a random wait if there is one.
    pub fn refused(&mut self, lab: &BasicPaxos, from: Pid, ballot: Ballot, promised: Ballot, fx: &mut Effects<BasicPaxos>) {
        if self.round.as_ref().is_none_or(|round| round.ballot != ballot) {
            return;
        }
        self.highest = self.highest.max(promised);
        self.round = None;
        fx.note(phrase!(
            "gives up ballot {0}: {1} has promised {2}",
            "放弃编号 {0}：{1} 已承诺 {2}",
            ballot.to_string(),
            lab.name_of(from),
            promised.to_string()
        ));
        if lab.wait_ms == 0 {
            self.begin(lab, fx);
        } else {
            fx.disarm(Timer::Round);
            fx.arm_between(Timer::Retry, (1, lab.wait_ms * 1_000));
        }
    }

    /// Tries with a higher ballot: the wait is over, or too few have answered in time.
    pub fn try_again(&mut self, lab: &BasicPaxos, fx: &mut Effects<BasicPaxos>) {
        if self.wish.is_some() {
            self.begin(lab, fx);
        }
    }

    /// A proposal is chosen: nothing remains to be done.
    pub fn chosen(&mut self, proposal: &Proposal, fx: &mut Effects<BasicPaxos>) {
        if note_chosen(&mut self.learned, proposal) {
            fx.tell(Fact::Learned { instance: INSTANCE, value: proposal.value.clone() });
        }
        self.wish = None;
        self.round = None;
        fx.disarm(Timer::Round);
        fx.disarm(Timer::Retry);
    }

    /// The highest ballot that it has used or heard of.
    pub fn highest(&self) -> Ballot {
        self.highest
    }

    /// The ballot of the round that is under way.
    pub fn ballot(&self) -> Option<Ballot> {
        self.round.as_ref().map(|round| round.ballot)
    }

    /// The value that a client wants.
    pub fn wish(&self) -> Option<&Value> {
        self.wish.as_ref()
    }

    /// What it is doing.
    pub fn doing(&self) -> Doing<'_> {
        match (&self.round, &self.wish) {
            _ if !self.learned.is_empty() => Doing::Done(&self.learned),
            (Some(Round { value: Some(value), accepted, .. }), _) => Doing::Accepting(value, accepted),
            (Some(round), _) => Doing::Preparing(&round.promises),
            (None, Some(_)) => Doing::Waiting,
            (None, None) => Doing::Nothing,
        }
    }
}
