//! How the lab is shown: replicas, clients, messages, operations.

use super::version::alive;
use super::{Item, Msg, Node, Nwr, Op, Ret, Role, Seen, Version};
use crate::{Field, MessageKind, MessageView, NodeView, Nodes, OperationView, Outcome};
use synod_check::Value;
use synod_kernel::{OperationId, Pid};
use synod_words::{Phrase, phrase, time_text};

impl Nwr {
    pub(super) fn node_view(&self, pid: Pid, world: &dyn Nodes<Nwr>) -> NodeView {
        let Some(node) = world.node(pid) else { return NodeView::default() };
        match &node.role {
            Role::Replica(replica) => {
                let mut fields: Vec<Field> = replica
                    .keys()
                    .map(|key| field(phrase!("copy of {0}", "{0} 的副本", key), self.items(replica.copy(key))))
                    .collect();
                fields.extend(replica.hints().map(|(home, key, items)| {
                    field(phrase!("{0} kept for {1}", "代 {1} 保存的 {0}", key, self.name_of(home)), self.items(items))
                }));
                fields.extend(self.tasks(node));
                let kept =
                    replica.hints().next().map(|(home, key, items)| (format!("{key}→{}", self.name_of(home)), items.clone()));
                let copy = replica.keys().next().map(|key| (key.to_owned(), replica.copy(key).to_vec()));
                let Some((key, items)) = copy.or(kept) else { return NodeView { fields, ..NodeView::default() } };
                NodeView {
                    headline: Some(Phrase::verbatim(format!("{key} = {}", short(&items)))),
                    detail: Some(self.versions(&items)),
                    owner: owner(&items),
                    fields,
                    ..NodeView::default()
                }
            }
            Role::Client(client) => {
                let session = client.session().iter().filter(|(_, seen)| !seen.is_empty());
                let mut fields: Vec<Field> = session
                    .map(|(key, seen)| {
                        field(phrase!("has seen of {0}", "已见过的 {0}", key), Phrase::verbatim(self.vector(seen)))
                    })
                    .collect();
                fields.extend(self.tasks(node));
                NodeView { fields, ..NodeView::default() }
            }
        }
    }

    /// What a process coordinates.
    fn tasks(&self, node: &Node) -> impl Iterator<Item = Field> {
        node.tasks.iter().map(|(op, task)| {
            field(phrase!("coordinates operation {0}, waits for", "协调操作 {0}，等待", op.0 + 1), task.waits_for(self))
        })
    }

    pub(super) fn message_view(&self, msg: &Msg) -> MessageView {
        let request = MessageKind::Request;
        let (kind, label, items): (_, _, &[Item]) = match msg {
            Msg::Ask { body, .. } => (request, operation(body), &[]),
            Msg::Answer { ret, .. } => {
                let kind = if matches!(ret, Ret::Failed | Ret::NoAnswer) { MessageKind::No } else { MessageKind::Yes };
                (kind, answer(ret), &[])
            }
            Msg::Store { key, items, hint: None, .. } => (request, change(key, items), items),
            Msg::Store { key, items, hint: Some(home), .. } => {
                (request, phrase!("{0} for {1}", "{0}（代 {1}）", change(key, items), self.name_of(*home)), items)
            }
            Msg::Stored { .. } => (MessageKind::Yes, phrase!("written", "已写入"), &[]),
            Msg::Fetch { key, .. } => (request, phrase!("read {0}", "读 {0}", &**key), &[]),
            Msg::Fetched { items, .. } => (MessageKind::Yes, phrase!("has {0}", "现有 {0}", short(items)), items),
            Msg::Repair { key, items } => (request, phrase!("repair {0} = {1}", "修复 {0} = {1}", &**key, short(items)), items),
            Msg::HandOver { key, items } => {
                (request, phrase!("hand over {0} = {1}", "移交 {0} = {1}", &**key, short(items)), items)
            }
            Msg::TakenOver { .. } => (MessageKind::Yes, phrase!("taken over", "已接管"), &[]),
        };
        let mut fields = Vec::new();
        if let Msg::Ask { op, .. }
        | Msg::Answer { op, .. }
        | Msg::Store { op, .. }
        | Msg::Stored { op }
        | Msg::Fetch { op, .. }
        | Msg::Fetched { op, .. } = msg
        {
            fields.push(field(phrase!("for operation", "所属操作"), Phrase::verbatim((op.0 + 1).to_string())));
        }
        if let Msg::Ask { seen, .. } | Msg::Answer { seen, .. } = msg
            && !seen.is_empty()
        {
            fields.push(field(phrase!("the client has seen", "客户端已见过"), Phrase::verbatim(self.vector(seen))));
        }
        if !items.is_empty() {
            fields.push(field(phrase!("carries", "携带"), self.items(items)));
        }
        MessageView { label, kind, owner: owner(items), fields }
    }

