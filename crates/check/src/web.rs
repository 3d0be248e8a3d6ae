//! What must come before what, so that answers can be explained: found by saturation.
//!
//! Operations stand on lines, one a client; what is earlier on a line comes before what is later. Links tell the rest: a write comes
//! before a read that shows it, and so on. Whatever follows is added until nothing more does:
//!
//! - A write that comes before a read of its key, and is not in what the read shows, comes before what the read shows.
//! - Where one order must serve all, a write that comes after what a read shows comes after the read.
//!
//! A circle explains nothing; neither does a read of the value before any write that a write comes before. For the answers of one
//! client, which stand on one line, the first rule is all there is: without a circle there is an order (Bouajjani, Enea, Guerraoui &
//! Hamza, *On verifying causal consistency*, POPL 2017, whose bad patterns for causal memory these are). For the
//! answers of several clients the two rules are necessary only (Gibbons & Korach, *Testing shared memories*, SIAM J. Comput. 1997).
//!
//! What comes before a point is kept as a vector clock, a number a line (Fidge 1988, Mattern 1989).
//!
//! Cost: with `n` operations on `l` lines, O(n · l) where the links agree with the order of the calls; each link that does not costs
//! O(l) for every operation whose past it changes.

mod told;

use std::collections::VecDeque;
use synod_order::{Map, Set};

use crate::story::{Chain, Node, Story};
use crate::verdict::{Meter, Spent};

/// An operation that takes part. Numbered in the order of the history.
pub(crate) type Point = u32;

/// Why one point comes before another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Why {
    /// It is earlier on its line.
    Session,
    /// It is the write that the other shows.
    Shown,
    /// This read shows a text in which it stands before the other.
    Text(Point),
    /// This read, which it comes before, shows the other and not it.
    Hidden(Point),
    /// It shows this write, or the key before any, and the other comes after that.
    Later(Option<Point>),
}

/// A link: `before` comes before `after`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Link {
    pub(crate) before: Point,
    pub(crate) after: Point,
    pub(crate) why: Why,
    /// Its place among the links; what it follows from has smaller ones.
    pub(crate) number: u32,
}

/// What cannot be explained.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Broken {
    /// The point comes before itself.
    Circle(Point),
    /// The read shows the key before any write, and the write comes before it.
    Late { read: Point, write: Point },
    /// Every sibling that the read shows has been replaced.
    Replaced(Point),
}

/// Where an operation stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Place {
    /// Behind what its client did before.
    Line,
    /// On a line of its own; a write without answer, behind what its client did before.
    Alone,
    /// Nowhere: it does not take part.
    Out,
}

/// What operations show, by operation: for each member of the value the chain of writes; nothing where nothing is certain.
pub(crate) type Shown<'r> = Vec<Vec<&'r Chain>>;

/// The points and their lines.
#[derive(Debug)]
pub(crate) struct Lines<'r> {
    pub(crate) story: &'r Story<'r>,
    pub(crate) shown: &'r Shown<'r>,
    /// The operation of each point.
    pub(crate) ops: Vec<u32>,
    /// The point of each operation.
    pub(crate) point_of: Vec<Option<Point>>,
    rows: Vec<Vec<Point>>,
    /// By point: its line, and its place there.
    line: Vec<u32>,
    at: Vec<u32>,
    /// By key: each line with writes to it, and their places there.
    writes: Vec<Map<u32, Vec<u32>>>,
    /// By the write that is shown alone: the last read of each line that shows it.
    readers: Map<Node, Map<u32, Point>>,
    /// What stands alone, and what its client had done before.
    behind: Vec<(Point, Point)>,
}

