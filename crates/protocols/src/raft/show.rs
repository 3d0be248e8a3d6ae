//! How the lab is shown: servers, clients, messages, operations.

use super::command::names;
use super::leader::Leader;
use super::server::{Role, Server};
use super::{Campaign, Client, Command, Entry, Msg, Node, Op, Position, Raft, Reads, Ret, Session};
use crate::{Field, LogCell, MessageKind, MessageView, NodeView, Nodes, OperationView, Outcome};
use synod_check::Value;
use synod_kernel::Pid;
use synod_words::{Arg, Phrase, phrase};

impl Node {
    /// Whether it leads, as far as it knows.
    pub fn leads(&self) -> bool {
        matches!(self, Node::Server(Server { role: Role::Leader(_), .. }))
    }

    /// The clients' commands in its log, in order, and whether each is committed, as far as it knows.
    pub fn commands(&self) -> Vec<(&Op, bool)> {
        let Node::Server(server) = self else { return Vec::new() };
        let entries = server.log.entries();
        let commands = entries.filter_map(|(index, entry)| match &entry.command {
            Command::Client { body, .. } => Some((body, index <= server.commit)),
            _ => None,
        });
        commands.collect()
    }
}

impl Raft {
    pub(super) fn node_view(&self, pid: Pid, world: &dyn Nodes<Raft>) -> NodeView {
        match world.node(pid) {
            None => NodeView::default(),
            Some(Node::Client(client)) => NodeView { fields: self.client_fields(client), ..NodeView::default() },
            Some(Node::Server(server)) => NodeView {
                headline: Some(self.headline(pid, server)),
                detail: Some(detail(server)),
                owner: colour(server.term),
                log: cells(server),
                fields: self.fields(server),
                ..NodeView::default()
            },
        }
    }

    /// What it does; of one that is no member by its own log, that it has no vote.
    fn headline(&self, pid: Pid, server: &Server) -> Phrase {
        let member = server.log.members().map_or(pid.0 < self.n, |(_, members)| members.contains(pid));
        match &server.role {
            Role::Follower if !member => phrase!("no vote", "无投票权"),
            Role::Follower => phrase!("follower", "跟随者"),
            Role::PreCandidate(_) => phrase!("pre-vote", "预投票"),
            Role::Candidate(_) => phrase!("candidate", "候选人"),
            Role::Leader(_) => phrase!("leader", "领导者"),
        }
    }

    fn client_fields(&self, client: &Client) -> Vec<Field> {
        let mut fields = vec![field(phrase!("asks", "询问"), Phrase::verbatim(self.name_of(client.server())))];
        if let Some(session) = client.session() {
            fields.push(field(phrase!("session", "会话"), number(session)));
        }
        if let Some((op, body)) = client.waiting() {
            fields.push(field(phrase!("waits for operation {0}", "等待操作 {0}", op.0 + 1), operation(body)));
        }
        fields
    }

    /// Its state by the names of figure 2.
    fn fields(&self, server: &Server) -> Vec<Field> {
        let who = |pid: Option<Pid>| pid.map_or_else(|| phrase!("nobody", "无"), |pid| Phrase::verbatim(self.name_of(pid)));
        let mut fields = vec![
            field(phrase!("current term", "当前任期"), number(server.term)),
            field(phrase!("voted for", "投票给"), who(server.voted)),
            field(phrase!("leader", "领导者"), who(server.leader)),
            field(phrase!("commit index", "提交索引"), number(server.commit)),
            field(phrase!("last applied", "已执行到"), number(server.machine.applied())),
        ];
        match &server.role {
            Role::Follower => {}
            Role::PreCandidate(by) => fields.push(field(phrase!("would be elected by", "愿意选它的"), self.names(by))),
            Role::Candidate(by) => fields.push(field(phrase!("votes of", "得到的选票"), self.names(by))),
            Role::Leader(leader) => fields.extend(self.leader_fields(leader)),
        }
        let members = server.log.members().map(|(_, members)| members.to_string());
        let members = members.unwrap_or_else(|| super::Members::of(self.founders()).to_string());
        fields.push(field(phrase!("members", "成员"), Phrase::verbatim(members.trim_start_matches("members ").to_owned())));
        if let Some(snapshot) = server.log.snapshot() {
            let text = format!("#1 – #{}", snapshot.last.index);
            fields.push(field(phrase!("snapshot", "快照"), Phrase::verbatim(text)));
        }
        fields.extend(server.log.entries().map(|(index, entry)| entry_field(index, entry)));
        let pairs = server.machine.store().iter().map(|(key, value)| format!("{key}={value}"));
        fields.push(field(phrase!("state machine", "状态机"), listed(&pairs.collect::<Vec<_>>())));
        let sessions = server.machine.sessions().values().map(|Session { client, latest, .. }| match latest {
            Some((op, _)) => format!("{}: #{}", self.name_of(*client), op.0 + 1),
            None => self.name_of(*client),
        });
        fields.push(field(phrase!("sessions", "会话"), listed(&sessions.collect::<Vec<_>>())));
        fields
    }

