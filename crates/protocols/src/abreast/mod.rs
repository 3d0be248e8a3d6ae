//! Several protocols side by side: the same processes run all of them at once, so one fault befalls all at the same moment. They share
//! nothing else: each has its own messages, timers and disk.
//!
//! The protocols are labs without their types, so a lab of this kind costs a page little beyond what its protocols cost by themselves. What
//! differs from one to the next is its [`Lineup`].

mod lab;
mod world;

use crate::{Consequence, Erased, ErasedNode, Gauge, Kind, NodeView, Nodes, OperationView, ParamSpec, Params, Past, Scenario};
use crate::{Datum, Spoken, Suggestion};
use synod_check::{Fact, Property};
use synod_kernel::{Cx, Data, Effect, Effects, Input, OperationId, Pid, Protocol};
use synod_words::{Phrase, phrase};
use world::Within;

/// One of the protocols.
#[derive(Clone, Copy)]
pub struct Side {
    /// Its name in documents, without a space.
    pub id: &'static str,
    /// Its name for people, the same in every language.
    pub name: &'static str,
    /// The protocol.
    pub kind: &'static dyn Kind,
    /// The ids of what is measured of it; see [`crate::Part`].
    pub measures: [&'static str; 2],
}

/// A promise that is asked of every protocol, with its ids in each.
pub type Asked = (Property, &'static [&'static str]);

/// Which protocols there are, and all that a lab of them has of its own: the methods that are not described here are those of
/// [`Lab`](crate::Lab).
#[allow(missing_docs, reason = "they are those of the lab")]
pub trait Lineup: Data {
    type Op: Data;
    const ID: &'static str;
    /// The protocols, in the order in which they are shown.
    const SIDES: &'static [Side];
    /// The promises by which they are compared.
    const PROMISES: &'static [Asked];

    fn name() -> Phrase;
    fn about() -> Phrase;
    fn source() -> &'static str;
    fn params() -> Vec<ParamSpec>;
    /// The parameters of one of the protocols, by those of the lab.
    fn params_of(side: &Side, params: &Params) -> Params;
    fn with(params: &Params) -> Self;
    fn fit(_params: &mut Params) {}
    /// Unless told, what they mean in each of the protocols.
    fn consequences(&self, all: &Abreast<Self>) -> Vec<Consequence> {
        all.consequences_of_each()
    }
    fn scenarios() -> Vec<Scenario>;

    fn say(op: &Self::Op) -> Spoken;
    fn verbs() -> Vec<(&'static str, Vec<&'static str>)>;
    /// # Errors
    /// A phrase that says what is wrong with it.
    fn hear(spoken: &Spoken) -> Result<Self::Op, Phrase>;
    fn suggestions(&self, asked: &[Self::Op]) -> Vec<Suggestion<Self::Op>>;
    /// What one of the protocols, by its place, is asked for by an operation.
    fn asks(part: usize, op: &Self::Op) -> Datum;

    fn measures(_all: &Abreast<Self>, _past: &Past<'_, Abreast<Self>>) -> Vec<Gauge> {
        Vec::new()
    }
    fn show_node(&self, pid: Pid, world: &dyn Nodes<Abreast<Self>>) -> NodeView;
    /// The answers are in the order of the protocols.
    fn show_operation(&self, id: OperationId, op: &Self::Op, answers: Option<&[Datum]>) -> OperationView;
}

/// The protocols of a lineup with their parameters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Abreast<T> {
    lineup: T,
    parts: Vec<Erased>,
}

/// Something of one of the protocols: a message, a timer, a choice.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Of {
    /// The place of the protocol.
    pub part: u8,
    /// What it is.
    pub it: Datum,
}

/// A process: its node in each of the protocols.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Node {
    nodes: Vec<ErasedNode>,
    disks: Vec<Datum>,
    /// At a client: the operation that it waits for, and the answers that it has.
    waiting: Option<(OperationId, Vec<Option<Datum>>)>,
}

impl Node {
    /// What the process is in one of the protocols, where that is of this type.
    pub fn in_part<N: 'static>(&self, part: usize) -> Option<&N> {
        self.nodes.get(part)?.get()
    }
}

impl<T: Lineup> Protocol for Abreast<T> {
    type Msg = Of;
    type Timer = Of;
    type Choice = Of;
    type Op = T::Op;
    /// The answers of all.
    type Ret = Vec<Datum>;
    type Fact = Fact;
    /// The disks of all.
    type Durable = Vec<Datum>;
    type Node = Node;

