//! A history as the promises to single clients see it: sessions, writes, and which writes each answer may come from.

use synod_order::Map;

use crate::chains::Appended;
use crate::keys::Nature;
use crate::verdict::{Meter, Spent};
use crate::{Call, History, Value};

/// A write of a key, or the key as it was before any. Numbered over all keys.
pub(crate) type Node = u32;

/// What an answer shows of its key: the write that its value begins with, then the appends that follow it, in order.
pub(crate) type Chain = Vec<Node>;

/// One answer that shows a value.
#[derive(Debug)]
pub(crate) struct Sighting {
    /// The operation that was answered.
    pub(crate) op: u32,
    /// For each member of the value, the chains it may be. One member, except for siblings.
    pub(crate) members: Vec<Choices>,
}

/// The chains that one value may be.
#[derive(Debug)]
pub(crate) struct Choices {
    pub(crate) chains: Vec<Chain>,
    /// There are more than were worth listing.
    pub(crate) more: bool,
}

/// A history in sessions.
#[derive(Debug)]
pub(crate) struct Story<'h> {
    pub(crate) history: &'h History,
    /// The operations of each client, in program order.
    pub(crate) sessions: Vec<Vec<u32>>,
    /// The client of each operation.
    pub(crate) client_of: Vec<u32>,
    /// The key of each operation.
    pub(crate) key_of: Vec<u32>,
    /// The node of each key before any write; the key's writes follow it in the order of their calls.
    pub(crate) keys: Vec<Node>,
    /// The operation of each node; `None` for the initial ones.
    pub(crate) writer: Vec<Option<u32>>,
    /// The node of each operation that writes.
    pub(crate) node_of: Vec<Option<Node>>,
    /// In the order of the history.
    pub(crate) sightings: Vec<Sighting>,
    /// The sighting of each operation that has one.
    pub(crate) sighting_of: Vec<Option<u32>>,
}

/// More ways than this to take one answer are not listed.
const CHOICES_MAX: usize = 64;

impl<'h> Story<'h> {
    pub(crate) fn new(history: &'h History, meter: &mut Meter) -> Result<Self, Spent> {
        let count = history.operations.len();
        meter.take(count)?;
        let mut story = Story {
            history,
            sessions: Vec::new(),
            client_of: Vec::with_capacity(count),
            key_of: vec![0; count],
            keys: Vec::new(),
            writer: Vec::new(),
            node_of: vec![None; count],
            sightings: Vec::new(),
            sighting_of: vec![None; count],
        };
        let mut clients: Map<&str, u32> = Map::new();
        for (i, operation) in history.operations.iter().enumerate() {
            let next = clients.len() as u32;
            let client = *clients.entry(&operation.client).or_insert(next);
            if client == next {
                story.sessions.push(Vec::new());
            }
            story.sessions[client as usize].push(i as u32);
            story.client_of.push(client);
        }
        for (number, ids) in history.by_key().into_values().enumerate() {
            story.add_key(number as u32, ids, meter)?;
        }
        synod_order::sort_by_key(&mut story.sightings, |sighting| sighting.op);
        for (i, sighting) in story.sightings.iter().enumerate() {
            story.sighting_of[sighting.op as usize] = Some(i as u32);
        }
        Ok(story)
    }

    fn add_key(&mut self, number: u32, ids: Vec<u32>, meter: &mut Meter) -> Result<(), Spent> {
        let history = self.history;
        let nature = Nature::of(ids.iter().map(|id| history.op(*id)));
        let initial = self.writer.len() as Node;
        self.writer.push(None);
        let mut writes: Vec<u32> = ids.iter().copied().filter(|id| history.op(*id).mutates()).collect();
        synod_order::sort_by_key(&mut writes, |id| (history.op(*id).called, *id));
        let mut by_value: Map<Value, Vec<Node>> = synod_order::map([(Value::Null, vec![initial])]);
        for id in writes {
            let node = self.writer.len() as Node;
            self.writer.push(Some(id));
            self.node_of[id as usize] = Some(node);
            if let Some(value) = history.op(id).written() {
                by_value.entry(nature.canonical(value.clone())).or_default().push(node);
            }
        }
        self.keys.push(initial);
        let appended = nature.appends.then(|| Appended::new(history, &self.writer, initial, &by_value));
        for id in ids {
            self.key_of[id as usize] = number;
            let Some(value) = history.op(id).observed() else { continue };
            let mut members = Vec::new();
            for member in value.members() {
                let member = nature.canonical(member.clone());
                members.push(match &appended {
                    Some(appended) => appended.chains(&member, CHOICES_MAX, meter, |node| self.may_show(id, node))?,
                    None => self.single(id, by_value.get(&member).map_or(&[], Vec::as_slice), meter)?,
                });
            }
            self.sightings.push(Sighting { op: id, members });
        }
        Ok(())
    }

