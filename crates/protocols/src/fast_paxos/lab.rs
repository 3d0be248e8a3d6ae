//! The lab: everything that the outside needs, gathered from the files beside this one.

use super::{FastPaxos, Msg, Op, Ret, Timer, scenarios, show};
use crate::{
    BadParam, Cause, Cluster, Consequence, Lab, MessageView, NodeView, Nodes, OperationView, ParamSpec, Params, Promise, Rule,
    Scenario, Spoken, Suggestion,
};
use synod_check::{Property, Value};
use synod_kernel::{OperationId, Pid};
use synod_words::{Phrase, phrase};

impl Lab for FastPaxos {
    const ID: &'static str = "fast-paxos";

    fn name() -> Phrase {
        phrase!("Fast Paxos", "Fast Paxos")
    }

    fn about() -> Phrase {
        phrase!(
            "Clients send their values to the acceptors themselves and save a message delay, unless values collide. Choose the quorums, make values collide, and see why a fast quorum is larger than a majority.",
            "客户端直接把值发给决策者，省去一次消息延迟，除非发生冲突。选定仲裁大小，制造冲突，看快速仲裁为什么必须大于多数派。"
        )
    }

    fn source() -> &'static str {
        "Lamport, Fast Paxos, Distributed Computing 19(2), 2006; Vieira & Buzato, On the Coordinator's Rule for Fast Paxos, IPL 107(5), 2008"
    }

    fn params() -> Vec<ParamSpec> {
        FastPaxos::specs()
    }

    fn with(params: &Params) -> Result<Self, BadParam> {
        FastPaxos::from_params(params)
    }

    fn fit(params: &mut Params) {
        FastPaxos::fit_params(params);
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

    fn say(Op::Propose(value): &Op) -> Spoken {
        Spoken { verb: "propose".to_owned(), args: vec![value.clone()] }
    }

    fn verbs() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![("propose", vec!["value"])]
    }

    fn hear(spoken: &Spoken) -> Result<Op, Phrase> {
        match (spoken.verb.as_str(), spoken.args.as_slice()) {
            ("propose", [value @ (Value::Int(_) | Value::Text(_))]) => Ok(Op::Propose(value.clone())),
            ("propose", _) => Err(phrase!("propose takes one value, a text or a number", "propose 的参数是一个值（文本或数字）")),
            (verb, _) => Err(phrase!("there is no operation {0}: try propose", "没有操作 {0}：可用 propose", verb)),
        }
    }

    fn suggestions(&self, client: Pid, _asked: &[Op]) -> Vec<Suggestion<Op>> {
        // Every client first offers a value of its own.
        let mut values = ["X", "Y", "Z"];
        values.rotate_left(client.index() % 3);
        let ops = values.map(|value| Op::Propose(Value::Text(value.to_owned())));
        ops.map(|op| Suggestion { label: show::operation(&op), op }).into()
    }

    fn timer_id(timer: &Timer) -> String {
        let id = match timer {
            Timer::Retry => "retry",
            Timer::Round => "round",
            Timer::Ask => "ask",
        };
        id.to_owned()
    }

    fn timer_name(timer: &Timer) -> Phrase {
        match timer {
            Timer::Retry => phrase!("asks again", "再次请求"),
            Timer::Round => phrase!("begins another round", "发起新一轮"),
            Timer::Ask => phrase!("asks for the votes", "询问投票"),
        }
    }

    fn timer_of(id: &str) -> Option<Timer> {
        match id {
            "retry" => Some(Timer::Retry),
            "round" => Some(Timer::Round),
            "ask" => Some(Timer::Ask),
            _ => None,
        }
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

    fn show_operation(&self, _id: OperationId, op: &Op, ret: Option<&Ret>) -> OperationView {
        show::operation_view(op, ret)
    }
}
