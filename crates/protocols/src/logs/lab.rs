//! The lab: everything that the outside needs.

use super::{Command, Logs, ReplicatedLogs, scenarios, show};
use crate::abreast::{Asked, Lineup, Side};
use crate::multi_paxos::MultiPaxos;
use crate::raft::Raft;
use crate::zab::Zab;
use crate::{
    Consequence, Datum, Gauge, Kind, NodeView, Nodes, OperationView, ParamSpec, Params, Past, Scenario, Spoken, Suggestion,
};
use synod_check::Property;
use synod_kernel::{OperationId, Pid};
use synod_words::{Phrase, phrase};

impl Lineup for Logs {
    type Op = Command;
    const ID: &'static str = "logs";
    const SIDES: &'static [Side] = &[
        Side {
            id: "paxos",
            name: "Multi-Paxos",
            kind: <dyn Kind>::of::<MultiPaxos>(),
            measures: ["messages_paxos", "delays_paxos"],
        },
        Side { id: "raft", name: "Raft", kind: <dyn Kind>::of::<Raft>(), measures: ["messages_raft", "delays_raft"] },
        Side { id: "zab", name: "ZAB", kind: <dyn Kind>::of::<Zab>(), measures: ["messages_zab", "delays_zab"] },
    ];
    const PROMISES: &'static [Asked] = &[
        (Property::SameLog, &["paxos-same-log", "raft-same-log", "zab-same-log"]),
        (Property::PrimaryOrder, &["paxos-primary-order", "raft-primary-order", "zab-primary-order"]),
        (Property::Progress, &["paxos-progress", "raft-progress", "zab-progress"]),
    ];

    fn name() -> Phrase {
        phrase!("Replicated logs side by side", "复制日志并列")
    }

    fn about() -> Phrase {
        phrase!(
            "The same servers keep a log by Multi-Paxos, one by Raft and one by ZAB, and every fault befalls all three: how they elect, what a new leader does with entries that it finds, and what a command costs.",
            "同一组服务器同时用 Multi-Paxos、Raft 和 ZAB 各维护一份日志，每个故障都同时作用于三者：如何选举，新领导者如何处理遗留的条目，一个命令的代价多大。"
        )
    }

    fn source() -> &'static str {
        "Lamport, Paxos Made Simple, 2001; Ongaro & Ousterhout, In Search of an Understandable Consensus Algorithm, USENIX ATC 2014; Junqueira, Reed & Serafini, Zab, DSN 2011"
    }

    fn params() -> Vec<ParamSpec> {
        Logs::specs()
    }

    fn params_of(side: &Side, params: &Params) -> Params {
        Logs::params_of_part(side, params)
    }

    fn with(params: &Params) -> Self {
        Logs::from_params(params)
    }

    fn consequences(&self, _all: &ReplicatedLogs) -> Vec<Consequence> {
        self.explain()
    }

    fn scenarios() -> Vec<Scenario> {
        scenarios::all()
    }

    fn say(op: &Command) -> Spoken {
        op.say()
    }

    fn verbs() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![("command", vec!["letter"])]
    }

    fn hear(spoken: &Spoken) -> Result<Command, Phrase> {
        Command::hear(spoken)
    }

    fn suggestions(&self, asked: &[Command]) -> Vec<Suggestion<Command>> {
        Command::suggestions(asked)
    }

    fn asks(part: usize, op: &Command) -> Datum {
        op.asks(part)
    }

    fn measures(_all: &ReplicatedLogs, past: &Past<'_, ReplicatedLogs>) -> Vec<Gauge> {
        super::gauges::all(past)
    }

    fn show_node(&self, pid: Pid, world: &dyn Nodes<ReplicatedLogs>) -> NodeView {
        self.node_view(pid, world)
    }

    fn show_operation(&self, _id: OperationId, op: &Command, answers: Option<&[Datum]>) -> OperationView {
        show::operation_view(*op, answers)
    }
}