impl<'r> Lines<'r> {
    pub(crate) fn new(
        story: &'r Story<'r>,
        shown: &'r Shown<'r>,
        place: impl Fn(u32) -> Place,
        meter: &mut Meter,
    ) -> Result<Self, Spent> {
        let mut lines = Lines {
            story,
            shown,
            ops: Vec::new(),
            point_of: vec![None; story.key_of.len()],
            rows: story.sessions.iter().map(|_| Vec::new()).collect(),
            line: Vec::new(),
            at: Vec::new(),
            writes: story.keys.iter().map(|_| Map::new()).collect(),
            readers: Map::new(),
            behind: Vec::new(),
        };
        for op in 0..story.key_of.len() as u32 {
            meter.take(1)?;
            let place = place(op);
            let line = match place {
                Place::Out => continue,
                Place::Line => story.client_of[op as usize],
                Place::Alone => {
                    lines.rows.push(Vec::new());
                    lines.rows.len() as u32 - 1
                }
            };
            let point = lines.ops.len() as Point;
            let own = lines.rows[story.client_of[op as usize] as usize].last();
            if place == Place::Alone && story.node_of[op as usize].is_some() {
                lines.behind.extend(own.map(|own| (*own, point)));
            }
            let at = lines.rows[line as usize].len() as u32;
            lines.ops.push(op);
            lines.point_of[op as usize] = Some(point);
            lines.rows[line as usize].push(point);
            lines.line.push(line);
            lines.at.push(at);
            if story.node_of[op as usize].is_some() {
                lines.writes[story.key_of[op as usize] as usize].entry(line).or_default().push(at);
            }
            if let [chain] = shown[op as usize].as_slice()
                && let [node] = chain.as_slice()
            {
                lines.readers.entry(*node).or_default().insert(line, point);
            }
        }
        Ok(lines)
    }

    /// The point of a write, if it is one that takes part.
    pub(crate) fn point(&self, node: Node) -> Option<Point> {
        self.point_of[self.story.writer[node as usize]? as usize]
    }

    fn shown(&self, point: Point) -> &'r [&'r Chain] {
        &self.shown[self.ops[point as usize] as usize]
    }

    fn key(&self, point: Point) -> u32 {
        self.story.key_of[self.ops[point as usize] as usize]
    }

    fn before_on_line(&self, point: Point) -> Option<Point> {
        let at = self.at[point as usize].checked_sub(1)?;
        Some(self.rows[self.line[point as usize] as usize][at as usize])
    }

    fn after_on_line(&self, point: Point) -> Option<Point> {
        self.rows[self.line[point as usize] as usize].get(self.at[point as usize] as usize + 1).copied()
    }
}

/// The links so far, and what comes before each point by them.
#[derive(Clone, Debug)]
pub(crate) struct Web<'r> {
    pub(crate) lines: &'r Lines<'r>,
    pub(crate) links: Vec<Link>,
    out: Vec<Vec<u32>>,
    into: Vec<Vec<u32>>,
    /// For each point, how many of each line come before it.
    clocks: Vec<u32>,
    /// The points whose answers are to be explained.
    judged: Vec<bool>,
    /// Whether one order must serve all answers.
    one_order: bool,
    agenda: Set<Point>,
}

impl<'r> Web<'r> {
    /// The lines alone.
    pub(crate) fn new(lines: &'r Lines<'r>, meter: &mut Meter) -> Result<Self, Spent> {
        let (points, width) = (lines.ops.len(), lines.rows.len());
        meter.take(points * width / 16)?;
        let mut clocks = vec![0; points * width];
        for point in 0..points {
            clocks[point * width + lines.line[point] as usize] = lines.at[point];
        }
        let mut web = Web {
            lines,
            links: Vec::new(),
            out: vec![Vec::new(); points],
            into: vec![Vec::new(); points],
            clocks,
            judged: vec![false; points],
            one_order: false,
            agenda: Set::new(),
        };
        for (before, after) in &lines.behind {
            web.link(*before, *after, Why::Session, meter)?;
        }
        Ok(web)
    }

    /// A copy to go on from.
    pub(crate) fn copy(&self, meter: &mut Meter) -> Result<Self, Spent> {
        meter.take(self.clocks.len() / 64 + self.out.len() / 16)?;
        Ok(self.clone())
    }

