//! Writes follow reads: who sees a write also sees what its writer had read before making it.
//!
//! Source: Terry et al. 1994; Brzezinski, Sobaniec & Wawrzyniak 2004; Viotti & Vukolić 2016. Also called session causality.
//!
//! A client that read `w1` and then wrote `w2` to the same key puts `w1` before `w2`, in every view; that must not contradict
//! what is [known](crate::known). And a client that has seen `w2`, on whatever key, must not afterwards get a value of `w1`'s key
//! that comes before `w1`; the same holds for what the writer of `w1` had read, and so on. It may still see `w1` itself after a
//! `w2` that replaced it: that breaks monotonic reads, not this promise. A compare-and-set that succeeded has read what it
//! expects, and then written.
//!
//! Cost: O(operations + edges) a client where values are written once; see [`explain`] for the rest.

use synod_order::{Map, Set};

use synod_words::phrase;

use crate::explain::{self, Conflict, Reading};
use crate::floor::{Floor, ops_of, shortest};
use crate::known::{Link, Order, Why, reasons};
use crate::story::{Chain, Node, Story};
use crate::verdict::{Meter, Spent};
use crate::{History, Verdict};

pub(crate) fn judge(history: &History, meter: &mut Meter) -> Verdict {
    explain::judge(history, meter, &look)
}

/// For each client: the writes that it saw, each with the operation that showed it first, in program order.
type Readers = Vec<Vec<(u32, Node)>>;

fn look(reading: &Reading, meter: &mut Meter) -> Result<Option<Conflict>, Spent> {
    let story = reading.story;
    let readers = readers(reading, meter)?;
    let order = with_follows(story, &readers, meter)?;
    if let Some(cycle) = order.shortest_cycle(story, meter)? {
        let sentence = phrase!(
            "These cannot all be so, for they form a circle: {0}.",
            "以下各项首尾相接，不可能同时成立：{0}。",
            reasons(story, &cycle)
        );
        return Ok(Some(Conflict { ops: ops_of(story, &cycle), sentence }));
    }
    let mut floor = Floor::new(&order);
    for session in &story.sessions {
        floor.next_client();
        let mut view = View::new(story, &readers);
        for op in session {
            meter.take(1)?;
            let Some(sighting) = story.sighting_of[*op as usize] else { continue };
            let chains = reading.chains(sighting);
            let conflict = match view.too_old(&floor, *op, &chains, meter)? {
                Some(conflict) => Some(conflict),
                None => view.out_of_order(&order, *op, &chains, meter)?,
            };
            if conflict.is_some() {
                return Ok(conflict);
            }
            for node in chains.iter().copied().flatten() {
                view.sees(*node, *op, &mut floor, meter)?;
            }
            view.now.insert(story.key_of[*op as usize], chains);
        }
    }
    Ok(None)
}

fn readers(reading: &Reading, meter: &mut Meter) -> Result<Readers, Spent> {
    let story = reading.story;
    let mut readers: Readers = vec![Vec::new(); story.sessions.len()];
    for (session, reads) in story.sessions.iter().zip(&mut readers) {
        let mut seen: Set<Node> = Set::new();
        for op in session {
            let Some(sighting) = story.sighting_of[*op as usize] else { continue };
            for node in reading.chains(sighting).into_iter().flatten().filter(|node| !story.is_initial(**node)) {
                meter.take(1)?;
                if seen.insert(*node) {
                    reads.push((*op, *node));
                }
            }
        }
    }
    Ok(readers)
}

