//! The lab: everything that the outside needs, gathered from the files beside this one.

use super::{Nwr, Op, Ret, Timer, history, scenarios, show};
use crate::{
    BadParam, Cause, Cluster, Consequence, Lab, MessageView, NodeView, Nodes, OperationView, ParamSpec, Params, Past, Promise,
    Rule, Scenario, Spoken, Suggestion,
};
use synod_check::{History, Model, Value};
use synod_kernel::{OperationId, Pid};
use synod_words::{Phrase, phrase};

impl Lab for Nwr {
    const ID: &'static str = "nwr";

    fn name() -> Phrase {
        phrase!("NWR quorums", "NWR 协议")
    }

    fn about() -> Phrase {
        phrase!(
            "N copies of a value; a write waits for W of them, a read for R. Choose the three, break links and nodes, and see which promises the clients lose.",
            "一个值有 N 个副本；写要等 W 个成功，读要等 R 个返回。选定三者，切断链路、让节点宕机，看客户端失去哪些保证。"
        )
    }

    fn source() -> &'static str {
        "DeCandia et al., Dynamo, SOSP 2007; Attiya, Bar-Noy & Dolev, JACM 42(1), 1995; Bailis et al., PBS, PVLDB 5(8), 2012"
    }

    fn params() -> Vec<ParamSpec> {
        Nwr::specs()
    }

    fn with(params: &Params) -> Result<Self, BadParam> {
        Nwr::from_params(params)
    }

    fn fit(params: &mut Params) {
        Nwr::fit_params(params);
    }

    fn swept() -> &'static [&'static str] {
        &["r", "w"]
    }

    fn consequences(&self) -> Vec<Consequence> {
        self.explain()
    }

    fn cluster(&self) -> Cluster {
        self.processes()
    }

    fn promises(&self) -> Vec<Promise> {
        let ladder = [
            Model::Linearizable,
            Model::Regular,
            Model::ReadYourWrites,
            Model::MonotonicReads,
            Model::MonotonicWrites,
            Model::WritesFollowReads,
            Model::NoLostWrites,
            Model::Eventual,
        ];
        ladder.map(Promise::of).into()
    }

    fn scenarios() -> Vec<Scenario> {
        scenarios::all()
    }

    fn say(op: &Op) -> Spoken {
        let spoken = |verb: &str, args| Spoken { verb: verb.to_owned(), args };
        match op {
            Op::Read(key) => spoken("read", vec![Value::Text(key.clone())]),
            Op::Write(key, value) => spoken("write", vec![Value::Text(key.clone()), value.clone()]),
            Op::Delete(key) => spoken("delete", vec![Value::Text(key.clone())]),
        }
    }

    fn verbs() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![("read", vec!["key"]), ("write", vec!["key", "value"]), ("delete", vec!["key"])]
    }

    fn hear(spoken: &Spoken) -> Result<Op, Phrase> {
        match (spoken.verb.as_str(), spoken.args.as_slice()) {
            ("read", [Value::Text(key)]) => Ok(Op::Read(key.clone())),
            ("delete", [Value::Text(key)]) => Ok(Op::Delete(key.clone())),
            ("write", [Value::Text(key), value @ (Value::Int(_) | Value::Text(_))]) => Ok(Op::Write(key.clone(), value.clone())),
            (verb @ ("read" | "write" | "delete"), _) => Err(phrase!(
                "{0} takes a key, a text, and write a value too, a number or a text",
                "{0} 的参数是键（文本）；write 另需一个值（数字或文本）",
                verb
            )),
            (verb, _) => Err(phrase!(
                "there is no operation {0}: try read, write or delete",
                "没有操作 {0}：可用 read、write、delete",
                verb
            )),
        }
    }

    fn suggestions(&self, _client: Pid, asked: &[Op]) -> Vec<Suggestion<Op>> {
        let key = "x".to_owned();
        let next = asked.iter().filter_map(|op| if let Op::Write(_, Value::Int(i)) = op { Some(*i) } else { None }).max();
        let ops =
            [Op::Write(key.clone(), Value::Int(next.unwrap_or(0).saturating_add(1))), Op::Read(key.clone()), Op::Delete(key)];
        ops.map(|op| Suggestion { label: show::operation(&op), op }).into()
    }

    fn timer_id(timer: &Timer) -> String {
        match timer {
            Timer::GiveUp(op) => format!("give-up {}", op.0 + 1),
            Timer::Fallback(op) => format!("fallback {}", op.0 + 1),
            Timer::Forget(op) => format!("forget {}", op.0 + 1),
            Timer::HandOver => "hand-over".to_owned(),
            Timer::Collect(key, write) => format!("collect {key} {}", write.0 + 1),
        }
    }

    fn timer_name(timer: &Timer) -> Phrase {
        match timer {
            Timer::GiveUp(_) => phrase!("gives up waiting", "放弃等待"),
            Timer::Fallback(_) => phrase!("turns to a spare node", "转向备用节点"),
            Timer::Forget(_) => phrase!("forgets the operation", "不再跟踪该操作"),
            Timer::HandOver => phrase!("tries to hand over", "尝试移交"),
            Timer::Collect(key, _) => phrase!("forgets the tombstone of {0}", "清除 {0} 的墓碑", &**key),
        }
    }

    fn timer_of(id: &str) -> Option<Timer> {
        let operation = |number: &str| number.parse::<u32>().ok()?.checked_sub(1).map(OperationId);
        match id.split_once(' ') {
            None => (id == "hand-over").then_some(Timer::HandOver),
            Some(("give-up", op)) => operation(op).map(Timer::GiveUp),
            Some(("fallback", op)) => operation(op).map(Timer::Fallback),
            Some(("forget", op)) => operation(op).map(Timer::Forget),
            Some(("collect", rest)) => {
                let (key, write) = rest.rsplit_once(' ')?;
                Some(Timer::Collect(key.to_owned(), operation(write)?))
            }
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
        history::history(past)
    }

    fn show_node(&self, pid: Pid, world: &dyn Nodes<Self>) -> NodeView {
        self.node_view(pid, world)
    }

    fn show_message(&self, msg: &super::Msg) -> MessageView {
        self.message_view(msg)
    }

    fn show_operation(&self, id: OperationId, op: &Op, ret: Option<&Ret>) -> OperationView {
        show::operation_view(id, op, ret)
    }
}
