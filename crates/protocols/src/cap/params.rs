//! The parameters of the lab, and what they mean for a client.

use super::Why;
use crate::replicated::Reconcile;
use crate::{Cluster, Conditions, Consequence, Knobs, ParamSpec, Params, ProcessSpec, Tone};
use synod_kernel::Pid;
use synod_words::{Phrase, phrase};

/// The lab with its parameters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Cap {
    /// Which two of the three it keeps.
    pub choice: Choice,
    /// How many replicas there are.
    pub replicas: u16,
    /// How many clients there are.
    pub clients: u16,
    /// AP: how copies that have grown apart become one again.
    pub reconcile: Reconcile,
    /// How long a replica waits for the others, in milliseconds.
    pub timeout_ms: u64,
    /// After what time those who have not confirmed are told again, in milliseconds.
    pub retry_ms: u64,
    /// The network.
    pub conditions: Conditions,
}

/// Which two of the three a store keeps.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Choice {
    /// Consistency and availability, as long as there is no partition.
    Ca,
    /// Consistency and partition tolerance.
    Cp,
    /// Availability and partition tolerance.
    Ap,
}

impl Cap {
    pub(super) fn specs() -> Vec<ParamSpec> {
        let mut specs = vec![
            ParamSpec::pick(
                "choice",
                phrase!("Two of three", "三选二"),
                phrase!(
                    "Which two of consistency, availability and partition tolerance are kept",
                    "保留一致性、可用性、分区容错性中的哪两项"
                ),
                vec![
                    ("ca", phrase!("CA: all must confirm", "CA：全体确认")),
                    ("cp", phrase!("CP: a majority", "CP：多数派")),
                    ("ap", phrase!("AP: each on its own", "AP：各自应答")),
                ],
            ),
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
                phrase!("The first talks to G1, the second to G2 and so on", "第一个与 G1 通信，第二个与 G2 通信，以此类推"),
                (1, 2, 4),
                "",
            ),
            ParamSpec::pick(
                "reconcile",
                phrase!("AP: reconciling", "AP：合并方式"),
                phrase!("What becomes of values that were written on both sides", "两侧各自写入的值如何处理"),
                vec![
                    ("lww", phrase!("last writer wins", "最后写入者胜")),
                    ("siblings", phrase!("keep both (version vectors)", "两者都保留（版本向量）")),
                ],
            ),
            ParamSpec::int(
                "timeout",
                phrase!("Time-out", "超时"),
                phrase!("How long a replica waits for the others before it refuses", "副本等待其他副本多久后拒绝请求"),
                (10, 100, 10_000),
                "ms",
            ),
            ParamSpec::int(
                "retry",
                phrase!("Telling again", "重发间隔"),
                phrase!(
                    "After what time replicas that have not confirmed are told again; twice that the next time, and so on",
                    "多久后向未确认的副本重发；之后间隔逐次加倍"
                ),
                (10, 100, 10_000),
                "ms",
            ),
        ];
        specs.extend(Conditions::specs("constant"));
        specs
    }

    pub(super) fn from_params(params: &Params) -> Cap {
        let knobs = Knobs(params);
        Cap {
            choice: match knobs.pick("choice") {
                "cp" => Choice::Cp,
                "ap" => Choice::Ap,
                _ => Choice::Ca,
            },
            replicas: knobs.int("replicas"),
            clients: knobs.int("clients"),
            reconcile: if knobs.pick("reconcile") == "siblings" { Reconcile::Siblings } else { Reconcile::LastWriterWins },
            timeout_ms: knobs.int("timeout"),
            retry_ms: knobs.int("retry"),
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

    /// More than half of the replicas.
    pub(super) fn majority(&self) -> usize {
        usize::from(self.replicas / 2 + 1)
    }

    pub(super) fn timeout_us(&self) -> u64 {
        self.timeout_ms * 1_000
    }

    /// A client waits long enough for its replica to refuse first.
    pub(super) fn client_waits_us(&self) -> u64 {
        self.timeout_ms * 3_000
    }

    pub(super) fn retry_us(&self) -> u64 {
        self.retry_ms * 1_000
    }

    /// The name of a process: the only names that protocol texts use.
    pub(super) fn name_of(&self, pid: Pid) -> String {
        if self.is_client(pid) { format!("C{}", pid.0 - self.replicas + 1) } else { format!("G{}", pid.0 + 1) }
    }

    pub(super) fn explain(&self) -> Vec<Consequence> {
        let fine = |phrase| Consequence { tone: Tone::Fine, phrase };
        let lost = |phrase| Consequence { tone: Tone::Unsafe, phrase };
        match self.choice {
            Choice::Ca => vec![
                fine(phrase!(
                    "Consistency and availability: all {0} replicas confirm every write, any one answers a read.",
                    "一致性与可用性：每次写都由全部 {0} 个副本确认，读只需任意一个副本。",
                    self.replicas
                )),
                lost(phrase!(
                    "No partition tolerance: if one replica cannot be reached, no write is taken any more. The system becomes read-only.",
                    "没有分区容错性：只要有一个副本联系不上，就不再接受任何写，系统变为只读。"
                )),
            ],
            Choice::Cp => vec![
                fine(phrase!(
                    "Consistency and partition tolerance: {0} of {1} replicas must take part, so only one side of a partition can go on.",
                    "一致性与分区容错性：{1} 个副本中须有 {0} 个参与，分区后至多一侧能继续工作。",
                    self.majority(),
                    self.replicas
                )),
                lost(if self.replicas == 2 {
                    phrase!(
                        "No availability in a partition: the majority of two is two, so neither side answers.",
                        "分区期间没有可用性：两个副本的多数派就是两个，任何一侧都无法应答。"
                    )
                } else {
                    phrase!(
                        "No availability in a partition: the minority side refuses reads and writes.",
                        "分区期间没有可用性：少数派一侧拒绝读和写。"
                    )
                }),
            ],
            Choice::Ap => vec![
                fine(phrase!(
                    "Availability and partition tolerance: the client's own replica answers at once, whomever it can reach.",
                    "可用性与分区容错性：客户端所连的副本立即应答，无论它能联系上谁。"
                )),
                lost(phrase!(
                    "No consistency: until copies have spread, another replica answers with an old value.",
                    "没有一致性：在数据同步之前，其他副本会返回旧值。"
                )),
                match self.reconcile {
                    Reconcile::LastWriterWins => lost(phrase!(
                        "After a partition the write with the latest time wins; what was written on the other side is gone, though it was acknowledged.",
                        "分区恢复后时间最晚的写胜出；另一侧写入的值虽已得到确认，也会消失。"
                    )),
                    Reconcile::Siblings => fine(phrase!(
                        "After a partition both values are kept, and a reader sees the conflict; the next write resolves it.",
                        "分区恢复后两侧的值都保留，读者会看到冲突；下一次写解决冲突。"
                    )),
                },
            ],
        }
    }
}

impl Why {
    /// In words, as the end of a sentence.
    pub(super) fn words(self) -> Phrase {
        match self {
            Why::NoMajority => phrase!("no majority answered in time", "未能按时得到多数派的应答"),
            Why::NoMajorityConfirmed => {
                phrase!("no majority confirmed in time, the outcome is unknown", "未能按时得到多数派的确认，结果未知")
            }
            Why::NotAll => phrase!("not all replicas confirmed in time", "未能按时得到全部副本的确认"),
            Why::ReadOnly => phrase!("it is read-only while it misses a replica", "有副本失联，处于只读状态"),
            Why::Unfinished => {
                phrase!("a write is unfinished here, and nobody said how it ended", "这里有未完成的写，尚不知其结果")
            }
        }
    }
}
