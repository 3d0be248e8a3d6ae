//! How the lab is shown: servers, clients, messages, clocks.

use super::server::{Doing, Server};
use super::{Body, Client, Clocks, Execution, Ledger, Msg, RequestReply, Ret, Role, Shown, Stamp};
use crate::{Field, LogCell, MessageKind, MessageView, NodeView, Nodes};
use std::cmp::Ordering;
use synod_kernel::Pid;
use synod_words::{Phrase, phrase, time_text};

impl RequestReply {
    pub(super) fn node_view(&self, pid: Pid, world: &dyn Nodes<RequestReply>) -> NodeView {
        let Some(node) = world.node(pid) else { return NodeView::default() };
        let mut view = match &node.role {
            Role::Server(server) => self.server_view(server),
            Role::Client(client) => self.client_view(client),
        };
        if let Some(clock) = self.clock(&node.clocks) {
            view.detail = Some(clock);
        }
        view.fields.extend(self.clock_fields(&node.clocks));
        view
    }

    fn server_view(&self, server: &Server) -> NodeView {
        let ledger = &server.ledger;
        let books = &ledger.books;
        let orders: Vec<&str> = books.orders().map(|order| order.0).collect();
        let mut fields = vec![
            field(phrase!("account", "账户余额"), number(books.balance)),
            field(phrase!("stock", "库存"), number(books.stock)),
            field(phrase!("orders", "订单"), text_list(&orders)),
        ];
        fields.extend(self.cached(ledger));
        for job in &server.queue {
            fields.push(field(phrase!("works on", "正在处理"), self.request(job.client, job.op.0, job.what.label())));
        }
        for held in &server.held {
            fields.push(field(phrase!("answer held back", "暂缓的应答"), self.request(held.client, held.op.0, held.ret.label())));
        }
        if self.servers == 2 {
            fields.push(field(phrase!("part", "角色"), part(server)));
            fields.push(field(phrase!("leaders so far", "第几任主服务器"), number(i64::from(ledger.epoch))));
        }
        fields.extend(self.orders_by_clocks(ledger));
        NodeView {
            headline: Some(phrase!("acct {0}", "余额 {0}", books.balance)),
            detail: Some(if self.servers == 2 { part(server) } else { phrase!("stock {0}", "库存 {0}", books.stock) }),
            owner: books.done.last().map(|done| done.op.0),
            lock: None,
            log: books.done.iter().map(|done| cell(server, done)).collect(),
            fields,
        }
    }

    fn client_view(&self, client: &Client) -> NodeView {
        let server = field(phrase!("asks", "请求的服务器"), Phrase::verbatim(self.name_of(client.server())));
        let Some(waiting) = client.waiting() else { return NodeView { fields: vec![server], ..NodeView::default() } };
        let request = phrase!("{1} (request {0})", "{1}（请求 {0}）", waiting.op.0 + 1, waiting.body.label());
        NodeView {
            headline: Some(phrase!("waits", "等待")),
            detail: Some(phrase!("sent {0}×", "已发 {0} 次", waiting.tries)),
            owner: Some(waiting.op.0),
            fields: vec![server, field(phrase!("waits for", "等待"), request)],
            ..NodeView::default()
        }
    }

    /// `C1's request 2: pay 30`.
    fn request(&self, client: Pid, op: u32, what: Phrase) -> Phrase {
        phrase!("{0}'s request {1}: {2}", "{0} 的请求 {1}：{2}", self.name_of(client), op + 1, what)
    }

    /// The reply cache.
    fn cached(&self, ledger: &Ledger) -> impl Iterator<Item = Field> {
        ledger
            .replies
            .iter()
            .map(|(client, (op, ret))| field(phrase!("reply cache", "应答缓存"), self.request(*client, op.0, ret.label())))
    }

    /// What a process shows under its headline of its clock, if it shows one.
    fn clock(&self, clocks: &Clocks) -> Option<Phrase> {
        match self.shown {
            Shown::Nothing => None,
            Shown::Lamport => Some(Phrase::verbatim(format!("L {}", clocks.lamport))),
            Shown::Vector => Some(Phrase::verbatim(clocks.vector_text())),
        }
    }

    /// Both logical clocks, for the inspector, where one is shown.
    fn clock_fields(&self, clocks: &Clocks) -> Vec<Field> {
        if self.shown == Shown::Nothing {
            return Vec::new();
        }
        vec![
            field(phrase!("Lamport counter", "Lamport 时钟"), number(i64::from(clocks.lamport))),
            field(phrase!("vector clock", "向量时钟"), Phrase::verbatim(clocks.vector_text())),
        ]
    }