/// What is known, and for each key: what a client read comes before what it wrote after. So that the edges stay few, each
/// client has a row of nodes for each key; its reads lead into the row, and the row leads on to its writes.
fn with_follows(story: &Story, readers: &Readers, meter: &mut Meter) -> Result<Order, Spent> {
    let mut order = Order::known(story, meter)?;
    for (session, reads) in story.sessions.iter().zip(readers) {
        let mut rows: Map<u32, (Node, u32)> = Map::new();
        let mut reads = reads.iter().peekable();
        for op in session {
            let key = story.key_of[*op as usize];
            while let Some((read, before)) = reads.next_if(|(read, _)| read == op).copied() {
                let after = order.add_node();
                order.add(Link { before, after, why: Why::Follows(read) });
                if let Some((before, earlier)) = rows.insert(key, (after, read)) {
                    order.add(Link { before, after, why: Why::Follows(earlier) });
                }
            }
            if let (Some(after), Some((before, read))) = (story.node_of[*op as usize], rows.get(&key).copied()) {
                order.add(Link { before, after, why: Why::Follows(read) });
            }
            meter.take(1)?;
        }
    }
    Ok(order)
}

/// What one client has seen, and what it must therefore see from now on.
struct View<'r> {
    story: &'r Story<'r>,
    readers: &'r Readers,
    /// How many of each client's reads are taken into account.
    taken: Vec<usize>,
    /// By key.
    must: Map<u32, Vec<Node>>,
    /// Why a write must be seen: its reader's operation, and the write that followed.
    because: Map<Node, (u32, Node)>,
    /// The operation that showed a write first.
    seen: Map<Node, u32>,
    /// By key: what the last read showed.
    now: Map<u32, Vec<&'r Chain>>,
}

impl<'r> View<'r> {
    fn new(story: &'r Story<'r>, readers: &'r Readers) -> Self {
        View {
            story,
            readers,
            taken: vec![0; readers.len()],
            must: Map::new(),
            because: Map::new(),
            seen: Map::new(),
            now: Map::new(),
        }
    }

    /// What the writer of `write` had seen before making it.
    fn read_before(&self, write: Node) -> (usize, &'r [(u32, Node)]) {
        let Some(op) = self.story.writer[write as usize] else { return (0, &[]) };
        let client = self.story.client_of[op as usize] as usize;
        let reads = &self.readers[client];
        (client, &reads[..reads.partition_point(|(read, _)| *read <= op)])
    }

    /// The client sees `node`; whatever its writer had read, and the writers of that, it must see from now on.
    fn sees(&mut self, node: Node, op: u32, floor: &mut Floor, meter: &mut Meter) -> Result<(), Spent> {
        meter.take(1)?;
        if self.seen.contains_key(&node) {
            return Ok(());
        }
        self.seen.insert(node, op);
        let mut agenda = vec![node];
        while let Some(write) = agenda.pop() {
            let (client, reads) = self.read_before(write);
            for (read, node) in reads.iter().skip(self.taken[client]) {
                meter.take(1)?;
                if !self.because.contains_key(node) {
                    self.because.insert(*node, (*read, write));
                    self.must.entry(self.story.key_of_node(*node)).or_default().push(*node);
                    floor.raise(*node, meter)?;
                    agenda.push(*node);
                }
            }
            self.taken[client] = self.taken[client].max(reads.len());
        }
        Ok(())
    }

    /// Whether everything that `op` was shown is older than something that it must see.
    fn too_old(&self, floor: &Floor, op: u32, chains: &[&Chain], meter: &mut Meter) -> Result<Option<Conflict>, Spent> {
        let must = self.must.get(&self.story.key_of[op as usize]).map_or(&[] as &[Node], Vec::as_slice);
        let mut paths = Vec::new();
        for chain in chains {
            paths.extend(floor.too_old(self.story, chain, must, meter)?);
        }
        if paths.len() < chains.len() {
            return Ok(None);
        }
        let (story, history) = (self.story, self.story.history);
        let mut ops: Vec<u32> = paths.iter().flat_map(|path| ops_of(story, path)).collect();
        let (missed, reasons) = shortest(story, &paths);
        for path in &paths {
            ops.extend(self.trace(path.last().map_or(missed, |link| link.after)));
        }
        ops.push(op);
        let (read, write) = self.because.get(&missed).copied().unwrap_or((op, missed));
        let shown = self.trace(missed).last().copied().unwrap_or(op);
        let sentence = phrase!(
            "{0} found {1}, and after that the same client made {2}. {3} found what came of it, {4}, at {5}; yet at {6} that \
             client's {7} found {8}, which is older: {9}.",
            "{0} 得到 {1}，同一客户端之后作了 {2}。{3} 在 {5} 得到由此而来的 {4}；但在 {6}，该客户端的操作（{7}）得到更旧的 {8}：{9}。",
            history.who(read),
            history.found(read),
            story.shown(write),
            history.who(shown),
            history.found(shown),
            history.answered(shown),
            history.called(op),
            history.what(op),
            history.found(op),
            reasons
        );
        Ok(Some(Conflict { ops, sentence }))
    }

