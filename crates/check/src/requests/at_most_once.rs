//! At most once: no request is executed twice, however often it is sent, and wherever.
//!
//! Source: Spector (1982); Birrell & Nelson (1984), section 3.2. An execution counts even if the server that did it later loses it.

use synod_words::phrase;

use super::{Executions, Twice};
use crate::monitor::Safety;
use crate::{Event, Record, Witness};

/// What was executed.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct AtMostOnce(Executions);

impl Safety for AtMostOnce {
    /// The first two executions of one request.
    type Breach = Twice;

    fn see(&mut self, event: &Event, number: u32) -> Option<Twice> {
        self.0.see(event, number, |_| true)
    }

    fn witness(Twice { request, events: [earlier, later] }: Twice, record: &Record) -> Witness {
        let sentence = phrase!(
            "{0} executed request {1} at {2}; {3} executed it again at {4}.",
            "{0} 于 {2} 执行了请求 {1}；{3} 于 {4} 又执行了一次。",
            record.who(earlier),
            request,
            record.when(earlier),
            record.who(later),
            record.when(later)
        );
        Witness::of_events(vec![earlier, later], sentence)
    }
}
