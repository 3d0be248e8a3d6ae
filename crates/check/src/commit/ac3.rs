//! AC3: the commit decision can only be reached if all processes voted yes.
//!
//! Source: Bernstein, Hadzilacos & Goodman (1987), section 7.3. Of a transaction whose beginning nobody declared, it is not known who
//! votes: only a vote against it speaks.

use synod_words::phrase;

use super::polls::{Poll, Polls};
use crate::monitor::Safety;
use crate::{Event, Fact, Record, Witness};

/// The votes so far.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct Ac3(Polls);

/// A commit decision that somebody had not agreed to.
#[derive(Debug)]
pub(crate) struct Breach {
    transaction: u32,
    decision: u32,
    /// The first vote against it.
    against: Option<u32>,
    /// Who had not voted yes.
    missing: Vec<u16>,
}

impl Safety for Ac3 {
    type Breach = Breach;

    fn see(&mut self, event: &Event, number: u32) -> Option<Breach> {
        let fact = event.fact()?;
        self.0.note(number, event.process, fact);
        let Fact::Decided { transaction, commit: true } = *fact else { return None };
        let poll: &Poll = self.0.of(transaction)?;
        let (against, missing) = (poll.no.values().min().copied(), poll.missing());
        (against.is_some() || !missing.is_empty()).then_some(Breach { transaction, decision: number, against, missing })
    }

    fn witness(Breach { transaction, decision, against, missing }: Breach, record: &Record) -> Witness {
        if let Some(vote) = against {
            let sentence = phrase!(
                "{0} committed transaction {1} at {2}, although {3} had voted no at {4}.",
                "{0} 于 {2} 提交了事务 {1}，而 {3} 已于 {4} 投了反对票。",
                record.who(decision),
                transaction,
                record.when(decision),
                record.who(vote),
                record.when(vote)
            );
            return Witness::of_events(vec![vote, decision], sentence);
        }
        let sentence = phrase!(
            "{0} committed transaction {1} at {2}, although {3} had not voted.",
            "{0} 于 {2} 提交了事务 {1}，而 {3} 还没有投票。",
            record.who(decision),
            transaction,
            record.when(decision),
            record.names(&missing)
        );
        Witness::of_events(vec![decision], sentence)
    }
}
