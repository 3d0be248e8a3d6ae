//! The parameters of the lab, and what they mean for a client.

use crate::replicated::Reconcile;
use crate::{Cluster, Conditions, Consequence, Knobs, ParamSpec, Params, ProcessSpec, Tone};
use synod_kernel::Pid;
use synod_words::phrase;

/// The lab with its parameters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Base {
    /// How many replicas there are.
    pub replicas: u16,
    /// How many clients there are.
    pub clients: u16,
    /// How long a replica works on one request, in milliseconds.
    pub service_ms: u64,
    /// How many requests may be with a replica at once, the one that it works on included.
    pub queue_limit: u16,
    /// What happens to a request that finds the queue full.
    pub overload: Overload,
    /// After what time a replica tells the others what was written, in milliseconds.
    pub period_ms: u64,
    /// How copies that have grown apart become one again.
    pub reconcile: Reconcile,
    /// How long a client waits, in milliseconds.
    pub timeout_ms: u64,
    /// The network.
    pub conditions: Conditions,
}

/// What happens to a request that finds the queue full.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Overload {
    /// It is answered with a degraded page.
    Degrade,
    /// It is refused.
    Refuse,
}

impl Base {
    pub(super) fn specs() -> Vec<ParamSpec> {
        let mut specs = Base::load_specs();
        specs.extend(Base::network_specs());
        specs
    }

    fn load_specs() -> Vec<ParamSpec> {
        vec![
            ParamSpec::int(
                "replicas",
                phrase!("Replicas", "副本数"),
                phrase!("How many servers hold x", "保存 x 的服务器数量"),
                (2, 2, 5),
                "",
            ),
            ParamSpec::int(
                "clients",
                phrase!("Clients", "客户端数"),
                phrase!("They are spread over the replicas in turn", "依次分配到各个副本"),
                (1, 4, 6),
                "",
            ),
            ParamSpec::int(
                "service",
                phrase!("Service time", "处理时间"),
                phrase!("How long a replica works on one request", "副本处理一个请求的时间"),
                (0, 30, 1_000),
                "ms",
            ),
            ParamSpec::int(
                "queue",
                phrase!("Queue limit", "队列上限"),
                phrase!("How many requests may be with a replica at once", "一个副本上最多同时有多少个请求"),
                (1, 3, 100),
                "",
            ),
            ParamSpec::pick(
                "overload",
                phrase!("When the queue is full", "队列已满时"),
                phrase!("What happens to a further request", "如何对待新来的请求"),
                vec![
                    ("degrade", phrase!("a degraded page", "引导到降级页面")),
                    ("refuse", phrase!("it is refused (unsafe)", "拒绝（不安全）")),
                ],
            ),
            ParamSpec::int(
                "period",
                phrase!("Sync period", "同步周期"),
                phrase!("After what time the others are told what was written", "写入之后多久同步给其他副本"),
                (0, 50, 10_000),
                "ms",
            ),
            ParamSpec::pick(
                "reconcile",
                phrase!("Reconciling", "合并方式"),
                phrase!("What becomes of values that were written apart", "各自写入的值如何处理"),
                vec![
                    ("lww", phrase!("last writer wins", "最后写入者胜")),
                    ("siblings", phrase!("keep both (version vectors)", "两者都保留（版本向量）")),
                ],
            ),
        ]
    }

    fn network_specs() -> Vec<ParamSpec> {
        let mut specs = vec![ParamSpec::int(
            "timeout",
            phrase!("Time-out", "超时"),
            phrase!("How long a client waits for an answer", "客户端等待应答的时间"),
            (10, 2_000, 10_000),
            "ms",
        )];
        specs.extend(Conditions::specs("constant"));
        specs
    }

