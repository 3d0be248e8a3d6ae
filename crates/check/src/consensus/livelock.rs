//! Livelock: proposers that keep one another from success by the same steps again and again.
//!
//! Source: Lamport, *Paxos Made Simple* (2001), section 2.4: two proposers each keep issuing a sequence of proposals with increasing numbers, none of
//! which are ever chosen. No finite record proves that this goes on for ever; but where the same processes begin rounds at exactly the
//! same distances several times over, nothing in the run is random, and nothing speaks for another outcome next time.

use synod_words::{Arg, Phrase, phrase};

use crate::{Record, Witness};

/// The longest pattern that is looked for, in rounds.
const PATTERN_MAX: usize = 8;
/// How often a pattern comes before it is called a livelock.
const REPETITIONS: usize = 5;

/// The rounds begun since a value was last learned.
#[derive(Debug)]
pub(crate) struct Rounds<'r> {
    record: &'r Record,
    /// The events.
    begun: Vec<u32>,
    /// For every length of a pattern, how many rounds in a row, up to the last, are as the one so many rounds before.
    alike: [usize; PATTERN_MAX],
    livelock: Option<Livelock>,
}

/// A pattern that has come often enough.
#[derive(Debug)]
struct Livelock {
    /// Its length.
    rounds: usize,
    witness: Witness,
}

impl<'r> Rounds<'r> {
    pub(crate) fn new(record: &'r Record) -> Self {
        Rounds { record, begun: Vec::new(), alike: [0; PATTERN_MAX], livelock: None }
    }

    /// A value is learned: what was before it proves nothing any more.
    pub(crate) fn forget(&mut self) {
        *self = Rounds::new(self.record);
    }

    /// A process begins a round.
    pub(crate) fn begin(&mut self, event: u32) {
        self.begun.push(event);
        let last = self.begun.len() - 1;
        for rounds in 1..=PATTERN_MAX {
            let alike = self.is_as_before(last, rounds);
            let count = &mut self.alike[rounds - 1];
            *count = if alike { *count + 1 } else { 0 };
        }
        self.recognize();
    }

    /// The livelock that stands now.
    pub(crate) fn livelock(&self) -> Option<&Witness> {
        self.livelock.as_ref().map(|livelock| &livelock.witness)
    }

    /// Whether the same process began the round `i` as the round so many before, the same time after the one before it.
    fn is_as_before(&self, i: usize, rounds: usize) -> bool {
        // The very first round comes after none.
        let Some(other) = i.checked_sub(rounds).filter(|other| *other > 0) else { return false };
        self.process(i) == self.process(other) && self.distance(i) == self.distance(other)
    }

    /// Who began the round `i`.
    fn process(&self, i: usize) -> u16 {
        self.record.events[self.begun[i] as usize].process
    }

    /// The time from the round before to the round `i`.
    fn distance(&self, i: usize) -> u64 {
        self.record.at(self.begun[i]).saturating_sub(self.record.at(self.begun[i - 1]))
    }

    /// Looks for the shortest pattern that has come often enough; its witness is renewed each time that it is complete again.
    fn recognize(&mut self) {
        let often = |rounds: &usize| self.alike[rounds - 1] >= (REPETITIONS - 1) * rounds;
        let Some(rounds) = (1..=PATTERN_MAX).find(often) else {
            self.livelock = None;
            return;
        };
        let alike = self.alike[rounds - 1];
        if alike.is_multiple_of(rounds) || self.livelock.as_ref().is_none_or(|livelock| livelock.rounds != rounds) {
            self.livelock = Some(Livelock { rounds, witness: self.witness(rounds, alike / rounds + 1) });
        }
    }

    fn witness(&self, rounds: usize, times: usize) -> Witness {
        let count = self.begun.len();
        let mut pattern = self.begun[count - rounds..].to_vec();
        // A pattern has no beginning of its own: it is told from the first process on.
        let first = (0..rounds).min_by_key(|i| self.process(count - rounds + i)).unwrap_or(0);
        pattern.rotate_left(first);
        let begins = |event: &u32| phrase!("{0} begins a round", "{0} 发起一轮", self.record.who(*event));
        let parts: Vec<Phrase> = pattern.iter().map(begins).collect();
        let period = self.record.at(self.begun[count - 1]).saturating_sub(self.record.at(self.begun[count - 1 - rounds]));
        let sentence = phrase!(
            "Livelock: {0}, again and again every {1} ({2} times so far); no value is chosen.",
            "活锁：{0}，每 {1} 重复一次（至今 {2} 次），始终没有选定任何值。",
            parts,
            Arg::TimeUs(period),
            times
        );
        Witness::of_events(self.begun[count - 2 * rounds..].to_vec(), sentence)
    }
}
