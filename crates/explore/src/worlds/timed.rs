//! The same worlds with their clocks running: what happens when.
//!
//! A step is an [`Event`] with its own moment. A timer runs out exactly when it is due by its process's clock; a message arrives between
//! its earliest and its latest moment; time does not pass what is due. So nothing is too early and nothing too late, which is what the
//! claims of leases and of synchronous systems rest on.
//!
//! Moments are those at which something can begin or must be over: the present, a timer's due moment, a message's earliest and latest
//! arrival, and the multiples of [`Pace::grain_us`]. A client asks at such a moment too; where somebody has just been answered, a microsecond
//! later, because in a history what happens in one microsecond is concurrent. Where the grain divides all spans of time, no order and no state is missed
//! (digital clocks: Henzinger, Manna & Pnueli 1992); with a coarser one the schedules in between are left out, and a result speaks of those
//! that were looked at.
//!
//! Three things are left out because something equivalent is looked at. A fault that takes no time (a crash, a cut, a pause) happens right after
//! the step before it, and what the network does to a message (it loses it, copies it, makes it late) when it is sent. Of two messages that say the
//! same on the same link, the older arrives first if it need not be later. And of two steps of
//! different processes at one moment, of which an observer is told of one at most, only the order of the processes' numbers is followed.

use super::pace::{Agenda, Pace, is_late};
use super::{Budget, Observer, WorldState, Worlds, actor};
use crate::{Model, mix};
use std::hash::Hash;
use synod_kernel::{
    Action, Clock, Event, Flight, Happening, Limits, MessageId, Pid, Protocol, Rejected, Time, Watch, World, fingerprint_of,
};

/// A world in which time passes, what its clients ask for, what may befall it, and who watches.
#[derive(Clone, Debug)]
pub struct TimedWorlds<P: Protocol, O> {
    pub(super) worlds: Worlds<P, O>,
    pace: Pace,
    /// How a process's clock may be wrong from the start on.
    clocks: Vec<Action<P>>,
    /// How many clocks are wrong at most.
    wrong_clocks: u16,
    /// How many messages may take any time.
    late: u16,
}

/// A world on the way, and what the order of steps of one moment rests on.
#[derive(Clone, Debug)]
pub struct TimedState<P: Protocol, O> {
    /// The world, its observer, and what remains of programmes and budget.
    pub reached: WorldState<P, O>,
    last: Last,
    /// Whether an operation was answered at this very moment.
    answered: bool,
    /// How many messages may still be made late.
    late: u16,
}

/// What the last step was.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Last {
    /// None yet but clocks that were set: more of them may be.
    Nothing,
    /// One that concerned this process only, if one only.
    Of(Option<Pid>, Told),
}

/// Whether the observer was told something that it may remember in its order.
type Told = bool;

/// Passes on to the observer what the world tells, and notes whether it may remember the order.
struct Telling<'a, O> {
    observer: &'a mut O,
    told: Told,
    answered: bool,
}

impl<P: Protocol, O: Observer<P>> Watch<P> for Telling<'_, O> {
    fn see(&mut self, _: Time, what: Happening<'_, P>) {
        self.told |= match what {
            Happening::Told(..) | Happening::Returned(..) => self.observer.heeds(&what),
            // Operations are numbered in the order of their calls, which everybody can tell.
            Happening::Called(..) => true,
            _ => false,
        };
        self.answered |= matches!(what, Happening::Returned(..));
        self.observer.see(&what);
    }
}

impl<P: Protocol, O: Observer<P>> TimedWorlds<P, O> {
    /// All schedules of these worlds at this pace. [`Budget::timeouts`] and [`Budget::deliveries`] are not counted: timers run out and messages
    /// arrive by time.
    ///
    /// The observer may remember in which order processes declare something, call, answer, crash, pause and come back. In which order different
    /// processes send at one moment it must not.
    pub fn new(worlds: Worlds<P, O>, pace: Pace) -> Self {
        let budget = Budget { deliveries: Budget::FREE, timeouts: Budget::FREE, ..worlds.budget };
        TimedWorlds { worlds: Worlds { budget, ..worlds }, pace, clocks: Vec::new(), wrong_clocks: 0, late: 0 }
    }

    /// At most so many clocks are wrong from the start on, each in one of these ways: [`Action::ShiftClock`] or [`Action::Drift`].
    ///
    /// # Errors
    /// [`Rejected`] where a clock of this world cannot be wrong in this way.
    pub fn clocks(self, wrong: u16, ways: Vec<Action<P>>) -> Result<Self, Rejected> {
        for action in &ways {
            let event = Event { at: self.worlds.start.now(), action: action.clone() };
            self.worlds.start.clone().apply(&event, &mut ())?;
        }
        Ok(TimedWorlds { clocks: ways, wrong_clocks: wrong, ..self })
    }

