//! How the lab is shown: at every process, how far each of the three protocols has got.

use super::{SideBySide, journals};
use crate::commit::{Cast, Entry, Op, Ret, Stage, Transaction};
use crate::{Datum, Field, NodeView, Nodes, OperationView, Outcome};
use synod_kernel::{OperationId, Pid};
use synod_words::{Phrase, phrase};

/// The names of the protocols, in the order of the parts.
const NAMES: [&str; 3] = ["2PC", "3PC", "Paxos"];

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

pub(super) fn node_view(cast: Cast, pid: Pid, world: &dyn Nodes<SideBySide>) -> NodeView {
    let Some(logs) = journals(pid, world).filter(|_| !cast.is_client(pid)) else { return NodeView::default() };
    let last = |entries: &[Entry]| entries.iter().map(Entry::transaction).max();
    let latest: Option<Transaction> = logs.iter().filter_map(|log| last(log.entries())).max();
    let Some(latest) = latest else { return NodeView::default() };
    let stages = logs.map(|log| log.stage(latest));
    let mut fields = Vec::new();
    for (name, (log, stage)) in NAMES.into_iter().zip(logs.iter().zip(stages)) {
        fields.push(Field { name: Phrase::verbatim(name), value: in_words(stage) });
        if cast.is_participant(pid) {
            let account = phrase!("account in {0}", "{0} 中的账户", name);
            fields.push(Field { name: account, value: Phrase::verbatim(log.balance().to_string()) });
        }
    }
    let uncertain = NAMES.into_iter().zip(logs).filter(|(_, log)| !log.undecided().is_empty());
    let locked: Vec<&str> = uncertain.map(|(name, _)| name).collect();
    let lock = (cast.is_participant(pid) && !locked.is_empty()).then(|| phrase!("in {0}", "{0} 中", locked));
    NodeView {
        headline: Some(Phrase::verbatim(stages.map(sign).join(" "))),
        detail: Some(phrase!("2PC 3PC Px", "2PC 3PC Px")),
        lock,
        fields,
        ..NodeView::default()
    }
}

/// An operation is answered once all three have answered, and came out as the best of them did.
pub(super) fn operation_view(id: OperationId, op: Op, answers: Option<&[Datum]>) -> OperationView {
    let all: Option<Vec<Ret>> = answers.map(|answers| answers.iter().filter_map(|answer| answer.get().copied()).collect());
    let answer = all.as_ref().map(|all| {
        let each = NAMES.iter().zip(all).map(|(name, ret)| phrase!("{0} {1}", "{0} {1}", *name, ret.label()));
        each.reduce(|before, next| phrase!("{0} · {1}", "{0} · {1}", before, next)).unwrap_or_else(|| Phrase::verbatim(""))
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
