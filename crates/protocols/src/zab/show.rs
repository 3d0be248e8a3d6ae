//! How the lab is shown: servers, clients, messages, operations.

use super::leader::Stage;
use super::{Change, Client, Entry, Log, Msg, Node, Op, Ret, Rules, Server, Zab};
use crate::{Field, LogCell, MessageKind, MessageView, NodeView, Nodes, OperationView, Outcome};
use synod_check::Value;
use synod_kernel::Pid;
use synod_words::{Phrase, phrase};

impl Node {
    /// Whether it leads an epoch whose broadcast has begun, as far as it knows.
    pub fn leads(&self) -> bool {
        matches!(self, Node::Server(server) if server.leads().is_some())
    }

    /// The clients' requests in its history, in order, and whether each is delivered.
    pub fn commands(&self) -> Vec<(&Op, bool)> {
        let Node::Server(server) = self else { return Vec::new() };
        let entries = server.disk.log.entries();
        let requests = entries.filter_map(|(slot, entry)| match &entry.change {
            Change::Of { request, .. } => Some((&request.body, slot <= server.delivered)),
            Change::NoOp => None,
        });
        requests.collect()
    }
}

impl Zab {
    pub(super) fn node_view(&self, pid: Pid, world: &dyn Nodes<Zab>) -> NodeView {
        match world.node(pid) {
            None => NodeView::default(),
            Some(Node::Client(client)) => NodeView { fields: self.client_fields(client), ..NodeView::default() },
            Some(Node::Server(server)) => NodeView {
                headline: Some(headline(server)),
                detail: Some(detail(server)),
                owner: owner(server.disk.accepted),
                log: cells(server),
                fields: self.fields(server),
                ..NodeView::default()
            },
        }
    }

    fn client_fields(&self, client: &Client) -> Vec<Field> {
        let mut fields = vec![field(phrase!("asks", "询问"), Phrase::verbatim(self.name_of(client.server())))];
        if let Some((op, body)) = client.waiting() {
            fields.push(field(phrase!("waits for operation {0}", "等待操作 {0}", op.0 + 1), Phrase::verbatim(body.to_string())));
        }
        fields
    }

    fn fields(&self, server: &Server) -> Vec<Field> {
        let number = |number: u32| Phrase::verbatim(number.to_string());
        let leader = server.follows.leader.map_or_else(|| phrase!("nobody", "无"), |pid| Phrase::verbatim(self.name_of(pid)));
        let mut fields = vec![
            field(phrase!("accepted epoch", "已接受的 epoch"), number(server.disk.accepted)),
            field(phrase!("current epoch", "当前 epoch"), number(server.disk.current)),
            field(phrase!("last zxid", "最后的 zxid"), Phrase::verbatim(server.disk.log.last_zxid().to_string())),
            field(phrase!("follows", "跟随"), leader),
            field(phrase!("committed up to", "已提交至"), number(server.committed)),
            field(phrase!("delivered up to", "已交付至"), number(server.delivered)),
        ];
        let change = |(slot, entry): (u32, &Entry)| {
            let text = if self.rules == Rules::Paxos {
                format!("{} {} ({})", entry.zxid, entry.change, entry.accepted)
            } else {
                format!("{} {}", entry.zxid, entry.change)
            };
            field(phrase!("slot {0}", "槽 {0}", slot), Phrase::verbatim(text))
        };
        fields.extend(server.disk.log.entries().map(change));
        if !server.queue.is_empty() {
            let waiting: Vec<String> = server.queue.values().map(|request| request.body.to_string()).collect();
            fields.push(field(phrase!("requests waiting", "等待中的请求"), Phrase::verbatim(waiting.join(", "))));
        }
        fields
    }

