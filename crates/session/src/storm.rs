//! A storm: a scenario that claims to withstand faults is run again and again, each time with other random faults within what it claims
//! to withstand, and other delays. One violated promise refutes the claim, and the run that shows it is a document like any other.

use crate::acts::to_document;
use crate::deeds::Deeds;
use crate::doc::{Document, VERSION};
use crate::names::Names;
use crate::open::Strictness;
use crate::open::{OpenError, default_params, read_params, read_script, to_atom};
use crate::{ENGINE, catalogue};
use std::ops::Range;
use std::rc::Rc;
use synod_check::{Budget, Verdict, judge, unfold};
use synod_kernel::rng::{Draw, Purpose};
use synod_kernel::{Action, Chronicle, Decision, Pid, Ratio, Time, Timeline, World};
use synod_protocols::{
    DELAY_PARAM, Datum, Endurance, Erased, Faults, Kind, Law, ParamKind, ParamValue, Params, Past, ProcessSpec,
};
use synod_words::{Phrase, phrase};

/// How a claim stood up to a storm.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Weathered {
    /// How many runs there were.
    pub runs: u64,
    /// How many faults they had together, as far as they could happen.
    pub faults: u64,
    /// How many steps they had together.
    pub steps: u64,
    /// The promises that were watched.
    pub keeps: Vec<&'static str>,
    /// The first run that violates one of them; the storm ends there.
    pub breach: Option<Breach>,
}

/// A run that refutes a claim.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Breach {
    /// Its number.
    pub seed: u64,
    /// The promise that is violated.
    pub promise: &'static str,
    /// Why.
    pub sentence: Phrase,
    /// The run.
    pub document: Document,
}

/// What a judge may spend on one run.
const BUDGET: Budget = Budget { steps: 2_000_000 };
/// How long a run is followed after its last decision, in microseconds.
const AFTERMATH_US: Time = 1_000_000;
/// And for so many steps at most.
const STEPS_MAX: usize = 20_000;
/// The shortest time over which faults are spread, in microseconds.
const SPREAD_US_MIN: Time = 200_000;

/// Puts a shipped scenario through one run for each of these seeds, each with other random faults within what it claims to withstand.
///
/// # Errors
/// [`OpenError`] for a lab that there is not, a scenario that cannot be opened, and for one that claims nothing.
pub fn storm(document: &Document, seeds: Range<u64>) -> Result<Weathered, OpenError> {
    let kind = catalogue::kind(&document.lab)?;
    let refuse = |why: Phrase| OpenError { why, lab: Some(kind.id()) };
    let claim = kind.scenarios().into_iter().find(|s| Some(s.id) == document.scenario.as_deref()).and_then(|s| s.endures);
    let Some(Endurance { faults, keeps }) = claim else {
        return Err(refuse(phrase!("this scenario does not claim to withstand faults", "该场景没有声明可以承受故障")));
    };
    let params = read_params(&kind.params(), document).map_err(refuse)?;
    let lab = kind.with(&params).map_err(|bad| refuse(bad.why))?;
    let processes = lab.cluster().processes;
    let names = Names::of_all(&processes);
    let (script, _) = read_script(kind, &names, document, Strictness::Refuse).map_err(refuse)?;
    let calm = follow(&lab, document.seed, script.clone()).map_err(refuse)?;
    let spread = (calm.tip().now().min(2_000_000) * 3 / 2).max(SPREAD_US_MIN);
    let mut weathered = Weathered { runs: 0, faults: 0, steps: 0, keeps, breach: None };
    for seed in seeds {
        let mut weather = Weather { lab: &lab, processes: &processes, spread, seed, drawn: 0, script: script.clone() };
        let mut params = params.clone();
        let lab = if faults.delays { weather.other_delays(&mut params).unwrap_or_else(|| lab.clone()) } else { lab.clone() };
        weather.brew(faults);
        let timeline = follow(&lab, seed, weather.script).map_err(refuse)?;
        weathered.runs += 1;
        weathered.steps += timeline.steps().len() as u64;
        let happened = timeline.steps().iter().filter(|s| s.decision.is_some() && !matches!(s.event.action, Action::Request(..)));
        weathered.faults += happened.count() as u64;
        if let Some((promise, sentence)) = broken(&lab, &names, &timeline, &weathered.keeps) {
            let document = as_document(kind, &names, &params, seed, &timeline);
            weathered.breach = Some(Breach { seed, promise, sentence, document });
            break;
        }
    }
    Ok(weathered)
}

