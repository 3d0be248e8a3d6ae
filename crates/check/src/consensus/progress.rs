//! Progress: for every instance in which something was proposed, a value is learned in the end.
//!
//! Source: Lamport, *Paxos Made Simple* (2001), section 2.4. No protocol can promise it in a network that may take any time (Fischer, Lynch &
//! Paterson, *Impossibility of distributed consensus with one faulty process*, JACM 1985); a protocol promises it for a
//! network that behaves. What breaks it is a livelock, which a decision ends, or an end where nothing more happens,
//! everything is repaired, and nothing is chosen. Instance 0 stands for rounds that count for all instances, and is not asked for.

use synod_order::{Map, Set};

use synod_words::{Phrase, phrase};

use super::livelock::Rounds;
use crate::goal::{Aim, Names};
use crate::prose::{NAMED, nothing_promised, some_of};
use crate::unfolding::Turns;
use crate::{Event, Fact, Record, Unfolding, Value, Verdict, Witness};

/// What it waits for: in every instance in which something was proposed, somebody has learned a value.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct Chosen {
    open: Set<u32>,
    learned: Set<u32>,
}

impl Aim for Chosen {
    fn see(&mut self, event: &Event) {
        match event.fact() {
            Some(Fact::Proposed { instance, .. }) if *instance != 0 && !self.learned.contains(instance) => {
                self.open.insert(*instance);
            }
            Some(Fact::Learned { instance, .. }) => {
                self.learned.insert(*instance);
                self.open.remove(instance);
            }
            _ => {}
        }
    }

    fn is_reached(&self) -> bool {
        self.open.is_empty()
    }

    fn missing(&self, _: Names) -> Phrase {
        unchosen(&self.open, self.learned.is_empty())
    }
}

/// Which instances have no value; whether none has one.
fn unchosen(open: &Set<u32>, is_first: bool) -> Phrase {
    if is_first && open.len() == 1 {
        return phrase!("no value is chosen yet", "尚未选定任何值");
    }
    let instance = |instance: &u32| phrase!("instance {0}", "实例 {0}", *instance);
    let open = some_of(open.iter().map(instance), open.len());
    phrase!("no value is chosen yet in {0}", "{0} 尚未选定任何值", open)
}

/// What is proposed and not chosen, along a record.
#[derive(Debug)]
struct Judge<'r> {
    record: &'r Record,
    /// The instances without a value, with what was first proposed in them, and the event.
    open: Map<u32, (u32, &'r Value)>,
    learned: Set<u32>,
    rounds: Rounds<'r>,
}

pub(crate) fn unfold(record: &Record) -> Unfolding {
    let mut judge = Judge { record, open: Map::new(), learned: Set::new(), rounds: Rounds::new(record) };
    let mut turns = Turns::new();
    for (i, _, fact) in record.facts() {
        match fact {
            Fact::Proposed { instance, value } => judge.propose(i, *instance, value),
            Fact::Tried { .. } => judge.rounds.begin(i),
            Fact::Learned { instance, .. } => judge.learn(*instance),
            _ => continue,
        }
        turns.after(i, judge.verdict());
    }
    turns.end(judge.at_end())
}

impl<'r> Judge<'r> {
    fn propose(&mut self, event: u32, instance: u32, value: &'r Value) {
        if instance != 0 && !self.learned.contains(&instance) {
            self.open.entry(instance).or_insert((event, value));
        }
    }

    fn learn(&mut self, instance: u32) {
        self.learned.insert(instance);
        self.open.remove(&instance);
        self.rounds.forget();
    }

    fn verdict(&self) -> Verdict {
        match self.rounds.livelock() {
            _ if self.open.is_empty() => Verdict::Holds,
            Some(witness) => Verdict::Violated(witness.clone()),
            None => Verdict::Undecided(self.unchosen()),
        }
    }

    /// What has no value.
    fn unchosen(&self) -> Phrase {
        unchosen(&synod_order::set(self.open.keys().copied()), self.learned.is_empty())
    }

    fn at_end(&self) -> Option<Verdict> {
        if !self.record.end.quiet || self.open.is_empty() {
            return None;
        }
        if !self.record.end.whole {
            return Some(Verdict::Undecided(nothing_promised(self.unchosen(), self.record.broken())));
        }
        let parts = self.open.iter().map(|(instance, (event, value))| {
            phrase!(
                "{0} proposed {1} in instance {2} at {3}",
                "{0} 于 {3} 在实例 {2} 中提出 {1}",
                self.record.who(*event),
                value.to_string(),
                *instance,
                self.record.when(*event)
            )
        });
        let sentence = phrase!(
            "{0}; nothing more will happen, and no value is chosen.",
            "{0}；之后不会再发生任何事，也没有选定任何值。",
            some_of(parts, self.open.len())
        );
        let mut events: Vec<u32> = self.open.values().map(|(event, _)| *event).take(NAMED).collect();
        synod_order::sort(&mut events);
        Some(Verdict::Violated(Witness::of_events(events, sentence)))
    }
}
