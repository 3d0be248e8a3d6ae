//! The same schedules, told by how far they depart from the ordinary one.
//!
//! The ordinary schedule delivers messages in the order in which they were sent; when nothing is under way, clients ask and timers run out,
//! those first that were armed for the shortest time. A deviation is what a network or a user does otherwise: it holds back a message, which
//! then arrives at any later moment; a client asks, a timer runs out, a process restarts or the links mend while messages are under way that
//! were not held back; a timer runs out though a shorter one is armed; a process
//! crashes, a message is lost or copied, the world falls apart. Every schedule is the ordinary one with some deviations, and few of them break
//! most promises (Emmi, Qadeer & Rakamarić, *Delay-bounded scheduling*, POPL 2011), so [`crate::Order::Deviations`] looks first where they
//! are fewest.

use super::tables::Tables;
use super::{Collapsed, Move, Tuple};
use crate::worlds::{Observer, Schedules, Worlds};
use crate::{Model, Witness, mix};
use std::hash::Hash;
use synod_kernel::{Action, Life, Pid, Protocol, Time};

/// All schedules of a world within its budget, with the ordinary one among them.
pub struct Deviating<P: Protocol, O> {
    all: Collapsed<P, O>,
}

/// A state, and which messages are not held back.
#[derive(Clone, Debug)]
pub struct Ordered {
    tuple: Tuple,
    /// The messages under way that arrive next, in their order; the others are held back.
    prompt: Box<[u32]>,
}

/// What happens next, in order or out of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Course {
    /// A step.
    Step(Move),
    /// The message that would arrive next is held back.
    HoldBack,
}

impl<P: Protocol, O: Observer<P>> Deviating<P, O>
where
    Action<P>: Hash,
{
    /// The same schedules as those of `worlds`. A message that is ignored arrives as any other: it would be held back otherwise.
    pub fn new(worlds: Worlds<P, O>) -> Self {
        Deviating { all: Collapsed::new(Worlds { prunes_ignored: false, ..worlds }) }
    }

    /// The choices that the first process with any has to make: a choice is made at once.
    fn choices(&self, tuple: &Tuple) -> Vec<Course> {
        let tables = self.all.tables.borrow();
        let of = |pid: Pid| {
            let deeds = (0..).zip(&tables.processes.get(tuple.process(pid)).deeds);
            let choices = deeds.filter(|(_, deed)| matches!(deed, Action::Choose(..)));
            choices.map(|(nth, _)| Course::Step(Move::Own(pid, nth))).collect::<Vec<_>>()
        };
        (0..self.all.processes as u16).map(Pid).map(of).find(|choices| !choices.is_empty()).unwrap_or_default()
    }

    /// The shortest of all timers, by how long they were armed for.
    fn shortest(&self, tables: &Tables<P, O>, tuple: &Tuple) -> Time {
        let of = |pid: Pid| {
            let part = tables.processes.get(tuple.process(pid));
            if part.process.life() == Life::Up { part.shortest } else { Time::MAX }
        };
        (0..self.all.processes as u16).map(Pid).map(of).min().unwrap_or(Time::MAX)
    }

    /// Whether a message of this number is under way and held back.
    fn is_held_back(&self, state: &Ordered, message: u32) -> bool {
        let count = |messages: &[u32]| messages.iter().filter(|other| **other == message).count();
        count(self.all.messages(&state.tuple)) > count(&state.prompt)
    }

    /// The messages that arrive next after a step, in their order.
    fn prompt_after(&self, before: &Ordered, step: Move, after: &Tuple) -> Vec<u32> {
        let mut prompt = before.prompt.to_vec();
        let mut known = self.all.messages(&before.tuple).to_vec();
        match step {
            Move::Deliver(message) | Move::Drop(message) => {
                let lies = |messages: &[u32]| messages.iter().position(|other| *other == message);
                let in_order = if matches!(step, Move::Deliver(_)) { prompt.first() == Some(&message) } else { true };
                if let Some(place) = lies(&prompt).filter(|_| in_order) {
                    prompt.remove(place);
                }
                if let Some(place) = lies(&known) {
                    known.remove(place);
                }
            }
            // The copy is held back: it arrives whenever it likes.
            Move::Duplicate(_) => return prompt,
            // Of messages that say the same on one link, all are lost with the link or with the process, or none.
            _ => prompt.retain(|message| self.all.messages(after).contains(message)),
        }
        let mut known = known.into_iter().peekable();
        for message in self.all.messages(after) {
            while known.next_if(|other| other < message).is_some() {}
            if known.next_if_eq(message).is_none() {
                prompt.push(*message);
            }
        }
        prompt
    }
}

