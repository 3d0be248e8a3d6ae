//! The parameters of the lab, and what they mean for a client.

use crate::{Cluster, Conditions, Consequence, Knobs, ParamSpec, Params, ProcessSpec, Tone};
use synod_gossip::{Counts, Mode, Rumour, Stop};
use synod_kernel::Pid;
use synod_words::{Phrase, phrase};

/// The lab with its parameters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Gossip {
    /// How many nodes.
    pub n: u16,
    /// How many clients.
    pub clients: u16,
    /// Whether rumours are spread, everything is compared, or both.
    pub kind: Kind,
    /// Which way updates travel.
    pub mode: Mode,
    /// When a node loses interest in a rumour.
    pub rumour: Rumour,
    /// How long a round takes on average, in milliseconds.
    pub period_ms: u64,
    /// How far a round may be shorter or longer, in percent.
    pub jitter_percent: u64,
    /// With both: how long it is between two comparisons, in milliseconds.
    pub backup_ms: u64,
    /// Whether a node that starts again asks for what it missed.
    pub joins: bool,
    /// What a crash leaves of a node's data.
    pub disks: Disks,
    /// Whether a client always asks the same node.
    pub sticky: bool,
    /// How long a client waits, in milliseconds.
    pub timeout_ms: u64,
    /// The network.
    pub conditions: Conditions,
}

/// What is spread.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// What is new, for a while (Demers et al. 1987, § 1.4).
    Rumour,
    /// Everything, for ever (§ 1.3).
    AntiEntropy,
    /// Rumours, and everything now and then for what they missed (§ 1.5).
    Both,
}

/// What a crash leaves.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Disks {
    /// All data.
    Kept,
    /// Nothing: data are kept in memory.
    Lost,
}

impl Gossip {
    pub(super) fn specs() -> Vec<ParamSpec> {
        Gossip::spreading_specs().into_iter().chain(Gossip::timing_specs()).chain(Gossip::fault_specs()).collect()
    }

    fn spreading_specs() -> Vec<ParamSpec> {
        vec![
            ParamSpec::int(
                "n",
                phrase!("Nodes", "节点数"),
                phrase!("How many nodes gossip", "参与传播的节点数量"),
                (3, 8, 60),
                "",
            ),
            ParamSpec::pick(
                "kind",
                phrase!("Spreading", "传播方式"),
                phrase!("What nodes tell each other", "节点之间传播什么"),
                vec![
                    ("rumour", phrase!("rumours: what is new, for a while", "谣言传播：只传新数据，传一段时间")),
                    ("anti-entropy", phrase!("anti-entropy: everything, for ever", "反熵：传全部数据，永不停止")),
                    ("both", phrase!("rumours, with anti-entropy behind", "谣言传播，以反熵兜底")),
                ],
            ),
            ParamSpec::pick(
                "mode",
                phrase!("Mode", "通信方式"),
                phrase!("Which way an update travels when two nodes talk", "两个节点通信时更新往哪个方向走"),
                vec![
                    ("push", phrase!("push", "推送（push）")),
                    ("pull", phrase!("pull", "拉取（pull）")),
                    ("push-pull", phrase!("push and pull", "推拉（push/pull）")),
                ],
            ),
            ParamSpec::pick(
                "stop",
                phrase!("Losing interest", "何时停止"),
                phrase!("When a node stops spreading a rumour", "节点何时停止传播一条谣言"),
                vec![
                    ("counter", phrase!("after k contacts in a row", "连续 k 次接触后")),
                    ("coin", phrase!("each time with probability 1/k", "每次以 1/k 的概率")),
                ],
            ),
            ParamSpec::pick(
                "feedback",
                phrase!("Contacts that count", "哪些接触计数"),
                phrase!("Whether a node hears if the other knew already", "对方是否告知自己早已知道"),
                vec![
                    ("feedback", phrase!("with those who knew already", "对方早已知道的")),
                    ("blind", phrase!("all (blind)", "全部（盲目）")),
                ],
            ),
            ParamSpec::int("k", phrase!("k", "k"), phrase!("How patient a node is", "节点的耐心"), (1, 3, 20), ""),
        ]
    }

