//! The search for an order: depth first, iterative, remembering the configurations it has seen.
//!
//! Wing & Gong (1993) with Lowe's memo (2017): a configuration is the set of operations placed so far and the state they leave;
//! seen once, it need not be tried again. Configurations are remembered exactly, not by a fingerprint. What is not placed is told by bits,
//! and the next such operation is found a word of them at a time: what Wing & Gong's linked list is for, and taking back is one bit.
//! Three observations keep the tree small, each an exchange of neighbours in an order that works:
//!
//! - A read that fits the state now can be placed now: it changes nothing, so moving it here from later does no harm.
//! - A write that nobody finds can be placed now if nobody is left to find the present state either: the next writer hides it.
//! - A state that somebody must still find, and that nobody can write again, must not be left.

use super::problem::{Act, Op, Problem};
use super::states::{State, States};
use super::visited::Visited;
use crate::verdict::{Meter, Spent};

/// A placed operation, answered or open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Place {
    Answered(u32),
    Open(u32),
}

/// A configuration on the path, with the choices that are left there.
#[derive(Clone, Copy, Debug)]
struct Frame {
    state: State,
    trail: u32,
    first_choice: u32,
    next_choice: u32,
}

/// How many operations not placed yet find or leave each state.
#[derive(Clone, Default, Debug)]
struct Demand {
    /// Answered ones that must find it.
    finders: u32,
    /// Open ones that could find it.
    hopes: u32,
    /// Those that can leave it behind.
    makers: u32,
}

/// Operations that are looked at for one step.
const LOOKS: usize = 16;

/// Words that are remembered for one step: 32 bytes, as [`Budget`](crate::Budget) says.
const MEMBERS: usize = 4;

/// Marks a configuration that is told by a list; no history has so many operations.
const LISTED: u64 = 1 << 31;

/// A search that can be interrupted.
pub(super) struct Search {
    problem: Problem,
    demand: Vec<Demand>,
    /// One bit an operation: answered and open.
    placed: [Vec<u64>; 2],
    /// The first answered operation that is not placed.
    base: usize,
    remaining: usize,
    state: State,
    trail: Vec<Place>,
    frames: Vec<Frame>,
    choices: Vec<Place>,
    visited: Visited,
    key: Vec<u64>,
}

impl Search {
    pub(super) fn new(problem: Problem) -> Self {
        let mut demand = vec![Demand::default(); problem.states.count()];
        for (ops, answered) in [(&problem.answered, true), (&problem.open, false)] {
            for op in ops {
                count(&mut demand, op.act, answered, 1);
            }
        }
        let words = |ops: &[Op]| vec![0; ops.len().div_ceil(64)];
        Search {
            demand,
            placed: [words(&problem.answered), words(&problem.open)],
            base: 0,
            remaining: problem.answered.len(),
            state: States::INITIAL,
            trail: Vec::new(),
            frames: Vec::new(),
            choices: Vec::new(),
            visited: Visited::default(),
            key: Vec::new(),
            problem,
        }
    }

    /// Whether the operations have an order that explains every answer. When the meter is spent, the search can go on from there
    /// with another.
    pub(super) fn run(&mut self, meter: &mut Meter) -> Result<bool, Spent> {
        loop {
            let first_choice = self.choices.len();
            let is_new = self.settle(meter).and_then(|end| {
                let choices = self.choices.len() - first_choice;
                if choices > 1 { self.remember(end, meter) } else { Ok(true) }
            });
            if self.remaining == 0 {
                return Ok(true);
            }
            if is_new != Ok(true) {
                self.choices.truncate(first_choice);
            }
            is_new?;
            self.frames.push(Frame {
                state: self.state,
                trail: self.trail.len() as u32,
                first_choice: first_choice as u32,
                next_choice: first_choice as u32,
            });
            if !self.advance() {
                return Ok(false);
            }
            meter.take(self.problem.states.take_work())?;
        }
    }

