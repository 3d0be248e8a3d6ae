//! The catalogue: the one place where a lab is registered.

use crate::ENGINE;
use crate::acts::to_document;
use crate::doc::{Decision, Document, VERSION};
use crate::names::Names;
use crate::open::{OpenError, default_params, to_atom};
use synod_protocols::base::Base;
use synod_protocols::basic_paxos::BasicPaxos;
use synod_protocols::cap::Cap;
use synod_protocols::chief::Chief;
use synod_protocols::fast_paxos::FastPaxos;
use synod_protocols::gossip::Gossip;
use synod_protocols::lease::Leases;
use synod_protocols::logs::ReplicatedLogs;
use synod_protocols::membership::Membership;
use synod_protocols::models::Models;
use synod_protocols::multi_paxos::MultiPaxos;
use synod_protocols::nwr::Nwr;
use synod_protocols::raft::Raft;
use synod_protocols::request::RequestReply;
use synod_protocols::side_by_side::SideBySide;
use synod_protocols::three_phase::ThreePhase;
use synod_protocols::two_phase::TwoPhase;
use synod_protocols::zab::Zab;
use synod_protocols::{Guide, Kind, ParamSpec, ParamValue, Params, Scenario};
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
    /// Whether that claim rests on a network that keeps to its times, so that nobody is taken for dead who is only slow.
    pub in_time: bool,
    /// Whether that claim is also made for further crashes, each of which a restart may follow.
    pub after_crashes: bool,
    /// The guide through it, where it is told step for step.
    pub guide: Option<Guide>,
}

/// All labs, in the order of the course.
pub fn labs() -> Vec<LabInfo> {
    LABS.iter().map(|kind| info(*kind)).collect()
}

/// The lab of this id.
pub fn lab(id: &str) -> Option<LabInfo> {
    kind(id).ok().map(info)
}

/// The labs, in the order of the course. A new one is a line here.
#[rustfmt::skip]
static LABS: &[&dyn Kind] = &[
    <dyn Kind>::of::<Nwr>(),
    <dyn Kind>::of::<RequestReply>(),
    <dyn Kind>::of::<Cap>(),
    <dyn Kind>::of::<Models>(),
    <dyn Kind>::of::<Base>(),
    <dyn Kind>::of::<TwoPhase>(),
    <dyn Kind>::of::<ThreePhase>(),
    <dyn Kind>::of::<Chief>(),
    <dyn Kind>::of::<BasicPaxos>(),
    <dyn Kind>::of::<MultiPaxos>(),
    <dyn Kind>::of::<FastPaxos>(),
    <dyn Kind>::of::<Raft>(),
    <dyn Kind>::of::<Zab>(),
    <dyn Kind>::of::<SideBySide>(),
    <dyn Kind>::of::<ReplicatedLogs>(),
    <dyn Kind>::of::<Gossip>(),
    <dyn Kind>::of::<Membership>(),
    <dyn Kind>::of::<Leases>(),
];

/// The lab of this id.
///
/// # Errors
/// [`OpenError`] names those that there are.
pub(crate) fn kind(id: &str) -> Result<&'static dyn Kind, OpenError> {
    LABS.iter().find(|kind| kind.id() == id).copied().ok_or_else(|| {
        let known: Vec<&str> = LABS.iter().map(|kind| kind.id()).collect();
        let why = phrase!("there is no lab {0}; there are: {1}", "没有名为 {0} 的实验；现有：{1}", id, known);
        OpenError { why, lab: None }
    })
}

fn info(kind: &dyn Kind) -> LabInfo {
    let params = kind.params();
    let promises = kind.with(&default_params(&params)).map_or_else(|_| Vec::new(), |lab| lab.promises());
    LabInfo {
        id: kind.id(),
        name: kind.name(),
        about: kind.about(),
        source: kind.source(),
        promises: promises.into_iter().map(|p| (p.id, p.name, p.meaning)).collect(),
        operations: kind.verbs(),
        scenarios: kind.scenarios().into_iter().map(|scenario| scenario_info(kind, &params, scenario)).collect(),
        params,
    }
}

fn scenario_info(kind: &dyn Kind, specs: &[ParamSpec], scenario: Scenario) -> ScenarioInfo {
    let params = owned(&scenario.params);
    let mut all = default_params(specs);
    all.extend(params.clone());
    let processes = kind.with(&all).map_or_else(|_| Vec::new(), |lab| lab.cluster().processes);
    let decisions = to_document(kind, &Names::of_all(&processes), &scenario.script);
    let document = Document {
        scenario: Some(scenario.id.to_owned()),
        seed: scenario.seed,
        until: scenario.until,
        ..document(kind.id(), &params, decisions)
    };
    ScenarioInfo {
        id: scenario.id,
        name: scenario.name,
        story: scenario.story,
        document,
        violated: scenario.violated,
        holds: scenario.holds,
        in_time: scenario.endures.as_ref().is_some_and(|claim| !claim.faults.delays),
        after_crashes: scenario.endures.as_ref().is_some_and(|claim| claim.faults.crashes > 0),
        keeps: scenario.endures.map_or_else(Vec::new, |claim| claim.keeps),
        guide: kind.guide(scenario.id),
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
