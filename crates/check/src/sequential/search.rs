//! The search for one order of operations on several keys: depth first, iterative, remembering the configurations it has seen.
//!
//! The observations that keep the tree small are those of the search for a linearization: a read that fits now is placed now; a write
//! that nobody finds is placed at once where nobody needs what it replaces; what somebody must still find and nobody can write again
//! is not left. Added to them is what saturation has worked out. Choices are tried in the order of the calls, for stores that work
//! are seldom far from it.

use synod_order::Map;

use super::Kept;
use crate::History;
use crate::keys::Nature;
use crate::linearizable::problem::{Act, act};
use crate::linearizable::states::{State, States};
use crate::linearizable::visited::Visited;
use crate::verdict::{Meter, Spent};
use crate::web::Web;

/// One key.
struct Key {
    states: States,
    now: State,
    demand: Vec<Demand>,
    /// No operation appends, and none is content with *another* state.
    plain: bool,
    appends: bool,
}

/// How many operations that are not placed yet find or leave a state.
#[derive(Clone, Default)]
struct Demand {
    /// Answered ones that must find it.
    finders: u32,
    /// Ones without answer that could find it.
    hopes: u32,
    makers: u32,
}

struct Op {
    key: u32,
    act: Act,
    answered: bool,
    called: i64,
    /// What must be placed before.
    needs: Vec<u32>,
}

/// A configuration on the path, with the choices that are left there.
#[derive(Clone, Copy)]
struct Frame {
    trail: usize,
    first_choice: usize,
    next_choice: usize,
}

pub(super) struct Search {
    keys: Vec<Key>,
    ops: Vec<Op>,
    placed: Vec<bool>,
    /// The answered operations that follow one another, and how many of each line are placed.
    lines: Vec<Vec<u32>>,
    at: Vec<u32>,
    /// Those without answer.
    open: Vec<u32>,
    remaining: usize,
    /// What was placed, the line that it stands on, and the state before.
    trail: Vec<(u32, Option<u32>, State)>,
    frames: Vec<Frame>,
    choices: Vec<(u32, Option<u32>)>,
    visited: Visited,
    key: Vec<u64>,
}

impl Search {
    pub(super) fn new(web: &Web, kept: Kept, takes_part: impl Fn(u32) -> bool) -> Self {
        let story = web.lines.story;
        let history: &History = story.history;
        let mut search = Search {
            keys: Vec::new(),
            ops: Vec::new(),
            placed: Vec::new(),
            lines: story.sessions.iter().map(|_| Vec::new()).collect(),
            at: Vec::new(),
            open: Vec::new(),
            remaining: 0,
            trail: Vec::new(),
            frames: Vec::new(),
            choices: Vec::new(),
            visited: Visited::default(),
            key: Vec::new(),
        };
        for ids in history.by_key().into_values() {
            let nature = Nature::of(ids.iter().map(|id| history.op(*id)));
            search.keys.push(Key {
                states: States::new(nature),
                now: States::INITIAL,
                demand: Vec::new(),
                plain: !nature.appends,
                appends: nature.appends,
            });
        }
        let mut texts: Vec<Map<&str, u32>> = search.keys.iter().map(|_| Map::new()).collect();
        let mut number_of: Map<u32, u32> = Map::new();
        for op in (0..history.operations.len() as u32).filter(|op| takes_part(*op)) {
            let operation = history.op(op);
            let key = story.key_of[op as usize];
            let answer = operation.returned.as_ref().map(|(_, answer)| answer);
            let states = &mut search.keys[key as usize].states;
            let Some(act) = act(operation, answer, states, &mut texts[key as usize]) else { continue };
            let number = search.ops.len() as u32;
            number_of.insert(op, number);
            let line = story.client_of[op as usize] as usize;
            let mut needs = Vec::new();
            if answer.is_none() {
                needs.extend(search.lines[line].last());
                search.open.push(number);
            } else if kept == Kept::Writes && !operation.mutates() {
                search.lines.push(vec![number]);
            } else {
                search.lines[line].push(number);
            }
            search.keys[key as usize].plain &= !matches!(act, Act::Not(_));
            search.remaining += usize::from(answer.is_some());
            search.ops.push(Op { key, act, answered: answer.is_some(), called: operation.called, needs });
        }
        for link in &web.links {
            let number = |point: u32| number_of.get(&web.lines.ops[point as usize]).copied();
            if let (Some(before), Some(after)) = (number(link.before), number(link.after)) {
                search.ops[after as usize].needs.push(before);
            }
        }
        search.lines.retain(|line| !line.is_empty());
        search.at = vec![0; search.lines.len()];
        search.placed = vec![false; search.ops.len()];
        for key in &mut search.keys {
            key.demand = vec![Demand::default(); key.states.count()];
        }
        for op in &search.ops {
            count(&mut search.keys[op.key as usize].demand, op.act, op.answered, 1);
        }
        search
    }

