//! Version 1 of the document format. Frozen: what it accepts and what it means never changes.

use super::VERSION;
use super::fault::{DocFault, Expected, Place, Problem};
use super::found::{Fields, Found};
use super::json::Json;
use super::limits::{ARGUMENTS_MAX, GROUPS_MAX};
use crate::ENGINE;
use serde::Serialize;
use synod_kernel::Limits;
use synod_order::Map;

/// A scenario document, version 1.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Document {
    /// The version of this format: [`VERSION`].
    pub synod: u32,
    /// The engine that it was made with: [`ENGINE`] of that day.
    pub engine: u32,
    /// The lab's id.
    pub lab: String,
    /// The scenario of the lab that it began as; only for the title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scenario: Option<String>,
    /// Parameters that differ from the lab's default.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub params: Map<String, Atom>,
    /// The seed of every random draw.
    pub seed: u64,
    /// What was decided, in the order of time.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<Decision>,
    /// Until when the run is followed at least, in microseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<u64>,
    /// Where the cursor stands: after how many steps. The end where it is not told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<u32>,
}

/// A plain value: of a parameter, or an argument of an operation.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(untagged)]
pub enum Atom {
    /// Nothing.
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A text.
    Text(String),
}

/// A decision and its place in the run.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Decision {
    /// When, in microseconds.
    pub at: u64,
    /// After how many of the simulator's own steps of that very microsecond; decisions of one place keep their order.
    #[serde(skip_serializing_if = "is_zero")]
    pub nth: u32,
    /// What.
    #[serde(rename = "do")]
    pub act: Act,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde's skip_serializing_if passes a reference")]
fn is_zero(n: &u32) -> bool {
    *n == 0
}

/// What can be decided. Processes go by their names (`n1`, `C2`), messages by `from>to#nth`, counted from 1, and `+copy` for a duplicate.
///
/// In JSON the name of the act with its arguments: `{"crash": "n1"}`, `{"cut": ["n1", "n2"]}`; `"heal"` has none.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// A client asks for an operation: client, verb, arguments.
    Request(String, String, Vec<Atom>),
    /// A process crashes.
    Crash(String),
    /// A process restarts.
    Restart(String),
    /// A process pauses.
    Pause(String),
    /// A process goes on.
    Resume(String),
    /// One direction of a link is cut.
    Cut(String, String),
    /// One direction of a link is mended.
    Mend(String, String),
    /// One direction of a link takes so many times as long.
    Slow(String, String, u16),
    /// Groups that cannot reach each other.
    Partition(Vec<Vec<String>>),
    /// All links are as new.
    Heal,
    /// A message is lost.
    Drop(String),
    /// A message is duplicated.
    Duplicate(String),
    /// A message takes so many microseconds longer.
    Delay(String, u64),
    /// A message arrives now.
    Deliver(String),
    /// A timer runs out now: process, timer.
    Fire(String, String),
    /// A random choice is made: process, choice, value.
    Choose(String, String, u32),
    /// The loss rate from now on: numerator, denominator.
    Loss(u32, u32),
    /// The duplication rate from now on: numerator, denominator.
    Duplication(u32, u32),
    /// A clock jumps by so many microseconds.
    ShiftClock(String, i64),
    /// A clock runs fast by so many parts per million from now on.
    Drift(String, i32),
}

/// Reads what is left once the version is known to be 1.
pub(super) fn read(mut fields: Fields) -> Result<Document, DocFault> {
    let engine = fields.required("engine")?.int(0..=u32::MAX.into())?;
    if engine > ENGINE {
        return Err(DocFault::NewerEngine { engine });
    }
    let document = Document {
        synod: VERSION,
        engine,
        lab: fields.required("lab")?.name()?,
        scenario: fields.optional("scenario").map(Found::name).transpose()?,
        params: fields.optional("params").map_or_else(|| Ok(Map::new()), params)?,
        seed: fields.optional("seed").map_or(Ok(0), |seed| seed.int(0..=u64::MAX.into()))?,
        decisions: fields.optional("decisions").map_or_else(|| Ok(Vec::new()), decisions)?,
        until: fields.optional("until").map(time).transpose()?,
        cursor: fields.optional("cursor").map(|cursor| cursor.int(0..=u32::MAX.into())).transpose()?,
    };
    fields.none_left()?;
    Ok(document)
}

fn params(found: Found) -> Result<Map<String, Atom>, DocFault> {
    let mut params = Map::new();
    for (name, value) in found.fields()?.all() {
        let name = Found { place: value.place.clone(), json: Json::Text(name) }.name()?;
        params.insert(name, atom(value)?);
    }
    Ok(params)
}

