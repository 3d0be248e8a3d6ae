//! The same schedules as [`Worlds`], with states that are tuples of small numbers.
//!
//! A world consists of processes, links and messages, and few of each turn up however many worlds there are: each is kept once, in a table,
//! and a state says which ("collapse compression", Holzmann, *State compression in SPIN*, 1997). A step of a process depends on that process,
//! its input and its links alone, so [`World::apply`] takes each such step once, in a world that is put together for it, and what came of it is
//! looked up from then on (Guerraoui & Yabandeh, *Model checking a networked system without the network*, 2011, keep local states in this
//! way). Nothing else decides what a step does: this is a memory of `apply`, and finds exactly what [`Worlds`] finds.

mod deviating;
mod moves;
mod steps;
mod tables;

use super::{Budget, Observer, Schedules, Worlds};
use crate::{Model, Witness, mix};
pub use deviating::{Course, Deviating, Ordered};
pub use moves::Move;
use std::cell::RefCell;
use std::hash::Hash;
use synod_kernel::{Action, Life, Pid, Protocol, Ratio, World};
use tables::Tables;

/// All schedules of a world within its budget, over tuples.
pub struct Collapsed<P: Protocol, O> {
    worlds: Worlds<P, O>,
    tables: RefCell<Tables<P, O>>,
    /// How many processes there are.
    processes: usize,
}

/// A state: which observer, which links, which processes, how much each client has asked for, and which messages are under way.
#[derive(Clone, Debug)]
pub struct Tuple {
    left: Budget,
    /// The names of links, processes, messages and what was asked for, added up.
    names: u128,
    /// Numbers of the tables: the observer, the links, each process, the requests made by each client (a count), each message in order.
    parts: Box<[u32]>,
}

impl Tuple {
    /// The number of a process's state.
    fn process(&self, pid: Pid) -> u32 {
        self.parts[FIRST + pid.index()]
    }
}

/// Where the observer stands in a tuple.
const OBSERVER: usize = 0;
/// Where the links stand.
const NET: usize = 1;
/// Where the first process stands.
const FIRST: usize = 2;

