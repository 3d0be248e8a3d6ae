//! Replication: entries go out, are taken up, and are committed (Raft, §§ 5.3, 5.4.2, 7).

use super::catch_up::CatchUp;
use super::server::{Role, Server};
use super::{Change, Command, Entry, Members, Msg, Out, Position, Snapshot};
use synod_check::Fact;
use synod_kernel::Pid;
use synod_words::phrase;

impl Server {
    /// A leader's first deed: it takes its log as the truth, and appends an entry of its own term, with which that gets committed (Raft, § 8).
    pub(super) fn begin_term(&mut self, out: &mut Out<'_>) {
        out.arm_heartbeat();
        if out.raft.begins_with_no_op {
            self.propose(Command::NoOp, out);
        } else {
            self.broadcast(out);
        }
    }

    /// The leader appends a command to its log and sends it to all.
    pub(super) fn propose(&mut self, command: Command, out: &mut Out<'_>) {
        let entry = Entry { term: self.term, command };
        let index = self.log.last().index + 1;
        out.tell(Fact::Proposed { instance: index, value: entry.value() });
        out.tell(Fact::Broadcast { epoch: entry.term, counter: index, value: entry.value() });
        self.push(index, entry, out);
        self.broadcast(out);
        self.advance(out);
    }

    fn push(&mut self, index: u32, entry: Entry, out: &mut Out<'_>) {
        out.tell(Fact::Appended { index, term: entry.term, value: entry.value() });
        self.log.push(entry);
        out.save = true;
    }

    /// A round of messages to all members, and to those that catch up: new entries, or nothing but a sign of life.
    pub(super) fn broadcast(&mut self, out: &mut Out<'_>) {
        let members = self.members(out);
        let Role::Leader(leader) = &mut self.role else { return };
        leader.begin_round(out.now);
        leader.confirm(out.me, &members);
        let new = leader.catch_up.as_ref().map_or_else(Vec::new, CatchUp::servers);
        for pid in members.others(out.me).into_iter().chain(new) {
            self.replicate(pid, out);
        }
    }

    /// Sends one server what it does not have yet: entries, as many as a message takes, or the snapshot where they are compacted away.
    pub(super) fn replicate(&mut self, to: Pid, out: &mut Out<'_>) {
        let Role::Leader(leader) = &mut self.role else { return };
        let next = leader.next.entry(to).or_insert(leader.first);
        let (term, round) = (self.term, leader.round);
        let msg = match (self.log.term_at(*next - 1), self.log.snapshot()) {
            (None, Some(snapshot)) => {
                *next = snapshot.last.index + 1;
                Msg::Install { term, snapshot: snapshot.clone(), round }
            }
            (before, _) => {
                let prev = Position { term: before.unwrap_or_default(), index: *next - 1 };
                let mut entries = self.log.since(*next);
                if out.raft.batch > 0 {
                    entries.truncate(out.raft.batch as usize);
                }
                *next += entries.len() as u32;
                Msg::Append { term, prev, entries, commit: self.commit, round }
            }
        };
        out.send(to, msg);
    }

    /// A follower takes up entries, if its log holds the one before them ("`AppendEntries` RPC, receiver implementation", Raft, figure 2).
    pub(super) fn append(&mut self, from: Pid, prev: Position, entries: Vec<Entry>, commit: u32, round: u32, out: &mut Out<'_>) {
        let base = self.log.base().index;
        if prev.index > base && self.log.term_at(prev.index) != Some(prev.term) {
            let index = self.where_to_try(prev.index);
            out.send(from, Msg::Appended { term: self.term, index: Err(index), round });
            return self.wait_for_election(out);
        }
        let last = prev.index + entries.len() as u32;
        for (index, entry) in (prev.index + 1..).zip(entries) {
            match self.log.term_at(index) {
                // What a snapshot covers is committed, and the same everywhere.
                _ if index <= base => {}
                Some(term) if term == entry.term => {}
                Some(_) => {
                    self.truncate(index, out);
                    self.push(index, entry, out);
                }
                None => self.push(index, entry, out),
            }
        }
        self.wait_for_election(out);
        self.commit_up_to(commit.min(last), out);
        out.send(from, Msg::Appended { term: self.term, index: Ok(last), round });
    }

    /// The leader goes back by a whole term at once, and never beyond the follower's log (Raft, end of § 5.3).
    fn where_to_try(&self, index: u32) -> u32 {
        let last = self.log.last().index;
        if index > last { last + 1 } else { self.log.first_of_term(index) }
    }

    /// A conflict: this entry and all that follow it go.
    fn truncate(&mut self, from: u32, out: &mut Out<'_>) {
        out.note(phrase!(
            "removes its entries from {0} on: they conflict with the leader's",
            "删除自 {0} 起的条目：与领导者冲突",
            from
        ));
        out.tell(Fact::Truncated { from });
        self.log.truncate(from);
        self.commit = self.commit.min(from - 1);
    }

    /// A follower takes a snapshot in place of entries (Raft, figure 13).
    pub(super) fn install(&mut self, from: Pid, snapshot: Snapshot, round: u32, out: &mut Out<'_>) {
        let index = snapshot.last.index;
        if index > self.commit {
            let (first, last) = (self.log.base().index + 1, self.log.last().index);
            self.machine = snapshot.machine.clone();
            if !self.log.install(snapshot) && last >= first {
                out.tell(Fact::Truncated { from: first });
            }
            out.tell(Fact::Installed { index });
            out.note(phrase!("takes the snapshot up to {0}", "安装到 {0} 为止的快照", index));
            self.commit = index;
            out.save = true;
        }
        self.wait_for_election(out);
        out.send(from, Msg::Appended { term: self.term, index: Ok(index), round });
    }

