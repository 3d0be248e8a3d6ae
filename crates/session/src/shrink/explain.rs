//! A smallest run in a paragraph: under which parameters, what is decided, what breaks and why.

use super::params::is_bare;
use super::size::constant_delay;
use crate::Session;
use synod_protocols::{DELAY_PARAM, Kind, ParamKind, ParamSpec, ParamValue};
use synod_words::{Arg, Lang, Phrase, phrase};

/// The paragraph. The session stands where the promise of this name is broken, as the sentence says.
pub(super) fn explain(kind: &dyn Kind, session: &dyn Session, name: Phrase, sentence: Phrase) -> Phrase {
    let params = session.params();
    let told = kind.params().into_iter().filter_map(|spec| tell(&spec, params.get(spec.id)?));
    let under = told.reduce(|all, next| phrase!("{0}, {1}", "{0}、{1}", all, next));
    let decided = session.events(1, session.steps()).into_iter().filter(|line| line.decided);
    let told: Vec<Phrase> = decided.map(|line| phrase!("{0} ({1})", "{0}（{1}）", line.phrase, Arg::TimeUs(line.at))).collect();
    let count = told.len();
    let story = told.into_iter().reduce(|all, next| phrase!("{0}; {1}", "{0}；{1}", all, next));
    let story = story.unwrap_or_else(|| phrase!("nobody decides anything", "无人做任何决定"));
    let story = match under {
        Some(under) => phrase!("With {0}: {1}.", "在 {0} 下：{1}。", under, story),
        None => phrase!("What is decided: {0}.", "所做的决定：{0}。", story),
    };
    let broken = phrase!("{0}: broken. {1}", "{0}：不成立。{1}", name, sentence);
    let told = phrase!("{0} {1}", "{0}{1}", story, broken);
    match count {
        0 => told,
        1 => phrase!("{0} Without this decision it is not broken.", "{0}去掉这项决定，它就不会被打破。", told),
        _ => phrase!(
            "{0} Nothing can be left out: without any one of these {1} decisions it is not broken.",
            "{0}缺一不可：去掉这 {1} 项决定中的任何一项，它都不会被打破。",
            told,
            count
        ),
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
