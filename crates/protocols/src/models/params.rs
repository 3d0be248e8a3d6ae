//! The parameters of the lab, its processes, and where everything goes.

use super::Op;
use crate::{Cluster, Conditions, Knobs, ParamSpec, ParamValue, Params, ProcessSpec};
use synod_kernel::Pid;
use synod_words::{Phrase, phrase};

/// The lab with its parameters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Models {
    /// How the replicas work together.
    pub level: Level,
    /// What sessions demand. Above *eventual* all four.
    pub guarantees: Guarantees,
    /// Whether a session outlasts a crash of its client and a new connection.
    pub keeps_session: bool,
    /// Which replica an operation goes to.
    pub routing: Routing,
    /// Replicas.
    pub replicas: u16,
    /// Clients.
    pub clients: u16,
    /// How long a replica keeps news to itself, in milliseconds.
    pub lag_ms: u64,
    /// How long a client waits, in milliseconds.
    pub timeout_ms: u64,
    /// How many versions a read may be behind, where that is promised: one of so many newest; 0 where it is not.
    pub bound_versions: u32,
    /// For how long a read may miss an acknowledged write, in milliseconds, where that is promised; 0 where it is not.
    pub bound_ms: u32,
    /// The network.
    pub conditions: Conditions,
}

/// How the replicas work together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Level {
    /// Each answers by itself and tells the others later.
    Eventual,
    /// Writes are applied after all that they causally depend on.
    Causal,
    /// One replica puts all writes in order; every replica answers reads by itself.
    Sequential,
    /// Every operation asks a majority.
    Linearizable,
}

/// The four session guarantees (Terry et al. 1994, § 3).
#[allow(clippy::struct_excessive_bools, reason = "four independent guarantees, each on or off")]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Guarantees {
    /// Reads show the session's own writes.
    pub read_your_writes: bool,
    /// Reads show what earlier reads showed.
    pub monotonic_reads: bool,
    /// Writes come after the session's earlier writes.
    pub monotonic_writes: bool,
    /// Writes come after what the session has read.
    pub writes_follow_reads: bool,
}

impl Guarantees {
    /// All four together are causal consistency (Brzezinski, Sobaniec & Wawrzyniak 2004).
    pub const ALL: Guarantees =
        Guarantees { read_your_writes: true, monotonic_reads: true, monotonic_writes: true, writes_follow_reads: true };
    /// None.
    pub const NONE: Guarantees =
        Guarantees { read_your_writes: false, monotonic_reads: false, monotonic_writes: false, writes_follow_reads: false };
}

/// Which replica an operation goes to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Routing {
    /// The next one each time.
    Roaming,
    /// The same one, until it does not answer.
    Sticky,
}

/// The ids of the four switches.
pub(super) const SWITCHES: [&str; 4] = ["read-your-writes", "monotonic-reads", "monotonic-writes", "writes-follow-reads"];

/// How long a replica waits before it asks again, in milliseconds, the first time.
const RETRY_MS: u64 = 100;

impl Models {
    pub(super) fn specs() -> Vec<ParamSpec> {
        Models::model_specs().into_iter().chain(Models::system_specs()).collect()
    }

