//! How the lab is shown: coordinators, participants, clients, messages, operations.

use super::campaign::Stage;
use super::coordinator::Coordinator;
use super::params::Rule;
use super::participant::Participant;
use super::{Chief, Msg, Op, Ordered, Ret, Role};
use crate::{Ballot, Field, MessageKind, MessageView, NodeView, Nodes, OperationView, Outcome};
use synod_check::Value;
use synod_kernel::Pid;
use synod_words::{Phrase, phrase};

/// How many characters of a value are shown on a node.
const SHORT: usize = 7;

impl Chief {
    pub(super) fn node_view(&self, pid: Pid, world: &dyn Nodes<Chief>) -> NodeView {
        match world.node(pid).map(|node| &node.0) {
            None => NodeView::default(),
            Some(Role::Coordinator(coordinator)) => self.coordinator_view(coordinator),
            Some(Role::Participant(participant)) => self.participant_view(participant),
            Some(Role::Client(client)) => {
                let waits = client.waits_for().map(|value| field(phrase!("waits for", "等待"), decide(value)));
                NodeView { fields: waits.into_iter().collect(), ..NodeView::default() }
            }
        }
    }

    fn coordinator_view(&self, coordinator: &Coordinator) -> NodeView {
        let chief = self.owner(coordinator.chief) == coordinator.me;
        let headline = match self.rule {
            Rule::One | Rule::Many => coordinator.disk.wanted.as_ref().map(|value| Phrase::verbatim(short(value))),
            _ if chief => Some(phrase!("chief", "主协调者")),
            _ => Some(Phrase::verbatim("—")),
        };
        let doing = match (&coordinator.campaign, coordinator.learned()) {
            (_, Some((_, value))) => Some(phrase!("knows {0}", "已知 {0}", short(value))),
            (Some(campaign), None) => Some(stage(&campaign.stage, campaign.ballot)),
            (None, None) if coordinator.waits_for_chief() => {
                Some(phrase!("waits for {0}", "等待 {0}", self.name_of(self.owner(coordinator.chief))))
            }
            (None, None) => None,
        };
        NodeView {
            headline,
            detail: doing,
            owner: chief.then(|| u32::from(coordinator.me.0)),
            fields: self.coordinator_fields(coordinator),
            ..NodeView::default()
        }
    }

    fn coordinator_fields(&self, coordinator: &Coordinator) -> Vec<Field> {
        let mut fields = Vec::new();
        if !matches!(self.rule, Rule::One | Rule::Many) {
            fields.push(field(phrase!("chief", "主协调者"), Phrase::verbatim(self.name_of(self.owner(coordinator.chief)))));
        }
        if self.rule.takes_over() {
            fields.push(field(phrase!("ballot", "编号"), Phrase::verbatim(coordinator.chief.to_string())));
        }
        if let Some(value) = &coordinator.disk.wanted {
            fields.push(field(phrase!("took up", "受理的值"), Phrase::verbatim(plain(value))));
        }
        if let Some(campaign) = &coordinator.campaign {
            let heard = phrase!("{0} of {1} answered", "{1} 个中 {0} 个已应答", campaign.stage.heard(), self.participants);
            fields.push(field(stage(&campaign.stage, campaign.ballot), heard));
        }
        if let Some((_, value)) = coordinator.learned() {
            fields.push(field(phrase!("knows as decided", "已知决定"), Phrase::verbatim(plain(value))));
        }
        let waiting: Vec<String> = coordinator.waiting_for_it().map(|pid| self.name_of(pid)).collect();
        if !waiting.is_empty() {
            fields.push(field(phrase!("will answer", "待应答"), Phrase::verbatim(waiting.join(", "))));
        }
        fields
    }

    fn participant_view(&self, participant: &Participant) -> NodeView {
        let (learned, accepted) = (participant.learned(), participant.accepted());
        let mut fields = Vec::new();
        if let Some((_, value)) = learned {
            fields.push(field(phrase!("takes for decided", "认定的决定"), Phrase::verbatim(plain(value))));
        }
        if participant.promised() != Ballot::NONE {
            fields.push(field(phrase!("promised ballot", "已承诺的编号"), Phrase::verbatim(participant.promised().to_string())));
        }
        if let Some(accepted) = accepted {
            fields.push(field(phrase!("accepted", "已接受"), Phrase::verbatim(pair(accepted))));
        }
        let shown = learned.or(accepted);
        NodeView {
            headline: shown.map(|(_, value)| Phrase::verbatim(short(value))),
            detail: match (learned, accepted) {
                (Some(_), Some(_)) => Some(phrase!("chosen", "已选定")),
                (Some(_), None) => Some(phrase!("decided", "已决定")),
                (None, _) if participant.promised() == Ballot::NONE => None,
                (None, None) => Some(phrase!("promised {0}", "已承诺 {0}", participant.promised().to_string())),
                (None, Some((ballot, _))) => Some(phrase!("accepted in {0}", "接受于 {0}", ballot.to_string())),
            },
            owner: shown.and_then(|(ballot, _)| self.colour(*ballot)),
            fields,
            ..NodeView::default()
        }
    }

