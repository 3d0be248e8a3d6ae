//! The lab: everything that the outside needs, gathered from the files beside this one.

use super::{Msg, Op, RequestReply, Ret, Timer, scenarios};
use crate::{
    BadParam, Cause, Cluster, Consequence, Lab, MessageView, NodeView, Nodes, OperationView, ParamSpec, Params, Promise, Rule,
    Scenario, Spoken, Suggestion,
};
use synod_check::Property;
use synod_kernel::{OperationId, Pid};
use synod_words::{Phrase, phrase};

impl Lab for RequestReply {
    const ID: &'static str = "request";

    fn name() -> Phrase {
        phrase!("Request and reply", "请求与应答")
    }

    fn about() -> Phrase {
        phrase!(
            "Every request ends in success, failure or a time-out. Lose messages, crash the server, send again, and see how often a request is executed, and what the client can know.",
            "每次请求都有三态：成功、失败、超时。丢失消息、让服务器宕机、重发请求，看一个请求究竟执行几次，而客户端又能知道什么。"
        )
    }

    fn source() -> &'static str {
        "Birrell & Nelson, Implementing Remote Procedure Calls, ACM TOCS 2(1), 1984; Spector, CACM 25(4), 1982; Saltzer, Reed & Clark, ACM TOCS 2(4), 1984; Alsberg & Day, ICSE 1976; Lamport, CACM 21(7), 1978; Fidge, 1988; Mattern, 1989"
    }

    fn params() -> Vec<ParamSpec> {
        RequestReply::specs()
    }

    fn with(params: &Params) -> Result<Self, BadParam> {
        Ok(RequestReply::from_params(params))
    }

    fn consequences(&self) -> Vec<Consequence> {
        self.explain()
    }

    fn cluster(&self) -> Cluster {
        self.cluster_of()
    }

    fn promises(&self) -> Vec<Promise> {
        let ladder = [Property::AtMostOnce, Property::EffectOnce, Property::AnsweredExecuted, Property::Served];
        ladder.map(Promise::that).into()
    }

    fn scenarios() -> Vec<Scenario> {
        scenarios::all()
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
        Op::suggestions(asked)
    }

    fn timer_id(timer: &Timer) -> String {
        let id = match timer {
            Timer::TimeOut => "time-out",
            Timer::Work => "work",
            Timer::Copy => "copy",
            Timer::Probe => "probe",
        };
        id.to_owned()
    }

    fn timer_name(timer: &Timer) -> Phrase {
        match timer {
            Timer::TimeOut => phrase!("time-out", "超时"),
            Timer::Work => phrase!("has worked on the request", "请求处理完毕"),
            Timer::Copy => phrase!("gives up waiting for the stand-by", "不再等待备用服务器"),
            Timer::Probe => phrase!("takes the leader for dead", "认定主服务器已宕机"),
        }
    }

    fn timer_of(id: &str) -> Option<Timer> {
        [Timer::TimeOut, Timer::Work, Timer::Copy, Timer::Probe].into_iter().find(|timer| Self::timer_id(timer) == id)
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

    fn show_operation(&self, id: OperationId, op: &Op, ret: Option<&Ret>) -> OperationView {
        op.view(id, ret)
    }
}
