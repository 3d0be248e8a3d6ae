//! The lab: everything that the outside needs, gathered from the files beside this one.

use super::{Msg, ThreePhase, Timer, scenarios, show};
use crate::commit::{Op, Ret, Transaction};
use crate::{
    BadParam, Cause, Cluster, Consequence, Lab, MessageView, NodeView, Nodes, OperationView, ParamSpec, Params, Promise, Rule,
    Scenario, Spoken, Suggestion,
};
use synod_check::Property;
use synod_kernel::{OperationId, Pid};
use synod_words::{Phrase, phrase};

impl Lab for ThreePhase {
    const ID: &'static str = "3pc";

    fn name() -> Phrase {
        phrase!("Three-phase commit", "三阶段提交（3PC）")
    }

    fn about() -> Phrase {
        phrase!(
            "The transfer of two-phase commit with a phase in between, so that nobody who works has to wait for a coordinator that has crashed. Crash processes at any point; then try what it does not withstand, a partition.",
            "在两阶段提交的转账中间多加一个阶段，使正常运行的参与者不必等待宕机的协调者。让进程在任意时刻宕机，再试试它承受不了的网络分区。"
        )
    }

    fn source() -> &'static str {
        "Skeen, Nonblocking Commit Protocols, SIGMOD 1981; Bernstein, Hadzilacos & Goodman, Concurrency Control and Recovery in Database Systems, 1987, § 7.5"
    }

    fn params() -> Vec<ParamSpec> {
        ThreePhase::specs()
    }

    fn with(params: &Params) -> Result<Self, BadParam> {
        Ok(ThreePhase::from_params(params))
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
            Timer::Forced(t) => format!("forced {t}"),
            Timer::Votes(t) => format!("votes {t}"),
            Timer::PreAcks(t) => format!("acks {t}"),
            Timer::Resend(t) => format!("resend {t}"),
            Timer::Silent(t) => format!("silent {t}"),
            Timer::States(t) => format!("states {t}"),
            Timer::Inquire(t) => format!("inquire {t}"),
        }
    }

    fn timer_name(timer: &Timer) -> Phrase {
        match timer {
            Timer::GiveUp(_) => phrase!("gives up waiting", "放弃等待"),
            Timer::Next => phrase!("sends the next message", "发送下一条消息"),
            Timer::Forced(t) => phrase!("has written its log ({0})", "日志写完（{0}）", *t),
            Timer::Votes(t) => phrase!("gives up waiting for votes ({0})", "不再等待反馈（{0}）", *t),
            Timer::PreAcks(t) => phrase!("gives up waiting for acks ({0})", "不再等待 Ack（{0}）", *t),
            Timer::Resend(t) => phrase!("tells its decision again ({0})", "重发决定（{0}）", *t),
            Timer::Silent(t) => phrase!("has waited for its coordinator ({0})", "等待协调者超时（{0}）", *t),
            Timer::States(t) => phrase!("gives up waiting for states ({0})", "不再等待状态（{0}）", *t),
            Timer::Inquire(t) => phrase!("asks for the decision again ({0})", "再次询问决定（{0}）", *t),
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
            "forced" => Some(Timer::Forced(number)),
            "votes" => Some(Timer::Votes(number)),
            "acks" => Some(Timer::PreAcks(number)),
            "resend" => Some(Timer::Resend(number)),
            "silent" => Some(Timer::Silent(number)),
            "states" => Some(Timer::States(number)),
            "inquire" => Some(Timer::Inquire(number)),
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