    fn colour(&self, ballot: Ballot) -> Option<u32> {
        ballot.owner(self.coordinators())
    }

    pub(super) fn message_view(&self, msg: &Msg) -> MessageView {
        use MessageKind::{No, Request, Yes};
        let (kind, label) = match msg {
            Msg::Ask { value, .. } => (Request, decide(value)),
            Msg::Answer { decided: (_, value), .. } | Msg::Outcome { decided: (_, value) } => {
                (Yes, phrase!("decided {0}", "已决定 {0}", plain(value)))
            }
            Msg::Pass { value, .. } => (Request, phrase!("pass on {0}", "转交 {0}", plain(value))),
            Msg::Claim { ballot } => (Request, phrase!("{0} is chief", "{0} 为主", self.name_of(self.owner(*ballot)))),
            Msg::Order { value, .. } => (Request, phrase!("order {0}", "命令 {0}", plain(value))),
            Msg::Obeyed { .. } => (Yes, phrase!("done", "已执行")),
            Msg::Has { value, .. } => (No, phrase!("has {0}", "已有 {0}", plain(value))),
            Msg::Prepare { ballot } => (Request, Phrase::verbatim(format!("prepare({ballot})"))),
            Msg::Promise { ballot, had: None } => (Yes, Phrase::verbatim(format!("promise({ballot})"))),
            Msg::Promise { ballot, had: Some(had) } => {
                (Yes, phrase!("promise({0}, had {1})", "promise({0}, 曾接受 {1})", ballot.to_string(), pair(had)))
            }
            Msg::Accept { ballot, value } => (Request, Phrase::verbatim(format!("accept({ballot}, {})", plain(value)))),
            Msg::Accepted { ballot } => (Yes, Phrase::verbatim(format!("accepted({ballot})"))),
            Msg::Nack { promised, .. } => (No, Phrase::verbatim(format!("nack({promised})"))),
            Msg::Chosen { value, .. } => (Request, phrase!("chosen {0}", "选定 {0}", plain(value))),
            Msg::Known { .. } => (Yes, phrase!("known", "已知")),
        };
        let ballot = ballot_of(msg);
        let mut fields = Vec::new();
        if let Some(ballot) = ballot {
            let owner = self.name_of(self.owner(ballot));
            fields.push(field(phrase!("ballot", "编号"), phrase!("{0}, of {1}", "{0}，属于 {1}", ballot.to_string(), owner)));
        }
        MessageView { label, kind, owner: ballot.and_then(|ballot| self.colour(ballot)), fields }
    }
}

/// Under which ballot a message is sent.
fn ballot_of(msg: &Msg) -> Option<Ballot> {
    match msg {
        Msg::Ask { .. } => None,
        Msg::Answer { decided: (ballot, _), .. }
        | Msg::Outcome { decided: (ballot, _) }
        | Msg::Pass { ballot, .. }
        | Msg::Claim { ballot }
        | Msg::Order { ballot, .. }
        | Msg::Obeyed { ballot }
        | Msg::Has { ballot, .. }
        | Msg::Prepare { ballot }
        | Msg::Promise { ballot, .. }
        | Msg::Accept { ballot, .. }
        | Msg::Accepted { ballot }
        | Msg::Nack { ballot, .. }
        | Msg::Chosen { ballot, .. }
        | Msg::Known { ballot } => Some(*ballot),
    }
}

/// What a coordinator does, in a few characters.
fn stage(stage: &Stage, ballot: Ballot) -> Phrase {
    match stage {
        Stage::Order { value, .. } => phrase!("orders {0}", "命令 {0}", short(value)),
        Stage::Prepare { .. } => Phrase::verbatim(format!("prepare({ballot})")),
        Stage::Accept { .. } => Phrase::verbatim(format!("accept({ballot})")),
        Stage::Tell { value, .. } => phrase!("tells {0}", "通知 {0}", short(value)),
    }
}

fn pair((ballot, value): &Ordered) -> String {
    format!("({ballot}, {})", plain(value))
}

/// A value without quotation marks.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The beginning of a value, so that it fits a node.
fn short(value: &Value) -> String {
    let text = plain(value);
    if text.chars().count() <= SHORT { text } else { text.chars().take(SHORT - 1).chain(['…']).collect() }
}

fn field(name: Phrase, value: Phrase) -> Field {
    Field { name, value }
}

fn decide(value: &Value) -> Phrase {
    phrase!("decide {0}", "决定 {0}", plain(value))
}

pub(super) fn operation(Op(value): &Op) -> Phrase {
    decide(value)
}

pub(super) fn operation_view(op: &Op, ret: Option<&Ret>) -> OperationView {
    OperationView {
        label: operation(op),
        answer: ret.map(|ret| match ret {
            Ret::Decided(value) => Phrase::verbatim(plain(value)),
            Ret::NoAnswer => phrase!("no answer", "无应答"),
        }),
        outcome: ret.map(|ret| match ret {
            Ret::Decided(_) => Outcome::Answered,
            Ret::NoAnswer => Outcome::Unknown,
        }),
        owner: None,
    }
}
