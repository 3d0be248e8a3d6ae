//! Elections: time-outs, pre-votes and votes (Raft, §§ 5.2, 5.4.1; dissertation, §§ 3.10, 4.2.3, 9.6).

use super::leader::Leader;
use super::server::{Role, Server};
use super::{Campaign, Msg, Out, Position};
use synod_check::Fact;
use synod_kernel::Pid;
use synod_order::Set;
use synod_words::phrase;

impl Server {
    /// No leader has been heard of: the server campaigns, first on trial where pre-vote is on.
    pub(super) fn election_timeout(&mut self, out: &mut Out<'_>) {
        if matches!(self.role, Role::Leader(_)) || !self.members(out).contains(out.me) {
            return;
        }
        self.leader = None;
        out.arm_election();
        if !out.raft.pre_vote {
            return self.campaign(Campaign::Real, out);
        }
        let mut promises = Set::new();
        promises.insert(out.me);
        self.role = Role::PreCandidate(promises);
        out.note(phrase!("asks who would elect it in term {0}", "询问谁愿意在任期 {0} 选它", self.term + 1));
        self.ask_for_votes(self.term + 1, Campaign::Trial, out);
        self.count(out);
    }

    /// The leader asks this server to take over at once.
    pub(super) fn hurry(&mut self, from: Pid, term: u32, out: &mut Out<'_>) {
        let asked_by_the_leader = term == self.term && self.leader == Some(from);
        if asked_by_the_leader && matches!(self.role, Role::Follower) && self.members(out).contains(out.me) {
            out.arm_election();
            self.campaign(Campaign::HandedOver, out);
        }
    }

    /// A new term, a vote for itself, and a request to all others.
    fn campaign(&mut self, campaign: Campaign, out: &mut Out<'_>) {
        self.term += 1;
        self.voted = Some(out.me);
        self.leader = None;
        out.save = true;
        let mut votes = Set::new();
        votes.insert(out.me);
        self.role = Role::Candidate(votes);
        out.tell(Fact::Tried { instance: 0, round: u64::from(self.term) });
        out.note(phrase!("is a candidate in term {0}", "成为任期 {0} 的候选人", self.term));
        self.ask_for_votes(self.term, campaign, out);
        self.count(out);
    }

    fn ask_for_votes(&self, term: u32, campaign: Campaign, out: &mut Out<'_>) {
        let msg = Msg::RequestVote { term, last: self.log.last(), campaign };
        for pid in self.members(out).others(out.me) {
            out.send(pid, msg.clone());
        }
    }

    /// A candidate asks for a vote. There is one vote a term, "first come, first served", for candidates whose log is at least as
    /// up to date as the voter's.
    pub(super) fn vote(&mut self, from: Pid, term: u32, last: Position, campaign: Campaign, out: &mut Out<'_>) {
        let trial = campaign == Campaign::Trial;
        let refuse = |server: &Server| Msg::Vote { term: server.term, granted: false, trial };
        if campaign != Campaign::HandedOver && self.has_a_leader(out) {
            out.note(phrase!("has a leader, and passes over the request for a vote", "已有领导者，不理会投票请求"));
            return out.send(from, refuse(self));
        }
        if !trial {
            self.see(term, out);
        }
        let free = trial || self.voted.is_none_or(|voted| voted == from);
        let allowed = term >= self.term && free;
        let behind = out.raft.compares_logs && last < self.log.last();
        if !allowed || behind {
            if allowed {
                out.note(phrase!("refuses: its own log is more up to date", "拒绝：自己的日志更新"));
            }
            return out.send(from, refuse(self));
        }
        if !trial {
            self.voted = Some(from);
            out.save = true;
            self.wait_for_election(out);
        }
        out.send(from, Msg::Vote { term, granted: true, trial });
    }

    /// Whether it has heard from a leader within the shortest election time-out: then nobody else is needed (dissertation, § 4.2.3). Pre-vote
    /// asks for that, and leases rest on it.
    fn has_a_leader(&self, out: &Out<'_>) -> bool {
        let leads = matches!(self.role, Role::Leader(_));
        out.raft.keeps_to_its_leader() && (leads || out.now.saturating_sub(self.heard) < out.raft.election_us())
    }

    /// A voter answers.
    pub(super) fn voted(&mut self, from: Pid, term: u32, granted: bool, trial: bool, out: &mut Out<'_>) {
        if !granted {
            return self.see(term, out);
        }
        match &mut self.role {
            Role::PreCandidate(promises) if trial && term == self.term + 1 => drop(promises.insert(from)),
            Role::Candidate(votes) if !trial && term == self.term => drop(votes.insert(from)),
            _ => return,
        }
        self.count(out);
    }

    /// With a majority a pre-candidate campaigns, and a candidate leads.
    fn count(&mut self, out: &mut Out<'_>) {
        let members = self.members(out);
        match &self.role {
            Role::PreCandidate(promises) if members.majority(|pid| promises.contains(&pid)) => self.campaign(Campaign::Real, out),
            Role::Candidate(votes) if members.majority(|pid| votes.contains(&pid)) => {
                out.note(phrase!("leads term {0}", "成为任期 {0} 的领导者", self.term));
                out.tell(Fact::Elected { term: self.term });
                out.disarm_election();
                self.role = Role::Leader(Leader::new(self.log.last().index, out.now));
                self.leader = Some(out.me);
                self.begin_term(out);
            }
            _ => {}
        }
    }
}
