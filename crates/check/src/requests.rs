//! Request and reply: how often a request is executed, and whether its client hears of it.
//!
//! Source: Spector, *Performing Remote Operations Efficiently on a Local Computer Network* (1982), who tells *maybe*, *at least once* and
//! *at most once* apart; Birrell & Nelson, *Implementing Remote Procedure Calls* (1984), whose calls are executed [at most
//! once](at_most_once) and, if the caller is [answered](answered), exactly once. A request whose execution may be repeated without
//! changing anything is idempotent: then its [effect](effect_once) counts, not the execution. That everybody is [served] in the end
//! cannot be promised where messages are lost and servers crash; who gives up has not been.
//!
//! Requests are numbered; one that is sent again is the same request. Cost of every judge: O(events · log events).

pub mod answered;
pub mod at_most_once;
pub mod effect_once;
pub mod served;

use synod_order::Map;

use crate::monitor::Cited;
use crate::{Event, Fact};

/// The first execution of each request, among those that count.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct Executions(Map<u32, Cited>);

impl Executions {
    /// Takes note of an execution, unless it is the second one that counts.
    fn see(&mut self, event: &Event, number: u32, counts: impl Fn(bool) -> bool) -> Option<Twice> {
        let Fact::Executed { request, changed } = event.fact()? else { return None };
        if !counts(*changed) {
            return None;
        }
        let Cited(earlier) = self.0.insert(*request, Cited(number))?;
        Some(Twice { request: *request, events: [earlier, number] })
    }
}

/// Two executions of one request; in order.
#[derive(Debug)]
pub(crate) struct Twice {
    request: u32,
    events: [u32; 2],
}
