//! Between a lab and those who do not know its type: what comes in gets its type back, what goes out loses it.

use super::{Datum, Erased, ErasedNode, Instance, Kind};
use crate::{
    Cause, Cluster, Consequence, Gauge, Lab, Lives, MessageView, NodeView, Nodes, OperationView, Part, Past, Promise, Rule, Sent,
    Suggestion,
};
use std::marker::PhantomData;
use synod_check::History;
use synod_kernel::{Cx, Effect, Effects, Input, OperationId, OperationLife, Pid, Time};

/// A lab with its parameters, behind its type.
pub(super) struct Typed<L> {
    lab: Datum,
    of: PhantomData<fn() -> L>,
}

impl<L: Lab> Typed<L> {
    pub fn new(lab: L) -> Self {
        Typed { lab: Datum::new(lab), of: PhantomData }
    }

    fn typed(&self) -> &L {
        self.lab.known()
    }
}

impl<L: Lab> Instance for Typed<L> {
    fn kind(&self) -> &'static dyn Kind {
        <dyn Kind>::of::<L>()
    }
    fn lab(&self) -> &Datum {
        &self.lab
    }

    /// A blank disk becomes what the lab takes for one, so that from the first moment on it is hashed as such.
    fn boot(&self, cx: Cx, disk: &Datum, fx: &mut Effects<Erased>) -> ErasedNode {
        let mut effects = Effects::default();
        let node = match disk.get() {
            Some(disk) => self.typed().boot(cx, disk, &mut effects),
            None => {
                let blank = L::Durable::default();
                let node = self.typed().boot(cx, &blank, &mut effects);
                fx.persist(Datum::new(blank));
                node
            }
        };
        pass_on(effects, fx);
        ErasedNode::new(node)
    }

    fn step(&self, cx: Cx, node: &mut ErasedNode, input: Input<Erased>, fx: &mut Effects<Erased>) {
        let input = match input {
            Input::Message { from, msg } => Input::Message { from, msg: msg.take() },
            Input::Timeout(timer) => Input::Timeout(timer.take()),
            Input::Chosen(what, value) => Input::Chosen(what.take(), value),
            Input::Request { op, body } => Input::Request { op, body: body.take() },
        };
        let mut effects = Effects::default();
        self.typed().step(cx, node.known_mut(), input, &mut effects);
        pass_on(effects, fx);
    }

    fn delay_class(&self, msg: &Datum) -> u8 {
        self.typed().delay_class(msg.known())
    }

    fn consequences(&self) -> Vec<Consequence> {
        self.typed().consequences()
    }
    fn cluster(&self) -> Cluster {
        self.typed().cluster()
    }
    fn promises(&self) -> Vec<Promise> {
        self.typed().promises()
    }

    fn suggestions(&self, client: Pid, asked: &[Datum]) -> Vec<Suggestion<Datum>> {
        let asked: Vec<L::Op> = asked.iter().map(|op| op.known::<L::Op>().clone()).collect();
        let offered = self.typed().suggestions(client, &asked).into_iter();
        offered.map(|Suggestion { label, op }| Suggestion { label, op: Datum::new(op) }).collect()
    }

    fn rule(&self, pid: Pid, cause: Cause<'_, Erased>) -> Rule {
        let cause = match cause {
            Cause::Message(msg) => Cause::Message(msg.known()),
            Cause::Timeout(timer) => Cause::Timeout(timer.known()),
            Cause::Chosen(choice) => Cause::Chosen(choice.known()),
            Cause::Request(op) => Cause::Request(op.known()),
            Cause::Restart => Cause::Restart,
        };
        self.typed().rule(pid, cause)
    }

    fn history(&self, past: &Past<'_, Erased>) -> History {
        let Past { chronicle, step, world, quiet, names } = *past;
        self.typed().history(&Past { chronicle: &Again(chronicle), step, world: &Again(world), quiet, names })
    }
    fn measures(&self, past: &Past<'_, Erased>) -> Vec<Gauge> {
        let Past { chronicle, step, world, quiet, names } = *past;
        self.typed().measures(&Past { chronicle: &Again(chronicle), step, world: &Again(world), quiet, names })
    }
    fn parts(&self) -> Vec<Part> {
        self.typed().parts()
    }
    fn part_of(&self, msg: &Datum) -> Option<u8> {
        self.typed().part_of(msg.known())
    }

    fn show_node(&self, pid: Pid, world: &dyn Nodes<Erased>) -> NodeView {
        self.typed().show_node(pid, &Again(world))
    }
    fn show_message(&self, msg: &Datum) -> MessageView {
        self.typed().show_message(msg.known())
    }
    fn show_operation(&self, id: OperationId, op: &Datum, ret: Option<&Datum>) -> OperationView {
        self.typed().show_operation(id, op.known(), ret.map(Datum::known))
    }
}

/// What a lab asks for, for the world of those who do not know its type.
fn pass_on<L: Lab>(effects: Effects<L>, fx: &mut Effects<Erased>) {
    for effect in effects {
        fx.push(match effect {
            Effect::Send { to, msg } => Effect::Send { to, msg: Datum::new(msg) },
            Effect::Arm { timer, after } => Effect::Arm { timer: Datum::new(timer), after },
            Effect::Disarm(timer) => Effect::Disarm(Datum::new(timer)),
            Effect::Choose { what, of } => Effect::Choose { what: Datum::new(what), of },
            Effect::Persist(disk) => Effect::Persist(Datum::new(disk)),
            Effect::Reply { op, ret } => Effect::Reply { op, ret: Datum::new(ret) },
            Effect::Note(phrase) => Effect::Note(phrase),
            Effect::Tell(fact) => Effect::Tell(fact),
        });
    }
}

/// A world or a chronicle whose contents get their type back as they are read.
struct Again<'a, T: ?Sized>(&'a T);

impl<L: Lab> Nodes<L> for Again<'_, dyn Nodes<Erased> + '_> {
    fn protocol(&self) -> &L {
        self.0.protocol().lab().known()
    }
    fn now(&self) -> Time {
        self.0.now()
    }
    fn count(&self) -> u16 {
        self.0.count()
    }
    fn node(&self, pid: Pid) -> Option<&L::Node> {
        self.0.node(pid)?.get()
    }
    fn disk(&self, pid: Pid) -> Option<&L::Durable> {
        self.0.disk(pid)?.get()
    }
}

impl<L: Lab> Lives<L> for Again<'_, dyn Lives<Erased> + '_> {
    fn message(&self, nth: usize) -> Option<Sent<'_, L>> {
        let Sent { id, msg, sent } = self.0.message(nth)?;
        Some(Sent { id, msg: msg.known(), sent })
    }
    fn operation(&self, nth: usize) -> Option<OperationLife<&L::Op, &L::Ret>> {
        let OperationLife { id, client, body, called, returned } = self.0.operation(nth)?;
        Some(OperationLife { id, client, body: body.known(), called, returned: returned.map(|(when, ret)| (when, ret.known())) })
    }
}
