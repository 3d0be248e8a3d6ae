//! The way to a broken promise, as a run that anybody can open.

use super::Finding;
use super::judge::Judge;
use super::setting::Setting;
use crate::acts::to_document;
use crate::doc::{Document, VERSION};
use crate::open::{default_params, open, to_atom};
use crate::{ENGINE, Session, Standing};
use synod_explore::Worlds;
use synod_kernel::{Action, Decision, Time};
use synod_protocols::Erased;
use synod_words::Phrase;

/// How far apart the steps of a run lie, in microseconds: first so that one can watch them; then closer, where timers that would run out in
/// between, or clocks that would go on, make it another run.
pub(super) const APART_US: [Time; 6] = [10_000, 1_000, 100, 10, 1, 0];

/// The first run with these steps that shows the promise broken, opened as everybody opens it. None where there is none.
pub(super) fn replay(
    setting: &Setting,
    worlds: &Worlds<Erased, Judge>,
    promise: &str,
    steps: &[Action<Erased>],
) -> Option<Finding> {
    APART_US.into_iter().find_map(|apart_us| {
        let script = worlds.script(steps, apart_us).ok()?;
        let decisions = script.len() as u32;
        let document = document(setting, &script);
        let mut session = open(&document).ok()?.session;
        let here = broken(&*session, promise);
        // A promise of a store is shown broken from an answer on: the next one, where a message already gave it away.
        session.seek(session.steps());
        let (since, sentence) = here.or_else(|| broken(&*session, promise))?;
        let cursor = (since < session.steps()).then_some(since);
        Some(Finding::Broken {
            document: Document { cursor, ..document },
            steps: steps.len() as u32,
            shortest: true,
            decisions,
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

fn differing(setting: &Setting) -> std::collections::BTreeMap<String, crate::doc::Atom> {
    let defaults = default_params(&setting.kind.params());
    let differing = setting.params.iter().filter(|(id, value)| defaults.get(*id) != Some(*value));
    synod_order::map(differing.map(|(id, value)| (id.clone(), to_atom(value))))
}
