//! How the lab is shown: replicas, clients, messages, operations.

use super::majority::Phase;
use super::{Cap, Item, Msg, Node, Op, Replica, Ret, Why};
use crate::replicated::show::{field, headline, items, list, owner, plain, short, versions};
use crate::{Field, MessageKind, MessageView, NodeView, Nodes, OperationView, Outcome};
use synod_kernel::{OperationId, Pid};
use synod_words::{Phrase, phrase};

impl Msg {
    /// The items that it carries.
    pub(super) fn items(&self) -> &[Item] {
        match self {
            Msg::Known { items, .. } | Msg::Sync { items, .. } | Msg::Synced { items, .. } => items,
            Msg::Prepare { item } => std::slice::from_ref(item),
            _ => &[],
        }
    }
}

impl Node {
    /// What a replica holds; none for a client.
    pub(super) fn items(&self) -> Option<&[Item]> {
        match self {
            Node::Client(_) => None,
            Node::Replica(replica) => Some(replica.disk.copy.items()),
        }
    }
}

impl Cap {
    pub(super) fn node_view(&self, pid: Pid, world: &dyn Nodes<Cap>) -> NodeView {
        match world.node(pid) {
            Some(Node::Replica(replica)) => self.replica_view(replica),
            Some(Node::Client(_)) => NodeView {
                fields: vec![field(phrase!("talks to", "所连副本"), Phrase::verbatim(self.name_of(self.replica_of(pid))))],
                ..NodeView::default()
            },
            None => NodeView::default(),
        }
    }

    fn replica_view(&self, replica: &Replica) -> NodeView {
        let disk = &replica.disk;
        let held = disk.copy.items();
        let missed: Vec<Pid> = disk.missed().into_iter().collect();
        let lock = if !missed.is_empty() {
            Some(phrase!("read-only: misses {0}", "只读：{0} 失联", self.names(&missed)))
        } else if !disk.prepared.is_empty() {
            Some(phrase!("a write is not decided: reads wait", "有写尚未决定：读须等待"))
        } else {
            None
        };
        let detail = match held.len() {
            0 => None,
            1 => Some(Phrase::verbatim(versions(held, |pid| self.name_of(pid)))),
            _ => Some(phrase!("conflict", "冲突")),
        };
        NodeView {
            headline: Some(headline(held)),
            detail,
            owner: owner(held),
            lock,
            fields: self.fields(replica),
            ..NodeView::default()
        }
    }

    fn fields(&self, replica: &Replica) -> Vec<Field> {
        let disk = &replica.disk;
        let name = |pid| self.name_of(pid);
        let mut fields = vec![field(phrase!("copy of x", "x 的副本"), items(disk.copy.items(), name))];
        let mut add = |name: Phrase, value: Phrase| fields.push(field(name, value));
        let behind: Vec<Pid> = disk.copy.behind().iter().copied().collect();
        if !behind.is_empty() {
            add(phrase!("may lack it", "可能尚未同步"), phrase!("{0}", "{0}", self.names(&behind)));
        }
        for (op, item) in &disk.prepared {
            add(phrase!("has confirmed operation {0}", "已确认操作 {0}", op.0 + 1), items(std::slice::from_ref(item), name));
        }
        for (op, item) in &disk.proposed {
            add(phrase!("proposes in operation {0}", "操作 {0} 提出", op.0 + 1), items(std::slice::from_ref(item), name));
        }
        for (op, decision) in &disk.decided {
            let untold: Vec<Pid> = decision.untold.iter().copied().collect();
            let how = if decision.commit { phrase!("done", "已生效") } else { phrase!("called off", "已取消") };
            add(
                phrase!("operation {0}", "操作 {0}", op.0 + 1),
                phrase!("{0}; not known to {1}", "{0}；尚未告知 {1}", how, self.names(&untold)),
            );
        }
        for (op, task) in &replica.tasks {
            let state = match &task.phase {
                Phase::Gather(replies) => {
                    phrase!("asks; {0} of {1} answered", "询问中；{1} 个中已有 {0} 个应答", replies.len() + 1, self.majority())
                }
                Phase::Spread { have, .. } => {
                    phrase!("spreads; {0} of {1} have it", "写入中；{1} 个中已有 {0} 个写入", have.len(), self.majority())
                }
            };
            add(phrase!("operation {0}", "操作 {0}", op.0 + 1), state);
        }
        for (op, client) in &replica.waiting {
            add(
                phrase!("read that waits", "等待中的读"),
                phrase!("{0} of {1}", "{1} 的操作 {0}", op.0 + 1, self.name_of(*client)),
            );
        }
        fields
    }

