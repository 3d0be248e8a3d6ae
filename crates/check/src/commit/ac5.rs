//! AC5: if all failures are repaired and no new ones occur for long enough, all processes reach a decision.
//!
//! Source: Bernstein, Hadzilacos & Goodman (1987), section 7.3. Nobody can say *never* of what goes on; but at an end where nothing more
//! happens and everything is repaired, who has not decided never will.

use synod_order::{Map, Set};

use synod_words::{Phrase, phrase};

use crate::goal::{Aim, Names};
use crate::prose::{NAMED, nothing_promised, some_of};
use crate::unfolding::Turns;
use crate::{Event, Fact, Record, Unfolding, Verdict, Witness};

/// A transaction that somebody has not decided yet.
#[derive(Debug)]
struct Open {
    /// The event that began it.
    begun: u32,
    undecided: Set<u16>,
}

/// What it waits for: nobody is undecided in any transaction that has begun.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct Decided {
    open: Map<u32, Set<u16>>,
    begun: Set<u32>,
    /// Who has decided a transaction of which nobody has said yet that it began.
    early: Set<(u32, u16)>,
}

impl Aim for Decided {
    fn see(&mut self, event: &Event) {
        match event.fact() {
            Some(Fact::Begun { transaction, voters }) if self.begun.insert(*transaction) => {
                let mut undecided = synod_order::set(voters.iter().copied().chain([event.process]));
                undecided.retain(|process| !self.early.remove(&(*transaction, *process)));
                self.open.insert(*transaction, undecided);
            }
            Some(Fact::Decided { transaction, .. }) => match self.open.get_mut(transaction) {
                Some(undecided) => drop(undecided.remove(&event.process)),
                None if !self.begun.contains(transaction) => drop(self.early.insert((*transaction, event.process))),
                None => {}
            },
            _ => return,
        }
        self.open.retain(|_, undecided| !undecided.is_empty());
    }

    fn is_reached(&self) -> bool {
        self.open.is_empty()
    }

    fn missing(&self, names: Names) -> Phrase {
        some_of(self.open.iter().map(|(transaction, who)| undecided(*transaction, names.all(who))), self.open.len())
    }
}

/// Who has not decided a transaction.
fn undecided(transaction: u32, who: Vec<&str>) -> Phrase {
    phrase!("transaction {0} is undecided at {1}", "{1} 对事务 {0} 尚未作出决定", transaction, who)
}

/// What is undecided, along a record.
#[derive(Debug)]
struct Judge<'r> {
    record: &'r Record,
    /// The open transactions.
    open: Map<u32, Open>,
    begun: Set<u32>,
    decided: Set<(u32, u16)>,
}

pub(crate) fn unfold(record: &Record) -> Unfolding {
    let mut judge = Judge { record, open: Map::new(), begun: Set::new(), decided: Set::new() };
    let mut turns = Turns::new();
    for (i, event, fact) in record.facts() {
        match fact {
            Fact::Begun { transaction, voters } => judge.begin(i, *transaction, voters, event.process),
            Fact::Decided { transaction, .. } => judge.decide(*transaction, event.process),
            _ => continue,
        }
        turns.after(i, judge.verdict());
    }
    turns.end(judge.at_end())
}

impl Judge<'_> {
    fn begin(&mut self, begun: u32, transaction: u32, voters: &[u16], by: u16) {
        if !self.begun.insert(transaction) {
            return;
        }
        let mut undecided = synod_order::set(voters.iter().copied().chain([by]));
        undecided.retain(|process| !self.decided.contains(&(transaction, *process)));
        if !undecided.is_empty() {
            self.open.insert(transaction, Open { begun, undecided });
        }
    }

    fn decide(&mut self, transaction: u32, process: u16) {
        self.decided.insert((transaction, process));
        if let Some(open) = self.open.get_mut(&transaction) {
            open.undecided.remove(&process);
            if open.undecided.is_empty() {
                self.open.remove(&transaction);
            }
        }
    }

    fn verdict(&self) -> Verdict {
        if self.open.is_empty() { Verdict::Holds } else { Verdict::Undecided(self.undecided()) }
    }

    /// Who has not decided what.
    fn undecided(&self) -> Phrase {
        let parts = self.open.iter().map(|(transaction, open)| undecided(*transaction, self.record.names(&open.undecided)));
        some_of(parts, self.open.len())
    }

    fn at_end(&self) -> Option<Verdict> {
        if !self.record.end.quiet || self.open.is_empty() {
            return None;
        }
        if !self.record.end.whole {
            return Some(Verdict::Undecided(nothing_promised(self.undecided(), self.record.broken())));
        }
        let sentence = phrase!(
            "Nothing more will happen and everything is repaired, yet {0}, and will stay so.",
            "之后不会再发生任何事，一切也已修复，而 {0}，以后也不会有决定。",
            self.undecided()
        );
        Some(Verdict::Violated(Witness::of_events(self.undecided_events(), sentence)))
    }

    /// How the transactions that are named began, and what those who have not decided them voted.
    fn undecided_events(&self) -> Vec<u32> {
        let named: Map<u32, &Open> = synod_order::map(self.open.iter().map(|(t, open)| (*t, open)).take(NAMED));
        let shows = |(i, process, fact): (u32, u16, &Fact)| match fact {
            Fact::Begun { transaction, .. } => named.get(transaction).is_some_and(|open| open.begun == i),
            Fact::Voted { transaction, .. } => named.get(transaction).is_some_and(|open| open.undecided.contains(&process)),
            _ => false,
        };
        self.record.facts().filter(|(i, event, fact)| shows((*i, event.process, fact))).map(|(i, _, _)| i).collect()
    }
}
