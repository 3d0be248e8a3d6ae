//! What the judges say, for people and for programs.

use super::Findings;
use super::recorded::Recorded;
use crate::page::Page;
use crate::pair::pair;
use crate::table::{left, widest};
use serde_json::{Map, Value, json};
use synod_check::{Answer, Call, Model, Operation, Staleness, Verdict, Witness};
use synod_words::{Lang, Phrase, phrase};

/// A line a model; under a violated one its witness.
pub fn lines(recorded: &Recorded, findings: &Findings, lang: Lang) -> String {
    let mut page = Page::new(lang);
    let file = recorded.file.as_str();
    page.phrase(&match recorded.history.operations.len() {
        1 => phrase!("{0}: one operation", "{0}：1 个操作", file),
        count => phrase!("{0}: {1} operations", "{0}：{1} 个操作", file, count),
    });
    let passed_over = findings.passed_over.iter().map(|(model, _)| *model);
    let models: Vec<Model> = findings.judged.iter().map(|(model, _)| *model).chain(passed_over).collect();
    let width = widest(models.iter().map(|model| model.spelled()).collect::<Vec<_>>().iter().map(String::as_str));
    for (model, judgement) in &findings.judged {
        let (mark, what) = match &judgement.verdict {
            Verdict::Holds => ('✓', phrase!("holds", "成立")),
            Verdict::Violated(_) => ('✗', phrase!("violated", "被违反")),
            Verdict::Undecided(why) => ('?', phrase!("undecided: {0}", "无法判定：{0}", why.clone())),
        };
        page.line(format!("{mark} {}  {}", left(&model.spelled(), width), page.say(&what)));
        if let Verdict::Violated(witness) = &judgement.verdict {
            told(&mut page, recorded, witness);
        }
    }
    for (model, why) in &findings.passed_over {
        let what = phrase!("not judged: {0}", "未判定：{0}", why.clone());
        page.line(format!("– {}  {}", left(&model.spelled(), width), page.say(&what)));
    }
    if let Some(Staleness { versions, time }) = findings.staleness {
        page.phrase(&phrase!(
            "smallest bounds that hold: k-staleness-{0}, t-staleness-{1}",
            "成立的最小界限：k-staleness-{0}，t-staleness-{1}",
            versions,
            i64::from(time)
        ));
    }
    page.into_text()
}

/// The sentence, and the operations that it speaks of.
fn told(page: &mut Page, recorded: &Recorded, witness: &Witness) {
    page.line(format!("    {}", page.say(&witness.sentence)));
    for &index in &witness.operations {
        let Some(operation) = recorded.history.operations.get(index as usize) else { continue };
        let line = phrase!("line {0}: {1}", "第 {0} 行：{1}", recorded.line(index), operation_phrase(operation));
        page.line(format!("      {}", page.say(&line)));
    }
}

fn operation_phrase(operation: &Operation) -> Phrase {
    let Operation { client, key, .. } = operation;
    let what = match &operation.call {
        Call::Read => format!("read {key}"),
        Call::Write(value) => format!("write {key}={value}"),
        Call::Cas { expect, value } => format!("cas {key} {expect} → {value}"),
        Call::Append(text) => format!("append {key} {text:?}"),
    };
    match &operation.returned {
        None => phrase!("{0} {1}, called {2}, no answer", "{0} {1}，{2} 调用，无应答", client.as_str(), what, operation.called),
        Some((at, answer)) => {
            let answer = match answer {
                Answer::Read(value) => value.to_string(),
                Answer::Done => "ok".to_owned(),
                Answer::Failed => "failed".to_owned(),
                Answer::Cas { ok } => ok.to_string(),
            };
            phrase!(
                "{0} {1}, called {2}, returned {3}: {4}",
                "{0} {1}，{2} 调用，{3} 返回：{4}",
                client.as_str(),
                what,
                operation.called,
                *at,
                answer
            )
        }
    }
}

/// `verdicts` maps each model to one word; `witnesses` and `reasons` tell more of those that are violated or undecided.
pub fn object(recorded: &Recorded, findings: &Findings) -> Value {
    let (mut verdicts, mut witnesses, mut reasons, mut steps) = (Map::new(), Map::new(), Map::new(), Map::new());
    for (model, judgement) in &findings.judged {
        let id = model.spelled();
        let word = match &judgement.verdict {
            Verdict::Holds => "holds",
            Verdict::Violated(witness) => {
                witnesses.insert(id.clone(), witness_json(recorded, witness));
                "violated"
            }
            Verdict::Undecided(why) => {
                reasons.insert(id.clone(), pair(why));
                "undecided"
            }
        };
        steps.insert(id.clone(), json!(judgement.steps));
        verdicts.insert(id, json!(word));
    }
    let not_judged: Map<String, Value> = findings.passed_over.iter().map(|(model, why)| (model.spelled(), pair(why))).collect();
    json!({
        "file": recorded.file,
        "operations": recorded.history.operations.len(),
        "verdicts": verdicts,
        "witnesses": witnesses,
        "reasons": reasons,
        "not_judged": not_judged,
        "steps": steps,
        "staleness": findings.staleness.map(|Staleness { versions, time }| json!({"k": versions, "t": time})),
    })
}

fn witness_json(recorded: &Recorded, witness: &Witness) -> Value {
    let lines: Vec<u32> = witness.operations.iter().map(|operation| recorded.line(*operation)).collect();
    json!({"sentence": pair(&witness.sentence), "lines": lines})
}
