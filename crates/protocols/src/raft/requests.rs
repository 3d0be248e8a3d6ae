//! What a server does with a client's request (Raft, § 8; dissertation, chapters 4 and 6, and § 3.10).

use super::leader::Transfer;
use super::server::{Role, Server};
use super::{Command, Members, Msg, Op, Out, Reads, Ret};
use synod_kernel::{OperationId, Pid};
use synod_words::phrase;

impl Server {
    /// A client's request. Only a leader takes it; what it has applied already it only answers again.
    pub(super) fn request(&mut self, client: Pid, op: OperationId, body: Op, out: &mut Out<'_>) {
        let Role::Leader(leader) = &self.role else {
            return out.send(client, Msg::Redirect { op, leader: self.leader });
        };
        if leader.transfer.is_some() {
            return out.send(client, Msg::Redirect { op, leader: None });
        }
        if let Some(ret) = self.machine.answered(client, op).filter(|_| out.raft.sessions) {
            out.note(phrase!("has applied this request before and answers again", "此请求已执行过，再次应答"));
            return out.send(client, Msg::Answer { op, ret: ret.clone() });
        }
        match body {
            Op::Read(key) if out.raft.reads != Reads::Log => self.read(client, op, key, out),
            Op::Read(_) | Op::Write(..) => self.propose(Command::Client { op, client, body }, out),
            Op::Members(wanted) => self.change_members(client, op, wanted, out),
            Op::Transfer(to) => self.transfer(client, op, to, out),
        }
    }

    /// A change of members. There is one at a time, and none before the leader has committed an entry of its own term: else two leaders
    /// might change the same members apart from each other (dissertation, § 4.1, and Ongaro's correction of 2015).
    fn change_members(&mut self, client: Pid, op: OperationId, wanted: Vec<Pid>, out: &mut Out<'_>) {
        let Role::Leader(leader) = &self.role else { return };
        if self.log.entries().any(|(_, entry)| entry.command.op() == Some(op)) {
            return;
        }
        let present = self.members(out);
        let under_way = present.next.is_some() || self.log.members().is_some_and(|(index, _)| index > self.commit);
        let exist = !wanted.is_empty() && wanted.iter().all(|pid| pid.0 < out.raft.servers());
        let step = out.raft.change.first_step(&present, wanted).filter(|_| exist);
        match step {
            Some(members) if !under_way && leader.first <= self.commit => {
                self.propose(Command::Members { op, client, members }, out);
            }
            _ => {
                out.note(phrase!("refuses the change of members", "拒绝变更成员"));
                out.send(client, Msg::Answer { op, ret: Ret::Refused });
            }
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
