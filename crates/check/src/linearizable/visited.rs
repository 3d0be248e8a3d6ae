//! The configurations that a search has seen: a set of short word sequences, kept in one arena.
//!
//! Open addressing over 32-bit entries; the words of all members lie end to end, so a configuration costs its words and a few
//! bytes. Only membership is asked, nothing is iterated, so the order inside cannot reach a verdict.

/// A set of word sequences.
#[derive(Clone, Debug, Default)]
pub(crate) struct Visited {
    /// Entry + 1, or 0 for a free slot; the length is a power of two.
    slots: Vec<u32>,
    /// Where each entry ends in `words`.
    ends: Vec<u32>,
    words: Vec<u64>,
}

impl Visited {
    /// Adds `key`; whether it is new.
    pub(crate) fn insert(&mut self, key: &[u64]) -> bool {
        if self.ends.len() * 4 >= self.slots.len() * 3 {
            self.grow();
        }
        let slot = self.find(key);
        if self.slots[slot] != 0 {
            return false;
        }
        self.words.extend_from_slice(key);
        self.ends.push(self.words.len() as u32);
        self.slots[slot] = self.ends.len() as u32;
        true
    }

    /// The slot that holds `key`, or the free one where it belongs.
    fn find(&self, key: &[u64]) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = hash(key) as usize & mask;
        loop {
            match self.slots[slot] {
                0 => return slot,
                entry if self.words_of(entry - 1) == key => return slot,
                _ => slot = (slot + 1) & mask,
            }
        }
    }

    fn words_of(&self, entry: u32) -> &[u64] {
        let start = if entry == 0 { 0 } else { self.ends[entry as usize - 1] };
        &self.words[start as usize..self.ends[entry as usize] as usize]
    }

    fn grow(&mut self) {
        self.slots = vec![0; (self.slots.len() * 2).max(64)];
        for entry in 0..self.ends.len() as u32 {
            let slot = self.find(self.words_of(entry));
            self.slots[slot] = entry + 1;
        }
    }
}

/// Multiply and fold, word by word; the finish spreads the high bits into the low ones that pick a slot.
fn hash(key: &[u64]) -> u64 {
    let mut h = 0x9e37_79b9_7f4a_7c15_u64;
    for word in key {
        h = (h.rotate_left(26) ^ word).wrapping_mul(0xf135_7aea_2e62_a9c5);
    }
    h ^ (h >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sequence_is_new_once() {
        let mut visited = Visited::default();
        for round in [true, false] {
            for i in 0..5_000_u64 {
                assert_eq!(visited.insert(&[i % 7, i]), round);
                assert_eq!(visited.insert(&[i % 7, i, 0]), round);
            }
        }
    }
}
