//! How much may happen in a world that is explored.

use synod_kernel::{Action, Protocol};

/// How often each kind of thing may still happen. [`Budget::FREE`] is as often as it likes, and is not counted.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Budget {
    /// Messages that arrive.
    pub deliveries: u16,
    /// Timers that run out.
    pub timeouts: u16,
    /// Crashes.
    pub crashes: u16,
    /// Restarts after them.
    pub restarts: u16,
    /// Messages that are lost.
    pub drops: u16,
    /// Messages that are duplicated.
    pub duplicates: u16,
    /// Partitions; healing is free.
    pub partitions: u16,
    /// Pauses, where time passes ([`crate::TimedWorlds`]); each may end. Where it stands still, who is slow is as good as paused.
    pub pauses: u16,
}

impl Budget {
    /// Not counted.
    pub const FREE: u16 = u16::MAX;

    /// Everything that a correct network and correct processes do, and no fault.
    pub const NO_FAULTS: Budget = Budget {
        deliveries: Budget::FREE,
        timeouts: Budget::FREE,
        crashes: 0,
        restarts: 0,
        drops: 0,
        duplicates: 0,
        partitions: 0,
        pauses: 0,
    };

    /// What an action takes from; `None` where it is free.
    fn of<P: Protocol>(&mut self, action: &Action<P>) -> Option<&mut u16> {
        match action {
            Action::Deliver(_) => Some(&mut self.deliveries),
            Action::Fire(..) => Some(&mut self.timeouts),
            Action::Crash(_) => Some(&mut self.crashes),
            Action::Restart(_) => Some(&mut self.restarts),
            Action::Drop(_) => Some(&mut self.drops),
            Action::Duplicate(_) => Some(&mut self.duplicates),
            Action::Partition(_) => Some(&mut self.partitions),
            Action::Pause(_) => Some(&mut self.pauses),
            _ => None,
        }
    }

    /// How often the action may still happen.
    pub(super) fn left<P: Protocol>(mut self, action: &Action<P>) -> u16 {
        self.of(action).map_or(Budget::FREE, |left| *left)
    }

    /// The action happens.
    pub(super) fn spend<P: Protocol>(&mut self, action: &Action<P>) {
        if let Some(left) = self.of(action).filter(|left| **left != Budget::FREE) {
            *left = left.saturating_sub(1);
        }
    }

    /// Its numbers in two words.
    pub(super) fn words(self) -> [u64; 2] {
        let word = |parts: [u16; 4]| parts.into_iter().fold(0, |all, part| all << 16 | u64::from(part));
        [
            word([self.deliveries, self.timeouts, self.crashes, self.restarts]),
            word([self.drops, self.duplicates, self.partitions, self.pauses]),
        ]
    }
}
