//! Membership: whether a failure detector finds those that have failed, and accuses nobody else.
//!
//! Source: Chandra & Toueg, *Unreliable Failure Detectors for Reliable Distributed Systems* (JACM 43(2), 1996), section 2.4:
//! [strong completeness](complete), [strong accuracy](accurate), [eventual strong accuracy](eventually_accurate). Das, Gupta & Motivala,
//! *SWIM* (DSN 2002), section 4.2, tell a suspicion, which can be refuted, from a declaration that somebody has failed: that of the second
//! kind nobody is accused who works is [judged apart](confirmed).
//!
//! In the paper a process that has crashed stays so. Here it may start again and is then as good as any other; and one that stands still
//! counts as failed as long as it does. So what the paper asks *before a crash* is asked *while a process works*. Who has
//! [left](Fact::Leaves) is neither to be trusted nor to be suspected. Cost of every judge: O(events · processes²) at most; only declarations of
//! members, failures and repairs count.

pub mod accurate;
pub mod complete;
pub mod confirmed;
pub mod eventually_accurate;

use std::hash::{Hash, Hasher};
use synod_order::{Map, Set};

use synod_words::{Phrase, phrase};

use crate::{Event, Fact, Record, What, Witness};

/// What a process takes another for, since which event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct View {
    trusts: bool,
    since: u32,
}

/// Who works, who has left, and what each takes the others for, along a record.
#[derive(Debug, Default)]
struct Views {
    down: Map<u16, u32>,
    gone: Set<u16>,
    held: Map<(u16, u16), View>,
}

impl Views {
    /// Takes an event in; whether it may have changed anything.
    fn take(&mut self, i: u32, event: &Event) -> bool {
        let by = event.process;
        match &event.what {
            What::Failed => drop(self.down.entry(by).or_insert(i)),
            What::Recovered => drop(self.down.remove(&by)),
            What::Did(Fact::Knows { members }) => {
                self.gone.remove(&by);
                self.held.retain(|(holder, _), _| *holder != by);
                for process in members.iter().filter(|process| **process != by) {
                    self.held.insert((by, *process), View { trusts: true, since: i });
                }
            }
            What::Did(Fact::Leaves) => {
                self.gone.insert(by);
                self.held.retain(|(holder, _), _| *holder != by);
            }
            What::Did(Fact::Trusts { process }) => drop(self.held.insert((by, *process), View { trusts: true, since: i })),
            What::Did(Fact::Suspects { process } | Fact::Confirms { process }) => {
                // The event that made it a suspect is the one to show, also once it is declared failed.
                let before = self.held.get(&(by, *process)).filter(|view| !view.trusts);
                let view = before.copied().unwrap_or(View { trusts: false, since: i });
                self.held.insert((by, *process), view);
            }
            What::Did(Fact::Dismisses { process }) => drop(self.held.remove(&(by, *process))),
            What::Did(_) | What::Disturbed => return false,
        }
        true
    }

    /// Whether a process works and has not left.
    fn works(&self, process: u16) -> bool {
        !self.down.contains_key(&process) && !self.gone.contains(&process)
    }

    /// Pairs of a working process that trusts a failed member, and that member.
    fn overlooked(&self) -> impl Iterator<Item = (u16, u16)> {
        let such = |((by, of), view): &(&(u16, u16), &View)| {
            view.trusts && self.works(*by) && self.down.contains_key(of) && !self.gone.contains(of)
        };
        self.held.iter().filter(such).map(|(pair, _)| *pair)
    }

    /// Pairs of a working process that takes a working member for failed, and that member.
    fn accused(&self) -> impl Iterator<Item = (u16, u16)> {
        let such = |((by, of), view): &(&(u16, u16), &View)| !view.trusts && self.works(*by) && self.works(*of);
        self.held.iter().filter(such).map(|(pair, _)| *pair)
    }
}

/// Who works, as far as accusations are judged by it.
#[derive(Clone, Debug, Default, Hash)]
struct Working {
    down: Set<u16>,
    gone: Set<u16>,
    back: Back,
}

/// The event by which each process came back that did. A sentence cites it; the future does not depend on it.
#[derive(Clone, Debug, Default)]
struct Back(Map<u16, u32>);

impl Hash for Back {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

/// An accusation of a process that works.
#[derive(Clone, Copy, Debug)]
pub(crate) struct False {
    event: u32,
    of: u16,
    /// Whether it was declared failed, and not only suspected.
    removes: bool,
    /// The event since which it works again.
    back: Option<u32>,
}

impl Working {
    /// Takes an event in, unless it is an accusation, among those that `accuses` picks, of a process that works.
    fn see(&mut self, event: &Event, number: u32, accuses: impl Fn(&Fact) -> Option<(u16, bool)>) -> Option<False> {
        let by = event.process;
        match &event.what {
            What::Failed => drop(self.down.insert(by)),
            What::Recovered => {
                self.down.remove(&by);
                self.back.0.insert(by, number);
            }
            What::Did(Fact::Knows { .. }) => drop(self.gone.remove(&by)),
            What::Did(Fact::Leaves) => drop(self.gone.insert(by)),
            What::Did(fact) => {
                let (of, removes) = accuses(fact)?;
                let false_one = of != by && !self.down.contains(&of) && !self.gone.contains(&of);
                return false_one.then(|| False { event: number, of, removes, back: self.back.0.get(&of).copied() });
            }
            What::Disturbed => {}
        }
        None
    }
}

impl False {
    fn witness(self, record: &Record) -> Witness {
        let events = self.back.into_iter().chain([self.event]).collect();
        Witness::of_events(events, told(record, self.event, self.of, self.removes, self.back))
    }
}

fn told(record: &Record, event: u32, of: u16, removes: bool, back: Option<u32>) -> Phrase {
    let (who, when, of) = (record.who(event), record.when(event), record.name(of));
    let accusation = if removes {
        phrase!("{0} declared {1} failed at {2}", "{0} 于 {2} 宣告 {1} 故障", who, of, when)
    } else {
        phrase!("{0} suspected {1} at {2}", "{0} 于 {2} 怀疑 {1}", who, of, when)
    };
    match back {
        None => phrase!("{0}, but {1} was working.", "{0}，而 {1} 运行正常。", accusation, of),
        Some(back) => phrase!(
            "{0}, but {1} was working again since {2}.",
            "{0}，而 {1} 自 {2} 起已恢复运行。",
            accusation,
            of,
            record.when(back)
        ),
    }
}
