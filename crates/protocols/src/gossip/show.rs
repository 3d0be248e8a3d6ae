//! How the lab is shown: nodes, messages, operations.

use super::store::{digest_text, state_text, text};
use super::{Digest, Gossip, Items, Kind, Msg, Op, Ret, Role};
use crate::{Field, MessageKind, MessageView, NodeView, Nodes, OperationView, Outcome};
use synod_kernel::{OperationId, Pid};
use synod_words::{Phrase, phrase};

impl Gossip {
    pub(super) fn node_view(&self, pid: Pid, world: &dyn Nodes<Gossip>) -> NodeView {
        let node = world.node(pid);
        let Some(Role::Replica(replica)) = node.map(|node| &node.0) else { return NodeView::default() };
        let state = |key: &str| match self.kind {
            Kind::AntiEntropy => phrase!("infective", "感染"),
            _ if replica.is_hot(key) => phrase!("infective", "感染"),
            _ => phrase!("removed", "愈除"),
        };
        let fields = replica.items().iter().map(|(key, item)| {
            let counted = replica.counted(key).map(|counted| match counted {
                0 => phrase!("{0}", "{0}", state(key)),
                n => phrase!("{0}, {1} in a row", "{0}，连续 {1} 次", state(key), n),
            });
            let held = state_text(&synod_order::map([(key.clone(), item.clone())]));
            Field { name: Phrase::verbatim(held), value: counted.unwrap_or_else(|| state(key)) }
        });
        let fields = fields.collect();
        // Of several keys, the one that was written last.
        match replica.items().iter().max_by_key(|(_, item)| item.version) {
            None => NodeView { detail: Some(phrase!("susceptible", "病原（易感）")), fields, ..NodeView::default() },
            Some((key, item)) => NodeView {
                headline: Some(Phrase::verbatim(format!("{key} = {}", item.value))),
                detail: Some(state(key)),
                owner: Some(item.version.1.0),
                fields,
                ..NodeView::default()
            },
        }
    }
}

pub(super) fn message(msg: &Msg) -> MessageView {
    let (kind, label) = (kind_of(msg), label_of(msg));
    let (items, have) = carried(msg);
    let mut fields = Vec::new();
    if let Some(items) = items.filter(|items| !items.is_empty()) {
        fields.push(Field { name: phrase!("carries", "携带"), value: Phrase::verbatim(state_text(items)) });
    }
    if let Some(have) = have {
        fields.push(Field { name: phrase!("sender has", "发送者持有"), value: Phrase::verbatim(digest_text(have)) });
    }
    let owner = items.and_then(|items| items.values().map(|item| item.version).max()).map(|version| version.1.0);
    MessageView { label, kind, owner, fields }
}

/// Data and versions in a message.
fn carried(msg: &Msg) -> (Option<&Items>, Option<&Digest>) {
    match msg {
        Msg::Spread { items, have } | Msg::Compare { items, have } | Msg::Newer { items, have } => (Some(items), have.as_ref()),
        Msg::Return { items, .. } => (Some(items), None),
        Msg::Join { have } => (None, Some(have)),
        Msg::Ask { .. } | Msg::Answer { .. } => (None, None),
    }
}

fn kind_of(msg: &Msg) -> MessageKind {
    match msg {
        Msg::Ask { .. } | Msg::Spread { .. } | Msg::Join { .. } | Msg::Compare { .. } => MessageKind::Request,
        Msg::Answer { ret: Ret::NoAnswer, .. } => MessageKind::No,
        Msg::Return { items, heard } if items.is_empty() && heard.values().all(|(_, news)| !news) => MessageKind::No,
        Msg::Answer { .. } | Msg::Newer { .. } | Msg::Return { .. } => MessageKind::Yes,
    }
}

fn label_of(msg: &Msg) -> Phrase {
    match msg {
        Msg::Ask { body, .. } => operation(body),
        Msg::Answer { ret, .. } => answer(ret),
        Msg::Spread { items, have: None } => phrase!("push {0}", "推送 {0}", text(items)),
        Msg::Spread { items, have: Some(have) } if items.is_empty() => {
            phrase!("pull, I have {0}", "拉取，我有 {0}", digest_text(have))
        }
        Msg::Compare { have: Some(have), .. } => phrase!("compare, I have {0}", "比较，我有 {0}", digest_text(have)),
        Msg::Spread { items, have: Some(_) } => phrase!("push {0} and pull", "推送 {0} 并拉取", text(items)),
        Msg::Compare { items, .. } => phrase!("push all: {0}", "推送全部：{0}", text(items)),
        Msg::Return { items, heard } => match (items.is_empty(), heard.values().any(|(_, news)| *news)) {
            (false, _) => phrase!("here is {0}", "给你 {0}", text(items)),
            (true, true) => phrase!("news to me", "我刚知道"),
            (true, false) => phrase!("knew that", "早已知道"),
        },
        Msg::Newer { items, have } => match (items.is_empty(), have.is_some()) {
            (true, true) => phrase!("what am I missing?", "我缺什么？"),
            (true, false) => phrase!("nothing newer", "没有更新的"),
            (false, true) => phrase!("here is {0}; and I miss?", "给你 {0}；我缺什么？", text(items)),
            (false, false) => phrase!("here is {0}", "给你 {0}", text(items)),
        },
        Msg::Join { have } => phrase!("joining, I have {0}", "加入，我有 {0}", digest_text(have)),
    }
}

pub(super) fn operation(op: &Op) -> Phrase {
    match op {
        Op::Read(key) => phrase!("read {0}", "读 {0}", &**key),
        Op::Write(key, value) => phrase!("write {0} = {1}", "写 {0} = {1}", &**key, value.to_string()),
    }
}

fn answer(ret: &Ret) -> Phrase {
    match ret {
        Ret::Written(_) => phrase!("ok", "成功"),
        Ret::Found(found) => Phrase::verbatim(found.as_ref().map_or_else(|| "–".to_owned(), |item| item.value.to_string())),
        Ret::NoAnswer => phrase!("no answer", "无应答"),
    }
}

pub(super) fn operation_view(id: OperationId, op: &Op, ret: Option<&Ret>) -> OperationView {
    let outcome = ret.map(|ret| if *ret == Ret::NoAnswer { Outcome::Unknown } else { Outcome::Answered });
    let owner = match (op, ret) {
        (Op::Write(..), _) => Some(id.0),
        (Op::Read(_), Some(Ret::Found(Some(item)))) => Some(item.version.1.0),
        (Op::Read(_), _) => None,
    };
    OperationView { label: operation(op), answer: ret.map(answer), outcome, owner }
}