    fn model_specs() -> Vec<ParamSpec> {
        let [ryw, mr, mw, wfr] = SWITCHES;
        vec![
            ParamSpec::pick(
                "level",
                phrase!("Consistency", "一致性级别"),
                phrase!("How the replicas work together", "副本之间如何协同"),
                vec![
                    ("eventual", phrase!("eventual", "最终一致")),
                    ("causal", phrase!("causal", "因果一致")),
                    ("sequential", phrase!("sequential", "顺序一致")),
                    ("linearizable", phrase!("linearizable (strong)", "可线性化（强一致）")),
                ],
            ),
            ParamSpec::switch(
                ryw,
                phrase!("Read your writes", "读己之写"),
                phrase!("A read waits until the replica has the client's own writes", "读要等副本具有该客户端自己的写"),
            ),
            ParamSpec::switch(
                mr,
                phrase!("Monotonic reads", "单调读"),
                phrase!("A read waits until the replica has what the client has read before", "读要等副本具有该客户端读到过的写"),
            ),
            ParamSpec::switch(
                mw,
                phrase!("Monotonic writes", "单调写"),
                phrase!("A write waits until the replica has the client's earlier writes", "写要等副本具有该客户端先前的写"),
            ),
            ParamSpec::switch(
                wfr,
                phrase!("Writes follow reads", "读后写"),
                phrase!("A write waits until the replica has what the client has read", "写要等副本具有该客户端读到的写"),
            ),
            ParamSpec::pick(
                "session",
                phrase!("Session on reconnect", "重连时的会话"),
                phrase!(
                    "What becomes of the session when its client crashes, or turns to another replica because it got no answer",
                    "客户端宕机，或因无应答改连其他副本时，会话如何"
                ),
                vec![("keeps", phrase!("kept", "保留")), ("forgets", phrase!("lost (unsafe)", "丢失（不安全）"))],
            ),
            ParamSpec::pick(
                "routing",
                phrase!("Routing", "路由"),
                phrase!("Which replica an operation goes to", "操作发往哪个副本"),
                vec![
                    ("roaming", phrase!("the next replica each time", "每次换下一个副本")),
                    ("sticky", phrase!("always the same replica", "固定同一个副本")),
                ],
            ),
        ]
    }

    fn system_specs() -> Vec<ParamSpec> {
        let mut specs = vec![
            ParamSpec::int(
                "replicas",
                phrase!("Replicas", "副本数"),
                phrase!("Copies of every key", "每个键的副本数"),
                (1, 3, 5),
                "",
            ),
            ParamSpec::int("clients", phrase!("Clients", "客户端数"), phrase!("How many clients", "客户端的数量"), (1, 3, 3), ""),
            ParamSpec::int(
                "lag",
                phrase!("Propagation after", "传播间隔"),
                phrase!(
                    "How long a replica waits before it tells the others of new writes (eventual and causal)",
                    "副本把新的写告知其他副本前等待的时间（最终一致与因果一致）"
                ),
                (0, 100, 2_000),
                "ms",
            ),
            ParamSpec::int(
                "timeout",
                phrase!("Time-out", "超时"),
                phrase!("How long a client waits for an answer", "客户端等待应答的时间"),
                (10, 300, 10_000),
                "ms",
            ),
            ParamSpec::int(
                "bound-versions",
                phrase!("Staleness bound, versions", "陈旧度上限（版本）"),
                phrase!(
                    "Promise that a read answers with one of so many newest versions (k-staleness); 0 promises nothing",
                    "承诺读返回最新的若干个版本之一（k-陈旧度）；0 表示不作承诺"
                ),
                (0, 0, 20),
                "",
            ),
            ParamSpec::int(
                "bound-ms",
                phrase!("Staleness bound, time", "陈旧度上限（时间）"),
                phrase!(
                    "Promise that a read misses only what was acknowledged less than this before it (t-staleness); 0 promises nothing",
                    "承诺读最多只错过这段时间之内确认的写（t-陈旧度）；0 表示不作承诺"
                ),
                (0, 0, 10_000),
                "ms",
            ),
        ];
        specs.extend(Conditions::specs("constant"));
        specs
    }

    pub(super) fn from_params(params: &Params) -> Models {
        let knobs = Knobs(params);
        let level = match knobs.pick("level") {
            "causal" => Level::Causal,
            "sequential" => Level::Sequential,
            "linearizable" => Level::Linearizable,
            _ => Level::Eventual,
        };
        let [ryw, mr, mw, wfr] = SWITCHES.map(|id| knobs.on(id));
        let guarantees = match level {
            Level::Eventual => {
                Guarantees { read_your_writes: ryw, monotonic_reads: mr, monotonic_writes: mw, writes_follow_reads: wfr }
            }
            Level::Causal | Level::Sequential => Guarantees::ALL,
            Level::Linearizable => Guarantees::NONE,
        };
        Models {
            level,
            guarantees,
            keeps_session: knobs.pick("session") != "forgets",
            routing: if knobs.pick("routing") == "sticky" { Routing::Sticky } else { Routing::Roaming },
            replicas: knobs.int("replicas"),
            clients: knobs.int("clients"),
            lag_ms: knobs.int("lag"),
            timeout_ms: knobs.int("timeout"),
            bound_versions: knobs.int("bound-versions"),
            bound_ms: knobs.int("bound-ms"),
            conditions: Conditions::with(knobs),
        }
    }

