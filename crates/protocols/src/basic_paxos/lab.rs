//! The lab: everything that the outside needs, gathered from the files beside this one.

use super::{BasicPaxos, Msg, Op, Ret, Timer, scenarios, show};
use crate::{
    BadParam, Cause, Cluster, Consequence, Lab, MessageView, NodeView, Nodes, OperationView, ParamSpec, Params, Promise, Rule,
    Scenario, Spoken, Suggestion,
};
use synod_check::{Property, Value};
use synod_kernel::{OperationId, Pid};
use synod_words::{Phrase, phrase};

/// What is offered to propose, by client.
const LETTERS: [&str; 3] = ["X", "Y", "Z"];

impl Lab for BasicPaxos {
    const ID: &'static str = "basic-paxos";

    fn name() -> Phrase {
        phrase!("Basic Paxos", "Basic Paxos")
    }

    fn about() -> Phrase {
        phrase!(
            "Proposers put values forth, acceptors vote, learners count: one value is chosen, whatever fails. Crash whom you like, let two proposers duel, or make an acceptor forget.",
            "提案者提案，决策者投票，学习者计票：无论发生什么故障，只选定一个值。可以让任何进程宕机，让两个提案者竞争，或让决策者健忘。"
        )
    }

    fn source() -> &'static str {
        "Lamport, Paxos Made Simple, ACM SIGACT News 32(4), 2001, § 2"
    }

    fn params() -> Vec<ParamSpec> {
        BasicPaxos::specs()
    }

    fn with(params: &Params) -> Result<Self, BadParam> {
        BasicPaxos::from_params(params)
    }

    fn fit(params: &mut Params) {
        BasicPaxos::fit_params(params);
    }

    fn consequences(&self) -> Vec<Consequence> {
        self.explain()
    }

    fn cluster(&self) -> Cluster {
        self.processes()
    }

    fn promises(&self) -> Vec<Promise> {
        [Property::Agreement, Property::Validity, Property::Integrity, Property::Progress].map(Promise::that).into()
    }

    fn scenarios() -> Vec<Scenario> {
        scenarios::all()
    }

    fn say(op: &Op) -> Spoken {
        let Op::Propose(value) = op;
        Spoken { verb: "propose".to_owned(), args: vec![value.clone()] }
    }

    fn verbs() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![("propose", vec!["value"])]
    }

    fn hear(spoken: &Spoken) -> Result<Op, Phrase> {
        match (spoken.verb.as_str(), spoken.args.as_slice()) {
            ("propose", [value @ (Value::Int(_) | Value::Text(_))]) => Ok(Op::Propose(value.clone())),
            ("propose", _) => Err(phrase!("propose takes one value, a number or a text", "propose 的参数是一个值（数字或文本）")),
            (verb, _) => Err(phrase!("there is no operation {0}: try propose", "没有操作 {0}：可用 propose", verb)),
        }
    }

    fn suggestions(&self, client: Pid, _: &[Op]) -> Vec<Suggestion<Op>> {
        let own = usize::from(client.0) % LETTERS.len();
        let values = LETTERS[own..].iter().chain(&LETTERS[..own]).take(2);
        values
            .map(|letter| Value::Text((*letter).to_owned()))
            .map(|value| Suggestion { label: show::propose(&value), op: Op::Propose(value) })
            .collect()
    }

    fn timer_id(timer: &Timer) -> String {
        match timer {
            Timer::GiveUp => "give-up",
            Timer::Failover => "failover",
            Timer::Round => "round",
            Timer::Retry => "retry",
        }
        .to_owned()
    }

    fn timer_name(timer: &Timer) -> Phrase {
        match timer {
            Timer::GiveUp => phrase!("gives up waiting", "放弃等待"),
            Timer::Failover => phrase!("turns to the next proposer", "转向下一个提案者"),
            Timer::Round => phrase!("gives up the round", "放弃本轮"),
            Timer::Retry => phrase!("tries again", "再次提案"),
        }
    }

    fn timer_of(id: &str) -> Option<Timer> {
        [Timer::GiveUp, Timer::Failover, Timer::Round, Timer::Retry].into_iter().find(|timer| BasicPaxos::timer_id(timer) == id)
    }

    fn choice_id((): &()) -> String {
        String::new()
    }

    fn choice_of(_: &str) -> Option<()> {
        None
    }

    fn rule(&self, pid: Pid, cause: Cause<'_, Self>) -> Rule {
        self.rule_of(pid, &cause)
    }

    fn show_node(&self, pid: Pid, world: &dyn Nodes<Self>) -> NodeView {
        self.node_view(pid, world)
    }

    fn show_message(&self, msg: &Msg) -> MessageView {
        self.message_view(msg)
    }

    fn show_operation(&self, _: OperationId, op: &Op, ret: Option<&Ret>) -> OperationView {
        self.operation_view(op, ret)
    }
}
