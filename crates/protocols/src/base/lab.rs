//! The lab: everything that the outside needs, gathered from the files beside this one.

use super::{Base, Msg, Node, Op, Register, Ret, Timer, scenarios, show};
use crate::replicated::history::{Reading, history};
use crate::replicated::version::as_one;
use crate::{
    BadParam, Cause, Cluster, Consequence, Lab, MessageView, NodeView, Nodes, OperationView, ParamSpec, Params, Past, Promise,
    Rule, Scenario, Spoken, Suggestion,
};
use synod_check::{Answer, Call, History, Model, Property, Value};
use synod_kernel::{OperationId, Pid};
use synod_words::{Phrase, phrase};

/// How many visitors a rush may have.
const VISITORS_MAX: i64 = 500;

impl Lab for Base {
    const ID: &'static str = "base";

    fn name() -> Phrase {
        phrase!("BASE theory", "BASE 理论")
    }

    fn about() -> Phrase {
        phrase!(
            "A flash sale on replicas that answer alone. Let visitors rush in and see answers get slower or degraded, replicas differ for a while, and all of them agree in the end.",
            "一场大促，各副本独自应答。让访客涌入，看应答如何变慢或降级，副本的数据如何暂时不同，又如何最终一致。"
        )
    }

    fn source() -> &'static str {
        "Pritchett, BASE: An ACID Alternative, ACM Queue 6(3), 2008; Vogels, Eventually Consistent, CACM 52(1), 2009"
    }

    fn params() -> Vec<ParamSpec> {
        Base::specs()
    }

    fn with(params: &Params) -> Result<Self, BadParam> {
        Ok(Base::from_params(params))
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
            Promise::of(Model::Regular),
            Promise::that(Property::Available),
            Promise::of(Model::ReadYourWrites),
            Promise::of(Model::MonotonicReads),
            Promise::of(Model::NoLostWrites),
            Promise::of(Model::Eventual),
        ]
    }

    fn scenarios() -> Vec<Scenario> {
        scenarios::all()
    }

    fn say(op: &Op) -> Spoken {
        match op {
            Op::Of(op) => op.say(),
            Op::Rush(visitors) => Spoken { verb: "rush".to_owned(), args: vec![Value::Int((*visitors).into())] },
        }
    }

    fn verbs() -> Vec<(&'static str, Vec<&'static str>)> {
        let mut verbs = Register::verbs();
        verbs.push(("rush", vec!["visitors"]));
        verbs
    }

    fn hear(spoken: &Spoken) -> Result<Op, Phrase> {
        match (spoken.verb.as_str(), spoken.args.as_slice()) {
            ("rush", [Value::Int(n @ 1..=VISITORS_MAX)]) => Ok(Op::Rush(u16::try_from(*n).unwrap_or(1))),
            ("rush", _) => {
                Err(phrase!("rush takes the number of visitors, 1 to {0}", "rush 的参数是访客人数，1 到 {0}", VISITORS_MAX))
            }
            ("read" | "write", _) => Register::hear(spoken).map(Op::Of),
            (verb, _) => {
                Err(phrase!("there is no operation {0}: try read, write or rush", "没有操作 {0}：可用 read、write、rush", verb))
            }
        }
    }

    fn suggestions(&self, _client: Pid, asked: &[Op]) -> Vec<Suggestion<Op>> {
        let register = asked.iter().filter_map(|op| if let Op::Of(op) = op { Some(op) } else { None });
        let suggested = Register::suggestions(register).into_iter().map(|s| Suggestion { label: s.label, op: Op::Of(s.op) });
        let rush = Op::Rush(12);
        suggested.chain([Suggestion { label: show::operation(&rush), op: rush }]).collect()
    }

    fn timer_id(timer: &Timer) -> String {
        match timer {
            Timer::GiveUp(op) => format!("give-up {}", op.0 + 1),
            Timer::Visitor(op) => format!("visitor {}", op.0 + 1),
            Timer::Serve => "serve".to_owned(),
            Timer::Spread => "spread".to_owned(),
        }
    }

    fn timer_name(timer: &Timer) -> Phrase {
        match timer {
            Timer::GiveUp(_) => phrase!("gives up waiting", "放弃等待"),
            Timer::Visitor(_) => phrase!("another visitor comes", "又来一位访客"),
            Timer::Serve => phrase!("is done with a request", "处理完一个请求"),
            Timer::Spread => phrase!("tells the others", "同步给其他副本"),
        }
    }

    fn timer_of(id: &str) -> Option<Timer> {
        let operation = |number: &str| number.parse::<u32>().ok()?.checked_sub(1).map(OperationId);
        match id.split_once(' ') {
            None if id == "serve" => Some(Timer::Serve),
            None if id == "spread" => Some(Timer::Spread),
            Some(("give-up", op)) => operation(op).map(Timer::GiveUp),
            Some(("visitor", op)) => operation(op).map(Timer::Visitor),
            _ => None,
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
        history(past, &Reading { call, answer: told, carries: Msg::items, holds: Node::items })
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

/// A rush counts as a read of which nobody knows what it saw.
fn call(op: &Op) -> Call {
    match op {
        Op::Of(op) => op.call(),
        Op::Rush(_) => Call::Read,
    }
}

/// What an answer tells the client. A degraded page is an answer like any other: it is held against what the models promise.
fn told(op: &Op, ret: &Ret) -> Option<Answer> {
    match (op, ret) {
        (_, Ret::Written) => Some(Answer::Done),
        (Op::Of(_), Ret::Found(found) | Ret::Degraded(found)) => {
            Some(Answer::Read(as_one(found.iter().map(|(value, _)| value.clone()).collect())))
        }
        (Op::Of(Register::Write(_)), Ret::Later | Ret::Overloaded) => Some(Answer::Failed),
        _ => None,
    }
}