    pub(super) fn from_params(params: &Params) -> Base {
        let knobs = Knobs(params);
        Base {
            replicas: knobs.int("replicas"),
            clients: knobs.int("clients"),
            service_ms: knobs.int("service"),
            queue_limit: knobs.int("queue"),
            overload: if knobs.pick("overload") == "refuse" { Overload::Refuse } else { Overload::Degrade },
            period_ms: knobs.int("period"),
            reconcile: if knobs.pick("reconcile") == "siblings" { Reconcile::Siblings } else { Reconcile::LastWriterWins },
            timeout_ms: knobs.int("timeout"),
            conditions: Conditions::with(knobs),
        }
    }

    /// Replicas, then clients.
    pub(super) fn processes(&self) -> Cluster {
        let replica = |i| ProcessSpec { name: format!("G{i}"), role: phrase!("replica", "副本"), client: false };
        let client = |i| ProcessSpec { name: format!("C{i}"), role: phrase!("client", "客户端"), client: true };
        // In the model with several data centres, every replica has its own, and each client is in that of its replica.
        let sites = (0..self.replicas).chain((0..self.clients).map(|i| i % self.replicas)).map(|i| i as u8).collect();
        Cluster {
            processes: (1..=self.replicas).map(replica).chain((1..=self.clients).map(client)).collect(),
            network: self.conditions.network(sites),
        }
    }

    pub(super) fn is_client(&self, pid: Pid) -> bool {
        pid.0 >= self.replicas
    }

    /// The replica of a client.
    pub(super) fn replica_of(&self, client: Pid) -> Pid {
        Pid((client.0 - self.replicas) % self.replicas)
    }

    /// The other replicas.
    pub(super) fn peers_of(&self, me: Pid) -> impl Iterator<Item = Pid> + use<> {
        (0..self.replicas).map(Pid).filter(move |pid| *pid != me)
    }

    pub(super) fn service_us(&self) -> u64 {
        self.service_ms * 1_000
    }

    /// The period; at least a millisecond, so that telling again in vain does not stop the clock.
    pub(super) fn period_us(&self) -> u64 {
        (self.period_ms * 1_000).max(1_000)
    }

    pub(super) fn client_waits_us(&self) -> u64 {
        self.timeout_ms * 1_000
    }

    /// The name of a process: the only names that protocol texts use.
    pub(super) fn name_of(&self, pid: Pid) -> String {
        if self.is_client(pid) { format!("C{}", pid.0 - self.replicas + 1) } else { format!("G{}", pid.0 + 1) }
    }

    pub(super) fn explain(&self) -> Vec<Consequence> {
        let fine = |phrase| Consequence { tone: Tone::Fine, phrase };
        let lost = |phrase| Consequence { tone: Tone::Unsafe, phrase };
        let longest = self.service_ms * u64::from(self.queue_limit);
        let longest = i64::try_from(longest).unwrap_or(i64::MAX);
        vec![
            match self.overload {
                Overload::Degrade => fine(phrase!(
                    "Basically available: a request waits at most {0} × {1} ms = {2} ms for its turn; whoever finds the queue full is shown a degraded page at once.",
                    "基本可用：请求最多等待 {0} × {1} 毫秒 = {2} 毫秒；队列已满时，立即引导到降级页面。",
                    self.queue_limit,
                    self.service_ms.cast_signed(),
                    longest
                )),
                Overload::Refuse => lost(phrase!(
                    "Not available under load: whoever finds {0} requests waiting is refused.",
                    "高负载时不可用：已有 {0} 个请求在排队时，新请求被拒绝。",
                    self.queue_limit
                )),
            },
            lost(phrase!(
                "Soft state: for at least {0} ms after a write the replicas differ, and readers see that.",
                "软状态：写入后至少 {0} 毫秒内各副本的数据不同，读者能看到这种差异。",
                self.period_ms.cast_signed()
            )),
            fine(phrase!(
                "Eventually consistent: once the writes stop and messages get through, all replicas hold the same.",
                "最终一致：写停止且网络畅通之后，所有副本的数据相同。"
            )),
        ]
    }
}
