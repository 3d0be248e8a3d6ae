//! The catalogue: the one place where a lab is registered.

use crate::ENGINE;
use crate::acts::to_document;
use crate::doc::{Document, VERSION};
use crate::names::Names;
use crate::open::{OpenError, Opened, Strictness, default_params, open_lab, to_atom};
use synod_protocols::nwr::Nwr;
use synod_protocols::{Lab, ParamSpec, Scenario};
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
    ENTRIES.iter().map(|entry| (entry.info)()).collect()
}

/// The lab of this id.
pub fn lab(id: &str) -> Option<LabInfo> {
    entry(id).map(|entry| (entry.info)())
}

/// What the session needs of a lab without knowing its type.
pub(crate) struct Entry {
    pub id: &'static str,
    pub info: fn() -> LabInfo,
    pub open: fn(&Document, Strictness) -> Result<Opened, OpenError>,
}

/// The labs, in the order of the course. A new one is a line here.
static ENTRIES: [Entry; 1] = [Entry::of::<Nwr>()];

/// The entry of a lab.
pub(crate) fn entry(id: &str) -> Option<&'static Entry> {
    ENTRIES.iter().find(|entry| entry.id == id)
}

impl Entry {
    const fn of<L: Lab>() -> Entry {
        Entry { id: L::ID, info: info::<L>, open: open_lab::<L> }
    }
}

fn info<L: Lab>() -> LabInfo {
    let lab = L::with(&default_params::<L>());
    LabInfo {
        id: L::ID,
        name: L::name(),
        about: L::about(),
        source: L::source(),
        params: L::params(),
        promises: lab.map_or_else(|_| Vec::new(), |lab| lab.promises()).into_iter().map(|p| (p.id, p.name, p.meaning)).collect(),
        operations: L::verbs(),
        scenarios: L::scenarios().into_iter().map(scenario_info).collect(),
    }
}

fn scenario_info<L: Lab>(scenario: Scenario<L>) -> ScenarioInfo {
    let mut params = default_params::<L>();
    params.extend(scenario.params.iter().map(|(id, value)| ((*id).to_owned(), value.clone())));
    let processes = L::with(&params).map_or_else(|_| Vec::new(), |lab| lab.cluster().processes);
    let names = Names::new(processes.into_iter().map(|process| process.name).collect());
    let document = Document {
        synod: VERSION,
        engine: ENGINE,
        lab: L::ID.to_owned(),
        scenario: Some(scenario.id.to_owned()),
        params: synod_order::map(scenario.params.into_iter().map(|(id, value)| (id.to_owned(), to_atom(&value)))),
        seed: scenario.seed,
        decisions: to_document(&names, &scenario.script),
        until: scenario.until,
        cursor: None,
    };
    ScenarioInfo {
        id: scenario.id,
        name: scenario.name,
        story: scenario.story,
        document,
        violated: scenario.violated,
        holds: scenario.holds,
    }
}
