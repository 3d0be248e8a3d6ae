//! A run, as a [`Session`].

use crate::acts::{describe, to_act, to_action, to_document};
use crate::agreement::Agreement;
use crate::cause::{self, Cone, Reason};
use crate::deeds::Deeds;
use crate::doc::{self, Act, Document};
use crate::facade::{Acted, Edit, Refusal, Session};
use crate::faults::Faults;
use crate::frame::{
    Chart, ClientOffers, EventLine, Frame, LinkView, Measure, NodeFrame, Offer, PromiseView, StandingChange, TimerView, Transit,
};
use crate::names::Names;
use crate::open::to_atom;
use crate::parts::Parts;
use crate::tally::{self, Tally};
use crate::toll::Toll;
use crate::trace::Trace;
use crate::verdicts::Ladder;
use crate::{ENGINE, chart, events, metrics, models};
use std::cell::OnceCell;
use std::rc::Rc;
use synod_kernel::{Action, Chronicle, Decision, Fingerprint, Pid, Time, Timeline, Watch, World};
use synod_protocols::{Cause, Consequence, Datum, Erased, Gauge, ParamValue, Params, Past, ProcessSpec, Rule, Suggestion};
use synod_words::{Phrase, phrase};

/// A run that does not come to rest is followed so long after its last decision, in microseconds.
pub(crate) const AFTERMATH_US: Time = 1_000_000;
/// And for so many steps at most, until somebody asks for more.
pub(crate) const STEPS_AT_ONCE: usize = 20_000;

/// How a run begins, with everything resolved.
pub(crate) struct Beginning {
    pub lab: Erased,
    pub params: Params,
    pub scenario: Option<String>,
    pub seed: u64,
    pub script: Vec<Decision<Erased>>,
    pub until: Option<Time>,
    pub cursor: Option<u32>,
    /// Decisions that made no sense before the run began.
    pub dropped: Vec<Phrase>,
}

/// A run.
pub(crate) struct Run {
    lab: Erased,
    params: Params,
    scenario: Option<String>,
    seed: u64,
    until: Option<Time>,
    processes: Vec<ProcessSpec>,
    names: Names,
    timeline: Timeline<Erased>,
    trace: Trace,
    deeds: Deeds,
    agreement: Agreement,
    parts: Parts,
    ladder: Ladder,
    /// The models of the map, once somebody has asked for them.
    map: OnceCell<Ladder>,
    /// How far anybody has looked: acting before it changes a past that was seen.
    seen: u32,
    dropped_before: Vec<Phrase>,
}

impl Run {
    /// Begins a run and follows it to its end.
    pub fn begin(beginning: Beginning) -> Result<Self, Phrase> {
        let Beginning { lab, params, scenario, seed, script, until, cursor, dropped } = beginning;
        let cluster = lab.cluster();
        let names = Names::of_all(&cluster.processes);
        let mut chronicle = Chronicle::default();
        let count = u16::try_from(cluster.processes.len()).unwrap_or(u16::MAX);
        let watch: &mut dyn Watch<Erased> = &mut chronicle;
        let world = World::new(Rc::new(lab.clone()), count, cluster.network, seed, watch);
        let timeline = world.and_then(|world| Timeline::new(world, chronicle, script));
        let timeline = timeline.map_err(|rejected| rejected.phrase(|pid| names.of(pid)))?;
        let (trace, deeds, parts, ladder) = (Trace::default(), Deeds::default(), Parts::default(), Ladder::default());
        let processes = cluster.processes;
        let mut run = Run {
            lab,
            params,
            scenario,
            seed,
            until,
            processes,
            names,
            timeline,
            trace,
            deeds,
            agreement: Agreement::default(),
            parts,
            ladder,
            map: OnceCell::new(),
            seen: 0,
            dropped_before: dropped,
        };
        run.follow();
        run.seek(cursor.unwrap_or(u32::MAX));
        Ok(run)
    }

    /// Follows the run until it is at rest, or long enough after the last decision, and judges it.
    fn follow(&mut self) {
        let last = self.timeline.script().last().map_or(0, |decision| decision.at);
        let until = self.until.unwrap_or(0).max(last + AFTERMATH_US);
        let steps_max = self.timeline.steps().len() + STEPS_AT_ONCE;
        self.timeline.extend_until(until, steps_max);
        self.judge();
    }

