//! How the lab is shown: nodes, messages, operations. The colour is that of the lease.

use super::holder::{Holder, Task};
use super::server::Server;
use super::store::Store;
use super::{Leases, Msg, Op, Part, Ret};
use crate::{Field, MessageKind, MessageView, NodeView, Nodes, OperationView, Outcome};
use synod_kernel::Pid;
use synod_words::{Arg, Phrase, phrase};

impl Leases {
    pub(super) fn node_view(&self, pid: Pid, world: &dyn Nodes<Leases>) -> NodeView {
        match world.node(pid).map(|node| &node.0) {
            Some(Part::Server(server)) => server_view(server),
            Some(Part::Store(store)) => self.store_view(store),
            Some(Part::Holder(holder)) => holder_view(holder),
            None => NodeView::default(),
        }
    }

    fn store_view(&self, store: &Store) -> NodeView {
        let content = &store.content;
        let mut fields = vec![field(phrase!("highest lease seen", "见过的最大租约编号"), number(content.highest))];
        let Some((value, under)) = content.value else {
            return NodeView { headline: Some(phrase!("empty", "空")), fields, ..NodeView::default() };
        };
        fields.push(field(phrase!("written under lease", "写入时的租约"), number(under)));
        NodeView {
            headline: Some(Phrase::verbatim(format!("x = {value}"))),
            detail: Some(if self.fencing { phrase!("fence {0}", "令牌 {0}", content.highest) } else { lease(under) }),
            owner: Some(under),
            fields,
            ..NodeView::default()
        }
    }
}

fn server_view(server: &Server) -> NodeView {
    let waiting: Vec<String> = server.waiting.iter().map(|pid| Leases::name_of(*pid)).collect();
    let mut fields = vec![field(phrase!("last lease", "最近的租约"), number(server.lease))];
    let (headline, detail) = match (server.recovers_at, server.granted) {
        (Some(until), _) => {
            fields.push(field(phrase!("grants nothing until", "暂不授予，直到"), clock(until)));
            (phrase!("waits", "等待"), phrase!("after a crash", "宕机之后"))
        }
        (None, Some(granted)) => {
            fields.push(field(phrase!("until, by its clock", "到期（按自己的时钟）"), clock(granted.until)));
            (Phrase::verbatim(Leases::name_of(granted.to)), lease(granted.lease))
        }
        (None, None) => (phrase!("free", "空闲"), phrase!("no holder", "无持有者")),
    };
    if !waiting.is_empty() {
        fields.push(field(phrase!("waiting", "等待者"), Phrase::verbatim(waiting.join(", "))));
    }
    let owner = server.granted.map(|granted| granted.lease);
    NodeView { headline: Some(headline), detail: Some(detail), owner, fields, ..NodeView::default() }
}

fn holder_view(holder: &Holder) -> NodeView {
    let mut fields = Vec::new();
    if let Some(held) = holder.held {
        fields.push(field(phrase!("holds lease", "持有租约"), number(held.lease)));
        fields.push(field(phrase!("until, by its clock", "到期（按自己的时钟）"), clock(held.until)));
        fields.push(field(phrase!("extensions left", "剩余续租次数"), number(holder.extensions.into())));
    }
    if let Some(effective) = holder.effective_us {
        fields.push(field(phrase!("last effective term", "最近的有效租期"), clock(effective)));
    }
    match holder.task {
        Some(Task::Acquire(_)) => fields.push(field(phrase!("waits for", "等待"), phrase!("the lease", "租约"))),
        Some(Task::Write { lease, value, .. }) => {
            let value = phrase!("x = {0}, under lease {1}", "x = {0}，租约 {1}", value, lease);
            fields.push(field(phrase!("writes", "写入"), value));
        }
        None => {}
    }
    let (headline, detail) = match (holder.held, holder.task) {
        (Some(held), _) => (Some(phrase!("holds", "持有")), Some(lease(held.lease))),
        (None, Some(Task::Acquire(_))) => (Some(phrase!("waits", "等待")), None),
        (None, _) => (None, None),
    };
    NodeView {
        headline,
        detail,
        owner: holder.held.map(|held| held.lease),
        lock: holder.held.map(|held| phrase!("holds lease {0}", "持有租约 {0}", held.lease)),
        fields,
        ..NodeView::default()
    }
}

