//! Effect once: a request changes the state once; that it is executed again changes nothing.
//!
//! This is what idempotent requests are about: executing them several times has the effect of executing them once (Birrell & Nelson 1984
//! leave it to the programmer; the course, 1.4). A repetition of "set to 5" changes nothing, unless something else was set in between.

use synod_words::phrase;

use super::first_twice;
use crate::{Record, Witness};

/// The first two executions of one request that both changed something.
pub(crate) fn broken(record: &Record) -> Option<Witness> {
    let (request, [earlier, later]) = first_twice(record, |changed| changed)?;
    let sentence = phrase!(
        "Request {0} changed the state of {1} at {2}, and that of {3} again at {4}.",
        "请求 {0} 于 {2} 改变了 {1} 的状态，又于 {4} 再次改变了 {3} 的状态。",
        request,
        record.who(earlier),
        record.when(earlier),
        record.who(later),
        record.when(later)
    );
    Some(Witness::of_events(vec![earlier, later], sentence))
}