    fn leader_fields(&self, leader: &Leader) -> Vec<Field> {
        let mut fields = Vec::new();
        for (pid, next) in &leader.next {
            let matched = leader.matched.get(pid).copied().unwrap_or(0);
            let words = phrase!("next {0}, match {1}", "next {0}，match {1}", *next, matched);
            fields.push(field(Phrase::verbatim(self.name_of(*pid)), words));
        }
        if !leader.reads.is_empty() {
            fields.push(field(phrase!("reads waiting", "等待中的读"), number(leader.reads.len() as u32)));
        }
        if let Some(catch_up) = &leader.catch_up {
            let words = phrase!(
                "{0}, round {1}, up to #{2}",
                "{0}，第 {1} 轮，到 #{2}",
                names(&catch_up.servers()),
                catch_up.round,
                catch_up.goal
            );
            fields.push(field(phrase!("catching up", "追赶中"), words));
        }
        if self.reads == Reads::Lease && leader.confirmed.0 > 0 && !leader.challenged {
            let ends = Arg::TimeUs(leader.confirmed.1 + self.lease_us());
            fields.push(field(phrase!("lease ends, by its clock", "租约到期（本地时钟）"), phrase!("{0}", "{0}", ends)));
        }
        if let Some(transfer) = &leader.transfer {
            fields.push(field(phrase!("hands over to", "移交给"), Phrase::verbatim(self.name_of(transfer.to))));
        }
        fields
    }

    fn names<'p>(&self, pids: impl IntoIterator<Item = &'p Pid>) -> Phrase {
        listed(&pids.into_iter().map(|pid| self.name_of(*pid)).collect::<Vec<_>>())
    }
}

fn detail(server: &Server) -> Phrase {
    match server.machine.store().first_key_value() {
        Some((key, value)) => phrase!("term {0}, {1}", "任期 {0}，{1}", server.term, format!("{key}={value}")),
        None => phrase!("term {0}", "任期 {0}", server.term),
    }
}

/// Terms have colours.
fn colour(term: u32) -> Option<u32> {
    (term > 0).then_some(term)
}

/// The log as the paper draws it: a cell has the colour of its term, and the term stands in it. The snapshot is one cell.
fn cells(server: &Server) -> Vec<LogCell> {
    let base = server.log.base();
    let snapshot =
        server.log.snapshot().map(|_| LogCell { label: format!("≤{}", base.index), owner: colour(base.term), committed: true });
    let cell = |(index, entry): (u32, &Entry)| LogCell {
        label: entry.term.to_string(),
        owner: colour(entry.term),
        committed: index <= server.commit,
    };
    snapshot.into_iter().chain(server.log.entries().map(cell)).collect()
}

fn entry_field(index: u32, entry: &Entry) -> Field {
    field(
        phrase!("entry {0}", "条目 {0}", index),
        phrase!("term {0}: {1}", "任期 {0}：{1}", entry.term, entry.command.to_string()),
    )
}

fn field(name: Phrase, value: Phrase) -> Field {
    Field { name, value }
}

fn number(n: u32) -> Phrase {
    Phrase::verbatim(n.to_string())
}

fn listed(each: &[String]) -> Phrase {
    if each.is_empty() { phrase!("none", "无") } else { Phrase::verbatim(each.join(", ")) }
}

pub(super) fn message_view(msg: &Msg) -> MessageView {
    let verbatim = |text: String| Phrase::verbatim(text);
    let (kind, label, term) = match msg {
        Msg::Request { body, .. } => (MessageKind::Request, operation(body), 0),
        Msg::Register { .. } => (MessageKind::Request, phrase!("register", "注册"), 0),
        Msg::Answer { ret: ret @ (Ret::Refused | Ret::Expired), .. } => (MessageKind::No, answer(ret), 0),
        Msg::Answer { ret, .. } => (MessageKind::Yes, answer(ret), 0),
        Msg::Redirect { leader, .. } => (MessageKind::No, redirect(*leader), 0),
        Msg::RequestVote { term, last, campaign } => {
            let name = if *campaign == Campaign::Trial { "preVote" } else { "requestVote" };
            (MessageKind::Request, verbatim(format!("{name}({term}, {})", place(*last))), *term)
        }
        Msg::Vote { term, granted: true, trial: false } => (MessageKind::Yes, verbatim(format!("vote({term})")), *term),
        Msg::Vote { term, granted: true, trial: true } => {
            (MessageKind::Yes, phrase!("would vote({0})", "愿投票({0})", *term), *term)
        }
        Msg::Vote { term, granted: false, .. } => (MessageKind::No, phrase!("no vote({0})", "不投票({0})", *term), *term),
        Msg::Append { term, entries, .. } if entries.is_empty() => {
            (MessageKind::Heartbeat, verbatim(format!("heartbeat({term})")), *term)
        }
        Msg::Append { term, prev, entries, .. } => (MessageKind::Request, verbatim(append(*term, prev.index, entries)), *term),
        Msg::Appended { term, index: Ok(index), .. } => (MessageKind::Yes, verbatim(format!("match({index})")), *term),
        Msg::Appended { term, index: Err(0), .. } => (MessageKind::No, verbatim(format!("term({term})")), *term),
        Msg::Appended { term, index: Err(index), .. } => {
            (MessageKind::No, phrase!("no, from #{0}", "不符，自 #{0}", *index), *term)
        }
        Msg::Install { term, snapshot, .. } => {
            (MessageKind::Request, phrase!("snapshot(≤ #{0})", "快照(≤ #{0})", snapshot.last.index), *term)
        }
        Msg::TimeoutNow { term } => (MessageKind::Request, verbatim(format!("timeoutNow({term})")), *term),
    };
    MessageView { label, kind, owner: colour(term), fields: message_fields(msg, term) }
}

