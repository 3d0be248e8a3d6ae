//! How the lab is shown: its processes, messages and operations.

use super::coordinator::Phase;
use super::{FastPaxos, Msg, Op, Proposal, Ret, Role, Round, Vote};
use crate::{Field, MessageKind, MessageView, NodeView, Nodes, OperationView, Outcome};
use synod_check::Value;
use synod_kernel::Pid;
use synod_order::Map;
use synod_words::{Phrase, phrase};

/// A value as a student writes it: `X`, without quotes.
pub(super) fn bare(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        other => other.to_string(),
    }
}

impl Proposal {
    /// Its value, for people.
    pub(super) fn name(&self) -> String {
        bare(&self.value)
    }

    /// A value has the colour of the client whose it is: a fast round has no proposer. Clients are the first processes.
    fn owner(&self) -> u32 {
        u32::from(self.client.0)
    }
}

/// A vote as in the course: round and value.
fn vote(vote: &Vote) -> String {
    format!("({}, {})", vote.0, vote.1.name())
}

impl FastPaxos {
    pub(super) fn node_view(&self, pid: Pid, world: &dyn Nodes<FastPaxos>) -> NodeView {
        match world.node(pid).map(|node| &node.0) {
            None => NodeView::default(),
            Some(Role::Client(client)) => {
                let shown = client.chosen.as_ref().or(client.asked.as_ref());
                let detail = shown
                    .map(|_| if client.chosen.is_some() { phrase!("chosen", "已选定") } else { phrase!("waits", "等待中") });
                let fields = [
                    client.asked.as_ref().map(|asked| field(phrase!("proposes", "提出"), text(asked.name()))),
                    client.chosen.as_ref().map(|chosen| field(phrase!("was told", "已获知"), self.whose(chosen))),
                ];
                NodeView {
                    headline: shown.map(|proposal| text(proposal.name())),
                    detail,
                    owner: shown.map(Proposal::owner),
                    fields: fields.into_iter().flatten().collect(),
                    ..NodeView::default()
                }
            }
            Some(Role::Coordinator(coordinator)) => self.coordinator_view(coordinator),
            Some(Role::Acceptor(acceptor)) => self.acceptor_view(acceptor),
            Some(Role::Learner(learner)) => {
                let first = learner.learned.first();
                let counts = learner.votes.iter().map(|(round, votes)| {
                    let quorum = self.quorum(*round);
                    field(phrase!("round {0}, {1} to choose", "第 {0} 轮，{1} 票选定", round.0, quorum), self.votes(votes))
                });
                let learned = learner.learned.iter().map(|it| field(phrase!("has learned", "已学到"), self.whose(it)));
                NodeView {
                    headline: first.map(|proposal| text(proposal.name())),
                    detail: first.map(|_| phrase!("learned", "已学到")),
                    owner: first.map(Proposal::owner),
                    fields: learned.chain(counts).collect(),
                    ..NodeView::default()
                }
            }
        }
    }

    fn coordinator_view(&self, coordinator: &super::Coordinator) -> NodeView {
        let (detail, proposal) = match &coordinator.phase {
            Phase::Idle => (phrase!("stands by", "待命"), None),
            Phase::Preparing(promises) => {
                (phrase!("{0}/{1} promises", "承诺 {0}/{1}", promises.len(), self.quorum(coordinator.round)), None)
            }
            Phase::Ready => (phrase!("ready", "就绪"), None),
            Phase::Any => (phrase!("any: fast", "any：快速轮"), None),
            Phase::Accepting(proposal) => (phrase!("accept {0}", "accept {0}", proposal.name()), Some(proposal)),
            Phase::Chosen(proposal) => (phrase!("{0} chosen", "{0} 已选定", proposal.name()), Some(proposal)),
        };
        let mut fields = vec![field(phrase!("phase", "阶段"), detail.clone())];
        if let Phase::Preparing(promises) = &coordinator.phase {
            fields.extend(promises.iter().map(|(pid, told)| {
                let told = told.as_ref().map_or_else(|| phrase!("no vote yet", "尚未投票"), |it| text(vote(it)));
                field(phrase!("promise of {0}", "{0} 的承诺", self.name_of(*pid)), told)
            }));
        }
        if !coordinator.votes.1.is_empty() {
            let name = phrase!("votes in round {0}", "第 {0} 轮的投票", coordinator.votes.0.0);
            fields.push(field(name, self.votes(&coordinator.votes.1)));
        }
        if !coordinator.wanted.is_empty() {
            let wanted: Vec<String> = coordinator.wanted.iter().map(Proposal::name).collect();
            fields.push(field(phrase!("clients asked for", "客户端请求"), phrase!("{0}", "{0}", wanted)));
        }
        let begun = coordinator.round != Round::NONE;
        NodeView {
            headline: begun.then(|| phrase!("round {0}", "轮次 {0}", coordinator.round.0)),
            detail: Some(detail),
            owner: proposal.map(Proposal::owner),
            fields,
            ..NodeView::default()
        }
    }