impl<P: Protocol, O: Observer<P>> Schedules<P, O> for Deviating<P, O>
where
    Action<P>: Hash,
{
    fn worlds(&self) -> &Worlds<P, O> {
        self.all.worlds()
    }

    fn unfolded(&self, witness: &Witness<Self>) -> Option<Vec<Action<P>>> {
        let steps = witness.states.iter().zip(&witness.actions).filter_map(|(state, course)| match course {
            Course::Step(step) => Some((&state.tuple, *step)),
            Course::HoldBack => None,
        });
        self.all.happening(steps)
    }
}

impl<P: Protocol, O: Observer<P>> Model for Deviating<P, O>
where
    Action<P>: Hash,
{
    type State = Ordered;
    type Action = Course;

    fn starts(&self) -> Vec<Ordered> {
        let ordered = |tuple: Tuple| Ordered { prompt: self.all.messages(&tuple).into(), tuple };
        self.all.starts().into_iter().map(ordered).collect()
    }

    fn actions(&self, state: &Ordered, out: &mut Vec<Course>) {
        out.extend(self.choices(&state.tuple));
        if !out.is_empty() {
            return;
        }
        out.extend(state.prompt.first().map(|_| Course::HoldBack));
        let mut steps = Vec::new();
        self.all.actions(&state.tuple, &mut steps);
        steps.retain(|step| match step {
            Move::Deliver(message) => state.prompt.first() == Some(message) || self.is_held_back(state, *message),
            _ => true,
        });
        out.extend(steps.into_iter().map(Course::Step));
    }

    fn next(&self, state: &Ordered, course: &Course) -> Option<Ordered> {
        let Course::Step(step) = *course else {
            return Some(Ordered { tuple: state.tuple.clone(), prompt: state.prompt.get(1..)?.into() });
        };
        let tuple = self.all.next(&state.tuple, &step)?;
        Some(Ordered { prompt: self.prompt_after(state, step, &tuple).into(), tuple })
    }

    fn fingerprint(&self, state: &Ordered) -> u128 {
        let next = |all: u128, message: &u32| mix(&[(all >> 64) as u64, all as u64, u64::from(*message) + 1]);
        state.prompt.iter().fold(self.all.fingerprint(&state.tuple), next)
    }

    fn broken(&self, state: &Ordered) -> u64 {
        self.all.broken(&state.tuple)
    }

    fn deviates(&self, state: &Ordered, course: &Course) -> bool {
        let is_quiet = state.prompt.is_empty();
        match course {
            Course::HoldBack => true,
            Course::Step(step) => match step {
                Move::Deliver(_) => false,
                Move::Drop(_) | Move::Duplicate(_) | Move::Partition(_) => true,
                Move::Request(_) | Move::Heal => !is_quiet,
                Move::Own(pid, nth) => {
                    let tables = self.all.tables.borrow();
                    let part = tables.processes.get(state.tuple.process(*pid));
                    match &part.deeds[usize::from(*nth)] {
                        Action::Choose(..) => false,
                        Action::Fire(_, timer) => !is_quiet || part.span(timer) > self.shortest(&tables, &state.tuple),
                        Action::Restart(_) => !is_quiet,
                        _ => true,
                    }
                }
            },
        }
    }

    fn weight(&self, state: &Ordered) -> usize {
        self.all.weight(&state.tuple) + size_of::<Box<[u32]>>() + size_of_val(&*state.prompt)
    }

    fn bytes(&self) -> u64 {
        self.all.bytes()
    }
}
