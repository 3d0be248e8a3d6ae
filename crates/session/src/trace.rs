//! The bones of a run: which step happened where and followed from which, without what it was about.
//!
//! Everything that asks what led to what works on this, so that it exists once and not once a lab.

use crate::staleness::staleness;
use synod_check::{Call, History};
use synod_kernel::{Action, Ended, Pid, Time, Timeline};
use synod_protocols::{Erased, Outcome};

/// A run without its contents. Steps count from 1; step 0 is the start.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    steps: Vec<Place>,
    /// The steps in which the messages were sent.
    sent: Vec<u32>,
    operations: Vec<Asked>,
    partitions: Vec<Split>,
    /// Step and time of everything that was repaired: links that carry again, processes that work again.
    repairs: Vec<(u32, Time)>,
}

/// A step.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// The process that acted or suffered; none for an event of the network.
    process: Option<Pid>,
    /// The process's step before it; 0 for none.
    before: u32,
    /// The step that brought it about: the sending of what arrives, the arming of the timer; 0 for none.
    cause: u32,
    /// The message that arrives.
    message: Option<u32>,
}

/// An operation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Asked {
    /// Who asked.
    pub client: Pid,
    /// Step and time of the call.
    pub called: (u32, Time),
    /// Step and time of the answer, if there is one.
    pub returned: Option<(u32, Time)>,
    /// How it came out.
    pub outcome: Option<Outcome>,
    /// How many messages one after the other led from the call to the answer; none where there is no answer, or none that followed
    /// from the call.
    pub delays: Option<u32>,
    /// Whether it writes.
    pub writes: bool,
    /// For a read, by how many acknowledged writes it was behind.
    pub staleness: Option<u32>,
}

/// A partition, while it lasts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Split {
    /// Since which step.
    pub from: u32,
    /// Until which step; none while it lasts.
    pub to: Option<u32>,
    /// The sides.
    pub sides: Vec<Vec<Pid>>,
}

impl Trace {
    /// The bones of all that is known of a run; `history` is the clients' history of it.
    pub fn of(lab: &Erased, timeline: &Timeline<Erased>, history: &History) -> Trace {
        let chronicle = timeline.chronicle();
        let mut trace = Trace::default();
        let mut arrivals: Vec<(u32, u32)> = Vec::new();
        for (i, life) in chronicle.messages().iter().enumerate() {
            if let Some(((arrived, _), Ended::Delivered)) = life.end {
                arrivals.push((arrived, i as u32));
            }
            trace.sent.push(life.sent.0);
        }
        // One step delivers one message at most, so the message of a step is found by the step.
        synod_order::sort(&mut arrivals);
        let staleness = staleness(history);
        for (i, life) in chronicle.operations().iter().enumerate() {
            let returned = life.returned.as_ref();
            trace.operations.push(Asked {
                client: life.client,
                called: life.called,
                returned: returned.map(|(when, _)| *when),
                outcome: returned.and_then(|(_, ret)| lab.show_operation(life.id, &life.body, Some(ret)).outcome),
                delays: None,
                writes: history.operations.get(i).is_some_and(|operation| operation.call != Call::Read),
                staleness: staleness.get(i).copied().flatten(),
            });
        }
        let mut last: Vec<u32> = Vec::new();
        for (i, step) in timeline.steps().iter().enumerate() {
            let number = i as u32 + 1;
            if matches!(step.event.action, Action::Heal | Action::Mend(..) | Action::Restart(_) | Action::Resume(_)) {
                trace.repairs.push((number, step.event.at));
            }
            let message = arrivals.binary_search_by_key(&number, |(step, _)| *step).ok().map(|found| arrivals[found].1);
            let process = acts_at(&step.event.action).filter(|_| message.is_some() || !is_delivery(&step.event.action));
            let cause = match &step.event.action {
                Action::Fire(pid, timer) => {
                    let known = chronicle.timers().partition_point(|t| t.armed.0 < number);
                    let armed = chronicle.timers()[..known].iter().rfind(|t| t.process == *pid && t.timer == *timer);
                    armed.map_or(0, |t| t.armed.0)
                }
                Action::Partition(sides) => {
                    trace.partitions.push(Split { from: number, to: None, sides: sides.clone() });
                    0
                }
                Action::Heal => {
                    trace.partitions.iter_mut().filter(|p| p.to.is_none()).for_each(|p| p.to = Some(number));
                    0
                }
                _ => message.map_or(0, |m| trace.sent[m as usize]),
            };
            let before = process.map_or(0, |pid| {
                last.resize(last.len().max(pid.index() + 1), 0);
                std::mem::replace(&mut last[pid.index()], number)
            });
            // A choice is asked for by the process's step before it.
            let cause = if matches!(step.event.action, Action::Choose(..)) { before } else { cause };
            trace.steps.push(Place { process, before, cause, message });
        }
        for i in 0..trace.operations.len() {
            let Asked { called, returned, .. } = trace.operations[i];
            trace.operations[i].delays = returned.and_then(|(answered, _)| *trace.depths(called.0, answered).last()?);
        }
        trace
    }

    /// The operations.
    pub fn operations(&self) -> &[Asked] {
        &self.operations
    }

    /// The operations that were called by the step `step`.
    pub fn asked_until(&self, step: u32) -> impl Iterator<Item = &Asked> {
        self.operations.iter().take_while(move |call| call.called.0 <= step)
    }

    /// The partitions, in the order of time.
    pub fn partitions(&self) -> &[Split] {
        &self.partitions
    }