    fn boot(&self, cx: Cx, disks: &Vec<Datum>, fx: &mut Effects<Self>) -> Node {
        let mut node = Node { nodes: Vec::new(), disks: disks.clone(), waiting: None };
        node.disks.resize_with(self.parts.len(), Datum::default);
        for (part, protocol) in (0_u8..).zip(&self.parts) {
            let mut effects = Effects::default();
            let own = protocol.boot(cx, &node.disks[usize::from(part)].clone(), &mut effects);
            node.nodes.push(own);
            node.carry_out::<T>(part, effects, fx);
        }
        node
    }

    fn step(&self, cx: Cx, node: &mut Node, input: Input<Self>, fx: &mut Effects<Self>) {
        let mut step = |node: &mut Node, part: u8, input: Input<Erased>| {
            let place = usize::from(part);
            let (Some(protocol), Some(own)) = (self.parts.get(place), node.nodes.get_mut(place)) else { return };
            let mut effects = Effects::default();
            protocol.step(cx, own, input, &mut effects);
            node.carry_out::<T>(part, effects, fx);
        };
        match input {
            Input::Message { from, msg: Of { part, it } } => step(node, part, Input::Message { from, msg: it }),
            Input::Timeout(Of { part, it }) => step(node, part, Input::Timeout(it)),
            Input::Chosen(Of { part, it }, value) => step(node, part, Input::Chosen(it, value)),
            Input::Request { op, body } => {
                node.waiting = Some((op, vec![None; self.parts.len()]));
                for part in 0..self.parts.len() as u8 {
                    step(node, part, Input::Request { op, body: T::asks(usize::from(part), &body) });
                }
            }
        }
        node.answer(fx);
    }

    fn delay_class(&self, msg: &Of) -> u8 {
        self.parts.get(usize::from(msg.part)).map_or(0, |protocol| protocol.delay_class(&msg.it))
    }
}

impl Node {
    /// Carries out what a protocol asked for in the world of all: its messages, timers and facts are marked as its own, its disk is kept
    /// beside the others', and its answer waits for the others'.
    fn carry_out<T: Lineup>(&mut self, part: u8, effects: Effects<Erased>, fx: &mut Effects<Abreast<T>>) {
        let of = |it| Of { part, it };
        for effect in effects {
            match effect {
                Effect::Send { to, msg } => fx.send(to, of(msg)),
                Effect::Arm { timer, after } => fx.arm_between(of(timer), after),
                Effect::Disarm(timer) => fx.disarm(of(timer)),
                Effect::Choose { what, of: among } => fx.choose(of(what), among),
                Effect::Persist(disk) => {
                    self.disks[usize::from(part)] = disk;
                    fx.persist(self.disks.clone());
                }
                Effect::Reply { op, ret } => {
                    if let Some((_, answers)) = self.waiting.as_mut().filter(|(waiting, _)| *waiting == op) {
                        answers[usize::from(part)] = Some(ret);
                    }
                }
                Effect::Note(phrase) => fx.note(in_part(T::SIDES, part, phrase)),
                Effect::Tell(fact) => fx.tell(Fact::In(part, Box::new(fact))),
            }
        }
    }

    /// The client is answered once it has the answers of all.
    fn answer<T: Lineup>(&mut self, fx: &mut Effects<Abreast<T>>) {
        let Some((op, answers)) = &self.waiting else { return };
        if let Some(all) = answers.iter().cloned().collect::<Option<Vec<Datum>>>() {
            fx.reply(*op, all);
            self.waiting = None;
        }
    }
}

/// The name of a protocol, by its place.
fn name_of(sides: &[Side], part: u8) -> Phrase {
    Phrase::verbatim(sides.get(usize::from(part)).map_or("?", |side| side.name))
}

/// What a process says in one of the protocols.
fn in_part(sides: &[Side], part: u8, words: Phrase) -> Phrase {
    phrase!("in {0}: {1}", "在 {0} 中：{1}", name_of(sides, part), words)
}

impl<T: Lineup> Abreast<T> {
    /// What the parameters mean in each of the protocols.
    pub fn consequences_of_each(&self) -> Vec<Consequence> {
        let mut all = Vec::new();
        for (side, protocol) in T::SIDES.iter().zip(&self.parts) {
            all.extend(protocol.consequences().into_iter().map(|consequence| Consequence {
                phrase: phrase!("{0}: {1}", "{0}：{1}", side.name, consequence.phrase),
                ..consequence
            }));
        }
        all
    }

    /// How each of the protocols shows a process.
    pub fn views(&self, pid: Pid, world: &dyn Nodes<Abreast<T>>) -> Vec<NodeView> {
        let view = |(part, protocol): (usize, &Erased)| protocol.show_node(pid, &Within { world, part });
        self.parts.iter().enumerate().map(view).collect()
    }
}
