//! At most once: no request is executed twice, however often it is sent, and wherever.
//!
//! Source: Spector (1982); Birrell & Nelson (1984), section 3.2. An execution counts even if the server that did it later loses it.

use synod_words::phrase;

use super::first_twice;
use crate::{Record, Witness};

/// The first two executions of one request.
pub(crate) fn broken(record: &Record) -> Option<Witness> {
    let (request, [earlier, later]) = first_twice(record, |_| true)?;
    let sentence = phrase!(
        "{0} executed request {1} at {2}; {3} executed it again at {4}.",
        "{0} 于 {2} 执行了请求 {1}；{3} 于 {4} 又执行了一次。",
        record.who(earlier),
        request,
        record.when(earlier),
        record.who(later),
        record.when(later)
    );
    Some(Witness::of_events(vec![earlier, later], sentence))
}
