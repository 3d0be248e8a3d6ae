//! The network as a policy: what becomes of a message, decided in integers when it is sent.

use crate::{Delay, MessageId, Pid, Ratio, Time, rng::Draw, rng::Purpose};

/// How the network treats messages between processes.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Network {
    /// Delay models by class of message ([`crate::Protocol::delay_class`]); a class beyond the end takes the last.
    pub delays: Vec<Delay>,
    /// The site of each process, by its number; a process beyond the end is at site 0.
    pub sites: Vec<u8>,
    /// What a message between two sites takes on top, in microseconds.
    pub between_sites_us: u64,
    /// How likely a message is lost.
    pub loss: Ratio,
    /// How likely a message arrives twice.
    pub duplication: Ratio,
}

impl Network {
    /// A network that loses nothing and takes `delay` for everything.
    pub fn uniform(delay: Delay) -> Network {
        Network { delays: vec![delay], sites: Vec::new(), between_sites_us: 0, loss: Ratio::ZERO, duplication: Ratio::ZERO }
    }

    /// Draws the fate of a message: whether it is lost, whether it is duplicated, and its delay. All three are always drawn, so that a
    /// changed loss rate leaves the delays as they were.
    #[allow(clippy::inline_always, reason = "every message takes it, and wasm pays dearly for a call")]
    #[inline(always)]
    pub(crate) fn fate(&self, seed: u64, id: MessageId, class: u8, times: u16) -> Fate {
        let key = u32::from(id.from.0) << 20 | u32::from(id.to.0) << 8 | u32::from(id.copy);
        let mut draw = Draw::new(seed, Purpose::Message, (key, id.nth));
        let lost = draw.happens(self.loss);
        let twice = draw.happens(self.duplication);
        let drawn = self.model(class).map_or(0, |delay| delay.draw(&mut draw));
        Fate { lost, twice, delay_us: (drawn + self.far_us(id.from, id.to)) * u64::from(times) }
    }

    /// The shortest and the longest time, in microseconds, that a message of this class takes from the one to the other on a link of the
    /// usual speed.
    pub fn spans_us(&self, from: Pid, to: Pid, class: u8) -> (Time, Time) {
        let (shortest, longest) = self.model(class).map_or((0, 0), Delay::spans_us);
        let far = self.far_us(from, to);
        (shortest + far, longest + far)
    }

    /// The delay model of a class.
    #[inline]
    fn model(&self, class: u8) -> Option<&Delay> {
        self.delays.get(usize::from(class).min(self.delays.len().saturating_sub(1)))
    }

    /// What it takes on top, in microseconds, because the two are not in one place.
    #[inline]
    fn far_us(&self, from: Pid, to: Pid) -> Time {
        if self.between_sites_us == 0 || self.site(from) == self.site(to) { 0 } else { self.between_sites_us }
    }

    #[inline]
    fn site(&self, pid: Pid) -> u8 {
        self.sites.get(pid.index()).copied().unwrap_or(0)
    }
}

/// What the network decides for one message.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fate {
    pub lost: bool,
    pub twice: bool,
    pub delay_us: Time,
}

/// One direction of a link.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct LinkState {
    /// Whether what is sent is lost.
    pub cut: bool,
    /// How many times as long as usual a message takes.
    pub times: u16,
}

impl Default for LinkState {
    fn default() -> Self {
        LinkState { cut: false, times: 1 }
    }
}

/// Why a message did not arrive.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Loss {
    /// The network lost it, by its loss rate.
    Chance,
    /// The link was cut when it was sent or while it was under way.
    Cut,
    /// Somebody dropped it.
    Dropped,
    /// The receiver had crashed when it arrived.
    ReceiverDown,
}
