//! Monotonic writes: the writes of one client take effect everywhere in the order in which it made them.
//!
//! Source: Terry et al. 1994; Brzezinski, Sobaniec & Wawrzyniak 2004; as clients see it, after Jepsen's "all processes observe
//! w1 before w2".
//!
//! Where the [store](crate::History::store_order) tells how it put two writes of one client to one key, that decides.
//! Otherwise no client may see a writer's later write and afterwards the same writer's earlier one, and no text may show a later
//! append without the earlier one. A write without answer may take effect late, so nothing need come after it. Writes to
//! different keys are not compared: that is PRAM's promise.
//!
//! Cost: O(operations + told edges) where values are written once; see [`explain`] for the rest.

use synod_order::Map;

use synod_words::phrase;

use crate::explain::{self, Conflict, Reading};
use crate::floor::ops_of;
use crate::known::{Order, Why};
use crate::story::{Chain, Node, Story};
use crate::verdict::{Meter, Spent};
use crate::{History, Verdict};

pub(crate) fn judge(history: &History, meter: &mut Meter) -> Verdict {
    explain::judge(history, meter, &look)
}

fn look(reading: &Reading, meter: &mut Meter) -> Result<Option<Conflict>, Spent> {
    let story = reading.story;
    let told = Order::told(story, meter)?;
    if let Some(conflict) = against_the_store(story, &told, meter)? {
        return Ok(Some(conflict));
    }
    let judge = Judge { reading, known: Order::known(story, meter)?, told, made_before: made_before(story) };
    for session in &story.sessions {
        let mut seen = Seen::default();
        for op in session {
            meter.take(1)?;
            if let Some(sighting) = story.sighting_of[*op as usize]
                && let Some(conflict) = judge.sees(&mut seen, *op, sighting, meter)?
            {
                return Ok(Some(conflict));
            }
        }
    }
    Ok(None)
}

/// A cycle of what the store told and what the sessions demand.
fn against_the_store(story: &Story, told: &Order, meter: &mut Meter) -> Result<Option<Conflict>, Spent> {
    if story.history.store_order.is_empty() {
        return Ok(None);
    }
    let mut order = told.clone();
    order.add_sessions(story, |_, _| true, meter)?;
    let cycle = order.shortest_cycle(story, meter)?;
    Ok(cycle.map(|cycle| {
        let session = cycle.iter().find(|link| link.why == Why::Session).copied();
        let made = session.unwrap_or(cycle[0]);
        let sentence = phrase!(
            "{0} wrote {1} and then {2} to {3}, but the store put {2} before {1}.",
            "{0} 先后把 {1} 与 {2} 写入 {3}，但存储把 {2} 排在了 {1} 之前。",
            story.client(made.after),
            story.shown(made.before),
            story.shown(made.after),
            story.key_name(made.after)
        );
        Conflict { ops: ops_of(story, &cycle), sentence }
    }))
}

/// For each write, the acknowledged write that its client made to the same key before it.
fn made_before(story: &Story) -> Vec<Option<Node>> {
    let mut before = vec![None; story.writer.len()];
    for session in &story.sessions {
        let mut last: Map<u32, Node> = Map::new();
        for op in session {
            let Some(node) = story.node_of[*op as usize] else { continue };
            let key = story.key_of[*op as usize];
            before[node as usize] = last.get(&key).copied();
            if story.is_acknowledged(node) {
                last.insert(key, node);
            }
        }
    }
    before
}

/// What one client has seen.
#[derive(Default)]
struct Seen<'r> {
    /// By key and writer: the writes that it has seen of that writer, and the read that showed each first.
    writes: Map<(u32, u32), Vec<(Node, u32)>>,
    /// By key: what the last read showed.
    now: Map<u32, Vec<&'r Chain>>,
}

struct Judge<'r> {
    reading: &'r Reading<'r>,
    known: Order,
    told: Order,
    made_before: Vec<Option<Node>>,
}

/// A writer's later write that was seen first, by that read; then the earlier one, or its absence.
struct Inverted {
    later: Node,
    seen_by: u32,
    earlier: Node,
}