/// `append(3, #4: x=2)`, `append(3, #4 – #6)`.
fn append(term: u32, prev: u32, entries: &[Entry]) -> String {
    match entries {
        [entry] => format!("append({term}, #{}: {})", prev + 1, entry.command),
        _ => format!("append({term}, #{} – #{})", prev + 1, prev + entries.len() as u32),
    }
}

/// An entry by its index and term.
fn place(at: Position) -> String {
    if at.index == 0 { "–".to_owned() } else { format!("#{}: {}", at.index, at.term) }
}

fn redirect(leader: Option<Pid>) -> Phrase {
    match leader {
        Some(leader) => phrase!("{0} leads", "领导者是 {0}", names(&[leader])),
        None => phrase!("no leader known", "不知道领导者"),
    }
}

fn message_fields(msg: &Msg, term: u32) -> Vec<Field> {
    let mut fields = Vec::new();
    if term > 0 {
        fields.push(field(phrase!("term", "任期"), number(term)));
    }
    match msg {
        Msg::Request { op, .. } | Msg::Register { op } | Msg::Answer { op, .. } | Msg::Redirect { op, .. } => {
            fields.push(field(phrase!("for operation", "所属操作"), number(op.0 + 1)));
            if let Msg::Request { session: Some(session), .. } = msg {
                fields.push(field(phrase!("session", "会话"), number(*session)));
            }
        }
        Msg::RequestVote { last, campaign, .. } => {
            fields.push(field(phrase!("last entry (index: term)", "最后条目（索引: 任期）"), Phrase::verbatim(place(*last))));
            if *campaign == Campaign::HandedOver {
                fields.push(field(phrase!("why", "原因"), phrase!("the leader hands over", "领导者移交")));
            }
        }
        Msg::Append { prev, entries, commit, round, .. } => {
            fields.push(field(phrase!("entry before (index: term)", "前一条目（索引: 任期）"), Phrase::verbatim(place(*prev))));
            fields.extend((prev.index + 1..).zip(entries).map(|(index, entry)| entry_field(index, entry)));
            fields.push(field(phrase!("commit index", "提交索引"), number(*commit)));
            fields.push(field(phrase!("round", "轮次"), number(*round)));
        }
        Msg::Appended { round, .. } => fields.push(field(phrase!("round", "轮次"), number(*round))),
        Msg::Install { snapshot, .. } => {
            fields.push(field(
                phrase!("last entry (index: term)", "最后条目（索引: 任期）"),
                Phrase::verbatim(place(snapshot.last)),
            ));
        }
        Msg::Vote { .. } | Msg::TimeoutNow { .. } => {}
    }
    fields
}

pub(super) fn operation(op: &Op) -> Phrase {
    match op {
        Op::Read(key) => phrase!("read {0}", "读 {0}", &**key),
        Op::Write(key, value) => phrase!("write {0} = {1}", "写 {0} = {1}", &**key, value.to_string()),
        Op::Members(members) => phrase!("members {0}", "成员 {0}", names(members)),
        Op::Transfer(to) => phrase!("transfer to {0}", "移交给 {0}", names(&[*to])),
    }
}

fn answer(ret: &Ret) -> Phrase {
    match ret {
        Ret::Done => phrase!("ok", "成功"),
        Ret::Found(Value::Null) => Phrase::verbatim("–".to_owned()),
        Ret::Found(value) => Phrase::verbatim(value.to_string()),
        Ret::Refused => phrase!("refused", "拒绝"),
        Ret::Registered(session) => phrase!("session {0}", "会话 {0}", *session),
        Ret::Expired => phrase!("session expired", "会话已过期"),
        Ret::NoAnswer => phrase!("no answer", "无应答"),
    }
}

pub(super) fn operation_view(op: &Op, ret: Option<&Ret>) -> OperationView {
    let outcome = ret.map(|ret| match ret {
        Ret::Done | Ret::Found(_) | Ret::Registered(_) => Outcome::Answered,
        Ret::Refused => Outcome::Refused,
        Ret::NoAnswer | Ret::Expired => Outcome::Unknown,
    });
    OperationView { label: operation(op), answer: ret.map(answer), outcome, owner: None }
}