    /// Whether the answer of `op` may show this write: any but the client's own that it had not called yet, or calls with it.
    fn may_show(&self, op: u32, node: Node) -> bool {
        self.writer[node as usize].is_none_or(|write| write < op || !self.same_client(write, op))
    }

    fn same_client(&self, a: u32, b: u32) -> bool {
        self.client_of[a as usize] == self.client_of[b as usize]
    }

    /// The writes of one value as choices; first the last one that was called before the answer came, which is the likely one.
    fn single(&self, op: u32, writes: &[Node], meter: &mut Meter) -> Result<Choices, Spent> {
        let answered = self.history.op(op).answered_at().unwrap_or(i64::MAX);
        let called = |node: &Node| self.writer[*node as usize].map_or(i64::MIN, |write| self.history.op(write).called);
        let later = writes.partition_point(|node| called(node) <= answered);
        let likely = writes[..later].iter().rev().chain(&writes[later..]);
        let mut chains: Vec<Chain> = Vec::new();
        for node in likely.filter(|node| self.may_show(op, **node)).take(CHOICES_MAX + 1) {
            meter.take(1)?;
            chains.push(vec![*node]);
        }
        let more = chains.len() > CHOICES_MAX;
        chains.truncate(CHOICES_MAX);
        Ok(Choices { chains, more })
    }

    pub(crate) fn is_initial(&self, node: Node) -> bool {
        self.writer.get(node as usize).is_some_and(Option::is_none)
    }

    /// Whether the node is no write, but hangs beside them in an order.
    pub(crate) fn is_beside(&self, node: Node) -> bool {
        node as usize >= self.writer.len()
    }

    /// Whether the write is an append.
    pub(crate) fn is_append(&self, node: Node) -> bool {
        self.writer[node as usize].is_some_and(|write| matches!(self.history.op(write).call, Call::Append(_)))
    }

    /// Whether the store had acknowledged the write.
    pub(crate) fn is_acknowledged(&self, node: Node) -> bool {
        self.writer[node as usize].is_some_and(|write| self.history.op(write).returned.is_some())
    }

    /// The number of the key of a write, or of a key before any write.
    pub(crate) fn key_of_node(&self, node: Node) -> u32 {
        self.keys.partition_point(|initial| *initial <= node) as u32 - 1
    }

    /// The key of `node` before any write, unless the node is that.
    pub(crate) fn initial_before(&self, node: Node) -> Option<Node> {
        if self.is_beside(node) || self.is_initial(node) {
            return None;
        }
        Some(self.keys[self.key_of_node(node) as usize])
    }

    /// How a sentence calls the write: by what it wrote.
    pub(crate) fn shown(&self, node: Node) -> String {
        let Some(write) = self.writer.get(node as usize).copied().flatten() else { return Value::Null.to_string() };
        match &self.history.op(write).call {
            Call::Append(text) => format!("+{}", Value::from(text.as_str())),
            _ => self.history.op(write).written().cloned().unwrap_or_default().to_string(),
        }
    }

    /// The name of the write's key.
    pub(crate) fn key_name(&self, node: Node) -> String {
        let write = self.writer.get(node as usize).copied().flatten();
        write.map_or_else(String::new, |write| self.history.op(write).key.clone())
    }

    /// Who made the write.
    pub(crate) fn client(&self, node: Node) -> String {
        let write = self.writer.get(node as usize).copied().flatten();
        write.map_or_else(String::new, |write| self.history.op(write).client.clone())
    }

    /// The operations that an explanation of these operations' answers may involve: they, every write that they may show, and
    /// so on for the writes that are answers too.
    pub(crate) fn with_writers(&self, ops: &[u32]) -> Vec<u32> {
        let mut all = synod_order::set(ops.iter().copied());
        let mut agenda: Vec<u32> = all.iter().copied().collect();
        while let Some(op) = agenda.pop() {
            let Some(sighting) = self.sighting_of[op as usize] else { continue };
            let members = &self.sightings[sighting as usize].members;
            for node in members.iter().flat_map(|member| member.chains.iter().flatten()) {
                agenda.extend(self.writer[*node as usize].filter(|write| all.insert(*write)));
            }
        }
        all.into_iter().collect()
    }
}
