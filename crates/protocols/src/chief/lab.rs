//! The lab: everything that the outside needs, gathered from the files beside this one.

use super::{Chief, Msg, Op, Ret, Timer, Who, scenarios, show};
use crate::{
    BadParam, Cause, Cluster, Consequence, Lab, MessageView, NodeView, Nodes, OperationView, ParamSpec, Params, Promise, Rule,
    Scenario, Spoken, Suggestion,
};
use synod_check::{Property, Value};
use synod_kernel::{OperationId, Pid};
use synod_words::{Phrase, phrase};

impl Lab for Chief {
    const ID: &'static str = "chief";

    fn name() -> Phrase {
        phrase!("From 2PC to Paxos", "从 2PC 到 Paxos")
    }

    fn about() -> Phrase {
        phrase!(
            "2PC stands still when its coordinator fails. Add coordinators, appoint a chief, let the next one take over: see what each step mends and breaks, until it is the simplest Paxos.",
            "2PC 的协调者宕机，系统就停住。引入多个协调者，再引入主协调者，再让下一个接任：看每一步解决什么、又带来什么，直到成为最简单的 Paxos。"
        )
    }

    fn source() -> &'static str {
        "Lamport, Paxos Made Simple, 2001, § 2; Gray & Lamport, Consensus on Transaction Commit, TODS 31(1), 2006, § 2–4"
    }

    fn params() -> Vec<ParamSpec> {
        Chief::specs()
    }

    fn with(params: &Params) -> Result<Self, BadParam> {
        Ok(Chief::from_params(params))
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

    fn say(Op(value): &Op) -> Spoken {
        Spoken { verb: "decide".to_owned(), args: vec![value.clone()] }
    }

    fn verbs() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![("decide", vec!["value"])]
    }

    fn hear(spoken: &Spoken) -> Result<Op, Phrase> {
        match (spoken.verb.as_str(), spoken.args.as_slice()) {
            ("decide", [value @ (Value::Int(_) | Value::Text(_))]) => Ok(Op(value.clone())),
            ("decide", _) => Err(phrase!("decide takes one value, a number or a text", "decide 的参数是一个值（数字或文本）")),
            (verb, _) => Err(phrase!("there is no operation {0}: try decide", "没有操作 {0}：可用 decide", verb)),
        }
    }

    fn suggestions(&self, client: Pid, _asked: &[Op]) -> Vec<Suggestion<Op>> {
        let own = if let Who::Client(i) = self.who(client) { usize::from(i) } else { 0 };
        let mut values = ["X", "Y", "Z"];
        values.rotate_left(own % 3);
        let ops = values.into_iter().take(2).map(|value| Op(Value::Text(value.to_owned())));
        ops.map(|op| Suggestion { label: show::operation(&op), op }).collect()
    }

    fn timer_id(timer: &Timer) -> String {
        match timer {
            Timer::Retry(op) => format!("retry {}", op.0 + 1),
            Timer::Next => "next".to_owned(),
            Timer::Resend => "resend".to_owned(),
            Timer::Wait => "wait".to_owned(),
        }
    }

    fn timer_name(timer: &Timer) -> Phrase {
        match timer {
            Timer::Retry(_) => phrase!("stops waiting for this coordinator", "不再等待该协调者"),
            Timer::Next => phrase!("turns to the next participant", "轮到下一个参与者"),
            Timer::Resend => phrase!("tells silent participants again", "重发给没有应答的参与者"),
            Timer::Wait => phrase!("has waited for the chief long enough", "等待主协调者超时"),
        }
    }

    fn timer_of(id: &str) -> Option<Timer> {
        match id {
            "next" => Some(Timer::Next),
            "resend" => Some(Timer::Resend),
            "wait" => Some(Timer::Wait),
            _ => {
                let op = id.strip_prefix("retry ")?.parse::<u32>().ok()?.checked_sub(1)?;
                Some(Timer::Retry(OperationId(op)))
            }
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
