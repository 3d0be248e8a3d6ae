//! The lab: everything that the outside needs, gathered from the files beside this one.

use super::{Msg, Op, Raft, Ret, Timer, guide, history, scenarios, show};
use crate::{
    BadParam, Cause, Cluster, Consequence, Guide, Lab, MessageView, NodeView, Nodes, OperationView, ParamSpec, Params, Past,
    Promise, Rule, Scenario, Spoken, Suggestion,
};
use synod_check::{History, Model, Property, Value};
use synod_kernel::{OperationId, Pid};
use synod_words::{Phrase, phrase};

const TIMERS: [Timer; 4] = [Timer::Retry, Timer::GiveUp, Timer::Election, Timer::Heartbeat];

impl Lab for Raft {
    const ID: &'static str = "raft";

    fn name() -> Phrase {
        phrase!("Raft", "Raft")
    }

    fn about() -> Phrase {
        phrase!(
            "A log of commands under one leader a term. Let election time-outs run out, crash the leader, change the members, and see which logs survive. Each rule of the paper can be left out.",
            "每个任期由一个领导者管理的命令日志。触发选举超时、让领导者宕机、变更成员，看哪些日志得以保留。论文的每条规则都可以去掉。"
        )
    }

    fn source() -> &'static str {
        "Ongaro & Ousterhout, In Search of an Understandable Consensus Algorithm, USENIX ATC 2014; Ongaro, Consensus: Bridging Theory and Practice, 2014"
    }

    fn params() -> Vec<ParamSpec> {
        Raft::specs()
    }

    fn with(params: &Params) -> Result<Self, BadParam> {
        Ok(Raft::from_params(params))
    }

    fn consequences(&self) -> Vec<Consequence> {
        self.explain()
    }

    fn cluster(&self) -> Cluster {
        self.processes()
    }

    fn promises(&self) -> Vec<Promise> {
        vec![
            Promise::that(Property::ElectionSafety),
            Promise::that(Property::LeaderAppendOnly),
            Promise::that(Property::LogMatching),
            Promise::that(Property::LeaderCompleteness),
            Promise::that(Property::SameLog),
            Promise::of(Model::Linearizable),
            Promise::that(Property::Progress),
        ]
    }

    fn scenarios() -> Vec<Scenario> {
        scenarios::all()
    }

    fn guide(scenario: &str) -> Option<Guide> {
        guide::through(scenario)
    }

    fn say(op: &Op) -> Spoken {
        let spoken = |verb: &str, args| Spoken { verb: verb.to_owned(), args };
        match op {
            Op::Read(key) => spoken("read", vec![Value::Text(key.clone())]),
            Op::Write(key, value) => spoken("write", vec![Value::Text(key.clone()), value.clone()]),
            Op::Members(members) => spoken("members", vec![Value::Text(super::command::names(members))]),
            Op::Transfer(to) => spoken("transfer", vec![Value::Text(super::command::names(&[*to]))]),
        }
    }

    fn verbs() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![("write", vec!["key", "value"]), ("read", vec!["key"]), ("members", vec!["servers"]), ("transfer", vec!["server"])]
    }

    fn hear(spoken: &Spoken) -> Result<Op, Phrase> {
        let servers = |text: &str| {
            super::command::servers(text)
                .ok_or_else(|| phrase!("{0}: servers are named S1, S2 …", "{0}：服务器的名称为 S1、S2 …", text))
        };
        match (spoken.verb.as_str(), spoken.args.as_slice()) {
            ("read", [Value::Text(key)]) => Ok(Op::Read(key.clone())),
            ("write", [Value::Text(key), value @ (Value::Int(_) | Value::Text(_))]) => Ok(Op::Write(key.clone(), value.clone())),
            ("members", [Value::Text(text)]) => Ok(Op::Members(servers(text)?)),
            ("transfer", [Value::Text(text)]) => match servers(text)?.as_slice() {
                [to] => Ok(Op::Transfer(*to)),
                _ => Err(phrase!("transfer takes one server, such as S2", "transfer 的参数是一台服务器，例如 S2")),
            },
            (verb @ ("read" | "write"), _) => Err(phrase!(
                "{0} takes a key, a text, and write a value too, a number or a text",
                "{0} 的参数是键（文本）；write 另需一个值（数字或文本）",
                verb
            )),
            (verb @ ("members" | "transfer"), _) => Err(phrase!(
                "{0} takes servers as a text, such as \"S1 S2 S3\"",
                "{0} 的参数是服务器（文本），例如 \"S1 S2 S3\"",
                verb
            )),
            (verb, _) => Err(phrase!(
                "there is no operation {0}: try write, read, members or transfer",
                "没有操作 {0}：可用 write、read、members、transfer",
                verb
            )),
        }
    }

    fn suggestions(&self, _client: Pid, asked: &[Op]) -> Vec<Suggestion<Op>> {
        let key = "x".to_owned();
        let next = asked.iter().filter_map(|op| if let Op::Write(_, Value::Int(i)) = op { Some(*i) } else { None }).max();
        let mut ops = vec![Op::Write(key.clone(), Value::Int(next.unwrap_or(0).saturating_add(1))), Op::Read(key)];
        if self.n > 1 {
            ops.push(Op::Transfer(Pid(1)));
        }
        if self.spare > 0 {
            ops.push(Op::Members((0..=self.n).map(Pid).collect()));
        } else if self.n > 2 {
            ops.push(Op::Members((0..self.n - 1).map(Pid).collect()));
        }
        ops.into_iter().map(|op| Suggestion { label: show::operation(&op), op }).collect()
    }

    fn timer_id(timer: &Timer) -> String {
        let id = match timer {
            Timer::Retry => "retry",
            Timer::GiveUp => "give-up",
            Timer::Election => "election",
            Timer::Heartbeat => "heartbeat",
        };
        id.to_owned()
    }

    fn timer_name(timer: &Timer) -> Phrase {
        match timer {
            Timer::Retry => phrase!("asks another server", "改问另一台服务器"),
            Timer::GiveUp => phrase!("gives up waiting", "放弃等待"),
            Timer::Election => phrase!("begins an election", "发起选举"),
            Timer::Heartbeat => phrase!("sends heartbeats", "发送心跳"),
        }
    }

    fn timer_of(id: &str) -> Option<Timer> {
        TIMERS.into_iter().find(|timer| Self::timer_id(timer) == id)
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

    fn show_message(&self, msg: &Msg) -> MessageView {
        show::message_view(msg)
    }

    fn show_operation(&self, _id: OperationId, op: &Op, ret: Option<&Ret>) -> OperationView {
        show::operation_view(op, ret)
    }
}