impl<'r> Judge<'r> {
    /// The client sees what `op` was answered with.
    fn sees(&self, seen: &mut Seen<'r>, op: u32, sighting: u32, meter: &mut Meter) -> Result<Option<Conflict>, Spent> {
        let key = self.reading.story.key_of[op as usize];
        let chains = self.reading.chains(sighting);
        let now = seen.now.insert(key, chains.clone()).unwrap_or_default();
        let mut inverted = Vec::new();
        for chain in &chains {
            meter.take(chain.len())?;
            let shown_before = now.iter().filter(|old| chain.starts_with(old)).map(|old| old.len()).max().unwrap_or(0);
            inverted.extend(self.inverted(seen, key, op, chain, shown_before, meter)?);
        }
        if inverted.len() == chains.len() {
            return Ok(inverted.first().map(|first| self.conflict(op, first, &inverted)));
        }
        for node in chains.into_iter().flatten() {
            if let Some(write) = self.reading.story.writer[*node as usize] {
                let writer = self.reading.story.client_of[write as usize];
                seen.writes.entry((key, writer)).or_default().push((*node, op));
            }
        }
        Ok(None)
    }

    /// The first inversion in a chain, whose beginning up to `shown_before` the client knows already.
    fn inverted(
        &self,
        seen: &Seen,
        key: u32,
        op: u32,
        chain: &Chain,
        shown_before: usize,
        meter: &mut Meter,
    ) -> Result<Option<Inverted>, Spent> {
        let story = self.reading.story;
        let place = synod_order::map(chain.iter().enumerate().map(|(at, node)| (*node, at)));
        for (at, node) in chain.iter().enumerate().skip(shown_before) {
            let Some(write) = story.writer[*node as usize] else { continue };
            if story.is_acknowledged(*node) {
                let others = seen.writes.get(&(key, story.client_of[write as usize])).into_iter().flatten();
                for (other, seen_by) in others {
                    meter.take(1)?;
                    if story.writer[*other as usize] > Some(write) && !self.is_told(*node, *other, meter)? {
                        return Ok(Some(Inverted { later: *other, seen_by: *seen_by, earlier: *node }));
                    }
                }
            }
            let Some(before) = self.made_before[*node as usize].filter(|_| at > 0) else { continue };
            let lost = match place.get(&before) {
                Some(place) => *place > at,
                None => self.known.is_known(story, chain[0], before, meter)?,
            };
            if lost && !self.is_told(before, *node, meter)? {
                return Ok(Some(Inverted { later: *node, seen_by: op, earlier: before }));
            }
        }
        Ok(None)
    }

    /// Whether the store tells which of the two comes first.
    fn is_told(&self, a: Node, b: Node, meter: &mut Meter) -> Result<bool, Spent> {
        let story = self.reading.story;
        if story.history.store_order.is_empty() {
            return Ok(false);
        }
        let forth = self.told.path(story, &[b], |node| node == a, meter)?;
        Ok(forth.is_some() || self.told.path(story, &[a], |node| node == b, meter)?.is_some())
    }

    fn conflict(&self, read: u32, first: &Inverted, all: &[Inverted]) -> Conflict {
        let (story, history) = (self.reading.story, self.reading.story.history);
        let mut ops = vec![read];
        for inverted in all {
            ops.push(inverted.seen_by);
            ops.extend([inverted.later, inverted.earlier].iter().filter_map(|node| story.writer[*node as usize]));
        }
        let (writer, earlier, later) = (story.client(first.later), story.shown(first.earlier), story.shown(first.later));
        let sentence = if first.seen_by == read {
            phrase!(
                "{0} made {1} and then {2}, but {3} at {4} found {5}: the later one without, or before, the earlier one.",
                "{0} 先作 {1}，后作 {2}，但 {3} 在 {4} 得到 {5}：后者出现时前者不在其前。",
                writer,
                earlier,
                later,
                history.who(read),
                history.answered(read),
                history.found(read)
            )
        } else {
            phrase!(
                "{0} wrote {1} and then {2} to {3}. {4} found {5} at {6}, and only then, at {7}, {8}: the writes appeared in the \
                 wrong order.",
                "{0} 先后把 {1} 与 {2} 写入 {3}。{4} 在 {6} 得到 {5}，之后在 {7} 才得到 {8}：两个写出现的顺序颠倒了。",
                writer,
                earlier,
                later,
                story.key_name(first.later),
                history.who(first.seen_by),
                history.found(first.seen_by),
                history.answered(first.seen_by),
                history.answered(read),
                history.found(read)
            )
        };
        Conflict { ops, sentence }
    }
}