impl<P: Protocol, O: Observer<P>> Collapsed<P, O>
where
    Action<P>: Hash,
{
    /// The same schedules as those of `worlds`. Chance has no part in them: what the network would lose or copy by chance arrives once, and
    /// losing and copying is left to the budget.
    pub fn new(mut worlds: Worlds<P, O>) -> Self {
        for calm in [Action::Loss(Ratio::ZERO), Action::Duplication(Ratio::ZERO)] {
            let event = worlds.event(&calm);
            let changed = worlds.start.apply(&event, &mut ());
            debug_assert!(changed.is_ok(), "a network may always become reliable");
        }
        let processes = worlds.start.processes().count();
        Collapsed { tables: RefCell::new(Tables::new()), worlds, processes }
    }

    /// Who watches in this state.
    pub fn observer(&self, tuple: &Tuple) -> O {
        self.tables.borrow().observers.get(tuple.parts[OBSERVER]).observer.clone()
    }

    /// Steps, each with the tuple that it is taken from, as they happen in the world.
    fn happening<'a>(&self, steps: impl Iterator<Item = (&'a Tuple, Move)>) -> Option<Vec<Action<P>>> {
        let mut world = self.worlds.start.clone();
        let mut happened = Vec::new();
        for (tuple, step) in steps {
            let action = self.named_in(&world, tuple, step)?;
            world.apply(&self.worlds.event(&action), &mut ()).ok()?;
            happened.push(action);
        }
        Some(happened)
    }

    /// A step as an action of a world that the tuple stands for.
    fn named_in(&self, world: &World<P>, tuple: &Tuple, step: Move) -> Option<Action<P>> {
        let tables = self.tables.borrow();
        let under_way = |message: u32| {
            let part = tables.messages.get(message);
            let same = |flight: &&synod_kernel::Flight<P::Msg>| {
                (flight.id.from, flight.id.to, &flight.msg) == (part.from, part.to, &part.msg)
            };
            world.in_flight().find(same).map(|flight| flight.id)
        };
        Some(match step {
            Move::Deliver(message) => Action::Deliver(under_way(message)?),
            Move::Drop(message) => Action::Drop(under_way(message)?),
            Move::Duplicate(message) => Action::Duplicate(under_way(message)?),
            _ => self.plain(&tables, tuple, step)?,
        })
    }

    /// A step that is no message's as an action.
    fn plain(&self, tables: &Tables<P, O>, tuple: &Tuple, step: Move) -> Option<Action<P>> {
        Some(match step {
            Move::Own(pid, nth) => tables.processes.get(tuple.process(pid)).deeds.get(usize::from(nth))?.clone(),
            Move::Request(nth) => {
                let (client, requests) = &self.worlds.programmes[usize::from(nth)];
                Action::Request(*client, requests.get(self.asked(tuple)[usize::from(nth)] as usize)?.clone())
            }
            Move::Partition(nth) => Action::Partition(self.worlds.partitions[usize::from(nth)].clone()),
            Move::Heal => Action::Heal,
            Move::Deliver(_) | Move::Drop(_) | Move::Duplicate(_) => return None,
        })
    }

    /// How much each client has asked for.
    fn asked<'a>(&self, tuple: &'a Tuple) -> &'a [u32] {
        let first = FIRST + self.processes;
        &tuple.parts[first..first + self.worlds.programmes.len()]
    }

    /// The numbers of the messages under way, in ascending order.
    fn messages<'a>(&self, tuple: &'a Tuple) -> &'a [u32] {
        &tuple.parts[FIRST + self.processes + self.worlds.programmes.len()..]
    }
}

impl<P: Protocol, O: Observer<P>> Schedules<P, O> for Collapsed<P, O>
where
    Action<P>: Hash,
{
    fn worlds(&self) -> &Worlds<P, O> {
        &self.worlds
    }

    fn unfolded(&self, witness: &Witness<Self>) -> Option<Vec<Action<P>>> {
        self.happening(witness.states.iter().zip(witness.actions.iter().copied()))
    }
}