    fn timing_specs() -> Vec<ParamSpec> {
        vec![
            ParamSpec::int(
                "period",
                phrase!("Round", "周期"),
                phrase!("How long a node's round takes on average", "节点一轮传播的平均时间"),
                (10, 100, 10_000),
                "ms",
            ),
            ParamSpec::int(
                "jitter",
                phrase!("Jitter", "抖动"),
                phrase!("How much shorter or longer a round may be", "一轮可以缩短或延长多少"),
                (0, 20, 90),
                "%",
            ),
            ParamSpec::int(
                "backup",
                phrase!("Backup round", "兜底周期"),
                phrase!("With both: how long it is between two comparisons", "两者并用时：两次反熵比较的间隔"),
                (10, 400, 10_000),
                "ms",
            ),
            ParamSpec::pick(
                "join",
                phrase!("After a restart", "重启之后"),
                phrase!("What a node does that starts again", "节点重新启动后做什么"),
                vec![
                    ("ask", phrase!("asks a node for all that it missed", "向某个节点索取错过的全部数据")),
                    ("wait", phrase!("waits until it is told", "等待别人告知")),
                ],
            ),
            ParamSpec::pick(
                "disk",
                phrase!("Data after a crash", "宕机后的数据"),
                phrase!("What a crash leaves of a node's data", "宕机后节点的数据是否还在"),
                vec![
                    ("kept", phrase!("kept on disk", "保存在磁盘上")),
                    ("lost", phrase!("lost: in memory only (unsafe)", "丢失：只在内存中（不安全）")),
                ],
            ),
        ]
    }

    fn fault_specs() -> Vec<ParamSpec> {
        let mut specs = vec![
            ParamSpec::int("clients", phrase!("Clients", "客户端数"), phrase!("How many clients", "客户端的数量"), (1, 2, 4), ""),
            ParamSpec::pick(
                "asks",
                phrase!("A client asks", "客户端询问"),
                phrase!("Which node a client sends its requests to", "客户端把请求发给哪个节点"),
                vec![
                    ("same", phrase!("always the same node", "始终同一个节点")),
                    ("next", phrase!("another node each time (unsafe)", "每次换一个节点（不安全）")),
                ],
            ),
            ParamSpec::int(
                "timeout",
                phrase!("Time-out", "超时"),
                phrase!("How long a client waits for an answer", "客户端等待应答的时间"),
                (10, 300, 10_000),
                "ms",
            ),
        ];
        specs.extend(Conditions::specs("constant"));
        specs
    }

    pub(super) fn from_params(params: &Params) -> Gossip {
        let knobs = Knobs(params);
        let int = |id: &str| knobs.int::<u16>(id);
        Gossip {
            n: int("n"),
            clients: int("clients"),
            kind: match knobs.pick("kind") {
                "anti-entropy" => Kind::AntiEntropy,
                "both" => Kind::Both,
                _ => Kind::Rumour,
            },
            mode: match knobs.pick("mode") {
                "pull" => Mode::Pull,
                "push-pull" => Mode::PushPull,
                _ => Mode::Push,
            },
            rumour: Rumour {
                stop: if knobs.pick("stop") == "coin" { Stop::Coin } else { Stop::Counter },
                counts: if knobs.pick("feedback") == "blind" { Counts::Blind } else { Counts::Feedback },
                k: knobs.int("k"),
            },
            period_ms: knobs.int("period"),
            jitter_percent: knobs.int("jitter"),
            backup_ms: knobs.int("backup"),
            joins: knobs.pick("join") != "wait",
            disks: if knobs.pick("disk") == "lost" { Disks::Lost } else { Disks::Kept },
            sticky: knobs.pick("asks") != "next",
            timeout_ms: knobs.int("timeout"),
            conditions: Conditions::with(knobs),
        }
    }

