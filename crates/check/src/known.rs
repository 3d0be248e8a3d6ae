//! What is known about the order of the writes to a key, whatever the model.
//!
//! Three things are known: the key before any write comes first; the writes of one session come in its order, a write without
//! answer only after those acknowledged before it; and the store may have told its own order. Real time between clients is not
//! among them: the promises to single clients are weaker than sequential consistency, which does not know it either. Where the
//! store's order contradicts a session's, the store is right about what happened (and monotonic writes are violated): the
//! session's edges that close a cycle are not used.

use std::collections::VecDeque;
use synod_order::Map;

use synod_words::{Phrase, phrase};

use crate::story::{Node, Story};
use crate::verdict::{Meter, Spent};

/// Why one write comes before another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Why {
    /// It was there before any write.
    Initial,
    /// Its own client made it first.
    Session,
    /// The store says so.
    Store,
    /// Its value was read, by this operation, before the other was written.
    Follows(u32),
}

/// An edge: `before` comes before `after`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Link {
    pub(crate) before: Node,
    pub(crate) after: Node,
    pub(crate) why: Why,
}

/// A graph of what comes before what. The initial node of a key comes before all its writes without an edge.
#[derive(Clone, Debug, Default)]
pub(crate) struct Order {
    /// For each node, what comes directly before it.
    before: Vec<Vec<(Node, Why)>>,
}

impl Order {
    /// What is known of `story`, without the initial nodes.
    pub(crate) fn known(story: &Story, meter: &mut Meter) -> Result<Order, Spent> {
        let mut order = Order { before: vec![Vec::new(); story.writer.len()] };
        order.add_store(story, meter)?;
        if story.history.store_order.is_empty() {
            order.add_sessions(story, |_, _| true, meter)?;
        } else {
            let told = order.clone();
            order.add_sessions(story, |_, _| true, meter)?;
            let cyclic = order.cyclic_core(meter)?;
            order = told;
            order.add_sessions(story, |a, b| !(cyclic[a as usize] && cyclic[b as usize]), meter)?;
        }
        Ok(order)
    }

    /// What the store tells, as far as it does not contradict itself.
    pub(crate) fn told(story: &Story, meter: &mut Meter) -> Result<Order, Spent> {
        let mut order = Order { before: vec![Vec::new(); story.writer.len()] };
        order.add_store(story, meter)?;
        Ok(order)
    }

    fn add_store(&mut self, story: &Story, meter: &mut Meter) -> Result<(), Spent> {
        let node = |op: u32| story.node_of.get(op as usize).copied().flatten();
        let told = story.history.store_order.iter().filter_map(|(a, b)| Some((node(*a)?, node(*b)?)));
        let same_key = |(a, b): &(Node, Node)| a != b && story.key_of_node(*a) == story.key_of_node(*b);
        let edges: Vec<(Node, Node)> = told.filter(same_key).collect();
        meter.take(edges.len())?;
        for (before, after) in &edges {
            self.add(Link { before: *before, after: *after, why: Why::Store });
        }
        if !edges.is_empty() {
            let cyclic = self.cyclic_core(meter)?;
            for (node, before) in self.before.iter_mut().enumerate() {
                before.retain(|(other, _)| !(cyclic[node] && cyclic[*other as usize]));
            }
        }
        Ok(())
    }

    /// The order of each client's own writes to each key.
    pub(crate) fn add_sessions(
        &mut self,
        story: &Story,
        use_edge: impl Fn(Node, Node) -> bool,
        meter: &mut Meter,
    ) -> Result<(), Spent> {
        for session in &story.sessions {
            let mut last: Map<u32, Node> = Map::new();
            for op in session {
                let Some(after) = story.node_of[*op as usize] else { continue };
                meter.take(1)?;
                let key = story.key_of[*op as usize];
                if let Some(before) = last.get(&key).copied().filter(|before| use_edge(*before, after)) {
                    self.add(Link { before, after, why: Why::Session });
                }
                if story.is_acknowledged(after) {
                    last.insert(key, after);
                }
            }
        }
        Ok(())
    }

    pub(crate) fn add(&mut self, link: Link) {
        self.before[link.after as usize].push((link.before, link.why));
    }

    /// A node beside the writes, to hang edges on.
    pub(crate) fn add_node(&mut self) -> Node {
        self.before.push(Vec::new());
        self.before.len() as Node - 1
    }

    pub(crate) fn nodes(&self) -> usize {
        self.before.len()
    }