fn follow(lab: &Erased, seed: u64, script: Vec<Decision<Erased>>) -> Result<Timeline<Erased>, Phrase> {
    let cluster = lab.cluster();
    let names = Names::of_all(&cluster.processes);
    let mut chronicle = Chronicle::default();
    let count = u16::try_from(cluster.processes.len()).unwrap_or(u16::MAX);
    let until = script.iter().map(|d| d.at).max().unwrap_or(0) + AFTERMATH_US;
    let world = World::new(Rc::new(lab.clone()), count, cluster.network, seed, &mut chronicle);
    let timeline = world.and_then(|world| Timeline::new(world, chronicle, script));
    let mut timeline = timeline.map_err(|rejected| rejected.phrase(|pid| names.of(pid)))?;
    timeline.extend_until(until, STEPS_MAX);
    Ok(timeline)
}

/// The first of these promises that the run violates at its end, and why.
fn broken(lab: &Erased, names: &Names, timeline: &Timeline<Erased>, keeps: &[&'static str]) -> Option<(&'static str, Phrase)> {
    let deeds = Deeds::of(names.all(), timeline);
    lab.promises().into_iter().filter(|promise| keeps.contains(&promise.id)).find_map(|promise| {
        let verdict = match promise.law {
            Law::Property(property) => unfold(&deeds.record, property).end,
            Law::Part(part, property) => unfold(&deeds.record.part(part), property).end,
            Law::Model(model) => {
                let (chronicle, world) = (timeline.chronicle(), timeline.tip());
                let past = Past { chronicle, step: u32::MAX, world, quiet: false, names: names.all() };
                judge(&lab.history(&past), model, BUDGET).verdict
            }
        };
        if let Verdict::Violated(witness) = verdict { Some((promise.id, witness.sentence)) } else { None }
    })
}

fn as_document(kind: &dyn Kind, names: &Names, params: &Params, seed: u64, timeline: &Timeline<Erased>) -> Document {
    let defaults = default_params(&kind.params());
    let differing = params.iter().filter(|(id, value)| defaults.get(*id) != Some(*value));
    Document {
        synod: VERSION,
        engine: ENGINE,
        lab: kind.id().to_owned(),
        scenario: None,
        params: synod_order::map(differing.map(|(id, value)| (id.clone(), to_atom(value)))),
        seed,
        decisions: to_document(kind, names, timeline.script()),
        until: None,
        cursor: None,
    }
}

/// The faults of one run, being drawn. Each draw is a function of the seed and of how many came before it.
struct Weather<'a> {
    lab: &'a Erased,
    processes: &'a [ProcessSpec],
    spread: Time,
    seed: u64,
    drawn: u32,
    script: Vec<Decision<Erased>>,
}

