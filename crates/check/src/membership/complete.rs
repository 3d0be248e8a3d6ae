//! Strong completeness: in the end every process that crashes is suspected by every correct process (Chandra & Toueg 1996, section 2.4).
//!
//! It holds while every failed member is suspected by all working processes that have known it, and is undecided while one still trusts it:
//! detection takes time, and a detector never comes to rest. Where nothing more happens all the same, who still trusts a failed member
//! always will, and it is violated.

use synod_words::{Phrase, phrase};

use super::Views;
use crate::prose::some_of;
use crate::unfolding::Turns;
use crate::{Record, Unfolding, Verdict, Witness};

pub(crate) fn unfold(record: &Record) -> Unfolding {
    let mut views = Views::default();
    let mut turns = Turns::new();
    for (i, event) in record.numbered() {
        if views.take(i, event) {
            turns.after(i, open(record, &views).map_or(Verdict::Holds, Verdict::Undecided));
        }
    }
    let never = open(record, &views).filter(|_| record.end.quiet);
    turns.end(never.map(|open| {
        let sentence = phrase!("Nothing more will happen, yet {0}.", "之后不会再发生任何事，而 {0}。", open);
        let pairs = views.overlooked().flat_map(|(by, of)| [views.held[&(by, of)].since, views.down[&of]]);
        let events = synod_order::set(pairs).into_iter().collect();
        Verdict::Violated(Witness::of_events(events, sentence))
    }))
}

/// Who still trusts whom that has failed; none where nobody does.
fn open(record: &Record, views: &Views) -> Option<Phrase> {
    let parts = views.overlooked().map(|(by, of)| {
        phrase!(
            "{0} still trusts {1}, which failed at {2}",
            "{0} 仍然信任已于 {2} 故障的 {1}",
            record.name(by),
            record.name(of),
            record.when(views.down[&of])
        )
    });
    let count = views.overlooked().count();
    (count > 0).then(|| some_of(parts, count))
}
