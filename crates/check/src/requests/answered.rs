//! Answered means executed: what a client was told is done has been done, and stays done.
//!
//! Source: Birrell & Nelson (1984), section 1.5: if the call returns, the procedure has been invoked. That a server loses what it has
//! executed is no better for the client than that it never did it.

use synod_order::{Map, Set};

use synod_words::phrase;

use crate::monitor::{Cited, Safety};
use crate::{Event, Fact, Record, Witness};

/// What was executed, and what was answered.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct AnsweredExecuted {
    /// The requests whose execution is not lost.
    executed: Set<u32>,
    /// The requests whose client was told of success, and by which event.
    answered: Map<u32, Cited>,
}

/// A success that is told of a request that was not executed, or whose execution is lost.
#[derive(Debug)]
pub(crate) struct Breach {
    request: u32,
    told: u32,
    /// The event that lost it.
    lost: Option<u32>,
}

impl Safety for AnsweredExecuted {
    type Breach = Breach;

    fn see(&mut self, event: &Event, number: u32) -> Option<Breach> {
        match event.fact()? {
            Fact::Executed { request, .. } => drop(self.executed.insert(*request)),
            Fact::Answered { request, done: true } => {
                self.answered.insert(*request, Cited(number));
                let unfounded = !self.executed.contains(request);
                return unfounded.then_some(Breach { request: *request, told: number, lost: None });
            }
            Fact::Forgotten { request } => {
                self.executed.remove(request);
                let Cited(told) = *self.answered.get(request)?;
                return Some(Breach { request: *request, told, lost: Some(number) });
            }
            _ => {}
        }
        None
    }

    fn witness(Breach { request, told, lost }: Breach, record: &Record) -> Witness {
        let Some(lost) = lost else {
            let sentence = phrase!(
                "{0} was told at {2} that request {1} is done, which nobody has executed.",
                "{0} 于 {2} 被告知请求 {1} 已完成，而没有服务器执行过（或已丢失）它。",
                record.who(told),
                request,
                record.when(told)
            );
            return Witness::of_events(vec![told], sentence);
        };
        let sentence = phrase!(
            "{0} was told at {2} that request {1} is done; {3} lost it at {4}.",
            "{0} 于 {2} 被告知请求 {1} 已完成；{3} 于 {4} 丢失了它。",
            record.who(told),
            request,
            record.when(told),
            record.who(lost),
            record.when(lost)
        );
        Witness::of_events(vec![told, lost], sentence)
    }
}
