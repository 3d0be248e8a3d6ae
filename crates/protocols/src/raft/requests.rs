//! What a server does with a client's request (Raft, § 8; dissertation, chapters 4 and 6, and § 3.10).

use super::leader::Transfer;
use super::server::{Role, Server};
use super::{Command, Members, Msg, Op, Out, Reads, Ret};
use synod_kernel::{OperationId, Pid};
use synod_words::phrase;

impl Server {
    /// A client's request. Only a leader takes it; what it has applied already it only answers again.
    pub(super) fn request(&mut self, client: Pid, op: OperationId, session: Option<u32>, body: Op, out: &mut Out<'_>) {
        if !self.takes_requests(client, op, out) {
            return;
        }
        if let Some(ret) = self.machine.answered(session.unwrap_or(client.0.into()), op) {
            out.note(phrase!("has applied this request before and answers again", "此请求已执行过，再次应答"));
            return out.send(client, Msg::Answer { op, ret: ret.clone() });
        }
        match body {
            Op::Read(key) if out.raft.reads != Reads::Log => self.read(client, op, key, out),
            Op::Read(_) | Op::Write(..) => self.propose(Command::Client { op, client, session, body }, out),
            Op::Members(wanted) => self.change_members(client, op, wanted, out),
            Op::Transfer(to) => self.transfer(client, op, to, out),
        }
    }

    /// A client wants a session: that is an entry of the log like others.
    pub(super) fn register(&mut self, client: Pid, op: OperationId, out: &mut Out<'_>) {
        if self.takes_requests(client, op, out) {
            self.propose(Command::Register { op, client }, out);
        }
    }

    /// Whether this server takes requests; else it says who does.
    fn takes_requests(&self, client: Pid, op: OperationId, out: &mut Out<'_>) -> bool {
        let leader = match &self.role {
            Role::Leader(leader) if leader.transfer.is_none() => return true,
            Role::Leader(_) => None,
            _ => self.leader,
        };
        out.send(client, Msg::Redirect { op, leader });
        false
    }

    /// A change of members. There is one at a time, and none before the leader has committed an entry of its own term: else two leaders
    /// might change the same members apart from each other (dissertation, § 4.1, and Ongaro's correction of 2015). New servers catch up first.
    fn change_members(&mut self, client: Pid, op: OperationId, wanted: Vec<Pid>, out: &mut Out<'_>) {
        let Role::Leader(leader) = &self.role else { return };
        let begun = leader.catch_up.as_ref().is_some_and(|catch_up| catch_up.is_for(op));
        let present = self.members(out);
        let entry = self.log.entries().filter(|(_, entry)| entry.command.op() == Some(op)).last();
        if begun || entry.is_some() {
            if entry.is_some_and(|(index, _)| index <= self.commit) && present.next.is_none() {
                out.send(client, Msg::Answer { op, ret: Ret::Done });
            }
            return;
        }
        let under_way = leader.catch_up.is_some()
            || present.next.is_some()
            || self.log.members().is_some_and(|(index, _)| index > self.commit);
        let exist = !wanted.is_empty() && wanted.iter().all(|pid| pid.0 < out.raft.servers());
        let may = exist && !under_way && leader.first <= self.commit;
        let step = out.raft.change.first_step(&present, wanted.clone()).filter(|_| may);
        let new: Vec<Pid> = wanted.iter().copied().filter(|pid| !present.contains(*pid)).collect();
        if step.is_some() && out.raft.catches_up && !new.is_empty() {
            self.begin_catch_up((client, op), wanted, &new, out);
        } else {
            self.propose_members((client, op), step, out);
        }
    }

    /// A leadership transfer begins: the leader takes no requests any more, brings the target's log up to date and then asks it to campaign
    /// (dissertation, § 3.10).
    fn transfer(&mut self, client: Pid, op: OperationId, to: Pid, out: &mut Out<'_>) {
        let ret = match &self.members(out) {
            _ if to == out.me => Ret::Done,
            Members { voters, .. } if voters.contains(&to) => {
                let Role::Leader(leader) = &mut self.role else { return };
                leader.transfer = Some(Transfer { to, asked: (client, op), since: out.now, sent: false });
                self.broadcast(out);
                return self.hand_over(false, out);
            }
            _ => Ret::Refused,
        };
        out.send(client, Msg::Answer { op, ret });
    }

    /// The target of a transfer is asked to campaign once it has the whole log; `again` if it has been asked and did not.
    pub(super) fn hand_over(&mut self, again: bool, out: &mut Out<'_>) {
        let Role::Leader(leader) = &mut self.role else { return };
        if let Some(Transfer { to, sent, .. }) = &mut leader.transfer
            && (again || !*sent)
            && leader.matched.get(to) == Some(&self.log.last().index)
        {
            *sent = true;
            leader.challenged = true;
            out.send(*to, Msg::TimeoutNow { term: self.term });
        }
    }

    /// A transfer that takes longer than an election is given up: the leader goes on.
    pub(super) fn abandon_transfer(&mut self, out: &mut Out<'_>) {
        let Role::Leader(leader) = &mut self.role else { return };
        let late = |transfer: &mut Transfer| out.now.saturating_sub(transfer.since) > out.raft.election_us();
        if let Some(Transfer { asked: (client, op), .. }) = leader.transfer.take_if(late) {
            out.note(phrase!("gives up the transfer and leads on", "放弃移交，继续领导"));
            out.send(client, Msg::Answer { op, ret: Ret::Refused });
        }
    }
}
