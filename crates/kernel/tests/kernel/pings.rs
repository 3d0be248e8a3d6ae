//! A tiny protocol that uses every effect, and worlds of it.

use std::rc::Rc;
use synod_kernel::{
    Action, Chronicle, Cx, Delay, Effects, Ended, Event, Flight, Input, Network, OperationId, Pid, Protocol, Rejected, Time,
    Watch, World,
};

/// Processes that ping each other, tick, toss coins and remember on disk how many pings they answered.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Pings;

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Msg {
    Ping(u32),
    Echo(u32),
}

/// What a user asks of a process.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Ask {
    /// Ping another, and answer once its echo is back.
    Ping(Pid),
    /// Ping another so many times, and answer at once.
    Flood(Pid, u32),
    /// Answer after so many microseconds of the own clock.
    Tick(u64),
    /// Toss a coin, and answer what it shows.
    Toss,
    /// Answer what the clock shows.
    Time,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Timer {
    Tick,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Choice {
    Coin,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Node {
    /// Pings answered ever, as far as the disk knows.
    pub ever: u32,
    /// Pings answered since the last start.
    pub lately: u32,
    /// Echoes heard since the last start.
    pub heard: u32,
    pub asked: Option<OperationId>,
}

impl Protocol for Pings {
    type Msg = Msg;
    type Timer = Timer;
    type Choice = Choice;
    type Op = Ask;
    type Ret = u64;
    type Fact = ();
    /// Pings ever answered.
    type Durable = u32;
    type Node = Node;

    fn boot(&self, _: Cx, disk: &u32, _: &mut Effects<Self>) -> Node {
        Node { ever: *disk, lately: 0, heard: 0, asked: None }
    }

    fn step(&self, cx: Cx, node: &mut Node, input: Input<Self>, fx: &mut Effects<Self>) {
        let answer = |node: &mut Node, ret: u64, fx: &mut Effects<Self>| {
            if let Some(op) = node.asked.take() {
                fx.reply(op, ret);
            }
        };
        match input {
            Input::Message { from, msg: Msg::Ping(number) } => {
                node.lately += 1;
                node.ever += 1;
                fx.persist(node.ever);
                fx.send(from, Msg::Echo(number));
            }
            Input::Message { msg: Msg::Echo(number), .. } => {
                node.heard += 1;
                answer(node, u64::from(number), fx);
            }
            Input::Timeout(Timer::Tick) => answer(node, cx.clock, fx),
            Input::Chosen(Choice::Coin, side) => answer(node, u64::from(side), fx),
            Input::Request { op, body } => {
                node.asked = Some(op);
                match body {
                    Ask::Ping(to) => fx.send(to, Msg::Ping(op.0 + 1)),
                    Ask::Flood(to, times) => {
                        (0..times).for_each(|nth| fx.send(to, Msg::Ping(nth)));
                        answer(node, 0, fx);
                    }
                    Ask::Tick(after_us) => fx.arm(Timer::Tick, after_us),
                    Ask::Toss => fx.choose(Choice::Coin, 2),
                    Ask::Time => answer(node, cx.clock, fx),
                }
            }
        }
    }
}

/// Between 1 and 9 milliseconds.
pub const SOME_MS: Delay = Delay::Uniform { low_us: 1_000, high_us: 9_000 };
pub const MS: Time = 1_000;

pub const A: Pid = Pid(0);
pub const B: Pid = Pid(1);
pub const C: Pid = Pid(2);

/// A world of `processes`, and what has happened in it.
#[derive(Clone)]
pub struct Played {
    pub world: World<Pings>,
    pub chronicle: Chronicle<Pings>,
}

impl Played {
    pub fn new(processes: u16, delay: Delay, seed: u64) -> Played {
        let mut chronicle = Chronicle::default();
        let world = World::new(Rc::new(Pings), processes, Network::uniform(delay), seed, &mut chronicle);
        Played { world: world.expect("the test asks for a world that can be"), chronicle }
    }

    /// Three processes, ten milliseconds a message.
    pub fn three() -> Played {
        Played::new(3, Delay::constant_ms(10), 1)
    }

    pub fn try_at(&mut self, at: Time, action: Action<Pings>) -> Result<(), Rejected> {
        self.world.apply(&Event { at, action }, &mut self.chronicle)
    }

    /// Something happens now that must be accepted.
    pub fn now(&mut self, action: Action<Pings>) -> &mut Played {
        self.at(self.world.now(), action)
    }

    pub fn at(&mut self, at: Time, action: Action<Pings>) -> &mut Played {
        let asked = format!("{action:?} at {at}");
        self.try_at(at, action).unwrap_or_else(|why| panic!("{asked} was refused: {why:?}"));
        self
    }

    /// `from` is asked to ping `to`, now.
    pub fn ping(&mut self, from: Pid, to: Pid) -> &mut Played {
        self.now(Action::Request(from, Ask::Ping(to)))
    }

    /// One step of the simulator's own; `false` where there is none.
    pub fn step(&mut self) -> bool {
        let Some(event) = self.world.scheduled() else { return false };
        self.at(event.at, event.action);
        true
    }

    /// So many steps, as far as there are any.
    pub fn steps(&mut self, count: u8) {
        for _ in 0..count {
            self.step();
        }
    }

    /// Runs on until nothing more happens by itself.
    pub fn settle(&mut self) -> &mut Played {
        while self.step() {}
        self
    }

    /// The one message in flight.
    pub fn flight(&self) -> Flight<Msg> {
        let mut all = self.world.in_flight();
        let one = all.next().expect("a message is in flight").clone();
        assert!(all.next().is_none(), "more than one message is in flight");
        one
    }

    /// How each message ended, in the order of their setting out.
    pub fn ends(&self) -> Vec<Option<Ended>> {
        self.chronicle.messages().iter().map(|m| m.end.map(|(_, how)| how)).collect()
    }

    /// What each operation was answered, in the order of asking.
    pub fn answers(&self) -> Vec<Option<u64>> {
        self.chronicle.operations().iter().map(|o| o.returned.map(|(_, ret)| ret)).collect()
    }

    /// When the last operation was answered.
    pub fn answered_at(&self) -> Option<Time> {
        self.chronicle.operations().last()?.returned.map(|((_, at), _)| at)
    }

    pub fn node(&self, pid: Pid) -> Option<&Node> {
        self.world.process(pid).expect("the process exists").node()
    }

    pub fn disk(&self, pid: Pid) -> u32 {
        *self.world.process(pid).expect("the process exists").disk()
    }
}

/// A name for everything a world holds, also what its fingerprint leaves out.
pub fn all_of<P: Protocol>(world: &World<P>) -> (String, String) {
    (world.fingerprint().to_string(), format!("{world:?}"))
}

/// An observer that only counts.
#[derive(Default)]
pub struct Count(pub u32);

impl Watch<Pings> for Count {
    fn see(&mut self, _: Time, _: synod_kernel::Happening<'_, Pings>) {
        self.0 += 1;
    }
}
