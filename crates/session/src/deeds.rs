//! What the processes of a run declared, and what befell them: the record that its judges are given.

use synod_check::{End, Event, Record, What};
use synod_kernel::{Action, Ended, Life, Pid, Time, Timeline, World};
use synod_protocols::Erased;

/// A record, and where its events stand in the run.
#[derive(Debug, Default)]
pub(crate) struct Deeds {
    pub record: Record,
    /// The step of each event, ascending.
    steps: Vec<u32>,
    /// The time of every step.
    times: Vec<Time>,
}

impl Deeds {
    /// The record of all that is known of a run.
    pub fn of(names: &[String], timeline: &Timeline<Erased>) -> Deeds {
        let chronicle = timeline.chronicle();
        let mut found: Vec<(u32, Event)> = Vec::new();
        let mut add = |step: u32, at: Time, pid: Pid, what: What| found.push((step, Event { at, process: pid.0, what }));
        for (step, decided, at, action) in
            (1..).zip(timeline.steps()).map(|(n, s)| (n, s.decision.is_some(), s.event.at, &s.event.action))
        {
            match action {
                Action::Crash(pid) | Action::Pause(pid) => add(step, at, *pid, What::Failed),
                Action::Restart(pid) | Action::Resume(pid) => add(step, at, *pid, What::Recovered),
                Action::Delay(id, _) | Action::Duplicate(id) => add(step, at, id.to, What::Disturbed),
                Action::Deliver(id) if decided => add(step, at, id.to, What::Disturbed),
                Action::Fire(pid, _) if decided => add(step, at, *pid, What::Disturbed),
                Action::ShiftClock(pid, _) | Action::Drift(pid, _) | Action::Slow(_, pid, _) => {
                    add(step, at, *pid, What::Disturbed);
                }
                _ => {}
            }
        }
        for life in chronicle.messages() {
            if let Some(((step, at), Ended::Lost(_))) = life.end {
                add(step, at, life.id.to, What::Disturbed);
            }
        }
        for life in chronicle.facts() {
            add(life.when.0, life.when.1, life.process, What::Did(life.fact.clone()));
        }
        // What befalls a process in a step comes before what it does in it: the order in which they were gathered.
        synod_order::sort_by_key(&mut found, |(step, _)| *step);
        let (steps, events) = found.into_iter().unzip();
        let end = End { at: timeline.tip().now(), quiet: timeline.next_at().is_none(), whole: is_whole(timeline.tip()) };
        let times = timeline.steps().iter().map(|step| step.event.at).collect();
        Deeds { record: Record { processes: names.to_vec(), events, end }, steps, times }
    }

    /// The time of a step; of the start for step 0.
    pub fn now(&self, step: u32) -> Time {
        let last = (step as usize).min(self.times.len());
        last.checked_sub(1).map_or(0, |i| self.times[i])
    }

    /// How many steps the run has.
    pub fn steps(&self) -> u32 {
        self.times.len() as u32
    }

    /// The step of an event.
    pub fn step_of(&self, event: u32) -> u32 {
        self.steps.get(event as usize).copied().unwrap_or(0)
    }

    /// The name of the process that an event is about.
    pub fn process_of(&self, event: u32) -> Option<String> {
        let event = self.record.events.get(event as usize)?;
        self.record.processes.get(usize::from(event.process)).cloned()
    }

    /// How many events there were by the step `step`.
    pub fn until(&self, step: u32) -> u32 {
        self.steps.partition_point(|s| *s <= step) as u32
    }
}

/// Whether every process works, every link carries, and nothing is lost at random.
fn is_whole(world: &World<Erased>) -> bool {
    let works = world.processes().all(|(_, process)| process.life() == Life::Up);
    let carries = |from: Pid, to: Pid| world.link(from, to).is_none_or(|link| !link.cut);
    works
        && world.network().loss.is_zero()
        && world.processes().all(|(from, _)| world.processes().all(|(to, _)| carries(from, to)))
}
