//! Regular register: a read answers with the last write that finished before it began, or with one that overlaps it.
//!
//! Sources: Lamport, *On interprocess communication* (1986), for one writer; for many, the weakest of Shao, Welch, Pierce & Lee's
//! *Multiwriter consistency conditions for shared memory registers* (SIAM J. Comput. 2011): each read by itself may answer with
//! any write that was not called after the read returned and that no other write replaced for certain, lying wholly between the
//! two; or with the initial value, if no write had finished before the read began.
//!
//! A register has reads and writes only, so for the others: a compare-and-set that succeeded is a read of what it expects and a
//! write; one that failed demands nothing. A text made of appends is judged as a whole: none of its writes may be called after
//! the read returned, and no write outside it may lie wholly between one of them and the read.
//!
//! Cost: O(n log n) for a key whose values are written once, O(n) more for each further write of a value that is read.

use synod_words::{Phrase, phrase};

use crate::explain::{self, Conflict, Reading};
use crate::story::{Chain, Node, Story};
use crate::verdict::{Meter, Spent};
use crate::{History, Verdict};

pub(crate) fn judge(history: &History, meter: &mut Meter) -> Verdict {
    explain::judge(history, meter, &look)
}

fn look(reading: &Reading, meter: &mut Meter) -> Result<Option<Conflict>, Spent> {
    let story = reading.story;
    let writes = Writes::new(story, meter)?;
    for (number, sighting) in story.sightings.iter().enumerate() {
        let mut reasons = Vec::new();
        let chains = reading.chains(number as u32);
        for chain in &chains {
            reasons.extend(writes.against(sighting.op, chain, meter)?);
        }
        if let (Some((_, sentence)), true) = (reasons.first(), reasons.len() == chains.len()) {
            let mut ops = vec![sighting.op];
            ops.extend(reasons.iter().map(|(op, _)| *op));
            return Ok(Some(Conflict { ops, sentence: sentence.clone() }));
        }
    }
    Ok(None)
}

/// The acknowledged writes of each key, in the order of their calls.
pub(crate) struct Writes<'s> {
    story: &'s Story<'s>,
    by_key: Vec<Vec<Completed>>,
}

/// An acknowledged write.
struct Completed {
    op: u32,
    called: i64,
    /// When the first of this write and all called later returned.
    first_returned: i64,
}

impl<'s> Writes<'s> {
    pub(crate) fn new(story: &'s Story<'s>, meter: &mut Meter) -> Result<Self, Spent> {
        meter.take(story.writer.len())?;
        let mut by_key: Vec<Vec<Completed>> = story.keys.iter().map(|_| Vec::new()).collect();
        for op in story.writer.iter().rev().copied().flatten() {
            let operation = story.history.op(op);
            let Some(returned) = operation.answered_at() else { continue };
            let key = &mut by_key[story.key_of[op as usize] as usize];
            let first_returned = key.last().map_or(returned, |later| returned.min(later.first_returned));
            key.push(Completed { op, called: operation.called, first_returned });
        }
        for writes in &mut by_key {
            writes.reverse();
        }
        Ok(Writes { story, by_key })
    }

    /// Why the answer of `read` cannot come from this chain: the write that speaks against it, and the sentence.
    fn against(&self, read: u32, chain: &Chain, meter: &mut Meter) -> Result<Option<(u32, Phrase)>, Spent> {
        if let Some(too_soon) = self.too_soon(read, chain, meter)? {
            return Ok(Some(too_soon));
        }
        let newer = self.replacing(read, chain, (1, 0), meter)?;
        Ok(newer.first().map(|newer| {
            let older = chain.iter().find(|node| self.comes_before(**node, *newer)).unwrap_or(&chain[0]);
            (*newer, self.overlooked(read, *older, *newer))
        }))
    }

    /// A write of the chain that was called after the read had returned.
    pub(crate) fn too_soon(&self, read: u32, chain: &Chain, meter: &mut Meter) -> Result<Option<(u32, Phrase)>, Spent> {
        let (story, history) = (self.story, self.story.history);
        meter.take(chain.len())?;
        let mut writers = chain.iter().filter_map(|node| story.writer[*node as usize]);
        Ok(writers.find(|write| history.precedes(read, *write)).map(|write| {
            let sentence = phrase!(
                "{0} returned {1} at {2}, but {3} was called only at {4}: nobody had begun to write that value.",
                "{0} 在 {2} 返回 {1}，但 {3} 到 {4} 才被调用：当时还没有人开始写这个值。",
                history.who(read),
                history.found(read),
                history.answered(read),
                history.who(write),
                history.called(write)
            );
            (write, sentence)
        }))
    }

    /// Whether a write, or the initial value, was there for certain before another write was called.
    fn comes_before(&self, node: Node, write: u32) -> bool {
        self.story.writer[node as usize].is_none_or(|earlier| self.story.history.precedes(earlier, write))
    }

    /// Writes outside the chain that lie wholly between one of its writes and the read: the first `most` of those that had been
    /// acknowledged for more than `since` when the read began.
    pub(crate) fn replacing(
        &self,
        read: u32,
        chain: &Chain,
        (most, since): (usize, i64),
        meter: &mut Meter,
    ) -> Result<Vec<u32>, Spent> {
        let (story, history) = (self.story, self.story.history);
        let mut found = Vec::new();
        meter.take(chain.len())?;
        let done = |node: &Node| story.writer[*node as usize].map_or(Some(i64::MIN), |write| history.op(write).answered_at());
        let Some(begun) = chain.iter().filter_map(done).min() else { return Ok(found) };
        let until = history.op(read).called.saturating_sub(since);
        let writes = &self.by_key[story.key_of[read as usize] as usize];
        let later = &writes[writes.partition_point(|write| write.called < begun)..];
        if later.first().is_none_or(|write| write.first_returned > until) {
            return Ok(found);
        }
        let mut shown: Vec<Option<u32>> = chain.iter().map(|node| story.writer[*node as usize]).collect();
        synod_order::sort(&mut shown);
        for write in later.iter().take_while(|write| write.called <= until && write.first_returned <= until) {
            meter.take(1)?;
            let is_old = since == 0 || history.op(write.op).answered_at().is_some_and(|at| at < until);
            let is_missing = is_old && history.precedes(write.op, read) && shown.binary_search(&Some(write.op)).is_err();
            if is_missing && chain.iter().any(|node| self.comes_before(*node, write.op)) {
                found.push(write.op);
                if found.len() == most {
                    break;
                }
            }
        }
        Ok(found)
    }

    fn overlooked(&self, read: u32, first: Node, newer: u32) -> Phrase {
        let (story, history) = (self.story, self.story.history);
        match story.writer[first as usize] {
            None => phrase!(
                "{0} was acknowledged at {1}. {2} began at {3} and returned {4}, as if that write had not been.",
                "{0} 于 {1} 得到确认。{2} 始于 {3}，却返回 {4}，仿佛没有发生过这次写。",
                history.who(newer),
                history.answered(newer),
                history.who(read),
                history.called(read),
                history.found(read)
            ),
            Some(older) => phrase!(
                "{0} was acknowledged at {1}, and {2}, called after that, at {3}. {4} began at {5} and returned {6}, which had been \
                 replaced by then.",
                "{0} 于 {1} 得到确认；{2} 在此之后才调用，于 {3} 得到确认。{4} 始于 {5}，却返回当时已被覆盖的 {6}。",
                history.who(older),
                history.answered(older),
                history.who(newer),
                history.answered(newer),
                history.who(read),
                history.called(read),
                history.found(read)
            ),
        }
    }
}
