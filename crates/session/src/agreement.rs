//! Whether the replicas of a store hold the same, along a run: the inconsistency window, and how long it takes to converge.
//!
//! Sources: Vogels, *Eventually consistent* (CACM 52(1), 2009): the inconsistency window is the time between an update and the moment from
//! which every observer sees it; Demers et al. (PODC 1987) for what convergence is. Both are derived from what processes declare to hold
//! ([`Fact::Holds`]), so every lab whose replicas do has them. A replica that is down holds nothing that anybody could see.

use crate::deeds::Deeds;
use crate::frame::{Measure, Window};
use crate::metrics::rounded;
use crate::trace::Trace;
use synod_check::{Fact, What};
use synod_kernel::Time;
use synod_order::{Map, Set};
use synod_words::{Arg, Phrase, phrase};

/// When the working replicas of a run differed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Agreement {
    /// In the order of time; the last one may be open.
    windows: Vec<Window>,
    /// Whether at least two processes declare what they hold.
    asked: bool,
}

impl Agreement {
    /// Of all that is known of a run.
    pub fn of(deeds: &Deeds) -> Agreement {
        let mut held: Map<u16, &str> = Map::new();
        let mut down: Set<u16> = Set::new();
        let mut agreement = Agreement::default();
        let events = &deeds.record.events;
        for (i, event) in (0_u32..).zip(events) {
            match &event.what {
                What::Did(Fact::Holds { state }) => drop(held.insert(event.process, state)),
                What::Failed => drop(down.insert(event.process)),
                What::Recovered => drop(down.remove(&event.process)),
                What::Did(_) | What::Disturbed => {}
            }
            // What happens in one step happens at once.
            let step = deeds.step_of(i);
            if i as usize + 1 < events.len() && deeds.step_of(i + 1) == step {
                continue;
            }
            let mut working = held.iter().filter(|(process, _)| !down.contains(process)).map(|(_, state)| *state);
            let first = working.next();
            agreement.turn((step, event.at), working.all(|state| Some(state) == first));
        }
        agreement.asked = held.len() > 1;
        let rows: Vec<String> =
            held.keys().filter_map(|process| deeds.record.processes.get(usize::from(*process)).cloned()).collect();
        agreement.windows.iter_mut().for_each(|window| window.rows.clone_from(&rows));
        agreement
    }

    fn turn(&mut self, now: (u32, Time), agree: bool) {
        let open = self.windows.last_mut().filter(|window| window.to.is_none());
        match (open, agree) {
            (Some(window), true) => window.to = Some(now),
            (None, false) => self.windows.push(Window { rows: Vec::new(), from: now, to: None }),
            _ => {}
        }
    }

    /// The windows of all that is known.
    pub fn windows(&self) -> &[Window] {
        &self.windows
    }

    /// What was measured of it up to a step; nothing where no replicas say what they hold.
    pub fn measures(&self, trace: &Trace, step: u32, now: Time) -> Vec<Measure> {
        if !self.asked {
            return Vec::new();
        }
        let longest = self.longest(step, now);
        let converged = self.time_to_converge(trace, step);
        let none = || phrase!("–", "–");
        let span = |us: Time| phrase!("{0}", "{0}", Arg::TimeUs(rounded(us)));
        let (value, number) = match converged {
            Convergence::NothingWritten => (none(), None),
            Convergence::NotYet => (phrase!("not yet", "尚未"), None),
            Convergence::After(us) => (span(us), Some(us.cast_signed())),
        };
        let measure = |id, name, value: Phrase, number| Measure { id, name, value, number };
        vec![
            measure(
                "inconsistency_window_us",
                phrase!("inconsistency window", "不一致窗口"),
                longest.map_or_else(none, span),
                longest.map(Time::cast_signed),
            ),
            measure("convergence_us", phrase!("time to converge", "收敛用时"), value, number),
        ]
    }

    fn begun(&self, step: u32) -> &[Window] {
        &self.windows[..self.windows.partition_point(|window| window.from.0 <= step)]
    }

    /// The longest window so far. One that is still open counts up to now.
    fn longest(&self, step: u32, now: Time) -> Option<Time> {
        let ended = |window: &Window| window.to.filter(|to| to.0 <= step).map_or(now, |to| to.1);
        self.begun(step).iter().map(|window| ended(window).saturating_sub(window.from.1)).max()
    }

    /// From the last write that was answered, or the last repair after it, until all working replicas held the same. What nobody
    /// answered and spreads all the same counts from where it began to.
    fn time_to_converge(&self, trace: &Trace, step: u32) -> Convergence {
        let Some(written) = trace.last_write(step) else { return Convergence::NothingWritten };
        let since = written.max(trace.last_repair(step).unwrap_or(0));
        match self.begun(step).last() {
            None => Convergence::After(0),
            Some(Window { from, to: Some((end, at)), .. }) if *end <= step => {
                Convergence::After(at.saturating_sub(since.max(from.1)))
            }
            Some(_) => Convergence::NotYet,
        }
    }
}

/// Whether the replicas have come to hold the same, and how long that took.
enum Convergence {
    NothingWritten,
    NotYet,
    /// In microseconds.
    After(Time),
}
