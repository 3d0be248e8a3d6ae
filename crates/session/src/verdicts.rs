//! The ladder of promises along a run.
//!
//! A promise over the clients' history is broken for good once it is broken: every history that begins with one that violates
//! a model violates it too. So each is judged at the end of the known run, and only where it ends broken is the step looked for
//! at which it broke, by bisection over the answers. A promise about the store at rest is judged where the run is at rest.

use crate::frame::{Becomes, PromiseView, Standing, StandingChange};
use crate::trace::Trace;
use synod_check::{Budget, Model, Verdict, Witness, judge};
use synod_kernel::{Life, Timeline, World};
use synod_protocols::{Lab, Law, Past, Promise};
use synod_words::{Phrase, phrase};

/// What a judge may spend on one look at a run: a tenth of a second at most, for somebody is waiting.
const BUDGET: Budget = Budget { steps: 200_000 };

/// The verdicts of one run as far as it is known.
#[derive(Debug, Default)]
pub(crate) struct Ladder {
    rungs: Vec<Rung>,
}

#[derive(Debug)]
struct Rung {
    promise: Promise,
    /// At the end of the known run.
    end: Verdict,
    /// Where it ends broken: since which step, why, and the messages by which the witness's operations got their answers.
    broken: Option<Broken>,
    /// Where it was judged.
    judged_at: u32,
}

#[derive(Debug)]
struct Broken {
    since: u32,
    witness: Witness,
    messages: Vec<u32>,
}

impl Ladder {
    /// Judges a run.
    pub fn judge<L: Lab>(lab: &L, names: &[String], timeline: &Timeline<L>, trace: &Trace) -> Ladder {
        let last = timeline.steps().len() as u32;
        let quiet = restless(timeline.tip(), timeline.next_at().is_some()).is_none();
        let verdict_at = |model: Model, step: u32| {
            let past = Past { chronicle: timeline.chronicle(), step, world: timeline.tip(), quiet: quiet && step == last, names };
            judge(&lab.history(&past), model, BUDGET).verdict
        };
        let rungs = lab.promises().into_iter().map(|promise| {
            let Law::Model(model) = promise.law;
            let end = verdict_at(model, last);
            let broken = match &end {
                Verdict::Violated(witness) if at_rest_only(model) => Some((last, witness.clone())),
                Verdict::Violated(witness) => Some(first_broken(timeline, witness, |step| verdict_at(model, step))),
                Verdict::Holds | Verdict::Undecided(_) => None,
            };
            let broken = broken.map(|(since, witness)| {
                let mut messages: Vec<u32> = witness.operations.iter().flat_map(|o| trace.messages_of(*o)).collect();
                synod_order::sort(&mut messages);
                messages.dedup();
                Broken { since, witness, messages }
            });
            Rung { promise, end, broken, judged_at: last }
        });
        Ladder { rungs: rungs.collect() }
    }

    /// The ladder after `step` steps, given the world there. `at_rest` is whether nothing more happens at the end by itself.
    pub fn at<L: Lab>(&self, step: u32, here: &World<L>, at_rest: bool) -> Vec<PromiseView> {
        let view = |rung: &Rung| PromiseView {
            id: rung.promise.id,
            name: rung.promise.name.clone(),
            meaning: rung.promise.meaning.clone(),
            standing: rung.standing(step, here, at_rest && step == rung.judged_at),
        };
        self.rungs.iter().map(view).collect()
    }

    /// Where the standing of a promise changes. A promise that holds of whatever has happened so far only ever breaks; one about the
    /// store at rest is decided where the run comes to rest.
    pub fn changes<L: Lab>(&self, timeline: &Timeline<L>) -> Vec<StandingChange> {
        let quiet = restless(timeline.tip(), timeline.next_at().is_some()).is_none();
        let changes = self.rungs.iter().enumerate().filter_map(|(i, rung)| {
            let Law::Model(model) = rung.promise.law;
            let (step, becomes) = match (&rung.broken, &rung.end) {
                (Some(broken), _) => (broken.since, Becomes::Broken),
                (None, Verdict::Holds) if at_rest_only(model) && quiet => (rung.judged_at, Becomes::Holding),
                (None, _) => return None,
            };
            let at = timeline.steps().get((step as usize).wrapping_sub(1)).map_or(0, |s| s.event.at);
            Some(StandingChange { step, at, promise: i as u32, becomes })
        });
        let mut changes: Vec<StandingChange> = changes.collect();
        synod_order::sort_by_key(&mut changes, |change| (change.step, change.promise));
        changes
    }
}

impl Rung {
    fn standing<L: Lab>(&self, step: u32, here: &World<L>, at_rest: bool) -> Standing {
        match &self.broken {
            Some(Broken { since, witness, messages }) if *since <= step => {
                let Witness { operations, sentence } = witness.clone();
                return Standing::Violated { sentence, operations, messages: messages.clone(), since: *since };
            }
            _ => {}
        }
        let Law::Model(model) = self.promise.law;
        if at_rest_only(model) {
            let more = step < self.judged_at;
            if let Some(why) = restless(here, more) {
                return Standing::Undecided { why };
            }
        }
        match &self.end {
            Verdict::Undecided(why) => Standing::Undecided { why: why.clone() },
            Verdict::Holds | Verdict::Violated(_) => Standing::Holds { at_rest },
        }
    }
}

/// Whether the promise says something only about a store at rest.
fn at_rest_only(model: Model) -> bool {
    matches!(model, Model::Eventual | Model::NoLostWrites)
}

/// The first step after which the promise is broken, with its witness there. Only answers can break it.
fn first_broken<L: Lab>(timeline: &Timeline<L>, at_end: &Witness, verdict_at: impl Fn(u32) -> Verdict) -> (u32, Witness) {
    let answers = timeline.chronicle().operations().iter().filter_map(|operation| operation.returned.as_ref());
    let mut steps: Vec<u32> = answers.map(|((step, _), _)| *step).collect();
    synod_order::sort(&mut steps);
    let holds = steps.partition_point(|&step| !matches!(verdict_at(step), Verdict::Violated(_)));
    let first = steps.get(holds).copied().unwrap_or(timeline.steps().len() as u32);
    match verdict_at(first) {
        Verdict::Violated(witness) => (first, witness),
        Verdict::Holds | Verdict::Undecided(_) => (first, at_end.clone()),
    }
}

/// Why a store is not at rest; none where it is.
fn restless<L: Lab>(world: &World<L>, more_to_come: bool) -> Option<Phrase> {
    let processes = || world.processes();
    let cut = processes().any(|(from, _)| processes().any(|(to, _)| world.link(from, to).is_some_and(|link| link.cut)));
    if world.in_flight().next().is_some() || processes().any(|(_, process)| process.timers().next().is_some()) {
        Some(phrase!("not quiet yet: messages or timers are under way", "尚未静止：仍有消息在途或定时器在运行"))
    } else if processes().any(|(_, process)| process.life() == Life::Paused) {
        Some(phrase!("not quiet yet: a process is paused", "尚未静止：有进程处于暂停状态"))
    } else if more_to_come {
        Some(phrase!("not quiet yet: more is about to happen", "尚未静止：之后还有事件"))
    } else if cut {
        Some(phrase!("nobody can say while links are cut", "链路仍被切断，无法判定"))
    } else {
        None
    }
}
