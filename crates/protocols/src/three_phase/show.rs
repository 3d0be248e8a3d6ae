//! How the lab is shown: coordinator, participants, messages.

use super::coordinator::{Coordinator, Phase};
use super::participant::{Open, Part, Participant};
use super::{Msg, Node, State, ThreePhase};
use crate::commit::{COORDINATOR, Entry, Stage, Waiting};
use crate::{Field, MessageKind, MessageView, NodeView, Nodes};
use synod_kernel::Pid;
use synod_words::{Arg, Phrase, phrase};

impl ThreePhase {
    pub(super) fn node_view(&self, pid: Pid, world: &dyn Nodes<ThreePhase>) -> NodeView {
        match world.node(pid) {
            Some(Node::Coordinator(coordinator)) => self.coordinator_view(coordinator),
            Some(Node::Participant(participant)) => self.participant_view(participant, pid),
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
        let last = coordinator.journal().entries().last().map(Entry::transaction);
        let newest = coordinator.rounds().next_back();
        let (headline, detail) = match newest.map(|round| round.1) {
            None => (phrase!("idle", "空闲"), last.map(|t| outcome(coordinator.journal().stage(t), t))),
            Some(phase) => {
                let (headline, detail) = self.phase(phase);
                (headline, Some(detail))
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

    /// How far the newest transaction is, and what it waits for.
    fn phase(&self, phase: &Phase) -> (Phrase, Phrase) {
        let all = self.bank.cast.participants;
        let acks = |silent: usize| phrase!("{0} of {1} acks", "{0}/{1} Ack", usize::from(all).saturating_sub(silent), all);
        let decided = |commit: bool| if commit { phrase!("doCommit", "DoCommit") } else { phrase!("abort", "中断") };
        match phase {
            Phase::Voting { yes } => {
                (phrase!("canCommit", "CanCommit"), phrase!("{0} of {1} yes", "{0}/{1} Yes", yes.len(), all))
            }
            Phase::Preparing { silent } => (phrase!("preCommit", "PreCommit"), acks(silent.len())),
            Phase::Forcing { commit, .. } => (decided(*commit), phrase!("writes it", "写日志")),
            Phase::Telling { commit, silent } => (decided(*commit), acks(silent.len())),
            Phase::Recovering(inquest) if inquest.blocked => (phrase!("blocked", "被阻塞"), phrase!("asks all", "询问所有进程")),
            Phase::Recovering(_) => (phrase!("was down", "已恢复"), phrase!("asks all", "询问所有进程")),
            Phase::Asking(reports) => {
                (phrase!("asks", "询问状态"), phrase!("{0} of {1} states", "{0}/{1} 状态", reports.len(), all + 1))
            }
        }
    }

    /// A transaction that is not over at the coordinator.
    fn round(&self, transaction: u32, phase: &Phase) -> Field {
        let value = match phase {
            Phase::Voting { yes } if yes.is_empty() => phrase!("no votes yet", "尚无反馈"),
            Phase::Voting { yes } => phrase!("yes from {0}", "{0} 反馈 Yes", self.names(yes)),
            Phase::Preparing { silent } => phrase!("preCommit, no ack from {0}", "预提交，未收到 {0} 的 Ack", self.names(silent)),
            Phase::Forcing { commit: true, .. } => phrase!("writes commit", "正在写提交决定"),
            Phase::Forcing { commit: false, .. } => phrase!("writes abort", "正在写回滚决定"),
            Phase::Telling { commit: true, silent } => {
                phrase!("commit, no ack from {0}", "提交，未收到 {0} 的 Ack", self.names(silent))
            }
            Phase::Telling { commit: false, silent } => {
                phrase!("abort, no ack from {0}", "回滚，未收到 {0} 的 Ack", self.names(silent))
            }
            Phase::Recovering(inquest) => {
                phrase!("silent so far: {0}", "尚无响应：{0}", self.names(&inquest.silent(self, COORDINATOR)))
            }
            Phase::Asking(reports) => phrase!("states of {0}", "已知 {0} 的状态", self.names(reports.keys())),
        };
        field(phrase!("transaction {0}", "事务 {0}", transaction), value)
    }

    fn participant_view(&self, participant: &Participant, pid: Pid) -> NodeView {
        let journal = &participant.journal;
        let balance = phrase!("account {0}", "账户 {0}", journal.balance());
        let last = journal.entries().last().map(Entry::transaction);
        let open = participant.open.as_ref();
        let (headline, detail) = match open {
            Some(open) => self.open_view(open, journal.stage(open.transaction)),
            None => match last.and_then(|t| journal.stage(t)).and_then(Stage::decision) {
                Some(true) => (phrase!("committed", "已提交"), balance),
                Some(false) => (phrase!("aborted", "已回滚"), balance),
                None => (phrase!("idle", "空闲"), balance),
            },
        };
        let lock = participant.account.holder();
        NodeView {
            headline: Some(headline),
            detail: Some(detail),
            owner: open.map(|open| open.transaction).or(last).map(|t| t - 1),
            lock: lock.map(|(t, since)| phrase!("transaction {0}, since {1}", "事务 {0}，自 {1}", t, Arg::TimeUs(since))),
            log: journal.cells(),
            fields: self.participant_fields(participant, pid),
        }
    }

    /// How far a participant is, and for whom it waits.
    fn open_view(&self, open: &Open, stage: Option<Stage>) -> (Phrase, Phrase) {
        let headline = match stage {
            _ if !open.voted => phrase!("writes", "写日志"),
            Some(Stage::Precommitted) => phrase!("precommit", "预提交"),
            _ => phrase!("uncertain", "已就绪"),
        };
        let detail = match &open.part {
            Part::Following(_) if !open.voted => phrase!("undo, redo", "Undo/Redo"),
            Part::Following(coordinator) => phrase!("waits for {0}", "等待 {0}", self.bank.cast.name_of(*coordinator)),
            Part::Asking { .. } | Part::Preparing(_) => phrase!("coordinates", "新协调者"),
            Part::Recovering(inquest) if inquest.blocked => phrase!("blocked", "被阻塞"),
            Part::Recovering(_) => phrase!("was down, asks", "恢复后询问"),
        };
        (headline, detail)
    }

    fn participant_fields(&self, participant: &Participant, pid: Pid) -> Vec<Field> {
        let number = |i: i64| Phrase::verbatim(i.to_string());
        let mut fields = vec![field(phrase!("account", "账户"), number(participant.journal.balance()))];
        if let Some(open) = &participant.open {
            if let Some((before, after)) = participant.prepared(open.transaction) {
                fields.push(field(phrase!("before (undo)", "修改前（Undo）"), number(before)));
                fields.push(field(phrase!("after (redo)", "修改后（Redo）"), number(after)));
            }
            let vote = if open.voted { phrase!("yes", "Yes") } else { phrase!("not sent yet", "尚未反馈") };
            fields.push(field(phrase!("vote", "反馈"), vote));
            fields.push(self.part(&open.part, pid));
        }
        let waiting: Vec<Phrase> = participant.account.waiting().map(|who| self.waiting(who)).collect();
        if !waiting.is_empty() {
            fields.push(field(phrase!("wait for the lock", "等待锁"), phrase!("{0}", "{0}", waiting)));
        }
        fields
    }

    /// A participant's part in finding the decision.
    fn part(&self, part: &Part, pid: Pid) -> Field {
        match part {
            Part::Following(coordinator) => {
                field(phrase!("coordinator", "协调者"), Phrase::verbatim(self.bank.cast.name_of(*coordinator)))
            }
            Part::Asking { reports, .. } => {
                let state =
                    |(pid, state): (&Pid, &State)| phrase!("{0}: {1}", "{0}：{1}", self.bank.cast.name_of(*pid), state.label());
                let states: Vec<Phrase> = reports.iter().map(state).collect();
                field(phrase!("states", "状态"), phrase!("{0}", "{0}", states))
            }
            Part::Preparing(silent) => {
                field(phrase!("no ack of preCommit from", "未收到预提交 Ack"), phrase!("{0}", "{0}", self.names(silent)))
            }
            Part::Recovering(inquest) => {
                field(phrase!("silent so far", "尚无响应"), phrase!("{0}", "{0}", self.names(&inquest.silent(self, pid))))
            }
        }
    }

    fn waiting(&self, who: Waiting) -> Phrase {
        match who {
            Waiting::Transaction(transaction, _) => phrase!("transaction {0}", "事务 {0}", transaction),
            Waiting::Reader(client, _) => Phrase::verbatim(self.bank.cast.name_of(client)),
        }
    }
}

impl State {
    /// In a word.
    pub(super) fn label(self) -> Phrase {
        match self {
            State::Aborted => phrase!("aborted", "已回滚"),
            State::Uncertain => phrase!("uncertain", "已就绪"),
            State::Precommitted => phrase!("precommitted", "已预提交"),
            State::Committed => phrase!("committed", "已提交"),
            State::Recovering => phrase!("was down", "曾宕机"),
        }
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
        Msg::CanCommit(t, _) => (MessageKind::Request, phrase!("canCommit?({0})", "CanCommit({0})", t)),
        Msg::Vote(t, true) => (MessageKind::Yes, phrase!("yes({0})", "Yes({0})", t)),
        Msg::Vote(t, false) => (MessageKind::No, phrase!("no({0})", "No({0})", t)),
        Msg::PreCommit(t) => (MessageKind::Request, phrase!("preCommit({0})", "PreCommit({0})", t)),
        Msg::PreAck(t) => (MessageKind::Yes, phrase!("ack preCommit({0})", "Ack PreCommit({0})", t)),
        Msg::Decision(t, true) => (MessageKind::Request, phrase!("doCommit({0})", "DoCommit({0})", t)),
        Msg::Decision(t, false) => (MessageKind::Request, phrase!("abort({0})", "Abort({0})", t)),
        Msg::Ack(t) => (MessageKind::Yes, phrase!("ack({0})", "Ack({0})", t)),
        Msg::Elect(t) => (MessageKind::Request, phrase!("elected({0})", "当选({0})", t)),
        Msg::StateRequest(t) => (MessageKind::Request, phrase!("state?({0})", "状态?({0})", t)),
        Msg::State(t, state) => {
            let kind = if matches!(state, State::Precommitted | State::Committed) { MessageKind::Yes } else { MessageKind::No };
            (kind, phrase!("state({0}): {1}", "状态({0})：{1}", t, state.label()))
        }
        Msg::Inquiry(t) => (MessageKind::Request, phrase!("decision?({0})", "询问决定({0})", t)),
        Msg::Undecided(t, false) => (MessageKind::No, phrase!("undecided({0})", "尚未决定({0})", t)),
        Msg::Undecided(t, true) => (MessageKind::No, phrase!("was down({0})", "曾宕机({0})", t)),
    };
    let mut fields = Vec::new();
    if let Some(t) = msg.transaction() {
        fields.push(field(phrase!("transaction", "事务"), Phrase::verbatim(t.to_string())));
    }
    if let Msg::CanCommit(_, change) = *msg {
        fields.push(field(phrase!("change of the account", "账户变化"), Phrase::verbatim(format!("{change:+}"))));
    }
    MessageView { label, kind, owner: msg.transaction().map(|t| t - 1), fields }
}

fn field(name: Phrase, value: Phrase) -> Field {
    Field { name, value }
}
