//! Taking a text apart into the writes it is made of: one that begins it, then appends.
//!
//! Cost: O(length) for a text whose pieces are all different; where pieces repeat the ways multiply, and only some are listed.

use synod_order::{Map, Set};

use crate::keys::text_of;
use crate::story::{Chain, Choices, Node};
use crate::verdict::{Meter, Spent};
use crate::{Call, History, Value};

/// The writes of a key that some operation appends to.
pub(crate) struct Appended<'h> {
    /// Those that begin a text: plain writes, compare-and-sets, and the key before any write.
    beginnings: Vec<(Value, Node)>,
    appends: Map<&'h str, Vec<Node>>,
    /// The lengths of the appended texts.
    lengths: Set<usize>,
}

impl<'h> Appended<'h> {
    /// The writes from node `initial` on.
    pub(crate) fn new(history: &'h History, writer: &[Option<u32>], initial: Node, by_value: &Map<Value, Vec<Node>>) -> Self {
        let beginnings = by_value.iter().flat_map(|(value, nodes)| nodes.iter().map(|node| (value.clone(), *node))).collect();
        let mut appends: Map<&str, Vec<Node>> = Map::new();
        for (node, write) in writer.iter().enumerate().skip(initial as usize) {
            if let Some(Call::Append(text)) = write.map(|write| &history.op(write).call) {
                appends.entry(text).or_default().push(node as Node);
            }
        }
        let lengths = appends.keys().map(|text| text.len()).collect();
        Appended { beginnings, appends, lengths }
    }

    /// The chains that show `value`, of writes that `may_show` allows; at most `most`.
    pub(crate) fn chains(
        &self,
        value: &Value,
        most: usize,
        meter: &mut Meter,
        may_show: impl Fn(Node) -> bool,
    ) -> Result<Choices, Spent> {
        let mut chains: Vec<Chain> = Vec::new();
        for (begun, node) in self.beginnings.iter().filter(|(_, node)| may_show(*node)) {
            meter.take(1)?;
            let start = text_of(begun);
            if begun == value {
                chains.push(vec![*node]);
            } else if let Value::Text(whole) = value
                && whole.len() > start.len()
                && whole.starts_with(&start)
            {
                let mut apart =
                    Apart { appended: self, whole, may_show: &may_show, used: synod_order::set([*node]), path: Vec::new() };
                apart.go_on((*node, start.len()), most, &mut chains, meter)?;
            }
            if chains.len() > most {
                break;
            }
        }
        let more = chains.len() > most;
        chains.truncate(most);
        Ok(Choices { chains, more })
    }
}

/// A write and where its piece of the text ends.
type Piece = (Node, usize);

/// A text being taken apart: the pieces so far, and at each the ways to go on that are not tried yet.
struct Apart<'a> {
    appended: &'a Appended<'a>,
    whole: &'a str,
    may_show: &'a dyn Fn(Node) -> bool,
    used: Set<Node>,
    path: Vec<(Piece, Vec<Piece>)>,
}

impl Apart<'_> {
    /// Lists the ways to make the rest of the text out of appends, each used once.
    fn go_on(&mut self, first: Piece, most: usize, chains: &mut Vec<Chain>, meter: &mut Meter) -> Result<(), Spent> {
        let ways = self.ways(first.1, most);
        self.path.push((first, ways));
        while let Some(((last, _), ways)) = self.path.last_mut() {
            meter.take(1)?;
            let Some((node, at)) = ways.pop() else {
                self.used.remove(last);
                self.path.pop();
                continue;
            };
            if at == self.whole.len() {
                meter.take(self.path.len())?;
                chains.push(self.path.iter().map(|((node, _), _)| *node).chain([node]).collect());
                if chains.len() > most {
                    break;
                }
            } else {
                self.used.insert(node);
                let ways = self.ways(at, most);
                self.path.push(((node, at), ways));
            }
        }
        Ok(())
    }

    /// The appends whose text comes next at `at`, the earliest called last. More than `most` of one text say nothing new.
    fn ways(&self, at: usize, most: usize) -> Vec<Piece> {
        let mut ways = Vec::new();
        for length in &self.appended.lengths {
            let same = self.whole.get(at..at + length).and_then(|piece| self.appended.appends.get(piece));
            let free = same.into_iter().flatten().filter(|node| (self.may_show)(**node) && !self.used.contains(node));
            ways.extend(free.take(most + 1).map(|node| (*node, at + length)));
        }
        ways.reverse();
        ways
    }
}
