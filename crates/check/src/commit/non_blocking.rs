//! Nobody is blocked: no process that works has to wait until others are repaired before it can decide.
//!
//! Source: Bernstein, Hadzilacos & Goodman (1987), section 7.3: a process is blocked if it is uncertain and must await the repair of failures
//! before proceeding; two-phase commit blocks (section 7.4), three-phase commit does not if only processes fail (section 7.5).
//!
//! A process itself declares that it is blocked. The promise is broken from the first time on; whoever is blocked in the same
//! transaction after that, and whoever decides it after all, adds to the sentence.

use synod_words::{Arg, Phrase, phrase};

use crate::prose::joined;
use crate::unfolding::Turns;
use crate::{Fact, Record, Unfolding, Verdict, Witness};

/// A process that is or was blocked.
#[derive(Debug)]
struct Wait<'r> {
    process: u16,
    /// For whom it waits.
    on: &'r [u16],
    /// The event that declares it.
    event: u32,
    since: u64,
    /// When it decided after all.
    until: Option<u64>,
}

/// The first transaction in which somebody was blocked.
#[derive(Debug)]
struct Blockage<'r> {
    record: &'r Record,
    transaction: u32,
    waits: Vec<Wait<'r>>,
}

pub(crate) fn unfold(record: &Record) -> Unfolding {
    let mut turns = Turns::new();
    let mut blockage: Option<Blockage> = None;
    for (i, event, fact) in record.facts() {
        match fact {
            Fact::Blocked { transaction, on } => {
                let transaction = *transaction;
                let blockage = blockage.get_or_insert_with(|| Blockage { record, transaction, waits: Vec::new() });
                if blockage.transaction == transaction && blockage.wait_of(event.process).is_none() {
                    blockage.waits.push(Wait { process: event.process, on, event: i, since: event.at, until: None });
                    turns.after(i, blockage.verdict());
                }
            }
            Fact::Decided { transaction, .. } => {
                let Some(blockage) = blockage.as_mut().filter(|blockage| blockage.transaction == *transaction) else { continue };
                if let Some(wait) = blockage.wait_of(event.process).filter(|wait| wait.until.is_none()) {
                    wait.until = Some(event.at);
                    turns.after(i, blockage.verdict());
                }
            }
            _ => {}
        }
    }
    turns.end(None)
}

impl<'r> Blockage<'r> {
    fn wait_of(&mut self, process: u16) -> Option<&mut Wait<'r>> {
        self.waits.iter_mut().find(|wait| wait.process == process)
    }

    fn verdict(&self) -> Verdict {
        let sentence = phrase!(
            "In transaction {0}, {1}; whoever waits can neither commit nor abort.",
            "在事务 {0} 中，{1}；等待期间既不能提交，也不能回滚。",
            self.transaction,
            joined(self.parts())
        );
        Verdict::Violated(Witness::of_events(self.waits.iter().map(|wait| wait.event).collect(), sentence))
    }

    /// Who waited for whom and when, with those together who did the same.
    fn parts(&self) -> Vec<Phrase> {
        let mut groups: Vec<(&Wait, Vec<u16>)> = Vec::new();
        for wait in &self.waits {
            let same = |other: &Wait| (other.on, other.since, other.until) == (wait.on, wait.since, wait.until);
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
        let on: Arg = match wait.on {
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
