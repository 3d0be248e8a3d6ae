//! The set of fingerprints that have been seen: sixteen bytes each, and little around them.
//!
//! An ordered hash table (Amble & Knuth 1974): a fingerprint's place grows with its value, and what collides is kept in order, so that a
//! search for what is not there ends at the first larger one. The table is cut into segments by the highest bits; each grows alone, by a
//! quarter, so that there is never a second table beside the first, and growing copies from front to back.

/// Segments, by the highest eight bits.
const SEGMENTS: usize = 256;
/// Places of a segment at first.
const FIRST: usize = 24;
/// Places behind the last home, for what is pushed beyond it.
const TAIL: usize = 40;
/// Of twenty homes, how many may be taken before there are more: the fewer, the shorter the searches.
const FULL: u32 = 14;
/// What an unused place holds.
const NOTHING: u128 = 0;

/// A set of fingerprints; each may carry a number.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    segments: Vec<Segment>,
    len: u32,
    bytes: u64,
    numbered: bool,
}

#[derive(Clone, Debug, Default)]
struct Segment {
    /// How many homes there are; the places are [`TAIL`] more.
    homes: u32,
    len: u32,
    /// Bytes by which it has grown since it was last asked.
    grown: u64,
    places: Vec<u128>,
    /// One for each place, where the set is numbered.
    numbers: Vec<u32>,
}

/// Whether a fingerprint was new.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Entry {
    /// It was; it has its number now.
    New,
    /// It was not, and has this number (0 in a set without numbers).
    Known(u32),
}

impl Seen {
    /// An empty set. Where it is `numbered`, the first fingerprint has the number 0, the next 1 …
    pub fn new(numbered: bool) -> Seen {
        Seen { segments: vec![Segment::default(); SEGMENTS], len: 0, bytes: 0, numbered }
    }

    /// How many fingerprints it holds.
    pub fn len(&self) -> u32 {
        self.len
    }

    /// The bytes it takes.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Reads where a fingerprint belongs. Asked for several before they are put in, the machine waits for all of them at once.
    #[inline]
    pub fn approach(&self, fingerprint: u128) -> u64 {
        let segment = &self.segments[(fingerprint >> 120) as usize];
        segment.places.get(Segment::home(fingerprint, segment.homes)).map_or(0, |place| *place as u64)
    }

    /// The number of a fingerprint, if it is there (0 in a set without numbers).
    #[inline]
    pub fn find(&self, fingerprint: u128) -> Option<u32> {
        let fingerprint = fingerprint.max(NOTHING + 1);
        let segment = &self.segments[(fingerprint >> 120) as usize];
        let places = segment.places.get(Segment::home(fingerprint, segment.homes)..)?;
        let ahead = places.iter().position(|&place| place == NOTHING || place >= fingerprint)?;
        let at = segment.places.len() - places.len() + ahead;
        (places[ahead] == fingerprint).then(|| segment.numbers.get(at).copied().unwrap_or(0))
    }

    /// Puts a fingerprint in, unless it is there.
    #[inline]
    pub fn insert(&mut self, fingerprint: u128) -> Entry {
        // The one value that means an unused place is taken for its neighbour: one more pair among 2^128 that shares a name.
        let fingerprint = fingerprint.max(NOTHING + 1);
        let segment = &mut self.segments[(fingerprint >> 120) as usize];
        if segment.len >= segment.homes / 20 * FULL {
            segment.grow(self.numbered);
        }
        let entry = segment.insert(fingerprint, self.len, self.numbered);
        if segment.grown != 0 {
            self.bytes += std::mem::take(&mut segment.grown);
        }
        self.len += u32::from(entry == Entry::New);
        entry
    }
}

impl Segment {
    /// Where a fingerprint belongs: the larger, the further behind.
    #[inline]
    fn home(fingerprint: u128, homes: u32) -> usize {
        let below = (fingerprint >> 88) as u32;
        ((u64::from(below) * u64::from(homes)) >> 32) as usize
    }

    #[inline]
    fn insert(&mut self, fingerprint: u128, number: u32, numbered: bool) -> Entry {
        loop {
            let mut at = Segment::home(fingerprint, self.homes);
            while let Some(&other) = self.places.get(at)
                && other != NOTHING
                && other < fingerprint
            {
                at += 1;
            }
            if self.places.get(at) == Some(&fingerprint) {
                return Entry::Known(self.numbers.get(at).copied().unwrap_or(0));
            }
            let free = self.places.get(at..).and_then(|rest| rest.iter().position(|&p| p == NOTHING));
            let Some(free) = free else {
                self.grow(numbered);
                continue;
            };
            self.places.copy_within(at..at + free, at + 1);
            self.places[at] = fingerprint;
            if numbered {
                self.numbers.copy_within(at..at + free, at + 1);
                self.numbers[at] = number;
            }
            self.len += 1;
            return Entry::New;
        }
    }

    /// A quarter more homes. What is there comes out in order and goes in again in order, each behind the one before.
    #[cold]
    fn grow(&mut self, numbered: bool) {
        let mut more = self.homes as usize;
        let before = self.places.len();
        let each = size_of::<u128>() + if numbered { size_of::<u32>() } else { 0 };
        loop {
            more = (more + more / 4).max(FIRST).next_multiple_of(20);
            if self.spread(more, numbered) {
                self.grown += ((self.places.len() - before) * each) as u64;
                return;
            }
        }
    }

    /// Spreads what is there over so many homes; `false` where the tail is too short for it.
    fn spread(&mut self, homes: usize, numbered: bool) -> bool {
        let mut places = vec![NOTHING; homes + TAIL];
        let mut numbers = if numbered { vec![0; homes + TAIL] } else { Vec::new() };
        let mut next = 0;
        for (old, &fingerprint) in self.places.iter().enumerate().filter(|(_, p)| **p != NOTHING) {
            next = next.max(Segment::home(fingerprint, homes as u32));
            let Some(place) = places.get_mut(next) else { return false };
            *place = fingerprint;
            if numbered {
                numbers[next] = self.numbers[old];
            }
            next += 1;
        }
        (self.homes, self.places, self.numbers) = (homes as u32, places, numbers);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mix;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn it_is_a_set_with_numbers(values in proptest::collection::vec((0_u64..300, any::<bool>()), 0..2_000)) {
            let (mut seen, mut expected) = (Seen::new(true), BTreeMap::new());
            for (value, near) in values {
                // Half of them next to each other, so that they collide.
                let fingerprint = if near { u128::from(value) } else { mix(&[value]) };
                let number = expected.len() as u32;
                let entry = match expected.get(&fingerprint.max(1)) {
                    Some(&known) => Entry::Known(known),
                    None => Entry::New,
                };
                expected.entry(fingerprint.max(1)).or_insert(number);
                prop_assert_eq!(seen.insert(fingerprint), entry);
                prop_assert_eq!(seen.len() as usize, expected.len());
            }
        }
    }

    #[test]
    fn a_million_take_less_than_30_bytes_each() {
        let mut seen = Seen::new(false);
        for value in 0..1_000_000 {
            assert_eq!(seen.insert(mix(&[value])), Entry::New);
            assert!(value < 100_000 || seen.bytes() < 30 * (value + 1), "{} bytes for {value}", seen.bytes());
        }
        assert!((0..1_000_000).all(|value| seen.insert(mix(&[value])) == Entry::Known(0)));
    }
}
