//! The catalogue: the one place where a lab is registered.

use crate::doc::Document;
use synod_protocols::ParamSpec;
use synod_words::Phrase;

/// A lab as the outside sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LabInfo {
    /// Its id.
    pub id: &'static str,
    /// Its name.
    pub name: Phrase,
    /// What a user does with it.
    pub about: Phrase,
    /// Where its rules come from.
    pub source: &'static str,
    /// Its parameters.
    pub params: Vec<ParamSpec>,
    /// Its promises: id, name, meaning.
    pub promises: Vec<(&'static str, Phrase, Phrase)>,
    /// The verbs of its client operations with the names of their arguments.
    pub operations: Vec<(&'static str, Vec<&'static str>)>,
    /// Its scenarios; the first is what a newcomer sees.
    pub scenarios: Vec<ScenarioInfo>,
}

/// A scenario as the outside sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ScenarioInfo {
    /// Its id.
    pub id: &'static str,
    /// Its name.
    pub name: Phrase,
    /// What happens in it.
    pub story: Phrase,
    /// The document that opens it.
    pub document: Document,
    /// The promises that end violated.
    pub violated: Vec<&'static str>,
    /// The promises that must end as holding.
    pub holds: Vec<&'static str>,
}

/// All labs, in the order of the course.
pub fn labs() -> Vec<LabInfo> {
    Vec::new()
}

/// The lab of this id.
pub fn lab(id: &str) -> Option<LabInfo> {
    labs().into_iter().find(|lab| lab.id == id)
}
