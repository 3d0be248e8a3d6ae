//! The ladder of promises along a run.
//!
//! A promise over the clients' history is broken for good once it is broken: where answers show only what had been called by then,
//! every history that begins with one that violates a model violates it too. So each is judged at the end of the known run, and only
//! where it ends broken is the step looked for at which it broke, by bisection over the answers. Models that do not know the time
//! (from sequential consistency down) have exceptions: a value written again later may explain an earlier answer after all, and so
//! may a later write a compare-and-set that was refused. Then what stands at the end counts, and the bisection finds some answer that
//! turned a history that was fine into a broken one, which is what is shown. A promise about the store at rest is judged where the run is at rest. A promise
//! of the processes is judged once for the whole run, and its judge tells how the verdict unfolds along it.

use crate::deeds::Deeds;
use crate::frame::{Becomes, PromiseView, Standing, StandingChange};
use crate::models::on_the_map;
use crate::trace::Trace;
use synod_check::{Budget, Model, Property, Record, Unfolding, Verdict, Witness, judge, unfold};
use synod_kernel::{Life, Timeline, World};
use synod_protocols::{Erased, Law, Past, Promise};
use synod_words::{Phrase, phrase};

/// What a judge may spend on one look at a run: a tenth of a second at most, for somebody is waiting.
const BUDGET: Budget = Budget { steps: 200_000 };
/// The same for a model that is only on the map, for there are many of them.
const BUDGET_OF_THE_MAP: Budget = Budget { steps: 50_000 };

/// The verdicts of one run as far as it is known.
#[derive(Debug, Default)]
pub(crate) struct Ladder {
    rungs: Vec<Rung>,
}

#[derive(Clone, Debug)]
struct Rung {
    promise: Promise,
    /// How it stands from which step on, while more is to come; ascending, the first at 0.
    turns: Vec<(u32, Stance)>,
    /// At the end of the known run.
    end: Stance,
    /// Whether it says something only about a store at rest.
    at_rest_only: bool,
    /// Where it was judged.
    judged_at: u32,
}

/// A verdict with what shows it.
#[derive(Clone, Debug)]
enum Stance {
    Holds,
    Undecided(Phrase),
    Broken(Broken),
}

#[derive(Clone, Debug)]
struct Broken {
    since: u32,
    witness: Witness,
    /// The steps of the witness's events.
    steps: Vec<u32>,
    /// The processes that they are about.
    processes: Vec<String>,
    /// The messages by which the witness's operations got their answers, and that led to its events.
    messages: Vec<u32>,
}

impl Ladder {
    /// Judges a run.
    pub fn judge(lab: &Erased, names: &[String], timeline: &Timeline<Erased>, trace: &Trace, deeds: &Deeds) -> Ladder {
        let rungs = lab.promises().into_iter().map(|promise| match promise.law {
            Law::Model(model) => by_model(lab, names, timeline, trace, promise, (model, BUDGET)),
            Law::Property(property) => by_property(promise, property, &deeds.record, trace, deeds),
            Law::Part(part, property) => by_property(promise, property, &deeds.record.part(part), trace, deeds),
        });
        Ladder { rungs: rungs.collect() }
    }

    /// The same for all the models of the map; those that are promised stand as in this ladder.
    pub fn map(&self, lab: &Erased, names: &[String], timeline: &Timeline<Erased>, trace: &Trace) -> Ladder {
        let rungs = on_the_map().map(|model| {
            let promised = self.rungs.iter().find(|rung| rung.promise.id == model.id());
            let judged = || by_model(lab, names, timeline, trace, Promise::of(model), (model, BUDGET_OF_THE_MAP));
            promised.cloned().unwrap_or_else(judged)
        });
        Ladder { rungs: rungs.collect() }
    }

