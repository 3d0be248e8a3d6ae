//! The parameters of the lab, and what they mean for a client.

use crate::{BadParam, Cluster, Conditions, Consequence, Knobs, ParamSpec, Params, ProcessSpec, Tone};
use synod_kernel::Pid;
use synod_words::{Phrase, phrase};

/// The lab with its parameters.
#[allow(clippy::struct_excessive_bools, reason = "five independent mechanisms, each on or off")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Nwr {
    /// Home replicas of every key: N.
    pub n: u16,
    /// Acknowledgements that a write waits for: W.
    pub w: u16,
    /// Answers that a read waits for: R.
    pub r: u16,
    /// Clients.
    pub clients: u16,
    /// Replicas beyond the home replicas, which stand in for silent ones in a sloppy quorum.
    pub spares: u16,
    /// Who sends an operation to the replicas.
    pub coordinator: Coordinator,
    /// How versions are told apart.
    pub versions: Versions,
    /// Whether a reader writes back what it read before it answers (ABD).
    pub write_back: bool,
    /// Whether replicas that a read finds behind are repaired.
    pub read_repair: bool,
    /// Whether spares may count towards W and R.
    pub sloppy: bool,
    /// Whether spares hand over what they keep for others.
    pub hinted_handoff: bool,
    /// What a client is told when it gives up on a write.
    pub giving_up: Giving,
    /// How long a client waits, in milliseconds.
    pub timeout_ms: u64,
    /// How long a tombstone is kept, in milliseconds; 0 for ever.
    pub tombstone_ms: u64,
    /// The network.
    pub conditions: Conditions,
}

/// Who sends an operation to the replicas.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Coordinator {
    /// The client itself.
    Client,
    /// A node that the client asks (`DeCandia` et al. 2007, § 4.5 describes both).
    Node,
}

/// How versions are told apart.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Versions {
    /// By the coordinator's clock.
    Clock,
    /// By a counter that the coordinator reads from R replicas first.
    Counter,
    /// By version vectors.
    Vector,
}

/// What a client is told when it gives up on a write that some replica may have.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Giving {
    /// Nothing: the outcome is unknown.
    Honest,
    /// That the write failed, which may not be true.
    CallsItFailed,
}

impl Nwr {
    pub(super) fn specs() -> Vec<ParamSpec> {
        Nwr::quorum_specs().into_iter().chain(Nwr::fault_specs()).collect()
    }

    fn quorum_specs() -> Vec<ParamSpec> {
        vec![
            ParamSpec::int("n", phrase!("N", "N"), phrase!("Copies of every value", "每个值的副本数"), (1, 3, 15), ""),
            ParamSpec::int(
                "w",
                phrase!("W", "W"),
                phrase!("Copies that must be written before a write is answered", "写操作应答前必须写成功的副本数"),
                (1, 2, 15),
                "",
            ),
            ParamSpec::int(
                "r",
                phrase!("R", "R"),
                phrase!("Copies that must be read before a read is answered", "读操作应答前必须读到的副本数"),
                (1, 2, 15),
                "",
            ),
            ParamSpec::int("clients", phrase!("Clients", "客户端数"), phrase!("How many clients", "客户端的数量"), (1, 2, 4), ""),
            ParamSpec::pick(
                "coordinator",
                phrase!("Coordinator", "协调者"),
                phrase!("Who sends an operation to the replicas", "由谁把操作发给各副本"),
                vec![("client", phrase!("the client", "客户端")), ("node", phrase!("a node", "某个节点"))],
            ),
            ParamSpec::pick(
                "versions",
                phrase!("Versions", "版本"),
                phrase!("How a newer value is told from an older one", "如何区分新值与旧值"),
                vec![
                    ("clock", phrase!("clock, last writer wins", "时钟，最后写入者胜")),
                    ("counter", phrase!("counter, read first", "计数器，先读后写")),
                    ("vector", phrase!("version vectors", "版本向量")),
                ],
            ),
            ParamSpec::switch(
                "write-back",
                phrase!("Write-back", "读后回写"),
                phrase!("A reader writes back what it read before it answers (ABD)", "读操作在应答前把读到的值写回（ABD）"),
            ),
            ParamSpec::switch(
                "read-repair",
                phrase!("Read repair", "读修复"),
                phrase!("Replicas that a read finds behind are brought up to date", "读时发现落后的副本，随即更新它"),
            ),
            ParamSpec::switch(
                "sloppy",
                phrase!("Sloppy quorum", "宽松仲裁"),
                phrase!("Spare nodes stand in for replicas that are silent", "由备用节点顶替没有响应的副本"),
            ),
            ParamSpec::int(
                "spares",
                phrase!("Spare nodes", "备用节点"),
                phrase!("Nodes beyond the N copies, for sloppy quorums", "N 个副本之外的节点，供宽松仲裁使用"),
                (0, 0, 3),
                "",
            ),
            ParamSpec::switch(
                "hinted-handoff",
                phrase!("Hinted handoff", "提示移交"),
                phrase!(
                    "Spare nodes hand over what they keep once its home can be reached",
                    "备用节点在归属副本恢复后移交代存的数据"
                ),
            ),
        ]
    }