    fn names(&self, pids: &[Pid]) -> Vec<String> {
        pids.iter().map(|pid| self.name_of(*pid)).collect()
    }

    pub(super) fn message_view(&self, msg: &Msg) -> MessageView {
        let (request, yes) = (MessageKind::Request, MessageKind::Yes);
        let (kind, label) = match msg {
            Msg::Ask { body, .. } => (request, body.label()),
            Msg::Answer { ret, .. } => (if matches!(ret, Ret::Refused(_)) { MessageKind::No } else { yes }, answer(ret)),
            Msg::Query { .. } => (request, phrase!("query x", "查询 x")),
            Msg::Known { items, .. } => (yes, phrase!("has {0}", "现有 {0}", short(items))),
            Msg::Sync { items, .. } => (request, phrase!("sync {0}", "同步 {0}", short(items))),
            Msg::Synced { items, .. } => (yes, phrase!("synced: {0}", "已同步：{0}", short(items))),
            Msg::Prepared { .. } => (yes, phrase!("synced", "已同步")),
            Msg::Prepare { item } => (request, phrase!("sync {0}", "同步 {0}", plain(&item.value))),
            Msg::Decide { commit: true, .. } => (request, phrase!("all have it", "全体已同步")),
            Msg::Decide { commit: false, .. } => (request, phrase!("called off", "已取消")),
            Msg::Decided { .. } => (yes, phrase!("done", "完成")),
        };
        let carried = msg.items();
        let op = match msg {
            Msg::Ask { op, .. }
            | Msg::Answer { op, .. }
            | Msg::Query { op }
            | Msg::Known { op, .. }
            | Msg::Prepared { op }
            | Msg::Decide { op, .. }
            | Msg::Decided { op } => Some(*op),
            Msg::Sync { op, .. } | Msg::Synced { op, .. } => *op,
            Msg::Prepare { item } => Some(item.write),
        };
        let mut fields = Vec::new();
        if let Some(op) = op {
            fields.push(field(phrase!("for operation", "所属操作"), Phrase::verbatim((op.0 + 1).to_string())));
        }
        if !carried.is_empty() {
            fields.push(field(phrase!("carries", "携带"), items(carried, |pid| self.name_of(pid))));
        }
        let writes = match msg {
            Msg::Ask { op, body: Op::Write(_) } | Msg::Prepared { op } | Msg::Decide { op, .. } | Msg::Decided { op } => {
                Some(op.0)
            }
            Msg::Answer { ret, .. } => owner_of_answer(ret),
            _ => owner(carried),
        };
        MessageView { label, kind, owner: writes, fields }
    }
}

fn owner_of_answer(ret: &Ret) -> Option<u32> {
    match ret {
        Ret::Found(found) => found.last().map(|(_, write)| write.0),
        _ => None,
    }
}

fn answer(ret: &Ret) -> Phrase {
    match ret {
        Ret::Written => phrase!("written", "写入成功"),
        Ret::Found(found) => Phrase::verbatim(list(found.iter().map(|(value, _)| value))),
        Ret::Refused(Why::NoMajority) => phrase!("no majority", "没有多数派"),
        Ret::Refused(Why::NoMajorityConfirmed) => phrase!("no majority confirmed", "未获多数派确认"),
        Ret::Refused(Why::NotAll) => phrase!("not all confirmed", "未获全体确认"),
        Ret::Refused(Why::ReadOnly) => phrase!("read-only", "只读"),
        Ret::Refused(Why::Unfinished) => phrase!("unfinished write", "有未完成的写"),
        Ret::NoAnswer => phrase!("no answer", "无应答"),
    }
}

pub(super) fn operation_view(id: OperationId, op: &Op, ret: Option<&Ret>) -> OperationView {
    let outcome = ret.map(|ret| match (op, ret) {
        (_, Ret::Written | Ret::Found(_)) => Outcome::Answered,
        (Op::Write(_), Ret::NoAnswer | Ret::Refused(Why::NoMajorityConfirmed)) => Outcome::Unknown,
        _ => Outcome::Failed,
    });
    let owner = match op {
        Op::Write(_) => Some(id.0),
        Op::Read => ret.and_then(owner_of_answer),
    };
    OperationView { label: op.label(), answer: ret.map(answer), outcome, owner }
}