    /// The ladder after `step` steps, given the world there. `at_rest` is whether nothing more happens at the end by itself.
    pub fn at(&self, step: u32, here: &World<Erased>, at_rest: bool) -> Vec<PromiseView> {
        let view = |rung: &Rung| PromiseView {
            id: rung.promise.id,
            name: rung.promise.name.clone(),
            meaning: rung.promise.meaning.clone(),
            standing: rung.standing(step, || restless(here, step < rung.judged_at), at_rest && step == rung.judged_at),
        };
        self.rungs.iter().map(view).collect()
    }

    /// Whether some promise is about a store that clients read and write.
    pub fn asks_of_a_store(&self) -> bool {
        self.rungs.iter().any(|rung| matches!(rung.promise.law, Law::Model(_)))
    }

    /// Where the standing of a promise changes. A promise that holds of whatever has happened so far only ever breaks; one about the
    /// end is decided where the run comes to it.
    pub fn changes(&self, timeline: &Timeline<Erased>) -> Vec<StandingChange> {
        let quiet = restless(timeline.tip(), timeline.next_at().is_some()).is_none();
        let mut changes: Vec<StandingChange> = Vec::new();
        for (i, rung) in self.rungs.iter().enumerate() {
            for (step, becomes) in rung.changes(quiet) {
                let at = timeline.steps().get((step as usize).wrapping_sub(1)).map_or(0, |s| s.event.at);
                changes.push(StandingChange { step, at, promise: i as u32, becomes });
            }
        }
        synod_order::sort_by_key(&mut changes, |change| (change.step, change.promise));
        changes
    }
}

fn by_model(
    lab: &Erased,
    names: &[String],
    timeline: &Timeline<Erased>,
    trace: &Trace,
    promise: Promise,
    (model, budget): (Model, Budget),
) -> Rung {
    let last = timeline.steps().len() as u32;
    let quiet = restless(timeline.tip(), timeline.next_at().is_some()).is_none();
    let verdict_at = |step: u32| {
        let past = Past { chronicle: timeline.chronicle(), step, world: timeline.tip(), quiet: quiet && step == last, names };
        judge(&lab.history(&past), model, budget).verdict
    };
    let at_rest_only = at_rest_only(model);
    let mut turns = vec![(0, Stance::Holds)];
    let end = match verdict_at(last) {
        Verdict::Holds => Stance::Holds,
        Verdict::Undecided(why) => {
            turns = vec![(0, Stance::Undecided(why.clone()))];
            Stance::Undecided(why)
        }
        Verdict::Violated(witness) => {
            let (since, witness) = if at_rest_only { (last, witness) } else { first_broken(timeline, witness, verdict_at) };
            let messages = distinct(witness.operations.iter().flat_map(|o| trace.messages_of(*o)).collect());
            let broken = Stance::Broken(Broken { since, witness, steps: Vec::new(), processes: Vec::new(), messages });
            turns.push((since, broken.clone()));
            broken
        }
    };
    Rung { promise, turns, end, at_rest_only, judged_at: last }
}

fn by_property(promise: Promise, property: Property, record: &Record, trace: &Trace, deeds: &Deeds) -> Rung {
    let last = deeds.steps();
    let stance = |since: u32, verdict: &Verdict| match verdict {
        Verdict::Holds => Stance::Holds,
        Verdict::Undecided(why) => Stance::Undecided(why.clone()),
        Verdict::Violated(witness) => {
            let steps = distinct(witness.events.iter().map(|event| deeds.step_of(*event)).collect());
            let messages = distinct(steps.iter().flat_map(|step| trace.messages_to(*step)).collect());
            let mut processes: Vec<String> = witness.events.iter().filter_map(|event| deeds.process_of(*event)).collect();
            synod_order::sort(&mut processes);
            processes.dedup();
            Stance::Broken(Broken { since, witness: witness.clone(), steps, processes, messages })
        }
    };
    let Unfolding { turns, end } = unfold(record, property);
    let step_after = |events: u32| events.checked_sub(1).map_or(0, |event| deeds.step_of(event));
    // A promise that is broken once more, or in more words, is broken since the first time.
    let mut since: Option<u32> = None;
    let turn = |(events, verdict): &(u32, Verdict)| {
        let step = step_after(*events);
        since = matches!(verdict, Verdict::Violated(_)).then(|| since.unwrap_or(step));
        (step, stance(since.unwrap_or(step), verdict))
    };
    let turns: Vec<(u32, Stance)> = turns.iter().map(turn).collect();
    // What was broken before the end is broken since then.
    let end = match (&end, turns.last()) {
        (Verdict::Violated(_), Some((_, Stance::Broken(broken)))) => Stance::Broken(broken.clone()),
        (end, _) => stance(last, end),
    };
    Rung { promise, turns, end, at_rest_only: false, judged_at: last }
}

