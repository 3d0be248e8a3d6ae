//! The lab: everything that the outside needs, gathered from the files beside this one.

use super::{Choice, Membership, Msg, Op, Ret, Timer, scenarios, show};
use crate::{
    BadParam, Cause, Cluster, Consequence, Lab, MessageView, NodeView, Nodes, OperationView, ParamSpec, Params, Promise, Rule,
    Scenario, Spoken, Suggestion,
};
use synod_check::{Property, Value};
use synod_kernel::{OperationId, Pid};
use synod_words::{Phrase, phrase};

impl Lab for Membership {
    const ID: &'static str = "membership";

    fn name() -> Phrase {
        phrase!("Membership and failure detection", "成员管理与故障检测")
    }

    fn about() -> Phrase {
        phrase!(
            "Nobody can tell a crashed member from a slow one. Crash, pause and cut off members, and see how soon each detector finds out, whom it accuses falsely, and what that costs.",
            "谁也无法区分宕机的成员与缓慢的成员。让成员宕机、暂停或断开，看各种检测方式多久发现、冤枉了谁、代价多大。"
        )
    }

    fn source() -> &'static str {
        "Chandra & Toueg, JACM 43(2), 1996; Das, Gupta & Motivala, SWIM, DSN 2002; Hayashibara et al., The φ Accrual Failure Detector, SRDS 2004"
    }

    fn params() -> Vec<ParamSpec> {
        Membership::specs()
    }

    fn with(params: &Params) -> Result<Self, BadParam> {
        Ok(Membership::from_params(params))
    }

    fn consequences(&self) -> Vec<Consequence> {
        self.explain()
    }

    fn cluster(&self) -> Cluster {
        self.processes()
    }

    fn promises(&self) -> Vec<Promise> {
        [Property::Accurate, Property::Confirmed, Property::EventuallyAccurate, Property::Complete].map(Promise::that).into()
    }

    fn scenarios() -> Vec<Scenario> {
        scenarios::all()
    }

    fn say(op: &Op) -> Spoken {
        let verb = match op {
            Op::Join(_) => "join",
            Op::Leave(_) => "leave",
        };
        Spoken { verb: verb.to_owned(), args: vec![Value::Text(format!("m{}", op.process().0 + 1))] }
    }

    fn verbs() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![("join", vec!["member"]), ("leave", vec!["member"])]
    }

    fn hear(spoken: &Spoken) -> Result<Op, Phrase> {
        let about = match spoken.args.as_slice() {
            [Value::Text(name)] => Membership::named(name).filter(|pid| pid.0 < 20),
            _ => None,
        };
        match (spoken.verb.as_str(), about) {
            ("join", Some(pid)) => Ok(Op::Join(pid)),
            ("leave", Some(pid)) => Ok(Op::Leave(pid)),
            ("join" | "leave", None) => {
                Err(phrase!("join and leave take the name of a member: m1, m2, …", "join 和 leave 的参数是成员名：m1、m2……"))
            }
            (verb, _) => Err(phrase!("there is no operation {0}: try join or leave", "没有操作 {0}：可用 join、leave", verb)),
        }
    }

    fn suggestions(&self, _client: Pid, asked: &[Op]) -> Vec<Suggestion<Op>> {
        let last = Pid(self.n - 1);
        let leaves = asked.iter().rfind(|op| op.process() == last);
        let is_out = leaves.map_or(!self.starts_inside(last), |op| matches!(op, Op::Leave(_)));
        let ops = if is_out { [Op::Join(last), Op::Leave(last)] } else { [Op::Leave(last), Op::Join(last)] };
        ops.map(|op| Suggestion { label: show::operation(op), op }).into()
    }

    fn timer_id(timer: &Timer) -> String {
        match timer {
            Timer::Beat => "beat".to_owned(),
            Timer::Period => "period".to_owned(),
            Timer::Ack => "ack".to_owned(),
            Timer::Join => "join".to_owned(),
            Timer::Silence(pid) => format!("silence {}", pid.0 + 1),
            Timer::Suspicion(pid) => format!("suspicion {}", pid.0 + 1),
            Timer::GiveUp(op) => format!("give-up {}", op.0 + 1),
        }
    }

    fn timer_name(timer: &Timer) -> Phrase {
        let name = |pid: &Pid| format!("m{}", pid.0 + 1);
        match timer {
            Timer::Beat => phrase!("next heartbeat", "下一次心跳"),
            Timer::Period => phrase!("next period", "下一个周期"),
            Timer::Ack => phrase!("no direct answer", "没有直接应答"),
            Timer::Join => phrase!("asks another to let it join", "改请另一成员接纳"),
            Timer::Silence(pid) => phrase!("suspects {0}", "怀疑 {0}", name(pid)),
            Timer::Suspicion(pid) => phrase!("declares {0} failed", "宣告 {0} 故障", name(pid)),
            Timer::GiveUp(_) => phrase!("gives up waiting", "放弃等待"),
        }
    }

    fn timer_of(id: &str) -> Option<Timer> {
        let number = |text: &str| text.parse::<u16>().ok()?.checked_sub(1).map(Pid);
        match id.split_once(' ') {
            None => [Timer::Beat, Timer::Period, Timer::Ack, Timer::Join].into_iter().find(|t| Membership::timer_id(t) == id),
            Some(("silence", pid)) => number(pid).map(Timer::Silence),
            Some(("suspicion", pid)) => number(pid).map(Timer::Suspicion),
            Some(("give-up", op)) => op.parse::<u32>().ok()?.checked_sub(1).map(|op| Timer::GiveUp(OperationId(op))),
            Some(_) => None,
        }
    }

    fn choice_id(choice: &Choice) -> String {
        match choice {
            Choice::Target => "target".to_owned(),
            Choice::Contact => "contact".to_owned(),
            Choice::Helper(nth) => format!("helper {}", u16::from(*nth) + 1),
        }
    }

    fn choice_of(id: &str) -> Option<Choice> {
        match id.split_once(' ') {
            None => [Choice::Target, Choice::Contact].into_iter().find(|choice| Membership::choice_id(choice) == id),
            Some(("helper", nth)) => nth.parse::<u8>().ok()?.checked_sub(1).map(Choice::Helper),
            Some(_) => None,
        }
    }

    fn rule(&self, _pid: Pid, cause: Cause<'_, Self>) -> Rule {
        self.rule_of(&cause)
    }

    fn show_node(&self, pid: Pid, world: &dyn Nodes<Self>) -> NodeView {
        self.node_view(pid, world)
    }

    fn show_message(&self, msg: &Msg) -> MessageView {
        show::message(msg)
    }

    fn show_operation(&self, _id: OperationId, op: &Op, ret: Option<&Ret>) -> OperationView {
        show::operation_view(*op, ret)
    }
}
