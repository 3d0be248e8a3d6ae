//! What a judge answers: the promise holds, here is what breaks it, or why nobody can say.

use synod_words::{Phrase, phrase};

/// How much a judge may search before it admits that it cannot say.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Budget {
    /// Steps: roughly, operations placed in an order that is tried. What a search remembers costs steps as well, one for 32 bytes, so
    /// that the budget bounds its memory too; and it is one budget for all keys.
    pub steps: u64,
}

impl Default for Budget {
    fn default() -> Self {
        Budget { steps: 2_000_000 }
    }
}

/// Whether a history keeps a promise.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// It does.
    Holds,
    /// It does not.
    Violated(Witness),
    /// Nobody can say: the budget is spent, or what is known does not decide it.
    Undecided(Phrase),
}

/// Why a promise is broken: few operations of a [`History`](crate::History), or few events of a [`Record`](crate::Record), that already
/// break it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Witness {
    /// Indices into [`History::operations`](crate::History::operations), ascending.
    pub operations: Vec<u32>,
    /// Indices into [`Record::events`](crate::Record::events), ascending.
    pub events: Vec<u32>,
    /// What happened, for a reader who has not seen the history.
    pub sentence: Phrase,
}

impl Witness {
    /// Operations of a history, and what they show.
    pub(crate) fn of_operations(operations: Vec<u32>, sentence: Phrase) -> Witness {
        Witness { operations, events: Vec::new(), sentence }
    }

    /// Events of a record, and what they show.
    pub(crate) fn of_events(events: Vec<u32>, sentence: Phrase) -> Witness {
        Witness { operations: Vec::new(), events, sentence }
    }
}

/// A verdict and what it cost.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// The steps that were spent.
    pub steps: u64,
}

/// Counts steps against a budget.
#[derive(Clone, Debug)]
pub(crate) struct Meter {
    spent: u64,
    limit: u64,
}

/// The budget is spent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Spent;

impl Meter {
    pub(crate) fn new(budget: Budget) -> Self {
        Meter { spent: 0, limit: budget.steps }
    }

    /// Takes so many steps, if they are left.
    pub(crate) fn take(&mut self, steps: usize) -> Result<(), Spent> {
        self.spent = self.spent.saturating_add(steps as u64);
        if self.spent > self.limit {
            self.spent = self.limit;
            return Err(Spent);
        }
        Ok(())
    }

    /// What is left, at most `most`: the budget of a part of the work.
    pub(crate) fn part(&self, most: u64) -> Meter {
        Meter { spent: 0, limit: most.min(self.limit - self.spent) }
    }

    /// The same limit with nothing spent: telling why may cost as much again as telling whether.
    pub(crate) fn renewed(&self) -> Meter {
        Meter { spent: 0, limit: self.limit }
    }

    /// Whether nothing is left.
    pub(crate) fn is_spent(&self) -> bool {
        self.spent >= self.limit
    }

    pub(crate) fn spent(&self) -> u64 {
        self.spent
    }

    /// The admission that goes with [`Spent`].
    pub(crate) fn undecided(&self) -> Verdict {
        Verdict::Undecided(phrase!(
            "the budget of {0} steps is spent, and no order was found or excluded",
            "{0} 步的预算已用完，既未找到可行的顺序，也未能排除",
            Phrase::verbatim(self.limit.to_string())
        ))
    }
}
