//! The floor under a client's reads: writes that it must see, or something newer. What comes before them is too old.

use synod_words::Phrase;

use crate::known::{Link, Order, Why, reasons};
use crate::story::{Chain, Node, Story};
use crate::verdict::{Meter, Spent};

/// Which nodes are too old for the client at hand. One memory serves all clients, one after the other.
pub(crate) struct Floor<'o> {
    order: &'o Order,
    marks: Vec<u32>,
    stamp: u32,
}

impl<'o> Floor<'o> {
    pub(crate) fn new(order: &'o Order) -> Self {
        Floor { order, marks: vec![0; order.nodes()], stamp: 0 }
    }

    /// Forgets the floor: another client's turn.
    pub(crate) fn next_client(&mut self) {
        self.stamp += 1;
    }

    /// Whatever comes before `node` is too old from now on.
    pub(crate) fn raise(&mut self, node: Node, meter: &mut Meter) -> Result<(), Spent> {
        self.order.mark_before(node, self.stamp, &mut self.marks, meter)
    }

    /// `node` itself is too old from now on.
    pub(crate) fn leave(&mut self, node: Node) {
        self.marks[node as usize] = self.stamp;
    }

    pub(crate) fn is_under(&self, node: Node) -> bool {
        self.marks[node as usize] == self.stamp
    }

    /// Why a chain is too old for a client that must see `must`: the way from a write of the chain up to one of `must` that the
    /// chain does not contain. The key before any write is under every floor.
    pub(crate) fn too_old(
        &self,
        story: &Story,
        chain: &Chain,
        must: &[Node],
        meter: &mut Meter,
    ) -> Result<Option<Vec<Link>>, Spent> {
        meter.take(chain.len())?;
        if must.is_empty() || !chain.iter().any(|node| story.is_initial(*node) || self.is_under(*node)) {
            return Ok(None);
        }
        let mut sorted = chain.clone();
        synod_order::sort(&mut sorted);
        meter.take(must.len())?;
        let missing: Vec<Node> = must.iter().copied().filter(|node| sorted.binary_search(node).is_err()).collect();
        if missing.is_empty() {
            return Ok(None);
        }
        self.order.path(story, &missing, |node| sorted.binary_search(&node).is_ok(), meter)
    }
}

/// The operations on a path: its writes, and the reads that writes follow.
pub(crate) fn ops_of(story: &Story, path: &[Link]) -> Vec<u32> {
    let mut ops = Vec::new();
    for link in path {
        let ends = [link.before, link.after].into_iter().filter(|node| !story.is_beside(*node));
        ops.extend(ends.filter_map(|node| story.writer[node as usize]));
        if let (Why::Follows(read), false) = (link.why, story.is_beside(link.before)) {
            ops.push(read);
        }
    }
    ops
}

/// The last write of a path.
pub(crate) fn end_of(path: &[Link]) -> Node {
    path.last().map_or(0, |link| link.after)
}

/// The reasons of the shortest of the paths: why an answer is too old.
pub(crate) fn shortest(story: &Story, paths: &[Vec<Link>]) -> (Node, Vec<Phrase>) {
    let shortest = paths.iter().min_by_key(|path| path.len()).map_or(&[] as &[Link], Vec::as_slice);
    (end_of(shortest), reasons(story, shortest))
}