impl Rung {
    fn standing(&self, step: u32, restless: impl Fn() -> Option<Phrase>, at_rest: bool) -> Standing {
        let stance = if step >= self.judged_at {
            &self.end
        } else {
            let turn = self.turns.partition_point(|(since, _)| *since <= step);
            self.turns.get(turn.saturating_sub(1)).map_or(&self.end, |(_, stance)| stance)
        };
        if let (true, false, Some(why)) = (self.at_rest_only, matches!(stance, Stance::Broken(_)), restless()) {
            return Standing::Undecided { why };
        }
        match stance.clone() {
            Stance::Holds => Standing::Holds { at_rest },
            Stance::Undecided(why) => Standing::Undecided { why },
            Stance::Broken(Broken { since, witness: Witness { operations, sentence, .. }, steps, processes, messages }) => {
                Standing::Violated { sentence, operations, steps, processes, messages, since }
            }
        }
    }

    /// From which step on it becomes what. `quiet` is whether the run ends at rest.
    fn changes(&self, quiet: bool) -> Vec<(u32, Becomes)> {
        let end = [(self.judged_at, &self.end)];
        let mut changes = Vec::new();
        let mut was_undecided = self.at_rest_only;
        let mut was_broken = false;
        for (step, stance) in self.turns.iter().map(|(step, stance)| (*step, stance)).chain(end) {
            match stance {
                Stance::Broken(_) if !was_broken => changes.push((step, Becomes::Broken)),
                Stance::Holds if was_undecided && (!self.at_rest_only || quiet && step == self.judged_at) => {
                    changes.push((step, Becomes::Holding));
                }
                _ => {}
            }
            was_broken = matches!(stance, Stance::Broken(_));
            was_undecided = matches!(stance, Stance::Undecided(_)) || self.at_rest_only && !was_broken;
        }
        changes
    }
}

fn distinct(mut list: Vec<u32>) -> Vec<u32> {
    synod_order::sort(&mut list);
    list.dedup();
    list
}

/// Whether the promise says something only about a store at rest.
fn at_rest_only(model: Model) -> bool {
    matches!(model, Model::Eventual | Model::NoLostWrites)
}

/// The first step after which the promise is broken, with its witness there. Only answers can break it.
fn first_broken(timeline: &Timeline<Erased>, at_end: Witness, verdict_at: impl Fn(u32) -> Verdict) -> (u32, Witness) {
    let answers = timeline.chronicle().operations().iter().filter_map(|operation| operation.returned.as_ref());
    let mut steps: Vec<u32> = answers.map(|((step, _), _)| *step).collect();
    synod_order::sort(&mut steps);
    let holds = steps.partition_point(|&step| !matches!(verdict_at(step), Verdict::Violated(_)));
    let first = steps.get(holds).copied().unwrap_or(timeline.steps().len() as u32);
    match verdict_at(first) {
        Verdict::Violated(witness) => (first, witness),
        Verdict::Holds | Verdict::Undecided(_) => (first, at_end),
    }
}

/// Why a store is not at rest; none where it is.
fn restless(world: &World<Erased>, more_to_come: bool) -> Option<Phrase> {
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