    /// At most so many messages keep to no longest time: they arrive at any later moment, or not before the end. In a witness such a step is
    /// [`Action::Delay`] by [`Limits::DELAY_US_MAX`].
    #[must_use]
    pub fn late(self, messages: u16) -> Self {
        TimedWorlds { late: messages, ..self }
    }

    /// The pace.
    pub fn pace(&self) -> Pace {
        self.pace
    }

    /// Clocks are set before everything else, those of lower numbers first.
    fn set_clocks(&self, world: &World<P>, out: &mut Vec<Event<P>>) {
        let wrong = || world.processes().filter(|(_, process)| *process.clock() != Clock::default()).map(|(pid, _)| pid);
        let last = wrong().max();
        let room = wrong().count() < usize::from(self.wrong_clocks);
        let of =
            |action: &Action<P>| if let Action::ShiftClock(pid, _) | Action::Drift(pid, _) = action { Some(*pid) } else { None };
        let next = self.clocks.iter().filter(|action| room && of(action) > last);
        out.extend(next.map(|action| Event { at: world.now(), action: action.clone() }));
    }
}

/// Whether the step may be left out, because the one before it is of another process and the two are followed in the other order.
fn is_pruned<P: Protocol, O>(state: &TimedState<P, O>, event: &Event<P>, told: Told) -> bool {
    let Last::Of(Some(last), last_told) = state.last else { return false };
    let world = &state.reached.world;
    let Some(here) = concerns(&event.action) else { return false };
    let together = event.at == world.now() && here < last && !(told && last_told);
    together && message_of(&event.action).and_then(|id| flight(world, id)).is_none_or(|flight| flight.sent != world.now())
}

/// Whether the observer is told of the fault itself.
fn is_told<P: Protocol>(action: &Action<P>) -> bool {
    matches!(action, Action::Crash(_) | Action::Restart(_) | Action::Pause(_) | Action::Resume(_))
}

fn flight<P: Protocol>(world: &World<P>, id: MessageId) -> Option<&Flight<P::Msg>> {
    world.in_flight().find(|flight| flight.id == id)
}

fn message_of<P: Protocol>(action: &Action<P>) -> Option<MessageId> {
    match action {
        Action::Deliver(id) | Action::Drop(id) | Action::Duplicate(id) | Action::Delay(id, _) => Some(*id),
        _ => None,
    }
}

/// The one process that a step concerns: it neither changes another nor depends on one.
fn concerns<P: Protocol>(action: &Action<P>) -> Option<Pid> {
    match action {
        Action::Crash(pid) | Action::Restart(pid) | Action::Pause(pid) | Action::Resume(pid) => Some(*pid),
        Action::Drop(id) | Action::Duplicate(id) | Action::Delay(id, _) => Some(id.to),
        other => actor(other),
    }
}

