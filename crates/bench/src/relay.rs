//! The smallest protocol that keeps a network busy: whoever gets a message sends the next one.

use std::rc::Rc;
use synod_kernel::{Cx, Delay, Effects, Input, Network, Pid, Protocol, Rejected, World};

/// Where a process sends the next message.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Route {
    /// To any other process, picked by the message itself.
    Anyone,
    /// To the other one of its pair.
    Partner,
}

/// Processes that pass on every message they get; the number of messages in flight stays the same.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Relay {
    /// How many processes there are.
    pub processes: u16,
    /// How many messages each of them sends first.
    pub each: u16,
    /// To whom.
    pub route: Route,
}

/// How long a message takes, in microseconds: uniform between these.
pub const DELAY_US: (u64, u64) = (1_000, 10_000);

impl Relay {
    /// A world in which every fault could happen and none does.
    ///
    /// # Errors
    /// [`Rejected`] where there are more processes than a world may have.
    pub fn world(self, seed: u64) -> Result<World<Relay>, Rejected> {
        let network = Network::uniform(Delay::Uniform { low_us: DELAY_US.0, high_us: DELAY_US.1 });
        let processes = self.processes;
        World::new(Rc::new(self), processes, network, seed, &mut ())
    }

    fn to(&self, me: Pid, token: u64) -> Pid {
        match self.route {
            Route::Anyone => Pid(next_hop(u32::from(me.0), u32::from(self.processes), token) as u16),
            Route::Partner => Pid(me.0 ^ 1),
        }
    }
}

/// What the `nth` message says that a process sends by itself.
pub fn first_token(me: u16, nth: u16) -> u64 {
    next_token(next_token(u64::from(me) << 16 | u64::from(nth)))
}

/// What the message after `token` says.
#[inline]
pub fn next_token(token: u64) -> u64 {
    token.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407)
}

/// Some process other than `me`, picked by what the message says.
#[inline]
pub fn next_hop(me: u32, processes: u32, token: u64) -> u32 {
    let other = (token >> 33) as u32 % (processes - 1);
    if other >= me { other + 1 } else { other }
}

impl Protocol for Relay {
    type Msg = u64;
    type Timer = ();
    type Choice = ();
    type Op = ();
    type Ret = ();
    type Fact = ();
    type Durable = ();
    type Node = ();

    fn boot(&self, cx: Cx, (): &(), fx: &mut Effects<Self>) {
        for nth in 0..self.each {
            let token = first_token(cx.me.0, nth);
            fx.send(self.to(cx.me, token), token);
        }
    }

    fn step(&self, cx: Cx, (): &mut (), input: Input<Self>, fx: &mut Effects<Self>) {
        if let Input::Message { msg, .. } = input {
            let token = next_token(msg);
            fx.send(self.to(cx.me, token), token);
        }
    }
}

/// The loop that every caller of the kernel runs: ask what is due, and let it happen.
///
/// # Errors
/// [`Rejected`] where the run has come to its end.
pub fn deliver(world: &mut World<Relay>, count: u32) -> Result<(), Rejected> {
    for _ in 0..count {
        let Some(event) = world.scheduled() else { return Err(Rejected::TooLate) };
        world.apply(&event, &mut ())?;
    }
    Ok(())
}
