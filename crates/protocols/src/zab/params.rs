//! The parameters of the lab, and the processes that they make.

use crate::{Cluster, Conditions, Knobs, ParamSpec, ParamValue, Params, ProcessSpec};
use synod_kernel::Pid;
use synod_words::phrase;

/// The lab with its parameters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Zab {
    /// By which rules a new leader recovers.
    pub rules: Rules,
    /// Servers.
    pub n: u16,
    /// Clients.
    pub clients: u16,
    /// Whether followers take over the new leader's history before the broadcast begins.
    pub synchronise: bool,
    /// How long a server waits before it repeats itself, in milliseconds; the leader is suspected after one to two times that.
    pub timeout_ms: u64,
    /// How long a client waits before it asks another server, in milliseconds.
    pub retry_ms: u64,
    /// How long a client waits in all, in milliseconds.
    pub give_up_ms: u64,
    /// The network.
    pub conditions: Conditions,
}

/// By which rules a new leader recovers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Rules {
    /// One history as a whole.
    Zab,
    /// Each slot by itself.
    Paxos,
}

impl Zab {
    pub(super) fn specs() -> Vec<ParamSpec> {
        let mut specs = vec![
            ParamSpec::pick(
                "protocol",
                phrase!("Protocol", "协议"),
                phrase!(
                    "Whether a new leader takes over one history as a whole, or each slot by itself",
                    "新领导者整体接管一份历史，还是逐槽恢复"
                ),
                vec![
                    ("zab", phrase!("ZAB", "ZAB")),
                    ("paxos", phrase!("Multi-Paxos, several outstanding (unsafe)", "Multi-Paxos，多个未决提案（不安全）")),
                ],
            ),
            ParamSpec::int("n", phrase!("N", "N"), phrase!("Servers", "服务器的数量"), (3, 3, 7), ""),
            ParamSpec::int("clients", phrase!("Clients", "客户端数"), phrase!("How many clients", "客户端的数量"), (1, 2, 4), ""),
            ParamSpec::pick(
                "synchronise",
                phrase!("Synchronisation", "同步阶段"),
                phrase!(
                    "Whether followers take over the new leader's history before it broadcasts (ZAB)",
                    "新领导者广播之前，跟随者是否先接管它的历史（ZAB）"
                ),
                vec![("on", phrase!("yes", "执行")), ("skip", phrase!("skipped (unsafe)", "跳过（不安全）"))],
            ),
            ParamSpec::int(
                "timeout",
                phrase!("Server time-out", "服务器超时"),
                phrase!(
                    "A server repeats itself after this time, and suspects the leader after one to two times as long",
                    "服务器等待这么久后重发；等待一至两倍时间后怀疑领导者失效"
                ),
                (20, 100, 5_000),
                "ms",
            ),
            ParamSpec::int(
                "retry",
                phrase!("Client retries", "客户端重试"),
                phrase!("A client asks another server after this time", "客户端等待这么久后改问另一台服务器"),
                (20, 300, 5_000),
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

    pub(super) fn from_params(params: &Params) -> Zab {
        let knobs = Knobs(params);
        let ms = |id: &str| u64::from(knobs.int::<u32>(id));
        Zab {
            rules: if params.get("protocol") == Some(&ParamValue::Pick("paxos".to_owned())) { Rules::Paxos } else { Rules::Zab },
            n: knobs.int("n"),
            clients: knobs.int("clients"),
            synchronise: knobs.pick("synchronise") != "skip",
            timeout_ms: ms("timeout"),
            retry_ms: ms("retry"),
            give_up_ms: ms("give-up"),
            conditions: Conditions::with(knobs),
        }
    }

    /// Servers, then clients.
    pub(super) fn processes(&self) -> Cluster {
        let process = |i: u16| {
            let client = self.is_client(Pid(i));
            let role = if client { phrase!("client", "客户端") } else { phrase!("server", "服务器") };
            ProcessSpec { name: self.name_of(Pid(i)), role, client }
        };
        // In the model with several data centres every server has its own, and clients share the first server's.
        let sites = (0..self.n).map(|i| i as u8).chain((0..self.clients).map(|_| 0)).collect();
        Cluster { processes: (0..self.n + self.clients).map(process).collect(), network: self.conditions.network(sites) }
    }

    /// Whether the process is a client.
    pub(super) fn is_client(&self, pid: Pid) -> bool {
        pid.0 >= self.n
    }

    /// All servers.
    pub(super) fn servers(&self) -> impl Iterator<Item = Pid> + use<> {
        (0..self.n).map(Pid)
    }

    /// All servers but one.
    pub(super) fn others(&self, me: Pid) -> impl Iterator<Item = Pid> + use<> {
        self.servers().filter(move |pid| *pid != me)
    }

    /// More than half of the servers.
    pub(super) fn quorum(&self) -> usize {
        usize::from(self.n) / 2 + 1
    }

    /// Which server a client asks first.
    pub(super) fn first_server_of(&self, client: Pid) -> u16 {
        client.0.saturating_sub(self.n) % self.n.max(1)
    }

    /// `s1`, `C1`.
    pub(super) fn name_of(&self, pid: Pid) -> String {
        if self.is_client(pid) { format!("C{}", pid.0 - self.n + 1) } else { format!("s{}", pid.0 + 1) }
    }
}
