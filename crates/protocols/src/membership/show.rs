//! How the lab is shown: nodes, messages, operations.

use super::member::Member;
use super::{Detector, Membership, Msg, Op, Ret, Role, Status, Update};
use crate::{Field, MessageKind, MessageView, NodeView, Nodes, OperationView, Outcome};
use synod_kernel::Pid;
use synod_words::{Arg, Phrase, phrase};

impl Membership {
    pub(super) fn node_view(&self, pid: Pid, world: &dyn Nodes<Membership>) -> NodeView {
        let node = world.node(pid);
        let Some(Role::Member(member)) = node.map(|node| &node.0) else { return NodeView::default() };
        if !member.inside {
            let detail = if member.joining.is_some() { phrase!("joining", "加入中") } else { phrase!("outside", "组外") };
            return NodeView { detail: Some(detail), ..NodeView::default() };
        }
        NodeView {
            headline: Some(phrase!("{0} alive", "{0} 存活", count(member, Status::Alive) + 1)),
            detail: Some(detail(member)),
            fields: self.fields(member),
            ..NodeView::default()
        }
    }

    fn fields(&self, member: &Member) -> Vec<Field> {
        let mut fields =
            vec![Field { name: phrase!("incarnation", "化身号"), value: Phrase::verbatim(member.incarnation.to_string()) }];
        if let Some(probe) = &member.probe {
            let helpers: Vec<String> = probe.helpers.iter().map(|pid| name(*pid)).collect();
            let value = match (probe.answered, helpers.is_empty()) {
                (true, _) => phrase!("{0}, has answered", "{0}，已应答", name(probe.target)),
                (false, true) => phrase!("{0}", "{0}", name(probe.target)),
                (false, false) => phrase!("{0}, through {1}", "{0}，经由 {1}", name(probe.target), helpers),
            };
            fields.push(Field { name: phrase!("pings", "探测"), value });
        }
        if member.news.len() > 0 {
            let value = phrase!("about {0} members", "关于 {0} 个成员", member.news.len());
            fields.push(Field { name: phrase!("spreads news", "传播消息"), value });
        }
        let views = member.peers.iter().map(|(pid, standing)| {
            let status = phrase!("{0}, incarnation {1}", "{0}，化身号 {1}", word(standing.status), standing.incarnation);
            let value = match member.arrivals.get(pid).filter(|_| self.detector == Detector::Phi) {
                None => status,
                Some(arrivals) => {
                    let (mean, deviation) = arrivals.mean_and_deviation();
                    phrase!(
                        "{0}; heartbeats every {1} ± {2}, suspected after {3}",
                        "{0}；心跳间隔 {1} ± {2}，{3} 后怀疑",
                        status,
                        Arg::TimeUs(mean),
                        Arg::TimeUs(deviation),
                        Arg::TimeUs(self.tolerance_us(arrivals))
                    )
                }
            };
            Field { name: Phrase::verbatim(name(*pid)), value }
        });
        fields.extend(views);
        fields
    }
}

fn name(pid: Pid) -> String {
    format!("m{}", pid.0 + 1)
}

fn count(member: &Member, status: Status) -> u32 {
    member.peers.values().filter(|standing| standing.status == status).count() as u32
}

/// Whom it takes for failed, as far as there is room.
fn detail(member: &Member) -> Phrase {
    let accused = || member.peers.iter().filter(|(_, s)| matches!(s.status, Status::Suspected | Status::Failed));
    let marks = accused().map(|(pid, s)| name(*pid) + if s.status == Status::Failed { "✗" } else { "?" });
    let marks: Vec<String> = marks.collect();
    match marks.len() {
        0 => phrase!("no suspect", "无怀疑"),
        1..=3 => Phrase::verbatim(marks.join(" ")),
        more => phrase!("{0} suspects", "{0} 个怀疑对象", more),
    }
}

fn word(status: Status) -> Phrase {
    match status {
        Status::Alive => phrase!("alive", "存活"),
        Status::Suspected => phrase!("suspected", "被怀疑"),
        Status::Failed => phrase!("failed", "故障"),
        Status::Left => phrase!("left", "已离开"),
    }
}

pub(super) fn message(msg: &Msg) -> MessageView {
    let (label, kind) = match msg {
        Msg::Ask { body, .. } => (operation(*body), MessageKind::Request),
        Msg::Done { .. } => (phrase!("done", "完成"), MessageKind::Yes),
        Msg::Beat { .. } => (phrase!("heartbeat", "心跳"), MessageKind::Heartbeat),
        Msg::Join { .. } => (phrase!("join", "加入"), MessageKind::Request),
        Msg::Members { list } => (phrase!("{0} members", "{0} 个成员", list.len()), MessageKind::Yes),
        Msg::Leave { .. } => (phrase!("leave", "离开"), MessageKind::Request),
        Msg::Ping { news, .. } => (with_news(phrase!("ping", "ping"), news), MessageKind::Request),
        Msg::PingReq { target, news, .. } => {
            (with_news(phrase!("ping-req({0})", "ping-req({0})", name(*target)), news), MessageKind::Request)
        }
        Msg::Ack { target, news, .. } => (with_news(phrase!("ack({0})", "ack({0})", name(*target)), news), MessageKind::Yes),
    };
    let field = |update: &Update| Field {
        name: Phrase::verbatim(name(update.member)),
        value: phrase!("{0}, incarnation {1}", "{0}，化身号 {1}", word(update.standing.status), update.standing.incarnation),
    };
    MessageView { label, kind, owner: None, fields: carried(msg).iter().map(field).collect() }
}

/// What is told of members in a message.
fn carried(msg: &Msg) -> &[Update] {
    match msg {
        Msg::Members { list: news } | Msg::Ping { news, .. } | Msg::PingReq { news, .. } | Msg::Ack { news, .. } => news,
        _ => &[],
    }
}

/// The label with the first statement that is more than that somebody is alive, else with the first.
fn with_news(label: Phrase, news: &[Update]) -> Phrase {
    let Some(update) = news.iter().find(|u| u.standing.status != Status::Alive).or(news.first()) else { return label };
    phrase!("{0} · {1} {2}", "{0} · {1} {2}", label, name(update.member), word(update.standing.status))
}

pub(super) fn operation(op: Op) -> Phrase {
    match op {
        Op::Join(pid) => phrase!("join {0}", "{0} 加入", name(pid)),
        Op::Leave(pid) => phrase!("leave {0}", "{0} 离开", name(pid)),
    }
}

pub(super) fn operation_view(op: Op, ret: Option<&Ret>) -> OperationView {
    OperationView {
        label: operation(op),
        answer: ret.map(|ret| match ret {
            Ret::Done => phrase!("done", "完成"),
            Ret::NoAnswer => phrase!("no answer", "无应答"),
        }),
        outcome: ret.map(|ret| if *ret == Ret::Done { Outcome::Answered } else { Outcome::Unknown }),
        owner: None,
    }
}
