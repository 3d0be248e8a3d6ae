//! What was found in time, as a script that the simulator replays to the microsecond.

use super::{Observer, TimedWorlds};
use synod_kernel::{Action, Decision, Event, Limits, Protocol, Rejected, Time, World};

/// A script, and how long the run is that it makes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Exact<P: Protocol> {
    /// The decisions.
    pub script: Vec<Decision<P>>,
    /// The steps of the run up to the last one of the witness: the decisions, and what the simulator does by itself between them.
    pub steps: u32,
}

impl<P: Protocol, O: Observer<P>> TimedWorlds<P, O> {
    /// The steps of a witness as decisions: a run of the simulator from the same start with this script takes the same steps at the same
    /// moments.
    ///
    /// What the simulator does then by itself is not decided. A message that it would let arrive earlier is delayed to its moment; one that
    /// arrives before its turn is made to.
    ///
    /// # Errors
    /// [`Rejected`] where the steps cannot be taken from the start: they are not those of a witness of this model.
    pub fn script(&self, steps: &[Event<P>]) -> Result<Exact<P>, Rejected> {
        let mut run = Run { world: self.worlds.start.clone(), script: Vec::new(), own: 0, own_now: 0 };
        for (nth, event) in steps.iter().enumerate() {
            // That a message is late shows in when it arrives.
            if !matches!(event.action, Action::Delay(..)) {
                run.reach(event, &steps[nth..])?;
            }
        }
        Ok(Exact { steps: run.own + run.script.len() as u32, script: run.script })
    }
}

/// A run of the simulator that is being steered.
struct Run<P: Protocol> {
    world: World<P>,
    script: Vec<Decision<P>>,
    /// How many steps the simulator took by itself, and how many of them at the present moment.
    own: u32,
    own_now: u32,
}

impl<P: Protocol> Run<P> {
    /// Goes on to this event and takes it.
    fn reach(&mut self, event: &Event<P>, rest: &[Event<P>]) -> Result<(), Rejected> {
        loop {
            match self.world.scheduled() {
                Some(due) if due == *event => {
                    self.apply(event)?;
                    self.own += 1;
                    self.own_now += 1;
                    return Ok(());
                }
                Some(Event { at, action: Action::Deliver(id) }) if at < event.at => {
                    let arrives = rest.iter().find(|later| later.action == Action::Deliver(id)).map(|later| later.at);
                    let by_us = arrives.map_or(Limits::DELAY_US_MAX, |arrives| arrives - at);
                    self.decide(self.world.now(), Action::Delay(id, by_us))?;
                }
                Some(due) if due.at < event.at => return Err(Rejected::Past),
                _ => return self.decide(event.at, event.action.clone()),
            }
        }
    }

    fn decide(&mut self, at: Time, action: Action<P>) -> Result<(), Rejected> {
        let event = Event { at, action };
        self.apply(&event)?;
        self.script.push(Decision { at, nth: self.own_now, action: event.action });
        Ok(())
    }

    fn apply(&mut self, event: &Event<P>) -> Result<(), Rejected> {
        if event.at > self.world.now() {
            self.own_now = 0;
        }
        self.world.apply(event, &mut ())
    }
}