    /// The client of `point` has seen the writes that its answer shows.
    pub(crate) fn sees(&mut self, point: Point, meter: &mut Meter) -> Result<(), Spent> {
        let mut last: Map<u32, Point> = Map::new();
        for chain in self.lines.shown(point) {
            meter.take(chain.len() / 8)?;
            for write in chain.iter().filter_map(|node| self.lines.point(*node)) {
                let last = last.entry(self.lines.line[write as usize]).or_insert(write);
                *last = write.max(*last);
            }
        }
        for write in last.into_values() {
            self.link(write, point, Why::Shown, meter)?;
        }
        Ok(())
    }

    /// The answer of `point` is to be explained.
    pub(crate) fn judge(&mut self, point: Point, meter: &mut Meter) -> Result<(), Spent> {
        self.judged[point as usize] = true;
        self.agenda.insert(point);
        for chain in self.lines.shown(point) {
            meter.take(chain.len() / 8)?;
            for pair in chain.windows(2) {
                if let (Some(before), Some(after)) = (self.lines.point(pair[0]), self.lines.point(pair[1])) {
                    self.link(before, after, Why::Text(point), meter)?;
                }
            }
            if let Some(last) = chain.last().and_then(|node| self.lines.point(*node)) {
                self.link(last, point, Why::Shown, meter)?;
            }
        }
        Ok(())
    }

    /// One order must serve all: every write is looked at.
    pub(crate) fn demand_one_order(&mut self) {
        self.one_order = true;
        self.agenda.extend(0..self.lines.ops.len() as Point);
    }

    fn width(&self) -> usize {
        self.lines.rows.len()
    }

    fn past(&self, point: Point, line: u32) -> u32 {
        self.clocks[point as usize * self.width() + line as usize]
    }

    /// Whether `before` comes before `after`, as far as it is known.
    fn is_before(&self, before: Point, after: Point) -> bool {
        self.past(after, self.lines.line[before as usize]) > self.lines.at[before as usize]
    }

    fn link(&mut self, before: Point, after: Point, why: Why, meter: &mut Meter) -> Result<(), Spent> {
        if self.is_before(before, after) {
            return Ok(());
        }
        let number = self.links.len() as u32;
        self.links.push(Link { before, after, why, number });
        self.out[before as usize].push(number);
        self.into[after as usize].push(number);
        self.pass_on(before, after, meter)
    }

    /// Whatever comes before `before`, and `before` itself, comes before `after`.
    fn pass_on(&mut self, before: Point, after: Point, meter: &mut Meter) -> Result<(), Spent> {
        let width = self.width();
        meter.take(1 + width / 16)?;
        let (from, to) = (before as usize * width, after as usize * width);
        let mut changed = false;
        for line in 0..width {
            let mut count = self.clocks[from + line];
            if line == self.lines.line[before as usize] as usize {
                count = count.max(self.lines.at[before as usize] + 1);
            }
            if count > self.clocks[to + line] {
                self.clocks[to + line] = count;
                changed = true;
            }
        }
        if changed {
            self.agenda.insert(after);
        }
        Ok(())
    }

    /// Adds what follows until nothing more does, or something cannot be explained.
    pub(crate) fn settle(&mut self, meter: &mut Meter) -> Result<Option<Broken>, Spent> {
        while let Some(point) = self.agenda.pop_first() {
            meter.take(1)?;
            if self.is_before(point, point) {
                return Ok(Some(Broken::Circle(point)));
            }
            if self.judged[point as usize]
                && let Some(broken) = self.hide(point, meter)?
            {
                return Ok(Some(broken));
            }
            if self.one_order {
                self.put_behind_readers(point, meter)?;
            }
            if let Some(next) = self.lines.after_on_line(point) {
                self.pass_on(point, next, meter)?;
            }
            for at in 0..self.out[point as usize].len() {
                let after = self.links[self.out[point as usize][at] as usize].after;
                self.pass_on(point, after, meter)?;
            }
        }
        for point in 0..self.judged.len() as Point {
            let chains = self.lines.shown(point);
            if self.judged[point as usize] && chains.len() > 1 {
                meter.take(chains.len())?;
                if chains.iter().all(|chain| self.replacement(point, chain).is_some()) {
                    return Ok(Some(Broken::Replaced(point)));
                }
            }
        }
        Ok(None)
    }