    fn fault_specs() -> Vec<ParamSpec> {
        let mut specs = vec![
            ParamSpec::pick(
                "giving-up",
                phrase!("A write that times out", "写操作超时"),
                phrase!("What the client is told when too few replicas answer", "应答的副本不足时如何告知客户端"),
                vec![
                    ("unknown", phrase!("outcome unknown", "结果未知")),
                    ("failed", phrase!("\"failed\" (unsafe)", "“失败”（不安全）")),
                ],
            ),
            ParamSpec::int(
                "timeout",
                phrase!("Time-out", "超时"),
                phrase!("How long a client waits for an answer", "客户端等待应答的时间"),
                (10, 300, 10_000),
                "ms",
            ),
            ParamSpec::int(
                "tombstone",
                phrase!("Tombstone kept", "墓碑保留"),
                phrase!("How long a replica remembers that a key was deleted; 0: for ever", "副本记住“已删除”的时间；0 表示永久"),
                (0, 0, 10_000),
                "ms",
            ),
        ];
        specs.extend(Conditions::specs("log-normal"));
        specs
    }

    pub(super) fn from_params(params: &Params) -> Result<Nwr, BadParam> {
        let knobs = Knobs(params);
        let int = |id: &str| knobs.int::<u16>(id);
        let n = int("n");
        for id in ["w", "r"] {
            if int(id) > n {
                let why =
                    phrase!("{0} is {1}, but there are only N = {2} copies", "{0} 为 {1}，但只有 N = {2} 个副本", id, int(id), n);
                return Err(BadParam { id: id.to_owned(), why });
            }
        }
        Ok(Nwr {
            n,
            w: int("w"),
            r: int("r"),
            clients: int("clients"),
            spares: int("spares"),
            coordinator: if knobs.pick("coordinator") == "node" { Coordinator::Node } else { Coordinator::Client },
            versions: match knobs.pick("versions") {
                "counter" => Versions::Counter,
                "vector" => Versions::Vector,
                _ => Versions::Clock,
            },
            write_back: knobs.on("write-back"),
            read_repair: knobs.on("read-repair"),
            sloppy: knobs.on("sloppy"),
            hinted_handoff: knobs.on("hinted-handoff"),
            giving_up: if knobs.pick("giving-up") == "failed" { Giving::CallsItFailed } else { Giving::Honest },
            timeout_ms: u64::from(int("timeout")),
            tombstone_ms: u64::from(int("tombstone")),
            conditions: Conditions::with(knobs),
        })
    }

    /// W and R cannot exceed N: they follow it down.
    pub(super) fn fit_params(params: &mut Params) {
        let Some(n) = params.get("n").cloned() else { return };
        for id in ["w", "r"] {
            if let Some(value) = params.get_mut(id) {
                *value = n.clone().min(value.clone());
            }
        }
    }

    /// Home replicas, then spares, then clients.
    pub(super) fn processes(&self) -> Cluster {
        let server = |name: String, role: Phrase| ProcessSpec { name, role, client: false };
        let homes = (1..=self.n).map(|i| server(format!("n{i}"), phrase!("replica", "副本")));
        let spares = (1..=self.spares).map(|i| server(format!("s{i}"), phrase!("spare", "备用")));
        let clients =
            (1..=self.clients).map(|i| ProcessSpec { name: format!("C{i}"), role: phrase!("client", "客户端"), client: true });
        // In the model with several data centres, the first replica and the clients share one, every other replica has its own.
        let sites = (0..self.n + self.spares).map(|i| i as u8).chain((0..self.clients).map(|_| 0)).collect();
        Cluster { processes: homes.chain(spares).chain(clients).collect(), network: self.conditions.network(sites) }
    }

    /// The home replicas of every key.
    pub(super) fn home_replicas(&self) -> impl Iterator<Item = Pid> + use<> {
        (0..self.n).map(Pid)
    }

    /// The nodes that stand in for them.
    pub(super) fn spare_replicas(&self) -> impl Iterator<Item = Pid> + use<> {
        (self.n..self.n + self.spares).map(Pid)
    }

