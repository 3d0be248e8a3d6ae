//! Faults that last, as lanes of the space-time diagram.

use crate::acts::{in_words, to_act};
use crate::doc::Act;
use crate::frame::{FaultKind, FaultLane};
use crate::names::Names;
use synod_kernel::{Time, Timeline};
use synod_protocols::Erased;
use synod_words::{Phrase, phrase};

/// What a fault that lasts is about; the next decision about the same ends it.
#[derive(Clone, PartialEq, Eq)]
enum About {
    Process(String),
    Link(String, String),
    Partition,
    Loss,
    Duplication,
    Clock(String),
}

/// A step, when it happened, and which decision it was.
#[derive(Clone, Copy)]
struct When {
    moment: (u32, Time),
    decision: u32,
}

/// Faults that last, being gathered.
#[derive(Default)]
pub(crate) struct Faults {
    lanes: Vec<FaultLane>,
    open: Vec<(About, usize)>,
}

impl Faults {
    /// The lanes of a run, in the order in which they begin. Only decisions begin and end faults.
    pub fn of(names: &Names, timeline: &Timeline<Erased>) -> Vec<FaultLane> {
        let mut faults = Faults::default();
        let kind = timeline.tip().protocol().kind();
        for (i, step) in timeline.steps().iter().enumerate() {
            if let Some(decision) = step.decision {
                let when = When { moment: (i as u32 + 1, step.event.at), decision };
                faults.take(when, &to_act(kind, names, &step.event.action));
            }
        }
        faults.lanes
    }

    fn take(&mut self, when: When, act: &Act) {
        let process = |name: &String| About::Process(name.clone());
        let link = |from: &String, to: &String| About::Link(from.clone(), to.clone());
        match act {
            Act::Crash(name) => {
                self.replace(when, process(name), FaultKind::Crash, phrase!("{0} crashed", "{0} 宕机", name));
            }
            Act::Pause(name) => {
                self.replace(when, process(name), FaultKind::Pause, phrase!("{0} paused", "{0} 暂停", name));
            }
            Act::Restart(name) | Act::Resume(name) => self.end(when, |about| *about == process(name)),
            Act::Cut(a, b) => {
                let both = phrase!("link {0}–{1} cut", "链路 {0}–{1} 切断", b, a);
                let one = phrase!("{0} → {1} cut", "{0} → {1} 切断", a, b);
                self.link(when, (a, b), FaultKind::Cut, one, both);
            }
            Act::Slow(a, b, 0 | 1) | Act::Mend(a, b) => self.end(when, |about| *about == link(a, b)),
            Act::Slow(a, b, times) => {
                let both = phrase!("link {0}–{1} {2}× slow", "链路 {0}–{1} 慢 {2} 倍", b, a, *times);
                let one = phrase!("{0} → {1} {2}× slow", "{0} → {1} 慢 {2} 倍", a, b, *times);
                self.link(when, (a, b), FaultKind::Slow, one, both);
            }
            Act::Partition(_) => self.begin(when, About::Partition, FaultKind::Partition, in_words(act)),
            Act::Heal => self.end(when, |about| matches!(about, About::Link(..) | About::Partition)),
            Act::Loss(0, _) => self.end(when, |about| *about == About::Loss),
            Act::Loss(..) => self.replace(when, About::Loss, FaultKind::Loss, in_words(act)),
            Act::Duplication(0, _) => self.end(when, |about| *about == About::Duplication),
            Act::Duplication(..) => self.replace(when, About::Duplication, FaultKind::Duplication, in_words(act)),
            Act::Drift(name, 0) => self.end(when, |about| *about == About::Clock(name.clone())),
            Act::Drift(name, _) => self.replace(when, About::Clock(name.clone()), FaultKind::Drift, in_words(act)),
            Act::Deliver(_)
            | Act::Drop(_)
            | Act::Duplicate(_)
            | Act::Delay(..)
            | Act::Fire(..)
            | Act::Choose(..)
            | Act::Request(..)
            | Act::ShiftClock(..) => {}
        }
    }

    /// A link fails in one direction. Both directions failing alike at the same moment are one fault.
    fn link(&mut self, when: When, (from, to): (&str, &str), kind: FaultKind, label: Phrase, both: Phrase) {
        let about = About::Link(from.to_owned(), to.to_owned());
        let opposite = About::Link(to.to_owned(), from.to_owned());
        let reverse = |(about, lane): &&(About, usize)| {
            let lane = &self.lanes[*lane];
            *about == opposite && lane.kind == kind && lane.from.1 == when.moment.1
        };
        if let Some((_, i)) = self.open.iter().find(reverse).cloned() {
            let lane = &mut self.lanes[i];
            lane.label = both;
            lane.begun_by.push(when.decision);
            lane.remedy.push(about.remedy(kind));
            self.open.push((about, i));
        } else {
            self.replace(when, about, kind, label);
        }
    }

    /// Ends what lasts of the same, and begins this.
    fn replace(&mut self, when: When, about: About, kind: FaultKind, label: Phrase) {
        self.end(when, |open| *open == about);
        self.begin(when, about, kind, label);
    }

    fn begin(&mut self, when: When, about: About, kind: FaultKind, label: Phrase) {
        let rows = match &about {
            About::Process(name) | About::Clock(name) => vec![name.clone()],
            About::Link(from, to) => vec![from.clone(), to.clone()],
            About::Partition | About::Loss | About::Duplication => Vec::new(),
        };
        let (begun_by, remedy) = (vec![when.decision], vec![about.remedy(kind)]);
        self.open.push((about, self.lanes.len()));
        self.lanes.push(FaultLane { label, kind, rows, from: when.moment, to: None, begun_by, ended_by: Vec::new(), remedy });
    }

    /// A fault ends once all of it has ended.
    fn end(&mut self, when: When, ends: impl Fn(&About) -> bool) {
        let ended: Vec<(About, usize)> = self.open.extract_if(.., |(about, _)| ends(about)).collect();
        for (about, i) in ended {
            let lasts = self.open.iter().any(|(_, open)| *open == i);
            let lane = &mut self.lanes[i];
            let remedy = about.remedy(lane.kind);
            lane.to = (!lasts).then_some(when.moment);
            lane.remedy.retain(|act| *act != remedy);
            // One decision may end both directions.
            if !lane.ended_by.contains(&when.decision) {
                lane.ended_by.push(when.decision);
            }
        }
    }
}

impl About {
    /// What would end a fault of this kind.
    fn remedy(&self, kind: FaultKind) -> Act {
        match (self.clone(), kind) {
            (About::Process(name), FaultKind::Pause) => Act::Resume(name),
            (About::Process(name), _) => Act::Restart(name),
            (About::Link(from, to), FaultKind::Slow) => Act::Slow(from, to, 1),
            (About::Link(from, to), _) => Act::Mend(from, to),
            (About::Partition, _) => Act::Heal,
            (About::Loss, _) => Act::Loss(0, 1),
            (About::Duplication, _) => Act::Duplication(0, 1),
            (About::Clock(name), _) => Act::Drift(name, 0),
        }
    }
}