    fn judge(&mut self) {
        let (chronicle, world, names) = (self.timeline.chronicle(), self.timeline.tip(), self.names.all());
        let past = Past { chronicle, step: u32::MAX, world, quiet: false, names };
        self.trace = Trace::of(&self.lab, &self.timeline, &self.lab.history(&past));
        self.parts = Parts::of(&self.lab, &self.timeline);
        self.deeds = Deeds::of(self.names.all(), &self.timeline);
        self.agreement = Agreement::of(&self.deeds);
        self.map = OnceCell::new();
        self.ladder = Ladder::judge(&self.lab, self.names.all(), &self.timeline, &self.trace, &self.deeds);
    }

    fn node(&self, pid: Pid, process: &ProcessSpec) -> Option<NodeFrame> {
        let world = self.timeline.here();
        let state = world.process(pid)?;
        let view = self.lab.show_node(pid, world);
        let timers = state.timers().map(|(timer, since, due)| TimerView {
            id: self.lab.kind().timer_id(timer),
            name: self.lab.kind().timer_name(timer),
            since,
            due,
        });
        Some(NodeFrame {
            name: process.name.clone(),
            role: process.role.clone(),
            client: process.client,
            life: state.life(),
            clock_ahead_us: state.clock().ahead_us(world.now()),
            headline: view.headline,
            detail: view.detail,
            owner: view.owner,
            lock: view.lock,
            log: view.log,
            fields: view.fields,
            timers: timers.collect(),
            waits_for: state.open().map(|op| op.0),
        })
    }

    fn links(&self) -> Vec<LinkView> {
        let world = self.timeline.here();
        let mut links = Vec::new();
        for (from, _) in world.processes() {
            for (to, _) in world.processes() {
                if let Some(link) = world.link(from, to).filter(|link| link.cut || link.times > 1) {
                    links.push(LinkView { from: self.names.of(from), to: self.names.of(to), cut: link.cut, times: link.times });
                }
            }
        }
        links
    }

    fn transits(&self) -> Vec<Transit> {
        let lives = self.timeline.chronicle().messages();
        let known = lives.partition_point(|life| life.sent.0 <= self.cursor());
        let under_way =
            lives[..known].iter().enumerate().filter(|(_, life)| life.end.is_none_or(|(when, _)| when.0 > self.cursor()));
        let mut transits: Vec<Transit> = under_way
            .map(|(line, life)| {
                let shown = self.lab.show_message(&life.msg);
                let rescheduled = life.rescheduled.iter().rev().find(|(since, _)| *since <= self.cursor());
                Transit {
                    id: self.names.message(life.id),
                    line: line as u32,
                    from: self.names.of(life.id.from),
                    to: self.names.of(life.id.to),
                    sent: life.sent.1,
                    due: rescheduled.map_or(life.due, |(_, due)| *due),
                    label: shown.label,
                    kind: shown.kind,
                    owner: shown.owner,
                    fields: shown.fields,
                }
            })
            .collect();
        synod_order::sort_by(&mut transits, |a, b| a.id.cmp(&b.id));
        transits
    }

    /// The rule by which a process acted in a step.
    fn rule(&self, step: u32) -> Option<Rule> {
        let pid = self.trace.process(step)?;
        let action = &self.timeline.steps().get((step as usize).checked_sub(1)?)?.event.action;
        let message = self.trace.message(step).and_then(|m| self.timeline.chronicle().messages().get(m as usize));
        let cause = match (action, message) {
            (Action::Deliver(_), Some(life)) => Cause::Message(&life.msg),
            (Action::Fire(_, timer), _) => Cause::Timeout(timer),
            (Action::Choose(_, choice, _), _) => Cause::Chosen(choice),
            (Action::Request(_, op), _) => Cause::Request(op),
            (Action::Restart(_), _) => Cause::Restart,
            _ => return None,
        };
        Some(self.lab.rule(pid, cause))
    }

    fn offer(&self, client: Pid, suggestion: Suggestion<Datum>) -> Offer {
        Offer { label: suggestion.label, act: to_act(self.lab.kind(), &self.names, &Action::Request(client, suggestion.op)) }
    }
}

