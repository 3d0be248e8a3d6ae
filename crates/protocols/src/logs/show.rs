//! How the lab is shown: at every server, who leads and the three logs side by side.

use super::{Command, Logs, PAXOS, RAFT, ReplicatedLogs, ZAB};
use crate::abreast::Lineup;
use crate::{Consequence, Datum, Field, LogCell, NodeView, Nodes, OperationView, Outcome, Tone, multi_paxos, raft, zab};
use synod_kernel::Pid;
use synod_words::{Phrase, phrase};

/// A log: letters, and whether each is committed there, as far as the server knows.
type Letters = Vec<(char, bool)>;

/// What a server is in one of the protocols: whether it leads, and its log. None for a client.
type Glance = Option<(bool, Letters)>;

/// The letter that a value or a text of a command begins with.
fn letter(text: &str) -> char {
    text.chars().find(char::is_ascii_uppercase).unwrap_or('?')
}

fn glances(node: &crate::abreast::Node) -> [Glance; 3] {
    let paxos = node.in_part::<multi_paxos::Node>(PAXOS).map(|node| {
        let letters = node.commands().into_iter().map(|(op, chosen)| (letter(&op.to_string()), chosen));
        (node.leads(), letters.collect())
    });
    let raft = node.in_part::<raft::Node>(RAFT).map(|node| {
        let letters = node.commands().into_iter().map(|(op, committed)| (letter(&op.to_string()), committed));
        (node.leads(), letters.collect())
    });
    let zab = node.in_part::<zab::Node>(ZAB).map(|node| {
        let letters = node.commands().into_iter().map(|(op, delivered)| (letter(&op.to_string()), delivered));
        (node.leads(), letters.collect())
    });
    [paxos, raft, zab]
}

/// The n-th command of each log, a letter each: small where it is not committed, a dot where there is none.
fn cell(logs: &[&Letters; 3], nth: usize) -> LogCell {
    let shown = |log: &&Letters| match log.get(nth) {
        Some((letter, true)) => *letter,
        Some((letter, false)) => letter.to_ascii_lowercase(),
        None => '·',
    };
    let committed = logs.iter().all(|log| log.get(nth).is_some_and(|(_, committed)| *committed));
    LogCell { label: logs.iter().map(shown).collect(), owner: None, committed }
}

/// A log in words: `A B (C)`, what is not committed in parentheses.
fn in_words(log: &Letters) -> Phrase {
    if log.is_empty() {
        return phrase!("empty", "空");
    }
    let each = log.iter().map(|(letter, committed)| if *committed { letter.to_string() } else { format!("({letter})") });
    Phrase::verbatim(each.collect::<Vec<_>>().join(" "))
}

impl Logs {
    /// What the parameters mean, in words.
    pub(super) fn explain(&self) -> Vec<Consequence> {
        let say = |tone, phrase| Consequence { tone, phrase };
        vec![
            say(
                Tone::Fine,
                phrase!(
                    "All three need a majority of {0} servers: each goes on with {1} down.",
                    "三者都需要 {0} 台服务器中的多数派：有 {1} 台宕机时仍可工作。",
                    self.servers,
                    (self.servers - 1) / 2
                ),
            ),
            say(
                Tone::Unsafe,
                phrase!(
                    "Multi-Paxos recovers each slot by itself: it may deliver a command without one that the same leader proposed before it. Raft and ZAB take over a log as a whole.",
                    "Multi-Paxos 逐槽恢复：可能交付一个命令，却不交付同一领导者在它之前提出的命令。Raft 与 ZAB 整体接管一份日志。"
                ),
            ),
            say(
                Tone::Fine,
                phrase!(
                    "In Raft followers miss the leader by its heartbeats, in Multi-Paxos and ZAB here only when a request comes to nothing.",
                    "Raft 的跟随者靠心跳发现领导者失效；此处的 Multi-Paxos 与 ZAB 只在请求得不到处理时才发现。"
                ),
            ),
        ]
    }

    pub(super) fn node_view(&self, pid: Pid, world: &dyn Nodes<ReplicatedLogs>) -> NodeView {
        let Some(node) = world.node(pid) else { return NodeView::default() };
        let views = world.protocol().views(pid, world);
        let all = glances(node);
        let mut fields = Vec::new();
        for ((side, view), glance) in Logs::SIDES.iter().zip(views).zip(&all) {
            if let (Some((_, log)), Some(headline)) = (glance, view.headline) {
                fields.push(Field { name: Phrase::verbatim(side.name), value: headline });
                fields.push(Field { name: phrase!("log of {0}", "{0} 的日志", side.name), value: in_words(log) });
            }
            let of_side = |field: Field| Field { name: phrase!("{0}: {1}", "{0}：{1}", side.name, field.name), ..field };
            fields.extend(view.fields.into_iter().map(of_side));
        }
        let [Some(paxos), Some(raft), Some(zab)] = &all else { return NodeView { fields, ..NodeView::default() } };
        if pid.0 >= self.servers {
            return NodeView { fields, ..NodeView::default() };
        }
        let sign = |glance: &(bool, Letters)| if glance.0 { "★" } else { "·" };
        let logs = [&paxos.1, &raft.1, &zab.1];
        let length = logs.iter().map(|log| log.len()).max().unwrap_or(0);
        NodeView {
            headline: Some(Phrase::verbatim([paxos, raft, zab].map(sign).join(" "))),
            detail: Some(Phrase::verbatim("Paxos Raft ZAB")),
            log: (0..length).map(|nth| cell(&logs, nth)).collect(),
            fields,
            ..NodeView::default()
        }
    }
}

/// An answer of one of the protocols in a word, and whether the command is done.
fn answer(part: usize, answer: &Datum) -> (Phrase, bool) {
    let done = match part {
        PAXOS => answer.get() == Some(&multi_paxos::Ret::Written),
        RAFT => answer.get() == Some(&raft::Ret::Done),
        _ => answer.get() == Some(&zab::Ret::Done),
    };
    (if done { phrase!("ok", "成功") } else { phrase!("no answer", "无应答") }, done)
}

/// A command is answered once it is by all three, and came out as the worst of them did.
pub(super) fn operation_view(op: Command, answers: Option<&[Datum]>) -> OperationView {
    let each: Option<Vec<(Phrase, bool)>> =
        answers.map(|answers| answers.iter().enumerate().map(|(part, ret)| answer(part, ret)).collect());
    let outcome = each.as_ref().map(|each| if each.iter().all(|(_, done)| *done) { Outcome::Answered } else { Outcome::Unknown });
    let answer = each.and_then(|each| {
        let named = Logs::SIDES.iter().zip(each).map(|(side, (word, _))| phrase!("{0} {1}", "{0} {1}", side.name, word));
        named.reduce(|before, next| phrase!("{0} · {1}", "{0} · {1}", before, next))
    });
    OperationView { label: op.label(), answer, outcome, owner: None }
}