    /// Whether this process is a client.
    pub(super) fn is_client(&self, pid: Pid) -> bool {
        pid.0 >= self.n + self.spares
    }

    /// The node that a client asks: the first client the first node and so on, and the next one after each that stayed silent.
    pub(super) fn coordinator_for(&self, client: Pid, silent: u16) -> Pid {
        Pid((client.0 - self.n - self.spares + silent) % self.n)
    }

    /// The name of a process: the only names that protocol texts use.
    pub(super) fn name_of(&self, pid: Pid) -> String {
        match pid.0 {
            i if i < self.n => format!("n{}", i + 1),
            i if i < self.n + self.spares => format!("s{}", i + 1 - self.n),
            i => format!("C{}", i + 1 - self.n - self.spares),
        }
    }

    /// How long a coordinator waits before it turns to spares: a sixth of what a client waits.
    pub(super) fn patience_us(&self) -> u64 {
        self.timeout_ms * 1_000 / 6
    }

    pub(super) fn explain(&self) -> Vec<Consequence> {
        let (n, w, r) = (self.n, self.w, self.r);
        let mut all = Vec::new();
        let mut say = |tone, phrase| all.push(Consequence { tone, phrase });
        if w + r <= n {
            let permille = binomial(n - w, r) * 1_000 / binomial(n, r);
            let chance = format!("{}.{} %", permille / 10, permille % 10);
            say(
                Tone::Unsafe,
                phrase!(
                    "W + R = {0} ≤ N = {1}. A read can miss the latest write. With R replicas picked at random and the write still at W: P(stale) = {2}",
                    "W + R = {0} ≤ N = {1}。读可能错过最新的写。若随机读 R 个副本且写只到达 W 个：P(读到旧值) = {2}",
                    w + r,
                    n,
                    chance
                ),
            );
        } else {
            say(
                Tone::Fine,
                phrase!(
                    "W + R = {0} > N = {1}. Every read asks at least one replica that has the latest acknowledged write.",
                    "W + R = {0} > N = {1}。每次读至少会问到一个保存了最新已确认写的副本。",
                    w + r,
                    n
                ),
            );
            if self.sloppy && self.spares > 0 {
                say(
                    Tone::Unsafe,
                    phrase!(
                        "Sloppy quorum: spare nodes count too, so the two sets need not meet.",
                        "宽松仲裁：备用节点也计入，读写两组节点可能没有交集。"
                    ),
                );
            } else if !self.write_back && n > 1 {
                say(
                    Tone::Unsafe,
                    phrase!(
                        "While a write is under way, one reader may see it and a later one not. Write-back mends that.",
                        "写进行期间，先读的人可能看到新值而后读的人看不到。开启读后回写可以避免。"
                    ),
                );
            }
        }
        if self.versions == Versions::Clock {
            say(
                Tone::Unsafe,
                phrase!(
                    "Last writer wins by the clock: with a fast clock about, a later write can lose.",
                    "按时钟“最后写入者胜”：若某个时钟偏快，更晚的写也可能丢失。"
                ),
            );
        }
        if w == n && n > 1 {
            say(
                Tone::Unsafe,
                phrase!("W = N: one replica down, and no write is answered.", "W = N：只要一个副本宕机，写就得不到应答。"),
            );
        }
        if r == n && n > 1 {
            say(
                Tone::Unsafe,
                phrase!("R = N: one replica down, and no read is answered.", "R = N：只要一个副本宕机，读就得不到应答。"),
            );
        }
        all
    }
}

/// How many ways there are to take `k` out of `n`.
fn binomial(n: u16, k: u16) -> u64 {
    if k > n { 0 } else { (0..u64::from(k)).fold(1, |ways, i| ways * (u64::from(n) - i) / (i + 1)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ParamValue;

    fn defaults() -> Params {
        Nwr::specs().into_iter().map(|spec| (spec.id.to_owned(), spec.default)).collect()
    }

    #[test]
    fn w_and_r_follow_n_down_and_are_refused_above_it() {
        let mut params = defaults();
        params.insert("w".into(), ParamValue::Int(5));
        assert_eq!(Nwr::from_params(&params).unwrap_err().id, "w");
        Nwr::fit_params(&mut params);
        assert_eq!(Nwr::from_params(&params).unwrap().w, 3);
    }

    #[test]
    fn the_chance_of_a_stale_read_is_the_closed_form_of_pbs() {
        // (C(N−W,R) / C(N,R)): for N, W, R = 5, 2, 2 three in ten.
        assert_eq!((binomial(3, 2), binomial(5, 2)), (3, 10));
    }
}
