//! Any world of the kernel as a model: the same nodes as in the simulator, in every order.
//!
//! Everything happens by [`World::apply`]. In [`Worlds`] it happens at the one moment at which the exploration begins. Time stands still: what
//! a message takes and how long a timer runs is left open, which is more than any network does. A process that looks at its clock sees that
//! moment for ever; that leases end by the clock is explored in [`TimedWorlds`], where time passes.

mod budget;
mod calm;
mod collapsed;
mod exact;
mod observer;
mod pace;
mod schedules;
mod script;
mod timed;

use crate::{Comes, Model, mix};
pub use budget::Budget;
pub use calm::Calm;
pub use collapsed::{Collapsed, Course, Deviating, Move, Ordered, Tuple};
pub use exact::Exact;
pub use observer::Observer;
use observer::Telling;
pub use pace::Pace;
pub use schedules::Schedules;
use std::hash::Hash;
use synod_kernel::{Action, Event, Fingerprint, Flight, MessageId, Pid, Protocol, Rejected, World, fingerprint_of};
pub use timed::{TimedState, TimedWorlds};

/// A world, what its clients ask for, what may befall it, and who watches.
#[derive(Clone, Debug)]
pub struct Worlds<P: Protocol, O> {
    start: World<P>,
    observer: O,
    /// For each client, what it asks for, one after the other.
    programmes: Vec<(Pid, Vec<P::Op>)>,
    partitions: Vec<Vec<Vec<Pid>>>,
    budget: Budget,
    prunes_ignored: bool,
    calm: Option<Calm>,
}

/// A world on the way, and what remains of programmes and budget.
#[derive(Clone, Debug)]
pub struct WorldState<P: Protocol, O> {
    /// The world.
    pub world: World<P>,
    /// Who watches it.
    pub observer: O,
    /// How many of its requests each client has made.
    asked: Vec<u16>,
    left: Budget,
}

impl<P: Protocol, O: Observer<P>> Worlds<P, O> {
    /// All schedules from `start` on that the budget allows. The observer has been told what happened before.
    pub fn new(start: World<P>, observer: O, budget: Budget) -> Self {
        Worlds { start, observer, programmes: Vec::new(), partitions: Vec::new(), budget, prunes_ignored: false, calm: None }
    }

    /// A client asks for these, one after the other: each as soon as the one before is answered, or later.
    ///
    /// # Errors
    /// [`Rejected::NoProcess`] where there is none of this number.
    pub fn programme(mut self, client: Pid, requests: Vec<P::Op>) -> Result<Self, Rejected> {
        self.start.process(client).ok_or(Rejected::NoProcess(client))?;
        self.programmes.push((client, requests));
        Ok(self)
    }

    /// The world may fall apart into these groups ([`Budget::partitions`]).
    ///
    /// # Errors
    /// [`Rejected`] where these are no groups of this world.
    pub fn partition(mut self, groups: Vec<Vec<Pid>>) -> Result<Self, Rejected> {
        let event = Event { at: self.start.now(), action: Action::Partition(groups.clone()) };
        self.start.clone().apply(&event, &mut ())?;
        self.partitions.push(groups);
        Ok(self)
    }

    /// Leaves a message in flight where its receiver would ignore it, instead of going on without it. Whatever can happen without the
    /// message can happen with it in flight, so no state of the processes is missed and no way to it becomes longer; only
    /// observers that ask what is in flight, and bounds on deliveries, see a difference.
    #[must_use]
    pub fn prune_ignored(self) -> Self {
        Worlds { prunes_ignored: true, ..self }
    }

    fn event(&self, action: &Action<P>) -> Event<P> {
        Event { at: self.start.now(), action: action.clone() }
    }

    /// Whether taking the message in did no more than losing it would have done.
    fn is_ignored(&self, before: &WorldState<P, O>, after: &WorldState<P, O>, id: MessageId) -> bool {
        let mut lost = before.world.clone();
        lost.apply(&self.event(&Action::Drop(id)), &mut ()).is_ok()
            && lost.fingerprint() == after.world.fingerprint()
            && before.observer.fingerprint() == after.observer.fingerprint()
    }

    /// What the clients that are free may ask for next.
    fn requests<'a>(&'a self, state: &'a WorldState<P, O>) -> impl Iterator<Item = Action<P>> + 'a {
        self.programmes.iter().zip(&state.asked).filter_map(|((client, requests), asked)| {
            let free = state.world.process(*client).is_some_and(|client| client.node().is_some() && client.open().is_none());
            requests.get(usize::from(*asked)).filter(|_| free).map(|op| Action::Request(*client, op.clone()))
        })
    }

    /// How the world may fall apart, or grow together again.
    fn splits<'a>(&'a self, state: &'a WorldState<P, O>) -> impl Iterator<Item = Action<P>> + 'a {
        let cut = Worlds::<P, O>::is_cut_off(&state.world);
        let room = !cut && state.left.partitions > 0;
        let splits = self.partitions.iter().filter(move |_| room).map(|groups| Action::Partition(groups.clone()));
        cut.then_some(Action::Heal).into_iter().chain(splits)
    }

    /// Counts a request that has been made.
    fn count(&self, state: &mut WorldState<P, O>, action: &Action<P>) -> Option<()> {
        if let Action::Request(pid, _) = action {
            let client = self.programmes.iter().position(|(client, _)| client == pid)?;
            state.asked[client] += 1;
        }
        Some(())
    }

    fn is_cut_off(world: &World<P>) -> bool {
        let pids = || world.processes().map(|(pid, _)| pid);
        pids().any(|from| pids().any(|to| world.link(from, to).is_some_and(|link| link.cut)))
    }
}

