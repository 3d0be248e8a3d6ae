//! Chance made explicit: every message takes the same time and none gets lost or doubled at random, and what chance did to single messages
//! becomes decisions about them. Those that do not matter are then left out like any other decision.

use super::size::{RATES, constant_delay, is_chance};
use crate::Session;
use crate::doc::{Act, Decision, Document};
use crate::frame::MessageLine;
use crate::open::to_atom;
use synod_kernel::{Limits, Loss, Time};
use synod_order::Map;
use synod_protocols::{DELAY_PARAM, Kind};

/// How many decisions may be added: a run with more of them is not understood by hand.
const ADDED_MAX: usize = 256;
/// How the run without chance is made like the run with it.
struct Manner {
    /// All that was decided happens so many times later, and messages take so many times as long: those that were faster than the uniform
    /// ones can then be told from those that were slower.
    slower: u64,
    /// And what is late is late by so many times as much.
    later: u64,
}

/// The manners that are tried, one after the other.
const MANNERS: [Manner; 4] = [
    Manner { slower: 1, later: 1 },
    Manner { slower: 1, later: 5 },
    Manner { slower: 4, later: 1 },
    Manner { slower: 10, later: 1 },
];
/// How long after it was sent something is decided about a message, at most; a uniform message is under way for longer.
const GRAIN_US: Time = 1_000;

/// What chance did to a message.
#[derive(Clone, Copy, Debug, Default)]
struct Fate {
    /// How long it took.
    took: Time,
    lost: bool,
    doubled: bool,
}

/// A document without chance that is being filled with decisions, in the order in which the messages are sent in it.
#[derive(Debug)]
pub(super) struct ByHand {
    fates: Map<String, Fate>,
    /// The document without any of them.
    bare: Document,
    /// The document so far.
    document: Document,
    /// The messages that were decided about.
    decided: Vec<String>,
    /// The place of the manner.
    manner: usize,
}

impl ByHand {
    /// The run of this document without chance; none where it has no chance to lose.
    pub fn of(kind: &dyn Kind, document: &Document, session: &dyn Session) -> Option<ByHand> {
        let mut bare = document.clone();
        for spec in kind.params() {
            if spec.id == DELAY_PARAM && spec.check(&constant_delay()).is_ok() {
                bare.params.remove(spec.id);
                if spec.default != constant_delay() {
                    bare.params.insert(spec.id.to_owned(), to_atom(&constant_delay()));
                }
            } else if RATES.contains(&spec.id) {
                bare.params.remove(spec.id);
            }
        }
        bare.decisions.retain(|decision| !is_chance(&decision.act));
        if bare == *document {
            return None;
        }
        let named = |id: &str| document.decisions.iter().any(|d| message_of(&d.act) == Some(id));
        let mut fates: Map<String, Fate> = Map::new();
        for line in session.chart().messages {
            match line.id.split_once('+') {
                Some((original, _)) if !named(original) => fates.entry(original.to_owned()).or_default().doubled = true,
                None if !named(&line.id) => {
                    let fate = fates.entry(line.id).or_default();
                    (fate.took, fate.lost) = (line.due.saturating_sub(line.sent.1), line.lost == Some(Loss::Chance));
                }
                _ => {}
            }
        }
        Some(ByHand { fates, document: bare.clone(), bare, decided: Vec::new(), manner: 0 })
    }

    /// The document so far.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Goes on after the document so far was run and the promise did not break: decides about the messages that are sent next. Whether
    /// there is anything more to try.
    pub fn go_on(&mut self, session: &dyn Session) -> bool {
        let lines = session.chart().messages;
        let open = |line: &&MessageLine| !self.decided.contains(&line.id) && !self.acts(line).is_empty();
        let Some(at) = lines.iter().find(open).map(|line| line.sent.1) else { return self.another_manner() };
        let next: Vec<MessageLine> = lines.iter().filter(|line| line.sent.1 == at).filter(open).cloned().collect();
        for line in next {
            let acts = self.acts(&line);
            let at = (line.sent.1 / GRAIN_US + 1) * GRAIN_US;
            self.document.decisions.extend(acts.into_iter().map(|act| Decision { at, nth: 0, act }));
            self.decided.push(line.id);
        }
        synod_order::sort_by_key(&mut self.document.decisions, |d| (d.at, d.nth));
        self.document.decisions.len() <= self.bare.decisions.len() + ADDED_MAX || self.another_manner()
    }

    fn another_manner(&mut self) -> bool {
        self.manner += 1;
        self.decided.clear();
        self.document = self.bare.clone();
        let Some(Manner { slower, .. }) = MANNERS.get(self.manner) else { return false };
        let latest = self.bare.decisions.iter().map(|d| d.at).chain(self.bare.until).max().unwrap_or(0);
        if latest > Limits::TIME_US_MAX / slower {
            return false;
        }
        for decision in &mut self.document.decisions {
            decision.at *= slower;
        }
        self.document.until = self.bare.until.map(|until| until * slower);
        self.fates.values().any(|fate| fate.took > 0)
    }

    /// What has to be decided about a message of the uniform network, so that it fares as by chance.
    fn acts(&self, line: &MessageLine) -> Vec<Act> {
        let Some(fate) = self.fates.get(&line.id) else { return Vec::new() };
        if fate.lost {
            return vec![Act::Drop(line.id.clone())];
        }
        let Some(Manner { slower, later }) = MANNERS.get(self.manner) else { return Vec::new() };
        let usual = line.due.saturating_sub(line.sent.1);
        let longer = fate.took.saturating_mul(*slower).saturating_sub(usual) / GRAIN_US * GRAIN_US;
        let longer = longer.saturating_mul(*later).min(Limits::TIME_US_MAX);
        let doubled = fate.doubled.then(|| Act::Duplicate(line.id.clone()));
        doubled.into_iter().chain((longer > 0).then(|| Act::Delay(line.id.clone(), longer))).collect()
    }
}

/// The message that a decision is about.
fn message_of(act: &Act) -> Option<&str> {
    match act {
        Act::Drop(id) | Act::Duplicate(id) | Act::Delay(id, _) | Act::Deliver(id) => Some(id),
        _ => None,
    }
}