    /// The paper's names, or those of Paxos.
    fn word(&self, zab: &'static str, paxos: &'static str) -> &'static str {
        if self.rules == Rules::Paxos { paxos } else { zab }
    }

    pub(super) fn message_view(&self, msg: &Msg) -> MessageView {
        let (request, yes) = (MessageKind::Request, MessageKind::Yes);
        let text = |text: String| Phrase::verbatim(text);
        let (kind, label, epoch) = match msg {
            Msg::Request(asked) => (request, operation(&asked.body), 0),
            Msg::Answer { ret, .. } => (yes, answer(ret), 0),
            Msg::Vote { credit, leads: None } => (request, text(format!("VOTE({}, {})", credit.current, credit.last)), 0),
            Msg::Vote { leads: Some(epoch), .. } => (yes, phrase!("VOTE(leads {0})", "VOTE(领导 {0})", *epoch), *epoch),
            Msg::CEpoch { accepted } => (yes, text(format!("{}({accepted})", self.word("CEPOCH", "highest"))), *accepted),
            Msg::NewEpoch { epoch } => (request, text(format!("{}({epoch})", self.word("NEWEPOCH", "prepare"))), *epoch),
            Msg::AckEpoch { epoch, log, .. } => {
                (yes, text(format!("{}({epoch}, {})", self.word("ACK-E", "promise"), contents(log))), *epoch)
            }
            Msg::NewLeader { epoch, log } => {
                let log = log.as_ref().map_or_else(|| "–".to_owned(), contents);
                (request, text(format!("{}({epoch}, {log})", self.word("NEWLEADER", "accept"))), *epoch)
            }
            Msg::AckLeader { epoch, .. } => (yes, text(format!("{}({epoch})", self.word("ACK-LD", "accepted"))), *epoch),
            Msg::CommitLeader { epoch, .. } => (request, text(format!("{}({epoch})", self.word("COMMIT-LD", "chosen"))), *epoch),
            Msg::Propose { epoch, slot, entry, .. } if self.rules == Rules::Paxos => {
                (request, text(format!("accept({epoch}, #{slot}: {})", entry.change)), *epoch)
            }
            Msg::Propose { epoch, entry, .. } => (request, text(format!("PROPOSE({}, {})", entry.zxid, entry.change)), *epoch),
            Msg::Ack { epoch, slot } => (yes, text(format!("{}({epoch}, #{slot})", self.word("ACK", "accepted"))), *epoch),
            Msg::Commit { epoch, upto } => {
                (request, text(format!("{}({epoch}, #{upto})", self.word("COMMIT", "chosen"))), *epoch)
            }
            Msg::Stale { accepted } => (MessageKind::No, phrase!("epoch {0} has begun", "已有 epoch {0}", *accepted), *accepted),
        };
        MessageView { label, kind, owner: owner(epoch), fields: message_fields(msg) }
    }
}

fn message_fields(msg: &Msg) -> Vec<Field> {
    let log = match msg {
        Msg::AckEpoch { log, .. } | Msg::NewLeader { log: Some(log), .. } => log,
        Msg::Request(asked) => {
            return vec![field(phrase!("for operation", "所属操作"), Phrase::verbatim((asked.op.0 + 1).to_string()))];
        }
        _ => return Vec::new(),
    };
    let slot = |(slot, entry): (u32, &Entry)| {
        field(phrase!("slot {0}", "槽 {0}", slot), Phrase::verbatim(format!("{} {}", entry.zxid, entry.change)))
    };
    log.entries().map(slot).collect()
}

/// An epoch has a colour of its own.
fn owner(epoch: u32) -> Option<u32> {
    epoch.checked_sub(1)
}

/// A history in a label: `A B`.
fn contents(log: &Log) -> String {
    let cells: Vec<String> = log.entries().map(|(slot, entry)| format!("#{slot}: {}", entry.change.cell())).collect();
    if cells.is_empty() { "–".to_owned() } else { cells.join(", ") }
}

fn cells(server: &Server) -> Vec<LogCell> {
    let log = &server.disk.log;
    let cell = |slot: u32| LogCell {
        label: log.get(slot).map_or_else(String::new, |entry| entry.change.cell()),
        owner: log.get(slot).and_then(|entry| owner(entry.zxid.epoch)),
        committed: slot <= server.delivered,
    };
    (1..=log.last()).map(cell).collect()
}

fn headline(server: &Server) -> Phrase {
    match &server.lead {
        Some(lead) if matches!(lead.stage, Stage::Broadcast(_)) => phrase!("leader {0}", "领导者 {0}", lead.epoch),
        Some(lead) if lead.epoch > 0 => phrase!("epoch {0}", "epoch {0}", lead.epoch),
        Some(_) => phrase!("stands", "竞选"),
        None if server.follows.synchronised => phrase!("follower", "跟随者"),
        None if server.follows.leader.is_some() => phrase!("joins", "加入中"),
        None => phrase!("alone", "无领导"),
    }
}

fn detail(server: &Server) -> Phrase {
    match server.disk.log.value("x", server.delivered) {
        Value::Null => phrase!("{0} delivered", "已交付 {0} 项", server.delivered),
        value => Phrase::verbatim(format!("x={value}").chars().filter(|c| *c != '"').take(14).collect::<String>()),
    }
}

fn field(name: Phrase, value: Phrase) -> Field {
    Field { name, value }
}

pub(super) fn operation(op: &Op) -> Phrase {
    match op {
        Op::Read(key) => phrase!("read {0}", "读 {0}", &**key),
        Op::Append(key, text) => phrase!("append {1} to {0}", "向 {0} 追加 {1}", &**key, &**text),
    }
}

fn answer(ret: &Ret) -> Phrase {
    match ret {
        Ret::Done => phrase!("ok", "成功"),
        Ret::Found(Value::Null) => Phrase::verbatim("–".to_owned()),
        Ret::Found(value) => Phrase::verbatim(value.to_string()),
        Ret::NoAnswer => phrase!("no answer", "无应答"),
    }
}

pub(super) fn operation_view(op: &Op, ret: Option<&Ret>) -> OperationView {
    let outcome = ret.map(|ret| match ret {
        Ret::Done | Ret::Found(_) => Outcome::Answered,
        Ret::NoAnswer => Outcome::Unknown,
    });
    OperationView { label: operation(op), answer: ret.map(answer), outcome, owner: None }
}
