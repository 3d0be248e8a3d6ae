//! The lab: everything that the outside needs, gathered from the files beside this one.

use super::{Msg, Timer, TwoPhase, scenarios, show};
use crate::commit::{Op, Ret, Transaction};
use crate::{
    BadParam, Cause, Cluster, Consequence, Lab, MessageView, NodeView, Nodes, OperationView, ParamSpec, Params, Promise, Rule,
    Scenario, Spoken, Suggestion,
};
use synod_check::Property;
use synod_kernel::{OperationId, Pid};
use synod_words::{Phrase, phrase};

impl Lab for TwoPhase {
    const ID: &'static str = "2pc";

    fn name() -> Phrase {
        phrase!("Two-phase commit", "两阶段提交（2PC）")
    }

    fn about() -> Phrase {
        phrase!(
            "A transfer between accounts on several machines: all of them do it, or none. Crash the coordinator or a participant at any point and see who is blocked, and which locks stay.",
            "跨多台机器的转账：要么全部完成，要么全不做。让协调者或参与者在任意时刻宕机，看谁被阻塞、哪些锁没有释放。"
        )
    }

    fn source() -> &'static str {
        "Gray, Notes on Data Base Operating Systems, 1978; Bernstein, Hadzilacos & Goodman, Concurrency Control and Recovery in Database Systems, 1987, ch. 7"
    }

    fn params() -> Vec<ParamSpec> {
        TwoPhase::specs()
    }

    fn with(params: &Params) -> Result<Self, BadParam> {
        Ok(TwoPhase::from_params(params))
    }

    fn consequences(&self) -> Vec<Consequence> {
        self.explain()
    }

    fn cluster(&self) -> Cluster {
        self.bank.cluster()
    }

    fn promises(&self) -> Vec<Promise> {
        let ladder = [
            Property::Ac1,
            Property::Ac2,
            Property::Ac3,
            Property::Ac4,
            Property::Ac5,
            Property::NonBlocking,
            Property::LocksReleased,
        ];
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

    fn suggestions(&self, _client: Pid, _asked: &[Op]) -> Vec<Suggestion<Op>> {
        Op::suggestions()
    }

    fn timer_id(timer: &Timer) -> String {
        match timer {
            Timer::GiveUp(op) => format!("give-up {}", op.0 + 1),
            Timer::Next => "next".to_owned(),
            Timer::Votes(t) => format!("votes {t}"),
            Timer::Forced(t) => format!("forced {t}"),
            Timer::Resend(t) => format!("resend {t}"),
            Timer::Uncertain(t) => format!("uncertain {t}"),
        }
    }

    fn timer_name(timer: &Timer) -> Phrase {
        match timer {
            Timer::GiveUp(_) => phrase!("gives up waiting", "放弃等待"),
            Timer::Next => phrase!("sends the next message", "发送下一条消息"),
            Timer::Votes(t) => phrase!("gives up waiting for votes ({0})", "不再等待反馈（{0}）", *t),
            Timer::Forced(t) => phrase!("has written its log ({0})", "日志写完（{0}）", *t),
            Timer::Resend(t) => phrase!("tells its decision again ({0})", "重发决定（{0}）", *t),
            Timer::Uncertain(t) => phrase!("has waited for the decision ({0})", "等待决定超时（{0}）", *t),
        }
    }

    fn timer_of(id: &str) -> Option<Timer> {
        if id == "next" {
            return Some(Timer::Next);
        }
        let (name, number) = id.split_once(' ')?;
        let number: Transaction = number.parse().ok().filter(|n| *n > 0)?;
        match name {
            "give-up" => Some(Timer::GiveUp(OperationId(number - 1))),
            "votes" => Some(Timer::Votes(number)),
            "forced" => Some(Timer::Forced(number)),
            "resend" => Some(Timer::Resend(number)),
            "uncertain" => Some(Timer::Uncertain(number)),
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
        show::message_view(msg)
    }

    fn show_operation(&self, id: OperationId, op: &Op, ret: Option<&Ret>) -> OperationView {
        op.view(id, ret.copied())
    }
}
