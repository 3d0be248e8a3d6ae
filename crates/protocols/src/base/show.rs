//! How the lab is shown: replicas, clients, messages, operations.

use super::replica::Job;
use super::{Base, Found, Msg, Node, Op, Register, Ret};
use crate::replicated::show::{field, headline, items, list, owner, short};
use crate::replicated::version::Item;
use crate::{LogCell, MessageKind, MessageView, NodeView, Nodes, OperationView, Outcome};
use synod_kernel::{OperationId, Pid};
use synod_words::{Phrase, phrase};

impl Msg {
    /// The items that it carries.
    pub(super) fn items(&self) -> &[Item] {
        match self {
            Msg::Sync { items } | Msg::Synced { items } => items,
            Msg::Ask { .. } | Msg::Answer { .. } => &[],
        }
    }
}

impl Node {
    /// What a replica holds; none for a client.
    pub(super) fn items(&self) -> Option<&[Item]> {
        match self {
            Node::Client(_) => None,
            Node::Replica(replica) => Some(replica.copy.items()),
        }
    }
}

impl Base {
    pub(super) fn node_view(&self, pid: Pid, world: &dyn Nodes<Base>) -> NodeView {
        match world.node(pid) {
            Some(Node::Replica(replica)) => {
                let held = replica.copy.items();
                let name = |pid| self.name_of(pid);
                let waiting = replica.queue.len();
                let behind: Vec<String> = replica.copy.behind().iter().map(|pid| name(*pid)).collect();
                let mut fields = vec![
                    field(phrase!("copy of x", "x 的副本"), items(held, name)),
                    field(phrase!("degraded page", "降级页面"), items(&replica.page, name)),
                    field(phrase!("requests in the queue", "排队的请求数"), phrase!("{0}", "{0}", waiting)),
                ];
                if !behind.is_empty() {
                    fields.push(field(phrase!("may lack it", "可能尚未同步"), phrase!("{0}", "{0}", behind)));
                }
                NodeView {
                    headline: Some(headline(held)),
                    detail: (waiting > 0).then(|| phrase!("queue {0}/{1}", "排队 {0}/{1}", waiting, self.queue_limit)),
                    owner: owner(held),
                    log: replica.queue.iter().take(7).map(Job::cell).collect(),
                    fields,
                    ..NodeView::default()
                }
            }
            Some(Node::Client(client)) => {
                let mut fields =
                    vec![field(phrase!("talks to", "所连副本"), Phrase::verbatim(self.name_of(self.replica_of(pid))))];
                if client.waiting() > 0 {
                    fields.push(field(phrase!("visitors who wait", "等待中的访客"), phrase!("{0}", "{0}", client.waiting())));
                }
                NodeView { fields, ..NodeView::default() }
            }
            None => NodeView::default(),
        }
    }

    pub(super) fn message_view(&self, msg: &Msg) -> MessageView {
        let (kind, label, owner_of) = match msg {
            Msg::Ask { visitor: 0, body, op } => (MessageKind::Request, body.label(), body.owner(*op)),
            Msg::Ask { visitor, .. } => (MessageKind::Request, phrase!("visitor {0}: read x", "访客 {0}：读 x", *visitor), None),
            Msg::Answer { ret, .. } => {
                let no = matches!(ret, Ret::Overloaded | Ret::Later | Ret::Degraded(_));
                (if no { MessageKind::No } else { MessageKind::Yes }, answer(ret), owner_of_answer(ret))
            }
            Msg::Sync { items } => (MessageKind::Request, phrase!("sync {0}", "同步 {0}", short(items)), owner(items)),
            Msg::Synced { items } => (MessageKind::Yes, phrase!("synced: {0}", "已同步：{0}", short(items)), owner(items)),
        };
        let mut fields = Vec::new();
        if let Msg::Ask { op, .. } | Msg::Answer { op, .. } = msg {
            fields.push(field(phrase!("for operation", "所属操作"), Phrase::verbatim((op.0 + 1).to_string())));
        }
        if !msg.items().is_empty() {
            fields.push(field(phrase!("carries", "携带"), items(msg.items(), |pid| self.name_of(pid))));
        }
        MessageView { label, kind, owner: owner_of, fields }
    }
}

impl Register {
    fn owner(&self, op: OperationId) -> Option<u32> {
        matches!(self, Register::Write(_)).then_some(op.0)
    }
}

impl Job {
    /// A request in the queue, as a cell: `r`, `w`, or `v` for a visitor.
    fn cell(&self) -> LogCell {
        let (label, owner) = self.kind();
        LogCell { label: label.to_owned(), owner, committed: false }
    }
}

fn owner_of_found(found: &Found) -> Option<u32> {
    found.last().map(|(_, write)| write.0)
}

fn owner_of_answer(ret: &Ret) -> Option<u32> {
    match ret {
        Ret::Found(found) | Ret::Degraded(found) => owner_of_found(found),
        _ => None,
    }
}

pub(super) fn operation(op: &Op) -> Phrase {
    match op {
        Op::Of(op) => op.label(),
        Op::Rush(visitors) => phrase!("{0} visitors rush in", "{0} 位访客涌入", *visitors),
    }
}

fn answer(ret: &Ret) -> Phrase {
    let values = |found: &Found| list(found.iter().map(|(value, _)| value));
    match ret {
        Ret::Written => phrase!("written", "写入成功"),
        Ret::Found(found) => Phrase::verbatim(values(found)),
        Ret::Degraded(found) => phrase!("degraded: {0}", "降级页面：{0}", values(found)),
        Ret::Later => phrase!("degraded: come back later", "降级页面：请稍后再来"),
        Ret::Overloaded => phrase!("overloaded", "过载，拒绝"),
        Ret::Rushed([served, degraded, refused]) => {
            phrase!("{0} served, {1} degraded, {2} refused", "{0} 位正常，{1} 位降级，{2} 位被拒", *served, *degraded, *refused)
        }
        Ret::NoAnswer => phrase!("no answer", "无应答"),
    }
}

pub(super) fn operation_view(id: OperationId, op: &Op, ret: Option<&Ret>) -> OperationView {
    let outcome = ret.map(|ret| match (op, ret) {
        (_, Ret::Written | Ret::Found(_) | Ret::Degraded(_) | Ret::Rushed(_)) => Outcome::Answered,
        (_, Ret::Later) => Outcome::Refused,
        (Op::Of(Register::Write(_)), Ret::NoAnswer) => Outcome::Unknown,
        _ => Outcome::Failed,
    });
    let owner = match op {
        Op::Of(Register::Write(_)) => Some(id.0),
        _ => ret.and_then(owner_of_answer),
    };
    OperationView { label: operation(op), answer: ret.map(answer), outcome, owner }
}
