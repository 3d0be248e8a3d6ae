//! The protocol as a lab. The catalogue does not offer it by itself: it is there to be compared with others on the same processes.

use super::{Msg, PaxosCommit, Timer};
use crate::commit::{Bank, Op, Ret};
use crate::{
    BadParam, Cause, Cluster, Consequence, Field, Knobs, Lab, MessageView, NodeView, Nodes, OperationView, ParamSpec, Params,
    Promise, Rule, Scenario, Spoken, Suggestion, Tone,
};
use synod_check::Property;
use synod_kernel::{OperationId, Pid};
use synod_words::{Phrase, phrase};

impl Lab for PaxosCommit {
    const ID: &'static str = "paxos-commit";

    fn name() -> Phrase {
        phrase!("Commit by Paxos", "用 Paxos 决定提交")
    }

    fn about() -> Phrase {
        phrase!("The outcome of a transfer is chosen by the participants as acceptors.", "转账的结果由参与者作为决策者选定。")
    }

    fn source() -> &'static str {
        "Gray & Lamport, Consensus on Transaction Commit, TODS 31(1), 2006; Lamport, Paxos Made Simple, 2001"
    }

    fn params() -> Vec<ParamSpec> {
        Bank::cast_specs().into_iter().chain(Bank::time_specs()).collect()
    }

    fn with(params: &Params) -> Result<Self, BadParam> {
        Ok(PaxosCommit { bank: Bank::with(Knobs(params)) })
    }

    fn consequences(&self) -> Vec<Consequence> {
        let phrase = phrase!(
            "A majority of {0} participants has to be up and connected: {1} may fail, and the coordinator too.",
            "{0} 个参与者中须有多数派正常且连通：可容许 {1} 个故障，协调者也可故障。",
            self.bank.cast.participants,
            (self.bank.cast.participants - 1) / 2
        );
        vec![Consequence { tone: Tone::Fine, phrase }]
    }

    fn cluster(&self) -> Cluster {
        self.bank.cluster()
    }

    fn promises(&self) -> Vec<Promise> {
        [Property::Ac1, Property::NonBlocking, Property::Ac5].map(Promise::that).into()
    }

    fn scenarios() -> Vec<Scenario> {
        Vec::new()
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
        match *timer {
            Timer::GiveUp(op) => format!("give-up {}", op.0 + 1),
            Timer::Next => "next".to_owned(),
            Timer::Votes(t) => format!("votes {t}"),
            Timer::Forced(t) => format!("forced {t}"),
            Timer::Doubt(t) => format!("doubt {t}"),
            Timer::Round(t) => format!("round {t}"),
            Timer::Tell(t) => format!("tell {t}"),
        }
    }

    fn timer_of(id: &str) -> Option<Timer> {
        if id == "next" {
            return Some(Timer::Next);
        }
        let (what, number) = id.split_once(' ')?;
        let number: u32 = number.parse().ok()?;
        match what {
            "give-up" => number.checked_sub(1).map(|n| Timer::GiveUp(OperationId(n))),
            "votes" => Some(Timer::Votes(number)),
            "forced" => Some(Timer::Forced(number)),
            "doubt" => Some(Timer::Doubt(number)),
            "round" => Some(Timer::Round(number)),
            "tell" => Some(Timer::Tell(number)),
            _ => None,
        }
    }

    fn timer_name(timer: &Timer) -> Phrase {
        match timer {
            Timer::GiveUp(_) => phrase!("gives up waiting", "放弃等待"),
            Timer::Next => phrase!("sends the next message", "发出下一条消息"),
            Timer::Votes(_) => phrase!("waits for votes", "等待反馈"),
            Timer::Forced(_) => phrase!("forces its log", "强制写日志"),
            Timer::Doubt(_) => phrase!("waits for the outcome", "等待结果"),
            Timer::Round(_) => phrase!("waits for a majority", "等待多数派"),
            Timer::Tell(_) => phrase!("tells the outcome again", "再次告知结果"),
        }
    }

    fn choice_id((): &()) -> String {
        String::new()
    }

    fn choice_of(_: &str) -> Option<()> {
        None
    }

    fn rule(&self, _pid: Pid, cause: Cause<'_, Self>) -> Rule {
        match cause {
            Cause::Message(msg) => PaxosCommit::rule_of_message(msg),
            Cause::Timeout(timer) => PaxosCommit::rule_of_timer(*timer),
            Cause::Request(op) => op.rule(),
            Cause::Restart | Cause::Chosen(()) => PaxosCommit::rule_of_restart(),
        }
    }

    fn show_node(&self, pid: Pid, world: &dyn Nodes<Self>) -> NodeView {
        let Some(disk) = world.disk(pid) else { return NodeView::default() };
        let balance = Phrase::verbatim(disk.journal().balance().to_string());
        let account = Field { name: phrase!("account", "账户"), value: balance };
        let fields = self.bank.cast.is_participant(pid).then_some(account).into_iter().collect();
        NodeView { log: disk.journal().cells(), fields, ..NodeView::default() }
    }

    fn show_message(&self, msg: &Msg) -> MessageView {
        PaxosCommit::message_view(msg)
    }

    fn show_operation(&self, id: OperationId, op: &Op, ret: Option<&Ret>) -> OperationView {
        op.view(id, ret.copied())
    }
}
