//! Parts as text: a line about the sweep, one with the scenario, a line a cell, and one that tells whether all of them are as they were
//! written.
//!
//! ```json
//! {"synod_sweep":2,"engine":1,"back_to_back":false,"vary":[["r",[1,2]]],"asked":[[0,1000]]}
//! {"synod":1,"engine":1,"lab":"nwr",…}
//! {"done":[[0,1000]],"tally":{"runs":1000,"steps":…,"messages":…,"promises":{…},"operations":{…}}}
//! {"fingerprint":"…"}
//! ```
//!
//! All numbers are exact. A histogram is `{"sum":…,"counts":[[number,count],…]}`, numbers kept to [`super::DIGITS`] binary digits.

use super::{Axis, Pace, Part, Plan, Portion, Ranges, Tally};
use crate::catalogue;
use crate::doc::{Atom, Document};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use synod_kernel::fingerprint_of;
use synod_words::{Phrase, phrase};

/// The version of this format.
const VERSION: u32 = 2;

/// Why a text is no part of a sweep.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BadPart(pub Phrase);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    synod_sweep: u32,
    engine: u32,
    back_to_back: bool,
    vary: Vec<(String, Vec<Value>)>,
    asked: Ranges,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    done: Ranges,
    tally: Tally,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Foot {
    fingerprint: String,
}

impl Part {
    /// The part as text; the same part is the same text.
    pub fn to_text(&self) -> String {
        let head = Head {
            synod_sweep: VERSION,
            engine: self.engine,
            back_to_back: self.plan.pace == Pace::BackToBack,
            vary: self
                .plan
                .vary
                .iter()
                .map(|Axis { param, values }| (param.clone(), values.iter().map(value).collect()))
                .collect(),
            asked: self.asked.clone(),
        };
        let mut text = line(&head);
        text += &self.plan.document.to_compact_json();
        text.push('\n');
        for Portion { done, tally } in &self.cells {
            text += &line(&Line { done: done.clone(), tally: tally.clone() });
        }
        let fingerprint = fingerprint_of(&text.as_str()).to_string();
        text + &line(&Foot { fingerprint })
    }

    /// The part that a text holds.
    ///
    /// # Errors
    /// [`BadPart`] where it is none, damaged, cut short, or of a newer format.
    pub fn from_text(text: &str) -> Result<Part, BadPart> {
        let (head, _) = text.split_once('\n').ok_or_else(no_part)?;
        // Only the version of a newer format can be understood, so it comes first.
        let version = serde_json::from_str::<Value>(head).ok().and_then(|head| head.get("synod_sweep")?.as_u64());
        match version {
            None => return Err(no_part()),
            Some(version) if version != u64::from(VERSION) => {
                return Err(BadPart(phrase!(
                    "this part is of format {0}, and this synod reads format {1}; use the version that wrote it, or run it again",
                    "该部分的格式为 {0}，而此 synod 读取格式 {1}；请使用写出它的版本，或重新运行",
                    version.to_string(),
                    VERSION
                )));
            }
            Some(_) => {}
        }
        let body = text.trim_end_matches('\n').rfind('\n').map_or(0, |end| end + 1);
        let foot: Foot = serde_json::from_str(&text[body..]).map_err(|_| damaged())?;
        if foot.fingerprint != fingerprint_of(&&text[..body]).to_string() {
            return Err(damaged());
        }
        let mut lines = text[..body].lines();
        let head: Head = read(lines.next())?;
        let document = Document::from_json(lines.next().unwrap_or_default()).map_err(|bad| BadPart(bad.why))?;
        let cells = lines.map(|text| {
            let Line { done, tally } = read(Some(text))?;
            Ok(Portion { done, tally })
        });
        let cells = cells.collect::<Result<Vec<Portion>, BadPart>>()?;
        let vary = head.vary.into_iter().map(|(param, values)| {
            let values = values.into_iter().map(atom).collect::<Option<_>>().ok_or_else(damaged)?;
            Ok(Axis { param, values })
        });
        let vary = vary.collect::<Result<Vec<Axis>, BadPart>>()?;
        let pace = if head.back_to_back { Pace::BackToBack } else { Pace::Scripted };
        let specs = catalogue::kind(&document.lab).map_err(|error| BadPart(error.why))?.params();
        let plan = Plan { document, vary, pace }.checked(&specs).map_err(|bad| BadPart(bad.0))?;
        let part = Part { engine: head.engine, asked: head.asked, cells, plan };
        if part.plan.cells() == part.cells.len() as u64 && part.is_sound() { Ok(part) } else { Err(damaged()) }
    }
}

fn line(what: &impl Serialize) -> String {
    // What is written holds texts and numbers only, and the keys of its maps are texts: there is nothing that JSON cannot say.
    serde_json::to_string(what).unwrap_or_default() + "\n"
}

fn read<'t, T: Deserialize<'t>>(line: Option<&'t str>) -> Result<T, BadPart> {
    serde_json::from_str(line.unwrap_or_default()).map_err(|_| damaged())
}

fn value(atom: &Atom) -> Value {
    match atom {
        Atom::Null => Value::Null,
        Atom::Bool(on) => (*on).into(),
        Atom::Int(i) => (*i).into(),
        Atom::Text(text) => text.as_str().into(),
    }
}

fn atom(value: Value) -> Option<Atom> {
    match value {
        Value::Bool(on) => Some(Atom::Bool(on)),
        Value::Number(number) => number.as_i64().map(Atom::Int),
        Value::String(text) => Some(Atom::Text(text)),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn no_part() -> BadPart {
    BadPart(phrase!(
        "this is no part of a sweep; synod sweep --part writes them",
        "这不是扫描的部分结果；由 synod sweep --part 写出"
    ))
}

fn damaged() -> BadPart {
    BadPart(phrase!(
        "this part of a sweep is damaged or cut short; copy it again, or run it again",
        "该扫描部分已损坏或不完整；请重新复制或重新运行"
    ))
}
