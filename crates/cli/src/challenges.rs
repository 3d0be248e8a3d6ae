//! `synod challenges`: what there is to break, and with how little.

use crate::arguments::Arguments;
use crate::page::Page;
use crate::pair::pair;
use crate::report::{FINE, Report};
use crate::table::{left, widest};
use serde_json::{Value, json};
use synod_session::challenge::{self, Challenge};
use synod_session::{lab, link};
use synod_words::{Lang, Phrase, phrase};

/// All challenges, in the order of the course.
pub fn answer(arguments: &Arguments, lang: Lang) -> Report {
    if arguments.json {
        let challenges: Vec<Value> = challenge::all().iter().map(object).collect();
        return Report::json(&json!({"challenges": challenges}), FINE);
    }
    let mut page = Page::new(lang);
    let width = widest(challenge::all().iter().map(|challenge| challenge.id));
    for challenge in challenge::all() {
        let name = page.say(&challenge.name);
        page.line(format!("{}  {}: {name}", left(challenge.id, width), page.say(&lab_name(challenge))));
        page.line(format!("{}  {}", left("", width), page.say(&challenge.goal)));
        page.line(format!("{}  {}", left("", width), page.say(&broken_with(challenge))));
    }
    Report::fine(page.into_text())
}

/// The name of its lab.
fn lab_name(challenge: &Challenge) -> Phrase {
    lab(challenge.lab).map_or_else(|| Phrase::verbatim(challenge.lab), |lab| lab.name)
}

/// The promise to break, and how many faults may be used.
fn broken_with(challenge: &Challenge) -> Phrase {
    phrase!("to break: {0}; {1}", "打破：{0}；{1}", challenge.promise, challenge.allowance())
}

/// A challenge for programs. A text is an object with both languages.
pub fn object(challenge: &Challenge) -> Value {
    json!({
        "id": challenge.id,
        "lab": challenge.lab,
        "scenario": challenge.scenario,
        "promise": challenge.promise,
        "faults": challenge.faults,
        "only": challenge.only,
        "name": pair(&challenge.name),
        "goal": pair(&challenge.goal),
        "link": link::to_challenge(challenge.id),
    })
}
