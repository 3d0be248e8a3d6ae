//! Nobody is blocked: no process that works has to wait until others are repaired before it can decide.
//!
//! Source: Bernstein, Hadzilacos & Goodman (1987), section 7.3: a process is blocked if it is uncertain and must await the repair of failures
//! before proceeding; two-phase commit blocks (section 7.4), three-phase commit does not if only processes fail (section 7.5).
//!
//! A process itself declares that it is blocked. The promise is broken from the first time on; whoever is blocked in the same
//! transaction after that, and whoever decides it after all, adds to the sentence.

use std::hash::{Hash, Hasher};
use synod_order::{Map, Set};

use synod_words::{Arg, Phrase, phrase};

use crate::goal::{Aim, Names};
use crate::monitor::Safety;
use crate::prose::{joined, some_of};
use crate::unfolding::Turns;
use crate::{Event, Fact, Record, Unfolding, Verdict, What, Witness};

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

/// What it waits for: no process that works is uncertain: has voted yes, and not decided. Who has not voted may abort by itself, so it never
/// has to wait.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct Certain {
    uncertain: Map<(u32, u16), Awaited>,
    down: Set<u16>,
}

/// For whom an uncertain process declares to wait. It is said in a sentence, and no verdict depends on it.
#[derive(Clone, Debug, Default)]
struct Awaited(Vec<u16>);

impl Hash for Awaited {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl Aim for Certain {
    fn see(&mut self, event: &Event) {
        match &event.what {
            What::Did(Fact::Voted { transaction, yes: true }) => {
                self.uncertain.insert((*transaction, event.process), Awaited::default());
            }
            What::Did(Fact::Decided { transaction, .. }) => drop(self.uncertain.remove(&(*transaction, event.process))),
            What::Did(Fact::Blocked { transaction, on }) => {
                if let Some(awaited) = self.uncertain.get_mut(&(*transaction, event.process)) {
                    awaited.0.clone_from(on);
                }
            }
            What::Failed => drop(self.down.insert(event.process)),
            What::Recovered => drop(self.down.remove(&event.process)),
            What::Did(_) | What::Disturbed => {}
        }
    }

    fn is_reached(&self) -> bool {
        self.uncertain.keys().all(|(_, process)| self.down.contains(process))
    }

    fn missing(&self, names: Names) -> Phrase {
        let working = || self.uncertain.iter().filter(|((_, process), _)| !self.down.contains(process));
        let parts = working().map(|((transaction, process), Awaited(on))| match on.as_slice() {
            [] => phrase!(
                "{0} has voted yes on transaction {1} and does not know the decision",
                "{0} 对事务 {1} 反馈了 Yes，但不知道决定",
                names.of(*process),
                *transaction
            ),
            on => phrase!(
                "{0} has voted yes on transaction {1} and waits for {2}",
                "{0} 对事务 {1} 反馈了 Yes，正在等待 {2}",
                names.of(*process),
                *transaction,
                names.all(on)
            ),
        });
        some_of(parts, working().count())
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
