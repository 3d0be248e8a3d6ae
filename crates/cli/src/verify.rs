//! `synod verify`: a run that somebody handed in, replayed and held against what was asked for.

use crate::arguments::Arguments;
use crate::failure::Failure;
use crate::page::Page;
use crate::pair::pair;
use crate::report::{FINE, Report, VIOLATED};
use crate::run::{object, transcript};
use crate::scenario;
use serde_json::{Map, Value, json};
use std::ffi::OsStr;
use synod_session::{OpenError, Opened, Standing, Toll, open};
use synod_words::{Lang, Phrase, phrase};

/// A part of what was asked for, and whether it is so.
struct Goal {
    words: Phrase,
    met: bool,
}

/// The verdicts of a run, the faults that it took, and whether it is what was asked for.
pub fn answer(arguments: &Arguments, lang: Lang) -> Result<Report, Failure> {
    let document = scenario::find(&arguments.operand)?;
    let mut opened = open(&document)?;
    let end = opened.session.steps();
    opened.session.seek(end);
    let toll = opened.session.toll();
    let goals = goals(arguments, &opened, &toll)?;
    let met = goals.iter().all(|goal| goal.met);
    let exit = if met { FINE } else { VIOLATED };
    if arguments.json {
        let counts: Map<String, Value> = toll.rows().iter().map(|(id, _, count)| ((*id).to_owned(), json!(count))).collect();
        let goals: Vec<Value> = goals.iter().map(|goal| json!({"goal": pair(&goal.words), "met": goal.met})).collect();
        let mut told = object::of(&document, &opened);
        told["toll"] = json!({"faults": toll.faults(), "kinds": counts});
        told["goals"] = json!(goals);
        told["met"] = json!(met);
        return Ok(Report::json(&told, exit));
    }
    let mut page = Page::new(lang);
    transcript::head(&mut page, &document);
    transcript::promises(&mut page, &opened.session.promises());
    taken(&mut page, &toll);
    if !goals.is_empty() {
        page.paragraph(&if met {
            phrase!("✓ The goal is met.", "✓ 目标达成。")
        } else {
            phrase!("✗ The goal is missed.", "✗ 目标未达成。")
        });
        for Goal { words, met } in &goals {
            page.line(format!("  {} {}", if *met { '✓' } else { '✗' }, page.say(words)));
        }
    }
    page.paragraph(&phrase!("{0} steps, fingerprint {1}", "{0} 步，指纹 {1}", end, opened.session.digest()));
    Ok(Report { text: page.into_text(), exit })
}

/// What was asked for.
fn goals(arguments: &Arguments, opened: &Opened, toll: &Toll) -> Result<Vec<Goal>, Failure> {
    let mut goals = Vec::new();
    let promises = opened.session.promises();
    for id in &arguments.violates {
        let Some(promise) = promises.iter().find(|promise| promise.id == id) else {
            let known: Vec<&str> = promises.iter().map(|promise| promise.id).collect();
            let why = phrase!("there is no promise {0} here; there are: {1}", "此处没有承诺 {0}；现有：{1}", id.as_str(), known);
            return Err(OpenError { why, lab: None }.into());
        };
        let met = matches!(promise.standing, Standing::Violated { .. });
        goals.push(Goal { words: phrase!("{0} is violated", "违反 {0}", promise.id), met });
    }
    if let Some(most) = arguments.faults {
        let words = phrase!("at most {0} faults: {1}", "至多 {0} 次故障：用了 {1} 次", most.to_string(), toll.faults());
        goals.push(Goal { words, met: u64::from(toll.faults()) <= most });
    }
    if let Some(model) = &arguments.like {
        let asked = open(&scenario::find(OsStr::new(model))?)?.session;
        let same = asked.lab() == opened.session.lab() && asked.params() == opened.session.params();
        goals.push(Goal {
            words: phrase!("the lab and the parameters are those of {0}", "实验与参数同 {0}", model.as_str()),
            met: same,
        });
    }
    Ok(goals)
}

/// The faults that somebody decided.
fn taken(page: &mut Page, toll: &Toll) {
    page.paragraph(&phrase!("Faults that somebody decided: {0}", "人为故障：{0}", toll.faults()));
    for (_, name, count) in toll.rows().iter().filter(|row| row.2 > 0) {
        page.line(format!("  {count} × {}", page.say(name)));
    }
}
