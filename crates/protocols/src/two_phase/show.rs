//! How the lab is shown: coordinator, participants, messages.

use super::coordinator::{Coordinator, Phase};
use super::participant::Participant;
use super::{Msg, Node, TwoPhase};
use crate::commit::{COORDINATOR, Entry, Stage, Waiting};
use crate::{Field, MessageKind, MessageView, NodeView, Nodes};
use synod_kernel::Pid;
use synod_words::{Arg, Phrase, phrase};

impl TwoPhase {
    pub(super) fn node_view(&self, pid: Pid, world: &dyn Nodes<TwoPhase>) -> NodeView {
        match world.node(pid) {
            Some(Node::Coordinator(coordinator)) => self.coordinator_view(coordinator),
            Some(Node::Participant(participant)) => self.participant_view(participant),
            Some(Node::Client(client)) => {
                let fields = client
                    .waiting()
                    .map(|op| field(phrase!("waits for operation", "等待操作"), Phrase::verbatim((op.0 + 1).to_string())));
                NodeView { fields: fields.into_iter().collect(), ..NodeView::default() }
            }
            None => NodeView::default(),
        }
    }

    fn coordinator_view(&self, coordinator: &Coordinator) -> NodeView {
        let all = self.bank.cast.participants;
        let last = coordinator.journal().entries().last().map(Entry::transaction);
        let newest = coordinator.rounds().next_back();
        let (headline, detail) = match newest.map(|round| round.1) {
            None => (phrase!("idle", "空闲"), last.map(|t| outcome(coordinator.journal().stage(t), t))),
            Some(phase) => {
                let headline = match phase.decision() {
                    None => phrase!("waits", "等待反馈"),
                    Some(true) => phrase!("commit", "提交"),
                    Some(false) => phrase!("abort", "回滚"),
                };
                (headline, Some(progress(phase, all)))
            }
        };
        let mut fields: Vec<Field> = coordinator.rounds().map(|(t, phase)| self.round(t, phase)).collect();
        if coordinator.unsent() > 0 {
            fields.push(field(phrase!("messages to send", "待发消息"), Phrase::verbatim(coordinator.unsent().to_string())));
        }
        NodeView {
            headline: Some(headline),
            detail,
            owner: newest.map(|round| round.0).or(last).map(|t| t - 1),
            lock: None,
            log: coordinator.journal().cells(),
            fields,
        }
    }

    /// A transaction that is not over at the coordinator.
    fn round(&self, transaction: u32, phase: &Phase) -> Field {
        let value = match phase {
            Phase::Voting { yes } if yes.is_empty() => phrase!("no votes yet", "尚无反馈"),
            Phase::Voting { yes } => phrase!("yes from {0}", "{0} 反馈 Yes", self.names(yes)),
            Phase::Forcing { commit: true, .. } => phrase!("writes commit", "正在写提交决定"),
            Phase::Forcing { commit: false, .. } => phrase!("writes abort", "正在写回滚决定"),
            Phase::Telling { commit: true, silent } => {
                phrase!("commit, no ack from {0}", "提交，未收到 {0} 的 Ack", self.names(silent))
            }
            Phase::Telling { commit: false, silent } => {
                phrase!("abort, no ack from {0}", "回滚，未收到 {0} 的 Ack", self.names(silent))
            }
        };
        field(phrase!("transaction {0}", "事务 {0}", transaction), value)
    }

