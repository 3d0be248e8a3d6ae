//! A smallest run in words: under which parameters, and what is decided.

use super::params::is_bare;
use super::size::constant_delay;
use crate::Session;
use synod_protocols::{DELAY_PARAM, Kind, ParamKind, ParamSpec, ParamValue};
use synod_words::{Arg, Lang, Phrase, phrase};

/// What happens: the parameters, and what is decided.
pub(super) fn story(kind: &dyn Kind, session: &dyn Session) -> Phrase {
    let params = session.params();
    let told = kind.params().into_iter().filter_map(|spec| tell(&spec, params.get(spec.id)?));
    let under = told.reduce(|all, next| phrase!("{0}, {1}", "{0}、{1}", all, next));
    let decided = session.events(1, session.steps()).into_iter().filter(|line| line.decided);
    let told = decided.map(|line| phrase!("{0} ({1})", "{0}（{1}）", line.phrase, Arg::TimeUs(line.at)));
    let story = told.reduce(|all, next| phrase!("{0}; {1}", "{0}；{1}", all, next));
    let story = story.unwrap_or_else(|| phrase!("nobody decides anything", "无人做任何决定"));
    match under {
        Some(under) => phrase!("With {0}: {1}.", "在 {0} 下：{1}。", under, story),
        None => phrase!("What is decided: {0}.", "所做的决定：{0}。", story),
    }
}

/// That all of so many decisions are needed; nothing where there are none.
pub(super) fn needed(decisions: u32) -> Option<Phrase> {
    match decisions {
        0 => None,
        1 => Some(phrase!("Without this decision it is not broken.", "去掉这项决定，它就不会被打破。")),
        _ => Some(phrase!(
            "Nothing can be left out: without any one of these {0} decisions it is not broken.",
            "缺一不可：去掉这 {0} 项决定中的任何一项，它都不会被打破。",
            decisions
        )),
    }
}

/// One sentence after the other.
pub(super) fn then(first: Phrase, second: Option<Phrase>) -> Phrase {
    match second {
        Some(second) => phrase!("{0} {1}", "{0}{1}", first, second),
        None => first,
    }
}

/// Whether the parameter is a number that goes by a letter, as N does.
fn is_letter(spec: &ParamSpec) -> bool {
    is_bare(spec) && spec.name.text(Lang::En).chars().count() == 1
}

/// A parameter that matters: a number such as N, and whatever differs from the default. That all messages take the same time goes
/// without saying, that they do not is said.
fn tell(spec: &ParamSpec, value: &ParamValue) -> Option<Phrase> {
    let matters = match spec.id {
        DELAY_PARAM => *value != constant_delay(),
        _ => is_letter(spec) || *value != spec.default,
    };
    if !matters {
        return None;
    }
    let name = spec.name.clone();
    Some(match (value, &spec.kind) {
        (ParamValue::Switch(true), _) => name,
        (ParamValue::Switch(false), _) => phrase!("no {0}", "无{0}", name),
        (ParamValue::Int(int), ParamKind::Int { unit, .. }) if !unit.is_empty() => {
            phrase!("{0} = {1} {2}", "{0}={1} {2}", name, *int, *unit)
        }
        (ParamValue::Int(int), _) => phrase!("{0} = {1}", "{0}={1}", name, *int),
        (ParamValue::Pick(id), ParamKind::Pick(choices)) => {
            let choice = choices.iter().find(|choice| choice.0 == id).map(|choice| choice.1.clone());
            phrase!("{0}: {1}", "{0}：{1}", name, choice.unwrap_or_else(|| Phrase::verbatim(id.as_str())))
        }
        (ParamValue::Pick(id), _) => phrase!("{0}: {1}", "{0}：{1}", name, id.as_str()),
    })
}
