//! How the lab is shown: at every process, how far each of the three protocols has got.

use super::side::Side;
use super::{Answers, Msg, Of, PAXOS, SideBySide, THREE, TWO, journals};
use crate::commit::{Op, Ret, Stage, Transaction};
use crate::{Field, MessageView, NodeView, Nodes, OperationView, Outcome};
use synod_kernel::{OperationId, Pid};
use synod_words::{Phrase, phrase};

/// The name of a protocol, by its place among the parts.
pub(super) fn name(part: u8) -> Phrase {
    match part {
        TWO => Phrase::verbatim("2PC"),
        THREE => Phrase::verbatim("3PC"),
        _ => Phrase::verbatim("Paxos"),
    }
}

/// What a process says in one of the protocols.
pub(super) fn of_part(part: u8, words: Phrase) -> Phrase {
    phrase!("in {0}: {1}", "在 {0} 中：{1}", name(part), words)
}

/// How far a transaction has got, as a sign: the same that stand in verdicts, and a question mark for whoever is uncertain.
fn sign(stage: Option<Stage>) -> &'static str {
    match stage {
        None | Some(Stage::Begun) => "·",
        Some(Stage::Prepared) => "?",
        Some(Stage::Precommitted) => "!",
        Some(Stage::Committed) => "✓",
        Some(Stage::Aborted) => "✗",
    }
}

fn in_words(stage: Option<Stage>) -> Phrase {
    match stage {
        None => phrase!("nothing yet", "尚未开始"),
        Some(Stage::Begun) => phrase!("begun", "已开始"),
        Some(Stage::Prepared) => phrase!("voted yes, uncertain", "已反馈 Yes，未定"),
        Some(Stage::Precommitted) => phrase!("pre-committed", "已预提交"),
        Some(Stage::Committed) => phrase!("committed", "已提交"),
        Some(Stage::Aborted) => phrase!("aborted", "已中断"),
    }
}

impl SideBySide {
    pub(super) fn node_view(&self, pid: Pid, world: &dyn Nodes<SideBySide>) -> NodeView {
        let Some(disk) = world.disk(pid) else { return NodeView::default() };
        if self.bank.cast.is_client(pid) {
            return NodeView::default();
        }
        let logs = journals(disk);
        let last = |entries: &[crate::commit::Entry]| entries.iter().map(crate::commit::Entry::transaction).max();
        let latest: Option<Transaction> = logs.iter().filter_map(|log| last(log.entries())).max();
        let Some(latest) = latest else { return NodeView::default() };
        let stages = logs.map(|log| log.stage(latest));
        let mut fields = Vec::new();
        for (part, (log, stage)) in [TWO, THREE, PAXOS].into_iter().zip(logs.iter().zip(stages)) {
            fields.push(Field { name: name(part), value: in_words(stage) });
            if self.bank.cast.is_participant(pid) {
                let account = phrase!("account in {0}", "{0} 中的账户", name(part));
                fields.push(Field { name: account, value: Phrase::verbatim(log.balance().to_string()) });
            }
        }
        let uncertain = [TWO, THREE, PAXOS].into_iter().zip(logs).filter(|(_, log)| !log.undecided().is_empty());
        let locked: Vec<Phrase> = uncertain.map(|(part, _)| name(part)).collect();
        let lock = (self.bank.cast.is_participant(pid) && !locked.is_empty()).then(|| phrase!("in {0}", "{0} 中", locked));
        NodeView {
            headline: Some(Phrase::verbatim(stages.map(sign).join(" "))),
            detail: Some(phrase!("2PC 3PC Px", "2PC 3PC Px")),
            lock,
            fields,
            ..NodeView::default()
        }
    }

    /// A message has the colour of its protocol.
    pub(super) fn message_view(&self, msg: &Msg) -> MessageView {
        let (part, view) = match msg {
            Of::Two(msg) => (TWO, self.two.show(msg)),
            Of::Three(msg) => (THREE, self.three.show(msg)),
            Of::Paxos(msg) => (PAXOS, self.paxos.show(msg)),
        };
        let label = phrase!("{0}: {1}", "{0}：{1}", name(part), view.label);
        MessageView { label, owner: Some(u32::from(part)), ..view }
    }
}

/// An operation is answered once all three have answered, and came out as the best of them did.
pub(super) fn operation_view(id: OperationId, op: Op, answers: Option<&Answers>) -> OperationView {
    let all = answers.map(|Answers { two, three, paxos }| [*two, *three, *paxos]);
    let answer = all.map(|[two, three, paxos]| {
        phrase!("2PC {0} · 3PC {1} · Paxos {2}", "2PC {0} · 3PC {1} · Paxos {2}", two.label(), three.label(), paxos.label())
    });
    let outcome = all.map(|all| {
        if all.contains(&Ret::NoAnswer) {
            Outcome::Unknown
        } else if all.contains(&Ret::Aborted) {
            Outcome::Refused
        } else {
            Outcome::Answered
        }
    });
    OperationView { answer, outcome, ..op.view(id, None) }
}