    /// Values with versions, one after the other.
    fn items(&self, items: &[Item]) -> Phrase {
        if items.is_empty() {
            return phrase!("nothing", "无");
        }
        let each: Vec<Phrase> = items
            .iter()
            .map(|item| {
                let version = self.version(&item.version);
                match &item.value {
                    Value::Null => phrase!("deleted ({0})", "已删除（{0}）", version),
                    value => phrase!("{0} ({1})", "{0}（{1}）", value.to_string(), version),
                }
            })
            .collect();
        phrase!("{0}", "{0}", each)
    }

    fn versions(&self, items: &[Item]) -> Phrase {
        let all: Vec<String> = items.iter().map(|item| self.version(&item.version)).collect();
        Phrase::verbatim(all.join(" ‖ "))
    }

    fn version(&self, version: &Version) -> String {
        match version {
            Version::Clock(us, _) => format!("@{}", time_text(*us)),
            Version::Counter(n, _) => format!("v{n}"),
            Version::Vector(vector) => self.vector(vector),
        }
    }

    fn vector(&self, vector: &Seen) -> String {
        let entries: Vec<String> = vector.iter().map(|(writer, n)| format!("{}:{n}", self.name_of(*writer))).collect();
        format!("{{{}}}", entries.join(", "))
    }
}

fn field(name: Phrase, value: Phrase) -> Field {
    Field { name, value }
}

/// A value is owned by the write that made it.
fn owner(items: &[Item]) -> Option<u32> {
    items.last().map(|item| item.write.0)
}

/// Values as short as they can be told: `2`, `1 ‖ 2`, `–` for none or a tombstone.
fn short(items: &[Item]) -> String {
    list(alive(items).map(|item| &item.value))
}

/// What a write does to a key: a new value, or none any more.
fn change(key: &str, items: &[Item]) -> Phrase {
    match alive(items).next() {
        None => phrase!("delete {0}", "删除 {0}", key),
        Some(_) => phrase!("write {0} = {1}", "写 {0} = {1}", key, short(items)),
    }
}

fn list<'a>(values: impl Iterator<Item = &'a Value>) -> String {
    let each: Vec<String> = values.map(ToString::to_string).collect();
    if each.is_empty() { "–".to_owned() } else { each.join(" ‖ ") }
}

pub(super) fn operation(op: &Op) -> Phrase {
    match op {
        Op::Read(key) => phrase!("read {0}", "读 {0}", &**key),
        Op::Write(key, value) => phrase!("write {0} = {1}", "写 {0} = {1}", &**key, value.to_string()),
        Op::Delete(key) => phrase!("delete {0}", "删除 {0}", &**key),
    }
}

fn answer(ret: &Ret) -> Phrase {
    match ret {
        Ret::Written => phrase!("ok", "成功"),
        Ret::Found(found) => Phrase::verbatim(list(found.iter().map(|(value, _)| value))),
        Ret::NoAnswer => phrase!("no answer", "无应答"),
        Ret::Failed => phrase!("failed", "失败"),
    }
}

pub(super) fn operation_view(id: OperationId, op: &Op, ret: Option<&Ret>) -> OperationView {
    let outcome = ret.map(|ret| match ret {
        Ret::Written | Ret::Found(_) => Outcome::Answered,
        Ret::NoAnswer => Outcome::Unknown,
        Ret::Failed => Outcome::Failed,
    });
    let owner = match (op, ret) {
        (Op::Write(..) | Op::Delete(_), _) => Some(id.0),
        (Op::Read(_), Some(Ret::Found(found))) => found.last().map(|(_, write)| write.0),
        (Op::Read(_), _) => None,
    };
    OperationView { label: operation(op), answer: ret.map(answer), outcome, owner }
}
