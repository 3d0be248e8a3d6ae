//! Two-phase commit, three-phase commit and Basic Paxos as a commit decision, side by side: the same processes run all three at once, so one
//! fault befalls all of them at the same moment. The three share nothing else: each has its own messages, timers, log and accounts.

mod lab;
mod scenarios;
mod show;
mod side;

use crate::commit::{Bank, Journal, Op, Ret};
use crate::paxos_commit::PaxosCommit;
use crate::three_phase::ThreePhase;
use crate::two_phase::TwoPhase;
use side::Side;
use synod_check::Fact;
use synod_kernel::{Cx, Effect, Effects, Input, OperationId, Protocol};

/// The three protocols with their parameters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SideBySide {
    /// The bank that each of them runs.
    pub bank: Bank,
    /// Two-phase commit.
    pub two: TwoPhase,
    /// Three-phase commit.
    pub three: ThreePhase,
    /// Basic Paxos as a commit decision.
    pub paxos: PaxosCommit,
}

/// Something of one of the protocols.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Of<A, B, C> {
    /// Of two-phase commit.
    Two(A),
    /// Of three-phase commit.
    Three(B),
    /// Of Paxos.
    Paxos(C),
}

/// Something of each of the protocols.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Each<A, B, C> {
    /// Of two-phase commit.
    pub two: A,
    /// Of three-phase commit.
    pub three: B,
    /// Of Paxos.
    pub paxos: C,
}

/// The places of the protocols among the parts of the lab.
pub(crate) const TWO: u8 = 0;
pub(crate) const THREE: u8 = 1;
pub(crate) const PAXOS: u8 = 2;

type MsgOf<P> = <P as Protocol>::Msg;
type TimerOf<P> = <P as Protocol>::Timer;
type DiskOf<P> = <P as Protocol>::Durable;
type NodeOf<P> = <P as Protocol>::Node;

/// A message of one of them.
pub type Msg = Of<MsgOf<TwoPhase>, MsgOf<ThreePhase>, MsgOf<PaxosCommit>>;
/// A timer of one of them.
pub type Timer = Of<TimerOf<TwoPhase>, TimerOf<ThreePhase>, TimerOf<PaxosCommit>>;
/// The disks of all three.
pub type Disk = Each<DiskOf<TwoPhase>, DiskOf<ThreePhase>, DiskOf<PaxosCommit>>;
/// The answers that there are so far.
type Awaited = Each<Option<Ret>, Option<Ret>, Option<Ret>>;
/// The answers of all three.
pub type Answers = Each<Ret, Ret, Ret>;

/// A process: its node in each of the protocols.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Node {
    nodes: Each<NodeOf<TwoPhase>, NodeOf<ThreePhase>, NodeOf<PaxosCommit>>,
    disk: Disk,
    /// At a client: the operation that it waits for, and the answers that it has.
    waiting: Option<(OperationId, Awaited)>,
}

/// Carries out what a protocol asked for in the world of all three: its messages, timers and facts are marked as its own, its disk is kept
/// beside the others', and its answer waits for the others'.
macro_rules! carry_out {
    ($part:ident, $side:ident, $number:expr, $effects:expr, $disk:expr, $waiting:expr, $fx:expr) => {
        for effect in $effects {
            match effect {
                Effect::Send { to, msg } => $fx.send(to, Of::$part(msg)),
                Effect::Arm { timer, after } => $fx.arm_between(Of::$part(timer), after),
                Effect::Disarm(timer) => $fx.disarm(Of::$part(timer)),
                // None of the three leaves anything but times to chance.
                Effect::Choose { .. } => {}
                Effect::Persist(disk) => {
                    $disk.$side = disk;
                    $fx.persist($disk.clone());
                }
                Effect::Reply { op, ret } => {
                    if let Some((_, answers)) = $waiting.as_mut().filter(|(waiting, _)| *waiting == op) {
                        answers.$side = Some(ret);
                    }
                }
                Effect::Note(phrase) => $fx.note(show::of_part($number, phrase)),
                Effect::Tell(fact) => $fx.tell(Fact::In($number, Box::new(fact))),
            }
        }
    };
}

