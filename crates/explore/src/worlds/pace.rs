//! How time passes in a world that is explored with its clocks, and what may happen when.

use synod_kernel::{Action, Flight, Life, Limits, Protocol, Time, World};

/// How time passes: how long messages take, which moments are looked at, and where it all ends.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Pace {
    /// What a message to another process takes at least and at most, in microseconds; `None` where it is as the world's network has it. A
    /// longest time beyond [`Pace::until`] is as good as none.
    pub delay_us: Option<(Time, Time)>,
    /// Every so many microseconds is a moment at which messages may arrive and clients may ask; with 0 only those are at which something is
    /// due, or a message may arrive at the earliest or the latest.
    pub grain_us: Time,
    /// Nothing happens after this moment, in microseconds.
    pub until: Time,
}

/// Beyond the end.
const NEVER: Time = Time::MAX;

/// Whether somebody has made the message late by as much as goes: it arrives at any moment, or never.
pub(super) fn is_late<M>(flight: &Flight<M>) -> bool {
    flight.due >= flight.sent + Limits::DELAY_US_MAX
}

impl Pace {
    /// The earliest and the latest moment at which a message may still arrive.
    pub(super) fn arrival<P: Protocol>(&self, world: &World<P>, flight: &Flight<P::Msg>) -> (Time, Time) {
        let (earliest, latest) = match self.delay_us {
            Some((shortest, longest)) if flight.id.from != flight.id.to => {
                (flight.sent.saturating_add(shortest), flight.sent.saturating_add(longest))
            }
            _ => world.arrival(flight),
        };
        let latest = if latest > self.until || is_late(flight) { NEVER } else { latest.max(world.now()) };
        (earliest.max(world.now()), latest)
    }
}

/// What happens by itself from a state on, and when.
pub(super) struct Agenda<P: Protocol> {
    /// Each with its earliest moment.
    pub due: Vec<(Action<P>, Time)>,
    /// The moment that time does not pass.
    pub deadline: Time,
    /// The moments to look at until then, in order; the first is the present.
    pub moments: Vec<Time>,
}

impl<P: Protocol> Agenda<P> {
    /// What [is enabled](World::enabled) and is due. What paused processes wait for counts as a moment, but holds up nothing.
    pub fn of(pace: &Pace, world: &World<P>, enabled: &[Action<P>]) -> Agenda<P> {
        let now = world.now();
        let (mut due, mut moments, mut deadline) = (Vec::new(), vec![now], pace.until);
        for flight in world.in_flight() {
            let (earliest, latest) = pace.arrival(world, flight);
            moments.extend([earliest, latest]);
            if world.process(flight.id.to).is_some_and(|to| to.life() != Life::Paused) {
                due.push((Action::Deliver(flight.id), earliest));
                deadline = deadline.min(latest);
            }
        }
        for action in enabled {
            let Action::Fire(pid, timer) = action else { continue };
            let armed = world.process(*pid).and_then(|process| process.timers().find(|(name, ..)| *name == timer));
            let at = armed.map_or(now, |(.., at)| at.max(now));
            due.push((action.clone(), at));
            deadline = deadline.min(at);
        }
        moments.extend(world.processes().flat_map(|(_, process)| process.timers().map(|(.., at)| at)));
        let mut next = now.checked_next_multiple_of(pace.grain_us).unwrap_or(NEVER);
        while pace.grain_us > 0 && next <= deadline {
            moments.push(next);
            next += pace.grain_us;
        }
        moments.retain(|moment| (now..=deadline).contains(moment));
        synod_order::sort(&mut moments);
        moments.dedup();
        Agenda { due, deadline, moments }
    }
}