impl Run {
    /// What the lab itself measures, up to the cursor.
    fn lab_measures(&self) -> impl Iterator<Item = Measure> {
        let (chronicle, world) = (self.timeline.chronicle(), self.timeline.here());
        let past = Past { chronicle, step: self.cursor(), world, quiet: false, names: self.names.all() };
        let measure = |gauge: Gauge| Measure { id: gauge.id, name: gauge.name, value: gauge.value, number: gauge.number };
        self.lab.measures(&past).into_iter().map(measure)
    }
}

impl Session for Run {
    fn lab(&self) -> &'static str {
        self.lab.kind().id()
    }

    fn params(&self) -> Params {
        self.params.clone()
    }

    fn consequences(&self) -> Vec<Consequence> {
        self.lab.consequences()
    }

    fn steps(&self) -> u32 {
        self.timeline.steps().len() as u32
    }

    fn time_of(&self, step: u32) -> Time {
        let last = self.steps().min(step);
        last.checked_sub(1).map_or(0, |i| self.timeline.steps()[i as usize].event.at)
    }

    fn step_at(&self, at: Time) -> u32 {
        self.timeline.steps().partition_point(|step| step.event.at <= at) as u32
    }

    fn cursor(&self) -> u32 {
        self.timeline.cursor()
    }

    fn seek(&mut self, step: u32) {
        self.timeline.seek(step);
        self.seen = self.seen.max(self.timeline.cursor());
    }

    fn at_rest(&self) -> bool {
        self.timeline.next_at().is_none()
    }

    fn extend(&mut self, us: u64) -> bool {
        let before = self.steps();
        let from = self.timeline.tip().now().max(self.timeline.next_at().unwrap_or(0));
        self.timeline.extend_until(from.saturating_add(us), before as usize + STEPS_AT_ONCE);
        self.judge();
        self.steps() > before
    }

    fn act(&mut self, at: Time, act: &Act) -> Result<Acted, Refusal> {
        let action = to_action(self.lab.kind(), &self.names, act).map_err(|why| Refusal { why })?;
        let branched = self.cursor() < self.seen;
        let result = self.timeline.act(at, action);
        result.map_err(|rejected| Refusal { why: rejected.phrase(|pid| self.names.of(pid)) })?;
        self.seen = self.timeline.cursor();
        self.follow();
        Ok(Acted { branched })
    }

    fn revise(&mut self, edits: &[Edit]) -> Result<(), Refusal> {
        let mut script: Vec<Option<Decision<Erased>>> = self.timeline.script().iter().cloned().map(Some).collect();
        let unknown =
            |decision: u32| Refusal { why: phrase!("there is no decision {0}", "没有第 {0} 项决定", decision + 1) };
        for edit in edits {
            match edit {
                Edit::Move { decision, at } => {
                    let moved = script.get_mut(*decision as usize).and_then(Option::as_mut).ok_or_else(|| unknown(*decision))?;
                    (moved.at, moved.nth) = (*at, 0);
                }
                Edit::Remove { decision } => {
                    script.get_mut(*decision as usize).ok_or_else(|| unknown(*decision))?.take();
                }
                Edit::Add { at, act } => {
                    let action = to_action(self.lab.kind(), &self.names, act).map_err(|why| Refusal { why })?;
                    script.push(Some(Decision { at: *at, nth: 0, action }));
                }
            }
        }
        let (at, at_end) = (self.time_of(self.cursor()), self.cursor() == self.steps());
        let revised = self.timeline.revise(script.into_iter().flatten().collect());
        revised.map_err(|rejected| Refusal { why: rejected.phrase(|pid| self.names.of(pid)) })?;
        self.follow();
        self.seen = 0;
        self.seek(if at_end { self.steps() } else { self.step_at(at) });
        Ok(())
    }

    fn offers(&self) -> Vec<ClientOffers> {
        let asked = self.timeline.chronicle().operations().iter().take_while(|o| o.called.0 <= self.cursor());
        let asked: Vec<Datum> = asked.map(|o| o.body.clone()).collect();
        let clients = self.processes.iter().enumerate().filter(|(_, process)| process.client);
        clients
            .map(|(i, process)| {
                let client = Pid(i as u16);
                let offers = self.lab.suggestions(client, &asked).into_iter().map(|s| self.offer(client, s)).collect();
                ClientOffers { client: process.name.clone(), offers }
            })
            .collect()
    }

    fn dropped(&self) -> Vec<Phrase> {
        let in_the_run = self.timeline.dropped().iter().filter_map(|dropped| {
            let decision = self.timeline.script().get(dropped.decision as usize)?;
            let what = describe(&self.names, &self.lab, &decision.action);
            Some(phrase!("{0}: {1}", "{0}：{1}", what, dropped.why.phrase(|pid| self.names.of(pid))))
        });
        self.dropped_before.iter().cloned().chain(in_the_run).collect()
    }

    fn toll(&self) -> Toll {
        let decided = self.timeline.steps().iter().filter(|step| step.decision.is_some());
        let acts: Vec<Act> = decided.map(|step| to_act(self.lab.kind(), &self.names, &step.event.action)).collect();
        Toll::of(&Faults::of(&self.names, &self.timeline), acts.iter())
    }

    fn frame(&self) -> Frame {
        let nodes = self.processes.iter().enumerate().filter_map(|(i, process)| self.node(Pid(i as u16), process));
        let notes = self.timeline.chronicle().notes().iter().filter(|note| note.when.0 == self.cursor());
        Frame {
            at: self.timeline.here().now(),
            step: self.cursor(),
            nodes: nodes.collect(),
            links: self.links(),
            messages: self.transits(),
            notes: notes.map(|note| (self.names.of(note.process), note.phrase.clone())).collect(),
        }
    }

    fn chart(&self) -> Chart {
        chart::chart(&self.lab, &self.names, &self.processes, &self.timeline, &self.trace, self.agreement.windows())
    }

    fn events(&self, from: u32, count: u32) -> Vec<EventLine> {
        events::lines(&self.lab, &self.names, &self.timeline, from, count)
    }

    fn promises(&self) -> Vec<PromiseView> {
        self.ladder.at(self.cursor(), self.timeline.here(), self.at_rest())
    }

    fn ends(&self) -> Vec<PromiseView> {
        self.ladder.at(self.steps(), self.timeline.tip(), self.at_rest())
    }

    fn changes(&self) -> Vec<StandingChange> {
        self.ladder.changes(&self.timeline)
    }

    fn models(&self) -> Vec<PromiseView> {
        if !self.ladder.asks_of_a_store() {
            return Vec::new();
        }
        let judged = || self.ladder.map(&self.lab, self.names.all(), &self.timeline, &self.trace);
        let mut views = self.map.get_or_init(judged).at(self.cursor(), self.timeline.here(), self.at_rest());
        models::explain_by_the_store(&mut views);
        views
    }

    fn measures(&self) -> Vec<Measure> {
        let mut measures = metrics::measure(&self.trace, &self.deeds, self.ladder.asks_of_a_store(), self.cursor());
        measures.extend(self.agreement.measures(&self.trace, self.cursor(), self.timeline.here().now()));
        measures.extend(self.lab_measures());
        measures.extend(self.parts.measures(self.cursor()));
        measures
    }

    fn tallies(&self) -> Vec<Tally> {
        tally::tallies(&self.trace, &self.names, self.cursor())
    }

    fn cone(&self, step: u32) -> Cone {
        cause::cone(&self.trace, step)
    }

    fn why(&self, step: u32, count: u32) -> Vec<Reason> {
        let chain = cause::chain(&self.trace, step, count).into_iter();
        let reason = |step: u32| {
            let line = self.events(step, 1).pop()?;
            let process = self.trace.process(step).map(|pid| self.names.of(pid));
            Some(Reason { line, process, rule: self.rule(step), message: self.trace.message(step) })
        };
        chain.filter_map(reason).collect()
    }

    fn messages_of(&self, operation: u32) -> Vec<u32> {
        self.trace.messages_of(operation)
    }

    fn export(&self) -> Document {
        let defaults = self.lab.kind().params();
        let differs =
            |(id, value): &(&String, &ParamValue)| !defaults.iter().any(|spec| spec.id == **id && spec.default == **value);
        Document {
            synod: doc::VERSION,
            engine: ENGINE,
            lab: self.lab().to_owned(),
            scenario: self.scenario.clone(),
            params: synod_order::map(self.params.iter().filter(differs).map(|(id, value)| (id.clone(), to_atom(value)))),
            seed: self.seed,
            decisions: to_document(self.lab.kind(), &self.names, self.timeline.script()),
            until: self.until,
            cursor: (self.cursor() < self.steps()).then(|| self.cursor()),
        }
    }

    fn digest(&self) -> String {
        let Fingerprint(digest) = self.timeline.digest();
        format!("{digest:032x}")
    }
}
