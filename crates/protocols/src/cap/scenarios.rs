//! The scenarios of the lab, in the order of the course (2.2): what consistency means, the proof that it cannot be had together with the
//! other two, and what each choice of two does.

use super::{Cap, Op};
use crate::{Endurance, Erased, Faults, ParamValue, Scenario, Script, int, pick};
use synod_check::Value;
use synod_kernel::{Action, Pid, Time};
use synod_words::{Phrase, phrase};

/// A scenario under construction: how many replicas there are, so that clients can be named, and what was decided.
struct Cast {
    replicas: u16,
    script: Script<Cap>,
}

impl Cast {
    fn of(replicas: u16) -> Self {
        Cast { replicas, script: Script::default() }
    }

    /// Two replicas that both hold v0, as the proof begins.
    fn holding_v0(replicas: u16) -> Self {
        Cast::of(replicas).write(0, 1, "v0")
    }

    /// The i-th client, counted from 1.
    fn client(&self, i: u16) -> Pid {
        Pid(self.replicas + i - 1)
    }

    fn ask(self, at_ms: Time, client: u16, op: Op) -> Self {
        let pid = self.client(client);
        Cast { script: self.script.ask(at_ms, pid, op), ..self }
    }

    fn write(self, at_ms: Time, client: u16, value: impl Into<Value>) -> Self {
        self.ask(at_ms, client, Op::Write(value.into()))
    }

    fn read(self, at_ms: Time, client: u16) -> Self {
        self.ask(at_ms, client, Op::Read)
    }

    fn then(self, at_ms: Time, action: Action<Erased>) -> Self {
        Cast { script: self.script.then(at_ms, action), ..self }
    }

    /// Parts the first replicas and their clients from the rest.
    fn partition(self, at_ms: Time, first: u16) -> Self {
        let all = |range: std::ops::Range<u16>| range.flat_map(|i| [Pid(i), Pid(self.replicas + i)]).collect();
        let groups: Vec<Vec<Pid>> = vec![all(0..first), all(first..self.replicas)];
        self.then(at_ms, Action::Partition(groups))
    }

    /// Holds back the `nth` message (counted from 0) from one replica to another, right after `at_ms`.
    fn delay(self, at_ms: Time, (from, to): (u16, u16), nth: u32, by_ms: Time) -> Self {
        Cast { script: self.script.delay(at_ms, Pid(from - 1), Pid(to - 1), nth, by_ms), ..self }
    }