impl<P: Protocol, O: Observer<P>> Model for Collapsed<P, O>
where
    Action<P>: Hash,
{
    type State = Tuple;
    type Action = Move;

    fn starts(&self) -> Vec<Tuple> {
        vec![self.whole(&self.worlds.start, &self.worlds.observer, &vec![0; self.worlds.programmes.len()], self.worlds.budget)]
    }

    fn actions(&self, tuple: &Tuple, out: &mut Vec<Move>) {
        let tables = self.tables.borrow();
        let left = tuple.left;
        let messages = self.messages(tuple);
        for (nth, message) in messages.iter().enumerate() {
            // Of messages that say the same on the same link, one stands for all.
            if nth > 0 && messages[nth - 1] == *message {
                continue;
            }
            let part = tables.messages.get(*message);
            let receiver = &tables.processes.get(tuple.process(part.to)).process;
            if receiver.life() == Life::Paused {
                continue;
            }
            if part.from != part.to && receiver.node().is_some() {
                out.extend((left.drops > 0).then_some(Move::Drop(*message)));
                out.extend((left.duplicates > 0).then_some(Move::Duplicate(*message)));
            }
            out.extend((left.deliveries > 0).then_some(Move::Deliver(*message)));
        }
        for pid in (0..self.processes as u16).map(Pid) {
            let deeds = &tables.processes.get(tuple.process(pid)).deeds;
            let possible = (0..).zip(deeds).filter(|(_, deed)| left.left(deed) > 0);
            out.extend(possible.map(|(nth, _)| Move::Own(pid, nth)));
        }
        for (nth, ((client, requests), asked)) in (0..).zip(self.worlds.programmes.iter().zip(self.asked(tuple))) {
            let process = &tables.processes.get(tuple.process(*client)).process;
            let free = process.node().is_some() && process.open().is_none();
            out.extend((free && requests.len() > *asked as usize).then_some(Move::Request(nth)));
        }
        if tables.nets.get(tuple.parts[NET]).cut {
            out.push(Move::Heal);
        } else if left.partitions > 0 {
            out.extend((0..self.worlds.partitions.len() as u16).map(Move::Partition));
        }
    }

    fn next(&self, tuple: &Tuple, step: &Move) -> Option<Tuple> {
        self.step(tuple, *step)
    }

    fn fingerprint(&self, tuple: &Tuple) -> u128 {
        let observer = self.tables.borrow().observers.get(tuple.parts[OBSERVER]).name;
        let [one, other] = tuple.left.words();
        mix(&[(tuple.names >> 64) as u64, tuple.names as u64, (observer >> 64) as u64, observer as u64, one, other])
    }

    fn broken(&self, tuple: &Tuple) -> u64 {
        self.tables.borrow().observers.get(tuple.parts[OBSERVER]).broken
    }

    fn is_goal(&self, tuple: &Tuple) -> bool {
        self.tables.borrow().observers.get(tuple.parts[OBSERVER]).goal
    }

    fn is_cut(&self, tuple: &Tuple) -> bool {
        let tables = self.tables.borrow();
        let life = |pid: Pid| tables.processes.get(tuple.process(pid)).process.life();
        let arrives = |message: &u32| life(tables.messages.get(*message).to) != Life::Paused;
        let fires = |pid| tables.processes.get(tuple.process(pid)).deeds.iter().any(|deed| matches!(deed, Action::Fire(..)));
        tuple.left.deliveries == 0 && self.messages(tuple).iter().any(arrives)
            || tuple.left.timeouts == 0 && (0..self.processes as u16).map(Pid).any(fires)
    }

    fn weight(&self, tuple: &Tuple) -> usize {
        size_of::<Tuple>() + size_of_val(&*tuple.parts)
    }

    fn bytes(&self) -> u64 {
        self.tables.borrow().bytes()
    }

    fn key(&self, tuple: &Tuple, step: &Move) -> u64 {
        mix(&[step.word(), self.actor(&self.tables.borrow(), *step).map_or(0, |pid| tuple.process(pid).into())]) as u64
    }

    /// Steps of different processes, unless the budget has room for one of them only, or both call operations, which are numbered, or the
    /// observer heeds both and minds their order: where it heeds one at most, it sees the same either way.
    fn independent(&self, tuple: &Tuple, one: &Move, other: &Move) -> bool {
        let (here, there) = (self.actor(&self.tables.borrow(), *one), self.actor(&self.tables.borrow(), *other));
        let (Some(here), Some(there)) = (here, there) else { return false };
        let both_call = matches!((one, other), (Move::Request(_), Move::Request(_)));
        let room = |step: &Move| self.room(tuple, *step) >= 2;
        let unordered =
            || self.worlds.observer.is_indifferent_to_order() || !self.is_heeded(tuple, *one) || !self.is_heeded(tuple, *other);
        here != there && !both_call && room(one) && room(other) && unordered()
    }
}

impl<P: Protocol, O: Observer<P>> Collapsed<P, O>
where
    Action<P>: Hash,
{
    /// How often the step of a process may still happen.
    fn room(&self, tuple: &Tuple, step: Move) -> u16 {
        match step {
            Move::Deliver(_) => tuple.left.deliveries,
            Move::Own(pid, nth) => {
                let tables = self.tables.borrow();
                tuple.left.left(&tables.processes.get(tuple.process(pid)).deeds[usize::from(nth)])
            }
            // Requests are bounded by the programmes, and counted by nothing else.
            _ => Budget::FREE,
        }
    }
}
