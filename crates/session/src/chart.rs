//! The space-time diagram of a run: operations as bars, messages as lines, faults as spans.

use crate::acts::describe;
use crate::frame::{Chart, FaultLane, MessageLine, OperationBar, Row};
use crate::names::Names;
use synod_kernel::{Action, Ended, MessageLife, Pid, Time, Timeline};
use synod_protocols::{Lab, ProcessSpec};
use synod_words::{Phrase, phrase};

/// Draws up the chart of all that is known of a run.
pub(crate) fn chart<L: Lab>(lab: &L, names: &Names, processes: &[ProcessSpec], timeline: &Timeline<L>) -> Chart {
    let row = |process: &ProcessSpec| Row { name: process.name.clone(), client: process.client };
    let (clients, servers): (Vec<Row>, Vec<Row>) = processes.iter().map(row).partition(|row| row.client);
    let chronicle = timeline.chronicle();
    let operations = chronicle.operations().iter().map(|life| {
        let shown = lab.show_operation(life.id, &life.body, life.returned.as_ref().map(|(_, ret)| ret));
        OperationBar {
            client: names.of(life.client),
            label: shown.label,
            answer: shown.answer,
            outcome: shown.outcome,
            owner: shown.owner,
            called: life.called,
            returned: life.returned.as_ref().map(|(when, _)| *when),
        }
    });
    let messages: Vec<MessageLine> = chronicle.messages().iter().map(|life| message_line(lab, names, life)).collect();
    let due = messages.iter().map(|line| line.end.map_or(line.due, |end| end.1));
    let end = due.chain(timeline.steps().last().map(|step| step.event.at)).max().unwrap_or(0);
    Chart {
        rows: clients.into_iter().chain(servers).collect(),
        operations: operations.collect(),
        faults: Faults::of(lab, names, timeline),
        messages,
        end,
    }
}

fn message_line<L: Lab>(lab: &L, names: &Names, life: &MessageLife<L::Msg>) -> MessageLine {
    let shown = lab.show_message(&life.msg);
    MessageLine {
        id: names.message(life.id),
        from: names.of(life.id.from),
        to: names.of(life.id.to),
        sent: life.sent,
        due: life.rescheduled.last().map_or(life.due, |(_, due)| *due),
        end: life.end.map(|(when, _)| when),
        lost: life.end.and_then(|(_, how)| if let Ended::Lost(why) = how { Some(why) } else { None }),
        label: shown.label,
        kind: shown.kind,
        owner: shown.owner,
    }
}

/// What a fault that lasts is about; the next action about the same ends it.
#[derive(Clone, PartialEq, Eq)]
enum About {
    Process(Pid),
    Link(Pid, Pid),
    Partition,
    Loss,
    Duplication,
    Clock(Pid),
}

/// Faults that last, being gathered.
struct Faults<'a> {
    names: &'a Names,
    lanes: Vec<FaultLane>,
    open: Vec<(About, usize)>,
}

impl Faults<'_> {
    fn of<L: Lab>(lab: &L, names: &Names, timeline: &Timeline<L>) -> Vec<FaultLane> {
        let mut faults = Faults { names, lanes: Vec::new(), open: Vec::new() };
        for (i, step) in timeline.steps().iter().enumerate() {
            let when = (i as u32 + 1, step.event.at);
            faults.take(when, &step.event.action, || describe(names, lab, &step.event.action));
        }
        faults.lanes
    }

    fn take<L: Lab>(&mut self, when: (u32, Time), action: &Action<L>, words: impl FnOnce() -> Phrase) {
        match action {
            Action::Crash(pid) | Action::Pause(pid) => {
                self.end(when, |about| *about == About::Process(*pid));
                let label = match action {
                    Action::Crash(_) => phrase!("{0} crashed", "{0} 宕机", self.names.of(*pid)),
                    _ => phrase!("{0} paused", "{0} 暂停", self.names.of(*pid)),
                };
                self.begin(when, About::Process(*pid), label, &[*pid], true);
            }
            Action::Restart(pid) | Action::Resume(pid) => self.end(when, |about| *about == About::Process(*pid)),
            Action::Cut(from, to) => self.cut(when, *from, *to),
            Action::Slow(from, to, times) => {
                self.end(when, |about| *about == About::Link(*from, *to));
                if *times > 1 {
                    self.begin(when, About::Link(*from, *to), words(), &[*from, *to], false);
                }
            }
            Action::Mend(from, to) => self.end(when, |about| *about == About::Link(*from, *to)),
            Action::Partition(_) => self.begin(when, About::Partition, words(), &[], false),
            Action::Heal => self.end(when, |about| matches!(about, About::Link(..) | About::Partition)),
            Action::Loss(ratio) => self.rate(when, About::Loss, ratio.is_zero(), words),
            Action::Duplication(ratio) => self.rate(when, About::Duplication, ratio.is_zero(), words),
            Action::Drift(pid, ppm) => self.rate(when, About::Clock(*pid), *ppm == 0, words),
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

    fn rate(&mut self, when: (u32, Time), about: About, is_usual: bool, words: impl FnOnce() -> Phrase) {
        self.end(when, |open| *open == about);
        if !is_usual {
            self.begin(when, about, words(), &[], false);
        }
    }

    /// Both directions of a link cut at the same moment are one fault.
    fn cut(&mut self, when: (u32, Time), from: Pid, to: Pid) {
        let (a, b) = (self.names.of(from), self.names.of(to));
        let reverse =
            self.open.iter().find(|(about, lane)| *about == About::Link(to, from) && self.lanes[*lane].from.1 == when.1);
        if let Some(&(_, lane)) = reverse {
            self.lanes[lane].label = phrase!("link {0}–{1} cut", "链路 {0}–{1} 切断", b, a);
        } else {
            self.end(when, |about| *about == About::Link(from, to));
            self.begin(when, About::Link(from, to), phrase!("{0} → {1} cut", "{0} → {1} 切断", a, b), &[from, to], false);
        }
    }

    fn begin(&mut self, from: (u32, Time), about: About, label: Phrase, rows: &[Pid], gap: bool) {
        self.open.push((about, self.lanes.len()));
        let rows = rows.iter().map(|pid| self.names.of(*pid)).collect();
        self.lanes.push(FaultLane { label, rows, gap, from, to: None });
    }

    fn end(&mut self, when: (u32, Time), ends: impl Fn(&About) -> bool) {
        for (_, lane) in self.open.iter().filter(|(about, _)| ends(about)) {
            self.lanes[*lane].to = Some(when);
        }
        self.open.retain(|(about, _)| !ends(about));
    }
}