    /// The nodes on cycles, and some between cycles: what is left when nodes with nothing before them or nothing after them are
    /// taken away as long as there are any.
    pub(crate) fn cyclic_core(&self, meter: &mut Meter) -> Result<Vec<bool>, Spent> {
        let mut core = vec![true; self.before.len()];
        let mut after: Vec<Vec<Node>> = vec![Vec::new(); self.before.len()];
        for (node, before) in self.before.iter().enumerate() {
            for (other, _) in before {
                after[*other as usize].push(node as Node);
            }
        }
        let mut left = [self.before.iter().map(Vec::len).collect::<Vec<_>>(), after.iter().map(Vec::len).collect()];
        let mut agenda: Vec<usize> = (0..core.len()).filter(|node| left[0][*node] == 0 || left[1][*node] == 0).collect();
        for node in &agenda {
            core[*node] = false;
        }
        while let Some(node) = agenda.pop() {
            meter.take(1)?;
            let nexts = after[node].iter().map(|other| (0, *other as usize));
            let prevs = self.before[node].iter().map(|(other, _)| (1, *other as usize));
            for (side, other) in nexts.chain(prevs) {
                left[side][other] -= 1;
                if left[side][other] == 0 && core[other] {
                    core[other] = false;
                    agenda.push(other);
                }
            }
        }
        Ok(core)
    }

    /// The shortest cycle.
    pub(crate) fn shortest_cycle(&self, story: &Story, meter: &mut Meter) -> Result<Option<Vec<Link>>, Spent> {
        let core = self.cyclic_core(meter)?;
        let mut shortest: Option<Vec<Link>> = None;
        for node in (0..core.len() as Node).filter(|node| core[*node as usize] && !story.is_beside(*node)) {
            let cycle = self.path(story, &[node], |start| start == node, meter)?;
            if cycle.as_ref().is_some_and(|cycle| shortest.as_ref().is_none_or(|known| cycle.len() < known.len())) {
                shortest = cycle;
            }
            if shortest.as_ref().is_some_and(|cycle| cycle.len() == 2) {
                break;
            }
        }
        Ok(shortest)
    }

    /// Whether `before` comes before `after`.
    pub(crate) fn is_known(&self, story: &Story, before: Node, after: Node, meter: &mut Meter) -> Result<bool, Spent> {
        if story.is_initial(before) {
            return Ok(true);
        }
        Ok(self.path(story, &[after], |node| node == before, meter)?.is_some())
    }

    /// Marks everything that comes before `node`, not `node` itself, with `stamp`; what has the stamp is not visited again.
    pub(crate) fn mark_before(&self, node: Node, stamp: u32, marks: &mut [u32], meter: &mut Meter) -> Result<(), Spent> {
        let mut agenda = vec![node];
        while let Some(node) = agenda.pop() {
            for (before, _) in &self.before[node as usize] {
                meter.take(1)?;
                if marks[*before as usize] != stamp {
                    marks[*before as usize] = stamp;
                    agenda.push(*before);
                }
            }
        }
        Ok(())
    }

    /// The shortest way from a node that `is_start` up to one of `ends`, at least one edge long.
    pub(crate) fn path(
        &self,
        story: &Story,
        ends: &[Node],
        is_start: impl Fn(Node) -> bool,
        meter: &mut Meter,
    ) -> Result<Option<Vec<Link>>, Spent> {
        let mut next: Map<Node, Link> = Map::new();
        let mut agenda: VecDeque<(Node, bool)> = ends.iter().map(|end| (*end, true)).collect();
        while let Some((after, is_end)) = agenda.pop_front() {
            let first = story.initial_before(after).map(|initial| (initial, Why::Initial));
            for (before, why) in self.before[after as usize].iter().copied().chain(first) {
                meter.take(1)?;
                let link = Link { before, after, why };
                if is_start(before) {
                    let mut path = vec![link];
                    let mut at = after;
                    let mut at_end = is_end;
                    while let Some(link) = next.get(&at).filter(|_| !at_end) {
                        path.push(*link);
                        at = link.after;
                        at_end = ends.contains(&at);
                    }
                    return Ok(Some(path));
                }
                if !ends.contains(&before) && !next.contains_key(&before) {
                    next.insert(before, link);
                    agenda.push_back((before, false));
                }
            }
        }
        Ok(None)
    }
}

/// Why the first node of a path comes before its last, in words.
pub(crate) fn reasons(story: &Story, path: &[Link]) -> Vec<Phrase> {
    let mut reasons = Vec::new();
    let mut followed = None;
    for link in path {
        let name = |node: Node| story.shown(node);
        reasons.push(match link.why {
            Why::Initial => phrase!("{0} is what the key held before any write", "{0} 是该键在任何写之前的值", name(link.before)),
            Why::Session => phrase!(
                "{0} wrote {1} before {2}",
                "{0} 先写了 {1}，后写了 {2}",
                story.client(link.after),
                name(link.before),
                name(link.after)
            ),
            Why::Store => {
                phrase!("the store put {0} before {1}", "存储把 {0} 排在 {1} 之前", name(link.before), name(link.after))
            }
            Why::Follows(read) => {
                followed = followed.or(Some((read, link.before)));
                let Some((read, before)) = followed.filter(|_| !story.is_beside(link.after)) else { continue };
                followed = None;
                phrase!(
                    "{0} read {1} before writing {2}",
                    "{0} 先读到 {1}，后写了 {2}",
                    story.history.op(read).client.clone(),
                    name(before),
                    name(link.after)
                )
            }
        });
    }
    reasons
}
