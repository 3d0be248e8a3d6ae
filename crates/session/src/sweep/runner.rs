//! Runs of one cell, one seed after another.

use super::{Pace, Plan, Tally};
use crate::deeds::Deeds;
use crate::names::Names;
use crate::open::{Strictness, read_params, read_script};
use crate::run::{AFTERMATH_US, STEPS_AT_ONCE};
use crate::staleness::staleness;
use crate::{catalogue, verdicts};
use std::rc::Rc;
use synod_check::Verdict;
use synod_kernel::{Action, Chronicle, Decision, Network, Time, Timeline, Watch, World};
use synod_order::Map;
use synod_protocols::{Erased, Outcome, Past, Promise};
use synod_words::Phrase;

/// So long, in microseconds, an operation that others wait for is waited for: longer than any client has patience.
const PATIENCE_US: Time = 20_000_000;

/// Runs one cell of a plan.
pub struct Runner {
    lab: Rc<Erased>,
    names: Names,
    network: Network,
    promises: Vec<Promise>,
    /// What is decided at its own time.
    script: Vec<Decision<Erased>>,
    /// What is asked for, each after the answer to the one before.
    queue: Vec<Decision<Erased>>,
    until: Time,
}

impl Runner {
    /// The runner of this cell.
    ///
    /// # Errors
    /// Why the lab cannot be so, or the scenario cannot happen in it.
    pub fn new(plan: &Plan, cell: usize) -> Result<Runner, Phrase> {
        let document = plan.cell(cell);
        let kind = catalogue::kind(&document.lab).map_err(|error| error.why)?;
        let params = read_params(&kind.params(), &document)?;
        let lab = Rc::new(kind.with(&params).map_err(|bad| bad.why)?);
        let cluster = lab.cluster();
        let names = Names::of_all(&cluster.processes);
        let (mut script, _) = read_script(kind, &names, &document, Strictness::Refuse)?;
        synod_order::sort_by_key(&mut script, |decision| (decision.at, decision.nth));
        let asked_in_turn =
            |decision: &Decision<Erased>| plan.pace == Pace::BackToBack && matches!(decision.action, Action::Request(..));
        let (queue, script) = script.into_iter().partition(asked_in_turn);
        let promises = lab.promises();
        let runner = Runner { lab, names, network: cluster.network, promises, script, queue, until: document.until.unwrap_or(0) };
        runner.begin(0)?;
        Ok(runner)
    }

    /// The promises that are judged.
    pub(crate) fn promises(&self) -> &[Promise] {
        &self.promises
    }

    /// Runs with this seed, and counts what came of it. A run goes as far as a session follows it when it is opened.
    ///
    /// # Errors
    /// Why it cannot begin; then nothing is counted.
    pub fn run(&self, seed: u64, tally: &mut Tally) -> Result<(), Phrase> {
        let timeline = self.follow(seed)?;
        let past = Past {
            chronicle: timeline.chronicle(),
            step: u32::MAX,
            world: timeline.tip(),
            quiet: verdicts::is_quiet(&timeline),
            names: self.names.all(),
        };
        let history = self.lab.history(&past);
        let deeds = Deeds::of(self.names.all(), &timeline);
        tally.runs += 1;
        tally.steps += timeline.steps().len() as u64;
        tally.messages += timeline.chronicle().messages().len() as u64;
        for promise in &self.promises {
            let verdict = verdicts::at_end(promise, &history, past.quiet, &deeds.record);
            let standings = of_name(&mut tally.promises, promise.id);
            match verdict {
                Verdict::Holds => standings.holds += 1,
                Verdict::Violated(_) => standings.violated += 1,
                Verdict::Undecided(_) => standings.undecided += 1,
            }
        }
        let staleness = staleness(&history);
        for (i, life) in timeline.chronicle().operations().iter().enumerate() {
            let operations = of_name(&mut tally.operations, &self.lab.kind().say(&life.body).verb);
            operations.asked += 1;
            let Some(((_, at), ret)) = &life.returned else { continue };
            if self.lab.show_operation(life.id, &life.body, Some(ret)).outcome.is_some_and(Outcome::is_answer) {
                operations.latency_us.add(at - life.called.1);
                if let Some(behind) = staleness.get(i).copied().flatten() {
                    operations.staleness_versions.add(behind.into());
                }
            }
        }
        Ok(())
    }

    /// A run at its start.
    fn begin(&self, seed: u64) -> Result<Timeline<Erased>, Phrase> {
        let refused = |rejected: synod_kernel::Rejected| rejected.phrase(|pid| self.names.of(pid));
        let mut chronicle = Chronicle::default();
        let count = self.names.all().len() as u16;
        let watch: &mut dyn Watch<Erased> = &mut chronicle;
        let world = World::new(Rc::clone(&self.lab), count, self.network.clone(), seed, watch).map_err(refused)?;
        Timeline::new(world, chronicle, self.script.clone()).map_err(refused)
    }

    /// A run to its end.
    fn follow(&self, seed: u64) -> Result<Timeline<Erased>, Phrase> {
        let mut timeline = self.begin(seed)?;
        let mut at = self.queue.first().map(|first| first.at);
        for asked in &self.queue {
            let Some(moment) = at else { break };
            timeline.extend_until(moment, STEPS_AT_ONCE);
            timeline.seek(u32::MAX);
            // What a crashed or busy client cannot ask for is left out, as in any replay.
            at = match timeline.act(moment, asked.action.clone()) {
                Ok(()) => answered(&mut timeline).map(|answered| answered + 1),
                Err(_) => Some(moment),
            };
        }
        let last = timeline.script().last().map_or(0, |decision| decision.at);
        timeline.extend_until(self.until.max(last + AFTERMATH_US), STEPS_AT_ONCE);
        Ok(timeline)
    }
}

/// Runs on until the latest operation is answered: when that is; none where it takes too long.
fn answered(timeline: &mut Timeline<Erased>) -> Option<Time> {
    let called = timeline.chronicle().operations().last()?.called.1;
    loop {
        if let Some(((_, at), _)) = &timeline.chronicle().operations().last()?.returned {
            return Some(*at);
        }
        let before = timeline.steps().len();
        timeline.extend_until(called + PATIENCE_US, STEPS_AT_ONCE.min(before + 1));
        if timeline.steps().len() == before {
            return None;
        }
    }
}

/// What is counted under a name.
fn of_name<'m, T: Default>(map: &'m mut Map<String, T>, name: &str) -> &'m mut T {
    if !map.contains_key(name) {
        map.insert(name.to_owned(), T::default());
    }
    map.entry(name.to_owned()).or_default()
}
