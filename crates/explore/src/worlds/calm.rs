//! What a world can count on, so that its progress can be judged.
//!
//! No protocol can promise to come to an end in a network that may take any time (Fischer, Lynch & Paterson, *Impossibility of distributed
//! consensus with one faulty process*, JACM 1985). What they promise holds once the network behaves: from some moment on messages are faster
//! than time-outs, as in Dwork, Lynch & Stockmeyer, *Consensus in the presence of partial synchrony* (JACM 1988). Here the unruly time is the
//! budget: as many faults, and as many timers that run out while messages are under way, as it has. Whatever else happens is calm.

use super::{Observer, Worlds, name_of};
use crate::Comes;
use synod_kernel::{Action, Pid, Protocol, World, fingerprint_of};

/// What may be counted on once the budget is used up, and before.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Calm {
    /// Whether who has crashed starts again in the end, and cut links carry again; the budget's restarts allow it, this promises it.
    pub repairs: bool,
}

impl<P: Protocol, O: Observer<P>> Worlds<P, O>
where
    Action<P>: std::hash::Hash,
{
    /// Judges progress: a timer may run out at any time while no message is under way, and only [`super::Budget::timeouts`] run out before. All
    /// messages arrive and all timers run out in the end; faults and requests are nothing that anybody can count on.
    #[must_use]
    pub fn calm(self, calm: Calm) -> Self {
        Worlds { calm: Some(calm), ..self }
    }

    /// Whether it is a timer that runs out when nothing else can happen, which no budget counts.
    pub(super) fn waits_its_time(&self, world: &World<P>, action: &Action<P>) -> bool {
        self.calm.is_some() && matches!(action, Action::Fire(..)) && is_silent(world)
    }

    /// See [`crate::Model::comes`].
    pub(super) fn comes_by_itself(&self, world: &World<P>, action: &Action<P>) -> Comes {
        let repairs = self.calm.is_none_or(|calm| calm.repairs);
        let name = || name_of(world, action).0 as u64;
        match action {
            Action::Deliver(_) => Comes::Surely(name()),
            Action::Fire(..) if self.calm.is_none() || is_silent(world) => Comes::Surely(name()),
            Action::Restart(_) | Action::Heal if repairs => Comes::Surely(name()),
            Action::Choose(..) => Comes::AtTimes(name()),
            _ => Comes::Perhaps,
        }
    }

    /// The timers that cannot run out yet because messages are under way.
    pub(super) fn timers_that_wait(&self, world: &World<P>, out: &mut Vec<u64>) {
        if self.calm.is_some() && !is_silent(world) {
            let timers = world.processes().flat_map(|(pid, process)| process.timers().map(move |(timer, ..)| (pid, timer)));
            out.extend(timers.map(|(pid, timer): (Pid, &P::Timer)| {
                let fires: Action<P> = Action::Fire(pid, timer.clone());
                fingerprint_of(&fires).0 as u64
            }));
        }
    }
}

/// Whether no message is under way.
fn is_silent<P: Protocol>(world: &World<P>) -> bool {
    world.in_flight().next().is_none()
}
