//! The scenarios of the lab, in the order of the course (2.3): basically available, soft state, eventually consistent.

use super::{Base, Op, Register};
use crate::{Endurance, Faults, ParamValue, Scenario, Script, int, pick};
use synod_kernel::{Action, Pid, Time};
use synod_words::{Phrase, phrase};

/// Replicas of every scenario: C1 and C3 talk to G1, C2 and C4 to G2.
const REPLICAS: u16 = 2;

/// A scenario under construction.
struct Cast(Script<Base>);

impl Cast {
    fn new() -> Self {
        Cast(Script::default())
    }

    fn ask(self, at_ms: Time, client: u16, op: Op) -> Self {
        Cast(self.0.ask(at_ms, Pid(REPLICAS + client - 1), op))
    }

    fn write(self, at_ms: Time, client: u16, value: &str) -> Self {
        self.ask(at_ms, client, Op::Of(Register::Write(value.into())))
    }

    fn read(self, at_ms: Time, client: u16) -> Self {
        self.ask(at_ms, client, Op::Of(Register::Read))
    }

    fn rush(self, at_ms: Time, client: u16, visitors: u16) -> Self {
        self.ask(at_ms, client, Op::Rush(visitors))
    }

    /// Parts G1 with its clients from G2 with its own.
    fn partition(self, at_ms: Time) -> Self {
        let side = |i: u16| (0..6).map(Pid).filter(|pid| pid.0 % REPLICAS == i).collect();
        Cast(self.0.then(at_ms, Action::Partition(vec![side(0), side(1)])))
    }

    fn heal(self, at_ms: Time) -> Self {
        Cast(self.0.heal(at_ms))
    }
}

