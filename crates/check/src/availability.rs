//! Availability: every request that a working node receives is answered, and not with an error.
//!
//! Source: Gilbert & Lynch, *Brewer's conjecture and the feasibility of consistent, available, partition-tolerant web services* (SIGACT News
//! 33(2), 2002), section 2.2: "every request received by a non-failing node in the system must result in a response".
//!
//! The node itself declares that it had to leave a request without a proper answer; a node that has failed declares nothing, and a request
//! that never reached a node was not received by it. The promise is broken by the first such request.

use synod_words::phrase;

use crate::{Fact, Record, Witness};

pub(crate) fn broken(record: &Record) -> Option<Witness> {
    record.facts().find_map(|(i, _, fact)| {
        let Fact::Unserved { client, request, why } = fact else { return None };
        let sentence = phrase!(
            "{0} was working, yet at {1} it refused “{3}” of {2}: {4}.",
            "{0} 正常运行，却在 {1} 拒绝了 {2} 的“{3}”：{4}。",
            record.who(i),
            record.when(i),
            record.name(*client),
            request.clone(),
            why.clone()
        );
        Some(Witness::of_events(vec![i], sentence))
    })
}