    /// In which order the orders were sent, as each kind of clock has it.
    fn orders_by_clocks(&self, ledger: &Ledger) -> Vec<Field> {
        let orders: Vec<(&str, &Stamp)> = ledger.books.orders().map(|(form, done)| (form, &done.stamp)).collect();
        if self.shown == Shown::Nothing || orders.len() < 2 {
            return Vec::new();
        }
        let sorted = |key: fn(&Stamp) -> u64, text: fn(u64) -> String| {
            let mut orders = orders.clone();
            synod_order::sort_by_key(&mut orders, |(_, stamp)| key(stamp));
            let each: Vec<String> = orders.iter().map(|(form, stamp)| format!("{form} ({})", text(key(stamp)))).collect();
            Phrase::verbatim(each.join(", "))
        };
        let by_wall = sorted(|stamp| stamp.wall, time_text);
        let by_lamport = sorted(|stamp| u64::from(stamp.logical.lamport), |counter| counter.to_string());
        let pairs: Vec<String> = orders.windows(2).map(|two| related(two[0], two[1])).collect();
        vec![
            field(phrase!("orders by wall clock", "按物理时钟排列的订单"), by_wall),
            field(phrase!("orders by Lamport clock", "按 Lamport 时钟排列的订单"), by_lamport),
            field(phrase!("orders by vector clock", "按向量时钟比较订单"), Phrase::verbatim(pairs.join(", "))),
        ]
    }

    pub(super) fn message_view(&self, msg: &Msg) -> MessageView {
        let (kind, label, op) = match &msg.body {
            Body::Ask { op, what } => (MessageKind::Request, what.label(), Some(op)),
            Body::Answer { op, ret } => {
                let kind = if matches!(ret, Ret::Refused { .. }) { MessageKind::No } else { MessageKind::Yes };
                (kind, ret.label(), Some(op))
            }
            Body::Elsewhere { op } => (MessageKind::No, phrase!("ask the other server", "请找另一台服务器"), Some(op)),
            Body::Copy(ledger) => (MessageKind::Request, phrase!("copy({0})", "复制({0})", ledger.version), None),
            Body::Copied { version, .. } => (MessageKind::Yes, phrase!("copied({0})", "已复制({0})", *version), None),
            Body::CatchUp => (MessageKind::Request, phrase!("what did I miss?", "我错过了什么？"), None),
            Body::Probe => (MessageKind::Heartbeat, phrase!("alive?", "还活着吗？"), None),
            Body::Alive => (MessageKind::Heartbeat, phrase!("alive", "还活着"), None),
        };
        let mut fields = Vec::new();
        if let Some(op) = op {
            fields.push(field(phrase!("request number", "请求编号"), number(i64::from(op.0) + 1)));
        }
        if let Body::Copy(ledger) = &msg.body {
            fields.push(field(phrase!("account", "账户余额"), number(ledger.books.balance)));
            fields.push(field(phrase!("stock", "库存"), number(ledger.books.stock)));
            fields.push(field(phrase!("leaders so far", "第几任主服务器"), number(i64::from(ledger.epoch))));
            fields.extend(self.cached(ledger));
        }
        if self.shown != Shown::Nothing {
            fields.push(field(phrase!("sender's wall clock", "发送者的物理时钟"), Phrase::verbatim(time_text(msg.stamp.wall))));
            fields.extend(self.clock_fields(&msg.stamp.logical));
        }
        MessageView { label, kind, owner: op.map(|op| op.0), fields }
    }
}

/// What a server is to the other one.
fn part(server: &Server) -> Phrase {
    match (server.doing, server.ledger.leads, server.ledger.alone) {
        (Doing::CatchingUp, ..) => phrase!("catching up", "恢复中"),
        (_, true, true) => phrase!("leads alone", "主，独自"),
        (_, true, false) => phrase!("leads", "主"),
        (_, false, _) => phrase!("stand-by", "备用"),
    }
}

/// An execution; it is final once the other server has it, where there is one to wait for.
fn cell(server: &Server, done: &Execution) -> LogCell {
    let held = server.held.iter().any(|held| held.op == done.op);
    LogCell { label: done.what.short(), owner: Some(done.op.0), committed: !held }
}

/// `A → B` where A happened before B, `A ‖ B` where neither did.
fn related((a, first): (&str, &Stamp), (b, second): (&str, &Stamp)) -> String {
    match first.logical.compare(&second.logical) {
        Some(Ordering::Greater) => format!("{b} → {a}"),
        Some(_) => format!("{a} → {b}"),
        None => format!("{a} ‖ {b}"),
    }
}

fn text_list(items: &[&str]) -> Phrase {
    if items.is_empty() { phrase!("none", "无") } else { Phrase::verbatim(items.join(", ")) }
}

fn number(n: i64) -> Phrase {
    Phrase::verbatim(n.to_string())
}

fn field(name: Phrase, value: Phrase) -> Field {
    Field { name, value }
}
