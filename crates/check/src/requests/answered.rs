//! Answered means executed: what a client was told is done has been done, and stays done.
//!
//! Source: Birrell & Nelson (1984), section 1.5: if the call returns, the procedure has been invoked. That a server loses what it has
//! executed is no better for the client than that it never did it.

use std::collections::BTreeMap;

use synod_words::phrase;

use crate::{Fact, Record, Witness};

/// The first success that is told of a request that was not executed, or whose execution is lost.
pub(crate) fn broken(record: &Record) -> Option<Witness> {
    let mut executed: BTreeMap<u32, u32> = BTreeMap::new();
    let mut answered: BTreeMap<u32, u32> = BTreeMap::new();
    for (event, _, fact) in record.facts() {
        match fact {
            Fact::Executed { request, .. } => drop(executed.insert(*request, event)),
            Fact::Answered { request, done: true } if !executed.contains_key(request) => {
                let sentence = phrase!(
                    "{0} was told at {2} that request {1} is done, which nobody has executed.",
                    "{0} 于 {2} 被告知请求 {1} 已完成，而没有服务器执行过（或已丢失）它。",
                    record.who(event),
                    *request,
                    record.when(event)
                );
                return Some(Witness::of_events(vec![event], sentence));
            }
            Fact::Answered { request, done: true } => drop(answered.insert(*request, event)),
            Fact::Forgotten { request } => {
                executed.remove(request);
                let Some(&told) = answered.get(request) else { continue };
                let sentence = phrase!(
                    "{0} was told at {2} that request {1} is done; {3} lost it at {4}.",
                    "{0} 于 {2} 被告知请求 {1} 已完成；{3} 于 {4} 丢失了它。",
                    record.who(told),
                    *request,
                    record.when(told),
                    record.who(event),
                    record.when(event)
                );
                return Some(Witness::of_events(vec![told, event], sentence));
            }
            _ => {}
        }
    }
    None
}
