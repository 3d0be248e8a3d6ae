//! Effect once: a request changes the state once; that it is executed again changes nothing.
//!
//! This is what idempotent requests are about: executing them several times has the effect of executing them once (Birrell & Nelson 1984
//! leave it to the programmer; the course, 1.4). A repetition of "set to 5" changes nothing, unless something else was set in between.

use synod_words::phrase;

use super::{Executions, Twice};
use crate::monitor::Safety;
use crate::{Event, Record, Witness};

/// What was executed and changed something.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct EffectOnce(Executions);

impl Safety for EffectOnce {
    /// The first two executions of one request that both changed something.
    type Breach = Twice;

    fn see(&mut self, event: &Event, number: u32) -> Option<Twice> {
        self.0.see(event, number, |changed| changed)
    }

    fn witness(Twice { request, events: [earlier, later] }: Twice, record: &Record) -> Witness {
        let sentence = phrase!(
            "Request {0} changed the state of {1} at {2}, and that of {3} again at {4}.",
            "请求 {0} 于 {2} 改变了 {1} 的状态，又于 {4} 再次改变了 {3} 的状态。",
            request,
            record.who(earlier),
            record.when(earlier),
            record.who(later),
            record.when(later)
        );
        Witness::of_events(vec![earlier, later], sentence)
    }
}