/// Lets one of the protocols take a step.
macro_rules! step {
    ($all:expr, $part:ident, $side:ident, $number:expr, $cx:expr, $node:expr, $input:expr, $fx:expr) => {{
        let mut effects = Effects::default();
        $all.$side.step($cx, &mut $node.nodes.$side, $input, &mut effects);
        carry_out!($part, $side, $number, effects, $node.disk, $node.waiting, $fx);
    }};
}

/// Boots one of the protocols.
macro_rules! boot {
    ($all:expr, $part:ident, $side:ident, $number:expr, $cx:expr, $disk:expr, $fx:expr) => {{
        let mut effects = Effects::default();
        let node = $all.$side.boot($cx, &$disk.$side, &mut effects);
        let mut nobody: Option<(OperationId, Awaited)> = None;
        carry_out!($part, $side, $number, effects, $disk, nobody, $fx);
        node
    }};
}

impl Protocol for SideBySide {
    type Msg = Msg;
    type Timer = Timer;
    type Choice = ();
    type Op = Op;
    type Ret = Answers;
    type Fact = Fact;
    type Durable = Disk;
    type Node = Node;

    fn boot(&self, cx: Cx, disk: &Disk, fx: &mut Effects<Self>) -> Node {
        let mut disk = disk.clone();
        let two = boot!(self, Two, two, TWO, cx, disk, fx);
        let three = boot!(self, Three, three, THREE, cx, disk, fx);
        let paxos = boot!(self, Paxos, paxos, PAXOS, cx, disk, fx);
        Node { nodes: Each { two, three, paxos }, disk, waiting: None }
    }

    fn step(&self, cx: Cx, node: &mut Node, input: Input<Self>, fx: &mut Effects<Self>) {
        match input {
            Input::Message { from, msg: Of::Two(msg) } => step!(self, Two, two, TWO, cx, node, Input::Message { from, msg }, fx),
            Input::Message { from, msg: Of::Three(msg) } => {
                step!(self, Three, three, THREE, cx, node, Input::Message { from, msg }, fx);
            }
            Input::Message { from, msg: Of::Paxos(msg) } => {
                step!(self, Paxos, paxos, PAXOS, cx, node, Input::Message { from, msg }, fx);
            }
            Input::Timeout(Of::Two(timer)) => step!(self, Two, two, TWO, cx, node, Input::Timeout(timer), fx),
            Input::Timeout(Of::Three(timer)) => step!(self, Three, three, THREE, cx, node, Input::Timeout(timer), fx),
            Input::Timeout(Of::Paxos(timer)) => step!(self, Paxos, paxos, PAXOS, cx, node, Input::Timeout(timer), fx),
            Input::Request { op, body } => {
                node.waiting = Some((op, Each::default()));
                step!(self, Two, two, TWO, cx, node, Input::Request { op, body }, fx);
                step!(self, Three, three, THREE, cx, node, Input::Request { op, body }, fx);
                step!(self, Paxos, paxos, PAXOS, cx, node, Input::Request { op, body }, fx);
            }
            Input::Chosen((), _) => {}
        }
        node.answer(fx);
    }
}

impl Node {
    /// The client is answered once it has the answers of all three.
    fn answer(&mut self, fx: &mut Effects<SideBySide>) {
        if let Some((op, Each { two: Some(two), three: Some(three), paxos: Some(paxos) })) = self.waiting {
            self.waiting = None;
            fx.reply(op, Each { two, three, paxos });
        }
    }
}

/// The logs of a process.
fn journals(disk: &Disk) -> [&Journal; 3] {
    [TwoPhase::journal(&disk.two), ThreePhase::journal(&disk.three), PaxosCommit::journal(&disk.paxos)]
}
