//! How the lab is shown: the four roles, messages, operations.

use super::proposer::{Doing, Proposer};
use super::{Acceptor, BasicPaxos, Learner, Msg, Op, Proposal, Ret, Role, plain};
use crate::{Ballot, Field, MessageKind, MessageView, NodeView, Nodes, OperationView, Outcome};
use synod_check::Value;
use synod_kernel::Pid;
use synod_order::Set;
use synod_words::{Phrase, phrase};

/// How many characters of a value fit into a node.
const SHORT: usize = 4;

impl BasicPaxos {
    pub(super) fn node_view(&self, pid: Pid, world: &dyn Nodes<BasicPaxos>) -> NodeView {
        let Some(node) = world.node(pid) else { return NodeView::default() };
        match &node.0 {
            Role::Client(client) => {
                let mut fields = vec![field(phrase!("asks", "询问"), Phrase::verbatim(self.name_of(client.proposer(self))))];
                if let Some(value) = client.waiting() {
                    fields.push(field(phrase!("waits with", "正在等待，所提的值"), Phrase::verbatim(plain(value))));
                }
                NodeView { fields, ..NodeView::default() }
            }
            Role::Proposer(proposer) => self.proposer_view(proposer),
            Role::Acceptor(acceptor) => self.acceptor_view(acceptor),
            Role::Learner(learner) => self.learner_view(learner),
        }
    }

    fn proposer_view(&self, proposer: &Proposer) -> NodeView {
        let mut fields = vec![field(phrase!("highest ballot known", "已知的最大编号"), ballot(proposer.highest()))];
        if let Some(wish) = proposer.wish() {
            fields.push(field(phrase!("client's value", "客户端的值"), Phrase::verbatim(plain(wish))));
        }
        let quorum = self.quorum;
        let (headline, detail, owner) = match proposer.doing() {
            Doing::Nothing => (phrase!("idle", "空闲"), None, None),
            Doing::Waiting => (phrase!("waits", "等待"), Some(phrase!("to try again", "以再次提案")), None),
            Doing::Preparing(promises) => {
                let who: Vec<Phrase> = promises
                    .iter()
                    .map(|(acceptor, had)| match had {
                        None => Phrase::verbatim(self.name_of(*acceptor)),
                        Some(had) => {
                            phrase!("{0} had {1}", "{0} 曾接受 {1}", self.name_of(*acceptor), had.to_string())
                        }
                    })
                    .collect();
                fields.push(field(phrase!("promises", "收到的承诺"), list(who)));
                let detail = phrase!("promises {0}/{1}", "承诺 {0}/{1}", promises.len() as u32, quorum);
                (in_ballot(proposer.ballot()), Some(detail), proposer.ballot())
            }
            Doing::Accepting(value, accepted) => {
                fields.push(field(phrase!("puts forth", "提出的值"), Phrase::verbatim(plain(value))));
                fields.push(field(phrase!("accepted by", "已接受者"), self.names(accepted)));
                let detail = phrase!("{2}: {0}/{1}", "{2}：{0}/{1}", accepted.len() as u32, quorum, short(value));
                (in_ballot(proposer.ballot()), Some(detail), proposer.ballot())
            }
            Doing::Done(learned) => {
                fields.push(field(phrase!("knows to be chosen", "已知选定"), proposals(learned)));
                (values(learned, phrase!("chosen", "选定")), None, learned.last().map(|proposal| proposal.ballot))
            }
        };
        let owner = owner.and_then(|ballot| ballot.owner(self.proposers));
        NodeView { headline: Some(headline), detail, owner, fields, ..NodeView::default() }
    }

    fn acceptor_view(&self, acceptor: &Acceptor) -> NodeView {
        let promised = acceptor.promised;
        let accepted = acceptor.accepted.as_ref();
        let owner = accepted.map_or(promised, |proposal| proposal.ballot).owner(self.proposers);
        let detail = (promised > Ballot::NONE).then(|| phrase!("promised ≥ {0}", "承诺 ≥ {0}", promised.to_string()));
        let told = |proposal: &Proposal| format!("({}, {})", proposal.ballot, short(&proposal.value));
        let fields = vec![
            field(phrase!("promised", "已承诺的编号"), ballot(promised)),
            field(
                phrase!("accepted", "已接受的提案"),
                accepted.map_or_else(|| phrase!("nothing", "无"), |proposal| Phrase::verbatim(proposal.to_string())),
            ),
        ];
        let headline = Phrase::verbatim(accepted.map_or_else(|| "–".to_owned(), told));
        NodeView { headline: Some(headline), detail, owner, fields, ..NodeView::default() }
    }

    fn learner_view(&self, learner: &Learner) -> NodeView {
        let mut fields: Vec<Field> = learner
            .counts()
            .map(|(proposal, voters)| field(phrase!("{0} accepted by", "{0} 的接受者", proposal.to_string()), self.names(voters)))
            .collect();
        let learned = learner.learned();
        if !learned.is_empty() {
            fields.push(field(phrase!("learned", "已学到"), proposals(learned)));
        }
        let count = learner.counts().max_by_key(|(proposal, voters)| (voters.len(), proposal.ballot));
        let owner = learned.last().map(|proposal| proposal.ballot).or(count.as_ref().map(|(proposal, _)| proposal.ballot));
        let detail = count.filter(|_| learned.is_empty()).map(|(proposal, voters)| {
            Phrase::verbatim(format!("({}, {}): {}/{}", proposal.ballot, short(&proposal.value), voters.len(), self.quorum))
        });
        NodeView {
            headline: Some(values(learned, phrase!("learned", "学到"))),
            detail,
            owner: owner.and_then(|ballot| ballot.owner(self.proposers)),
            fields,
            ..NodeView::default()
        }
    }

