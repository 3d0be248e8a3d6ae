//! What is to be computed, and its link: `#study=epidemic&nodes=1000&seed=7`, with the parameters that are not as usual.

use super::{StudyInfo, no_study, study};
use crate::open::default_params;
use crate::{ParamKind, ParamSpec, ParamValue, Params};
use synod_words::{Phrase, phrase};

/// What a fragment begins with that asks for a study.
const STUDY: &str = "study=";
/// The name of the seed.
const SEED: &str = "seed";
/// The seed, unless told.
const SEED_USUAL: u64 = 1;

/// A study with the values of its parameters and its seed. The same task comes to the same report, everywhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Task {
    /// The study's id.
    pub study: String,
    /// All its parameters.
    pub params: Params,
    /// Where its random draws come from.
    pub seed: u64,
}

impl Task {
    /// A study as it is offered.
    pub fn of(info: &StudyInfo) -> Task {
        Task { study: info.id.to_owned(), params: default_params(&info.params), seed: SEED_USUAL }
    }

    /// The fragment of its link, with its `#`.
    pub fn link(&self) -> String {
        let specs = study(&self.study).map_or_else(Vec::new, |info| info.params);
        let mut link = format!("#{STUDY}{}", self.study);
        for spec in &specs {
            if let Some(value) = self.params.get(spec.id).filter(|value| **value != spec.default) {
                let text = match value {
                    ParamValue::Int(i) => i.to_string(),
                    ParamValue::Switch(on) => on.to_string(),
                    ParamValue::Pick(id) => id.clone(),
                };
                link.extend(["&", spec.id, "=", &text]);
            }
        }
        if self.seed != SEED_USUAL {
            link.extend(["&", SEED, "=", &self.seed.to_string()]);
        }
        link
    }

    /// The task that a fragment asks for, with or without its `#`; none where it asks for something else.
    ///
    /// # Errors
    /// What in it makes no sense, in words.
    pub fn read(fragment: &str) -> Option<Result<Task, Phrase>> {
        let asked = fragment.strip_prefix('#').unwrap_or(fragment).strip_prefix(STUDY)?;
        Some(Task::from_parts(asked.split('&')))
    }

    fn from_parts<'a>(mut parts: impl Iterator<Item = &'a str>) -> Result<Task, Phrase> {
        let id = parts.next().unwrap_or_default();
        let info = study(id).ok_or_else(|| no_study(id))?;
        let mut task = Task::of(&info);
        for part in parts.filter(|part| !part.is_empty()) {
            let (name, text) = part.split_once('=').unwrap_or((part, ""));
            let bad = || phrase!("The link says “{0}”, which this study does not know.", "链接中的“{0}”不是该研究的参数。", part);
            if name == SEED {
                task.seed = text.parse().map_err(|_| bad())?;
            } else {
                let spec = info.params.iter().find(|spec| spec.id == name).ok_or_else(bad)?;
                task.params.insert(name.to_owned(), value(spec, text).ok_or_else(bad)?);
            }
        }
        task.checked()?;
        Ok(task)
    }

    /// The parameters, after each was looked at.
    ///
    /// # Errors
    /// Which one cannot be so, and why.
    pub(super) fn checked(&self) -> Result<Params, Phrase> {
        let info = study(&self.study).ok_or_else(|| no_study(&self.study))?;
        let mut params = default_params(&info.params);
        for spec in &info.params {
            if let Some(value) = self.params.get(spec.id) {
                spec.check(value).map_err(|bad| phrase!("{0}.", "{0}。", bad.why))?;
                params.insert(spec.id.to_owned(), value.clone());
            }
        }
        Ok(params)
    }
}

fn value(spec: &ParamSpec, text: &str) -> Option<ParamValue> {
    match spec.kind {
        ParamKind::Int { .. } => text.parse().ok().map(ParamValue::Int),
        ParamKind::Switch => text.parse().ok().map(ParamValue::Switch),
        ParamKind::Pick(_) => Some(ParamValue::Pick(text.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::super::studies;
    use super::*;
    use synod_words::Lang;

    #[test]
    fn a_link_leads_back_to_its_task() {
        for info in studies() {
            let mut task = Task::of(&info);
            assert_eq!(task.link(), format!("#study={}", info.id), "what is as usual is not said");
            task.seed = 7;
            for spec in &info.params {
                let other = match &spec.kind {
                    ParamKind::Int { min, .. } => ParamValue::Int(*min),
                    ParamKind::Switch => ParamValue::Switch(true),
                    ParamKind::Pick(choices) => ParamValue::Pick(choices[choices.len() - 1].0.to_owned()),
                };
                task.params.insert(spec.id.to_owned(), other);
            }
            assert_eq!(Task::read(&task.link()), Some(Ok(task)));
        }
    }

    #[test]
    fn a_link_that_makes_no_sense_is_refused_in_words() {
        assert_eq!(Task::read("#gossip/rumour"), None);
        for (link, says) in [
            ("study=nothing", "nothing"),
            ("study=epidemic&colour=red", "colour=red"),
            ("study=epidemic&seed=many", "seed=many"),
            ("study=epidemic&nodes=12", "nodes"),
            ("study=epidemic&k=0", "k"),
        ] {
            let why = Task::read(link).expect("it asks for a study").expect_err("it makes no sense");
            assert!(why.text(Lang::En).contains(says), "{}", why.text(Lang::En));
        }
    }
}