impl Weather<'_> {
    fn between(&mut self, low: u64, high: u64) -> u64 {
        self.drawn += 1;
        Draw::new(self.seed, Purpose::Workload, (0, self.drawn)).between(low, high)
    }

    fn moment(&mut self) -> Time {
        self.between(0, self.spread)
    }

    fn server(&mut self) -> Pid {
        let servers: Vec<u16> = (0..).zip(self.processes).filter(|(_, p)| !p.client).map(|(i, _)| i).collect();
        let last = servers.len().saturating_sub(1) as u64;
        Pid(servers.get(self.between(0, last) as usize).copied().unwrap_or(0))
    }

    fn anybody(&mut self) -> Pid {
        Pid(self.between(0, self.processes.len().saturating_sub(1) as u64) as u16)
    }

    fn decide(&mut self, at: Time, action: Action<Erased>) {
        self.script.push(Decision { at, nth: 0, action });
    }

    /// Begins something now and, three times in four, ends it later.
    fn spell(&mut self, begin: Action<Erased>, end: Action<Erased>) {
        let at = self.moment();
        self.decide(at, begin);
        if self.between(0, 3) > 0 {
            let lasts = self.between(1_000, self.spread);
            self.decide(at + lasts, end);
        }
    }

    fn brew(&mut self, faults: Faults) {
        for _ in 0..self.between(0, faults.crashes.into()) {
            let pid = self.server();
            self.spell(Action::Crash(pid), Action::Restart(pid));
        }
        for _ in 0..self.between(0, faults.cuts.into()) {
            if self.between(0, 1) == 0 {
                let (from, to) = (self.anybody(), self.anybody());
                self.spell(Action::Cut(from, to), Action::Mend(from, to));
            } else {
                let (mut one, mut other) = (Vec::new(), Vec::new());
                for pid in (0..self.processes.len() as u16).map(Pid) {
                    if self.between(0, 1) == 0 { one.push(pid) } else { other.push(pid) }
                }
                self.spell(Action::Partition(vec![one, other]), Action::Heal);
            }
        }
        for _ in 0..self.between(0, faults.losses.into()) {
            let percent = self.between(5, 50) as u32;
            self.spell(Action::Loss(Ratio::percent(percent)), Action::Loss(Ratio::ZERO));
        }
        for _ in 0..self.between(0, faults.duplicates.into()) {
            let percent = self.between(5, 50) as u32;
            self.spell(Action::Duplication(Ratio::percent(percent)), Action::Duplication(Ratio::ZERO));
        }
        for _ in 0..self.between(0, faults.pauses.into()) {
            let (pid, at, lasts) = (self.server(), self.moment(), self.between(1_000, self.spread));
            self.decide(at, Action::Pause(pid));
            self.decide(at + lasts, Action::Resume(pid));
        }
        for _ in 0..if faults.delays { self.between(0, 4) } else { 0 } {
            let (from, to, times) = (self.anybody(), self.anybody(), self.between(2, 30) as u16);
            self.spell(Action::Slow(from, to, times), Action::Slow(from, to, 1));
        }
        self.ask(faults.requests);
    }

    /// Clients ask for more than the scenario has them ask for.
    fn ask(&mut self, most: u8) {
        let clients: Vec<u16> = (0..).zip(self.processes).filter(|(_, p)| p.client).map(|(i, _)| i).collect();
        let mut asked: Vec<Datum> = Vec::new();
        for _ in 0..self.between(0, most.into()) {
            let Some(client) = clients.get(self.between(0, clients.len().saturating_sub(1) as u64) as usize) else { return };
            let client = Pid(*client);
            let offers = self.lab.suggestions(client, &asked);
            let Some(offer) = offers.get(self.between(0, offers.len().saturating_sub(1) as u64) as usize) else { continue };
            asked.push(offer.op.clone());
            let (at, op) = (self.moment(), offer.op.clone());
            self.decide(at, Action::Request(client, op));
        }
    }

    /// The lab under another of its delay models; none where it has one only, or they do not fit.
    fn other_delays(&mut self, params: &mut Params) -> Option<Erased> {
        let spec = self.lab.kind().params().into_iter().find(|spec| spec.id == DELAY_PARAM)?;
        let ParamKind::Pick(choices) = spec.kind else { return None };
        let picked = choices.get(self.between(0, choices.len().saturating_sub(1) as u64) as usize)?.0;
        let mut other = params.clone();
        other.insert(DELAY_PARAM.to_owned(), ParamValue::Pick(picked.to_owned()));
        let lab = self.lab.kind().with(&other).ok()?;
        *params = other;
        Some(lab)
    }
}