    fn names(&self, pids: &Set<Pid>) -> Phrase {
        list(pids.iter().map(|pid| Phrase::verbatim(self.name_of(*pid))).collect())
    }

    pub(super) fn message_view(&self, msg: &Msg) -> MessageView {
        let request = MessageKind::Request;
        let number = |ballot: &Ballot| ballot.to_string();
        let (kind, label, of, carried) = match msg {
            Msg::Propose { value } => (request, propose(value), None, None),
            Msg::Prepare { ballot } => (request, Phrase::verbatim(format!("prepare({ballot})")), Some(*ballot), None),
            Msg::Promise { ballot, had: None } => {
                (MessageKind::Yes, Phrase::verbatim(format!("promise({ballot})")), Some(*ballot), None)
            }
            Msg::Promise { ballot, had: Some(had) } => {
                let label = phrase!("promise({0}, had {1})", "promise({0}, 曾接受 {1})", number(ballot), had.to_string());
                (MessageKind::Yes, label, Some(*ballot), Some(had))
            }
            Msg::Accept { proposal } => {
                (request, Phrase::verbatim(format!("accept{proposal}")), Some(proposal.ballot), Some(proposal))
            }
            Msg::Accepted { proposal } => {
                (MessageKind::Yes, Phrase::verbatim(format!("accepted{proposal}")), Some(proposal.ballot), Some(proposal))
            }
            Msg::Nack { promised, .. } => (MessageKind::No, Phrase::verbatim(format!("nack({promised})")), Some(*promised), None),
            Msg::Chosen { proposal } => {
                let label = phrase!("chosen: {0}", "选定 {0}", plain(&proposal.value));
                (MessageKind::Yes, label, Some(proposal.ballot), Some(proposal))
            }
        };
        let mut fields = Vec::new();
        match msg {
            Msg::Nack { ballot: refused, promised } => {
                fields.push(field(phrase!("refuses ballot", "拒绝的编号"), ballot(*refused)));
                fields.push(field(phrase!("has promised", "已承诺的编号"), ballot(*promised)));
            }
            _ => fields.extend(of.map(|of| field(phrase!("ballot", "编号"), ballot(of)))),
        }
        fields.extend(carried.map(|proposal| field(phrase!("proposal", "提案"), Phrase::verbatim(proposal.to_string()))));
        MessageView { label, kind, owner: of.and_then(|ballot| ballot.owner(self.proposers)), fields }
    }

    /// An answered operation has the colour of the ballot in which the value was chosen.
    pub(super) fn operation_view(&self, op: &Op, ret: Option<&Ret>) -> OperationView {
        let Op::Propose(own) = op;
        let (answer, outcome, owner) = match ret {
            None => (None, None, None),
            Some(Ret::NoAnswer) => (Some(phrase!("no answer", "无应答")), Some(Outcome::Unknown), None),
            Some(Ret::Chosen(proposal)) => {
                let answer = if proposal.value == *own {
                    phrase!("chosen", "已选定")
                } else {
                    phrase!("{0} is chosen instead", "选定的是 {0}", plain(&proposal.value))
                };
                (Some(answer), Some(Outcome::Answered), proposal.ballot.owner(self.proposers))
            }
        };
        OperationView { label: propose(own), answer, outcome, owner }
    }
}

pub(super) fn propose(value: &Value) -> Phrase {
    phrase!("propose {0}", "提议 {0}", plain(value))
}

fn field(name: Phrase, value: Phrase) -> Field {
    Field { name, value }
}

fn list(all: Vec<Phrase>) -> Phrase {
    if all.is_empty() { phrase!("nobody yet", "暂无") } else { phrase!("{0}", "{0}", all) }
}

fn ballot(ballot: Ballot) -> Phrase {
    if ballot == Ballot::NONE { phrase!("none", "无") } else { Phrase::verbatim(ballot.to_string()) }
}

fn in_ballot(ballot: Option<Ballot>) -> Phrase {
    phrase!("ballot {0}", "编号 {0}", ballot.unwrap_or_default().to_string())
}

fn proposals(all: &[Proposal]) -> Phrase {
    let all: Vec<String> = all.iter().map(ToString::to_string).collect();
    Phrase::verbatim(all.join(", "))
}

/// What is chosen, with this word before it; two values where there are two, which there must never be.
fn values(chosen: &[Proposal], word: Phrase) -> Phrase {
    match chosen {
        [] => Phrase::verbatim("–"),
        [one] => phrase!("{0} {1}", "{0} {1}", word, short(&one.value)),
        [.., before, last] => Phrase::verbatim(format!("{} ≠ {}", short(&before.value), short(&last.value))),
    }
}

/// A value as it fits into a node.
fn short(value: &Value) -> String {
    let whole = plain(value);
    if whole.chars().count() <= SHORT {
        return whole;
    }
    whole.chars().take(SHORT - 1).chain(['…']).collect()
}
