//! Convergence: once nothing new is written, all working replicas come to hold the same.
//!
//! Source: Demers et al., *Epidemic Algorithms for Replicated Database Maintenance* (PODC 1987), section 1: all copies of a database that
//! is updated at one site become the same in the end. A system that compares its copies for ever never comes to rest, so this is judged by
//! what its processes declare to hold ([`Fact::Holds`]), not by a look at a store at rest as [`eventual`](crate::eventual) is.
//!
//! It holds while all working replicas hold the same, is undecided while they do not, and violated at an end where nothing more happens,
//! everything is repaired, and two of them differ. Cost: O(events · replicas).

use synod_order::{Map, Set};

use synod_words::{Phrase, phrase};

use crate::goal::{Aim, Names};
use crate::prose::{joined, nothing_promised};
use crate::unfolding::Turns;
use crate::{Event, Fact, Record, Unfolding, Verdict, What, Witness};

/// What it waits for: all working replicas hold the same.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct Alike {
    held: Map<u16, String>,
    down: Set<u16>,
}

impl Alike {
    /// Two working replicas that hold different things: the first, and the first that holds something else.
    fn difference(&self) -> Option<[(u16, &str); 2]> {
        let mut working = self.held.iter().filter(|(process, _)| !self.down.contains(process));
        let (first, held) = working.next()?;
        let (other, holds) = working.find(|(_, state)| *state != held)?;
        Some([(*first, held), (*other, holds)])
    }
}

impl Aim for Alike {
    fn see(&mut self, event: &Event) {
        match &event.what {
            What::Did(Fact::Holds { state }) => drop(self.held.insert(event.process, state.clone())),
            What::Failed => drop(self.down.insert(event.process)),
            What::Recovered => drop(self.down.remove(&event.process)),
            What::Did(_) | What::Disturbed => {}
        }
    }

    fn is_reached(&self) -> bool {
        self.difference().is_none()
    }

    fn missing(&self, names: Names) -> Phrase {
        let two = self.difference().into_iter().flatten().map(|(process, state)| holds(names.of(process), state));
        joined(two)
    }
}

/// Who holds what.
fn holds(name: &str, state: &str) -> Phrase {
    if state.is_empty() {
        phrase!("{0} holds nothing", "{0} 一无所有", name)
    } else {
        phrase!("{0} holds {1}", "{0} 持有 {1}", name, state)
    }
}

/// What is held, along a record.
#[derive(Debug)]
struct Judge<'r> {
    record: &'r Record,
    /// What each replica holds, and the event in which it said so.
    held: Map<u16, (u32, &'r str)>,
    down: Set<u16>,
}

pub(crate) fn unfold(record: &Record) -> Unfolding {
    let mut judge = Judge { record, held: Map::new(), down: Set::new() };
    let mut turns = Turns::new();
    for (i, event) in record.numbered() {
        match &event.what {
            What::Did(Fact::Holds { state }) => drop(judge.held.insert(event.process, (i, state))),
            What::Failed => drop(judge.down.insert(event.process)),
            What::Recovered => drop(judge.down.remove(&event.process)),
            What::Did(_) | What::Disturbed => continue,
        }
        turns.after(i, judge.difference().map_or(Verdict::Holds, |two| Verdict::Undecided(judge.told(two))));
    }
    turns.end(judge.at_end())
}

/// A working replica with what it holds, and the event in which it said so.
type Holder<'r> = (u16, (u32, &'r str));

impl<'r> Judge<'r> {
    /// Two working replicas that hold different things: the one that changed last, and the first that holds something else.
    fn difference(&self) -> Option<[Holder<'r>; 2]> {
        let working =
            || self.held.iter().filter(|(process, _)| !self.down.contains(process)).map(|(process, held)| (*process, *held));
        let latest = working().max_by_key(|(_, (event, _))| *event)?;
        let other = working().find(|(_, (_, state))| *state != latest.1.1)?;
        Some([latest, other])
    }

    fn told(&self, two: [Holder<'r>; 2]) -> Phrase {
        let [one, other] = two.map(|(process, (_, state))| holds(self.record.name(process), state));
        phrase!("{0}, and {1}", "{0}，而 {1}", one, other)
    }

    fn at_end(&self) -> Option<Verdict> {
        let two = self.difference().filter(|_| self.record.end.quiet)?;
        if !self.record.end.whole {
            return Some(Verdict::Undecided(nothing_promised(self.told(two), self.record.broken())));
        }
        let sentence = phrase!(
            "Nothing is under way any more: {0}. They will never agree.",
            "已经没有任何消息在途：{0}。它们永远不会一致。",
            self.told(two)
        );
        let mut events = two.map(|(_, (event, _))| event).to_vec();
        synod_order::sort(&mut events);
        Some(Verdict::Violated(Witness::of_events(events, sentence)))
    }
}