    /// Whether there is an order.
    pub(super) fn run(&mut self, meter: &mut Meter) -> Result<bool, Spent> {
        loop {
            let first_choice = self.choices.len();
            self.settle(meter)?;
            if self.remaining == 0 {
                return Ok(true);
            }
            if self.choices.len() - first_choice > 1 && !self.remember(meter)? {
                self.choices.truncate(first_choice);
            }
            let ops = &self.ops;
            synod_order::sort_by_key(&mut self.choices[first_choice..], |(op, _)| (ops[*op as usize].called, *op));
            self.frames.push(Frame { trail: self.trail.len(), first_choice, next_choice: first_choice });
            if !self.advance() {
                return Ok(false);
            }
        }
    }

    /// Places what can be placed without a choice, then lists the choices.
    fn settle(&mut self, meter: &mut Meter) -> Result<(), Spent> {
        let first_choice = self.choices.len();
        let mut moved = true;
        while moved {
            moved = false;
            self.choices.truncate(first_choice);
            meter.take(1 + self.lines.len() / 16 + self.open.len() / 16)?;
            for line in 0..self.lines.len() {
                while let Some(op) = self.lines[line].get(self.at[line] as usize).copied() {
                    if !self.is_ready(op) {
                        break;
                    }
                    if self.is_free(op) {
                        self.place(op, Some(line as u32));
                        meter.take(1)?;
                        moved = true;
                        continue;
                    }
                    if self.is_possible(op) {
                        self.choices.push((op, Some(line as u32)));
                    }
                    break;
                }
            }
        }
        for at in 0..self.open.len() {
            let op = self.open[at];
            if !self.placed[op as usize] && self.is_ready(op) && self.is_possible(op) && self.is_wanted(op) {
                self.choices.push((op, None));
            }
        }
        Ok(())
    }

    fn is_ready(&self, op: u32) -> bool {
        self.ops[op as usize].needs.iter().all(|before| self.placed[*before as usize])
    }

    /// Whether placing the operation here can be taken back by nothing that comes later.
    fn is_free(&self, op: u32) -> bool {
        let op = &self.ops[op as usize];
        let key = &self.keys[op.key as usize];
        match op.act {
            Act::Read(found) => found == key.now,
            Act::Not(other) => other != key.now,
            Act::Write(left) => key.plain && is_idle(key, left) && is_idle(key, key.now),
            Act::Swap(..) | Act::Append(_) => false,
        }
    }

    /// Whether the operation can be next, and leaves no state that is still needed and cannot come back.
    fn is_possible(&self, op: u32) -> bool {
        let op = &self.ops[op as usize];
        let key = &self.keys[op.key as usize];
        let (left, itself) = match op.act {
            Act::Read(_) | Act::Not(_) => return false,
            Act::Swap(found, _) if found != key.now => return false,
            Act::Swap(_, left) => (left, u32::from(op.answered)),
            Act::Write(left) => (left, 0),
            Act::Append(_) => return true,
        };
        let demand = &key.demand[key.now as usize];
        key.appends || left == key.now || demand.makers > 0 || demand.finders <= itself
    }

