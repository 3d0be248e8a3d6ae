//! The parameters of the lab, and what they mean.

use crate::{Cluster, Conditions, Consequence, Knobs, ParamSpec, Params, ProcessSpec, Tone};
use synod_kernel::{Pid, Time};
use synod_words::{Arg, phrase};

/// The lab with its parameters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Membership {
    /// How many processes may be members.
    pub n: u16,
    /// How many of them, the last ones, start outside the group.
    pub outside: u16,
    /// How failures are detected.
    pub detector: Detector,
    /// The time between heartbeats, or SWIM's protocol period, in milliseconds.
    pub period_ms: u64,
    /// Heartbeats: how long a silence may last, in milliseconds.
    pub timeout_ms: u64,
    /// φ-accrual: the threshold.
    pub phi: u16,
    /// φ-accrual: over how many heartbeats the network is watched.
    pub window: usize,
    /// SWIM: how long a member waits for a direct acknowledgement, in milliseconds.
    pub ack_ms: u64,
    /// SWIM: how many others are asked to ping who did not answer.
    pub indirect: u8,
    /// SWIM: how long a suspicion lasts before it becomes a declaration, in milliseconds; 0 for none.
    pub suspicion_ms: u64,
    /// SWIM: in which order members are pinged.
    pub targets: Targets,
    /// SWIM: how often a statement is passed on, per binary digit of the group's size.
    pub lambda: u32,
    /// The network.
    pub conditions: Conditions,
}

/// How failures are detected.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Detector {
    /// Heartbeats to all, and a fixed time-out.
    Heartbeat,
    /// Heartbeats to all, and a time-out that follows the network (Hayashibara et al. 2004).
    Phi,
    /// Pings (Das, Gupta & Motivala 2002).
    Swim,
}

/// In which order members are pinged.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Targets {
    /// Everybody once before anybody twice, in random order (SWIM, § 4.3).
    RoundRobin,
    /// Anybody at random each time (§ 3.1).
    Random,
}

impl Membership {
    pub(super) fn specs() -> Vec<ParamSpec> {
        let mut specs = Membership::group_specs();
        specs.extend(Membership::swim_specs());
        specs.extend(Conditions::specs("constant"));
        specs
    }

    fn group_specs() -> Vec<ParamSpec> {
        vec![
            ParamSpec::int("n", phrase!("Members", "成员数"), phrase!("How many processes", "进程的数量"), (3, 6, 20), ""),
            ParamSpec::int(
                "outside",
                phrase!("Start outside", "起初在组外"),
                phrase!("How many of them, the last ones, are no members yet", "其中最后几个起初不是成员"),
                (0, 0, 2),
                "",
            ),
            ParamSpec::pick(
                "detector",
                phrase!("Detector", "检测方式"),
                phrase!("How members find out who has failed", "成员如何得知谁发生了故障"),
                vec![
                    ("heartbeat", phrase!("heartbeats, fixed time-out", "心跳，固定超时")),
                    ("phi", phrase!("heartbeats, φ-accrual", "心跳，φ 累积检测")),
                    ("swim", phrase!("SWIM: pings and gossip", "SWIM：探测与 gossip")),
                ],
            ),
            ParamSpec::int(
                "period",
                phrase!("Period", "周期"),
                phrase!("Time between two heartbeats, or two pings of a member", "两次心跳或一个成员两次探测的间隔"),
                (20, 100, 5_000),
                "ms",
            ),
            ParamSpec::int(
                "timeout",
                phrase!("Time-out", "超时"),
                phrase!("Heartbeats: how long a silence may last", "心跳：多久没有心跳就怀疑"),
                (20, 250, 30_000),
                "ms",
            ),
            ParamSpec::int(
                "phi",
                phrase!("φ threshold", "φ 阈值"),
                phrase!(
                    "φ-accrual: suspect where a later heartbeat has a chance of 10 to the minus φ",
                    "φ 累积检测：心跳更晚到达的概率降到 10 的 −φ 次方时怀疑"
                ),
                (1, 3, 12),
                "",
            ),
            ParamSpec::int(
                "window",
                phrase!("Window", "窗口"),
                phrase!("φ-accrual: over how many heartbeats the network is watched", "φ 累积检测：统计最近多少个心跳"),
                (2, 20, 1_000),
                "",
            ),
        ]
    }

