//! The lab: everything that the outside needs, gathered from the files beside this one.

use super::{Models, Msg, Op, Ret, Timer, history, scenarios, show};
use crate::{
    BadParam, Cause, Cluster, Consequence, Lab, MessageView, NodeView, Nodes, OperationView, ParamSpec, Params, Past, Promise,
    Rule, Scenario, Spoken, Suggestion,
};
use synod_check::{History, Model, Value};
use synod_kernel::{OperationId, Pid};
use synod_words::{Phrase, phrase};

impl Lab for Models {
    const ID: &'static str = "models";

    fn name() -> Phrase {
        phrase!("Consistency models", "一致性模型")
    }

    fn about() -> Phrase {
        phrase!(
            "One replicated store. Switch the guarantees on one by one, from eventual to linearizable, and see what each keeps and what it costs.",
            "同一个多副本存储。从最终一致到可线性化，逐个打开各种保证，看每一种保住什么、代价是什么。"
        )
    }

    fn source() -> &'static str {
        "Terry et al., Session Guarantees for Weakly Consistent Replicated Data, PDIS 1994; Vogels, Eventually Consistent, CACM 52(1), 2009; \
         Ahamad et al., Causal Memory, Distributed Computing 9, 1995; Attiya & Welch, TOCS 12(2), 1994; Attiya, Bar-Noy & Dolev, JACM 42(1), \
         1995; Viotti & Vukolić, ACM CSUR 49(1), 2016"
    }

    fn params() -> Vec<ParamSpec> {
        Models::specs()
    }

    fn with(params: &Params) -> Result<Self, BadParam> {
        Ok(Models::from_params(params))
    }

    fn fit(params: &mut Params) {
        Models::fit_params(params);
    }

    fn consequences(&self) -> Vec<Consequence> {
        self.explain()
    }

    fn cluster(&self) -> Cluster {
        self.processes()
    }

    fn promises(&self) -> Vec<Promise> {
        // Strongest first.
        let single_copy = [Model::Linearizable, Model::Regular];
        let versions = Some(Model::KStaleness(self.bound_versions)).filter(|_| self.bound_versions > 0);
        let time = Some(Model::TStaleness(self.bound_ms * 1_000)).filter(|_| self.bound_ms > 0);
        let ordered = [Model::Sequential, Model::Causal, Model::Pram, Model::ConsistentPrefix];
        let sessions = [Model::WritesFollowReads, Model::MonotonicWrites, Model::MonotonicReads, Model::ReadYourWrites];
        let at_rest = [Model::NoLostWrites, Model::Eventual];
        single_copy
            .into_iter()
            .chain(versions)
            .chain(time)
            .chain(ordered)
            .chain(sessions)
            .chain(at_rest)
            .map(Promise::of)
            .collect()
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
        vec![("read", vec!["key"]), ("write", vec!["key", "value"])]
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
            (verb, _) => Err(phrase!("there is no operation {0}: try read or write", "没有操作 {0}：可用 read、write", verb)),
        }
    }

    fn suggestions(&self, _client: Pid, asked: &[Op]) -> Vec<Suggestion<Op>> {
        let next = |key: &str| {
            let written = asked.iter().filter_map(|op| match op {
                Op::Write(other, Value::Int(i)) if other == key => Some(*i),
                _ => None,
            });
            Op::Write(key.to_owned(), Value::Int(written.max().unwrap_or(0).saturating_add(1)))
        };
        let ops = [next("x"), Op::Read("x".to_owned()), next("y"), Op::Read("y".to_owned())];
        ops.map(|op| Suggestion { label: show::operation(&op), op }).into()
    }

    fn timer_id(timer: &Timer) -> String {
        match timer {
            Timer::GiveUp(op) => format!("give-up {}", op.0 + 1),
            Timer::Push => "push".to_owned(),
            Timer::Resend => "resend".to_owned(),
            Timer::Again => "again".to_owned(),
            Timer::Forget(op) => format!("forget {}", op.0 + 1),
            Timer::Repeat(op) => format!("repeat {}", op.0 + 1),
        }
    }

    fn timer_name(timer: &Timer) -> Phrase {
        match timer {
            Timer::GiveUp(_) => phrase!("gives up waiting", "放弃等待"),
            Timer::Push => phrase!("tells the others what is new", "把新的写告知其他副本"),
            Timer::Resend => phrase!("tells those again who may be behind", "再次告知可能落后的副本"),
            Timer::Again => phrase!("asks again for what it lacks", "再次拉取缺少的写"),
            Timer::Forget(_) => phrase!("forgets the operation", "不再跟踪该操作"),
            Timer::Repeat(_) => phrase!("asks the silent ones again", "再次询问没有应答的副本"),
        }
    }

    fn timer_of(id: &str) -> Option<Timer> {
        let operation = |number: &str| number.parse::<u32>().ok()?.checked_sub(1).map(OperationId);
        match id.split_once(' ') {
            None => match id {
                "push" => Some(Timer::Push),
                "resend" => Some(Timer::Resend),
                "again" => Some(Timer::Again),
                _ => None,
            },
            Some(("give-up", op)) => operation(op).map(Timer::GiveUp),
            Some(("forget", op)) => operation(op).map(Timer::Forget),
            Some(("repeat", op)) => operation(op).map(Timer::Repeat),
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

    fn show_message(&self, msg: &Msg) -> MessageView {
        self.message_view(msg)
    }

    fn show_operation(&self, id: OperationId, op: &Op, ret: Option<&Ret>) -> OperationView {
        show::operation_view(id, op, ret)
    }
}
