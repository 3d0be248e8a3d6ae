//! The catalogue: the one place where a lab is registered.

use crate::ENGINE;
use crate::acts::to_document;
use crate::doc::{Decision, Document, VERSION};
use crate::names::Names;
use crate::open::{OpenError, Opened, Strictness, default_params, open_lab, to_atom};
#[cfg(feature = "storm")]
use crate::storm::Weathered;
#[cfg(feature = "storm")]
use std::ops::Range;
use synod_protocols::base::Base;
use synod_protocols::basic_paxos::BasicPaxos;
use synod_protocols::cap::Cap;
use synod_protocols::chief::Chief;
use synod_protocols::fast_paxos::FastPaxos;
use synod_protocols::gossip::Gossip;
use synod_protocols::membership::Membership;
use synod_protocols::models::Models;
use synod_protocols::multi_paxos::MultiPaxos;
use synod_protocols::nwr::Nwr;
use synod_protocols::request::RequestReply;
use synod_protocols::side_by_side::SideBySide;
use synod_protocols::three_phase::ThreePhase;
use synod_protocols::two_phase::TwoPhase;
use synod_protocols::{Lab, ParamSpec, ParamValue, Params, Scenario};
use synod_words::{Phrase, phrase};

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
    /// The promises that it claims to keep under further faults; none where it claims nothing.
    pub keeps: Vec<&'static str>,
}

/// All labs, in the order of the course.
pub fn labs() -> Vec<LabInfo> {
    ENTRIES.iter().map(|entry| (entry.info)()).collect()
}

/// The lab of this id.
pub fn lab(id: &str) -> Option<LabInfo> {
    entry(id).map(|entry| (entry.info)())
}

/// Puts a shipped scenario through one run for each of these seeds, each with other random faults within what it claims to withstand.
///
/// # Errors
/// [`OpenError`] for a lab that there is not, a scenario that cannot be opened, and for one that claims nothing.
#[cfg(feature = "storm")]
pub fn storm(document: &Document, seeds: Range<u64>) -> Result<Weathered, OpenError> {
    match entry(&document.lab) {
        Some(entry) => (entry.storm)(document, seeds),
        None => Err(no_lab(&document.lab)),
    }
}

/// There is no lab of this id.
pub(crate) fn no_lab(id: &str) -> OpenError {
    let known: Vec<&str> = ENTRIES.iter().map(|entry| entry.id).collect();
    OpenError {
        why: phrase!("there is no lab {0}; there are: {1}", "没有名为 {0} 的实验；现有：{1}", id, known), lab: None
    }
}

/// What the session needs of a lab without knowing its type.
pub(crate) struct Entry {
    pub id: &'static str,
    pub info: fn() -> LabInfo,
    pub open: fn(&Document, Strictness) -> Result<Opened, OpenError>,
    #[cfg(feature = "storm")]
    storm: fn(&Document, Range<u64>) -> Result<Weathered, OpenError>,
}

/// The labs, in the order of the course. A new one is a line here.
#[rustfmt::skip]
static ENTRIES: &[Entry] = &[
    Entry::of::<Nwr>(),
    Entry::of::<RequestReply>(),
    Entry::of::<Cap>(),
    Entry::of::<Models>(),
    Entry::of::<Base>(),
    Entry::of::<TwoPhase>(),
    Entry::of::<ThreePhase>(),
    Entry::of::<Chief>(),
    Entry::of::<BasicPaxos>(),
    Entry::of::<MultiPaxos>(),
    Entry::of::<FastPaxos>(),
    Entry::of::<SideBySide>(),
    Entry::of::<Gossip>(),
    Entry::of::<Membership>(),
];

/// The entry of a lab.
pub(crate) fn entry(id: &str) -> Option<&'static Entry> {
    ENTRIES.iter().find(|entry| entry.id == id)
}

impl Entry {
    const fn of<L: Lab>() -> Entry {
        Entry {
            id: L::ID,
            info: info::<L>,
            open: open_lab::<L>,
            #[cfg(feature = "storm")]
            storm: crate::storm::storm::<L>,
        }
    }
}

fn info<L: Lab>() -> LabInfo {
    let params = L::params();
    let promises = L::with(&default_params(&params)).map_or_else(|_| Vec::new(), |lab| lab.promises());
    LabInfo {
        id: L::ID,
        name: L::name(),
        about: L::about(),
        source: L::source(),
        promises: promises.into_iter().map(|p| (p.id, p.name, p.meaning)).collect(),
        operations: L::verbs(),
        scenarios: L::scenarios().into_iter().map(|scenario| scenario_info(&params, scenario)).collect(),
        params,
    }
}

fn scenario_info<L: Lab>(specs: &[ParamSpec], scenario: Scenario<L>) -> ScenarioInfo {
    let params = owned(&scenario.params);
    let mut all = default_params(specs);
    all.extend(params.clone());
    let processes = L::with(&all).map_or_else(|_| Vec::new(), |lab| lab.cluster().processes);
    let decisions = to_document(&Names::of_all(&processes), &scenario.script);
    let document = Document {
        scenario: Some(scenario.id.to_owned()),
        seed: scenario.seed,
        until: scenario.until,
        ..document(L::ID, &params, decisions)
    };
    ScenarioInfo {
        id: scenario.id,
        name: scenario.name,
        story: scenario.story,
        document,
        violated: scenario.violated,
        holds: scenario.holds,
        keeps: scenario.endures.map_or_else(Vec::new, |claim| claim.keeps),
    }
}

fn owned(params: &[(&'static str, ParamValue)]) -> Params {
    synod_order::map(params.iter().map(|(id, value)| ((*id).to_owned(), value.clone())))
}

/// A document of this version, of a run with the seed 0 that belongs to no scenario.
fn document(lab: &str, params: &Params, decisions: Vec<Decision>) -> Document {
    Document {
        synod: VERSION,
        engine: ENGINE,
        lab: lab.to_owned(),
        scenario: None,
        params: synod_order::map(params.iter().map(|(id, value)| (id.clone(), to_atom(value)))),
        seed: 0,
        decisions,
        until: None,
        cursor: None,
    }
}