    fn swim_specs() -> Vec<ParamSpec> {
        vec![
            ParamSpec::int(
                "ack",
                phrase!("Ack time-out", "应答超时"),
                phrase!("SWIM: how long to wait for a direct answer", "SWIM：等待直接应答的时间"),
                (5, 30, 5_000),
                "ms",
            ),
            ParamSpec::int(
                "indirect",
                phrase!("Indirect probes", "间接探测"),
                phrase!("SWIM: how many others are asked to ping for a member", "SWIM：请几个成员代为探测"),
                (0, 2, 3),
                "",
            ),
            ParamSpec::int(
                "suspicion",
                phrase!("Suspicion", "怀疑期"),
                phrase!(
                    "SWIM: how long a suspect may refute before it is declared failed; 0: at once",
                    "SWIM：被怀疑者有多长时间反驳，之后被宣告故障；0 表示立即宣告"
                ),
                (0, 400, 30_000),
                "ms",
            ),
            ParamSpec::pick(
                "targets",
                phrase!("Whom to ping", "探测顺序"),
                phrase!("SWIM: in which order members are pinged", "SWIM：按什么顺序探测成员"),
                vec![
                    ("round-robin", phrase!("everybody in turn, shuffled", "打乱后轮流")),
                    ("random", phrase!("at random", "每次随机")),
                ],
            ),
            ParamSpec::int(
                "lambda",
                phrase!("λ", "λ"),
                phrase!("SWIM: each statement is passed on λ·log n times", "SWIM：每条消息转发 λ·log n 次"),
                (1, 3, 6),
                "",
            ),
        ]
    }

    pub(super) fn from_params(params: &Params) -> Membership {
        let knobs = Knobs(params);
        Membership {
            n: knobs.int("n"),
            outside: knobs.int("outside"),
            detector: match knobs.pick("detector") {
                "phi" => Detector::Phi,
                "swim" => Detector::Swim,
                _ => Detector::Heartbeat,
            },
            period_ms: knobs.int("period"),
            timeout_ms: knobs.int("timeout"),
            phi: knobs.int("phi"),
            window: knobs.int("window"),
            ack_ms: knobs.int("ack"),
            indirect: knobs.int("indirect"),
            suspicion_ms: knobs.int("suspicion"),
            targets: if knobs.pick("targets") == "random" { Targets::Random } else { Targets::RoundRobin },
            lambda: knobs.int("lambda"),
            conditions: Conditions::with(knobs),
        }
    }

    /// Those who may be members, then the administrator.
    pub(super) fn processes(&self) -> Cluster {
        let member = |i| ProcessSpec { name: format!("m{i}"), role: phrase!("member", "成员"), client: false };
        let admin = ProcessSpec { name: "C".to_owned(), role: phrase!("administrator", "管理员"), client: true };
        // In the model with several data centres there are three of them.
        let sites = (0..self.n).map(|i| (i % 3) as u8).chain([0]).collect();
        Cluster { processes: (1..=self.n).map(member).chain([admin]).collect(), network: self.conditions.network(sites) }
    }

    pub(super) fn is_admin(&self, pid: Pid) -> bool {
        pid.0 >= self.n
    }

    /// Whether a process is a member from the start.
    pub(super) fn starts_inside(&self, pid: Pid) -> bool {
        pid.0 < self.n.saturating_sub(self.outside)
    }

