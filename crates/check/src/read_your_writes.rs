//! Read your writes: a client that reads a key after writing it sees its own write or a newer one.
//!
//! Source: Terry et al., *Session guarantees for weakly consistent replicated data* (PDIS 1994); as a predicate over histories
//! in Viotti & Vukolić, *Consistency in non-transactional distributed storage systems* (ACM CSUR 2016).
//!
//! After a client's own acknowledged write, a read of that key that does not show the write demands that the write come before
//! what it shows. That is impossible when what it shows is [known](crate::known) to come before the write. A compare-and-set
//! that succeeded has read what it expects; one that failed demands nothing.
//!
//! Cost: O(operations + known edges) a client where values are written once; see [`explain`] for the rest.

use synod_order::Map;

use synod_words::phrase;

use crate::explain::{self, Conflict, Reading};
use crate::floor::{Floor, ops_of, shortest};
use crate::known::Order;
use crate::story::Node;
use crate::verdict::{Meter, Spent};
use crate::{History, Verdict};

pub(crate) fn judge(history: &History, meter: &mut Meter) -> Verdict {
    explain::judge(history, meter, &look)
}

fn look(reading: &Reading, meter: &mut Meter) -> Result<Option<Conflict>, Spent> {
    let story = reading.story;
    let order = Order::known(story, meter)?;
    let mut floor = Floor::new(&order);
    for session in &story.sessions {
        floor.next_client();
        let mut own: Map<u32, Vec<Node>> = Map::new();
        for op in session {
            meter.take(1)?;
            let own = own.entry(story.key_of[*op as usize]).or_default();
            if let Some(sighting) = story.sighting_of[*op as usize] {
                let mut paths = Vec::new();
                let chains = reading.chains(sighting);
                for chain in &chains {
                    paths.extend(floor.too_old(story, chain, own, meter)?);
                }
                if paths.len() == chains.len() {
                    return Ok(Some(conflict(reading, *op, &paths)));
                }
            }
            if let Some(node) = story.node_of[*op as usize].filter(|node| story.is_acknowledged(*node)) {
                own.push(node);
                floor.raise(node, meter)?;
            }
        }
    }
    Ok(None)
}

fn conflict(reading: &Reading, read: u32, paths: &[Vec<crate::known::Link>]) -> Conflict {
    let (story, history) = (reading.story, reading.story.history);
    let mut ops: Vec<u32> = paths.iter().flat_map(|path| ops_of(story, path)).collect();
    ops.push(read);
    let (own, reasons) = shortest(story, paths);
    let own = story.writer[own as usize].unwrap_or(read);
    let sentence = phrase!(
        "{0} was acknowledged at {1}. The same client's later {2} at {3} found {4}, without its own write: {5}.",
        "{0} 于 {1} 得到确认。同一客户端随后在 {3} 的操作（{2}）得到 {4}，看不到自己的写：{5}。",
        history.who(own),
        history.answered(own),
        history.what(read),
        history.called(read),
        history.found(read),
        reasons
    );
    Conflict { ops, sentence }
}
