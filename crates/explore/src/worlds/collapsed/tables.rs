//! What turns up in a search, each once.

use crate::mix;
use crate::seen::{Entry, Seen};
use crate::worlds::{Observer, Worlds, actor};
use std::hash::Hash;
use synod_kernel::{Action, LinkState, Pid, Process, Protocol, Time, World, fingerprint_of};

/// Values with numbers, in the order in which they turned up, found by their names.
pub(super) struct Table<T> {
    known: Seen,
    values: Vec<T>,
}

impl<T> Table<T> {
    fn new() -> Self {
        Table { known: Seen::new(true), values: Vec::new() }
    }

    /// The number of the value of this name, if it is there.
    pub fn find(&self, name: u128) -> Option<u32> {
        self.known.find(name)
    }

    /// The number of the value of this name, which is made where it is not there.
    pub fn number(&mut self, name: u128, make: impl FnOnce() -> T) -> u32 {
        match self.known.insert(name) {
            Entry::Known(number) => number,
            Entry::New => {
                self.values.push(make());
                self.values.len() as u32 - 1
            }
        }
    }

    pub fn get(&self, number: u32) -> &T {
        &self.values[number as usize]
    }

    /// About as many bytes as it takes, where each value has so many more on the heap.
    fn bytes(&self, more: usize) -> u64 {
        self.known.bytes() + (self.values.len() * (size_of::<T>() + more)) as u64
    }
}

/// A process in one of its states.
pub(super) struct ProcessPart<P: Protocol> {
    pub process: Process<P>,
    /// Its part of the state's name.
    pub name: u128,
    /// What it can do by itself or suffer.
    pub deeds: Vec<Action<P>>,
    /// The shortest of its timers, by how long they were armed for.
    pub shortest: Time,
}

impl<P: Protocol> ProcessPart<P> {
    /// For how long a timer was armed.
    pub fn span(&self, timer: &P::Timer) -> Time {
        let armed = self.process.timers().find(|(name, _, _)| *name == timer);
        armed.map_or(Time::MAX, |(_, since, due)| due - since)
    }
}

/// A message, wherever and whenever it is under way.
pub(super) struct MessagePart<P: Protocol> {
    pub from: Pid,
    pub to: Pid,
    pub msg: P::Msg,
    /// Its part of the state's name.
    pub name: u128,
}

/// The links.
pub(super) struct Net<P: Protocol> {
    /// A world that has them, with nothing under way.
    pub world: World<P>,
    /// Their part of the state's name.
    pub name: u128,
    /// Whether one of them is cut.
    pub cut: bool,
}

/// An observer in one of its states.
pub(super) struct ObserverPart<O> {
    pub observer: O,
    pub name: u128,
    pub broken: u64,
    pub goal: bool,
}

/// What comes of a step of one process, or of one message.
pub(super) struct Outcome {
    /// The process's number afterwards.
    pub process: Option<(Pid, u32)>,
    /// What is under way of it: what it sent, and the message that it was about where that still is.
    pub messages: Box<[u32]>,
    /// Whether the observer was told more than that a message is gone ([`super::super::observer::Telling`]).
    pub heard: bool,
    /// Whether the observer was told something that it [heeds](Observer::heeds).
    pub heeded: bool,
}

/// All of it.
pub(super) struct Tables<P: Protocol, O> {
    pub processes: Table<ProcessPart<P>>,
    pub messages: Table<MessagePart<P>>,
    pub nets: Table<Net<P>>,
    pub observers: Table<ObserverPart<O>>,
    /// By step, process and links; `None` where it cannot be taken.
    pub outcomes: Table<Option<Outcome>>,
    /// By observer and outcome: the observer afterwards.
    pub reactions: Table<u32>,
}

impl<P: Protocol, O: Observer<P>> Tables<P, O>
where
    Action<P>: Hash,
{
    pub fn new() -> Self {
        Tables {
            processes: Table::new(),
            messages: Table::new(),
            nets: Table::new(),
            observers: Table::new(),
            outcomes: Table::new(),
            reactions: Table::new(),
        }
    }

    /// The number of a process of this world as it is there.
    pub fn process(&mut self, world: &World<P>, pid: Pid, process: &Process<P>) -> u32 {
        let Halves(high, low) = Halves::of(process.fingerprint().0);
        let name = mix(&[pid.0.into(), high, low]);
        // The number of its operation has no part in the state's name, but decides which answer it waits for.
        let open = process.open().map_or(0, |op| op.index() as u64 + 1);
        let Halves(high, low) = Halves::of(name);
        self.processes.number(mix(&[high, low, open]), || {
            let mut deeds = Vec::new();
            world.enabled(&mut deeds);
            deeds.retain(|deed| match deed {
                Action::Fire(..) | Action::Choose(..) => actor(deed) == Some(pid),
                Action::Crash(one) | Action::Restart(one) => *one == pid,
                _ => false,
            });
            let shortest = process.timers().map(|(_, since, due)| due - since).min().unwrap_or(Time::MAX);
            ProcessPart { process: process.clone(), name, deeds, shortest }
        })
    }

    /// The number of a message.
    pub fn message(&mut self, from: Pid, to: Pid, msg: &P::Msg) -> u32 {
        let name = fingerprint_of(&(from, to, msg)).0;
        self.messages.number(name, || MessagePart { from, to, msg: msg.clone(), name })
    }

    /// The number of the links of this world.
    pub fn net(&mut self, world: &World<P>) -> u32 {
        let pids = || world.processes().map(|(pid, _)| pid);
        let links: Vec<Option<LinkState>> = pids().flat_map(|from| pids().map(move |to| world.link(from, to))).collect();
        let name = fingerprint_of(&links).0;
        self.nets.number(name, || {
            let processes = world.processes().map(|(_, process)| process.clone()).collect();
            let cut = Worlds::<P, O>::is_cut_off(world);
            Net { world: world.assembled(processes, [], world.operations()), name, cut }
        })
    }

    /// The number of an observer of a world. Which answers it waits for is part of which one it is.
    pub fn observer(&mut self, observer: &O, waiting: impl Iterator<Item = u64>) -> u32 {
        let name = observer.fingerprint();
        let key = waiting.fold(name, |key, operation| {
            let Halves(high, low) = Halves::of(key);
            mix(&[high, low, operation])
        });
        let make = || ObserverPart { observer: observer.clone(), name, broken: observer.broken(), goal: observer.is_goal() };
        self.observers.number(key, make)
    }

    /// About as many bytes as all take; what a node or a message keeps for itself is guessed.
    pub fn bytes(&self) -> u64 {
        const NODE: usize = 512;
        const MESSAGE: usize = 96;
        const WORDS: usize = 16;
        self.processes.bytes(NODE)
            + self.messages.bytes(MESSAGE)
            + self.nets.bytes(0)
            + self.observers.bytes(NODE)
            + self.outcomes.bytes(WORDS)
            + self.reactions.bytes(0)
    }
}

/// A name in two words.
pub(super) struct Halves(pub u64, pub u64);

impl Halves {
    pub fn of(name: u128) -> Halves {
        Halves((name >> 64) as u64, name as u64)
    }
}