    /// The process of that name.
    pub(super) fn named(name: &str) -> Option<Pid> {
        let number = name.strip_prefix('m')?.parse::<u16>().ok().filter(|i| name == format!("m{i}"))?;
        number.checked_sub(1).map(Pid)
    }

    pub(super) fn period_us(&self) -> Time {
        self.period_ms * 1_000
    }

    /// How much later than the first process this one begins, so that not all of them speak at once.
    pub(super) fn phase_us(&self, me: Pid) -> Time {
        self.period_us() * u64::from(me.0) / u64::from(self.n)
    }

    /// The deviation that φ-accrual grants a network that has been regular so far: a fiftieth of the period.
    pub(super) fn slack_us(&self) -> Time {
        self.period_us() / 50
    }

    /// How often a statement is passed on: λ·⌈log₂(n + 1)⌉ (SWIM, § 4.1).
    pub(super) fn retransmissions(&self) -> u32 {
        self.lambda * (u32::BITS - u32::from(self.n).leading_zeros())
    }

    /// How long the administrator waits.
    pub(super) fn patience_us(&self) -> Time {
        self.period_us() * 10
    }

    pub(super) fn explain(&self) -> Vec<Consequence> {
        let say = |tone, phrase| Consequence { tone, phrase };
        match self.detector {
            Detector::Heartbeat if self.timeout_ms <= self.period_ms => vec![say(
                Tone::Unsafe,
                phrase!(
                    "The time-out is no longer than the period: everybody is suspected before the next heartbeat can come.",
                    "超时不长于周期：下一个心跳还没到，所有成员就都被怀疑了。"
                ),
            )],
            Detector::Heartbeat => vec![say(
                Tone::Fine,
                phrase!(
                    "A crash is noticed {0} after the last heartbeat. A shorter time-out is faster and accuses more members that are only slow. n² messages a period.",
                    "最后一个心跳之后 {0} 发现宕机。超时越短发现越快，但越容易冤枉只是变慢的成员。每周期 n² 条消息。",
                    Arg::TimeUs(self.timeout_ms * 1_000)
                ),
            )],
            Detector::Phi => vec![say(
                if self.phi < 3 { Tone::Unsafe } else { Tone::Fine },
                phrase!(
                    "The time-out follows the network. By the normal distribution one heartbeat in 10 to the power {0} is accused falsely.",
                    "超时随网络自动调整。按正态分布，每 10 的 {0} 次方个心跳约有一次误判。",
                    self.phi
                ),
            )],
            Detector::Swim => self.explain_swim(),
        }
    }

    fn explain_swim(&self) -> Vec<Consequence> {
        let say = |tone, phrase| Consequence { tone, phrase };
        let probes = if self.indirect == 0 {
            say(
                Tone::Unsafe,
                phrase!(
                    "No indirect probes: one lost message or one broken link is enough for a suspicion.",
                    "没有间接探测：丢一条消息或断一条链路就足以引起怀疑。"
                ),
            )
        } else {
            say(
                Tone::Fine,
                phrase!(
                    "Who does not answer is pinged by {0} others before it is suspected. Messages per member do not grow with the group.",
                    "未应答者先由另外 {0} 个成员探测，之后才被怀疑。每个成员的消息数不随规模增长。",
                    u32::from(self.indirect)
                ),
            )
        };
        let suspicion = if self.suspicion_ms == 0 {
            say(
                Tone::Unsafe,
                phrase!(
                    "No suspicion: who does not answer is declared failed at once, and cannot refute it.",
                    "没有怀疑期：未应答者立即被宣告故障，无法反驳。"
                ),
            )
        } else {
            say(
                Tone::Fine,
                phrase!(
                    "A suspect has {0} to refute with a higher incarnation; detection takes that much longer.",
                    "被怀疑者有 {0} 以更高的化身号反驳；检测也因此慢这么多。",
                    Arg::TimeUs(self.suspicion_ms * 1_000)
                ),
            )
        };
        vec![probes, suspicion]
    }
}
