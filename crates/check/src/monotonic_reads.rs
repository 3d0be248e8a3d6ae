//! Monotonic reads: once a client has seen a value, it never sees an older one.
//!
//! Source: Terry et al. 1994; Brzezinski, Sobaniec & Wawrzyniak, *From session causality to causal consistency* (PDP 2004);
//! Vogels, *Eventually consistent* (2008).
//!
//! A client that reads one value of a key and then another demands that the first come before the second. That is impossible
//! when the second is [known](crate::known) to come before anything it has seen earlier, or is something it had already seen
//! replaced. A text made of appends goes on from the text seen before, or begins anew after it. Of siblings, one that is not
//! too old is enough: it may be the one that replaced what was seen.
//!
//! Cost: O(operations + known edges) a client where values are written once; see [`explain`] for the rest.

use synod_order::Map;

use synod_words::phrase;

use crate::explain::{self, Conflict, Reading};
use crate::floor::{Floor, end_of, ops_of};
use crate::known::{Order, reasons};
use crate::story::{Chain, Node};
use crate::verdict::{Meter, Spent};
use crate::{History, Verdict};

pub(crate) fn judge(history: &History, meter: &mut Meter) -> Verdict {
    explain::judge(history, meter, &look)
}

/// What one client has seen of one key.
#[derive(Default)]
struct Seen<'r> {
    /// What its last read showed, and that read.
    now: Vec<&'r Chain>,
    read: u32,
    /// What it saw replaced: the read that showed it last, and the one that did not any more.
    replaced: Map<Node, (u32, u32)>,
}

fn look(reading: &Reading, meter: &mut Meter) -> Result<Option<Conflict>, Spent> {
    let story = reading.story;
    let order = Order::known(story, meter)?;
    let mut floor = Floor::new(&order);
    for session in &story.sessions {
        floor.next_client();
        let mut keys: Map<u32, Seen> = Map::new();
        for op in session {
            meter.take(1)?;
            let Some(sighting) = story.sighting_of[*op as usize] else { continue };
            let key = story.key_of[*op as usize];
            let seen = keys.entry(key).or_default();
            let chains = reading.chains(sighting);
            let lengths: usize = chains.iter().chain(&seen.now).map(|chain| chain.len()).sum();
            meter.take(lengths)?;
            for chain in seen.now.iter().filter(|old| !chains.iter().any(|new| new.starts_with(old))) {
                floor.leave(story.keys[key as usize]);
                for node in *chain {
                    seen.replaced.insert(*node, (seen.read, *op));
                    floor.leave(*node);
                    floor.raise(*node, meter)?;
                }
            }
            let too_old: Vec<Node> = chains
                .iter()
                .filter_map(|new| {
                    let known = seen.now.iter().filter(|old| new.starts_with(old)).map(|old| old.len()).max();
                    new[known.unwrap_or(0)..].iter().copied().find(|node| floor.is_under(*node))
                })
                .collect();
            if too_old.len() == chains.len() {
                return conflict(reading, &order, seen, *op, &too_old, meter).map(Some);
            }
            (seen.now, seen.read) = (chains, *op);
        }
    }
    Ok(None)
}

fn conflict(
    reading: &Reading,
    order: &Order,
    seen: &Seen,
    read: u32,
    too_old: &[Node],
    meter: &mut Meter,
) -> Result<Conflict, Spent> {
    let (story, history) = (reading.story, reading.story.history);
    let mut ops = vec![read];
    let mut sentence = None;
    let replaced: Vec<Node> = seen.replaced.keys().copied().collect();
    for old in too_old {
        let phrase = if let Some((first, second)) = seen.replaced.get(old).filter(|(_, second)| *second != read) {
            ops.extend([*first, *second]);
            phrase!(
                "{0} found {1} at {2} and something else, {3}, at {4}. At {5} the same client found {6} again: it was led back.",
                "{0} 在 {2} 得到 {1}，在 {4} 得到另一个值 {3}；同一客户端在 {5} 又得到 {6}：它被带回了过去。",
                history.who(*first),
                history.found(*first),
                history.answered(*first),
                history.found(*second),
                history.answered(*second),
                history.answered(read),
                history.found(read)
            )
        } else {
            let path = order.path(story, &replaced, |node| node == *old, meter)?.unwrap_or_default();
            ops.extend(ops_of(story, &path));
            let (before, after) = seen.replaced.get(&end_of(&path)).copied().unwrap_or((seen.read, read));
            ops.extend([before, after]);
            let reasons = if seen.replaced.contains_key(old) {
                vec![phrase!("appends only make a text longer", "追加只会使文本变长")]
            } else {
                reasons(story, &path)
            };
            phrase!(
                "{0} found {1} at {2}. The same client's later {3}, at {4}, found {5}, which is older: {6}.",
                "{0} 在 {2} 得到 {1}。同一客户端随后在 {4} 的操作（{3}）却得到更旧的 {5}：{6}。",
                history.who(before),
                history.found(before),
                history.answered(before),
                history.what(read),
                history.called(read),
                history.found(read),
                reasons
            )
        };
        sentence.get_or_insert(phrase);
    }
    Ok(Conflict { ops, sentence: sentence.unwrap_or_else(|| history.unwritten(read)) })
}
