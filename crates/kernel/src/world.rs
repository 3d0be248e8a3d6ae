//! The world, and the one function that changes it.

use crate::process::{Armed, Pending};
use crate::queue::{Due, Entry, Queue, Ticket};
use crate::rng::{Draw, Purpose};
use crate::{
    Action, Cx, Effect, Effects, Event, Fingerprint, Hasher128, Input, Life, Limits, LinkState, Loss, MessageId, Network,
    OperationId, Pid, Process, Protocol, Rejected, Time, fingerprint_of,
};
use std::hash::{Hash, Hasher};
use std::rc::Rc;

/// A message under way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Flight<M> {
    /// Its name.
    pub id: MessageId,
    /// What it says.
    pub msg: M,
    /// When it was sent.
    pub sent: Time,
    /// When it is due to arrive.
    pub due: Time,
    ticket: Ticket,
}

/// What an observer of a run is told, in the order in which it happens.
#[derive(Debug)]
pub enum Happening<'a, P: Protocol> {
    /// A message was sent (or a copy of one set out).
    Sent {
        /// The message.
        id: MessageId,
        /// What it says.
        msg: &'a P::Msg,
        /// When it is due to arrive, if nothing comes between.
        due: Time,
    },
    /// A message is due at another time than before.
    Rescheduled(MessageId, Time),
    /// A message arrived.
    Delivered(MessageId),
    /// A message will never arrive.
    Lost(MessageId, Loss),
    /// An operation was asked for.
    Called(OperationId, Pid, &'a P::Op),
    /// An operation was answered.
    Returned(OperationId, &'a P::Ret),
    /// A timer was armed.
    Armed(Pid, &'a P::Timer),
    /// A process says what it did.
    Noted(Pid, &'a synod_words::Phrase),
    /// A process declares what it did.
    Told(Pid, &'a P::Fact),
}

/// An observer of a run. `()` sees nothing and costs nothing.
pub trait Watch<P: Protocol> {
    /// Called for each thing that happens, at the world's time `at`.
    fn see(&mut self, at: Time, what: Happening<'_, P>);
}

impl<P: Protocol> Watch<P> for () {
    #[inline]
    fn see(&mut self, _: Time, _: Happening<'_, P>) {}
}

/// One direction of a link, and how many messages it has been given.
#[derive(Clone, Copy, Debug, Default)]
struct Link {
    state: LinkState,
    carried: u32,
}

/// Processes, disks, clocks, timers, links, and messages in flight.
#[derive(Clone, Debug)]
pub struct World<P: Protocol> {
    protocol: Rc<P>,
    seed: u64,
    now: Time,
    network: Network,
    processes: Vec<Process<P>>,
    /// Both directions of every pair, by `from * processes + to`.
    links: Vec<Link>,
    flights: Vec<Option<Flight<P::Msg>>>,
    free: Vec<u32>,
    queue: Queue,
    /// What is due to paused processes.
    parked: Vec<Entry>,
    operations: u32,
    /// What the step that is being taken asks for; empty between steps.
    effects: Effects<P>,
}

impl<P: Protocol> World<P> {
    /// A world of `processes` processes, all booted, in the order of their numbers.
    ///
    /// # Errors
    /// [`Rejected::OutOfRange`] for no process, more than [`Limits::PROCESSES_MAX`], or a delay model that cannot be drawn from.
    pub fn new(
        protocol: Rc<P>,
        processes: u16,
        network: Network,
        seed: u64,
        watch: &mut (impl Watch<P> + ?Sized),
    ) -> Result<Self, Rejected> {
        let count = usize::from(processes);
        let delays_hold = network.delays.iter().all(|delay| delay.check().is_ok());
        if count == 0 || count > Limits::PROCESSES_MAX || !delays_hold || network.between_sites_us > Limits::DELAY_US_MAX {
            return Err(Rejected::OutOfRange);
        }
        let mut world = World {
            protocol,
            seed,
            now: 0,
            network,
            processes: (0..count).map(|_| Process::new()).collect(),
            links: vec![Link::default(); count * count],
            flights: Vec::new(),
            free: Vec::new(),
            queue: Queue::default(),
            parked: Vec::new(),
            operations: 0,
            effects: Effects::default(),
        };
        for pid in 0..processes {
            world.boot(Pid(pid), watch);
        }
        world.settle();
        Ok(world)
    }

    /// Makes `event` happen, or refuses it and changes nothing. The only function that changes a world.
    ///
    /// # Errors
    /// [`Rejected`] says why it cannot happen now.
    pub fn apply(&mut self, event: &Event<P>, watch: &mut (impl Watch<P> + ?Sized)) -> Result<(), Rejected> {
        if event.at < self.now {
            return Err(Rejected::Past);
        }
        if event.at > Limits::TIME_US_MAX {
            return Err(Rejected::TooLate);
        }
        let slot = self.admit(&event.action)?;
        self.now = event.at;
        match &event.action {
            Action::Deliver(_) => self.deliver(slot, watch),
            Action::Drop(_) => self.lose(slot, Loss::Dropped, watch),
            Action::Duplicate(_) => self.duplicate(slot, watch),
            Action::Delay(_, by_us) => self.delay(slot, *by_us, watch),
            Action::Fire(pid, timer) => self.fire(*pid, timer, watch),
            Action::Choose(pid, what, value) => {
                let choices = &mut self.processes[pid.index()].choices;
                choices.retain(|c| c.what != *what);
                self.step(*pid, Input::Chosen(what.clone(), *value), watch);
            }
            Action::Request(pid, body) => {
                let op = OperationId(self.operations);
                self.operations += 1;
                self.processes[pid.index()].open = Some(op);
                watch.see(self.now, Happening::Called(op, *pid, body));
                self.step(*pid, Input::Request { op, body: body.clone() }, watch);
            }
            Action::Crash(pid) => self.crash(*pid, watch),
            Action::Restart(pid) => self.boot(*pid, watch),
            Action::Pause(pid) => self.processes[pid.index()].life = Life::Paused,
            Action::Resume(pid) => self.resume(*pid),
            Action::Cut(from, to) => self.cut(|id| id.from == *from && id.to == *to, watch),
            Action::Mend(from, to) => self.link_mut(*from, *to).cut = false,
            Action::Slow(from, to, times) => self.link_mut(*from, *to).times = *times,
            Action::Partition(groups) => {
                let side = |pid: Pid| groups.iter().position(|group| group.contains(&pid));
                self.cut(|id| matches!((side(id.from), side(id.to)), (Some(a), Some(b)) if a != b), watch);
            }
            Action::Heal => self.links.iter_mut().for_each(|link| link.state = LinkState::default()),
            Action::Loss(ratio) => self.network.loss = *ratio,
            Action::Duplication(ratio) => self.network.duplication = *ratio,
            Action::ShiftClock(pid, by_us) => self.processes[pid.index()].clock.shift(*by_us),
            Action::Drift(pid, ppm) => self.processes[pid.index()].clock.set_drift(event.at, *ppm),
        }
        self.settle();
        Ok(())
    }

    /// What the simulator does next: what is due first. `None` when nothing happens any more by itself.
    pub fn scheduled(&self) -> Option<Event<P>> {
        let entry = self.queue.peek()?;
        let action = match entry.due() {
            Due::Message(slot) => Action::Deliver(self.flights[slot as usize].as_ref()?.id),
            Due::Timer(pid) => {
                let armed = self.processes[pid.index()].timers.iter().find(|t| t.ticket == entry.ticket)?;
                Action::Fire(pid, armed.timer.clone())
            }
            Due::Choice(pid) => {
                let choice = self.processes[pid.index()].choices.iter().find(|c| c.ticket == entry.ticket)?;
                Action::Choose(pid, choice.what.clone(), choice.drawn)
            }
        };
        Some(Event { at: entry.at().max(self.now), action })
    }

    /// Everything that the protocol could do next, in any order of the network and of time, and what each process can suffer: for the
    /// explorer, and for "what can I click". Each of them is accepted by [`World::apply`].
    pub fn enabled(&self, out: &mut Vec<Action<P>>) {
        let room = self.has_room().is_ok();
        for flight in self.in_flight() {
            let delivers = match self.processes[flight.id.to.index()].life {
                Life::Up => room,
                Life::Crashed => true,
                Life::Paused => false,
            };
            if delivers {
                out.push(Action::Deliver(flight.id));
            }
        }
        for (pid, process) in self.processes() {
            match process.life {
                Life::Up => {
                    if room {
                        out.extend(process.timers.iter().map(|t| Action::Fire(pid, t.timer.clone())));
                        for choice in &process.choices {
                            out.extend((0..choice.of).map(|value| Action::Choose(pid, choice.what.clone(), value)));
                        }
                    }
                    out.extend([Action::Crash(pid), Action::Pause(pid)]);
                }
                Life::Paused => out.extend([Action::Crash(pid), Action::Resume(pid)]),
                Life::Crashed if room => out.push(Action::Restart(pid)),
                Life::Crashed => {}
            }
        }
    }

    /// A name for this state: what the processes know and have on disk, what is in flight as a multiset, what timers and choices are
    /// open, which links are cut. Neither the time, nor the seed, nor the numbers of messages are part of it.
    pub fn fingerprint(&self) -> Fingerprint {
        let mut hasher = Hasher128::default();
        self.processes.iter().for_each(|process| process.feed(&mut hasher));
        self.links.iter().for_each(|link| link.state.hash(&mut hasher));
        (self.network.loss, self.network.duplication).hash(&mut hasher);
        let in_flight = self.in_flight().map(|f| fingerprint_of(&(f.id.from, f.id.to, &f.msg)).0).fold(0, u128::wrapping_add);
        hasher.write_u128(in_flight);
        hasher.fingerprint()
    }

    /// A world at the same moment, with the same rules and links, in which these are the processes and these messages are under way: what
    /// was sent, by whom and to whom. So many operations have been asked for before.
    ///
    /// It is for whoever keeps worlds in pieces and wants one step of them: what is due when is lost, so nothing but [`World::apply`] says
    /// how it goes on.
    #[must_use]
    pub fn assembled<'a>(
        &self,
        processes: Vec<Process<P>>,
        messages: impl IntoIterator<Item = (Pid, Pid, &'a P::Msg)>,
        operations: u32,
    ) -> World<P> {
        debug_assert_eq!(processes.len(), self.processes.len(), "a world keeps its size");
        let mut world = World {
            protocol: Rc::clone(&self.protocol),
            seed: self.seed,
            now: self.now,
            network: self.network.clone(),
            processes,
            links: self.links.clone(),
            flights: Vec::new(),
            free: Vec::new(),
            queue: Queue::default(),
            parked: Vec::new(),
            operations,
            effects: Effects::default(),
        };
        for (from, to, msg) in messages {
            let direction = world.direction(from, to);
            let carried = &mut world.links[direction].carried;
            let id = MessageId { from, to, nth: *carried, copy: 0 };
            *carried += 1;
            world.set_out(id, msg.clone(), self.now, &mut ());
        }
        world
    }

    /// How many operations have been asked for.
    pub fn operations(&self) -> u32 {
        self.operations
    }
    /// The present, in microseconds since the start.
    pub fn now(&self) -> Time {
        self.now
    }
    /// The protocol with its parameters.
    pub fn protocol(&self) -> &P {
        &self.protocol
    }
    /// The network's rules as they are now.
    pub fn network(&self) -> &Network {
        &self.network
    }
    /// One process; `None` where there is none of this number.
    pub fn process(&self, pid: Pid) -> Option<&Process<P>> {
        self.processes.get(pid.index())
    }
    /// All processes in the order of their numbers.
    pub fn processes(&self) -> impl Iterator<Item = (Pid, &Process<P>)> {
        self.processes.iter().enumerate().map(|(i, process)| (Pid(i as u16), process))
    }
    /// The messages under way, in no order that means anything (but always the same one).
    pub fn in_flight(&self) -> impl Iterator<Item = &Flight<P::Msg>> {
        self.flights.iter().flatten()
    }
    /// One direction of a link; `None` where an end does not exist.
    pub fn link(&self, from: Pid, to: Pid) -> Option<LinkState> {
        let both = from.index() < self.processes.len() && to.index() < self.processes.len();
        both.then(|| self.links[self.direction(from, to)].state)
    }

    /// Checks everything that could refuse an action, before anything is changed; finds the slot of the message it names.
    fn admit(&self, action: &Action<P>) -> Result<u32, Rejected> {
        match action {
            Action::Deliver(id) => {
                let slot = self.slot_of(*id)?;
                match self.processes[id.to.index()].life {
                    Life::Paused => Err(Rejected::Paused(id.to)),
                    Life::Up => self.has_room().map(|()| slot),
                    Life::Crashed => Ok(slot),
                }
            }
            Action::Drop(id) => self.slot_of(*id),
            Action::Delay(id, by_us) => {
                let slot = self.slot_of(*id)?;
                if *by_us > Limits::DELAY_US_MAX { Err(Rejected::OutOfRange) } else { Ok(slot) }
            }
            Action::Duplicate(id) => {
                let slot = self.slot_of(*id)?;
                self.has_room()?;
                let copies = self.copies_of(*id);
                if copies >= Limits::COPIES_MAX { Err(Rejected::TooManyCopies(*id)) } else { Ok(slot) }
            }
            Action::Fire(pid, timer) => {
                let armed = self.working(*pid)?.timers.iter().any(|t| t.timer == *timer);
                if armed { self.has_room() } else { Err(Rejected::NoTimer(*pid)) }.map(|()| 0)
            }
            Action::Choose(pid, what, value) => {
                let pending = self.working(*pid)?.choices.iter().any(|c| c.what == *what && *value < c.of);
                if pending { self.has_room() } else { Err(Rejected::NoChoice(*pid)) }.map(|()| 0)
            }
            Action::Request(pid, _) => {
                let free = self.working(*pid)?.open.is_none();
                if free { self.has_room() } else { Err(Rejected::Busy(*pid)) }.map(|()| 0)
            }
            Action::Crash(pid) => match self.existing(*pid)?.life {
                Life::Crashed => Err(Rejected::Crashed(*pid)),
                _ => Ok(0),
            },
            Action::Restart(pid) => match self.existing(*pid)?.life {
                Life::Crashed => self.has_room().map(|()| 0),
                _ => Err(Rejected::NotCrashed(*pid)),
            },
            Action::Pause(pid) => self.working(*pid).map(|_| 0),
            Action::Resume(pid) => match self.existing(*pid)?.life {
                Life::Paused => Ok(0),
                _ => Err(Rejected::NotPaused(*pid)),
            },
            Action::Cut(from, to) | Action::Mend(from, to) => self.two_ends(*from, *to),
            Action::Slow(from, to, times) => {
                if *times == 0 || *times > 1_000 {
                    Err(Rejected::OutOfRange)
                } else {
                    self.two_ends(*from, *to)
                }
            }
            Action::Partition(groups) => self.are_groups(groups),
            Action::Heal | Action::Loss(_) | Action::Duplication(_) => Ok(0),
            Action::ShiftClock(pid, by_us) => {
                self.existing(*pid)?;
                if by_us.unsigned_abs() > Limits::TIME_US_MAX { Err(Rejected::OutOfRange) } else { Ok(0) }
            }
            Action::Drift(pid, ppm) => {
                self.existing(*pid)?;
                if ppm.unsigned_abs() > Limits::DRIFT_PPM_MAX.unsigned_abs() { Err(Rejected::OutOfRange) } else { Ok(0) }
            }
        }
    }

    fn existing(&self, pid: Pid) -> Result<&Process<P>, Rejected> {
        self.process(pid).ok_or(Rejected::NoProcess(pid))
    }

    fn working(&self, pid: Pid) -> Result<&Process<P>, Rejected> {
        let process = self.existing(pid)?;
        match process.life {
            Life::Up => Ok(process),
            Life::Paused => Err(Rejected::Paused(pid)),
            Life::Crashed => Err(Rejected::Crashed(pid)),
        }
    }

    fn two_ends(&self, from: Pid, to: Pid) -> Result<u32, Rejected> {
        self.existing(from)?;
        self.existing(to)?;
        if from == to { Err(Rejected::NoLink(from)) } else { Ok(0) }
    }

    fn are_groups(&self, groups: &[Vec<Pid>]) -> Result<u32, Rejected> {
        let mut seen = vec![false; self.processes.len()];
        for pid in groups.iter().flatten() {
            self.existing(*pid)?;
            if std::mem::replace(&mut seen[pid.index()], true) {
                return Err(Rejected::BadGroups);
            }
        }
        if groups.iter().filter(|group| !group.is_empty()).count() < 2 { Err(Rejected::BadGroups) } else { Ok(0) }
    }

    /// A step may send [`Limits::EFFECTS_MAX`] messages, each of which may be duplicated.
    fn has_room(&self) -> Result<(), Rejected> {
        let in_flight = self.flights.len() - self.free.len();
        if in_flight + 2 * Limits::EFFECTS_MAX > Limits::IN_FLIGHT_MAX { Err(Rejected::Full) } else { Ok(()) }
    }

    fn slot_of(&self, id: MessageId) -> Result<u32, Rejected> {
        // What is delivered is nearly always what is due first.
        if let Some(Due::Message(slot)) = self.queue.peek().map(Entry::due)
            && self.flights[slot as usize].as_ref().is_some_and(|f| f.id == id)
        {
            return Ok(slot);
        }
        let found = self.flights.iter().position(|f| f.as_ref().is_some_and(|f| f.id == id));
        found.map(|slot| slot as u32).ok_or(Rejected::NoMessage(id))
    }

    /// The number for the next copy: one above the highest that is under way.
    fn copies_of(&self, id: MessageId) -> u8 {
        let same = self.in_flight().filter(|f| (f.id.from, f.id.to, f.id.nth) == (id.from, id.to, id.nth));
        same.map(|f| f.id.copy + 1).max().unwrap_or(0)
    }

    fn direction(&self, from: Pid, to: Pid) -> usize {
        from.index() * self.processes.len() + to.index()
    }

    fn link_mut(&mut self, from: Pid, to: Pid) -> &mut LinkState {
        let direction = self.direction(from, to);
        &mut self.links[direction].state
    }

    fn boot(&mut self, pid: Pid, watch: &mut (impl Watch<P> + ?Sized)) {
        let process = &mut self.processes[pid.index()];
        process.life = Life::Up;
        let cx = Cx { me: pid, clock: process.clock.read(self.now) };
        process.node = Some(self.protocol.boot(cx, &process.disk, &mut self.effects));
        self.carry_out(pid, watch);
    }

    fn step(&mut self, pid: Pid, input: Input<P>, watch: &mut (impl Watch<P> + ?Sized)) {
        let process = &mut self.processes[pid.index()];
        let cx = Cx { me: pid, clock: process.clock.read(self.now) };
        if let Some(node) = &mut process.node {
            self.protocol.step(cx, node, input, &mut self.effects);
        }
        self.carry_out(pid, watch);
    }

    /// Does what a process asked for.
    fn carry_out(&mut self, pid: Pid, watch: &mut (impl Watch<P> + ?Sized)) {
        let mut effects = std::mem::take(&mut self.effects.0);
        assert!(effects.len() <= Limits::EFFECTS_MAX, "a protocol asked for {} effects in one step", effects.len());
        effects.reverse();
        while let Some(effect) = effects.pop() {
            match effect {
                Effect::Send { to, msg } => self.send(pid, to, msg, watch),
                Effect::Arm { timer, after } => self.arm(pid, timer, after, watch),
                Effect::Disarm(timer) => self.processes[pid.index()].timers.retain(|t| t.timer != timer),
                Effect::Choose { what, of } => self.choose(pid, what, of),
                Effect::Persist(disk) => self.processes[pid.index()].disk = disk,
                Effect::Reply { op, ret } => {
                    let process = &mut self.processes[pid.index()];
                    if process.open == Some(op) {
                        process.open = None;
                        watch.see(self.now, Happening::Returned(op, &ret));
                    }
                }
                Effect::Note(phrase) => watch.see(self.now, Happening::Noted(pid, &phrase)),
                Effect::Tell(fact) => watch.see(self.now, Happening::Told(pid, &fact)),
            }
        }
        // Empty, but with the room that it has.
        self.effects.0 = effects;
    }

    fn send(&mut self, from: Pid, to: Pid, msg: P::Msg, watch: &mut (impl Watch<P> + ?Sized)) {
        if to.index() >= self.processes.len() {
            return;
        }
        let direction = self.direction(from, to);
        let Link { state: link, carried } = &mut self.links[direction];
        let (link, id) = (*link, MessageId { from, to, nth: *carried, copy: 0 });
        *carried += 1;
        let mut due = self.now;
        if from != to {
            let fate = self.network.fate(self.seed, id, self.protocol.delay_class(&msg), link.times);
            due += fate.delay_us;
            if link.cut || fate.lost {
                watch.see(self.now, Happening::Sent { id, msg: &msg, due });
                let why = if link.cut { Loss::Cut } else { Loss::Chance };
                return watch.see(self.now, Happening::Lost(id, why));
            }
            if fate.twice {
                self.set_out_copy(MessageId { copy: 1, ..id }, msg.clone(), watch);
            }
        }
        self.set_out(id, msg, due, watch);
    }

    /// A copy takes its own time, and is not lost.
    #[inline(never)]
    fn set_out_copy(&mut self, id: MessageId, msg: P::Msg, watch: &mut (impl Watch<P> + ?Sized)) {
        let times = self.links[self.direction(id.from, id.to)].state.times;
        let fate = self.network.fate(self.seed, id, self.protocol.delay_class(&msg), times);
        self.set_out(id, msg, self.now + fate.delay_us, watch);
    }

    #[allow(clippy::inline_always, reason = "every message takes it, and wasm pays dearly for a call")]
    #[inline(always)]
    fn set_out(&mut self, id: MessageId, msg: P::Msg, due: Time, watch: &mut (impl Watch<P> + ?Sized)) {
        watch.see(self.now, Happening::Sent { id, msg: &msg, due });
        let slot = self.free.pop().unwrap_or_else(|| {
            self.flights.push(None);
            self.flights.len() as u32 - 1
        });
        let ticket = self.queue.push(due, Due::Message(slot));
        self.flights[slot as usize] = Some(Flight { id, msg, sent: self.now, due, ticket });
    }

    fn take(&mut self, slot: u32) -> Flight<P::Msg> {
        let flight = self.flights[slot as usize].take().expect("`admit` found a message in this slot");
        self.free.push(slot);
        // What is taken is nearly always what is due first; elsewhere in the queue, its entry is left behind.
        if self.queue.peek().is_some_and(|first| first.ticket == flight.ticket) {
            self.queue.pop();
        }
        flight
    }

    fn deliver(&mut self, slot: u32, watch: &mut (impl Watch<P> + ?Sized)) {
        let flight = self.take(slot);
        if self.processes[flight.id.to.index()].life == Life::Crashed {
            return watch.see(self.now, Happening::Lost(flight.id, Loss::ReceiverDown));
        }
        watch.see(self.now, Happening::Delivered(flight.id));
        self.step(flight.id.to, Input::Message { from: flight.id.from, msg: flight.msg }, watch);
    }

    fn lose(&mut self, slot: u32, why: Loss, watch: &mut (impl Watch<P> + ?Sized)) {
        let flight = self.take(slot);
        watch.see(self.now, Happening::Lost(flight.id, why));
    }

    fn duplicate(&mut self, slot: u32, watch: &mut (impl Watch<P> + ?Sized)) {
        let Some(Flight { id, msg, .. }) = self.flights[slot as usize].clone() else { return };
        self.set_out_copy(MessageId { copy: self.copies_of(id), ..id }, msg, watch);
    }

    fn delay(&mut self, slot: u32, by_us: u64, watch: &mut (impl Watch<P> + ?Sized)) {
        let Some(flight) = &mut self.flights[slot as usize] else { return };
        flight.due = flight.due.max(self.now) + by_us;
        flight.ticket = self.queue.push(flight.due, Due::Message(slot));
        watch.see(self.now, Happening::Rescheduled(flight.id, flight.due));
    }

    fn fire(&mut self, pid: Pid, timer: &P::Timer, watch: &mut (impl Watch<P> + ?Sized)) {
        self.processes[pid.index()].timers.retain(|t| t.timer != *timer);
        self.step(pid, Input::Timeout(timer.clone()), watch);
    }

    fn arm(&mut self, pid: Pid, timer: P::Timer, after: (u64, u64), watch: &mut (impl Watch<P> + ?Sized)) {
        watch.see(self.now, Happening::Armed(pid, &timer));
        let process = &mut self.processes[pid.index()];
        process.timers.retain(|t| t.timer != timer);
        assert!(process.timers.len() < Limits::TIMERS_MAX, "a protocol armed more than {} timers", Limits::TIMERS_MAX);
        let mut draw = Draw::new(self.seed, Purpose::Timer, (u32::from(pid.0), process.armings));
        process.armings += 1;
        let span = process.clock.true_span(draw.between(after.0, after.1).min(Limits::TIME_US_MAX));
        let due = self.now + span;
        let ticket = self.queue.push(due, Due::Timer(pid));
        process.timers.push(Armed { timer, since: self.now, due, ticket });
    }

    fn choose(&mut self, pid: Pid, what: P::Choice, of: u32) {
        assert!(of > 0, "a protocol asked for a choice among nothing");
        let process = &mut self.processes[pid.index()];
        process.choices.retain(|c| c.what != what);
        let mut draw = Draw::new(self.seed, Purpose::Choice, (u32::from(pid.0), process.choosings));
        process.choosings += 1;
        let drawn = draw.between(0, u64::from(of - 1)) as u32;
        let ticket = self.queue.push(self.now, Due::Choice(pid));
        process.choices.push(Pending { what, of, drawn, ticket });
    }

    fn crash(&mut self, pid: Pid, watch: &mut (impl Watch<P> + ?Sized)) {
        let process = &mut self.processes[pid.index()];
        let kept = (process.clock, process.armings, process.choosings, std::mem::take(&mut process.disk));
        *process = Process::new();
        process.life = Life::Crashed;
        (process.clock, process.armings, process.choosings, process.disk) = kept;
        self.lose_all(Loss::ReceiverDown, |id| id.from == pid && id.to == pid, watch);
        // Unparked, messages to it arrive at a dead process, and its timers are gone.
        self.unpark(pid);
    }

    fn resume(&mut self, pid: Pid) {
        self.processes[pid.index()].life = Life::Up;
        self.unpark(pid);
    }

    fn unpark(&mut self, pid: Pid) {
        for entry in std::mem::take(&mut self.parked) {
            match self.target(entry) {
                Some(target) if target == pid => self.queue.push_again(entry),
                Some(_) => self.parked.push(entry),
                None => {}
            }
        }
    }

    /// Cuts the directions that `hits` names and loses what is under way there.
    fn cut(&mut self, hits: impl Fn(MessageId) -> bool, watch: &mut (impl Watch<P> + ?Sized)) {
        let count = self.processes.len() as u16;
        for from in (0..count).map(Pid) {
            for to in (0..count).map(Pid) {
                if from != to && hits(MessageId { from, to, nth: 0, copy: 0 }) {
                    self.link_mut(from, to).cut = true;
                }
            }
        }
        self.lose_all(Loss::Cut, |id| id.from != id.to && hits(id), watch);
    }

    fn lose_all(&mut self, why: Loss, hits: impl Fn(MessageId) -> bool, watch: &mut (impl Watch<P> + ?Sized)) {
        for slot in 0..self.flights.len() as u32 {
            if self.flights[slot as usize].as_ref().is_some_and(|f| hits(f.id)) {
                self.lose(slot, why, watch);
            }
        }
    }

    /// Whom a valid entry concerns; `None` where the entry no longer holds.
    #[allow(clippy::inline_always, reason = "every message takes it, and wasm pays dearly for a call")]
    #[inline(always)]
    fn target(&self, entry: Entry) -> Option<Pid> {
        match entry.due() {
            Due::Message(slot) => self.flights[slot as usize].as_ref().filter(|f| f.ticket == entry.ticket).map(|f| f.id.to),
            Due::Timer(pid) => self.processes[pid.index()].timers.iter().any(|t| t.ticket == entry.ticket).then_some(pid),
            Due::Choice(pid) => self.processes[pid.index()].choices.iter().any(|c| c.ticket == entry.ticket).then_some(pid),
        }
    }

    /// Leaves at the top of the queue what really is due next: drops entries that no longer hold, parks those of paused processes.
    #[inline]
    fn settle(&mut self) {
        while let Some(entry) = self.queue.peek() {
            match self.target(entry) {
                Some(pid) if self.processes[pid.index()].life != Life::Paused => break,
                Some(_) => {
                    self.queue.pop();
                    self.parked.push(entry);
                }
                None => self.queue.pop(),
            }
        }
    }
}