    /// The last write on each line that comes before `point`, is of its key, and is not in the chain.
    fn outside(&self, point: Point, chain: &Chain) -> Vec<Point> {
        let mut shown = chain.clone();
        synod_order::sort(&mut shown);
        let mut outside = Vec::new();
        for (line, places) in &self.lines.writes[self.lines.key(point) as usize] {
            let before = places.partition_point(|at| *at < self.past(point, *line));
            let points = places[..before].iter().rev().map(|at| self.lines.rows[*line as usize][*at as usize]);
            let is_shown = |write: &Point| {
                let node = self.lines.story.node_of[self.lines.ops[*write as usize] as usize];
                node.is_some_and(|node| shown.binary_search(&node).is_ok())
            };
            outside.extend(points.into_iter().find(|write| *write != point && !is_shown(write)));
        }
        outside
    }

    /// A write that comes before a read, and not in what it shows, comes before that.
    fn hide(&mut self, read: Point, meter: &mut Meter) -> Result<Option<Broken>, Spent> {
        let [chain] = *self.lines.shown(read) else { return Ok(None) };
        let first = self.lines.point(chain[0]);
        meter.take(chain.len() / 4)?;
        let outside = self.outside(read, chain);
        meter.take(outside.len())?;
        for write in outside {
            match first {
                None => return Ok(Some(Broken::Late { read, write })),
                Some(first) => self.link(write, first, Why::Hidden(read), meter)?,
            }
        }
        Ok(None)
    }

    /// A write that comes after what reads show comes after them.
    fn put_behind_readers(&mut self, write: Point, meter: &mut Meter) -> Result<(), Spent> {
        let lines = self.lines;
        let Some(node) = lines.story.node_of[lines.ops[write as usize] as usize] else { return Ok(()) };
        let key = lines.key(write) as usize;
        let mut replaced = vec![(lines.story.keys[key], None)];
        for other in self.outside(write, &Vec::new()) {
            replaced.extend(lines.story.node_of[lines.ops[other as usize] as usize].map(|node| (node, Some(other))));
        }
        // A text goes on by appends; it does not end with the next one.
        let appends = |node: Node| lines.story.is_append(node);
        for (shown, by) in replaced.into_iter().filter(|(shown, _)| *shown != node && !appends(node)) {
            let readers: Vec<Point> = lines.readers.get(&shown).into_iter().flat_map(Map::values).copied().collect();
            for read in readers.into_iter().filter(|read| *read != write) {
                meter.take(1)?;
                self.link(read, write, Why::Later(by), meter)?;
            }
        }
        Ok(())
    }

    /// A write that comes before `read` and after all of the chain, which it replaces.
    pub(crate) fn replacement(&self, read: Point, chain: &Chain) -> Option<Point> {
        let first = self.lines.point(chain[0]);
        self.outside(read, chain).into_iter().find(|write| first.is_none_or(|first| self.is_before(first, *write)))
    }

    /// A shortest way from `from` to `to`, of at least one link, by links numbered below `limit`.
    pub(crate) fn path(&self, from: Point, to: Point, limit: u32, meter: &mut Meter) -> Result<Vec<Link>, Spent> {
        let mut next: Map<Point, Link> = Map::new();
        let mut agenda = VecDeque::from([to]);
        while let Some(after) = agenda.pop_front() {
            let session = self.lines.before_on_line(after).map(|before| Link { before, after, why: Why::Session, number: 0 });
            let links = self.into[after as usize].iter().map(|number| self.links[*number as usize]);
            for link in session.into_iter().chain(links.filter(|link| link.number < limit)) {
                meter.take(1)?;
                if link.before == from {
                    let mut path = vec![link];
                    let mut at = link.after;
                    while at != to {
                        let Some(link) = next.get(&at) else { break };
                        path.push(*link);
                        at = link.after;
                    }
                    return Ok(path);
                }
                if link.before != to && !next.contains_key(&link.before) {
                    next.insert(link.before, link);
                    agenda.push_back(link.before);
                }
            }
        }
        Ok(Vec::new())
    }
}