    fn names<'a>(&self, processes: impl IntoIterator<Item = &'a Pid>) -> Arg {
        processes.into_iter().map(|pid| self.bank.cast.name_of(*pid)).collect::<Vec<String>>().into()
    }

    fn participant_view(&self, participant: &Participant) -> NodeView {
        let journal = &participant.journal;
        let balance = phrase!("account {0}", "账户 {0}", journal.balance());
        let last = journal.entries().last().map(Entry::transaction);
        let open = participant.open.as_ref();
        let (headline, detail) = match open {
            Some(open) if !open.voted && open.asked.is_empty() => {
                (phrase!("writes", "写日志"), phrase!("undo, redo", "Undo/Redo"))
            }
            Some(open) if open.blocked => {
                (phrase!("blocked", "被阻塞"), phrase!("waits for {0}", "等待 {0}", self.bank.cast.name_of(COORDINATOR)))
            }
            Some(open) if open.asked.len() > 1 => (phrase!("prepared", "已准备"), phrase!("asks everybody", "询问所有进程")),
            Some(_) => (phrase!("prepared", "已准备"), phrase!("waits for {0}", "等待 {0}", self.bank.cast.name_of(COORDINATOR))),
            None => match last.and_then(|t| journal.stage(t)).and_then(Stage::decision) {
                Some(true) => (phrase!("committed", "已提交"), balance.clone()),
                Some(false) => (phrase!("aborted", "已回滚"), balance.clone()),
                None => (phrase!("idle", "空闲"), balance.clone()),
            },
        };
        let lock = participant.account.holder();
        NodeView {
            headline: Some(headline),
            detail: Some(detail),
            owner: open.map(|open| open.transaction).or(last).map(|t| t - 1),
            lock: lock.map(|(t, since)| phrase!("transaction {0}, since {1}", "事务 {0}，自 {1}", t, Arg::TimeUs(since))),
            log: journal.cells(),
            fields: self.participant_fields(participant),
        }
    }

    fn participant_fields(&self, participant: &Participant) -> Vec<Field> {
        let number = |i: i64| Phrase::verbatim(i.to_string());
        let mut fields = vec![field(phrase!("account", "账户"), number(participant.journal.balance()))];
        if let Some(open) = &participant.open {
            if let Some((before, after)) = participant.prepared(open.transaction) {
                fields.push(field(phrase!("before (undo)", "修改前（Undo）"), number(before)));
                fields.push(field(phrase!("after (redo)", "修改后（Redo）"), number(after)));
            }
            let vote = if open.voted { phrase!("yes", "Yes") } else { phrase!("not sent yet", "尚未反馈") };
            fields.push(field(phrase!("vote", "反馈"), vote));
            if !open.asked.is_empty() {
                fields.push(field(phrase!("has asked", "已询问"), phrase!("{0}", "{0}", self.names(&open.asked))));
                fields.push(field(
                    phrase!("silent so far", "尚无响应"),
                    phrase!("{0}", "{0}", self.names(open.asked.difference(&open.answered))),
                ));
            }
        }
        let waiting: Vec<Phrase> = participant.account.waiting().map(|who| self.waiting(who)).collect();
        if !waiting.is_empty() {
            fields.push(field(phrase!("wait for the lock", "等待锁"), phrase!("{0}", "{0}", waiting)));
        }
        fields
    }

    fn waiting(&self, who: Waiting) -> Phrase {
        match who {
            Waiting::Transaction(transaction, _) => phrase!("transaction {0}", "事务 {0}", transaction),
            Waiting::Reader(client, _) => Phrase::verbatim(self.bank.cast.name_of(client)),
        }
    }
}

/// How many have answered.
fn progress(phase: &Phase, all: u16) -> Phrase {
    match phase {
        Phase::Voting { yes } => phrase!("{0} of {1} votes", "{0}/{1} 反馈", yes.len(), all),
        Phase::Forcing { .. } => phrase!("writes it", "写日志"),
        Phase::Telling { silent, .. } => phrase!("{0} of {1} acks", "{0}/{1} Ack", usize::from(all) - silent.len(), all),
    }
}

/// How a transaction that is over came out.
fn outcome(stage: Option<Stage>, transaction: u32) -> Phrase {
    match stage.and_then(Stage::decision) {
        Some(true) => phrase!("{0} committed", "{0} 已提交", transaction),
        _ => phrase!("{0} aborted", "{0} 已回滚", transaction),
    }
}

pub(super) fn message_view(msg: &Msg) -> MessageView {
    let (kind, label) = match *msg {
        Msg::Talk(talk) => return talk.view(),
        Msg::VoteRequest(t, _) => (MessageKind::Request, phrase!("prepare({0})", "事务询问({0})", t)),
        Msg::Vote(t, true) => (MessageKind::Yes, phrase!("vote yes({0})", "Yes({0})", t)),
        Msg::Vote(t, false) => (MessageKind::No, phrase!("vote no({0})", "No({0})", t)),
        Msg::Decision(t, true) => (MessageKind::Request, phrase!("commit({0})", "提交({0})", t)),
        Msg::Decision(t, false) => (MessageKind::Request, phrase!("abort({0})", "回滚({0})", t)),
        Msg::Ack(t) => (MessageKind::Yes, phrase!("ack({0})", "Ack({0})", t)),
        Msg::DecisionRequest(t) => (MessageKind::Request, phrase!("decision?({0})", "询问决定({0})", t)),
        Msg::Undecided(t) => (MessageKind::No, phrase!("uncertain({0})", "不知道({0})", t)),
    };
    let mut fields = Vec::new();
    if let Some(t) = msg.transaction() {
        fields.push(field(phrase!("transaction", "事务"), Phrase::verbatim(t.to_string())));
    }
    if let Msg::VoteRequest(_, change) = *msg {
        fields.push(field(phrase!("change of the account", "账户变化"), Phrase::verbatim(format!("{change:+}"))));
    }
    MessageView { label, kind, owner: msg.transaction().map(|t| t - 1), fields }
}

fn field(name: Phrase, value: Phrase) -> Field {
    Field { name, value }
}