    /// When the last write was answered that was answered by the step `step`.
    pub fn last_write(&self, step: u32) -> Option<Time> {
        let answered = |call: &Asked| call.writes && call.outcome == Some(Outcome::Answered);
        let writes = self.asked_until(step).filter(|call| answered(call)).filter_map(|call| call.returned);
        writes.filter(|when| when.0 <= step).map(|when| when.1).max()
    }

    /// When something was last repaired by the step `step`.
    pub fn last_repair(&self, step: u32) -> Option<Time> {
        self.repairs[..self.repairs.partition_point(|when| when.0 <= step)].last().map(|when| when.1)
    }

    /// Where a step happened.
    pub fn process(&self, step: u32) -> Option<Pid> {
        self.place(step).and_then(|place| place.process)
    }

    /// The message that arrives in a step.
    pub fn message(&self, step: u32) -> Option<u32> {
        self.place(step).and_then(|place| place.message)
    }

    /// The step that brought a step about; 0 where nothing did.
    pub fn cause(&self, step: u32) -> u32 {
        self.place(step).map_or(0, |place| place.cause)
    }

    fn place(&self, step: u32) -> Option<&Place> {
        self.steps.get((step as usize).checked_sub(1)?)
    }

    /// The steps that happened before `step`, ascending.
    pub fn past(&self, step: u32) -> Vec<u32> {
        let mut marked = vec![false; self.steps.len() + 1];
        let mark = |marked: &mut Vec<bool>, place: &Place| {
            marked[place.before as usize] = true;
            marked[place.cause as usize] = true;
        };
        let Some(last) = self.place(step) else { return Vec::new() };
        mark(&mut marked, last);
        let mut past = Vec::new();
        for earlier in (1..step).rev().filter(|s| *s > 0) {
            if marked[earlier as usize] {
                past.push(earlier);
                mark(&mut marked, &self.steps[earlier as usize - 1]);
            }
        }
        past.reverse();
        past
    }

    /// The steps that `step` happened before, ascending.
    pub fn future(&self, step: u32) -> Vec<u32> {
        if step == 0 || step as usize > self.steps.len() {
            return Vec::new();
        }
        let mut marked = vec![false; self.steps.len() + 1];
        marked[step as usize] = true;
        let mut future = Vec::new();
        for later in step + 1..=self.steps.len() as u32 {
            let place = &self.steps[later as usize - 1];
            if marked[place.before as usize] || marked[place.cause as usize] {
                marked[later as usize] = true;
                future.push(later);
            }
        }
        future
    }

    /// The messages that led to a step, one after the other.
    pub fn messages_to(&self, step: u32) -> Vec<u32> {
        let cause = |step: &u32| Some(self.cause(*step)).filter(|cause| *cause > 0 && cause < step);
        std::iter::successors(Some(step), cause).filter_map(|step| self.message(step)).collect()
    }

    /// The messages that led from an operation's call to its answer: sent because of the call, arrived before the answer.
    pub fn messages_of(&self, operation: u32) -> Vec<u32> {
        let Some(call) = self.operations.get(operation as usize) else { return Vec::new() };
        let Some((answered, _)) = call.returned else { return Vec::new() };
        let depths = self.depths(call.called.0, answered);
        let mut past = self.past(answered);
        past.push(answered);
        let since = |step: u32| step.checked_sub(call.called.0).and_then(|i| *depths.get(i as usize)?);
        let arrivals = past.into_iter().filter_map(|step| self.message(step));
        let mut found: Vec<u32> = arrivals.filter(|m| since(self.sent[*m as usize]).is_some()).collect();
        synod_order::sort(&mut found);
        found
    }

    /// For every step between two, both included, the longest chain of messages from the first to it; none where none leads to it.
    fn depths(&self, first: u32, last: u32) -> Vec<Option<u32>> {
        let mut depths: Vec<Option<u32>> = Vec::new();
        for step in first..=last {
            let depth = if step == first {
                Some(0)
            } else {
                let place = self.place(step);
                let of = |step: u32| step.checked_sub(first).and_then(|i| *depths.get(i as usize)?);
                let before = place.and_then(|p| of(p.before));
                let cause = place.and_then(|p| Some(of(p.cause)? + u32::from(p.message.is_some())));
                before.max(cause)
            };
            depths.push(depth);
        }
        depths
    }

    /// How many messages were sent by the step `step`.
    pub fn sent_until(&self, step: u32) -> u32 {
        self.sent.partition_point(|sent| *sent <= step) as u32
    }
}

fn is_delivery(action: &Action<Erased>) -> bool {
    matches!(action, Action::Deliver(_))
}

/// The process at which something happens.
fn acts_at(action: &Action<Erased>) -> Option<Pid> {
    match action {
        Action::Deliver(id) => Some(id.to),
        Action::Fire(pid, _)
        | Action::Choose(pid, ..)
        | Action::Request(pid, _)
        | Action::Crash(pid)
        | Action::Restart(pid)
        | Action::Pause(pid)
        | Action::Resume(pid)
        | Action::ShiftClock(pid, _)
        | Action::Drift(pid, _) => Some(*pid),
        Action::Drop(_)
        | Action::Duplicate(_)
        | Action::Delay(..)
        | Action::Cut(..)
        | Action::Mend(..)
        | Action::Slow(..)
        | Action::Partition(_)
        | Action::Heal
        | Action::Loss(_)
        | Action::Duplication(_) => None,
    }
}
