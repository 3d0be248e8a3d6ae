//! What the search begins with: the lab of a document, its world, and what its clients ask for.

use super::judge::{Judge, Telling, waits};
use super::{QuestBudget, Timing};
use crate::catalogue;
use crate::doc::Document;
use crate::names::Names;
use crate::open::{OpenError, Strictness, read_params, read_script};
use std::rc::Rc;
use synod_explore::{Budget, Pace, TimedWorlds, Worlds};
use synod_kernel::{Action, Decision, Pid, Time, World};
use synod_protocols::{Datum, Erased, Kind, Law, ParamValue, Params, ProcessSpec};
use synod_words::Phrase;

/// The chances of the network that a search leaves to its budget: it loses and copies messages itself.
const CHANCES: [&str; 2] = ["loss", "duplication"];

/// A document as a search takes it.
pub(super) struct Setting {
    pub kind: &'static dyn Kind,
    pub lab: Erased,
    pub params: Params,
    pub seed: u64,
    pub names: Names,
    /// For each client that asks for something, what.
    pub programmes: Vec<(Pid, Vec<Datum>)>,
    /// Whether the document has nobody ask for anything, so that the clients ask for what they are offered first.
    pub suggested: bool,
    /// The groups into which the world may fall apart.
    pub partitions: Vec<Vec<Vec<Pid>>>,
    /// How clocks are wrong in the document.
    pub wrong: Vec<Wrong>,
    /// How many processes there are.
    count: u16,
}

/// How a clock is wrong.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Wrong {
    /// It is ahead by so many microseconds, or as much behind.
    Set(u64),
    /// It runs fast by so many parts per million, or as much slow.
    Drifts(u32),
}

impl Wrong {
    /// Both ways in which it may be wrong.
    fn at(self, pid: Pid) -> [Action<Erased>; 2] {
        match self {
            Wrong::Set(by_us) => {
                let by_us = i64::try_from(by_us).unwrap_or(i64::MAX);
                [by_us, -by_us].map(|by_us| Action::ShiftClock(pid, by_us))
            }
            Wrong::Drifts(ppm) => {
                let ppm = i32::try_from(ppm).unwrap_or(i32::MAX);
                [ppm, -ppm].map(|ppm| Action::Drift(pid, ppm))
            }
        }
    }
}

impl Setting {
    /// Reads a document.
    pub fn of(document: &Document) -> Result<Setting, OpenError> {
        let kind = catalogue::kind(&document.lab)?;
        let refuse = |why: Phrase| OpenError { why, lab: Some(kind.id()) };
        let specs = kind.params();
        let mut params = read_params(&specs, document).map_err(refuse)?;
        for chance in CHANCES {
            if specs.iter().any(|spec| spec.id == chance && spec.check(&ParamValue::Int(0)).is_ok()) {
                params.insert(chance.to_owned(), ParamValue::Int(0));
            }
        }
        let lab = kind.with(&params).map_err(|bad| refuse(bad.why))?;
        let processes = lab.cluster().processes;
        let names = Names::of_all(&processes);
        let (script, _) = read_script(kind, &names, document, Strictness::Refuse).map_err(refuse)?;
        let mut programmes = asked(&script);
        let suggested = programmes.is_empty();
        if suggested {
            programmes = suggestions(&lab, &processes);
        }
        let count = processes.len() as u16;
        let (partitions, wrong) = (splits(&script, count), wrong_clocks(&script));
        Ok(Setting { kind, lab, params, seed: document.seed, names, programmes, suggested, partitions, wrong, count })
    }

    /// All schedules of it within the budget, and who watches that promise.
    ///
    /// # Errors
    /// Why there is no such world, in words.
    pub fn model(&self, law: Law, budget: QuestBudget) -> Result<Worlds<Erased, Judge>, Phrase> {
        let rejected = |why: synod_kernel::Rejected| why.phrase(|pid| self.names.of(pid));
        let cluster = self.lab.cluster();
        let world = |watch: &mut dyn synod_kernel::Watch<Erased>| {
            World::new(Rc::new(self.lab.clone()), self.count, cluster.network.clone(), self.seed, watch).map_err(rejected)
        };
        // Where time passes, a step is looked for and no end.
        let calm = waits(law).filter(|_| budget.timing.is_none());
        let mut judge = Judge::new(law, calm.is_some(), &self.lab, self.names.all(), world(&mut ())?);
        let start = world(&mut Telling(&mut judge))?;
        let repairs = calm.is_some_and(|calm| calm.repairs);
        let free = Budget {
            timeouts: budget.timeouts.into(),
            crashes: budget.crashes.into(),
            restarts: match budget.timing {
                Some(Timing { restarts: false, .. }) => 0,
                _ if repairs => Budget::FREE,
                _ => budget.crashes.into(),
            },
            drops: budget.drops.into(),
            duplicates: budget.duplicates.into(),
            partitions: budget.partitions.into(),
            pauses: budget.timing.map_or(0, |timing| timing.pauses.into()),
            ..Budget::NO_FAULTS
        };
        let worlds = Worlds::new(start, judge, free);
        // What a message in flight may still bring about is what progress hopes for, so none may stay there in vain.
        let mut worlds = match calm {
            Some(calm) => worlds.calm(calm),
            None => worlds.prune_ignored(),
        };
        for (client, requests) in &self.programmes {
            worlds = worlds.programme(*client, requests.clone()).map_err(rejected)?;
        }
        if budget.partitions > 0 {
            for groups in &self.partitions {
                worlds = worlds.partition(groups.clone()).map_err(rejected)?;
            }
        }
        Ok(worlds)
    }