    fn acceptor_view(&self, acceptor: &super::Acceptor) -> NodeView {
        let ledger = &acceptor.ledger;
        let may_take_any = ledger.open && ledger.vote.as_ref().is_none_or(|vote| vote.0 < ledger.round);
        let headline = match &ledger.vote {
            Some(it) => Some(text(vote(it))),
            None => may_take_any.then(|| phrase!("any", "any")),
        };
        let kind = if self.is_fast(ledger.round) { phrase!("fast", "快速轮") } else { phrase!("classic", "经典轮") };
        let mut fields = vec![field(
            phrase!("rnd: votes in no round below", "rnd：不在更低的轮次投票"),
            phrase!("{0} ({1})", "{0}（{1}）", ledger.round.0, kind),
        )];
        if let Some((round, proposal)) = &ledger.vote {
            fields.push(field(phrase!("vrnd: last vote in round", "vrnd：最近投票的轮次"), text(round.to_string())));
            fields.push(field(
                phrase!("vval: last vote for (client's value)", "vval：最近投给的值（属于客户端）"),
                self.whose(proposal),
            ));
        }
        if may_take_any {
            let will = phrase!("the first client's value to arrive", "最先到达的客户端的值");
            fields.push(field(phrase!("any: will vote for", "any：将投票给"), will));
        }
        if let Some(early) = &acceptor.early {
            fields.push(field(phrase!("came too early", "到得太早"), self.whose(early)));
        }
        if !acceptor.heard.is_empty() {
            fields.push(field(phrase!("heard votes in round 1", "收到的第 1 轮投票"), self.votes(&acceptor.heard)));
        }
        NodeView {
            headline,
            detail: (ledger.round != Round::NONE).then(|| phrase!("round ≥ {0}", "轮次 ≥ {0}", ledger.round.0)),
            owner: ledger.vote.as_ref().map(|vote| vote.1.owner()),
            fields,
            ..NodeView::default()
        }
    }

    /// Votes as text: `A1: X, A2: Y`.
    fn votes(&self, votes: &Map<Pid, Proposal>) -> Phrase {
        let each: Vec<String> =
            votes.iter().map(|(pid, proposal)| format!("{}: {}", self.name_of(*pid), proposal.name())).collect();
        phrase!("{0}", "{0}", each)
    }

    /// A value and whose it is.
    fn whose(&self, proposal: &Proposal) -> Phrase {
        phrase!("{0}, proposed by {1}", "{0}，由 {1} 提出", proposal.name(), self.name_of(proposal.client))
    }

    pub(super) fn message_view(&self, msg: &Msg) -> MessageView {
        let (request, yes, no) = (MessageKind::Request, MessageKind::Yes, MessageKind::No);
        let (kind, label, round, proposal) = match msg {
            Msg::Propose { proposal, .. } => (request, propose(proposal), None, Some(proposal)),
            Msg::Prepare(round) => (request, phrase!("prepare({0})", "prepare({0})", round.0), Some(*round), None),
            Msg::Promise(round, None) => (yes, phrase!("promise({0})", "promise({0})", round.0), Some(*round), None),
            Msg::Promise(round, Some(had)) => {
                (yes, phrase!("promise({0}, had {1})", "promise({0}, 曾投 {1})", round.0, vote(had)), Some(*round), Some(&had.1))
            }
            Msg::Any(round) => (request, phrase!("any({0})", "any({0})", round.0), Some(*round), None),
            Msg::Accept(round, proposal) => {
                let label = phrase!("accept({0}, {1})", "accept({0}, {1})", round.0, proposal.name());
                (request, label, Some(*round), Some(proposal))
            }
            Msg::Accepted(round, proposal) => {
                let label = phrase!("accepted({0}, {1})", "accepted({0}, {1})", round.0, proposal.name());
                (yes, label, Some(*round), Some(proposal))
            }
            Msg::Nack(round) => (no, phrase!("nack({0})", "nack({0})", round.0), Some(*round), None),
            Msg::Chosen(proposal) => (yes, phrase!("chosen {0}", "选定 {0}", proposal.name()), None, Some(proposal)),
            Msg::Ask => (request, phrase!("which votes?", "投票如何？"), None, None),
        };
        let mut fields = Vec::new();
        if let Some(phase) = phase(msg) {
            fields.push(field(phrase!("in the paper", "论文中的名称"), text(phase)));
        }
        if let Some(round) = round {
            let kind = if self.is_fast(round) { phrase!("fast", "快速轮") } else { phrase!("classic", "经典轮") };
            fields.push(field(phrase!("round", "轮次"), phrase!("{0} ({1})", "{0}（{1}）", round.0, kind)));
        }
        if let Some(proposal) = proposal {
            fields.push(field(phrase!("client's value", "客户端的值"), self.whose(proposal)));
        }
        if let Msg::Propose { again: true, .. } = msg {
            fields.push(field(phrase!("asked before", "此前已请求"), phrase!("yes", "是")));
        }
        MessageView { label, kind, owner: proposal.map(Proposal::owner), fields }
    }
}

/// The name of the message in the paper.
fn phase(msg: &Msg) -> Option<&'static str> {
    match msg {
        Msg::Prepare(_) => Some("1a"),
        Msg::Promise(..) => Some("1b"),
        Msg::Any(_) | Msg::Accept(..) => Some("2a"),
        Msg::Accepted(..) => Some("2b"),
        Msg::Propose { .. } | Msg::Nack(_) | Msg::Chosen(_) | Msg::Ask => None,
    }
}

fn field(name: Phrase, value: Phrase) -> Field {
    Field { name, value }
}

fn text(text: impl Into<String>) -> Phrase {
    Phrase::verbatim(text)
}

fn propose(proposal: &Proposal) -> Phrase {
    phrase!("propose {0}", "提议 {0}", proposal.name())
}

pub(super) fn operation(Op::Propose(value): &Op) -> Phrase {
    phrase!("propose {0}", "提议 {0}", bare(value))
}

/// Once answered, an operation has the colour of the client whose value was chosen.
pub(super) fn operation_view(op: &Op, ret: Option<&Ret>) -> OperationView {
    let chosen = ret.map(|Ret::Chosen(proposal)| proposal);
    OperationView {
        label: operation(op),
        answer: chosen.map(|proposal| phrase!("{0} chosen", "选定 {0}", proposal.name())),
        outcome: chosen.map(|_| Outcome::Answered),
        owner: chosen.map(Proposal::owner),
    }
}
