//! What a human did to a run: the faults that somebody decided, counted.
//!
//! Requests are no faults, and neither is what mends one: a restart, a link that works again. A random choice that somebody made is none
//! either, for chance might have made it too.

use crate::doc::Act;
use crate::frame::{FaultKind, FaultLane};
use synod_words::{Phrase, phrase};

/// How many faults of each kind somebody decided, as far as they could happen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Toll {
    /// Crashes.
    pub crashes: u32,
    /// Pauses.
    pub pauses: u32,
    /// Cuts of a link, both directions at one moment counted once, and partitions.
    pub cuts: u32,
    /// Messages dropped, and spells during which messages get lost.
    pub losses: u32,
    /// Messages duplicated, and spells during which messages are.
    pub duplicates: u32,
    /// Messages and links that were made slower, messages that were made faster.
    pub delays: u32,
    /// Timers that were made to run out.
    pub timers: u32,
    /// Clocks that were set, or made to drift.
    pub clocks: u32,
}

impl Toll {
    /// Counts the faults that last, and of these acts those that are over at once.
    pub(crate) fn of<'a>(lanes: &[FaultLane], acts: impl Iterator<Item = &'a Act>) -> Toll {
        let mut toll = Toll::default();
        for lane in lanes {
            let count = match lane.kind {
                FaultKind::Crash => &mut toll.crashes,
                FaultKind::Pause => &mut toll.pauses,
                FaultKind::Cut | FaultKind::Partition => &mut toll.cuts,
                FaultKind::Slow => &mut toll.delays,
                FaultKind::Loss => &mut toll.losses,
                FaultKind::Duplication => &mut toll.duplicates,
                FaultKind::Drift => &mut toll.clocks,
            };
            *count += 1;
        }
        for act in acts {
            match act {
                Act::Drop(_) => toll.losses += 1,
                Act::Duplicate(_) => toll.duplicates += 1,
                Act::Delay(..) | Act::Deliver(_) => toll.delays += 1,
                Act::Fire(..) => toll.timers += 1,
                Act::ShiftClock(..) => toll.clocks += 1,
                _ => {}
            }
        }
        toll
    }

    /// All faults.
    pub fn faults(&self) -> u32 {
        self.rows().iter().map(|row| row.2).sum()
    }

    /// Id, name and number of each kind.
    pub fn rows(&self) -> [(&'static str, Phrase, u32); 8] {
        [
            ("crashes", phrase!("crashes", "宕机"), self.crashes),
            ("pauses", phrase!("pauses", "暂停"), self.pauses),
            ("cuts", phrase!("cuts and partitions", "断链与分区"), self.cuts),
            ("losses", phrase!("losses", "丢失"), self.losses),
            ("duplicates", phrase!("duplicates", "重复"), self.duplicates),
            ("delays", phrase!("messages slower or faster", "消息变慢或变快"), self.delays),
            ("timers", phrase!("timers made to run out", "强制到时的定时器"), self.timers),
            ("clocks", phrase!("clocks set or drifting", "时钟拨动或漂移"), self.clocks),
        ]
    }
}
