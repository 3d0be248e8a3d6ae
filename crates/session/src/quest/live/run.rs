//! Where a promise waits in vain, as a run that anybody can open.

use super::reach::Block;
use super::words;
use crate::open::open;
use crate::quest::Finding;
use crate::quest::judge::Judge;
use crate::quest::setting::Setting;
use crate::quest::witness::{APART_US, broken, document};
use synod_explore::{Calm, Explorer, Livelock, Model, Witness, WorldState, Worlds};
use synod_kernel::{Action, Chronicle, Decision, Timeline};
use synod_protocols::Erased;
use synod_words::Phrase;

/// So many steps at most from a block on, until everything is repaired and nothing is under way.
const SETTLES_WITHIN: usize = 400;

/// What a finding is made of.
pub(super) struct Ground<'a> {
    pub setting: &'a Setting,
    pub promise: &'a str,
    pub explorer: &'a Explorer<Worlds<Erased, Judge>>,
    pub calm: Calm,
}

type Way = Witness<Worlds<Erased, Judge>>;
type State = WorldState<Erased, Judge>;

/// A run with the steps of a way.
struct Replayed {
    script: Vec<Decision<Erased>>,
    /// Why the judge of such runs finds the promise broken in it, and since which step; none where it does not.
    confirmed: Option<(Option<u32>, Phrase)>,
}

impl Ground<'_> {
    /// The way to a block, as a run that goes on from there: repairs, and what is under way arrives. Of so many states before it, it is not
    /// known whether they are blocks.
    pub fn block(&self, state: u32, block: &Block, unknown: u32) -> Finding {
        let Some(Ok(mut way)) = self.explorer.witness(state) else { return not_replayed(0) };
        if block.way.iter().any(|action| !self.take(&mut way, action.clone())) {
            return not_replayed(way.actions.len());
        }
        let steps = way.actions.len();
        let missing = self.missing(way.states.last());
        self.settle(&mut way);
        let Some(found) = self.replay(&way) else { return not_replayed(steps) };
        let why = found.confirmed.as_ref().map(|(_, sentence)| sentence.clone());
        let is_nearest = unknown == 0 && block.way.is_empty();
        let sentence = words::block(missing, block.followed, self.calm, is_nearest, why);
        self.broken(found, steps, sentence)
    }

    /// The way to a livelock, and once round.
    pub fn livelock(&self, livelock: &Livelock) -> Finding {
        let Some(Ok(mut way)) = self.explorer.witness(livelock.state) else { return not_replayed(0) };
        let steps = way.actions.len();
        let missing = self.missing(way.states.last());
        if self.explorer.go_on(&mut way, &livelock.round).is_err() {
            return not_replayed(steps);
        }
        let Some(found) = self.replay(&way) else { return not_replayed(steps) };
        let sentence = words::livelock(missing, livelock.round.len(), livelock.states);
        self.broken(found, steps, sentence)
    }

    fn broken(&self, found: Replayed, steps: usize, sentence: Phrase) -> Finding {
        let document = document(self.setting, &found.script);
        let cursor = found.confirmed.map_or(document.cursor, |(since, _)| since);
        let decisions = found.script.len() as u32;
        let document = crate::doc::Document { cursor, ..document };
        Finding::Broken { document, steps: steps as u32, shortest: false, decisions, sentence }
    }

    fn missing(&self, state: Option<&State>) -> Option<Phrase> {
        state.and_then(|state| state.observer.missing(self.setting.names.all()))
    }

    /// Goes on from a block by what may be counted on, other than time-outs. Whatever comes then is a block as well.
    fn settle(&self, way: &mut Way) {
        let model = self.explorer.model();
        for _ in 0..SETTLES_WITHIN {
            let Some(here) = way.states.last() else { return };
            let mut actions = Vec::new();
            model.actions(here, &mut actions);
            let repairs = |action: &Action<Erased>| matches!(action, Action::Restart(_) | Action::Heal) && self.calm.repairs;
            let repair = actions.iter().position(repairs);
            let next = repair.or_else(|| actions.iter().position(|action| matches!(action, Action::Deliver(_))));
            let Some(action) = next.map(|place| actions.swap_remove(place)) else { return };
            if !self.take(way, action) {
                return;
            }
        }
    }

    /// Goes on by a step, if it can be taken.
    fn take(&self, way: &mut Way, action: Action<Erased>) -> bool {
        let next = way.states.last().and_then(|here| self.explorer.model().next(here, &action));
        let Some(next) = next else { return false };
        way.states.push(next);
        way.actions.push(action);
        true
    }

    /// A run that comes to the state at the end of the way: the first that the judge confirms, or else the slowest.
    fn replay(&self, way: &Way) -> Option<Replayed> {
        let worlds = self.explorer.model();
        let end = way.states.last()?;
        let scripts = APART_US.iter().filter_map(|apart_us| worlds.script(&way.actions, *apart_us).ok());
        let mut replayed = scripts.filter(|script| leads_to(worlds, script, end)).filter_map(|script| self.judged(script));
        let first = replayed.next()?;
        if first.confirmed.is_some() {
            return Some(first);
        }
        Some(replayed.find(|later| later.confirmed.is_some()).unwrap_or(first))
    }

    /// Opens a run as everybody opens it, and asks its judge at the end.
    fn judged(&self, script: Vec<Decision<Erased>>) -> Option<Replayed> {
        let mut session = open(&document(self.setting, &script)).ok()?.session;
        session.seek(session.steps());
        let steps = session.steps();
        let confirmed = broken(&*session, self.promise);
        let confirmed = confirmed.map(|(since, sentence)| ((since < steps).then_some(since), sentence));
        Some(Replayed { script, confirmed })
    }
}

/// Whether a run with this script is in that state when the script is done: time has passed, and a world may know it.
fn leads_to(worlds: &Worlds<Erased, Judge>, script: &[Decision<Erased>], end: &State) -> bool {
    let Some(start) = worlds.starts().into_iter().next() else { return false };
    let Ok(mut timeline) = Timeline::new(start.world, Chronicle::default(), script.to_vec()) else { return false };
    let decisions = script.len() as u32;
    while (timeline.steps().len() as u32) < decisions && timeline.extend() {}
    timeline.seek(decisions);
    let only_decisions = timeline.steps().iter().all(|step| step.decision.is_some());
    timeline.steps().len() as u32 == decisions && only_decisions && timeline.here().fingerprint() == end.world.fingerprint()
}

fn not_replayed(steps: usize) -> Finding {
    Finding::Open { words: crate::quest::words::not_replayed(steps) }
}