/// Whom a step concerns, where it is the step of one process and of nothing else.
fn actor<P: Protocol>(action: &Action<P>) -> Option<Pid> {
    match action {
        Action::Deliver(id) => Some(id.to),
        Action::Fire(pid, _) | Action::Choose(pid, ..) | Action::Request(pid, _) => Some(*pid),
        _ => None,
    }
}

/// A name for a step that says what happens, not how the kernel numbers it.
fn name_of<P: Protocol>(world: &World<P>, action: &Action<P>) -> Fingerprint {
    let of_message = |kind: u8, id: &MessageId| {
        let msg = world.in_flight().find(|flight| flight.id == *id).map(|flight| &flight.msg);
        fingerprint_of(&(kind, id.from, id.to, msg))
    };
    match action {
        Action::Deliver(id) => of_message(0, id),
        Action::Drop(id) => of_message(1, id),
        Action::Duplicate(id) => of_message(2, id),
        other => fingerprint_of(other),
    }
}

impl<P: Protocol, O: Observer<P>> Model for Worlds<P, O>
where
    Action<P>: Hash,
{
    type State = WorldState<P, O>;
    type Action = Action<P>;

    fn starts(&self) -> Vec<Self::State> {
        let asked = vec![0; self.programmes.len()];
        vec![WorldState { world: self.start.clone(), observer: self.observer.clone(), asked, left: self.budget }]
    }

    fn actions(&self, state: &Self::State, out: &mut Vec<Action<P>>) {
        let WorldState { world, left, .. } = state;
        let mut enabled = Vec::new();
        world.enabled(&mut enabled);
        let flights: Vec<&Flight<P::Msg>> = world.in_flight().collect();
        let same = |a: &Flight<P::Msg>, b: &Flight<P::Msg>| (a.id.from, a.id.to, &a.msg) == (b.id.from, b.id.to, &b.msg);
        for action in enabled {
            if let Action::Deliver(id) = action {
                // Of messages that say the same on the same link, one stands for all.
                let place = flights.iter().position(|flight| flight.id == id);
                if place.is_some_and(|place| flights[..place].iter().any(|earlier| same(earlier, flights[place]))) {
                    continue;
                }
                if id.from != id.to && world.process(id.to).is_some_and(|to| to.node().is_some()) {
                    out.extend([Action::Drop(id), Action::Duplicate(id)].into_iter().filter(|fault| left.left(fault) > 0));
                }
            }
            let explored = !matches!(action, Action::Pause(_) | Action::Resume(_));
            if explored && (left.left(&action) > 0 || self.waits_its_time(world, &action)) {
                out.push(action);
            }
        }
        out.extend(self.requests(state).chain(self.splits(state)));
    }

    fn next(&self, state: &Self::State, action: &Action<P>) -> Option<Self::State> {
        let mut next = state.clone();
        next.observer.befalls(action);
        let mut telling = Telling { observer: &mut next.observer, heard: false, heeded: false };
        next.world.apply(&self.event(action), &mut telling).ok()?;
        let heard = telling.heard;
        if !self.waits_its_time(&state.world, action) {
            next.left.spend(action);
        }
        self.count(&mut next, action)?;
        match action {
            Action::Deliver(id) if self.prunes_ignored && !heard && self.is_ignored(state, &next, *id) => None,
            _ => Some(next),
        }
    }

    fn fingerprint(&self, state: &Self::State) -> u128 {
        let mut words = [0; 8];
        let names = [state.world.fingerprint().0, state.observer.fingerprint(), fingerprint_of(&state.asked).0];
        for (pair, name) in words.chunks_exact_mut(2).zip(names) {
            pair.copy_from_slice(&[(name >> 64) as u64, name as u64]);
        }
        words[6..].copy_from_slice(&state.left.words());
        mix(&words)
    }

    fn broken(&self, state: &Self::State) -> u64 {
        state.observer.broken()
    }

    fn is_goal(&self, state: &Self::State) -> bool {
        state.observer.is_goal()
    }

    fn is_cut(&self, state: &Self::State) -> bool {
        let mut enabled = Vec::new();
        state.world.enabled(&mut enabled);
        // In calm, a timer that may not run out before its time is no bound but what is asked.
        let happens = |action: &Action<P>| match action {
            Action::Deliver(_) => true,
            Action::Fire(..) => self.calm.is_none(),
            _ => false,
        };
        enabled.iter().any(|action| happens(action) && state.left.left(action) == 0)
    }

    fn comes(&self, state: &Self::State, action: &Action<P>) -> Comes {
        self.comes_by_itself(&state.world, action)
    }

    fn due(&self, state: &Self::State, out: &mut Vec<u64>) {
        self.timers_that_wait(&state.world, out);
    }

    /// Without what nodes and messages allocate for themselves.
    fn weight(&self, state: &Self::State) -> usize {
        let process = size_of::<synod_kernel::Process<P>>() + state.world.processes().count() * size_of::<u64>();
        let flight = size_of::<Option<Flight<P::Msg>>>() + 2 * size_of::<u128>();
        size_of_val(state) + state.world.processes().count() * process + state.world.in_flight().count() * flight
    }

    fn key(&self, state: &Self::State, action: &Action<P>) -> u64 {
        name_of(&state.world, action).0 as u64
    }

    /// Steps of different processes, unless the budget has room for one of them only, or both call operations, which are numbered.
    fn independent(&self, state: &Self::State, one: &Action<P>, other: &Action<P>) -> bool {
        let (Some(here), Some(there)) = (actor(one), actor(other)) else { return false };
        let both_call = matches!((one, other), (Action::Request(..), Action::Request(..)));
        let room = |action: &Action<P>| state.left.left(action) >= 2;
        here != there && !both_call && room(one) && room(other) && state.observer.is_indifferent_to_order()
    }
}
