//! How a verdict unfolds along a record.

use crate::{Verdict, Witness};

/// How a verdict unfolds along a record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unfolding {
    /// The verdict before anything happened, and after so many events each time it changes; ascending, the first at 0.
    pub turns: Vec<(u32, Verdict)>,
    /// The verdict at the very end, where that there is an end decides something; else the last of the turns.
    pub end: Verdict,
}

impl Unfolding {
    /// The verdict after `events` events, with more to come.
    pub fn after(&self, events: u32) -> &Verdict {
        let turn = self.turns.partition_point(|(from, _)| *from <= events);
        self.turns.get(turn.saturating_sub(1)).map_or(&self.end, |(_, verdict)| verdict)
    }

    /// Of a promise that is broken for good by one event, the last of the witness's; or never.
    pub(crate) fn of_safety(broken: Option<Witness>) -> Unfolding {
        let mut turns = Turns::new();
        if let Some(witness) = broken {
            let last = witness.events.last().copied().unwrap_or(0);
            turns.after(last, Verdict::Violated(witness));
        }
        turns.end(None)
    }
}

/// An unfolding in the making.
#[derive(Debug)]
pub(crate) struct Turns {
    turns: Vec<(u32, Verdict)>,
    now: Verdict,
}

impl Turns {
    /// Every promise holds before anything happens.
    pub(crate) fn new() -> Turns {
        Turns { turns: vec![(0, Verdict::Holds)], now: Verdict::Holds }
    }

    /// After the event `event`, the verdict is `verdict`; perhaps as before.
    pub(crate) fn after(&mut self, event: u32, verdict: Verdict) {
        if verdict != self.now {
            self.now = verdict.clone();
            self.turns.push((event + 1, verdict));
        }
    }

    /// The whole, with what the end decides, if it decides something.
    pub(crate) fn end(self, end: Option<Verdict>) -> Unfolding {
        Unfolding { turns: self.turns, end: end.unwrap_or(self.now) }
    }
}
