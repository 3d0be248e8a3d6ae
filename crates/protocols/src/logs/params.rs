//! The parameters of the lab, and what they are in each of the protocols.

use super::Logs;
use crate::abreast::Side;
use crate::{Choices, Conditions, Knobs, Lab, ParamSpec, ParamValue, Params};
use crate::{multi_paxos::MultiPaxos, raft::Raft};
use synod_words::{Phrase, phrase};

impl Logs {
    pub(super) fn specs() -> Vec<ParamSpec> {
        let sizes: Choices = ["3", "5"].map(|size| (size, Phrase::verbatim(size))).into();
        let mut specs = vec![
            ParamSpec::pick("servers", phrase!("Servers", "服务器数"), phrase!("How many servers", "服务器的数量"), sizes),
            ParamSpec::int("clients", phrase!("Clients", "客户端数"), phrase!("How many clients", "客户端的数量"), (1, 2, 4), ""),
            ParamSpec::int(
                "timeout",
                phrase!("Server time-out", "服务器超时"),
                phrase!(
                    "In all three, a server takes the leader for dead after one to two times as long; Raft's leader says three times as often that it is alive",
                    "三个协议中，服务器都在等待一至两倍时间后认为领导者失效；Raft 的领导者每三分之一超时发送一次心跳"
                ),
                (50, 150, 5_000),
                "ms",
            ),
            ParamSpec::int(
                "retry",
                phrase!("Client retries", "客户端重试"),
                phrase!("A client asks another server after this time", "客户端等待这么久后改问另一台服务器"),
                (20, 200, 5_000),
                "ms",
            ),
            ParamSpec::int(
                "give-up",
                phrase!("Client gives up", "客户端放弃"),
                phrase!("How long a client waits for an answer in all", "客户端等待应答的总时间"),
                (50, 1_000, 10_000),
                "ms",
            ),
        ];
        specs.extend(Conditions::specs("constant"));
        specs
    }

    pub(super) fn from_params(params: &Params) -> Logs {
        Logs { servers: servers(params) }
    }

    /// A protocol's own parameters: those of the lab by the names that they have there, and the defaults of all others.
    pub(super) fn params_of_part(side: &Side, params: &Params) -> Params {
        let mut own: Params = synod_order::map(side.kind.params().into_iter().map(|spec| (spec.id.to_owned(), spec.default)));
        own.extend(
            params
                .iter()
                .filter(|(id, _)| own.contains_key(*id))
                .map(|(id, value)| (id.clone(), value.clone()))
                .collect::<Vec<_>>(),
        );
        let timeout = Knobs(params).int::<i64>("timeout");
        let mut set = |id: &str, value: i64| drop(own.insert(id.to_owned(), ParamValue::Int(value)));
        set("n", i64::from(servers(params)));
        match side.kind.id() {
            MultiPaxos::ID => set("election", timeout),
            Raft::ID => {
                set("election", timeout);
                set("spread", timeout);
                set("heartbeat", timeout / 3);
            }
            _ => {}
        }
        own
    }
}

fn servers(params: &Params) -> u16 {
    Knobs(params).pick("servers").parse().unwrap_or(3)
}
