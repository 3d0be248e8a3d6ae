//! The lab: everything that the outside needs, gathered from the files beside this one.

use super::{Choice, Gossip, Msg, Op, Ret, Timer, history, scenarios, show};
use crate::{
    BadParam, Cause, Cluster, Consequence, Lab, Law, MessageView, NodeView, Nodes, OperationView, ParamSpec, Params, Past,
    Promise, Rule, Scenario, Spoken, Suggestion,
};
use synod_check::{History, Model, Property, Value};
use synod_kernel::{OperationId, Pid};
use synod_words::{Phrase, phrase};

impl Lab for Gossip {
    const ID: &'static str = "gossip";

    fn name() -> Phrase {
        phrase!("Gossip", "Gossip 协议")
    }

    fn about() -> Phrase {
        phrase!(
            "Nodes tell each other at random what they know, like people with a rumour. Choose how they do it, break nodes and links, and see who hears, when, and who never does.",
            "节点随机地把所知告诉彼此，就像人们传播流言。选择传播方式，让节点和链路出故障，看谁得知、何时得知、谁始终不知。"
        )
    }

    fn source() -> &'static str {
        "Demers et al., Epidemic Algorithms for Replicated Database Maintenance, PODC 1987"
    }

    fn params() -> Vec<ParamSpec> {
        Gossip::specs()
    }

    fn with(params: &Params) -> Result<Self, BadParam> {
        Ok(Gossip::from_params(params))
    }

    fn consequences(&self) -> Vec<Consequence> {
        self.explain()
    }

    fn cluster(&self) -> Cluster {
        self.processes()
    }

    /// Anti-entropy never comes to rest, so that a judge of a store at rest would never say anything of it: that all nodes hold the same is
    /// judged by what they declare to hold.
    fn promises(&self) -> Vec<Promise> {
        let eventual = Promise { law: Law::Property(Property::Converges), ..Promise::of(Model::Eventual) };
        let ladder = [Model::ReadYourWrites, Model::MonotonicReads, Model::NoLostWrites].map(Promise::of);
        ladder.into_iter().chain([eventual]).collect()
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
        let key = "x".to_owned();
        let next = asked.iter().filter_map(|op| if let Op::Write(_, Value::Int(i)) = op { Some(*i) } else { None }).max();
        let ops = [Op::Write(key.clone(), Value::Int(next.unwrap_or(0).saturating_add(1))), Op::Read(key)];
        ops.map(|op| Suggestion { label: show::operation(&op), op }).into()
    }

    fn timer_id(timer: &Timer) -> String {
        match timer {
            Timer::Rumour => "rumour".to_owned(),
            Timer::Compare => "compare".to_owned(),
            Timer::Join => "join".to_owned(),
            Timer::GiveUp(op) => format!("give-up {}", op.0 + 1),
        }
    }

    fn timer_name(timer: &Timer) -> Phrase {
        match timer {
            Timer::Rumour => phrase!("next round of rumours", "下一轮谣言传播"),
            Timer::Compare => phrase!("next comparison", "下一次反熵比较"),
            Timer::Join => phrase!("asks another node for news", "改向其他节点索取数据"),
            Timer::GiveUp(_) => phrase!("gives up waiting", "放弃等待"),
        }
    }

    fn timer_of(id: &str) -> Option<Timer> {
        match id.split_once(' ') {
            None => [Timer::Rumour, Timer::Compare, Timer::Join].into_iter().find(|timer| Gossip::timer_id(timer) == id),
            Some(("give-up", op)) => op.parse::<u32>().ok()?.checked_sub(1).map(|op| Timer::GiveUp(OperationId(op))),
            Some(_) => None,
        }
    }

    fn choice_id(choice: &Choice) -> String {
        match choice {
            Choice::Partner => "partner".to_owned(),
            Choice::Peer => "peer".to_owned(),
            Choice::Sponsor => "sponsor".to_owned(),
            Choice::Interest(key) => format!("interest {key}"),
        }
    }

    fn choice_of(id: &str) -> Option<Choice> {
        match id.split_once(' ') {
            None => [Choice::Partner, Choice::Peer, Choice::Sponsor].into_iter().find(|choice| Gossip::choice_id(choice) == id),
            Some(("interest", key)) => Some(Choice::Interest(key.to_owned())),
            Some(_) => None,
        }
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
        show::message(msg)
    }

    fn show_operation(&self, id: OperationId, op: &Op, ret: Option<&Ret>) -> OperationView {
        show::operation_view(id, op, ret)
    }
}
