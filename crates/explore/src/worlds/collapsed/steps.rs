//! A step from tuple to tuple: looked up where it was taken before, and otherwise taken by [`World::apply`].

use super::tables::{Outcome, Tables};
use super::{Collapsed, FIRST, Move, NET, OBSERVER, Tuple};
use crate::mix;
use crate::worlds::{Budget, Observer, Telling};
use std::hash::Hash;
use synod_kernel::{Action, Pid, Process, Protocol, World};

/// What comes of an action in a world that was put together for it.
struct Applied<P: Protocol, O> {
    world: World<P>,
    observer: O,
    heard: bool,
    heeded: bool,
}

impl<P: Protocol, O: Observer<P>> Collapsed<P, O>
where
    Action<P>: Hash,
{
    /// The tuple of a world.
    pub(super) fn whole(&self, world: &World<P>, observer: &O, asked: &[u32], left: Budget) -> Tuple {
        let tables = &mut *self.tables.borrow_mut();
        let net = tables.net(world);
        let mut names = tables.nets.get(net).name;
        let mut parts = vec![tables.observer(observer, waiting(world.processes().map(|(_, process)| process))), net];
        for (pid, process) in world.processes() {
            let number = tables.process(world, pid, process);
            names = names.wrapping_add(tables.processes.get(number).name);
            parts.push(number);
        }
        for (nth, asked) in asked.iter().enumerate() {
            names = names.wrapping_add(name_of_asked(nth, *asked));
            parts.push(*asked);
        }
        let first = parts.len();
        for flight in world.in_flight() {
            let number = tables.message(flight.id.from, flight.id.to, &flight.msg);
            names = names.wrapping_add(tables.messages.get(number).name);
            parts.push(number);
        }
        synod_order::sort(&mut parts[first..]);
        Tuple { left, names, parts: parts.into() }
    }

    /// The tuple after a step, or `None` where it cannot be taken or the message would be ignored.
    pub(super) fn step(&self, tuple: &Tuple, step: Move) -> Option<Tuple> {
        if self.concerns_many(tuple, step) {
            return self.step_of_many(tuple, step);
        }
        let number = self.outcome(tuple, step);
        let observer = self.reaction(tuple, step, number)?;
        let tables = self.tables.borrow();
        let outcome = tables.outcomes.get(number).as_ref()?;
        let name_of = |process: u32| tables.processes.get(process).name;
        let is_same = || {
            let same = |(pid, process)| name_of(process) == name_of(tuple.process(pid));
            outcome.messages.is_empty() && outcome.process.is_none_or(same)
        };
        if matches!(step, Move::Deliver(_)) && self.worlds.prunes_ignored && !outcome.heard && is_same() {
            return None;
        }
        let mut next = Tuple { left: tuple.left_after(&tables, step), names: tuple.names, parts: Box::default() };
        let mut parts = Vec::with_capacity(tuple.parts.len() + outcome.messages.len() - usize::from(step.message().is_some()));
        let first = FIRST + self.processes + self.worlds.programmes.len();
        parts.extend_from_slice(&tuple.parts[..first]);
        parts[OBSERVER] = observer;
        if let Some((pid, process)) = outcome.process {
            let place = &mut parts[FIRST + pid.index()];
            next.names = next.names.wrapping_sub(name_of(*place)).wrapping_add(name_of(process));
            *place = process;
        }
        if let Move::Request(nth) = step {
            let nth = usize::from(nth);
            let asked = &mut parts[FIRST + self.processes + nth];
            next.names = next.names.wrapping_sub(name_of_asked(nth, *asked)).wrapping_add(name_of_asked(nth, *asked + 1));
            *asked += 1;
        }
        let mut gone = step.message();
        parts.extend(tuple.parts[first..].iter().filter(|message| gone.take_if(|gone| gone == *message).is_none()));
        let name_of = |message: u32| tables.messages.get(message).name;
        next.names = step.message().map_or(next.names, |message| next.names.wrapping_sub(name_of(message)));
        for &message in &outcome.messages {
            let place = first + parts[first..].partition_point(|other| *other < message);
            parts.insert(place, message);
            next.names = next.names.wrapping_add(name_of(message));
        }
        next.parts = parts.into();
        Some(next)
    }

    /// Whether the observer is told something by this step that it heeds.
    pub(super) fn is_heeded(&self, tuple: &Tuple, step: Move) -> bool {
        if self.concerns_many(tuple, step) {
            return true;
        }
        let number = self.outcome(tuple, step);
        self.tables.borrow().outcomes.get(number).as_ref().is_some_and(|outcome| outcome.heeded)
    }

    /// Whose step it is, where it is one process's.
    pub(super) fn actor(&self, tables: &Tables<P, O>, step: Move) -> Option<Pid> {
        match step {
            Move::Deliver(message) => Some(tables.messages.get(message).to),
            Move::Own(pid, _) => Some(pid),
            Move::Request(nth) => Some(self.worlds.programmes[usize::from(nth)].0),
            Move::Drop(_) | Move::Duplicate(_) | Move::Partition(_) | Move::Heal => None,
        }
    }

    /// Whether it is the step of more than one process or message.
    fn concerns_many(&self, tuple: &Tuple, step: Move) -> bool {
        match step {
            Move::Partition(_) | Move::Heal => true,
            Move::Own(pid, nth) => {
                // A crash takes along what the process has sent to itself.
                let tables = self.tables.borrow();
                let crashes = matches!(tables.processes.get(tuple.process(pid)).deeds[usize::from(nth)], Action::Crash(_));
                let to_itself = |message: &u32| {
                    let part = tables.messages.get(*message);
                    (part.from, part.to) == (pid, pid)
                };
                crashes && self.messages(tuple).iter().any(to_itself)
            }
            _ => false,
        }
    }

    /// Puts the whole world together and takes the step there.
    fn step_of_many(&self, tuple: &Tuple, step: Move) -> Option<Tuple> {
        let (applied, left) = {
            let tables = self.tables.borrow();
            let world = self.assembled(&tables, tuple, (0..self.processes as u16).map(Pid), self.messages(tuple));
            let action = self.plain(&tables, tuple, step)?;
            let mut left = tuple.left;
            left.spend(&action);
            (self.applied(&tables, tuple, world, &action)?, left)
        };
        Some(self.whole(&applied.world, &applied.observer, self.asked(tuple), left))
    }

    /// The number of what comes of a step of one process.
    fn outcome(&self, tuple: &Tuple, step: Move) -> u32 {
        let tables = &mut *self.tables.borrow_mut();
        let pid = self.actor(tables, step);
        let process = pid.map_or(0, |pid| u64::from(tuple.process(pid)));
        let request = match step {
            Move::Request(nth) => u64::from(self.asked(tuple)[usize::from(nth)]) << 32 | u64::from(self.operations(tuple)),
            _ => 0,
        };
        let name = mix(&[step.word(), process << 32 | u64::from(tuple.parts[NET]), request]);
        if let Some(number) = tables.outcomes.find(name) {
            return number;
        }
        let outcome = self.taken(tables, tuple, step, pid);
        tables.outcomes.number(name, || outcome)
    }

    /// Takes the step of one process, or of one message, in a world that has nothing else.
    fn taken(&self, tables: &mut Tables<P, O>, tuple: &Tuple, step: Move, pid: Option<Pid>) -> Option<Outcome> {
        let applied = self.alone(tables, tuple, step, pid)?;
        let messages =
            applied.world.in_flight().map(|flight| tables.message(flight.id.from, flight.id.to, &flight.msg)).collect();
        let process = match pid {
            Some(pid) => Some((pid, tables.process(&applied.world, pid, applied.world.process(pid)?))),
            None => None,
        };
        Some(Outcome { process, messages, heard: applied.heard, heeded: applied.heeded })
    }

    fn alone(&self, tables: &Tables<P, O>, tuple: &Tuple, step: Move, pid: Option<Pid>) -> Option<Applied<P, O>> {
        let message = step.message();
        let world = self.assembled(tables, tuple, pid.into_iter(), message.as_slice());
        let under_way = world.in_flight().map(|flight| flight.id).next();
        let action = match step {
            Move::Deliver(_) => Action::Deliver(under_way?),
            Move::Drop(_) => Action::Drop(under_way?),
            Move::Duplicate(_) => Action::Duplicate(under_way?),
            _ => self.plain(tables, tuple, step)?,
        };
        self.applied(tables, tuple, world, &action)
    }

    /// The observer after a step with this outcome; `None` where the step cannot be taken.
    fn reaction(&self, tuple: &Tuple, step: Move, number: u32) -> Option<u32> {
        let tables = &mut *self.tables.borrow_mut();
        let before = tuple.parts[OBSERVER];
        let outcome = tables.outcomes.get(number).as_ref()?;
        if !outcome.heeded {
            return Some(before);
        }
        let name = mix(&[before.into(), number.into()]);
        if let Some(known) = tables.reactions.find(name) {
            return Some(*tables.reactions.get(known));
        }
        let changed = outcome.process;
        let applied = self.alone(tables, tuple, step, self.actor(tables, step))?;
        let process = |pid: Pid| match changed {
            Some((one, process)) if one == pid => process,
            _ => tuple.process(pid),
        };
        let pids = (0..self.processes as u16).map(Pid);
        let open: Vec<u64> = waiting(pids.map(|pid| &tables.processes.get(process(pid)).process)).collect();
        let after = tables.observer(&applied.observer, open.into_iter());
        tables.reactions.number(name, || after);
        Some(after)
    }

    /// A world with the links of the tuple, where these processes are as they are in it, and these messages are under way.
    fn assembled(&self, tables: &Tables<P, O>, tuple: &Tuple, pids: impl Iterator<Item = Pid>, messages: &[u32]) -> World<P> {
        let base = &tables.nets.get(tuple.parts[NET]).world;
        let mut processes: Vec<Process<P>> = base.processes().map(|(_, process)| process.clone()).collect();
        for pid in pids {
            processes[pid.index()] = tables.processes.get(tuple.process(pid)).process.clone();
        }
        let messages = messages.iter().map(|message| tables.messages.get(*message));
        base.assembled(processes, messages.map(|part| (part.from, part.to, &part.msg)), self.operations(tuple))
    }

    fn applied(&self, tables: &Tables<P, O>, tuple: &Tuple, mut world: World<P>, action: &Action<P>) -> Option<Applied<P, O>> {
        let mut observer = tables.observers.get(tuple.parts[OBSERVER]).observer.clone();
        let heeds = observer.heeds_that_befalls(action);
        observer.befalls(action);
        let mut telling = Telling { observer: &mut observer, heard: false, heeded: heeds };
        world.apply(&self.worlds.event(action), &mut telling).ok()?;
        let Telling { heard, heeded, .. } = telling;
        Some(Applied { world, observer, heard, heeded })
    }

    /// How many operations have been asked for.
    fn operations(&self, tuple: &Tuple) -> u32 {
        self.worlds.start.operations() + self.asked(tuple).iter().sum::<u32>()
    }
}

impl Tuple {
    /// What is left of the budget after a step.
    fn left_after<P: Protocol, O>(&self, tables: &Tables<P, O>, step: Move) -> Budget {
        let mut left = self.left;
        let count = match step {
            Move::Deliver(_) => &mut left.deliveries,
            Move::Drop(_) => &mut left.drops,
            Move::Duplicate(_) => &mut left.duplicates,
            Move::Own(pid, nth) => {
                left.spend(&tables.processes.get(self.process(pid)).deeds[usize::from(nth)]);
                return left;
            }
            Move::Request(_) | Move::Partition(_) | Move::Heal => return left,
        };
        *count -= u16::from(*count != Budget::FREE);
        left
    }
}

/// Which answers these processes wait for.
fn waiting<'a, P: Protocol>(processes: impl Iterator<Item = &'a Process<P>>) -> impl Iterator<Item = u64> {
    processes.map(|process| process.open().map_or(0, |op| op.index() as u64 + 1))
}

/// What a client's requests so far add to the name of a state.
fn name_of_asked(programme: usize, asked: u32) -> u128 {
    mix(&[u64::MAX - programme as u64, asked.into()])
}