    /// A follower answers the leader.
    pub(super) fn appended(&mut self, from: Pid, term: u32, index: Result<u32, u32>, round: u32, out: &mut Out<'_>) {
        self.see(term, out);
        let members = self.members(out);
        let Role::Leader(leader) = &mut self.role else { return };
        if term < self.term {
            return;
        }
        leader.heard(from, round);
        leader.confirm(out.me, &members);
        if let Some(catch_up) = &mut leader.catch_up {
            catch_up.hear(from, out.now);
        }
        let last = self.log.last().index;
        let matched = leader.matched.entry(from).or_default();
        let next = leader.next.entry(from).or_insert(1);
        match index {
            Ok(index) => {
                *matched = (*matched).max(index);
                *next = (*next).max(*matched + 1);
                if *next <= last {
                    self.replicate(from, out);
                }
            }
            Err(index) if index < *next => {
                *next = index.max(*matched + 1);
                self.replicate(from, out);
            }
            Err(_) => {}
        }
        self.advance(out);
        self.serve_reads(out);
        self.go_on_with_catch_up(out);
        self.hand_over(false, out);
    }

    /// The commit rule (Raft, § 5.4.2): an entry of the leader's own term is committed once a majority has it, and with it all before it.
    /// Entries of earlier terms are not committed by counting.
    pub(super) fn advance(&mut self, out: &mut Out<'_>) {
        let members = self.members(out);
        let Role::Leader(leader) = &self.role else { return };
        let last = self.log.last().index;
        let counts = |index: u32| !out.raft.own_term_only || self.log.term_at(index) == Some(self.term);
        let committed =
            (self.commit + 1..=last).rev().find(|index| counts(*index) && leader.stored(out.me, last, *index, &members));
        if let Some(index) = committed {
            self.commit_up_to(index, out);
            self.serve_reads(out);
            self.settle_members(&members, out);
        }
    }

    /// The log is committed up to this index: it is applied, and a leader answers.
    fn commit_up_to(&mut self, index: u32, out: &mut Out<'_>) {
        if index <= self.commit {
            return;
        }
        for (at, entry) in self.log.entries().filter(|(at, _)| (self.commit + 1..=index).contains(at)) {
            out.tell(Fact::Learned { instance: at, value: entry.value() });
        }
        self.commit = index;
        if matches!(self.role, Role::Leader(_)) {
            out.note(phrase!("commits its log up to {0}", "提交到条目 {0} 为止的日志", index));
        }
        out.tell(Fact::Committed { index, term: self.term });
        while self.machine.applied() < self.commit {
            let next = self.machine.applied() + 1;
            let Some(entry) = self.log.get(next) else { break };
            out.tell(Fact::Applied { instance: next, value: entry.value() });
            out.tell(Fact::Delivered { epoch: entry.term, counter: next });
            let sessions = (out.raft.session_limit > 0).then(|| self.machine.sessions().clone());
            let answer = self.machine.apply(next, &entry.command, out.raft.keeping());
            let expired = sessions.iter().flatten().filter(|(number, _)| !self.machine.sessions().contains_key(number));
            for (_, expired) in expired {
                out.note(phrase!("drops the session of {0}", "丢弃 {0} 的会话", out.raft.name_of(expired.client)));
            }
            if let (Some((client, op, ret)), Role::Leader(_)) = (answer, &self.role) {
                out.send(client, Msg::Answer { op, ret });
            }
        }
        let compacts_after = out.raft.snapshot_after;
        let applied = self.machine.applied();
        if compacts_after > 0 && applied == self.commit && applied >= self.log.base().index + compacts_after {
            self.log.compact(&self.machine);
            out.note(phrase!(
                "compacts its log up to {0} into a snapshot",
                "把到 {0} 为止的日志压缩为快照",
                self.log.base().index
            ));
            out.save = true;
        }
    }

    /// The members that were in force are committed, perhaps. A joint configuration is followed by the new one (Raft, § 6); a leader that is
    /// no member any more steps down (dissertation, § 4.2.2).
    fn settle_members(&mut self, in_force: &Members, out: &mut Out<'_>) {
        let Some((index, _)) = self.log.members() else { return };
        if index > self.commit || !matches!(self.role, Role::Leader(_)) {
            return;
        }
        if let Some(next) = &in_force.next {
            let asked = self.log.get(index).map(|entry| entry.command.clone());
            if let Some(Command::Members { op, client, .. }) = asked {
                self.propose(Command::Members { op, client, members: Members::of(next.clone()) }, out);
            }
        } else if !in_force.contains(out.me) {
            self.follow(out);
        }
    }

    /// The leader says that it is alive. One that a majority has not answered for too long steps down (dissertation, § 6.2).
    pub(super) fn beat(&mut self, out: &mut Out<'_>) {
        let Role::Leader(leader) = &mut self.role else { return };
        if out.now.saturating_sub(leader.confirmed.1) > out.raft.patience_us() {
            out.note(phrase!("has not heard from a majority for too long", "太久没有收到多数派的应答"));
            return self.follow(out);
        }
        self.abandon_transfer(out);
        self.abandon_catch_up(out);
        out.arm_heartbeat();
        self.broadcast(out);
        self.hand_over(true, out);
    }
}

impl Change {
    /// The members that the leader appends first on the way from the present ones to these; none where it refuses.
    pub(super) fn first_step(self, present: &Members, wanted: Vec<Pid>) -> Option<Members> {
        match self {
            Change::OneAtATime => (present.distance(&wanted) <= 1).then(|| Members::of(wanted)),
            Change::Joint => Some(Members { voters: present.voters.clone(), next: Some(wanted) }),
            Change::Direct => Some(Members::of(wanted)),
        }
    }
}
