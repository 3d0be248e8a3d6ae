//! How the lab is shown: replicas, clients, messages, operations.

use super::client::Client;
use super::replica::Replica;
use super::write::{Vector, Write};
use super::{Level, Models, Msg, Op, Ret, Role};
use crate::{Field, LogCell, MessageKind, MessageView, NodeView, Nodes, OperationView, Outcome};
use synod_kernel::{OperationId, Pid};
use synod_order::Set;
use synod_words::{Phrase, phrase};

/// How many characters a headline has.
const HEADLINE: usize = 9;
/// How many characters a cell of the log has.
const CELL: usize = 3;

impl Models {
    pub(super) fn node_view(&self, pid: Pid, world: &dyn Nodes<Models>) -> NodeView {
        match role(world, pid) {
            None => NodeView::default(),
            Some(Role::Replica(replica)) => self.replica_view(replica, world),
            Some(Role::Client(client)) => self.client_view(pid, client),
        }
    }

    fn replica_view(&self, replica: &Replica, world: &dyn Nodes<Models>) -> NodeView {
        let copies = replica.disk.copies.values();
        let newest = copies.clone().max_by_key(|write| write.stamp);
        let mut fields: Vec<Field> =
            copies.clone().map(|write| field(phrase!("{0}", "{0}", &*write.key), self.in_full(write))).collect();
        if self.level != Level::Linearizable {
            fields.push(field(phrase!("has", "已有的写"), Phrase::verbatim(self.vector(&replica.have()))));
            fields.extend(replica.known.iter().map(|(peer, known)| {
                let name = phrase!("knows that {0} has", "已知 {0} 具有", self.name_of(*peer));
                field(name, Phrase::verbatim(self.vector(known)))
            }));
        }
        fields.extend(replica.early.values().map(|write| {
            field(phrase!("holds back", "暂缓"), Phrase::verbatim(format!("{}, {}", assign(write), self.vector(&write.deps))))
        }));
        fields.extend(replica.waiting.iter().map(|(op, waiting)| {
            let name = phrase!("operation {0} of {1} waits", "操作 {0}（{1}）等待", op.0 + 1, self.name_of(waiting.client));
            let needs = Phrase::verbatim(self.vector(&waiting.needs));
            field(name, phrase!("{0}, needs {1}", "{0}，需要 {1}", operation(&waiting.body), needs))
        }));
        fields.extend(replica.tasks.iter().map(|(op, task)| {
            field(phrase!("coordinates operation {0}, waits for", "协调操作 {0}，等待", op.0 + 1), task.waits_for(self))
        }));
        NodeView {
            headline: newest.map(|_| Phrase::verbatim(headline(copies))),
            detail: self.detail(replica, world),
            owner: newest.map(|write| write.op.0),
            log: self.log(replica),
            fields,
            ..NodeView::default()
        }
    }

    /// What a replica waits for, or how far it is behind.
    fn detail(&self, replica: &Replica, world: &dyn Nodes<Models>) -> Option<Phrase> {
        if !replica.waiting.is_empty() {
            return Some(phrase!("{0} waiting", "{0} 个等待", replica.waiting.len()));
        }
        if !replica.early.is_empty() {
            return Some(phrase!("{0} held back", "{0} 个暂缓", replica.early.len()));
        }
        let behind = self.behind(replica, world);
        (behind > 0).then(|| phrase!("{0} behind", "落后 {0}", behind))
    }

    /// How many writes, or keys at a majority store, some other replica has and this one lacks: the inconsistency window is open.
    fn behind(&self, replica: &Replica, world: &dyn Nodes<Models>) -> usize {
        let others = self.peers(replica.me).filter_map(|peer| match role(world, peer) {
            Some(Role::Replica(other)) => Some(other),
            _ => None,
        });
        if self.level == Level::Linearizable {
            let newer = others.flat_map(|other| other.disk.copies.values());
            let newer = newer.filter(|write| replica.disk.copies.get(&write.key).is_none_or(|mine| mine.stamp < write.stamp));
            return synod_order::set(newer.map(|write| &write.key)).len();
        }
        let lacking: Set<_> =
            synod_order::set(others.flat_map(|other| other.disk.log.keys()).filter(|dot| !replica.disk.log.contains_key(dot)));
        lacking.len()
    }

    /// The writes in the order of their timestamps; settled once all are known to have them.
    fn log(&self, replica: &Replica) -> Vec<LogCell> {
        let mut writes: Vec<&Write> = replica.disk.log.values().collect();
        synod_order::sort_by_key(&mut writes, |write| write.stamp);
        let cell = |write: &&Write| LogCell {
            label: format!("{}{}", write.key, write.value).chars().take(CELL).collect(),
            owner: Some(write.op.0),
            committed: replica.is_everywhere(self, write.dot),
        };
        writes.iter().map(cell).collect()
    }

    fn client_view(&self, pid: Pid, client: &Client) -> NodeView {
        let next =
            field(phrase!("next replica", "下一个副本"), Phrase::verbatim(self.name_of(self.replica_for(pid, client.steps()))));
        let session = client.session();
        let vectors = [
            (phrase!("session has written", "会话写过"), &session.written),
            (phrase!("session has read", "会话读到"), &session.read),
            (phrase!("which depends on", "其依赖"), &session.follows),
        ];
        let known = vectors.into_iter().filter(|(_, vector)| !vector.is_empty());
        let session = known.map(|(name, vector)| field(name, Phrase::verbatim(self.vector(vector))));
        NodeView { fields: std::iter::once(next).chain(session).collect(), ..NodeView::default() }
    }