pub(super) fn message(msg: &Msg) -> MessageView {
    let (label, kind, owner) = match *msg {
        Msg::Acquire { .. } => (phrase!("acquire", "请求租约"), MessageKind::Request, None),
        Msg::Extend { lease, .. } => (phrase!("extend({0})", "续租({0})", lease), MessageKind::Request, Some(lease)),
        Msg::Grant { lease, .. } => (phrase!("grant({0})", "授予({0})", lease), MessageKind::Yes, Some(lease)),
        Msg::Busy { .. } => (phrase!("busy", "已被占用"), MessageKind::No, None),
        Msg::Over { lease } => (phrase!("over({0})", "已到期({0})", lease), MessageKind::No, Some(lease)),
        Msg::Free => (phrase!("free", "空闲"), MessageKind::Yes, None),
        Msg::Release { .. } => (phrase!("release", "归还"), MessageKind::Request, None),
        Msg::Write { lease, value, .. } => {
            (phrase!("write x = {0} (lease {1})", "写 x = {0}（租约 {1}）", value, lease), MessageKind::Request, Some(lease))
        }
        Msg::Written { .. } => (phrase!("written", "写入成功"), MessageKind::Yes, None),
        Msg::Fenced { lease, .. } => (phrase!("refused: lease {0} seen", "拒绝：已见租约 {0}", lease), MessageKind::No, None),
    };
    MessageView { label, kind, owner, fields: message_fields(msg) }
}

fn message_fields(msg: &Msg) -> Vec<Field> {
    let asked = |ask: u32| field(phrase!("request number", "请求编号"), number(ask));
    match *msg {
        Msg::Acquire { ask } | Msg::Release { ask } | Msg::Extend { ask, .. } => vec![asked(ask)],
        Msg::Grant { ask, until, .. } => {
            vec![asked(ask), field(phrase!("until, by the server's clock", "到期（按服务器的时钟）"), clock(until))]
        }
        Msg::Busy { rest_us } => vec![field(phrase!("for at most", "最多还需"), clock(rest_us))],
        _ => Vec::new(),
    }
}

pub(super) fn operation(op: Op) -> Phrase {
    match op {
        Op::Acquire => phrase!("acquire", "获取租约"),
        Op::Release => phrase!("release", "归还租约"),
        Op::Write(value) => phrase!("write x = {0}", "写 x = {0}", value),
    }
}

pub(super) fn operation_view(op: Op, ret: Option<&Ret>) -> OperationView {
    let outcome = |ret: &Ret| match ret {
        Ret::Holds(_) | Ret::Released | Ret::Written => Outcome::Answered,
        Ret::NotHolder | Ret::Fenced(_) => Outcome::Refused,
        Ret::GaveUp => Outcome::Failed,
        Ret::NoAnswer => Outcome::Unknown,
    };
    let owner = if let Some(Ret::Holds(lease)) = ret { Some(*lease) } else { None };
    OperationView { label: operation(op), answer: ret.copied().map(answer), outcome: ret.map(outcome), owner }
}

fn answer(ret: Ret) -> Phrase {
    match ret {
        Ret::Holds(number) => lease(number),
        Ret::Released => phrase!("released", "已归还"),
        Ret::Written => phrase!("written", "已写入"),
        Ret::NotHolder => phrase!("does not hold the lease", "没有租约"),
        Ret::Fenced(lease) => phrase!("refused: lease {0} seen", "被拒绝：已见租约 {0}", lease),
        Ret::GaveUp => phrase!("not in time", "未能及时获得"),
        Ret::NoAnswer => phrase!("no answer", "无应答"),
    }
}

fn lease(number: u32) -> Phrase {
    phrase!("lease {0}", "租约 {0}", number)
}

fn number(n: u32) -> Phrase {
    Phrase::verbatim(n.to_string())
}

fn clock(us: u64) -> Phrase {
    phrase!("{0}", "{0}", Arg::TimeUs(us))
}

fn field(name: Phrase, value: Phrase) -> Field {
    Field { name, value }
}
