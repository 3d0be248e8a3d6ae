//! The way to a broken promise, as a run that anybody can open.

use super::Finding;
use super::judge::Judge;
use super::setting::Setting;
use crate::acts::to_document;
use crate::doc::{Document, VERSION};
use crate::open::{default_params, open, to_atom};
use crate::{ENGINE, Session, Standing};
use synod_explore::{Exact, TimedWorlds, Worlds};
use synod_kernel::{Action, Decision, Event, Time};
use synod_protocols::Erased;
use synod_words::Phrase;

/// How far apart the steps of a run lie where time stood still in the search, in microseconds: first so that one can watch them; then closer,
/// where timers that would run out in between, or clocks that would go on, make it another run.
pub(super) const APART_US: [Time; 6] = [10_000, 1_000, 100, 10, 1, 0];

/// The steps to a state that breaks a promise, and the model that they were found in.
pub(super) enum Way<'a> {
    /// At no moment in particular.
    Free(&'a Worlds<Erased, Judge>, Vec<Action<Erased>>),
    /// Each at its own moment.
    Timed(&'a TimedWorlds<Erased, Judge>, Vec<Event<Erased>>),
}

impl Way<'_> {
    /// How many steps it has.
    pub fn len(&self) -> usize {
        match self {
            Way::Free(_, steps) => steps.len(),
            Way::Timed(_, steps) => steps.len(),
        }
    }

    /// Runs that take these steps, and until when they must be followed.
    fn runs(&self) -> Vec<(Exact<Erased>, Option<Time>)> {
        match self {
            Way::Free(worlds, steps) => {
                let scripts = APART_US.into_iter().filter_map(|apart_us| worlds.script(steps, apart_us).ok());
                scripts.map(|script| (Exact { steps: script.len() as u32, script }, None)).collect()
            }
            Way::Timed(worlds, steps) => {
                let until = steps.last().map(|last| last.at);
                worlds.script(steps).into_iter().map(|exact| (exact, until)).collect()
            }
        }
    }
}

/// The first run with these steps that shows the promise broken, opened as everybody opens it. None where there is none.
pub(super) fn replay(setting: &Setting, promise: &str, way: &Way<'_>) -> Option<Finding> {
    way.runs().into_iter().find_map(|(Exact { script, steps }, until)| {
        let document = Document { until, cursor: Some(steps), ..document(setting, &script) };
        let mut session = open(&document).ok()?.session;
        let here = broken(&*session, promise);
        // A promise of a store is shown broken from an answer on: the next one, where a message already gave it away.
        session.seek(session.steps());
        let (since, sentence) = here.or_else(|| broken(&*session, promise))?;
        let cursor = (since < session.steps()).then_some(since);
        Some(Finding::Broken {
            document: Document { cursor, ..document },
            steps: way.len() as u32,
            shortest: true,
            decisions: script.len() as u32,
            sentence,
        })
    })
}

/// A script as a document, with the cursor at its end.
pub(super) fn document(setting: &Setting, script: &[Decision<Erased>]) -> Document {
    Document {
        synod: VERSION,
        engine: ENGINE,
        lab: setting.kind.id().to_owned(),
        scenario: None,
        params: differing(setting),
        seed: setting.seed,
        decisions: to_document(setting.kind, &setting.names, script),
        until: None,
        cursor: Some(script.len() as u32),
    }
}

/// Since which step the promise is broken at the cursor, and why.
pub(super) fn broken(session: &dyn Session, promise: &str) -> Option<(u32, Phrase)> {
    let view = session.promises().into_iter().find(|view| view.id == promise)?;
    match view.standing {
        Standing::Violated { sentence, since, .. } => Some((since, sentence)),
        _ => None,
    }
}

fn differing(setting: &Setting) -> synod_order::Map<String, crate::doc::Atom> {
    let defaults = default_params(&setting.kind.params());
    let differing = setting.params.iter().filter(|(id, value)| defaults.get(*id) != Some(*value));
    synod_order::map(differing.map(|(id, value)| (id.clone(), to_atom(value))))
}
