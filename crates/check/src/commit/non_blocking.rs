//! Nobody is blocked: no process that works has to wait until others are repaired before it can decide.
//!
//! Source: Bernstein, Hadzilacos & Goodman (1987), section 7.3: a process is blocked if it is uncertain and must await the repair of failures
//! before proceeding; two-phase commit blocks (section 7.4), three-phase commit does not if only processes fail (section 7.5).
//!
//! A process itself declares that it is blocked. The promise is broken from the first time on; whoever is blocked in the same
//! transaction after that, and whoever decides it after all, adds to the sentence.

use synod_words::{Arg, Phrase, phrase};

use crate::monitor::Safety;
use crate::prose::joined;
use crate::unfolding::Turns;
use crate::{Event, Fact, Record, Unfolding, Verdict, Witness};

/// Nothing that happened before somebody is blocked matters.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct Unblocked;

/// A process that is or was blocked.
#[derive(Debug)]
pub(crate) struct Wait {
    transaction: u32,
    process: u16,
    /// For whom it waits.
    on: Vec<u16>,
    /// The event that declares it.
    event: u32,
    since: u64,
    /// When it decided after all.
    until: Option<u64>,
}

impl Safety for Unblocked {
    type Breach = Wait;

    fn see(&mut self, event: &Event, number: u32) -> Option<Wait> {
        let Fact::Blocked { transaction, on } = event.fact()? else { return None };
        let (process, on) = (event.process, on.clone());
        Some(Wait { transaction: *transaction, process, on, event: number, since: event.at, until: None })
    }

    fn witness(wait: Wait, record: &Record) -> Witness {
        Blockage { record, waits: vec![wait] }.witness()
    }
}

/// The first transaction in which somebody was blocked.
#[derive(Debug)]
struct Blockage<'r> {
    record: &'r Record,
    /// All of that transaction; never empty.
    waits: Vec<Wait>,
}

pub(crate) fn unfold(record: &Record) -> Unfolding {
    let mut turns = Turns::new();
    let mut blockage = Blockage { record, waits: Vec::new() };
    for (i, event, fact) in record.facts() {
        let first = blockage.waits.first().map(|wait| wait.transaction);
        if let Some(wait) = Unblocked.see(event, i) {
            if first.is_none_or(|first| first == wait.transaction) && blockage.wait_of(event.process).is_none() {
                blockage.waits.push(wait);
                turns.after(i, Verdict::Violated(blockage.witness()));
            }
        } else if let Fact::Decided { transaction, .. } = fact
            && first == Some(*transaction)
            && let Some(wait) = blockage.wait_of(event.process).filter(|wait| wait.until.is_none())
        {
            wait.until = Some(event.at);
            turns.after(i, Verdict::Violated(blockage.witness()));
        }
    }
    turns.end(None)
}

impl Blockage<'_> {
    fn wait_of(&mut self, process: u16) -> Option<&mut Wait> {
        self.waits.iter_mut().find(|wait| wait.process == process)
    }

    fn witness(&self) -> Witness {
        let sentence = phrase!(
            "In transaction {0}, {1}; whoever waits can neither commit nor abort.",
            "在事务 {0} 中，{1}；等待期间既不能提交，也不能回滚。",
            self.waits.first().map_or(0, |wait| wait.transaction),
            joined(self.parts())
        );
        Witness::of_events(self.waits.iter().map(|wait| wait.event).collect(), sentence)
    }

    /// Who waited for whom and when, with those together who did the same.
    fn parts(&self) -> Vec<Phrase> {
        let mut groups: Vec<(&Wait, Vec<u16>)> = Vec::new();
        for wait in &self.waits {
            let same = |other: &Wait| (&other.on, other.since, other.until) == (&wait.on, wait.since, wait.until);
            match groups.iter_mut().find(|(other, _)| same(other)) {
                Some((_, members)) => members.push(wait.process),
                None => groups.push((wait, vec![wait.process])),
            }
        }
        groups.into_iter().map(|(wait, members)| self.part(wait, &members)).collect()
    }

    fn part(&self, wait: &Wait, members: &[u16]) -> Phrase {
        let names = self.record.names(members);
        let since = Arg::TimeUs(wait.since);
        let on: Arg = match wait.on.as_slice() {
            [] => phrase!("others", "其他进程").into(),
            on => self.record.names(on).into(),
        };
        match (wait.until, members.len()) {
            (Some(until), _) => phrase!(
                "{0} waited for {1} from {2} to {3}",
                "{0} 从 {2} 到 {3} 一直等待 {1}",
                names,
                on,
                since,
                Arg::TimeUs(until)
            ),
            (None, 1) => {
                phrase!("{0} has been waiting for {1} since {2}", "{0} 自 {2} 起一直等待 {1}", names, on, since)
            }
            (None, _) => {
                phrase!("{0} have been waiting for {1} since {2}", "{0} 自 {2} 起一直等待 {1}", names, on, since)
            }
        }
    }
}