fn scenario(
    id: &'static str,
    (name, story): (Phrase, Phrase),
    params: Vec<(&'static str, ParamValue)>,
    cast: Cast,
    (violated, holds): (&[&'static str], &[&'static str]),
) -> Scenario {
    let (violated, holds) = (violated.to_vec(), holds.to_vec());
    Scenario { id, name, story, params, seed: 1, script: cast.0.decisions(), until: None, violated, holds, endures: None }
}

/// Whatever happens to network and replicas, whoever works answers.
fn stays_available(scenario: Scenario) -> Scenario {
    Scenario { endures: Some(Endurance { faults: Faults::ASYNCHRONOUS, keeps: vec!["available"] }), ..scenario }
}

/// All of them; the first is what a newcomer sees.
pub(super) fn all() -> Vec<Scenario> {
    vec![calm(), slower_answers(), degraded_answers(), refused(), soft_state(), converges(), converges_after_partition()]
}

fn calm() -> Scenario {
    stays_available(scenario(
        "calm",
        (
            phrase!("An ordinary day", "平常的一天"),
            phrase!(
                "Few requests: each is served at once. C1 writes, and a period later the other replica has it too; C2 reads after that.",
                "请求很少，随到随处理。C1 写入，一个周期后另一个副本也有了；C2 随后读到它。"
            ),
        ),
        vec![],
        Cast::new().write(10, 1, "v1").read(200, 2).read(210, 1),
        (
            &[],
            &[
                "linearizable",
                "regular",
                "available",
                "read-your-writes",
                "monotonic-reads",
                "acknowledged-writes-survive",
                "eventual",
            ],
        ),
    ))
}

fn slower_answers() -> Scenario {
    stays_available(scenario(
        "slower-answers",
        (
            phrase!("Basically available: slower answers", "基本可用：响应时间上的损失"),
            phrase!(
                "The first read takes 50 ms. Then ten visitors rush in, and the queue may be long: everybody is served, but C1's second read waits behind the others and takes several times as long.",
                "第一次读用时 50 毫秒。随后十位访客涌入，队列可以很长：每个人都得到正常应答，但 C1 的第二次读排在别人后面，用时是原来的数倍。"
            ),
        ),
        vec![int("queue", 50)],
        Cast::new().write(10, 1, "v1").read(150, 1).rush(300, 3, 10).read(400, 1),
        (&[], &["linearizable", "regular", "available", "read-your-writes", "monotonic-reads", "eventual"]),
    ))
}

/// C1 writes v2 just before visitors rush in at its replica, and reads while they do.
fn a_rush() -> Cast {
    Cast::new().write(10, 1, "v1").write(200, 1, "v2").rush(201, 3, 12).read(272, 1).read(500, 1)
}

fn degraded_answers() -> Scenario {
    stays_available(scenario(
        "degraded-answers",
        (
            phrase!("Basically available: degraded answers", "基本可用：功能上的损失（降级）"),
            phrase!(
                "At most three requests may be with a replica. Whoever comes while the queue is full is shown a degraded page: what the replica held before the rush. So C1, who has just written v2, is shown v1; when the rush is over, it reads v2.",
                "一个副本上最多同时有三个请求。队列已满时，来者被引导到降级页面，看到的是涌入之前的数据。于是刚写入 v2 的 C1 看到 v1；高峰过后，它读到 v2。"
            ),
        ),
        vec![],
        a_rush(),
        (
            &["linearizable", "regular", "read-your-writes"],
            &["available", "monotonic-reads", "acknowledged-writes-survive", "eventual"],
        ),
    ))
}

fn refused() -> Scenario {
    scenario(
        "refused-without-degrading",
        (
            phrase!("Without degrading: refused", "没有降级：拒绝服务"),
            phrase!(
                "The same rush without a degraded page: whoever finds the queue full is refused, C1 among them. Every answer that is given is the newest, but not everybody gets one.",
                "同样的涌入，但没有降级页面：队列已满时，来者被拒绝，C1 也在其中。给出的应答都是最新的，但不是人人都能得到。"
            ),
        ),
        vec![pick("overload", "refuse")],
        a_rush(),
        (
            &["available"],
            &["linearizable", "regular", "read-your-writes", "monotonic-reads", "acknowledged-writes-survive", "eventual"],
        ),
    )
}

fn soft_state() -> Scenario {
    stays_available(scenario(
        "soft-state",
        (
            phrase!("Soft state: the replicas differ for a while", "软状态：副本暂时不同"),
            phrase!(
                "The sync period is 200 ms. C1 reads v2 at G1 and, later than that, C2 still reads v1 at G2. That is allowed: the state in between does not keep anybody from being served. After the period C2 reads v2 as well.",
                "同步周期为 200 毫秒。C1 已从 G1 读到 v2，更晚的时候 C2 从 G2 读到的仍是 v1。这是允许的：中间状态不妨碍任何人得到服务。过了周期，C2 也读到 v2。"
            ),
        ),
        vec![int("period", 200)],
        Cast::new().write(10, 1, "v1").write(400, 1, "v2").read(460, 1).read(520, 2).read(800, 2),
        (
            &["linearizable", "regular"],
            &["available", "read-your-writes", "monotonic-reads", "acknowledged-writes-survive", "eventual"],
        ),
    ))
}

fn converges() -> Scenario {
    stays_available(scenario(
        "converges",
        (
            phrase!("Eventually consistent: after the rush", "最终一致：高峰过后"),
            phrase!(
                "In a rush on both sides C1 writes v2 at G1 and C2 writes v3 at G2; each reads its own. When the writes stop, the copies are told to each other, and both replicas hold the value with the later time.",
                "两侧都有访客涌入，C1 在 G1 写入 v2，C2 在 G2 写入 v3，各自读到自己的值。写停止之后，副本互相同步，最终都持有时间较晚的值。"
            ),
        ),
        vec![int("queue", 50), int("period", 150)],
        Cast::new()
            .write(10, 1, "v1")
            .rush(200, 3, 4)
            .rush(200, 4, 4)
            .write(215, 1, "v2")
            .write(216, 2, "v3")
            .read(330, 1)
            .read(331, 2)
            .read(600, 1)
            .read(601, 2),
        (&["linearizable"], &["available", "read-your-writes", "monotonic-reads", "acknowledged-writes-survive", "eventual"]),
    ))
}

fn converges_after_partition() -> Scenario {
    stays_available(scenario(
        "converges-after-partition",
        (
            phrase!("Eventually consistent: after a partition", "最终一致：分区恢复之后"),
            phrase!(
                "G1 and G2 are parted while both take writes. G1 tells in vain, again and again, each time after twice the wait. After the partition the next attempt gets through; C1 and C2 then read the same.",
                "分区期间 G1 与 G2 都接受写。它们反复同步未果，间隔逐次加倍。分区恢复后，下一次同步成功，C1 与 C2 读到同样的值。"
            ),
        ),
        vec![],
        Cast::new()
            .write(10, 1, "v1")
            .partition(150)
            .write(160, 1, "v2")
            .write(230, 2, "v3")
            .read(300, 1)
            .heal(400)
            .read(700, 1)
            .read(701, 2),
        (
            &["linearizable", "regular"],
            &["available", "read-your-writes", "monotonic-reads", "acknowledged-writes-survive", "eventual"],
        ),
    ))
}
