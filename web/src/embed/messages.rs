//! The messages between a figure and the page around it, apart from how they travel.
//!
//! Every message is an object with `synod: 1` (the version of this interface) and a `type`. `web/static/embed.d.ts` lists them all.

use super::options;
use crate::address::Asked;
use crate::prefs::Theme;
use synod_session::{PromiseView, Standing};
use synod_words::{Lang, Phrase, phrase};

/// The version of the interface. Another one only when an old page would misunderstand a message.
pub const VERSION: u32 = 1;

/// The fields of a message that came, as far as they have the right kind of value.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Fields {
    /// The version.
    pub synod: Option<f64>,
    /// What it is.
    pub kind: Option<String>,
    /// A shipped scenario.
    pub scenario: Option<String>,
    /// The link of a run.
    pub link: Option<String>,
    /// A step of the run.
    pub step: Option<f64>,
    /// A time in microseconds.
    pub at: Option<f64>,
    /// Whether the end is meant.
    pub end: bool,
    /// A language.
    pub lang: Option<String>,
    /// A look.
    pub theme: Option<String>,
}

/// What the page around the figure asks for.
#[derive(Clone, PartialEq, Debug)]
pub enum Request {
    /// Another run.
    Load(Asked),
    /// Plays, or stands still.
    Play(bool),
    /// To the place behind this step.
    Step(u32),
    /// To this time.
    At(f64),
    /// To the end.
    End,
    /// Another language.
    Lang(Lang),
    /// Another look; none: the system's.
    Theme(Option<Theme>),
}

/// What a message asks for.
///
/// # Errors
/// Why it asks for nothing.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what a step can be")]
pub fn request(fields: &Fields) -> Result<Request, Phrase> {
    if fields.synod != Some(f64::from(VERSION)) {
        return Err(phrase!("A message must say synod: {0}.", "消息须写明 synod: {0}。", VERSION));
    }
    let kind = fields.kind.as_deref().unwrap_or_default();
    match kind {
        "load" => match (&fields.scenario, &fields.link) {
            (Some(scenario), None) => Ok(Request::Load(shipped(scenario))),
            (None, Some(link)) if link.trim_start_matches('#').starts_with("study=") => {
                Ok(Request::Load(Asked::Study(link.clone())))
            }
            (None, Some(link)) => Ok(Request::Load(Asked::Link(link.clone()))),
            _ => Err(phrase!("“load” needs either a scenario or a link.", "“load”须给出 scenario 或 link 之一。")),
        },
        "play" => Ok(Request::Play(true)),
        "pause" => Ok(Request::Play(false)),
        "seek" => match (fields.step, fields.at, fields.end) {
            (Some(step), None, false) if step.is_finite() => Ok(Request::Step(step.clamp(0.0, f64::from(u32::MAX)) as u32)),
            (None, Some(at), false) if at.is_finite() => Ok(Request::At(at.max(0.0))),
            (None, None, true) => Ok(Request::End),
            _ => Err(phrase!("“seek” needs a step, or a time “at”, or “end”.", "“seek”须给出 step、at 或 end 之一。")),
        },
        "setLang" => fields
            .lang
            .as_deref()
            .and_then(options::lang)
            .map(Request::Lang)
            .ok_or_else(|| phrase!("“setLang” needs the language en or zh.", "“setLang”的语言须为 en 或 zh。")),
        "setTheme" => match fields.theme.as_deref() {
            Some("auto") => Ok(Request::Theme(None)),
            other => other.and_then(Theme::from_id).map(|theme| Request::Theme(Some(theme))).ok_or_else(|| {
                phrase!("“setTheme” needs the theme light, dark or auto.", "“setTheme”的主题须为 light、dark 或 auto。")
            }),
        },
        _ => Err(phrase!("There is no message of the type “{0}”.", "没有类型为“{0}”的消息。", kind)),
    }
}

