//! A coordinator: begins rounds, picks values, and recovers from collisions.

use super::pick::{Picked, ranked};
use super::{Disk, FastPaxos, INSTANCE, Msg, Proposal, Recovery, Round, Vote};
use crate::fast_paxos::Timer;
use synod_check::Fact;
use synod_kernel::{Effects, Pid};
use synod_order::Map;
use synod_words::phrase;

/// A coordinator.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Coordinator {
    /// Its place among the coordinators, counted from 0.
    place: u16,
    /// The highest round that it has begun; on disk.
    begun: Round,
    /// The highest round that it has heard of.
    seen: Round,
    /// The round that it is in; none before it begins one after a start.
    pub(super) round: Round,
    /// How far that round is.
    pub(super) phase: Phase,
    /// The votes of the highest round in which it heard any.
    pub(super) votes: (Round, Map<Pid, Proposal>),
    /// Values that clients asked it for, in the order in which they came.
    pub(super) wanted: Vec<Proposal>,
    /// Whether its time-out runs.
    waits: bool,
}

/// How far a round is.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum Phase {
    /// It leads no round.
    Idle,
    /// Phase 1: these have promised, with their last votes.
    Preparing(Map<Pid, Option<Vote>>),
    /// Phase 1 is done, and no client has proposed anything yet.
    Ready,
    /// It has sent *any*: acceptors take the clients' values themselves.
    Any,
    /// It has sent a value.
    Accepting(Proposal),
    /// It has seen that a value was chosen.
    Chosen(Proposal),
}

impl Coordinator {
    pub(super) fn boot(lab: &FastPaxos, place: u16, disk: &Disk, fx: &mut Effects<FastPaxos>) -> Self {
        let mut coordinator = Coordinator {
            place,
            begun: disk.begun,
            seen: disk.begun,
            round: Round::NONE,
            phase: Phase::Idle,
            votes: (Round::NONE, Map::new()),
            wanted: Vec::new(),
            waits: false,
        };
        // The first round is prepared before any client asks; a coordinator that comes back waits until it is needed.
        if disk.begun == Round::NONE && lab.owner(Round::FIRST) == place {
            coordinator.begin(lab, Round::FIRST, fx);
            coordinator.prepare(lab, fx);
        }
        coordinator
    }

    pub(super) fn receive(&mut self, lab: &FastPaxos, from: Pid, msg: Msg, fx: &mut Effects<FastPaxos>) {
        match msg {
            Msg::Propose { proposal, again } => self.propose(lab, proposal, again, fx),
            Msg::Promise(round, vote) => self.promise(lab, from, round, vote, fx),
            Msg::Accepted(round, proposal) => self.accepted(lab, from, round, proposal, fx),
            Msg::Nack(higher) => self.nack(higher, fx),
            _ => {}
        }
    }

    /// A client proposes a value: it is sent on in a round that is ready. A client that has waited in vain has it begin a round, or tell the
    /// learners what they seem to have missed.
    fn propose(&mut self, lab: &FastPaxos, proposal: Proposal, again: bool, fx: &mut Effects<FastPaxos>) {
        if !self.wanted.contains(&proposal) {
            self.wanted.push(proposal.clone());
        }
        match &self.phase {
            Phase::Ready => self.send_value(lab, proposal, fx),
            Phase::Chosen(chosen) if again => {
                lab.learners().for_each(|learner| fx.send(learner, Msg::Chosen(chosen.clone())));
            }
            _ if self.waits => {}
            _ if again => self.next_round(lab, fx),
            Phase::Preparing(_) => self.wait(lab, fx),
            _ => {}
        }
    }

    /// Phase 1b arrives. With a quorum of the round it goes on to phase 2 (§ 2.2).
    fn promise(&mut self, lab: &FastPaxos, from: Pid, round: Round, vote: Option<Vote>, fx: &mut Effects<FastPaxos>) {
        let quorum = lab.quorum(self.round);
        let Phase::Preparing(promises) = &mut self.phase else { return };
        if round != self.round {
            return;
        }
        promises.insert(from, vote);
        if promises.len() >= quorum {
            let picked = lab.pick(promises);
            self.go_on(lab, &picked, fx);
        }
    }

    /// Phase 2a: *any* in a fast round where every value will do (§ 3.1), else the value that the rule picks.
    fn go_on(&mut self, lab: &FastPaxos, picked: &Picked, fx: &mut Effects<FastPaxos>) {
        if let (Picked::Open, true) = (picked, lab.is_fast(self.round)) {
            self.phase = Phase::Any;
            lab.acceptors().for_each(|acceptor| fx.send(acceptor, Msg::Any(self.round)));
            return;
        }
        explain(picked, fx);
        match picked.proposal().or(self.wanted.first()).cloned() {
            Some(proposal) => self.send_value(lab, proposal, fx),
            None => self.phase = Phase::Ready,
        }
    }

    fn send_value(&mut self, lab: &FastPaxos, proposal: Proposal, fx: &mut Effects<FastPaxos>) {
        lab.acceptors().for_each(|acceptor| fx.send(acceptor, Msg::Accept(self.round, proposal.clone())));
        self.phase = Phase::Accepting(proposal);
        self.wait(lab, fx);
    }