fn decisions(found: Found) -> Result<Vec<Decision>, DocFault> {
    (1..).zip(found.list(Limits::DECISIONS_MAX)?).map(|(number, found)| decision(number, found)).collect()
}

fn decision(number: u32, mut found: Found) -> Result<Decision, DocFault> {
    found.place = Place::of_decision(number);
    let mut fields = found.fields()?;
    let decision = Decision {
        at: time(fields.required("at")?)?,
        nth: fields.optional("nth").map_or(Ok(0), |nth| nth.int(0..=u32::MAX.into()))?,
        act: act(fields.required("do")?)?,
    };
    fields.none_left()?;
    Ok(decision)
}

fn time(found: Found) -> Result<u64, DocFault> {
    found.int(0..=Limits::TIME_US_MAX.into())
}

fn atom(found: Found) -> Result<Atom, DocFault> {
    match found.json {
        Json::Null => Ok(Atom::Null),
        Json::Bool(switch) => Ok(Atom::Bool(switch)),
        Json::Int(_) => found.int(i64::MIN.into()..=i64::MAX.into()).map(Atom::Int),
        Json::Text(_) => found.text().map(Atom::Text),
        _ => Err(Found::must_be(found.place, Expected::Atom)),
    }
}

fn act(found: Found) -> Result<Act, DocFault> {
    match found.json {
        Json::Text(verb) if verb == "heal" => Ok(Act::Heal),
        Json::Object(ref fields) if fields.len() == 1 => {
            let (verb, arguments) = found.fields()?.all().next().expect("there is one");
            act_with(&verb, arguments)
        }
        _ => Err(Found::must_be(found.place, Expected::Act)),
    }
}

fn act_with(verb: &str, found: Found) -> Result<Act, DocFault> {
    let shift_max = i128::from(Limits::TIME_US_MAX);
    let drift_max = i128::from(Limits::DRIFT_PPM_MAX);
    Ok(match verb {
        "request" => {
            let [client, verb, arguments] = found.exactly()?;
            let arguments = arguments.list(ARGUMENTS_MAX)?.into_iter().map(atom).collect::<Result<_, _>>()?;
            Act::Request(client.name()?, verb.name()?, arguments)
        }
        "crash" => Act::Crash(found.name()?),
        "restart" => Act::Restart(found.name()?),
        "pause" => Act::Pause(found.name()?),
        "resume" => Act::Resume(found.name()?),
        "cut" => {
            let [from, to] = found.exactly()?;
            Act::Cut(from.name()?, to.name()?)
        }
        "mend" => {
            let [from, to] = found.exactly()?;
            Act::Mend(from.name()?, to.name()?)
        }
        "slow" => {
            let [from, to, times] = found.exactly()?;
            Act::Slow(from.name()?, to.name()?, times.int(1..=u16::MAX.into())?)
        }
        "partition" => Act::Partition(found.list(GROUPS_MAX)?.into_iter().map(group).collect::<Result<_, _>>()?),
        "drop" => Act::Drop(found.text()?),
        "duplicate" => Act::Duplicate(found.text()?),
        "delay" => {
            let [message, by] = found.exactly()?;
            Act::Delay(message.text()?, time(by)?)
        }
        "deliver" => Act::Deliver(found.text()?),
        "fire" => {
            let [process, timer] = found.exactly()?;
            Act::Fire(process.name()?, timer.text()?)
        }
        "choose" => {
            let [process, choice, value] = found.exactly()?;
            Act::Choose(process.name()?, choice.text()?, value.int(0..=u32::MAX.into())?)
        }
        "loss" => {
            let (num, den) = ratio(found)?;
            Act::Loss(num, den)
        }
        "duplication" => {
            let (num, den) = ratio(found)?;
            Act::Duplication(num, den)
        }
        "shift-clock" => {
            let [process, by] = found.exactly()?;
            Act::ShiftClock(process.name()?, by.int(-shift_max..=shift_max)?)
        }
        "drift" => {
            let [process, ppm] = found.exactly()?;
            Act::Drift(process.name()?, ppm.int(-drift_max..=drift_max)?)
        }
        _ => return Err(DocFault::Wrong { place: found.place, problem: Problem::UnknownAct }),
    })
}

fn group(found: Found) -> Result<Vec<String>, DocFault> {
    found.list(Limits::PROCESSES_MAX)?.into_iter().map(Found::name).collect()
}

/// A probability: at least no time in so many, at most every time.
fn ratio(found: Found) -> Result<(u32, u32), DocFault> {
    let [num, den] = found.exactly()?;
    let den = den.int::<u32>(1..=u32::MAX.into())?;
    Ok((num.int(0..=den.into())?, den))
}
