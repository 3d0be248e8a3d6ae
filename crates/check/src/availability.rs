//! Availability: every request that a working node receives is answered, and not with an error.
//!
//! Source: Gilbert & Lynch, *Brewer's conjecture and the feasibility of consistent, available, partition-tolerant web services* (SIGACT News
//! 33(2), 2002), section 2.2: "every request received by a non-failing node in the system must result in a response".
//!
//! The node itself declares that it had to leave a request without a proper answer; a node that has failed declares nothing, and a request
//! that never reached a node was not received by it. The promise is broken by the first such request.

use synod_words::{Phrase, phrase};

use crate::monitor::Safety;
use crate::{Event, Fact, Record, Witness};

/// Nothing that happened before a refusal matters.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct Available;

/// A request that a working node left without a proper answer.
#[derive(Debug)]
pub(crate) struct Refusal {
    event: u32,
    client: u16,
    request: Phrase,
    why: Phrase,
}

impl Safety for Available {
    type Breach = Refusal;

    fn see(&mut self, event: &Event, number: u32) -> Option<Refusal> {
        let Fact::Unserved { client, request, why } = event.fact()? else { return None };
        Some(Refusal { event: number, client: *client, request: request.clone(), why: why.clone() })
    }

    fn witness(Refusal { event, client, request, why }: Refusal, record: &Record) -> Witness {
        let sentence = phrase!(
            "{0} was working, yet at {1} it refused “{3}” of {2}: {4}.",
            "{0} 正常运行，却在 {1} 拒绝了 {2} 的“{3}”：{4}。",
            record.who(event),
            record.when(event),
            record.name(client),
            request,
            why
        );
        Witness::of_events(vec![event], sentence)
    }
}
