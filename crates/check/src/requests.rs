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

use std::collections::BTreeMap;

use crate::{Fact, Record};

/// The first two executions of one request, among those that count; in order.
fn first_twice(record: &Record, counts: impl Fn(bool) -> bool) -> Option<(u32, [u32; 2])> {
    let mut first: BTreeMap<u32, u32> = BTreeMap::new();
    for (event, _, fact) in record.facts() {
        let Fact::Executed { request, changed } = fact else { continue };
        if !counts(*changed) {
            continue;
        }
        if let Some(earlier) = first.insert(*request, event) {
            return Some((*request, [earlier, event]));
        }
    }
    None
}
