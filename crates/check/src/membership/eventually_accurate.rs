//! Eventual strong accuracy: there is a time after which correct processes are not suspected by any correct process (Chandra & Toueg 1996,
//! section 2.4).
//!
//! It holds while no working process takes a working member for failed, and is undecided while one does: it may still change its mind. At
//! an end where nothing more happens and everything is repaired it never will, and it is violated.

use synod_words::{Phrase, phrase};

use super::Views;
use crate::prose::{nothing_promised, some_of};
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
    let stays = open(record, &views).filter(|_| record.end.quiet);
    turns.end(stays.map(|open| {
        if !record.end.whole {
            return Verdict::Undecided(nothing_promised(open, record.broken()));
        }
        let sentence = phrase!(
            "Nothing more will happen and everything is repaired, yet {0}.",
            "之后不会再发生任何事，一切也已修复，而 {0}。",
            open
        );
        let events = synod_order::set(views.accused().map(|pair| views.held[&pair].since)).into_iter().collect();
        Verdict::Violated(Witness::of_events(events, sentence))
    }))
}

/// Who takes whom for failed that works; none where nobody does.
fn open(record: &Record, views: &Views) -> Option<Phrase> {
    let parts = views.accused().map(|(by, of)| {
        phrase!(
            "{0} has suspected {1} since {2}, which is working",
            "{0} 自 {2} 起怀疑正常运行的 {1}",
            record.name(by),
            record.name(of),
            record.when(views.held[&(by, of)].since)
        )
    });
    let count = views.accused().count();
    (count > 0).then(|| some_of(parts, count))
}