    /// A vote: it looks whether the round has chosen a value, or never will.
    fn accepted(&mut self, lab: &FastPaxos, from: Pid, round: Round, proposal: Proposal, fx: &mut Effects<FastPaxos>) {
        self.seen = round.max(self.seen);
        if round < self.round.max(self.votes.0) || matches!(self.phase, Phase::Chosen(_)) {
            return;
        }
        if round > self.votes.0 {
            self.votes = (round, Map::new());
        }
        let votes = &mut self.votes.1;
        votes.insert(from, proposal);
        let chosen = ranked(votes.values()).into_iter().next().filter(|(_, count)| *count >= lab.quorum(round));
        if let Some((proposal, _)) = chosen {
            self.phase = Phase::Chosen(proposal);
            self.rest(fx);
        } else if round == Round::FIRST && lab.is_fast(round) && lab.recovery == Recovery::Coordinated && lab.collided(votes) {
            fx.note(phrase!(
                "sees a collision: no value can reach {0} votes in round {1}",
                "发现冲突：第 {1} 轮已没有值能得到 {0} 票",
                lab.fast,
                round.0
            ));
            self.next_round(lab, fx);
        } else if !self.waits {
            self.wait(lab, fx);
        }
    }

    /// Somebody is in a higher round: it gives way, until a client asks it again.
    fn nack(&mut self, higher: Round, fx: &mut Effects<FastPaxos>) {
        self.seen = higher.max(self.seen);
        if higher > self.round && !matches!(self.phase, Phase::Idle | Phase::Chosen(_)) {
            fx.note(phrase!("gives way to round {0}", "让位给第 {0} 轮", higher.0));
            self.phase = Phase::Idle;
            self.rest(fx);
        }
    }

    pub(super) fn timeout(&mut self, lab: &FastPaxos, fx: &mut Effects<FastPaxos>) {
        self.waits = false;
        if !matches!(self.phase, Phase::Chosen(_)) {
            fx.note(phrase!("has waited in vain for a value to be chosen", "等待超时，仍没有值被选定"));
            self.next_round(lab, fx);
        }
    }

    /// Begins a round above all that it knows of. Coordinated recovery (§ 3.2): votes of a quorum in the round right before count as promises,
    /// so that phase 1 is left out. That works after a time-out as well as after a collision.
    fn next_round(&mut self, lab: &FastPaxos, fx: &mut Effects<FastPaxos>) {
        let round = lab.next_of(self.place, self.begun.max(self.seen));
        self.begin(lab, round, fx);
        let (voted_in, votes) = &self.votes;
        if voted_in.next() == round && votes.len() >= lab.quorum(round) {
            let votes = votes.iter().map(|(pid, proposal)| (*pid, Some((*voted_in, proposal.clone()))));
            let picked = lab.pick(&synod_order::map(votes));
            self.go_on(lab, &picked, fx);
        } else {
            self.prepare(lab, fx);
            self.wait(lab, fx);
        }
    }

    /// A round's number is on disk before anybody hears of it, so that it is never used twice.
    fn begin(&mut self, lab: &FastPaxos, round: Round, fx: &mut Effects<FastPaxos>) {
        self.begun = round;
        self.seen = round;
        self.round = round;
        fx.persist(Disk { begun: round, ..Disk::default() });
        fx.tell(Fact::Tried { instance: INSTANCE, round: u64::from(round.0) });
        if lab.is_fast(round) {
            fx.note(phrase!("begins round {0}, a fast one", "开始第 {0} 轮（快速轮）", round.0));
        } else {
            fx.note(phrase!("begins round {0}, a classic one", "开始第 {0} 轮（经典轮）", round.0));
        }
    }

    /// Phase 1a.
    fn prepare(&mut self, lab: &FastPaxos, fx: &mut Effects<FastPaxos>) {
        self.phase = Phase::Preparing(Map::new());
        lab.acceptors().for_each(|acceptor| fx.send(acceptor, Msg::Prepare(self.round)));
    }

    /// Waits for the round to choose a value: not always as long, so that two coordinators do not get into each other's way for ever.
    fn wait(&mut self, lab: &FastPaxos, fx: &mut Effects<FastPaxos>) {
        self.waits = true;
        fx.arm_between(Timer::Round, lab.patience_us());
    }

    fn rest(&mut self, fx: &mut Effects<FastPaxos>) {
        self.waits = false;
        fx.disarm(Timer::Round);
    }
}

/// Says why it picks what it picks.
fn explain(picked: &Picked, fx: &mut Effects<FastPaxos>) {
    match picked {
        Picked::Open => {}
        Picked::Bound(round, proposal) => fx.note(phrase!(
            "must take {0}, which was accepted in round {1}",
            "必须采用 {0}：它在第 {1} 轮已被接受",
            proposal.name(),
            round.0
        )),
        Picked::PossiblyChosen(round, proposal, votes, enough) => fx.note(phrase!(
            "must take {0}, which may have been chosen in round {3}: {1} votes here, and {2} are enough for that",
            "必须采用 {0}：它在第 {3} 轮可能已被选定（此处有 {1} 票，{2} 票即有可能）",
            proposal.name(),
            *votes,
            *enough,
            round.0
        )),
        Picked::Collided(round, proposal) => fx.note(phrase!(
            "is free to choose, since nothing can have been chosen in round {0}: it takes {1}",
            "第 {0} 轮不可能已选定任何值，可自由选择：采用 {1}",
            round.0,
            proposal.name()
        )),
        Picked::Ambiguous(round, one, other) => fx.note(phrase!(
            "cannot tell whether {0} or {1} was chosen in round {2}, and takes {0} (quorums are too small)",
            "无法判断第 {2} 轮选定的是 {0} 还是 {1}，只好采用 {0}（仲裁过小）",
            one.name(),
            other.name(),
            round.0
        )),
    }
}