    /// The same with time that passes.
    ///
    /// # Errors
    /// Why clocks cannot be wrong like that, in words.
    pub fn timed(&self, worlds: Worlds<Erased, Judge>, timing: Timing) -> Result<TimedWorlds<Erased, Judge>, Phrase> {
        let us = |ms: u32| Time::from(ms) * 1_000;
        let until = us(timing.horizon_ms);
        let delay_us = timing.delay_ms.map(|(least, most)| (us(least), most.map_or(Time::MAX, us)));
        let pace = Pace { delay_us, grain_us: us(timing.grain_ms), until };
        let pids = (0..self.count).map(Pid);
        let ways = pids.flat_map(|pid| self.wrong(timing).into_iter().flat_map(move |wrong| wrong.at(pid))).collect();
        let worlds = TimedWorlds::new(worlds, pace).late(timing.late.into()).clocks(timing.clocks.into(), ways);
        worlds.map_err(|why| why.phrase(|pid| self.names.of(pid)))
    }

    /// How clocks may be wrong: as in the document, or by what the search says.
    pub fn wrong(&self, timing: Timing) -> Vec<Wrong> {
        let told = || vec![Wrong::Drifts(u32::from(timing.drift_percent) * 10_000)];
        if self.wrong.is_empty() { told() } else { self.wrong.clone() }
    }

    /// How many operations the clients ask for.
    pub fn requests(&self) -> u32 {
        self.programmes.iter().map(|(_, requests)| requests.len() as u32).sum()
    }
}

/// What each client asks for in a script, one after the other.
fn asked(script: &[Decision<Erased>]) -> Vec<(Pid, Vec<Datum>)> {
    let mut in_time: Vec<&Decision<Erased>> = script.iter().collect();
    synod_order::sort_by_key(&mut in_time, |decision| (decision.at, decision.nth));
    let mut programmes: Vec<(Pid, Vec<Datum>)> = Vec::new();
    for decision in in_time {
        let Action::Request(client, op) = &decision.action else { continue };
        match programmes.iter_mut().find(|(known, _)| known == client) {
            Some((_, requests)) => requests.push(op.clone()),
            None => programmes.push((*client, vec![op.clone()])),
        }
    }
    programmes
}

/// What each client is offered first.
fn suggestions(lab: &Erased, processes: &[ProcessSpec]) -> Vec<(Pid, Vec<Datum>)> {
    let clients = (0..).zip(processes).filter(|(_, process)| process.client).map(|(i, _)| Pid(i));
    let mut all: Vec<Datum> = Vec::new();
    let mut programmes = Vec::new();
    for client in clients {
        if let Some(first) = lab.suggestions(client, &all).into_iter().next() {
            all.push(first.op.clone());
            programmes.push((client, vec![first.op]));
        }
    }
    programmes
}

/// By how much clocks are set or drift in a script.
fn wrong_clocks(script: &[Decision<Erased>]) -> Vec<Wrong> {
    let mut wrong: Vec<Wrong> = Vec::new();
    for decision in script {
        match decision.action {
            Action::ShiftClock(_, by_us) if by_us != 0 => wrong.push(Wrong::Set(by_us.unsigned_abs())),
            Action::Drift(_, ppm) if ppm != 0 => wrong.push(Wrong::Drifts(ppm.unsigned_abs())),
            _ => {}
        }
    }
    synod_order::sort(&mut wrong);
    wrong.dedup();
    wrong
}

/// The partitions of a script, and each process alone.
fn splits(script: &[Decision<Erased>], count: u16) -> Vec<Vec<Vec<Pid>>> {
    let mut splits: Vec<Vec<Vec<Pid>>> = Vec::new();
    let of_script = script.iter().filter_map(|decision| match &decision.action {
        Action::Partition(groups) => Some(groups.clone()),
        _ => None,
    });
    let alone = (0..count).map(|one| vec![vec![Pid(one)], (0..count).filter(|other| *other != one).map(Pid).collect()]);
    for groups in of_script.chain(alone.filter(|_| count > 1)) {
        if !splits.contains(&groups) {
            splits.push(groups);
        }
    }
    splits
}