    /// Nodes, then clients.
    pub(super) fn processes(&self) -> Cluster {
        let node = |i| ProcessSpec { name: format!("n{i}"), role: phrase!("node", "节点"), client: false };
        let client = |i| ProcessSpec { name: format!("C{i}"), role: phrase!("client", "客户端"), client: true };
        // In the model with several data centres there are three of them.
        let sites = (0..self.n).map(|i| (i % 3) as u8).chain((0..self.clients).map(|_| 0)).collect();
        Cluster {
            processes: (1..=self.n).map(node).chain((1..=self.clients).map(client)).collect(),
            network: self.conditions.network(sites),
        }
    }

    /// All nodes.
    pub(super) fn nodes(&self) -> impl Iterator<Item = Pid> + use<> {
        (0..self.n).map(Pid)
    }

    /// Whether this process is a client.
    pub(super) fn is_client(&self, pid: Pid) -> bool {
        pid.0 >= self.n
    }

    /// How many others a node picks from.
    pub(super) fn others(&self) -> u32 {
        u32::from(self.n) - 1
    }

    /// The node that was picked of all others.
    pub(super) fn other(&self, me: Pid, drawn: u32) -> Pid {
        let drawn = (drawn as u16).min(self.n - 1);
        Pid(drawn + u16::from(drawn >= me.0))
    }

    /// The node that a client asks: clients are spread evenly over the nodes, and where each request goes to another, to the next one.
    pub(super) fn node_for(&self, client: Pid, asked: u32) -> Pid {
        let home = (client.0 - self.n) * self.n / self.clients;
        let further = if self.sticky { 0 } else { (asked % u32::from(self.n)) as u16 };
        Pid((home + further) % self.n)
    }

    /// Shortest and longest round, in microseconds.
    pub(super) fn rumouring_us(&self) -> (u64, u64) {
        self.with_jitter(self.period_ms)
    }

    /// Shortest and longest time between two comparisons, in microseconds.
    pub(super) fn comparing_us(&self) -> (u64, u64) {
        self.with_jitter(if self.kind == Kind::Both { self.backup_ms } else { self.period_ms })
    }

    fn with_jitter(&self, ms: u64) -> (u64, u64) {
        (ms * 10 * (100 - self.jitter_percent), ms * 10 * (100 + self.jitter_percent))
    }

    pub(super) fn explain(&self) -> Vec<Consequence> {
        let mut all = Vec::new();
        let mut say = |tone, phrase: Phrase| all.push(Consequence { tone, phrase });
        match self.kind {
            Kind::Rumour => say(
                Tone::Unsafe,
                phrase!(
                    "Rumours die out: with some probability a node never hears of an update. A larger k makes that rarer and costs messages.",
                    "谣言会平息：某个节点有一定概率始终得不到更新。k 越大越少见，但消息更多。"
                ),
            ),
            Kind::AntiEntropy => say(
                Tone::Fine,
                phrase!(
                    "Every node compares for ever: in the end all hold the same, at the price of messages without end.",
                    "每个节点不停地比较：最终所有节点一致，代价是消息没有止境。"
                ),
            ),
            Kind::Both => say(
                Tone::Fine,
                phrase!(
                    "Rumours are fast and cheap, and comparing now and then finds whom they missed.",
                    "谣言传播又快又省，偶尔的比较再找出被遗漏的节点。"
                ),
            ),
        }
        if self.sticky {
            say(
                Tone::Fine,
                phrase!(
                    "A client that always asks the same node never sees it go back; other clients see its writes only later.",
                    "客户端始终询问同一节点，就不会看到数据倒退；其他客户端要晚些才能看到它的写。"
                ),
            );
        } else {
            say(
                Tone::Unsafe,
                phrase!(
                    "Another node each time: a client may miss its own write, or see an older value than before.",
                    "每次换一个节点：客户端可能读不到自己的写，或读到比先前更旧的值。"
                ),
            );
        }
        if self.disks == Disks::Lost {
            say(
                Tone::Unsafe,
                phrase!(
                    "Data are in memory only: if the node that took a write crashes before it has told anybody, an acknowledged write is gone.",
                    "数据只在内存中：接受写的节点若在告知他人之前宕机，已确认的写就会丢失。"
                ),
            );
        }
        all
    }
}
