//! What is asked of a run, and how far a run meets it.

use crate::doc::Document;
use crate::open::read_params;
use crate::toll::Toll;
use crate::{Params, Session, Standing, Time, catalogue};
use synod_protocols::Kind;
use synod_words::{Phrase, phrase};

/// What is asked of a run: promises to break, with how many faults, in which set-up.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Goal {
    /// The promises that are to end violated, by their ids.
    pub violates: Vec<String>,
    /// At most so many faults, where they are counted.
    pub faults: Option<u64>,
    /// The only kind of fault that may be used, by its id in [`Toll::rows`].
    pub only: Option<&'static str>,
    /// What the run must have kept of where it began.
    pub like: Option<SetUp>,
}

/// What a run begins with, apart from decisions.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SetUp {
    lab: &'static str,
    params: Params,
    /// None where every seed will do.
    seed: Option<u64>,
}

/// How far a run, as far as it is known, meets a [`Goal`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attempt {
    /// The promises that are to be broken, in the order of the goal.
    pub aims: Vec<Aim>,
    /// How many faults somebody decided.
    pub faults: u32,
    /// The names of the kinds among them that may not be used.
    pub strays: Vec<Phrase>,
    /// The names of what was changed in the set-up.
    pub changed: Vec<Phrase>,
    /// Whether it is what was asked for, all of it.
    pub met: bool,
}

/// A promise that is to be broken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Aim {
    /// Its id.
    pub promise: String,
    /// Why it is broken, and since when; none where it is not, at the end of the run.
    pub broken: Option<(Phrase, Time)>,
}

impl SetUp {
    /// That of a document; none where it cannot be opened.
    pub fn of(document: &Document) -> Option<SetUp> {
        let kind = catalogue::kind(&document.lab).ok()?;
        let params = read_params(&kind.params(), document).ok()?;
        Some(SetUp { lab: kind.id(), params, seed: Some(document.seed) })
    }

    /// The same with every seed.
    #[must_use]
    pub fn with_any_seed(self) -> SetUp {
        SetUp { seed: None, ..self }
    }

    /// The names of what another run has otherwise: its lab, or parameters and the seed.
    fn changed(&self, session: &dyn Session) -> Vec<Phrase> {
        if session.lab() != self.lab {
            return vec![phrase!("the lab", "实验")];
        }
        let params = session.params();
        let specs = catalogue::kind(self.lab).map_or_else(|_| Vec::new(), Kind::params);
        let differs = |id: &str| params.get(id) != self.params.get(id);
        let mut changed: Vec<Phrase> = specs.into_iter().filter(|spec| differs(spec.id)).map(|spec| spec.name).collect();
        if self.seed.is_some_and(|seed| seed != session.export().seed) {
            changed.push(phrase!("the seed", "种子"));
        }
        changed
    }
}

impl Goal {
    /// Holds a run, as far as it is known, against this; where its cursor stands says nothing.
    pub fn verdict(&self, session: &dyn Session) -> Attempt {
        let ends = session.ends();
        let broken = |id: &str| {
            ends.iter().find(|promise| promise.id == id).and_then(|promise| match &promise.standing {
                Standing::Violated { sentence, since, .. } => Some((sentence.clone(), session.time_of(*since))),
                Standing::Holds { .. } | Standing::Undecided { .. } => None,
            })
        };
        let aims: Vec<Aim> = self.violates.iter().map(|id| Aim { promise: id.clone(), broken: broken(id) }).collect();
        let toll = session.toll();
        let faults = toll.faults();
        let strays = strays(&toll, self.only);
        let changed = self.like.as_ref().map_or_else(Vec::new, |like| like.changed(session));
        let met = aims.iter().all(|aim| aim.broken.is_some())
            && self.faults.is_none_or(|most| u64::from(faults) <= most)
            && strays.is_empty()
            && changed.is_empty();
        Attempt { aims, faults, strays, changed, met }
    }
}

/// The names of the kinds of faults that were used beside the only one that may be.
fn strays(toll: &Toll, only: Option<&str>) -> Vec<Phrase> {
    let Some(only) = only else { return Vec::new() };
    toll.rows().into_iter().filter(|(id, _, count)| *id != only && *count > 0).map(|(_, name, _)| name).collect()
}

/// The name of a kind of fault.
pub(super) fn kind_name(id: &str) -> Option<Phrase> {
    Toll::default().rows().into_iter().find(|row| row.0 == id).map(|row| row.1)
}

/// How many faults may be used, and which.
pub(super) fn allowance(faults: u32, only: Option<&str>) -> Phrase {
    match (faults, only.and_then(kind_name)) {
        (0, _) => phrase!("without any fault", "不用任何故障"),
        (most, None) => phrase!("faults: at most {0}", "故障至多 {0} 次", most),
        (most, Some(kind)) => phrase!("faults: at most {0}, only {1}", "故障至多 {0} 次，仅限{1}", most, kind),
    }
}

/// How many faults were used, how many may be, and which.
pub(super) fn counted(used: u32, faults: u32, only: Option<&str>) -> Phrase {
    match (faults, only.and_then(kind_name)) {
        (0, _) => phrase!("Faults used: {0}; none is allowed", "已用故障 {0} 次；不允许使用", used),
        (most, None) => phrase!("Faults used: {0} of {1}", "已用故障 {0} / {1} 次", used, most),
        (most, Some(kind)) => phrase!("Faults used: {0} of {1}, only {2}", "已用故障 {0} / {1} 次，仅限{2}", used, most, kind),
    }
}
