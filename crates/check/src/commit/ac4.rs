//! AC4: if there are no failures and all processes voted yes, the decision will be to commit.
//!
//! Source: Bernstein, Hadzilacos & Goodman (1987), section 7.3. Without it, a protocol that always aborts would keep all the other
//! promises. A failure is whatever a protocol may take for one: a crash, a lost or delayed message, a process that a time-out
//! suspected in this transaction.

use std::collections::BTreeSet;

use synod_words::{Arg, phrase};

use super::polls::{Poll, Polls};
use crate::{Fact, Record, What, Witness};

/// The first abort decision that nothing excuses.
pub(crate) fn broken(record: &Record) -> Option<Witness> {
    let mut polls = Polls::default();
    let mut suspected: BTreeSet<u32> = BTreeSet::new();
    for (i, event) in record.numbered() {
        let fact = match &event.what {
            What::Did(fact) => fact,
            What::Failed | What::Disturbed => return None,
            What::Recovered => continue,
        };
        polls.note(i, event.process, fact);
        match *fact {
            Fact::Suspected { transaction } => drop(suspected.insert(transaction)),
            Fact::Decided { transaction, commit: false } if !suspected.contains(&transaction) => {
                if let Some(poll) = polls.of(transaction).filter(|poll| poll.is_unanimous()) {
                    return Some(witness(record, poll, i, transaction));
                }
            }
            _ => {}
        }
    }
    None
}

fn witness(record: &Record, poll: &Poll, decision: u32, transaction: u32) -> Witness {
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
        record.names(voters),
        Arg::TimeUs(last)
    );
    Witness::of_events(events, sentence)
}