/// A scenario by the name that an address would have it by.
fn shipped(name: &str) -> Asked {
    match name.split_once('/') {
        Some((lab, scenario)) if !scenario.is_empty() => Asked::Shipped(lab.to_owned(), Some(scenario.to_owned())),
        Some((lab, _)) => Asked::Shipped(lab.to_owned(), None),
        None => Asked::Shipped(name.to_owned(), None),
    }
}

/// How a promise stands, in one word.
pub fn standing(promise: &PromiseView) -> &'static str {
    match promise.standing {
        Standing::Holds { .. } => "holds",
        Standing::Violated { .. } => "violated",
        Standing::Undecided { .. } => "undecided",
    }
}

/// The promises, by their places, that stand otherwise than they did: all of them where there was nothing before.
pub fn changed(before: &[(&'static str, &'static str)], now: &[PromiseView]) -> Vec<usize> {
    let other = |p: &PromiseView| !before.contains(&(p.id, standing(p)));
    now.iter().enumerate().filter(|(_, p)| other(p)).map(|(i, _)| i).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(kind: &str) -> Fields {
        Fields { synod: Some(1.0), kind: Some(kind.to_owned()), ..Fields::default() }
    }

    #[test]
    fn each_message_is_understood() {
        let nwr = Request::Load(Asked::Shipped("nwr".into(), Some("stale-read".into())));
        assert_eq!(request(&Fields { scenario: Some("nwr/stale-read".into()), ..message("load") }), Ok(nwr));
        let link = Request::Load(Asked::Link("s=1.x".into()));
        assert_eq!(request(&Fields { link: Some("s=1.x".into()), ..message("load") }), Ok(link));
        assert_eq!(request(&message("play")), Ok(Request::Play(true)));
        assert_eq!(request(&message("pause")), Ok(Request::Play(false)));
        assert_eq!(request(&Fields { step: Some(3.0), ..message("seek") }), Ok(Request::Step(3)));
        assert_eq!(request(&Fields { at: Some(2.5), ..message("seek") }), Ok(Request::At(2.5)));
        assert_eq!(request(&Fields { end: true, ..message("seek") }), Ok(Request::End));
        assert_eq!(request(&Fields { lang: Some("zh".into()), ..message("setLang") }), Ok(Request::Lang(Lang::Zh)));
        assert_eq!(request(&Fields { theme: Some("auto".into()), ..message("setTheme") }), Ok(Request::Theme(None)));
    }

    #[test]
    fn a_step_beyond_all_steps_is_the_last_one() {
        assert_eq!(request(&Fields { step: Some(1e30), ..message("seek") }), Ok(Request::Step(u32::MAX)));
        assert_eq!(request(&Fields { step: Some(-4.0), ..message("seek") }), Ok(Request::Step(0)));
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        let bad = [
            Fields::default(),
            Fields { synod: Some(2.0), ..message("play") },
            message("explode"),
            message("load"),
            Fields { scenario: Some("a/b".into()), link: Some("s=1.x".into()), ..message("load") },
            message("seek"),
            Fields { step: Some(1.0), end: true, ..message("seek") },
            Fields { at: Some(f64::NAN), ..message("seek") },
            message("setLang"),
            Fields { theme: Some("pink".into()), ..message("setTheme") },
        ];
        for fields in bad {
            assert!(request(&fields).is_err(), "{fields:?}");
        }
    }

    #[test]
    fn only_a_promise_that_stands_otherwise_is_told() {
        let view = |id, standing| PromiseView { id, name: phrase!("a", "甲"), meaning: phrase!("b", "乙"), standing };
        let holds = || Standing::Holds { at_rest: false };
        let now = [view("x", holds()), view("y", Standing::Undecided { why: phrase!("c", "丙") })];
        assert_eq!(changed(&[], &now), [0, 1]);
        assert_eq!(changed(&[("x", "holds"), ("y", "holds")], &now), [1]);
        assert!(changed(&[("x", "holds"), ("y", "undecided")], &now).is_empty());
    }
}