    /// Places what can be placed without a choice, then lists the choices. Answers where the operations end that could be
    /// next: those called before some operation that is not placed has returned.
    fn settle(&mut self, meter: &mut Meter) -> Result<usize, Spent> {
        let first_choice = self.choices.len();
        'again: loop {
            self.choices.truncate(first_choice);
            let mut deadline = i64::MAX;
            let (mut at, mut looked_at) = (self.base, 0);
            while let Some(next) = self.next_open(at) {
                at = next;
                let op = self.problem.answered[at];
                if op.called > deadline {
                    break;
                }
                looked_at += 1;
                deadline = deadline.min(op.returned);
                if op.after.is_none_or(|before| self.is_placed(0, before)) {
                    if self.is_free(op.act) {
                        self.place(Place::Answered(at as u32));
                        meter.take(1 + looked_at / LOOKS)?;
                        continue 'again;
                    }
                    if self.is_possible(op.act) {
                        self.choices.push(Place::Answered(at as u32));
                    }
                }
                at += 1;
            }
            for (at, op) in self.problem.open.iter().enumerate() {
                if op.called > deadline {
                    break;
                }
                looked_at += 1;
                let ready = !self.is_placed(1, at as u32) && op.after.is_none_or(|before| self.is_placed(0, before));
                if ready && self.is_possible(op.act) && self.is_wanted(op.act) {
                    self.choices.push(Place::Open(at as u32));
                }
            }
            meter.take(1 + looked_at / LOOKS)?;
            return Ok(at.min(self.problem.answered.len()));
        }
    }

    /// The first answered operation from `at` on that is not placed.
    fn next_open(&self, at: usize) -> Option<usize> {
        let (mut word, mut below) = (at / 64, (1 << (at % 64)) - 1);
        loop {
            let open = !(self.placed[0].get(word)? | below);
            if open != 0 {
                let next = word * 64 + open.trailing_zeros() as usize;
                return (next < self.problem.answered.len()).then_some(next);
            }
            (word, below) = (word + 1, 0);
        }
    }

    /// Whether placing the operation here can be taken back by nothing that comes later.
    fn is_free(&self, act: Act) -> bool {
        match act {
            Act::Read(found) => found == self.state,
            Act::Not(other) => other != self.state,
            Act::Write(left) => self.problem.plain && self.is_idle(left) && self.is_idle(self.state),
            Act::Swap(..) | Act::Append(_) => false,
        }
    }

    /// Nobody who is not placed yet could find this state.
    fn is_idle(&self, state: State) -> bool {
        let demand = &self.demand[state as usize];
        demand.finders == 0 && demand.hopes == 0
    }

    /// Whether the operation can be next, and leaves no state that is still needed and cannot come back.
    fn is_possible(&self, act: Act) -> bool {
        let (left, itself) = match act {
            Act::Read(_) | Act::Not(_) => return false,
            Act::Swap(found, _) if found != self.state => return false,
            Act::Swap(_, left) => (left, 1),
            Act::Write(left) => (left, 0),
            Act::Append(_) => return true,
        };
        let demand = &self.demand[self.state as usize];
        self.problem.appends || left == self.state || demand.makers > 0 || demand.finders <= itself
    }

    /// Whether an operation without answer is worth a place: somebody is left to find what it leaves.
    fn is_wanted(&self, act: Act) -> bool {
        match act {
            Act::Write(left) | Act::Swap(_, left) => !self.problem.plain || !self.is_idle(left),
            _ => true,
        }
    }

    /// Whether this configuration is new. Of the answered operations up to `end`, the bits say which are placed, or where one that waits
    /// long leaves many words full behind it, a list says which are not: whichever is shorter.
    fn remember(&mut self, end: usize, meter: &mut Meter) -> Result<bool, Spent> {
        let first = self.base / 64;
        let words = &self.placed[0][first..end.div_ceil(64).max(first)];
        self.key.clear();
        self.key.push(u64::from(self.state) << 32 | first as u64);
        self.key.extend_from_slice(&self.placed[1]);
        let open: usize = words.iter().map(|word| word.count_zeros() as usize).sum();
        if words.len() > 1 + open {
            self.key[0] |= LISTED;
            self.key.push(end as u64);
            let mut at = self.base;
            while let Some(next) = self.next_open(at).filter(|next| *next < end) {
                self.key.push(next as u64);
                at = next + 1;
            }
        } else {
            self.key.extend_from_slice(words);
        }
        meter.take(1 + self.key.len() / MEMBERS)?;
        Ok(self.visited.insert(&self.key))
    }

    /// Takes the next choice of the deepest configuration that has one; false when none is left anywhere.
    fn advance(&mut self) -> bool {
        while let Some(frame) = self.frames.last_mut() {
            let choice = self.choices.get(frame.next_choice as usize).copied();
            frame.next_choice += 1;
            let frame = *frame;
            while self.trail.len() > frame.trail as usize {
                self.take_back();
            }
            self.state = frame.state;
            if let Some(choice) = choice {
                self.place(choice);
                return true;
            }
            self.choices.truncate(frame.first_choice as usize);
            self.frames.pop();
        }
        false
    }

    fn place(&mut self, place: Place) {
        let act = self.mark(place, true);
        self.state = match act {
            Act::Read(_) | Act::Not(_) => self.state,
            Act::Write(left) | Act::Swap(_, left) => left,
            Act::Append(text) => self.problem.states.append(self.state, text),
        };
        let states = self.problem.states.count();
        if states > self.demand.len() {
            self.demand.resize(states, Demand::default());
        }
        self.trail.push(place);
    }

    fn take_back(&mut self) {
        if let Some(place) = self.trail.pop() {
            self.mark(place, false);
        }
    }

    /// Keeps the books for an operation that is placed or taken back.
    fn mark(&mut self, place: Place, placing: bool) -> Act {
        let (kind, at) = match place {
            Place::Answered(at) => (0, at as usize),
            Place::Open(at) => (1, at as usize),
        };
        self.placed[kind][at / 64] ^= 1 << (at % 64);
        let act = if kind == 0 { self.problem.answered[at].act } else { self.problem.open[at].act };
        count(&mut self.demand, act, kind == 0, if placing { -1 } else { 1 });
        if kind == 0 && placing {
            self.remaining -= 1;
            while self.base < self.problem.answered.len() && self.is_placed(0, self.base as u32) {
                self.base += 1;
            }
        } else if kind == 0 {
            self.remaining += 1;
            self.base = self.base.min(at);
        }
        act
    }

    fn is_placed(&self, kind: usize, at: u32) -> bool {
        self.placed[kind][at as usize / 64] >> (at % 64) & 1 == 1
    }
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
