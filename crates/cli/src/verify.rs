//! `synod verify`: a run that somebody handed in, replayed and held against what was asked for.

use crate::arguments::Arguments;
use crate::challenges;
use crate::failure::Failure;
use crate::page::Page;
use crate::pair::pair;
use crate::report::{FINE, Report, VIOLATED};
use crate::run::{object, transcript};
use crate::scenario;
use serde_json::{Map, Value, json};
use std::ffi::OsStr;
use synod_session::challenge::{self, Attempt, Challenge, Goal, SetUp};
use synod_session::{OpenError, Opened, Toll, link, open};
use synod_words::{Lang, Phrase, phrase};

/// A part of what was asked for, and whether it is so.
struct Point {
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
    let challenge = challenge_of(arguments)?;
    let mut points = in_other_words(arguments, &opened)?;
    if let Some(challenge) = challenge {
        points.extend(of_challenge(challenge, &challenge.verdict(opened.session.as_ref())));
    }
    let met = points.iter().all(|point| point.met);
    let exit = if met { FINE } else { VIOLATED };
    if arguments.json {
        let counts: Map<String, Value> = toll.rows().iter().map(|(id, _, count)| ((*id).to_owned(), json!(count))).collect();
        let goals: Vec<Value> = points.iter().map(|point| json!({"goal": pair(&point.words), "met": point.met})).collect();
        let mut told = object::of(&document, &opened);
        told["toll"] = json!({"faults": toll.faults(), "kinds": counts});
        told["challenge"] = challenge.map_or(Value::Null, challenges::object);
        told["goals"] = json!(goals);
        told["met"] = json!(met);
        return Ok(Report::json(&told, exit));
    }
    let mut page = Page::new(lang);
    transcript::head(&mut page, &document);
    transcript::promises(&mut page, &opened.session.promises());
    taken(&mut page, &toll);
    if let Some(challenge) = challenge {
        page.paragraph(&phrase!("Challenge {0}: {1}", "挑战 {0}：{1}", challenge.id, challenge.name.clone()));
        page.phrase(&challenge.goal);
    }
    if !points.is_empty() {
        page.paragraph(&if met {
            phrase!("✓ The goal is met.", "✓ 目标达成。")
        } else {
            phrase!("✗ The goal is missed.", "✗ 目标未达成。")
        });
        for Point { words, met } in &points {
            page.line(format!("  {} {}", if *met { '✓' } else { '✗' }, page.say(words)));
        }
    }
    page.paragraph(&phrase!("{0} steps, fingerprint {1}", "{0} 步，指纹 {1}", end, opened.session.digest()));
    Ok(Report { text: page.into_text(), exit })
}

/// The challenge that is asked for: by its id, or by the link where nothing else is asked for.
fn challenge_of(arguments: &Arguments) -> Result<Option<&'static Challenge>, Failure> {
    let operand = arguments.operand.to_string_lossy();
    let plain = arguments.violates.is_empty() && arguments.faults.is_none() && arguments.like.is_none();
    let of_link = || link::challenge(&operand).filter(|_| plain);
    let Some(id) = arguments.challenge.as_deref().or_else(of_link) else { return Ok(None) };
    challenge::of_id(id).map(Some).ok_or_else(|| Failure::UnknownChallenge(id.to_owned()))
}

/// What was asked for by options of its own.
fn in_other_words(arguments: &Arguments, opened: &Opened) -> Result<Vec<Point>, Failure> {
    let known: Vec<&str> = opened.session.promises().iter().map(|promise| promise.id).collect();
    if let Some(id) = arguments.violates.iter().find(|id| !known.contains(&id.as_str())) {
        let why = phrase!("there is no promise {0} here; there are: {1}", "此处没有承诺 {0}；现有：{1}", id.as_str(), known);
        return Err(OpenError { why, lab: None }.into());
    }
    let like = match &arguments.like {
        // Opened, because a set-up that cannot be is refused with the reason.
        Some(model) => {
            let document = scenario::find(OsStr::new(model))?;
            open(&document)?;
            SetUp::of(&document).map(SetUp::with_any_seed)
        }
        None => None,
    };
    let goal = Goal { violates: arguments.violates.clone(), faults: arguments.faults, only: None, like };
    let attempt = goal.verdict(opened.session.as_ref());
    let mut points = of_attempt(&attempt, arguments.faults);
    if let Some(model) = &arguments.like {
        let words = phrase!("the lab and the parameters are those of {0}", "实验与参数同 {0}", model.as_str());
        points.push(set_up(words, &attempt));
    }
    Ok(points)
}

/// What a challenge asks for.
fn of_challenge(challenge: &Challenge, attempt: &Attempt) -> Vec<Point> {
    let mut points = of_attempt(attempt, Some(challenge.faults.into()));
    if challenge.only.is_some() {
        points.push(Point { words: challenge.allowance(), met: attempt.strays.is_empty() });
    }
    points.push(set_up(phrase!("the set-up is that of the challenge", "设置与挑战相同"), attempt));
    points
}

/// The promises that were to be broken, and the faults.
fn of_attempt(attempt: &Attempt, most: Option<u64>) -> Vec<Point> {
    let aim = |aim: &challenge::Aim| Point {
        words: phrase!("{0} is violated", "违反 {0}", aim.promise.as_str()),
        met: aim.broken.is_some(),
    };
    let faults = most.map(|most| Point {
        words: phrase!("faults: at most {0}; there are {1}", "故障：至多 {0} 次；用了 {1} 次", most.to_string(), attempt.faults),
        met: u64::from(attempt.faults) <= most,
    });
    attempt.aims.iter().map(aim).chain(faults).collect()
}

/// That the run began as it should; or what was changed.
fn set_up(words: Phrase, attempt: &Attempt) -> Point {
    if attempt.changed.is_empty() {
        return Point { words, met: true };
    }
    Point { words: phrase!("{0}; changed: {1}", "{0}；改动：{1}", words, attempt.changed.clone()), met: false }
}

/// The faults that somebody decided.
fn taken(page: &mut Page, toll: &Toll) {
    page.paragraph(&phrase!("Faults that somebody decided: {0}", "人为故障：{0}", toll.faults()));
    for (_, name, count) in toll.rows().iter().filter(|row| row.2 > 0) {
        page.line(format!("  {count} × {}", page.say(name)));
    }
}
