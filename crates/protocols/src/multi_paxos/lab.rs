//! The lab: everything that the outside needs, gathered from the files beside this one.

use super::{Msg, MultiPaxos, Op, Ret, Timer, history, scenarios, show};
use crate::{
    BadParam, Cause, Cluster, Consequence, Lab, MessageView, NodeView, Nodes, OperationView, ParamSpec, Params, Past, Promise,
    Rule, Scenario, Spoken, Suggestion,
};
use synod_check::{History, Model, Property, Value};
use synod_kernel::{OperationId, Pid};
use synod_words::{Phrase, phrase};

const TIMERS: [Timer; 6] = [Timer::Retry, Timer::GiveUp, Timer::Suspect, Timer::Resend, Timer::Heartbeat, Timer::CatchUp];

impl Lab for MultiPaxos {
    const ID: &'static str = "multi-paxos";

    fn name() -> Phrase {
        phrase!("Multi-Paxos", "Multi-Paxos")
    }

    fn about() -> Phrase {
        phrase!(
            "A log of commands, agreed on slot by slot. The first round elects a leader for all slots; from then on the leader alone needs one round trip a command. Stop the leader, part the servers, and see whether the log stays one.",
            "逐槽达成一致的命令日志。第一轮为所有槽选出领导者；此后每个命令由领导者用一次往返即可确认。让领导者宕机、让服务器分区，看日志是否始终一致。"
        )
    }

    fn source() -> &'static str {
        "Lamport, Paxos Made Simple, 2001; Lamport, The Part-Time Parliament, 1998; van Renesse & Altinbuken, Paxos Made Moderately Complex, 2015; Howard, Malkhi & Spiegelman, Flexible Paxos, 2016"
    }

    fn params() -> Vec<ParamSpec> {
        MultiPaxos::specs()
    }

    fn with(params: &Params) -> Result<Self, BadParam> {
        MultiPaxos::from_params(params)
    }

    fn fit(params: &mut Params) {
        MultiPaxos::fit_params(params);
    }

    fn consequences(&self) -> Vec<Consequence> {
        self.explain()
    }

    fn cluster(&self) -> Cluster {
        self.processes()
    }

    fn promises(&self) -> Vec<Promise> {
        vec![
            Promise::that(Property::Agreement),
            Promise::that(Property::Validity),
            Promise::that(Property::Integrity),
            Promise::that(Property::SameLog),
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
            Op::Write(key, value) => spoken("write", vec![Value::Text(key.clone()), value.clone()]),
        }
    }

    fn verbs() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![("write", vec!["key", "value"]), ("read", vec!["key"])]
    }

    fn hear(spoken: &Spoken) -> Result<Op, Phrase> {
        match (spoken.verb.as_str(), spoken.args.as_slice()) {
            ("read", [Value::Text(key)]) => Ok(Op::Read(key.clone())),
            ("write", [Value::Text(key), value @ (Value::Int(_) | Value::Text(_))]) => Ok(Op::Write(key.clone(), value.clone())),
            (verb @ ("read" | "write"), _) => Err(phrase!(
                "{0} takes a key, a text, and write a value too, a number or a text",
                "{0} 的参数是键（文本）；write 另需一个值（数字或文本）",
                verb
            )),
            (verb, _) => Err(phrase!("there is no operation {0}: try write or read", "没有操作 {0}：可用 write、read", verb)),
        }
    }

    fn suggestions(&self, _client: Pid, asked: &[Op]) -> Vec<Suggestion<Op>> {
        let key = "x".to_owned();
        let next = asked.iter().filter_map(|op| if let Op::Write(_, Value::Int(i)) = op { Some(*i) } else { None }).max();
        let ops = [Op::Write(key.clone(), Value::Int(next.unwrap_or(0).saturating_add(1))), Op::Read(key)];
        ops.map(|op| Suggestion { label: show::operation(&op), op }).into()
    }

    fn timer_id(timer: &Timer) -> String {
        let id = match timer {
            Timer::Retry => "retry",
            Timer::GiveUp => "give-up",
            Timer::Suspect => "suspect",
            Timer::Resend => "resend",
            Timer::Heartbeat => "heartbeat",
            Timer::CatchUp => "catch-up",
        };
        id.to_owned()
    }

    fn timer_name(timer: &Timer) -> Phrase {
        match timer {
            Timer::Retry => phrase!("asks another server", "改问另一台服务器"),
            Timer::GiveUp => phrase!("gives up waiting", "放弃等待"),
            Timer::Suspect => phrase!("takes the leader for dead", "认为领导者已失效"),
            Timer::Resend => phrase!("repeats what was not answered", "重发未得到应答的消息"),
            Timer::Heartbeat => phrase!("sends heartbeats", "发送心跳"),
            Timer::CatchUp => phrase!("asks for missing slots", "请求缺失的槽"),
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

    fn rule(&self, pid: Pid, cause: Cause<'_, Self>) -> Rule {
        self.rule_of(pid, &cause)
    }

    fn history(&self, past: &Past<'_, Self>) -> History {
        history::history(past)
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
