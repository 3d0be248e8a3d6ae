//! A learner: counts the votes of each round, and tells the clients what was chosen.

use super::{Disk, FastPaxos, INSTANCE, Msg, Proposal, Round, Timer};
use synod_check::Fact;
use synod_kernel::{Cx, Effects, Pid};
use synod_order::Map;
use synod_words::phrase;

/// A learner.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Learner {
    /// The votes of each round, by acceptor.
    pub(super) votes: Map<Round, Map<Pid, Proposal>>,
    /// What it has learned; on disk.
    pub(super) learned: Vec<Proposal>,
    /// Whether it will ask for votes.
    asks: bool,
}

impl Learner {
    pub(super) fn boot(disk: &Disk) -> Self {
        Learner { votes: Map::new(), learned: disk.learned.clone(), asks: false }
    }

    pub(super) fn receive(&mut self, lab: &FastPaxos, from: Pid, msg: Msg, fx: &mut Effects<FastPaxos>) {
        match msg {
            Msg::Accepted(round, proposal) => self.count(lab, from, round, &proposal, fx),
            // From a client that has not heard yet, or another learner.
            Msg::Propose { .. } | Msg::Ask => {
                if let Some(learned) = self.learned.first() {
                    fx.send(from, Msg::Chosen(learned.clone()));
                }
            }
            // From another learner, or a coordinator: both have counted a quorum.
            Msg::Chosen(proposal) if self.learned.is_empty() => self.learn(lab, &proposal, fx),
            _ => {}
        }
    }

    /// A vote. A value that a quorum has voted for in one round is chosen (§ 2.2; in a fast round a fast quorum, § 3.1).
    fn count(&mut self, lab: &FastPaxos, from: Pid, round: Round, proposal: &Proposal, fx: &mut Effects<FastPaxos>) {
        let votes = self.votes.entry(round).or_default();
        votes.insert(from, proposal.clone());
        let of_it = votes.values().filter(|other| *other == proposal).count();
        if of_it >= lab.quorum(round) && self.learned.iter().all(|known| known.value != proposal.value) {
            fx.note(phrase!(
                "counts {0} votes for {1} in round {2}: it is chosen",
                "统计到 {1} 在第 {2} 轮得到 {0} 票：被选定",
                of_it,
                proposal.name(),
                round.0
            ));
            self.learn(lab, proposal, fx);
        } else if self.learned.is_empty() && !self.asks {
            self.asks = true;
            fx.arm_between(Timer::Ask, lab.ask_us());
        }
    }

    fn learn(&mut self, lab: &FastPaxos, proposal: &Proposal, fx: &mut Effects<FastPaxos>) {
        self.learned.push(proposal.clone());
        fx.persist(Disk { learned: self.learned.clone(), ..Disk::default() });
        fx.tell(Fact::Learned { instance: INSTANCE, value: proposal.value.clone() });
        self.asks = false;
        fx.disarm(Timer::Ask);
        lab.clients().for_each(|client| fx.send(client, Msg::Chosen(proposal.clone())));
    }

    /// Votes got lost: it asks the other learners, and for the votes once more.
    pub(super) fn timeout(&mut self, lab: &FastPaxos, cx: Cx, fx: &mut Effects<FastPaxos>) {
        if !self.learned.is_empty() {
            return;
        }
        lab.learners().chain(lab.acceptors()).filter(|pid| *pid != cx.me).for_each(|pid| fx.send(pid, Msg::Ask));
        fx.arm_between(Timer::Ask, lab.ask_us());
    }
}
