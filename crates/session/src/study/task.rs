//! What is to be computed, and its link: `#study=epidemic&nodes=1000&seed=7`, with the parameters that are not as usual. That of a sweep ends
//! with the run that is swept, as in the run's own link: `#study=sweep&x=n&s=1.…`.

use super::sweep::{self, RUN};
use super::{StudyInfo, Varied, no_study, study};
use crate::doc::Document;
use crate::link;
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
    /// The run that is swept; none of a study that a lab offers.
    pub document: Option<Document>,
}

impl Task {
    /// A study as it is offered.
    pub fn of(info: &StudyInfo) -> Task {
        Task { study: info.id.to_owned(), params: default_params(&info.params), seed: SEED_USUAL, document: None }
    }

    /// A sweep of this run; `promise` is the one that is asked about first, if it is the lab's.
    ///
    /// # Errors
    /// Why the document makes no sense, in words.
    pub fn of_run(document: &Document, promise: Option<&str>) -> Result<Task, Phrase> {
        let document = Document { cursor: None, ..document.clone() };
        let info = sweep::info(&document)?;
        let mut task = Task { document: Some(document), ..Task::of(&info) };
        if let Some(promise) = promise {
            let asked = ParamValue::Pick(promise.to_owned());
            if info.params.iter().any(|spec| spec.id == sweep::MEASURE && spec.check(&asked).is_ok()) {
                task.params.insert(sweep::MEASURE.to_owned(), asked);
            }
        }
        Ok(task)
    }

    /// What it is, with its parameters.
    ///
    /// # Errors
    /// Why there is none such.
    pub fn info(&self) -> Result<StudyInfo, Phrase> {
        match &self.document {
            Some(document) => sweep::info(document),
            None => study(&self.study).ok_or_else(|| no_study(&self.study)),
        }
    }

    /// Gives a parameter another value, and others one that goes with it.
    pub fn set(&mut self, id: &str, value: ParamValue) {
        let before = self.params.insert(id.to_owned(), value);
        if self.document.is_some() {
            sweep::fit(&mut self.params, id, before);
        }
    }

    /// The value of a study's parameter, or of the swept lab's, that a text in a link or a report stands for; none where it is none.
    pub fn value(&self, id: &str, text: &str) -> Option<ParamValue> {
        let own = self.info().ok()?.params;
        let of_lab =
            || self.document.as_ref().and_then(|document| crate::lab(&document.lab)).map_or_else(Vec::new, |lab| lab.params);
        let spec = own.into_iter().chain(of_lab()).find(|spec| spec.id == id)?;
        value(&spec, text)
    }

    /// The values of the lab's parameters with which the runs behind a point of a plot were made: the `curve`-th value of one, the `place`-th
    /// of the other, and what the study itself sets.
    pub fn setting(&self, settings: &super::Settings, curve: u32, place: u32) -> Vec<(String, ParamValue)> {
        let chosen = |varied: &Varied, nth: u32| {
            let choice = varied.values.get(nth as usize)?;
            Some((varied.param.clone(), self.value(&varied.param, &choice.value)?))
        };
        let own = sweep::set_by_study(&self.params);
        let curve = settings.curves.as_ref().and_then(|varied| chosen(varied, curve));
        own.into_iter().chain(chosen(&settings.x, place)).chain(curve).collect()
    }

    /// The fragment of its link, with its `#`.
    pub fn link(&self) -> String {
        let specs = self.info().map_or_else(|_| Vec::new(), |info| info.params);
        let mut fragment = format!("#{STUDY}{}", self.study);
        for spec in &specs {
            if let Some(value) = self.params.get(spec.id).filter(|value| **value != spec.default) {
                let text = match value {
                    ParamValue::Int(i) => i.to_string(),
                    ParamValue::Switch(on) => on.to_string(),
                    ParamValue::Pick(id) => id.clone(),
                };
                fragment.extend(["&", spec.id, "=", &text]);
            }
        }
        if self.seed != SEED_USUAL {
            fragment.extend(["&", SEED, "=", &self.seed.to_string()]);
        }
        if let Some(document) = &self.document {
            fragment.extend(["&", link::encode(document).trim_start_matches('#')]);
        }
        fragment
    }

    /// The task that a fragment asks for, with or without its `#`; none where it asks for something else.
    ///
    /// # Errors
    /// What in it makes no sense, in words.
    pub fn read(fragment: &str) -> Option<Result<Task, Phrase>> {
        let asked = fragment.strip_prefix('#').unwrap_or(fragment).strip_prefix(STUDY)?;
        Some(Task::from_parts(asked))
    }

    fn from_parts(asked: &str) -> Result<Task, Phrase> {
        let mut parts = asked.split('&');
        let id = parts.next().unwrap_or_default();
        let mut task = if id == sweep::ID {
            Task::of_run(&link::decode(asked).map_err(|bad| bad.why)?, None)?
        } else {
            Task::of(&study(id).ok_or_else(|| no_study(id))?)
        };
        let info = task.info()?;
        let run = |part: &str| id == sweep::ID && part.starts_with(RUN);
        for part in parts.filter(|part| !part.is_empty() && !run(part)) {
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
        let info = self.info()?;
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
