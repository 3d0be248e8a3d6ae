//! Everybody is served: every request is answered in the end, with yes or no.
//!
//! A client that gives up has not been served, whatever becomes of its request. One that crashes is not waiting any more. While somebody
//! waits, nobody can say; at an end where nothing more happens, who waits will wait for ever.

use synod_order::Map;

use synod_words::{Phrase, phrase};

use crate::goal::{Aim, Names};
use crate::prose::some_of;
use crate::unfolding::Turns;
use crate::{Event, Fact, Record, Unfolding, Verdict, What, Witness};

/// What it waits for: no client that works waits for an answer. It is lost as soon as one gives up.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct Attended {
    /// Who asked, by the request.
    open: Map<u32, u16>,
    gave_up: bool,
}

impl Aim for Attended {
    fn see(&mut self, event: &Event) {
        match &event.what {
            What::Did(Fact::Asked { request }) => drop(self.open.insert(*request, event.process)),
            What::Did(Fact::Answered { request, .. }) => drop(self.open.remove(request)),
            What::Did(Fact::GaveUp { .. }) => self.gave_up = true,
            What::Failed => self.open.retain(|_, client| *client != event.process),
            _ => {}
        }
    }

    fn is_reached(&self) -> bool {
        self.open.is_empty() && !self.gave_up
    }

    fn is_lost(&self) -> bool {
        self.gave_up
    }

    fn missing(&self, names: Names) -> Phrase {
        let waits = |(request, client): (&u32, &u16)| {
            phrase!("{0} waits for the answer to request {1}", "{0} 在等待请求 {1} 的应答", names.of(*client), *request)
        };
        some_of(self.open.iter().map(waits), self.open.len())
    }
}

pub(crate) fn unfold(record: &Record) -> Unfolding {
    // Who asked, and with which event, by the request.
    let mut open: Map<u32, (u16, u32)> = Map::new();
    let mut turns = Turns::new();
    for (i, event) in record.numbered() {
        match &event.what {
            What::Did(Fact::Asked { request }) => drop(open.insert(*request, (event.process, i))),
            What::Did(Fact::Answered { request, .. }) => drop(open.remove(request)),
            What::Did(Fact::GaveUp { request }) => {
                let asked = open.get(request).map(|(_, asked)| *asked);
                turns.after(i, Verdict::Violated(gave_up(record, asked, *request, i)));
                return turns.end(None);
            }
            What::Failed => open.retain(|_, (client, _)| *client != event.process),
            _ => continue,
        }
        turns.after(i, if open.is_empty() { Verdict::Holds } else { Verdict::Undecided(waiting(record, &open)) });
    }
    let waits_for_ever = record.end.quiet && !open.is_empty();
    turns.end(waits_for_ever.then(|| {
        let sentence = phrase!("Nothing more will happen, yet {0}.", "之后不会再发生任何事，而 {0}。", waiting(record, &open));
        let mut events: Vec<u32> = open.values().map(|(_, asked)| *asked).collect();
        synod_order::sort(&mut events);
        Verdict::Violated(Witness::of_events(events, sentence))
    }))
}

fn gave_up(record: &Record, asked: Option<u32>, request: u32, event: u32) -> Witness {
    let sentence = phrase!(
        "{0} gave up on request {1} at {2}: it got no answer.",
        "{0} 于 {2} 放弃了请求 {1}：一直没有得到应答。",
        record.who(event),
        request,
        record.when(event)
    );
    Witness::of_events(asked.into_iter().chain([event]).collect(), sentence)
}

/// Who waits for what, and since when.
fn waiting(record: &Record, open: &Map<u32, (u16, u32)>) -> Phrase {
    let parts = open.iter().map(|(request, (client, asked))| {
        phrase!(
            "{0} has waited for the answer to request {1} since {2}",
            "{0} 自 {2} 起等待请求 {1} 的应答",
            record.name(*client),
            *request,
            record.when(*asked)
        )
    });
    some_of(parts, open.len())
}
