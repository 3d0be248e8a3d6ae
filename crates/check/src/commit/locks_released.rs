//! Locks are released: what a transaction has locked, it gives back in the end.
//!
//! Source: Bernstein, Hadzilacos & Goodman (1987), chapters 3 (strict two-phase locking holds every lock until the transaction is decided) and 7 (so
//! a blocked process keeps its locks, and others wait for them). Nobody can say *never* of what goes on; but at an end where nothing more happens, a working process that holds a lock
//! will hold it for ever, whether or not everything is repaired.
//!
//! Who crashes before it has voted yes has nothing in its log: its locks go with its memory. They count again if it votes yes
//! after all, for then it had only stood still.

use synod_order::{Map, Set};

use synod_words::{Phrase, phrase};

use super::polls::Polls;
use crate::goal::{Aim, Names};
use crate::prose::{nothing_promised, some_of};
use crate::unfolding::Turns;
use crate::{Event, Fact, Record, Unfolding, Verdict, What, Witness};

/// What it waits for: no process that works holds a lock.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct Unlocked {
    polls: Polls,
    locks: Set<(u16, u32, String)>,
    /// Those of them whose holder has lost its memory before it voted.
    forgotten: Set<(u16, u32, String)>,
    down: Set<u16>,
}

impl Unlocked {
    fn held(&self) -> impl Iterator<Item = &(u16, u32, String)> {
        self.locks.difference(&self.forgotten).filter(|(process, ..)| !self.down.contains(process))
    }
}

impl Aim for Unlocked {
    fn see(&mut self, event: &Event) {
        let process = event.process;
        match &event.what {
            What::Did(fact) => {
                self.polls.note(0, process, fact);
                match fact {
                    Fact::Locked { transaction, item } => {
                        let lock = (process, *transaction, item.clone());
                        self.forgotten.remove(&lock);
                        self.locks.insert(lock);
                    }
                    Fact::Unlocked { transaction, item } => {
                        let lock = (process, *transaction, item.clone());
                        self.forgotten.remove(&lock);
                        self.locks.remove(&lock);
                    }
                    Fact::Voted { transaction, yes: true } => {
                        self.forgotten.retain(|(holder, locked_for, _)| (holder, locked_for) != (&process, transaction));
                    }
                    _ => {}
                }
            }
            What::Failed => {
                let is_lost = |(holder, transaction, _): &&(u16, u32, String)| {
                    *holder == process && self.polls.of(*transaction).is_some_and(|poll| poll.has_yet_to_say_yes(process))
                };
                let lost: Vec<_> = self.locks.iter().filter(is_lost).cloned().collect();
                self.forgotten.extend(lost);
                self.down.insert(process);
            }
            What::Recovered => drop(self.down.remove(&process)),
            What::Disturbed => {}
        }
    }

    fn is_reached(&self) -> bool {
        self.held().next().is_none()
    }

    fn missing(&self, names: Names) -> Phrase {
        let parts = self.held().map(|(process, transaction, item)| {
            phrase!("{0} holds {1} for transaction {2}", "{0} 为事务 {2} 占用 {1}", names.of(*process), item, *transaction)
        });
        some_of(parts, self.held().count())
    }
}

/// A lock: who holds it, for which transaction, and what it locks.
type Lock<'r> = (u16, u32, &'r str);

/// What is locked, along a record.
#[derive(Debug)]
struct Judge<'r> {
    record: &'r Record,
    polls: Polls,
    /// The event that locked each.
    locks: Map<Lock<'r>, u32>,
    /// The locks that count, by those events.
    held: Map<u32, Lock<'r>>,
}

pub(crate) fn unfold(record: &Record) -> Unfolding {
    let mut judge = Judge { record, polls: Polls::default(), locks: Map::new(), held: Map::new() };
    let mut turns = Turns::new();
    for (i, event) in record.numbered() {
        let concerns = match &event.what {
            What::Did(fact) => judge.note(i, event.process, fact),
            What::Failed => judge.forget(event.process),
            What::Recovered | What::Disturbed => false,
        };
        if concerns {
            turns.after(i, judge.verdict());
        }
    }
    turns.end(judge.at_end())
}

impl<'r> Judge<'r> {
    /// Takes note of a fact, and says whether it concerns what is held.
    fn note(&mut self, event: u32, process: u16, fact: &'r Fact) -> bool {
        self.polls.note(event, process, fact);
        match fact {
            Fact::Locked { transaction, item } => {
                let lock = (process, *transaction, item.as_str());
                let since = self.locks.get(&lock).copied().filter(|since| self.held.contains_key(since)).unwrap_or(event);
                self.locks.insert(lock, since);
                self.held.insert(since, lock);
            }
            Fact::Unlocked { transaction, item } => {
                if let Some(since) = self.locks.remove(&(process, *transaction, item.as_str())) {
                    self.held.remove(&since);
                }
            }
            Fact::Voted { transaction, yes: true } => {
                let own = (process, *transaction, "")..(process, transaction.saturating_add(1), "");
                self.held.extend(self.locks.range(own).map(|(lock, since)| (*since, *lock)));
            }
            _ => return false,
        }
        true
    }

    /// A crash: what was only in the memory of the process is gone. Says whether that may concern what is held.
    fn forget(&mut self, process: u16) -> bool {
        let own = self.locks.range((process, 0, "")..).take_while(|((holder, ..), _)| *holder == process);
        for ((_, transaction, _), since) in own {
            let unvoted = self.polls.of(*transaction).is_some_and(|poll| poll.has_yet_to_say_yes(process));
            if unvoted {
                self.held.remove(since);
            }
        }
        true
    }

    fn verdict(&self) -> Verdict {
        if self.held.is_empty() { Verdict::Holds } else { Verdict::Undecided(self.told(&self.held)) }
    }

    /// Who holds what, for which transaction, and since when.
    fn told(&self, held: &Map<u32, Lock>) -> Phrase {
        let parts = held.iter().map(|(since, (process, transaction, item))| {
            phrase!(
                "{0} has held {1} for transaction {2} since {3}",
                "{0} 自 {3} 起为事务 {2} 占用 {1}",
                self.record.name(*process),
                *item,
                *transaction,
                self.record.when(*since)
            )
        });
        some_of(parts, held.len())
    }

    fn at_end(&self) -> Option<Verdict> {
        if !self.record.end.quiet || self.held.is_empty() {
            return None;
        }
        let down: Set<u16> = self.record.down();
        let mut kept = self.held.clone();
        kept.retain(|_, (process, ..)| !down.contains(process));
        if kept.is_empty() {
            return Some(Verdict::Undecided(nothing_promised(self.told(&self.held), self.record.broken())));
        }
        let sentence = phrase!(
            "Nothing more will happen, yet {0}: this will never be released.",
            "之后不会再发生任何事，而 {0}：永远不会释放。",
            self.told(&kept)
        );
        Some(Verdict::Violated(Witness::of_events(kept.into_keys().collect(), sentence)))
    }
}
