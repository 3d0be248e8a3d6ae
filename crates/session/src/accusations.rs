//! What was measured of failure detectors up to a moment: how often they were wrong, how long they took, and what that cost.

use crate::deeds::Deeds;
use crate::frame::Measure;
use crate::metrics::rounded;
use synod_check::{Fact, What};
use synod_kernel::Time;
use synod_order::Set;
use synod_words::{Arg, Phrase, phrase};

/// What the declarations of members come to.
#[derive(Debug, Default)]
struct Tally {
    members: Set<u16>,
    down: Set<u16>,
    gone: Set<u16>,
    /// Suspicions of processes that were working.
    mistakes: u32,
    /// The process that failed last, and when, with those that have suspected it since.
    last: Option<(u16, Time)>,
    suspected_by: Set<u16>,
    first: Option<Time>,
    all: Option<Time>,
}

/// The measures of a run in which members declare whom they suspect; none of any other.
pub(crate) fn measures(deeds: &Deeds, sent: u32, step: u32) -> Vec<Measure> {
    let mut tally = Tally::default();
    for event in &deeds.record.events[..deeds.until(step) as usize] {
        tally.take(event.process, event.at, &event.what);
    }
    if tally.members.is_empty() {
        return Vec::new();
    }
    let us = |value: Option<Time>| value.map_or_else(none, |us| phrase!("{0}", "{0}", Arg::TimeUs(rounded(us))));
    let member_us = tally.members.len() as u64 * deeds.now(step);
    let rate = (u64::from(sent) * 10_000_000).checked_div(member_us);
    let number = |value: Option<Time>| value.map(Time::cast_signed);
    vec![
        Measure {
            id: "false_suspicions",
            name: phrase!("false suspicions", "误疑次数"),
            value: phrase!("{0}", "{0}", tally.mistakes),
            number: Some(i64::from(tally.mistakes)),
        },
        Measure {
            id: "detection_first_us",
            name: phrase!("failure to first suspicion", "故障到首次怀疑"),
            value: us(tally.first),
            number: number(tally.first),
        },
        Measure {
            id: "detection_all_us",
            name: phrase!("failure known to all", "故障为众所知"),
            value: us(tally.all),
            number: number(tally.all),
        },
        Measure {
            id: "messages_per_member_second_tenths",
            name: phrase!("messages per member and second", "每成员每秒消息数"),
            value: rate.map_or_else(none, |t| phrase!("{0}.{1}", "{0}.{1}", (t / 10) as u32, (t % 10) as u32)),
            number: number(rate),
        },
    ]
}

fn none() -> Phrase {
    phrase!("–", "–")
}

impl Tally {
    fn take(&mut self, by: u16, at: Time, what: &What) {
        match what {
            What::Failed => {
                self.down.insert(by);
                (self.last, self.first, self.all) = (Some((by, at)), None, None);
                self.suspected_by.clear();
            }
            What::Recovered => drop(self.down.remove(&by)),
            What::Did(Fact::Knows { .. }) => {
                self.members.insert(by);
                self.gone.remove(&by);
            }
            What::Did(Fact::Leaves) => drop(self.gone.insert(by)),
            What::Did(Fact::Suspects { process } | Fact::Confirms { process }) => self.suspects(by, *process, at),
            What::Did(_) | What::Disturbed => {}
        }
    }

    fn suspects(&mut self, by: u16, of: u16, at: Time) {
        if !self.down.contains(&of) && !self.gone.contains(&of) {
            self.mistakes += 1;
        }
        let Some((_, since)) = self.last.filter(|(failed, _)| *failed == of && self.down.contains(failed)) else { return };
        self.suspected_by.insert(by);
        self.first = self.first.or(Some(at - since));
        let everybody = self.members.iter().filter(|member| !self.down.contains(member) && !self.gone.contains(member));
        if self.all.is_none() && everybody.copied().all(|member| self.suspected_by.contains(&member)) {
            self.all = Some(at - since);
        }
    }
}