    fn heal(self, at_ms: Time) -> Self {
        Cast { script: self.script.heal(at_ms), ..self }
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
    Scenario { id, name, story, params, seed: 1, script: cast.script.decisions(), until: None, violated, holds, endures: None }
}

/// CA and CP stay consistent whatever happens; it is the answers that they owe.
fn stays_consistent(scenario: Scenario) -> Scenario {
    let keeps = vec!["linearizable", "regular", "read-your-writes", "monotonic-reads"];
    Scenario { endures: Some(Endurance { faults: Faults::ASYNCHRONOUS, keeps }), ..scenario }
}

/// All of them; the first is what a newcomer sees.
pub(super) fn all() -> Vec<Scenario> {
    vec![
        synchronised(),
        proof_partition(),
        proof_available(),
        proof_consistent(),
        ca_no_partition(),
        ca_partition(),
        ca_unfinished(),
        cp_majority_side(),
        cp_write_back(),
        ap_heal_lww(),
        ap_heal_siblings(),
        bank(),
        shop(),
    ]
}

const ALL_HOLD: &[&str] =
    &["linearizable", "available", "regular", "read-your-writes", "monotonic-reads", "acknowledged-writes-survive", "eventual"];

fn synchronised() -> Scenario {
    let scenario = scenario(
        "synchronised",
        (
            phrase!("Consistency: written at G1, read at G2", "一致性：写 G1，读 G2"),
            phrase!(
                "C1 writes v1 at G1. Before G1 answers, it tells G2, and G2 confirms; only then is the write called successful. Whoever reads at G2 after that gets v1.",
                "C1 向 G1 写入 v1。G1 在应答之前先同步给 G2，G2 确认之后才宣布写入成功。此后从 G2 读到的就是 v1。"
            ),
        ),
        vec![],
        Cast::holding_v0(2).write(100, 1, "v1").read(150, 2),
        (&[], ALL_HOLD),
    );
    stays_consistent(scenario)
}

fn proof_partition() -> Scenario {
    scenario(
        "proof-1-partition",
        (
            phrase!("The proof 1: a partition", "论证一：发生分区"),
            phrase!(
                "Suppose a system kept all three. Both replicas hold v0. Because it tolerates partitions, every message between G1 and G2 may get lost: from now on all of them do. What will you ask, and whom?",
                "假设有一个三者兼得的系统，两个副本都持有 v0。既然容忍分区，G1 与 G2 之间的任何消息都可能丢失：从现在起全部丢失。你会向谁请求什么？"
            ),
        ),
        vec![pick("choice", "ap")],
        Cast::holding_v0(2).partition(100, 1),
        (&[], &["linearizable", "available", "regular", "read-your-writes", "monotonic-reads"]),
    )
}

fn proof_available() -> Scenario {
    let scenario = scenario(
        "proof-available",
        (
            phrase!("The proof 2: who answers is inconsistent", "论证二：坚持应答则不一致"),
            phrase!(
                "C1 writes v1 at G1. To be available, G1 has to answer without having reached G2. Then C2 reads at G2, which has to answer too, and knows only v0. Available, but not consistent.",
                "C1 向 G1 写入 v1。为了可用，G1 必须在没能同步 G2 的情况下应答。随后 C2 从 G2 读，G2 也必须应答，而它只知道 v0。可用，却不一致。"
            ),
        ),
        vec![pick("choice", "ap")],
        Cast::holding_v0(2).partition(100, 1).write(110, 1, "v1").read(150, 2),
        (&["linearizable", "regular"], &["available", "read-your-writes", "monotonic-reads"]),
    );
    let keeps = vec!["available", "read-your-writes", "monotonic-reads"];
    Scenario { endures: Some(Endurance { faults: Faults::ASYNCHRONOUS, keeps }), ..scenario }
}

fn proof_consistent() -> Scenario {
    let scenario = scenario(
        "proof-consistent",
        (
            phrase!("The proof 3: who stays consistent does not answer", "论证三：坚持一致则无应答"),
            phrase!(
                "The same requests at a system that insists on consistency. G1 cannot tell G2 of v1, so it must not call the write successful; G2 cannot know whether v0 is still the latest, so it must not answer either. Consistent, but not available.",
                "同样的请求，系统坚持一致性。G1 无法把 v1 告诉 G2，不能宣布写入成功；G2 无法得知 v0 是否仍为最新，也不能应答。一致，却不可用。"
            ),
        ),
        vec![pick("choice", "cp")],
        Cast::holding_v0(2).partition(100, 1).write(110, 1, "v1").read(150, 2),
        (&["available"], &["linearizable", "regular", "read-your-writes", "monotonic-reads"]),
    );
    stays_consistent(scenario)
}

fn ca_no_partition() -> Scenario {
    let scenario = scenario(
        "ca-no-partition",
        (
            phrase!("CA: without a partition, both", "CA：没有分区，两者兼得"),
            phrase!(
                "No partition: every write is confirmed by both replicas, and any replica answers reads alone. C2 reads while v1 has been confirmed at G2 but is not decided: its read waits a moment and gets v1.",
                "没有分区时，每次写由两个副本确认，读由任一副本单独应答。C2 读的时候，G2 已确认 v1 但尚未决定：读稍等片刻，得到 v1。"
            ),
        ),
        vec![],
        Cast::holding_v0(2).write(100, 1, "v1").read(115, 2).write(200, 2, "v2").read(205, 1).read(260, 1),
        (&[], ALL_HOLD),
    );
    stays_consistent(scenario)
}

fn ca_partition() -> Scenario {
    let scenario = scenario(
        "ca-partition",
        (
            phrase!("CA: a partition makes it read-only", "CA：一旦分区，只能只读"),
            phrase!(
                "G1 gets no confirmation of v1. It cannot tell whether G2 has crashed or the network has failed, so it calls the write off and becomes read-only: reads are answered with v0 on both sides, writes are refused. After the partition it takes writes again.",
                "G1 收不到 G2 对 v1 的确认，无法判断是 G2 宕机还是网络故障，于是取消这次写并变为只读：两侧的读都返回 v0，写被拒绝。分区恢复后重新接受写。"
            ),
        ),
        vec![],
        Cast::holding_v0(2)
            .partition(100, 1)
            .write(110, 1, "v1")
            .read(240, 1)
            .read(250, 2)
            .write(300, 1, "v2")
            .heal(400)
            .write(600, 1, "v3")
            .read(660, 2),
        (
            &["available"],
            &["linearizable", "regular", "read-your-writes", "monotonic-reads", "acknowledged-writes-survive", "eventual"],
        ),
    );
    stays_consistent(scenario)
}

fn ca_unfinished() -> Scenario {
    let scenario = scenario(
        "ca-unfinished",
        (
            phrase!("CA: an unfinished write blocks reads too", "CA：未完成的写连读也会阻塞"),
            phrase!(
                "G2 has confirmed v1, then the partition swallows the news that all have it. G1 shows v1 and its client was told so. G2 may show neither v0 nor v1: it has to refuse reads until the partition is over.",
                "G2 已确认 v1，但“全体已同步”的消息因分区丢失。G1 已对外返回 v1 并应答了客户端；G2 既不能返回 v0 也不能返回 v1，在分区结束前只能拒绝读。"
            ),
        ),
        vec![],
        Cast::holding_v0(2).write(110, 1, "v1").partition(145, 1).read(180, 1).read(190, 2).heal(350).read(600, 2),
        (
            &["available"],
            &["linearizable", "regular", "read-your-writes", "monotonic-reads", "acknowledged-writes-survive", "eventual"],
        ),
    );
    stays_consistent(scenario)
}

fn cp_majority_side() -> Scenario {
    let scenario = scenario(
        "cp-majority-side",
        (
            phrase!("CP: the majority goes on", "CP：多数派一侧继续工作"),
            phrase!(
                "Three replicas, and G3 is cut off. G1 and G2 are a majority: they go on reading and writing. G3 refuses its client rather than answer with v0. After the partition it answers with v1.",
                "三个副本，G3 被隔开。G1 与 G2 构成多数派，继续读写；G3 宁可拒绝自己的客户端，也不返回 v0。分区恢复后，它返回 v1。"
            ),
        ),
        vec![pick("choice", "cp"), int("replicas", 3), int("clients", 3)],
        Cast::holding_v0(3)
            .partition(100, 2)
            .write(110, 1, "v1")
            .read(170, 2)
            .read(180, 3)
            .write(310, 3, "v2")
            .heal(450)
            .read(500, 3),
        (
            &["available"],
            &["linearizable", "regular", "read-your-writes", "monotonic-reads", "acknowledged-writes-survive", "eventual"],
        ),
    );
    stays_consistent(scenario)
}

fn cp_write_back() -> Scenario {
    let scenario = scenario(
        "cp-write-back",
        (
            phrase!("CP: who reads it, writes it back", "CP：读到新值，先写回"),
            phrase!(
                "C1's write of v1 has reached only G1, for its other messages are slow. C2 reads v1; before it is answered, G2 takes v1 up as well, so that two of three have it. C3, who reads later and reaches G2 only, cannot miss it.",
                "C1 写入的 v1 只到达 G1，其余消息很慢。C2 读到 v1；应答之前 G2 也保存了 v1，于是三个副本中有两个持有它。稍后读的 C3 只联系上 G2，也不会错过。"
            ),
        ),
        vec![pick("choice", "cp"), int("replicas", 3), int("clients", 3), int("timeout", 400), int("retry", 400)],
        Cast::holding_v0(3)
            .write(100, 1, "v1")
            .read(112, 2)
            .delay(122, (2, 3), 0, 100)
            .delay(130, (1, 2), 3, 200)
            .delay(130, (1, 3), 3, 200)
            .read(160, 3)
            .delay(170, (3, 1), 3, 100),
        (&[], ALL_HOLD),
    );
    stays_consistent(scenario)
}

/// Both sides write during a partition; G1's clock is a second ahead.
fn both_sides_write() -> Cast {
    Cast::of(2)
        .then(0, Action::ShiftClock(Pid(0), 1_000_000))
        .write(1, 1, "v0")
        .partition(100, 1)
        .write(110, 1, "v1")
        .write(160, 2, "v2")
        .read(200, 2)
        .heal(250)
        .read(450, 2)
}

fn ap_heal_lww() -> Scenario {
    scenario(
        "ap-heal-lww",
        (
            phrase!("AP: the last writer wins, a write vanishes", "AP：最后写入者胜，一次写消失"),
            phrase!(
                "Both sides write during the partition, and both writes are answered. C2's is the later one, but G1's clock is a second ahead: after the partition v1 wins everywhere, and the acknowledged v2 is gone.",
                "分区期间两侧都写入并得到应答。C2 的写更晚，但 G1 的时钟快一秒：分区恢复后处处是 v1，已得到确认的 v2 就此消失。"
            ),
        ),
        vec![pick("choice", "ap")],
        both_sides_write(),
        (
            &["linearizable", "regular", "acknowledged-writes-survive"],
            &["available", "read-your-writes", "monotonic-reads", "eventual"],
        ),
    )
}

fn ap_heal_siblings() -> Scenario {
    scenario(
        "ap-heal-siblings",
        (
            phrase!("AP: both values are kept", "AP：两个值都保留"),
            phrase!(
                "The same with version vectors: neither v1 nor v2 was written in knowledge of the other, so both are kept, and C2 sees the conflict. Its next write, v3, knows both and replaces them.",
                "同样的过程，改用版本向量：v1 与 v2 互不知晓，于是都保留，C2 读到冲突。它接着写入的 v3 知晓两者，取而代之。"
            ),
        ),
        vec![pick("choice", "ap"), pick("reconcile", "siblings")],
        both_sides_write().write(500, 2, "v3").read(560, 1),
        (
            &["linearizable"],
            &["available", "regular", "read-your-writes", "monotonic-reads", "acknowledged-writes-survive", "eventual"],
        ),
    )
}

fn bank() -> Scenario {
    let scenario = scenario(
        "bank",
        (
            phrase!("A bank: better no answer than a wrong one", "银行：宁可不应答，不可出错"),
            phrase!(
                "The account holds 100. C1 reads it and draws everything on the majority's side; C3 wants to do so on the other side. G3 refuses even to show the balance, so nobody is paid twice.",
                "账户余额 100。C1 在多数派一侧读出余额并全部取走；C3 在另一侧也想取。G3 连余额都拒绝显示，因此不会重复付款。"
            ),
        ),
        vec![pick("choice", "cp"), int("replicas", 3), int("clients", 3)],
        Cast::of(3).write(0, 1, 100).partition(100, 2).read(110, 1).write(160, 1, 0).read(170, 3).heal(350).read(400, 3),
        (
            &["available"],
            &["linearizable", "regular", "read-your-writes", "monotonic-reads", "acknowledged-writes-survive", "eventual"],
        ),
    );
    stays_consistent(scenario)
}

fn shop() -> Scenario {
    scenario(
        "shop",
        (
            phrase!("A shop: better an old answer than none", "网店：宁可旧，不可无应答"),
            phrase!(
                "A shopping cart at two sites. The partition lasts while two members of a family put things into it, each at another site; both are served. Afterwards the cart shows both, and the next visit joins them.",
                "两地保存同一个购物车。分区期间，两位家人在不同站点各放入一件商品，都得到应答。恢复后购物车显示两者，下一次访问将其合并。"
            ),
        ),
        vec![pick("choice", "ap"), pick("reconcile", "siblings")],
        Cast::of(2)
            .partition(5, 1)
            .write(10, 1, "book")
            .write(20, 2, "pen")
            .heal(80)
            .read(200, 1)
            .write(240, 1, "book + pen")
            .read(300, 2),
        (
            &["linearizable"],
            &["available", "regular", "read-your-writes", "monotonic-reads", "acknowledged-writes-survive", "eventual"],
        ),
    )
}