    pub(super) fn message_view(&self, msg: &Msg) -> MessageView {
        let (kind, label) = self.label(msg);
        let mut fields = Vec::new();
        let mut say = |name: Phrase, vector: &Vector| fields.push(field(name, Phrase::verbatim(self.vector(vector))));
        match msg {
            Msg::Ask { needs, .. } if !needs.is_empty() => say(phrase!("the replica must have", "副本必须具有"), needs),
            Msg::Update { have, .. } | Msg::Have { have } | Msg::Pull { have } => say(phrase!("sender has", "发送者具有"), have),
            _ => {}
        }
        let carried: &[Write] = match msg {
            Msg::Update { writes, .. } => writes,
            Msg::Answer { write: Some(write), .. } | Msg::State { write: Some(write), .. } | Msg::Store { write, .. } => {
                std::slice::from_ref(write)
            }
            _ => &[],
        };
        for write in carried {
            fields.push(field(phrase!("carries", "携带"), self.in_full(write)));
        }
        MessageView { label, kind, owner: carried.last().map(|write| write.op.0), fields }
    }

    fn label(&self, msg: &Msg) -> (MessageKind, Phrase) {
        let found =
            |write: &Option<Write>| write.as_ref().map_or_else(|| phrase!("nothing", "无"), |w| Phrase::verbatim(assign(w)));
        match msg {
            Msg::Ask { body, .. } => (MessageKind::Request, operation(body)),
            Msg::Answer { op, write: Some(write) } if write.op == *op => {
                (MessageKind::Yes, phrase!("written {0}", "已写入 {0}", assign(write)))
            }
            Msg::Answer { write, .. } => (MessageKind::Yes, found(write)),
            Msg::Update { writes, .. } if writes.is_empty() => (MessageKind::Yes, phrase!("nothing new", "没有新的写")),
            Msg::Update { writes, .. } => {
                let all: Vec<String> = writes.iter().map(assign).collect();
                (MessageKind::Request, phrase!("update {0}", "更新 {0}", all))
            }
            Msg::Have { have } => (MessageKind::Yes, phrase!("has {0}", "已有 {0}", self.vector(have))),
            Msg::Pull { have } => (MessageKind::Request, phrase!("pull, has {0}", "拉取，已有 {0}", self.vector(have))),
            Msg::Order { body, .. } => (MessageKind::Request, phrase!("order {0}", "定序 {0}", operation(body))),
            Msg::Query { key, .. } => (MessageKind::Request, phrase!("query {0}", "查询 {0}", &**key)),
            Msg::State { write, .. } => (MessageKind::Yes, phrase!("holds {0}", "现有 {0}", found(write))),
            Msg::Store { write, .. } => (MessageKind::Request, phrase!("store {0}", "保存 {0}", assign(write))),
            Msg::Stored { .. } => (MessageKind::Yes, phrase!("stored", "已保存")),
        }
    }

    /// A write with its timestamp and what it depends on.
    fn in_full(&self, write: &Write) -> Phrase {
        let tie = if write.dot.seq == 0 { format!("#{}", write.stamp.tie + 1) } else { self.name_of(write.dot.origin) };
        let stamped = format!("{} ({}, {tie})", assign(write), write.stamp.count);
        if write.deps.is_empty() {
            return Phrase::verbatim(stamped);
        }
        phrase!("{0}, after {1}", "{0}，后于 {1}", stamped, self.vector(&write.deps))
    }

    fn vector(&self, vector: &Vector) -> String {
        let entries: Vec<String> = vector.iter().map(|(origin, n)| format!("{}:{n}", self.name_of(*origin))).collect();
        format!("{{{}}}", entries.join(", "))
    }
}

fn role(world: &dyn Nodes<Models>, pid: Pid) -> Option<&Role> {
    world.node(pid).map(|node| &node.0)
}

fn field(name: Phrase, value: Phrase) -> Field {
    Field { name, value }
}

fn assign(write: &Write) -> String {
    format!("{} = {}", write.key, write.value)
}

/// As many keys as there is room for.
fn headline<'a>(copies: impl Iterator<Item = &'a Write>) -> String {
    let mut line = String::new();
    for write in copies {
        let next = if line.is_empty() { assign(write) } else { format!("{line} {}={}", write.key, write.value) };
        if next.chars().count() > HEADLINE && !line.is_empty() {
            return line;
        }
        line = next.chars().take(HEADLINE).collect();
    }
    line
}

pub(super) fn operation(op: &Op) -> Phrase {
    match op {
        Op::Read(key) => phrase!("read {0}", "读 {0}", &**key),
        Op::Write(key, value) => phrase!("write {0} = {1}", "写 {0} = {1}", &**key, value.to_string()),
    }
}

pub(super) fn operation_view(id: OperationId, op: &Op, ret: Option<&Ret>) -> OperationView {
    let outcome = ret.map(|ret| if *ret == Ret::NoAnswer { Outcome::Unknown } else { Outcome::Answered });
    let answer = ret.map(|ret| match ret {
        Ret::Written => phrase!("ok", "成功"),
        Ret::Found(found) => Phrase::verbatim(found.as_ref().map_or_else(|| "–".to_owned(), |(value, _)| value.to_string())),
        Ret::NoAnswer => phrase!("no answer", "无应答"),
    });
    let owner = match (op, ret) {
        (Op::Write(..), _) => Some(id.0),
        (Op::Read(_), Some(Ret::Found(Some((_, write))))) => Some(write.0),
        (Op::Read(_), _) => None,
    };
    OperationView { label: operation(op), answer, outcome, owner }
}
