//! AC4: if there are no failures and all processes voted yes, the decision will be to commit.
//!
//! Source: Bernstein, Hadzilacos & Goodman (1987), section 7.3. Without it, a protocol that always aborts would keep all the other
//! promises. A failure is whatever a protocol may take for one: a crash, a lost or delayed message, a process that a time-out
//! suspected in this transaction.

use std::hash::{Hash, Hasher};
use synod_order::Set;

use synod_words::{Arg, phrase};

use super::polls::{Poll, Polls};
use crate::monitor::Safety;
use crate::{Event, Fact, Record, What, Witness};

/// The votes so far, and what excuses an abort.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ac4 {
    polls: Polls,
    /// The transactions in which somebody was suspected.
    suspected: Set<u32>,
    /// Something has failed: everything is excused from now on.
    failed: bool,
}

/// What has an excuse already is like everything else that has one.
impl Hash for Ac4 {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.failed.hash(state);
        if self.failed {
            return;
        }
        self.suspected.hash(state);
        let open = self.polls.all().filter(|(transaction, _)| !self.suspected.contains(transaction));
        open.collect::<Vec<_>>().hash(state);
    }
}

/// An abort decision that nothing excuses.
#[derive(Debug)]
pub(crate) struct Breach {
    transaction: u32,
    decision: u32,
    poll: Poll,
}

impl Safety for Ac4 {
    type Breach = Breach;

    fn see(&mut self, event: &Event, number: u32) -> Option<Breach> {
        let fact = match &event.what {
            What::Did(fact) => fact,
            What::Failed | What::Disturbed => {
                self.failed = true;
                return None;
            }
            What::Recovered => return None,
        };
        if self.failed {
            return None;
        }
        self.polls.note(number, event.process, fact);
        match *fact {
            Fact::Suspected { transaction } => drop(self.suspected.insert(transaction)),
            Fact::Decided { transaction, commit: false } if !self.suspected.contains(&transaction) => {
                let poll = self.polls.of(transaction).filter(|poll| poll.is_unanimous())?.clone();
                return Some(Breach { transaction, decision: number, poll });
            }
            _ => {}
        }
        None
    }

    fn witness(Breach { transaction, decision, poll }: Breach, record: &Record) -> Witness {
        let voters = poll.voters.unwrap_or_default();
        let mut events: Vec<u32> = voters.iter().filter_map(|voter| poll.yes.get(voter).copied()).collect();
        let last = events.iter().map(|vote| record.at(*vote)).max().unwrap_or_default();
        events.push(decision);
        synod_order::sort(&mut events);
        events.dedup();
        let sentence = phrase!(
            "{0} aborted transaction {1} at {2}, although every participant ({3}) had voted yes by {4} and nothing had failed.",
            "{0} 于 {2} 回滚了事务 {1}，而所有参与者（{3}）到 {4} 都已投同意票，且没有任何故障。",
            record.who(decision),
            transaction,
            record.when(decision),
            record.names(&voters),
            Arg::TimeUs(last)
        );
        Witness::of_events(events, sentence)
    }
}