impl<P: Protocol, O: Observer<P>> Model for TimedWorlds<P, O>
where
    Action<P>: Hash,
{
    type State = TimedState<P, O>;
    type Action = Event<P>;

    fn starts(&self) -> Vec<Self::State> {
        self.worlds
            .starts()
            .into_iter()
            .map(|reached| TimedState { reached, last: Last::Nothing, answered: false, late: self.late })
            .collect()
    }

    fn actions(&self, state: &Self::State, out: &mut Vec<Event<P>>) {
        let WorldState { world, left, .. } = &state.reached;
        let now = world.now();
        if state.last == Last::Nothing {
            self.set_clocks(world, out);
        }
        let mut enabled = Vec::new();
        world.enabled(&mut enabled);
        // What is random is decided at once, by one process after the other.
        let chooses = |action: &Action<P>| if let Action::Choose(pid, ..) = action { Some(*pid) } else { None };
        if let Some(first) = enabled.iter().find_map(chooses) {
            let choices = enabled.into_iter().filter(|action| chooses(action) == Some(first));
            return out.extend(choices.map(|action| Event { at: now, action }));
        }
        let agenda = Agenda::of(&self.pace, world, &enabled);
        let later = |from: Time| agenda.moments.iter().copied().filter(move |moment| *moment >= from);
        for (action, earliest) in &agenda.due {
            if !matches!(action, Action::Deliver(id) if has_older_twin(&self.pace, world, *id)) {
                out.extend(later(*earliest).map(|at| Event { at, action: action.clone() }));
            }
        }
        for flight in world.in_flight().filter(|flight| flight.sent == now && flight.id.from != flight.id.to) {
            if world.process(flight.id.to).is_some_and(|to| to.node().is_some()) {
                let faults = [Action::Drop(flight.id), Action::Duplicate(flight.id)].into_iter();
                out.extend(faults.filter(|fault| left.left(fault) > 0).map(|action| Event { at: now, action }));
            }
            if state.late > 0 && !is_late(flight) {
                out.push(Event { at: now, action: Action::Delay(flight.id, Limits::DELAY_US_MAX) });
            }
        }
        for action in enabled.into_iter().filter(|action| left.left(action) > 0) {
            match action {
                Action::Crash(_) | Action::Pause(_) => out.push(Event { at: now, action }),
                Action::Restart(_) | Action::Resume(_) => out.extend(later(now).map(|at| Event { at, action: action.clone() })),
                _ => {}
            }
        }
        let after = now + Time::from(state.answered);
        let asked = || [after].into_iter().filter(|at| *at <= agenda.deadline).chain(later(after + 1));
        for action in self.worlds.requests(&state.reached) {
            out.extend(asked().map(|at| Event { at, action: action.clone() }));
        }
        out.extend(self.worlds.splits(&state.reached).map(|action| Event { at: now, action }));
    }

    fn next(&self, state: &Self::State, event: &Event<P>) -> Option<Self::State> {
        if is_pruned(state, event, true) {
            return None;
        }
        let mut next = state.clone();
        let WorldState { world, observer, .. } = &mut next.reached;
        observer.passes(event.at);
        observer.befalls(&event.action);
        let before = state.answered && event.at == world.now();
        let told = is_told(&event.action) && observer.heeds_that_befalls(&event.action);
        let mut telling = Telling { observer, told, answered: before };
        world.apply(event, &mut telling).ok()?;
        let told = telling.told;
        next.answered = telling.answered;
        if is_pruned(state, event, told) {
            return None;
        }
        next.reached.left.spend(&event.action);
        self.worlds.count(&mut next.reached, &event.action)?;
        next.late -= u16::from(matches!(event.action, Action::Delay(..)));
        if !matches!(event.action, Action::ShiftClock(..) | Action::Drift(..)) {
            // A request may have its own moment, at which nothing could happen before it.
            let alone = concerns(&event.action).filter(|_| !matches!(event.action, Action::Request(..)));
            next.last = Last::Of(alone, told);
        }
        Some(next)
    }

    fn fingerprint(&self, state: &Self::State) -> u128 {
        let WorldState { world, observer, asked, left } = &state.reached;
        let world = world.fingerprint_in_time(|flight| self.pace.arrival(world, flight));
        let mut words = [0; 8];
        let names = [world.0, observer.fingerprint(), fingerprint_of(&(asked, state.last, state.answered, state.late)).0];
        for (pair, name) in words.chunks_exact_mut(2).zip(names) {
            pair.copy_from_slice(&[(name >> 64) as u64, name as u64]);
        }
        words[6..].copy_from_slice(&left.words());
        mix(&words)
    }

    fn broken(&self, state: &Self::State) -> u64 {
        state.reached.observer.broken()
    }

    fn is_goal(&self, state: &Self::State) -> bool {
        state.reached.observer.is_goal()
    }

    /// Where something would happen after the end.
    fn is_cut(&self, state: &Self::State) -> bool {
        let mut enabled = Vec::new();
        state.reached.world.enabled(&mut enabled);
        let agenda = Agenda::of(&self.pace, &state.reached.world, &enabled);
        agenda.due.iter().any(|(_, earliest)| *earliest > self.pace.until)
    }

    fn weight(&self, state: &Self::State) -> usize {
        self.worlds.weight(&state.reached) + size_of::<Last>()
    }
}

/// Whether a message that says the same is longer under way on the same link, and need not arrive later.
fn has_older_twin<P: Protocol>(pace: &Pace, world: &World<P>, id: MessageId) -> bool {
    let twin = |one: &Flight<P::Msg>, other: &Flight<P::Msg>| {
        (one.id.from, one.id.to, &one.msg) == (other.id.from, other.id.to, &other.msg)
    };
    let age = |flight: &Flight<P::Msg>| (flight.sent, flight.id.nth, flight.id.copy);
    flight(world, id).is_some_and(|this| {
        let latest = pace.arrival(world, this).1;
        let goes_first = |other: &Flight<P::Msg>| age(other) < age(this) && pace.arrival(world, other).1 <= latest;
        world.in_flight().any(|other| twin(this, other) && goes_first(other))
    })
}
