//! Studies: long computations that a lab offers beside its runs, as plain data that any page can draw.
//!
//! A [`Task`] says what is to be computed and is a link; [`start`] begins it, and whoever has begun it calls [`Study::advance`] until it is
//! done, or stops calling. What it came to is a [`Report`] and, where there is one, a [`Field`]. Nothing here knows a clock, a thread or a
//! page. Floating point is for summaries and what theory says beside them.

mod detection;
mod elections;
mod epidemic;
mod film;
mod lease_load;
mod report;
mod sweep;
mod task;
pub(crate) mod wire;

pub use elections::{Elections, Trials};
pub use film::{Field, Film, Mark, Shot, State};
pub use report::{Axis, Choice, Claim, Curve, Figure, Hue, Measure, Offer, Plot, Point, Remark, Report, Settings, Style, Varied};
pub use task::Task;

use crate::ParamSpec;
use synod_words::{Phrase, phrase};

/// A study as the outside sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StudyInfo {
    /// Its id, unique among all studies.
    pub id: &'static str,
    /// The lab that offers it.
    pub lab: &'static str,
    /// Its name; short.
    pub name: Phrase,
    /// What is done in it, and what is to be seen.
    pub about: Phrase,
    /// Where its rules and its theory come from.
    pub source: &'static str,
    /// Its parameters.
    pub params: Vec<ParamSpec>,
    /// Whether it has a [`Field`]; otherwise its plots are all there is to draw.
    pub has_field: bool,
}

/// How far a study is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Progress {
    /// Pieces done.
    pub done: u32,
    /// Of so many.
    pub of: u32,
    /// The same in words.
    pub words: Phrase,
}

/// A computation under way.
pub trait Study {
    /// Does one small piece of the work, some milliseconds at most; whether there is more.
    fn advance(&mut self) -> bool;
    /// How far it is.
    fn progress(&self) -> Progress;
    /// What it came to so far: a function of the task and of how far it is.
    fn report(&self) -> Report;
    /// What became of each node, as soon as that is known; it does not change afterwards.
    fn field(&self) -> Option<&Field>;
}

/// The studies that labs offer. A new one is a line here and one in [`start`]: two lists, so that whoever only shows them does not carry the
/// computations. A sweep of a run is none of them: it is of that run ([`Task::of_run`]).
pub fn studies() -> Vec<StudyInfo> {
    vec![epidemic::info(), detection::info(), lease_load::info(), elections::info()]
}

/// The studies of a lab.
pub fn studies_of(lab: &str) -> Vec<StudyInfo> {
    studies().into_iter().filter(|study| study.lab == lab).collect()
}

/// The study of this id.
pub fn study(id: &str) -> Option<StudyInfo> {
    studies().into_iter().find(|study| study.id == id)
}

/// Begins a study.
///
/// # Errors
/// Why the task cannot be done, in words: an unknown study, or a parameter that does not fit.
pub fn start(task: &Task) -> Result<Box<dyn Study>, Phrase> {
    let params = task.checked()?;
    if let Some(document) = &task.document {
        return Ok(Box::new(sweep::Sweep::new(document, &params, task.seed)?));
    }
    match task.study.as_str() {
        detection::ID => Ok(Box::new(detection::Detection::new(&params, task.seed))),
        elections::ID => Ok(Box::new(Elections::new(&params, task.seed))),
        epidemic::ID => Ok(Box::new(epidemic::Epidemic::new(&params, task.seed)?)),
        lease_load::ID => Ok(Box::new(lease_load::LeaseLoad::new(&params, task.seed)?)),
        other => Err(no_study(other)),
    }
}

fn no_study(id: &str) -> Phrase {
    let known: Vec<&str> = studies().iter().map(|study| study.id).collect();
    phrase!("There is no study called “{0}”; there are: {1}.", "没有名为“{0}”的研究；现有：{1}。", id, known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_study_of_the_list_belongs_to_a_lab_and_can_be_begun() {
        for info in studies() {
            assert!(crate::lab(info.lab).is_some(), "{}", info.id);
            let mut study = start(&Task::of(&info)).unwrap_or_else(|why| panic!("{}: {why:?}", info.id));
            while study.advance() {}
            assert_eq!(study.field().is_some(), info.has_field, "{}", info.id);
        }
    }
}
