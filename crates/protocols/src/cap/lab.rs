//! The lab: everything that the outside needs, gathered from the files beside this one.

use super::{Cap, Msg, Node, Op, Ret, Timer, Why, guide, scenarios, show};
use crate::replicated::history::{Reading, history};
use crate::replicated::version::as_one;
use crate::{
    BadParam, Cause, Cluster, Consequence, Guide, Lab, MessageView, NodeView, Nodes, OperationView, ParamSpec, Params, Past,
    Promise, Rule, Scenario, Spoken, Suggestion,
};
use synod_check::{Answer, History, Model, Property};
use synod_kernel::{OperationId, Pid};
use synod_words::{Phrase, phrase};

impl Lab for Cap {
    const ID: &'static str = "cap";

    fn name() -> Phrase {
        phrase!("CAP theorem", "CAP 定理")
    }

    fn about() -> Phrase {
        phrase!(
            "One value on several replicas, and a partition between them. Write at G1, read at G2, and see which of consistency and availability is lost: CA, CP and AP give different answers.",
            "一个值保存在多个副本上，副本之间发生分区。在 G1 写、在 G2 读，看失去的是一致性还是可用性：CA、CP、AP 给出不同的答案。"
        )
    }

    fn source() -> &'static str {
        "Gilbert & Lynch, SIGACT News 33(2), 2002; Brewer, PODC 2000 and IEEE Computer 45(2), 2012; Attiya, Bar-Noy & Dolev, JACM 42(1), 1995"
    }

    fn params() -> Vec<ParamSpec> {
        Cap::specs()
    }

    fn with(params: &Params) -> Result<Self, BadParam> {
        Ok(Cap::from_params(params))
    }

    fn consequences(&self) -> Vec<Consequence> {
        self.explain()
    }

    fn cluster(&self) -> Cluster {
        self.processes()
    }

    fn promises(&self) -> Vec<Promise> {
        vec![
            Promise::of(Model::Linearizable),
            Promise::that(Property::Available),
            Promise::of(Model::Regular),
            Promise::of(Model::ReadYourWrites),
            Promise::of(Model::MonotonicReads),
            Promise::of(Model::NoLostWrites),
            Promise::of(Model::Eventual),
        ]
    }

    fn scenarios() -> Vec<Scenario> {
        scenarios::all()
    }

    fn guide(scenario: &str) -> Option<Guide> {
        guide::through(scenario)
    }

    fn say(op: &Op) -> Spoken {
        op.say()
    }

    fn verbs() -> Vec<(&'static str, Vec<&'static str>)> {
        Op::verbs()
    }

    fn hear(spoken: &Spoken) -> Result<Op, Phrase> {
        Op::hear(spoken)
    }

    fn suggestions(&self, _client: Pid, asked: &[Op]) -> Vec<Suggestion<Op>> {
        Op::suggestions(asked.iter())
    }

    fn timer_id(timer: &Timer) -> String {
        match timer {
            Timer::GiveUp(op) => format!("give-up {}", op.0 + 1),
            Timer::Patience(op) => format!("patience {}", op.0 + 1),
            Timer::Again => "again".to_owned(),
        }
    }

    fn timer_name(timer: &Timer) -> Phrase {
        match timer {
            Timer::GiveUp(_) => phrase!("gives up waiting", "放弃等待"),
            Timer::Patience(_) => phrase!("has waited long enough for the others", "等待其他副本超时"),
            Timer::Again => phrase!("tells the others again", "再次告知其他副本"),
        }
    }

    fn timer_of(id: &str) -> Option<Timer> {
        let operation = |number: &str| number.parse::<u32>().ok()?.checked_sub(1).map(OperationId);
        match id.split_once(' ') {
            None => (id == "again").then_some(Timer::Again),
            Some(("give-up", op)) => operation(op).map(Timer::GiveUp),
            Some(("patience", op)) => operation(op).map(Timer::Patience),
            Some(_) => None,
        }
    }

    fn choice_id((): &()) -> String {
        String::new()
    }

    fn choice_of(_: &str) -> Option<()> {
        None
    }

    fn rule(&self, _pid: Pid, cause: Cause<'_, Self>) -> Rule {
        self.rule_of(&cause)
    }

    fn history(&self, past: &Past<'_, Self>) -> History {
        history(past, &Reading { call: Op::call, answer: told, carries: Msg::items, holds: Node::items })
    }

    fn show_node(&self, pid: Pid, world: &dyn Nodes<Self>) -> NodeView {
        self.node_view(pid, world)
    }

    fn show_message(&self, msg: &Msg) -> MessageView {
        self.message_view(msg)
    }

    fn show_operation(&self, id: OperationId, op: &Op, ret: Option<&Ret>) -> OperationView {
        show::operation_view(id, op, ret)
    }
}

/// What an answer tells the client; nothing where the outcome is unknown, and a read that failed tells nothing either.
fn told(op: &Op, ret: &Ret) -> Option<Answer> {
    match (op, ret) {
        (_, Ret::Written) => Some(Answer::Done),
        (_, Ret::Found(found)) => Some(Answer::Read(as_one(found.iter().map(|(value, _)| value.clone()).collect()))),
        (Op::Read, _) | (_, Ret::NoAnswer | Ret::Refused(Why::NoMajorityConfirmed)) => None,
        (Op::Write(_), Ret::Refused(_)) => Some(Answer::Failed),
    }
}