    /// The operations through which the client came to depend on `node`, up to the one that it saw itself, and that sight.
    fn trace(&self, node: Node) -> Vec<u32> {
        let (mut ops, mut at) = (Vec::new(), node);
        while let Some((read, write)) = self.because.get(&at) {
            ops.push(*read);
            ops.extend(self.story.writer[*write as usize]);
            if let Some(seen) = self.seen.get(write) {
                ops.push(*seen);
                break;
            }
            at = *write;
        }
        ops
    }

    /// Whether a text shows an append before, or without, what its writer had read of the same text.
    fn out_of_order(&self, order: &Order, op: u32, chains: &[&Chain], meter: &mut Meter) -> Result<Option<Conflict>, Spent> {
        let story = self.story;
        let now = self.now.get(&story.key_of[op as usize]).map_or(&[] as &[&Chain], Vec::as_slice);
        let mut found = Vec::new();
        for chain in chains {
            let known = now.iter().filter(|old| chain.starts_with(old)).map(|old| old.len()).max().unwrap_or(0);
            found.extend(self.misplaced(order, chain, known.max(1), meter)?);
        }
        let [(read, before, after), ..] = *found else { return Ok(None) };
        if found.len() < chains.len() {
            return Ok(None);
        }
        let history = story.history;
        let mut ops = vec![op];
        for (read, before, after) in &found {
            ops.push(*read);
            ops.extend([before, after].into_iter().filter_map(|node| story.writer[*node as usize]));
        }
        let sentence = phrase!(
            "{0} showed {1} at {2}, and after that the same client made {3}. But {4} found {5} at {6}: {3} without, or before, {1}.",
            "{0} 在 {2} 看到了 {1}，同一客户端之后作了 {3}。但 {4} 在 {6} 得到 {5}：有 {3}，而其前没有 {1}。",
            history.who(read),
            story.shown(before),
            history.answered(read),
            story.shown(after),
            history.who(op),
            history.found(op),
            history.answered(op)
        );
        Ok(Some(Conflict { ops, sentence }))
    }

    /// The first write of a chain, from place `first` on, that comes before or without what its writer had read.
    fn misplaced(
        &self,
        order: &Order,
        chain: &Chain,
        first: usize,
        meter: &mut Meter,
    ) -> Result<Option<(u32, Node, Node)>, Spent> {
        if first >= chain.len() {
            return Ok(None);
        }
        let place = synod_order::map(chain.iter().enumerate().map(|(at, node)| (*node, at)));
        let key = self.story.key_of_node(chain[0]);
        for (at, node) in chain.iter().enumerate().skip(first) {
            let (_, reads) = self.read_before(*node);
            for (read, before) in reads.iter().filter(|(_, before)| self.story.key_of_node(*before) == key) {
                meter.take(1)?;
                let misplaced = match place.get(before) {
                    Some(place) => *place > at,
                    None => order.is_known(self.story, chain[0], *before, meter)?,
                };
                if misplaced {
                    return Ok(Some((*read, *before, *node)));
                }
            }
        }
        Ok(None)
    }
}
