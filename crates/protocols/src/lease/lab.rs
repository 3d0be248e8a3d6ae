//! The lab: everything that the outside needs, gathered from the files beside this one.

use super::{Leases, Msg, Op, Ret, Timer, guide, measures, scenarios, show};
use crate::{
    BadParam, Cause, Cluster, Consequence, Gauge, Guide, Lab, MessageView, NodeView, Nodes, OperationView, ParamSpec, Params,
    Past, Promise, Rule, Scenario, Spoken, Suggestion,
};
use synod_check::{Property, Value};
use synod_kernel::{OperationId, Pid};
use synod_words::{Phrase, phrase};

const TIMERS: [Timer; 7] =
    [Timer::Term, Timer::Recovered, Timer::Expiry, Timer::Extend, Timer::Retry, Timer::Work, Timer::GiveUp];

impl Lab for Leases {
    const ID: &'static str = "lease";

    fn name() -> Phrase {
        phrase!("Leases", "租约")
    }

    fn about() -> Phrase {
        phrase!(
            "A lock that ends by itself, so that a crashed holder blocks nobody for long. Crash holders, pause them, make their clocks slow, and see when two believe to hold it, and what a store can do about it.",
            "会自动到期的锁：持有者宕机，不会长久阻塞别人。让持有者宕机、暂停、时钟变慢，看何时会有两个持有者，存储又能怎样自保。"
        )
    }

    fn source() -> &'static str {
        "Gray & Cheriton, Leases, SOSP 1989; Burrows, Chubby, OSDI 2006, § 2.4"
    }

    fn params() -> Vec<ParamSpec> {
        Leases::specs()
    }

    fn with(params: &Params) -> Result<Self, BadParam> {
        Ok(Leases::from_params(params))
    }

    fn consequences(&self) -> Vec<Consequence> {
        self.explain()
    }

    fn cluster(&self) -> Cluster {
        self.processes()
    }

    fn promises(&self) -> Vec<Promise> {
        [Property::OneHolder, Property::GuardedWrites].map(Promise::that).into()
    }

    fn scenarios() -> Vec<Scenario> {
        scenarios::all()
    }

    fn guide(scenario: &str) -> Option<Guide> {
        guide::through(scenario)
    }

    fn say(op: &Op) -> Spoken {
        let (verb, args) = match op {
            Op::Acquire => ("acquire", vec![]),
            Op::Release => ("release", vec![]),
            Op::Write(value) => ("write", vec![Value::Int(*value)]),
        };
        Spoken { verb: verb.to_owned(), args }
    }

    fn verbs() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![("acquire", vec![]), ("write", vec!["value"]), ("release", vec![])]
    }

    fn hear(spoken: &Spoken) -> Result<Op, Phrase> {
        match (spoken.verb.as_str(), spoken.args.as_slice()) {
            ("acquire", []) => Ok(Op::Acquire),
            ("release", []) => Ok(Op::Release),
            ("write", [Value::Int(value)]) => Ok(Op::Write(*value)),
            ("acquire" | "release" | "write", _) => Err(phrase!(
                "write takes one value, a number; acquire and release take nothing",
                "write 的参数是一个数字；acquire 和 release 没有参数"
            )),
            (verb, _) => Err(phrase!(
                "there is no operation {0}: try acquire, write or release",
                "没有操作 {0}：可用 acquire、write、release",
                verb
            )),
        }
    }

    fn suggestions(&self, _client: Pid, asked: &[Op]) -> Vec<Suggestion<Op>> {
        let highest = asked.iter().filter_map(|op| if let Op::Write(value) = op { Some(*value) } else { None }).max();
        let ops = [Op::Acquire, Op::Write(highest.unwrap_or(0).saturating_add(1)), Op::Release];
        ops.map(|op| Suggestion { label: show::operation(op), op }).into()
    }

    fn timer_id(timer: &Timer) -> String {
        match timer {
            Timer::Term => "term",
            Timer::Recovered => "recovered",
            Timer::Expiry => "expiry",
            Timer::Extend => "extend",
            Timer::Retry => "retry",
            Timer::Work => "work",
            Timer::GiveUp => "give-up",
        }
        .to_owned()
    }

    fn timer_name(timer: &Timer) -> Phrase {
        match timer {
            Timer::Term => phrase!("end of the term", "租期结束"),
            Timer::Recovered => phrase!("grants again", "恢复授予"),
            Timer::Expiry => phrase!("stops holding", "停止持有"),
            Timer::Extend => phrase!("extends", "续租"),
            Timer::Retry => phrase!("asks again", "再次请求"),
            Timer::Work => phrase!("write is ready", "写入已备好"),
            Timer::GiveUp => phrase!("gives up waiting", "放弃等待"),
        }
    }

    fn timer_of(id: &str) -> Option<Timer> {
        TIMERS.into_iter().find(|timer| Leases::timer_id(timer) == id)
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

    fn measures(&self, past: &Past<'_, Self>) -> Vec<Gauge> {
        measures::gauges(past)
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