    /// Whether an operation without answer is worth a place: somebody is left to find what it leaves.
    fn is_wanted(&self, op: u32) -> bool {
        let op = &self.ops[op as usize];
        let key = &self.keys[op.key as usize];
        match op.act {
            Act::Write(left) | Act::Swap(_, left) => !key.plain || !is_idle(key, left),
            _ => true,
        }
    }

    /// Whether this configuration is new.
    fn remember(&mut self, meter: &mut Meter) -> Result<bool, Spent> {
        self.key.clear();
        let open = self.open.iter().map(|op| u32::from(self.placed[*op as usize]));
        let numbers: Vec<u32> = self.at.iter().copied().chain(self.keys.iter().map(|key| key.now)).chain(open).collect();
        self.key.extend(numbers.chunks(2).map(|pair| u64::from(pair[0]) << 32 | u64::from(*pair.last().unwrap_or(&0))));
        let grown: usize = self.keys.iter_mut().map(|key| key.states.take_work()).sum();
        meter.take(grown + self.key.len() / 4)?;
        Ok(self.visited.insert(&self.key))
    }

    /// Takes the next choice of the deepest configuration that has one; false when none is left anywhere.
    fn advance(&mut self) -> bool {
        while let Some(frame) = self.frames.last_mut() {
            let choice = self.choices.get(frame.next_choice).copied();
            frame.next_choice += 1;
            let frame = *frame;
            while self.trail.len() > frame.trail {
                self.take_back();
            }
            if let Some((op, line)) = choice {
                self.place(op, line);
                return true;
            }
            self.choices.truncate(frame.first_choice);
            self.frames.pop();
        }
        false
    }

    fn place(&mut self, number: u32, line: Option<u32>) {
        let op = &self.ops[number as usize];
        let key = &mut self.keys[op.key as usize];
        self.trail.push((number, line, key.now));
        count(&mut key.demand, op.act, op.answered, -1);
        key.now = match op.act {
            Act::Read(_) | Act::Not(_) => key.now,
            Act::Write(left) | Act::Swap(_, left) => left,
            Act::Append(text) => key.states.append(key.now, text),
        };
        if key.states.count() > key.demand.len() {
            key.demand.resize(key.states.count(), Demand::default());
        }
        self.placed[number as usize] = true;
        self.remaining -= usize::from(op.answered);
        if let Some(line) = line {
            self.at[line as usize] += 1;
        }
    }

    fn take_back(&mut self) {
        let Some((number, line, before)) = self.trail.pop() else { return };
        let op = &self.ops[number as usize];
        let key = &mut self.keys[op.key as usize];
        key.now = before;
        count(&mut key.demand, op.act, op.answered, 1);
        self.placed[number as usize] = false;
        self.remaining += usize::from(op.answered);
        if let Some(line) = line {
            self.at[line as usize] -= 1;
        }
    }
}

/// Nobody who is not placed yet could find this state.
fn is_idle(key: &Key, state: State) -> bool {
    let demand = &key.demand[state as usize];
    demand.finders == 0 && demand.hopes == 0
}

/// Adds an operation to the demand, or takes it out.
fn count(demand: &mut [Demand], act: Act, answered: bool, by: i32) {
    let mut add = |state: State, part: fn(&mut Demand) -> &mut u32| {
        let number = part(&mut demand[state as usize]);
        *number = number.wrapping_add_signed(by);
    };
    match act {
        Act::Read(found) => add(found, |demand| &mut demand.finders),
        Act::Write(left) => add(left, |demand| &mut demand.makers),
        Act::Swap(found, left) => {
            add(found, if answered { |demand| &mut demand.finders } else { |demand| &mut demand.hopes });
            add(left, |demand| &mut demand.makers);
        }
        Act::Not(_) | Act::Append(_) => {}
    }
}
