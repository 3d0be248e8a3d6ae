//! `synod labs`: what there is to play with.

use crate::arguments::Arguments;
use crate::page::Page;
use crate::pair::pair;
use crate::report::{FINE, Report};
use crate::table::{left, widest};
use serde_json::{Value, json};
use synod_session::{ENGINE, LabInfo, ParamKind, ParamSpec, ParamValue, ScenarioInfo, labs};
use synod_words::{Lang, Phrase, phrase};

/// All labs.
pub fn answer(arguments: &Arguments, lang: Lang) -> Report {
    if arguments.json {
        let labs: Vec<Value> = labs().iter().map(lab_json).collect();
        return Report::json(&json!({"engine": ENGINE, "labs": labs}), FINE);
    }
    let texts: Vec<String> = labs().iter().map(|lab| lab_text(lab, lang)).collect();
    Report::fine(texts.join("\n"))
}

fn lab_text(lab: &LabInfo, lang: Lang) -> String {
    let mut page = Page::new(lang);
    page.line(format!("{}  {}", lab.id, page.say(&lab.name)));
    page.phrase(&lab.about);
    page.phrase(&phrase!("Source: {0}", "出处：{0}", lab.source));

    let params = lab.params.iter().map(|param| {
        let about = phrase!("{0} — {1}", "{0}——{1}", param.name.clone(), param.help.clone());
        (param.id.to_owned(), vec![about, values(param)])
    });
    section(&mut page, &phrase!("Parameters", "参数"), params.collect());
    let operations =
        lab.operations.iter().map(|(verb, arguments)| ((*verb).to_owned(), vec![Phrase::verbatim(arguments.join(" "))]));
    section(&mut page, &phrase!("Operations", "操作"), operations.collect());
    let promises = lab.promises.iter().map(|(id, name, meaning)| {
        let about = phrase!("{0}: {1}", "{0}：{1}", name.clone(), meaning.clone());
        ((*id).to_owned(), vec![about])
    });
    section(&mut page, &phrase!("Promises", "承诺"), promises.collect());
    let scenarios = lab.scenarios.iter().map(|scenario| {
        let lines = vec![scenario.name.clone(), scenario.story.clone(), outcome(scenario)];
        (format!("{}/{}", lab.id, scenario.id), lines)
    });
    section(&mut page, &phrase!("Scenarios", "场景"), scenarios.collect());
    page.into_text()
}

/// A title, and under it what there is, each with lines beside its name.
fn section(page: &mut Page, title: &Phrase, rows: Vec<(String, Vec<Phrase>)>) {
    page.paragraph(title);
    let width = widest(rows.iter().map(|(id, _)| id.as_str()));
    for (id, lines) in rows {
        for (i, line) in lines.iter().enumerate() {
            let name = if i == 0 { id.as_str() } else { "" };
            page.line(format!("  {}  {}", left(name, width), page.say(line)));
        }
    }
}

/// Which values a parameter takes.
fn values(param: &ParamSpec) -> Phrase {
    let default = match &param.default {
        ParamValue::Int(i) => i.to_string(),
        ParamValue::Switch(on) => on.to_string(),
        ParamValue::Pick(id) => id.clone(),
    };
    match &param.kind {
        ParamKind::Int { min, max, unit } => {
            let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
            phrase!("{0} to {1}{2}; default {3}", "{0} 到 {1}{2}；默认 {3}", *min, *max, unit, default)
        }
        ParamKind::Switch => phrase!("true or false; default {0}", "true 或 false；默认 {0}", default),
        ParamKind::Pick(choices) => {
            let ids: Vec<&str> = choices.iter().map(|(id, _)| *id).collect();
            phrase!("one of {0}; default {1}", "取其一：{0}；默认 {1}", ids, default)
        }
    }
}

/// How a scenario ends.
fn outcome(scenario: &ScenarioInfo) -> Phrase {
    let (violated, holds) = (scenario.violated.clone(), scenario.holds.clone());
    match (violated.is_empty(), holds.is_empty()) {
        (true, true) => phrase!("no promise ends violated", "没有承诺被违反"),
        (true, false) => phrase!("no promise ends violated, and these hold: {0}", "没有承诺被违反，且下列成立：{0}", holds),
        (false, true) => phrase!("ends violated: {0}", "被违反：{0}", violated),
        (false, false) => phrase!("ends violated: {0}; still holds: {1}", "被违反：{0}；仍成立：{1}", violated, holds),
    }
}

fn lab_json(lab: &LabInfo) -> Value {
    let operations: Vec<Value> =
        lab.operations.iter().map(|(verb, arguments)| json!({"verb": verb, "arguments": arguments})).collect();
    let promises: Vec<Value> =
        lab.promises.iter().map(|(id, name, meaning)| json!({"id": id, "name": pair(name), "meaning": pair(meaning)})).collect();
    json!({
        "id": lab.id,
        "name": pair(&lab.name),
        "about": pair(&lab.about),
        "source": lab.source,
        "params": lab.params.iter().map(param_json).collect::<Vec<_>>(),
        "operations": operations,
        "promises": promises,
        "scenarios": lab.scenarios.iter().map(scenario_json).collect::<Vec<_>>(),
    })
}

fn param_json(param: &ParamSpec) -> Value {
    let kind = match &param.kind {
        ParamKind::Int { min, max, unit } => json!({"kind": "int", "min": min, "max": max, "unit": unit}),
        ParamKind::Switch => json!({"kind": "switch"}),
        ParamKind::Pick(choices) => {
            let choices: Vec<Value> = choices.iter().map(|(id, name)| json!({"id": id, "name": pair(name)})).collect();
            json!({"kind": "pick", "choices": choices})
        }
    };
    json!({
        "id": param.id,
        "name": pair(&param.name),
        "help": pair(&param.help),
        "values": kind,
        "default": param_value(&param.default),
    })
}

/// The value of a parameter, as a document holds it.
pub fn param_value(value: &ParamValue) -> Value {
    match value {
        ParamValue::Int(i) => json!(i),
        ParamValue::Switch(on) => json!(on),
        ParamValue::Pick(id) => json!(id),
    }
}

fn scenario_json(scenario: &ScenarioInfo) -> Value {
    json!({
        "id": scenario.id,
        "name": pair(&scenario.name),
        "story": pair(&scenario.story),
        "violated": scenario.violated,
        "holds": scenario.holds,
        "keeps": scenario.keeps,
        "document": scenario.document,
    })
}
