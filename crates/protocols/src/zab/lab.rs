//! The lab: everything that the outside needs, gathered from the files beside this one.

use super::{Msg, Op, Ret, Timer, Zab, scenarios, show};
use crate::{
    BadParam, Cause, Cluster, Consequence, Lab, MessageView, NodeView, Nodes, OperationView, ParamSpec, Params, Past, Promise,
    Rule, Scenario, Spoken, Suggestion,
};
use synod_check::{Answer, Call, History, Model, Operation, Property, Source, Value};
use synod_kernel::{OperationId, Pid};
use synod_words::{Phrase, phrase};

const TIMERS: [Timer; 4] = [Timer::Retry, Timer::GiveUp, Timer::Suspect, Timer::Resend];

impl Lab for Zab {
    const ID: &'static str = "zab";

    fn name() -> Phrase {
        phrase!("ZAB", "ZAB")
    }

    fn about() -> Phrase {
        phrase!(
            "The atomic broadcast of ZooKeeper: a primary broadcasts what requests change, and every change depends on those before it. Stop the primary at any moment, and compare with Multi-Paxos under the same faults.",
            "ZooKeeper 的原子广播：主进程广播请求引起的变更，每个变更都依赖之前的变更。让主进程在任意时刻宕机，并在相同的故障下与 Multi-Paxos 比较。"
        )
    }

    fn source() -> &'static str {
        "Junqueira, Reed & Serafini, Zab: High-performance broadcast for primary-backup systems, DSN 2011; Lamport, Paxos Made Simple, 2001"
    }

    fn params() -> Vec<ParamSpec> {
        Zab::specs()
    }

    fn with(params: &Params) -> Result<Self, BadParam> {
        Ok(Zab::from_params(params))
    }

    fn consequences(&self) -> Vec<Consequence> {
        self.explain()
    }

    fn cluster(&self) -> Cluster {
        self.processes()
    }

    fn promises(&self) -> Vec<Promise> {
        vec![
            Promise::that(Property::PrimaryOrder),
            Promise::that(Property::PrimaryIntegrity),
            Promise::that(Property::SameLog),
            Promise::that(Property::Validity),
            Promise::of(Model::Linearizable),
            Promise::that(Property::Progress),
        ]
    }

    fn scenarios() -> Vec<Scenario> {
        scenarios::all()
    }

    fn say(op: &Op) -> Spoken {
        let spoken = |verb: &str, args| Spoken { verb: verb.to_owned(), args };
        match op {
            Op::Read(key) => spoken("read", vec![Value::Text(key.clone())]),
            Op::Append(key, text) => spoken("append", vec![Value::Text(key.clone()), Value::Text(text.clone())]),
        }
    }

    fn verbs() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![("append", vec!["key", "text"]), ("read", vec!["key"])]
    }

    fn hear(spoken: &Spoken) -> Result<Op, Phrase> {
        match (spoken.verb.as_str(), spoken.args.as_slice()) {
            ("read", [Value::Text(key)]) => Ok(Op::Read(key.clone())),
            ("append", [Value::Text(key), Value::Text(text)]) => Ok(Op::Append(key.clone(), text.clone())),
            (verb @ ("read" | "append"), _) => {
                Err(phrase!("{0} takes a key, and append a text too", "{0} 的参数是键；append 另需一段文本", verb))
            }
            (verb, _) => Err(phrase!("there is no operation {0}: try append or read", "没有操作 {0}：可用 append、read", verb)),
        }
    }

    fn suggestions(&self, _client: Pid, asked: &[Op]) -> Vec<Suggestion<Op>> {
        let appends = asked.iter().filter(|op| matches!(op, Op::Append(..))).count();
        let letter = (b'A'..=b'Z').cycle().nth(appends).map_or('A', char::from);
        let ops = [Op::Append("x".to_owned(), letter.to_string()), Op::Read("x".to_owned())];
        ops.map(|op| Suggestion { label: show::operation(&op), op }).into()
    }

    fn timer_id(timer: &Timer) -> String {
        let id = match timer {
            Timer::Retry => "retry",
            Timer::GiveUp => "give-up",
            Timer::Suspect => "suspect",
            Timer::Resend => "resend",
        };
        id.to_owned()
    }

    fn timer_name(timer: &Timer) -> Phrase {
        match timer {
            Timer::Retry => phrase!("asks another server", "改问另一台服务器"),
            Timer::GiveUp => phrase!("gives up waiting", "放弃等待"),
            Timer::Suspect => phrase!("takes the leader for dead", "认为领导者已失效"),
            Timer::Resend => phrase!("repeats what was not answered", "重发未得到应答的消息"),
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
        let operations = past.operations().map(|life| Operation {
            client: past.names[life.client.index()].clone(),
            key: life.body.key().to_owned(),
            call: match life.body {
                Op::Read(_) => Call::Read,
                Op::Append(_, text) => Call::Append(text.clone()),
            },
            called: life.called.1.cast_signed(),
            returned: life.returned.and_then(|((_, at), ret)| Some((at.cast_signed(), told(ret)?))),
        });
        History { operations: operations.collect(), store_order: Vec::new(), replicas: None, source: Source::Lab }
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

/// What an answer tells the client; nothing where the outcome is unknown.
fn told(ret: &Ret) -> Option<Answer> {
    match ret {
        Ret::Done => Some(Answer::Done),
        Ret::Found(value) => Some(Answer::Read(value.clone())),
        Ret::NoAnswer => None,
    }
}
