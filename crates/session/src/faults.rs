//! Faults that last, as lanes of the space-time diagram.

use crate::acts::describe;
use crate::doc::Act;
use crate::frame::{FaultKind, FaultLane};
use crate::names::Names;
use synod_kernel::{Action, Pid, Step, Time, Timeline};
use synod_protocols::Lab;
use synod_words::{Phrase, phrase};

/// What a fault that lasts is about; the next action about the same ends it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum About {
    Process(Pid),
    Link(Pid, Pid),
    Partition,
    Loss,
    Duplication,
    Clock(Pid),
}

/// A step, when it happened, and which decision it was.
#[derive(Clone, Copy)]
struct When {
    moment: (u32, Time),
    decision: Option<u32>,
}

/// Faults that last, being gathered.
pub(crate) struct Faults<'a> {
    names: &'a Names,
    lanes: Vec<FaultLane>,
    open: Vec<(About, usize)>,
}

impl Faults<'_> {
    /// The lanes of a run, in the order in which they begin.
    pub fn of<L: Lab>(lab: &L, names: &Names, timeline: &Timeline<L>) -> Vec<FaultLane> {
        let mut faults = Faults { names, lanes: Vec::new(), open: Vec::new() };
        for (i, step) in timeline.steps().iter().enumerate() {
            let Step { event, decision, .. } = step;
            let when = When { moment: (i as u32 + 1, event.at), decision: *decision };
            faults.take(when, &event.action, || describe(names, lab, &event.action));
        }
        faults.lanes
    }

    fn take<L: Lab>(&mut self, when: When, action: &Action<L>, words: impl FnOnce() -> Phrase) {
        match action {
            Action::Crash(pid) => {
                let label = phrase!("{0} crashed", "{0} 宕机", self.names.of(*pid));
                self.replace(when, About::Process(*pid), FaultKind::Crash, label);
            }
            Action::Pause(pid) => {
                let label = phrase!("{0} paused", "{0} 暂停", self.names.of(*pid));
                self.replace(when, About::Process(*pid), FaultKind::Pause, label);
            }
            Action::Restart(pid) | Action::Resume(pid) => self.end(when, |about| about == About::Process(*pid)),
            Action::Cut(from, to) => {
                let (a, b) = (self.names.of(*from), self.names.of(*to));
                let both = phrase!("link {0}–{1} cut", "链路 {0}–{1} 切断", b.as_str(), a.as_str());
                let one = phrase!("{0} → {1} cut", "{0} → {1} 切断", a, b);
                self.link(when, (*from, *to), FaultKind::Cut, one, both);
            }
            Action::Slow(from, to, 0 | 1) | Action::Mend(from, to) => self.end(when, |about| about == About::Link(*from, *to)),
            Action::Slow(from, to, times) => {
                let (a, b) = (self.names.of(*from), self.names.of(*to));
                let both = phrase!("link {0}–{1} {2}× slow", "链路 {0}–{1} 慢 {2} 倍", b.as_str(), a.as_str(), *times);
                let one = phrase!("{0} → {1} {2}× slow", "{0} → {1} 慢 {2} 倍", a, b, *times);
                self.link(when, (*from, *to), FaultKind::Slow, one, both);
            }
            Action::Partition(_) => self.begin(when, About::Partition, FaultKind::Partition, words()),
            Action::Heal => self.end(when, |about| matches!(about, About::Link(..) | About::Partition)),
            Action::Loss(ratio) if ratio.is_zero() => self.end(when, |about| about == About::Loss),
            Action::Loss(_) => self.replace(when, About::Loss, FaultKind::Loss, words()),
            Action::Duplication(ratio) if ratio.is_zero() => self.end(when, |about| about == About::Duplication),
            Action::Duplication(_) => self.replace(when, About::Duplication, FaultKind::Duplication, words()),
            Action::Drift(pid, 0) => self.end(when, |about| about == About::Clock(*pid)),
            Action::Drift(pid, _) => self.replace(when, About::Clock(*pid), FaultKind::Drift, words()),
            Action::Deliver(_)
            | Action::Drop(_)
            | Action::Duplicate(_)
            | Action::Delay(..)
            | Action::Fire(..)
            | Action::Choose(..)
            | Action::Request(..)
            | Action::ShiftClock(..) => {}
        }
    }

    /// A link fails in one direction. Both directions failing alike at the same moment are one fault.
    fn link(&mut self, when: When, (from, to): (Pid, Pid), kind: FaultKind, label: Phrase, both: Phrase) {
        let about = About::Link(from, to);
        let reverse = |(about, lane): &&(About, usize)| {
            let lane = &self.lanes[*lane];
            *about == About::Link(to, from) && lane.kind == kind && lane.from.1 == when.moment.1
        };
        if let Some((_, i)) = self.open.iter().find(reverse).copied() {
            self.open.push((about, i));
            let remedy = self.remedy(about, kind);
            let lane = &mut self.lanes[i];
            lane.label = both;
            lane.begun_by.extend(when.decision);
            lane.remedy.push(remedy);
        } else {
            self.replace(when, about, kind, label);
        }
    }

    /// Ends what lasts of the same, and begins this.
    fn replace(&mut self, when: When, about: About, kind: FaultKind, label: Phrase) {
        self.end(when, |open| open == about);
        self.begin(when, about, kind, label);
    }

    fn begin(&mut self, when: When, about: About, kind: FaultKind, label: Phrase) {
        self.open.push((about, self.lanes.len()));
        let one = |pid: Pid| self.names.of(pid);
        let rows = match about {
            About::Process(pid) | About::Clock(pid) => vec![one(pid)],
            About::Link(from, to) => vec![one(from), one(to)],
            About::Partition | About::Loss | About::Duplication => Vec::new(),
        };
        let (begun_by, remedy) = (when.decision.into_iter().collect(), vec![self.remedy(about, kind)]);
        self.lanes.push(FaultLane { label, kind, rows, from: when.moment, to: None, begun_by, ended_by: Vec::new(), remedy });
    }

    /// A fault ends once all of it has ended.
    fn end(&mut self, when: When, ends: impl Fn(About) -> bool) {
        let ended: Vec<(About, usize)> = self.open.extract_if(.., |(about, _)| ends(*about)).collect();
        for (about, i) in ended {
            let remedy = self.remedy(about, self.lanes[i].kind);
            let lasts = self.open.iter().any(|(_, open)| *open == i);
            let lane = &mut self.lanes[i];
            lane.to = (!lasts).then_some(when.moment);
            lane.remedy.retain(|act| *act != remedy);
            // One decision may end both directions.
            lane.ended_by.extend(when.decision.filter(|decision| !lane.ended_by.contains(decision)));
        }
    }

    /// What would end it.
    fn remedy(&self, about: About, kind: FaultKind) -> Act {
        let one = |pid: Pid| self.names.of(pid);
        match (about, kind) {
            (About::Process(pid), FaultKind::Pause) => Act::Resume(one(pid)),
            (About::Process(pid), _) => Act::Restart(one(pid)),
            (About::Link(from, to), FaultKind::Slow) => Act::Slow(one(from), one(to), 1),
            (About::Link(from, to), _) => Act::Mend(one(from), one(to)),
            (About::Partition, _) => Act::Heal,
            (About::Loss, _) => Act::Loss(0, 1),
            (About::Duplication, _) => Act::Duplication(0, 1),
            (About::Clock(pid), _) => Act::Drift(one(pid), 0),
        }
    }
}
