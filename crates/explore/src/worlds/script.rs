//! What was found, as a script that the simulator replays.

use super::{Observer, Worlds};
use synod_kernel::{Action, Decision, Event, Limits, Protocol, Rejected, Time, World};

impl<P: Protocol, O: Observer<P>> Worlds<P, O> {
    /// The steps of a witness as decisions: a run of the simulator from the same start with this script takes the same steps.
    ///
    /// They lie `apart_us` microseconds apart where they can, so that they can be seen. What the simulator would do by itself in between
    /// is kept from it: a message that would be due is delayed; where a timer or a choice would be due, the next decisions follow at that very
    /// moment, because a decision comes before what is due with it. With `apart_us` 0 all of them lie at the moment of the start.
    ///
    /// # Errors
    /// [`Rejected`] where the steps cannot be taken from the start: they are not those of a witness of this model.
    pub fn script(&self, steps: &[Action<P>], apart_us: Time) -> Result<Vec<Decision<P>>, Rejected> {
        let mut world = self.start.clone();
        let mut script = Vec::new();
        for action in steps {
            let at = next_moment(&mut world, apart_us, &mut script, action)?;
            decide(&mut world, &mut script, at, action.clone())?;
        }
        Ok(script)
    }
}

/// When the next decision is made. Messages that would arrive before it, other than by it, are delayed.
fn next_moment<P: Protocol>(
    world: &mut World<P>,
    apart_us: Time,
    script: &mut Vec<Decision<P>>,
    next: &Action<P>,
) -> Result<Time, Rejected> {
    let now = world.now();
    let wished = if script.is_empty() { now } else { now + apart_us };
    loop {
        match world.scheduled() {
            Some(due) if due.at <= wished => match due.action {
                Action::Deliver(id) if Action::Deliver(id) != *next => {
                    decide(world, script, now, Action::Delay(id, Limits::DELAY_US_MAX))?;
                }
                _ => return Ok(due.at),
            },
            _ => return Ok(wished),
        }
    }
}

fn decide<P: Protocol>(world: &mut World<P>, script: &mut Vec<Decision<P>>, at: Time, action: Action<P>) -> Result<(), Rejected> {
    let decision = Decision { at, nth: 0, action };
    world.apply(&Event { at, action: decision.action.clone() }, &mut ())?;
    script.push(decision);
    Ok(())
}