    /// Above *eventual* all four guarantees are part of the level: the switches show that.
    pub(super) fn fit_params(params: &mut Params) {
        if Knobs(params).pick("level") != "eventual" {
            params.extend(SWITCHES.map(|id| (id.to_owned(), ParamValue::Switch(true))));
        }
    }

    /// Replicas, then clients.
    pub(super) fn processes(&self) -> Cluster {
        let replica = |i| ProcessSpec { name: format!("n{i}"), role: self.role_of(Pid(i - 1)), client: false };
        let client = |i| ProcessSpec { name: format!("C{i}"), role: phrase!("client", "客户端"), client: true };
        // In the model with several data centres every replica has its own, and the i-th client is where the i-th replica is.
        let sites = (0..self.replicas).chain((0..self.clients).map(|i| i % self.replicas)).map(|i| i as u8).collect();
        Cluster {
            processes: (1..=self.replicas).map(replica).chain((1..=self.clients).map(client)).collect(),
            network: self.conditions.network(sites),
        }
    }

    fn role_of(&self, replica: Pid) -> Phrase {
        if self.sequencer() == Some(replica) { phrase!("sequencer", "定序者") } else { phrase!("replica", "副本") }
    }

    /// All replicas.
    pub(super) fn all(&self) -> impl Iterator<Item = Pid> + use<> {
        (0..self.replicas).map(Pid)
    }

    /// All replicas but this one.
    pub(super) fn peers(&self, me: Pid) -> impl Iterator<Item = Pid> + use<> {
        self.all().filter(move |peer| *peer != me)
    }

    /// Whether this process is a client.
    pub(super) fn is_client(&self, pid: Pid) -> bool {
        pid.0 >= self.replicas
    }

    /// The replica that a client turns to, after so many operations, so many of them without an answer. The first client begins with the first
    /// replica, the second with the second.
    pub(super) fn replica_for(&self, client: Pid, (asked, silent): (u16, u16)) -> Pid {
        let moved = match self.routing {
            Routing::Roaming => asked,
            Routing::Sticky => silent,
        };
        Pid(((client.0 - self.replicas) % self.replicas + moved % self.replicas) % self.replicas)
    }

    /// The replica that puts all writes in order, where one does.
    pub(super) fn sequencer(&self) -> Option<Pid> {
        (self.level == Level::Sequential).then_some(Pid(0))
    }

    /// The replica that puts this operation in order.
    pub(super) fn orders(&self, body: &Op) -> Option<Pid> {
        self.sequencer().filter(|_| matches!(body, Op::Write(..)))
    }

    /// More than half of the replicas.
    pub(super) fn majority(&self) -> usize {
        usize::from(self.replicas / 2 + 1)
    }

    /// Whether clients tell replicas what they have seen.
    pub(super) fn has_sessions(&self) -> bool {
        self.guarantees != Guarantees::NONE
    }

    /// How long a replica keeps a new write to itself, in milliseconds. A total order broadcast does not wait.
    pub(super) fn lag_ms(&self) -> u64 {
        if matches!(self.level, Level::Eventual | Level::Causal) { self.lag_ms } else { 0 }
    }

    /// The name of a process: the only names that protocol texts use.
    pub(super) fn name_of(&self, pid: Pid) -> String {
        if self.is_client(pid) { format!("C{}", pid.0 - self.replicas + 1) } else { format!("n{}", pid.0 + 1) }
    }
}

/// How long a replica waits before it asks again, having asked so often in vain, in milliseconds: twice as long each time, up to eight times.
pub(super) fn retry_ms(tries: u32) -> u64 {
    RETRY_MS << tries.min(3)
}
