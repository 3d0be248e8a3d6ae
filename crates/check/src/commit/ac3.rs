//! AC3: the commit decision can only be reached if all processes voted yes.
//!
//! Source: Bernstein, Hadzilacos & Goodman (1987), section 7.3. Of a transaction whose beginning nobody declared, it is not known who
//! votes: only a vote against it speaks.

use synod_words::phrase;

use super::polls::{Poll, Polls};
use crate::{Fact, Record, Witness};

/// The first commit decision that somebody had not agreed to.
pub(crate) fn broken(record: &Record) -> Option<Witness> {
    let mut polls = Polls::default();
    for (i, event, fact) in record.facts() {
        polls.note(i, event.process, fact);
        if let Fact::Decided { transaction, commit: true } = *fact {
            let witness = polls.of(transaction).and_then(|poll| against(record, poll, i, transaction));
            if witness.is_some() {
                return witness;
            }
        }
    }
    None
}

/// What speaks against the commit decision `decision`.
fn against(record: &Record, poll: &Poll, decision: u32, transaction: u32) -> Option<Witness> {
    if let Some(vote) = poll.no.values().min().copied() {
        let sentence = phrase!(
            "{0} committed transaction {1} at {2}, although {3} had voted no at {4}.",
            "{0} 于 {2} 提交了事务 {1}，而 {3} 已于 {4} 投了反对票。",
            record.who(decision),
            transaction,
            record.when(decision),
            record.who(vote),
            record.when(vote)
        );
        return Some(Witness::of_events(vec![vote, decision], sentence));
    }
    let missing = poll.missing();
    if missing.is_empty() {
        return None;
    }
    let sentence = phrase!(
        "{0} committed transaction {1} at {2}, although {3} had not voted.",
        "{0} 于 {2} 提交了事务 {1}，而 {3} 还没有投票。",
        record.who(decision),
        transaction,
        record.when(decision),
        record.names(&missing)
    );
    Some(Witness::of_events(vec![decision], sentence))
}
