//! Protocols side by side as a lab.

use super::{Abreast, Lineup, Of, Side, in_part, name_of};
use crate::{
    BadParam, Cause, Cluster, Consequence, Datum, Erased, Gauge, Lab, Law, MessageView, NodeView, Nodes, OperationView,
    ParamSpec, Params, Part, Past, Promise, Rule, Scenario, Spoken, Suggestion,
};
use synod_kernel::{OperationId, Pid};
use synod_words::{Phrase, phrase};

/// The protocol that something is of.
fn side_of<T: Lineup>(of: &Of) -> &'static Side {
    &T::SIDES[usize::from(of.part)]
}

/// `raft election`: the protocol's id and what it calls the thing.
fn id_of<T: Lineup>(of: &Of, id: fn(&Side, &Datum) -> String) -> String {
    let side = side_of::<T>(of);
    format!("{} {}", side.id, id(side, &of.it))
}

/// What [`id_of`] named.
fn named<T: Lineup>(id: &str, find: fn(&Side, &str) -> Option<Datum>) -> Option<Of> {
    let (which, id) = id.split_once(' ')?;
    let (part, side) = (0_u8..).zip(T::SIDES).find(|(_, side)| side.id == which)?;
    Some(Of { part, it: find(side, id)? })
}

impl<T: Lineup> Abreast<T> {
    fn part(&self, of: &Of) -> &Erased {
        &self.parts[usize::from(of.part)]
    }
}

impl<T: Lineup> Lab for Abreast<T> {
    const ID: &'static str = T::ID;

    fn name() -> Phrase {
        T::name()
    }
    fn about() -> Phrase {
        T::about()
    }
    fn source() -> &'static str {
        T::source()
    }
    fn params() -> Vec<ParamSpec> {
        T::params()
    }
    fn with(params: &Params) -> Result<Self, BadParam> {
        let parts = T::SIDES.iter().map(|side| side.kind.with(&T::params_of(side, params)));
        Ok(Abreast { lineup: T::with(params), parts: parts.collect::<Result<_, _>>()? })
    }
    fn fit(params: &mut Params) {
        T::fit(params);
    }
    fn consequences(&self) -> Vec<Consequence> {
        self.lineup.consequences(self)
    }

    /// All have the same processes.
    fn cluster(&self) -> Cluster {
        self.parts[0].cluster()
    }

    fn promises(&self) -> Vec<Promise> {
        let mut promises = Vec::new();
        for (property, ids) in T::PROMISES {
            for (part, id) in (0_u8..).zip(*ids) {
                promises.push(Promise {
                    id,
                    name: phrase!("{0} · {1}", "{0} · {1}", name_of(T::SIDES, part), property.name()),
                    meaning: property.meaning(),
                    law: Law::Part(part, *property),
                });
            }
        }
        promises
    }

    fn scenarios() -> Vec<Scenario> {
        T::scenarios()
    }
    fn say(op: &T::Op) -> Spoken {
        T::say(op)
    }
    fn verbs() -> Vec<(&'static str, Vec<&'static str>)> {
        T::verbs()
    }
    fn hear(spoken: &Spoken) -> Result<T::Op, Phrase> {
        T::hear(spoken)
    }
    fn suggestions(&self, _client: Pid, asked: &[T::Op]) -> Vec<Suggestion<T::Op>> {
        self.lineup.suggestions(asked)
    }

    fn timer_id(timer: &Of) -> String {
        id_of::<T>(timer, |side, it| side.kind.timer_id(it))
    }
    fn timer_of(id: &str) -> Option<Of> {
        named::<T>(id, |side, id| side.kind.timer_of(id))
    }
    fn timer_name(timer: &Of) -> Phrase {
        in_part(T::SIDES, timer.part, side_of::<T>(timer).kind.timer_name(&timer.it))
    }
    fn choice_id(choice: &Of) -> String {
        id_of::<T>(choice, |side, it| side.kind.choice_id(it))
    }
    fn choice_of(id: &str) -> Option<Of> {
        named::<T>(id, |side, id| side.kind.choice_of(id))
    }

    /// What a process does after a crash, and what an operation asks of it, differs among the protocols; their notes tell it. The rule is
    /// that of the last.
    fn rule(&self, pid: Pid, cause: Cause<'_, Self>) -> Rule {
        let last = self.parts.len() - 1;
        match cause {
            Cause::Message(msg) => self.part(msg).rule(pid, Cause::Message(&msg.it)),
            Cause::Timeout(timer) => self.part(timer).rule(pid, Cause::Timeout(&timer.it)),
            Cause::Chosen(choice) => self.part(choice).rule(pid, Cause::Chosen(&choice.it)),
            Cause::Request(op) => self.parts[last].rule(pid, Cause::Request(&T::asks(last, op))),
            Cause::Restart => self.parts[last].rule(pid, Cause::Restart),
        }
    }

    fn measures(&self, past: &Past<'_, Self>) -> Vec<Gauge> {
        T::measures(self, past)
    }
    fn parts(&self) -> Vec<Part> {
        T::SIDES.iter().map(|side| Part { name: Phrase::verbatim(side.name), measures: side.measures }).collect()
    }
    fn part_of(&self, msg: &Of) -> Option<u8> {
        Some(msg.part)
    }

    fn show_node(&self, pid: Pid, world: &dyn Nodes<Self>) -> NodeView {
        self.lineup.show_node(pid, world)
    }

    /// A message has the colour of its protocol.
    fn show_message(&self, msg: &Of) -> MessageView {
        let view = self.part(msg).show_message(&msg.it);
        let label = phrase!("{0}: {1}", "{0}：{1}", name_of(T::SIDES, msg.part), view.label);
        MessageView { label, owner: Some(u32::from(msg.part)), ..view }
    }

    fn show_operation(&self, id: OperationId, op: &T::Op, answers: Option<&Vec<Datum>>) -> OperationView {
        self.lineup.show_operation(id, op, answers.map(Vec::as_slice))
    }
}
