//! The scenarios of the lab, in the order of the course: the inconsistency window, then each guarantee, lost and kept by the same script.

use super::params::SWITCHES;
use super::{Models, Op};
use crate::{Endurance, Faults, ParamValue, Scenario, Script, int, on, pick};
use synod_check::Value;
use synod_kernel::{Pid, Time};
use synod_words::{Phrase, phrase};

const REPLICAS: u16 = 3;

/// What happens in a scenario.
struct Play(Script<Models>);

/// The i-th replica, counted from 1.
fn replica(i: u16) -> Pid {
    Pid(i - 1)
}

/// The i-th client, counted from 1. With roaming, its operations go to the replicas i, i + 1, … in turn.
fn client(i: u16) -> Pid {
    Pid(REPLICAS + i - 1)
}

impl Play {
    fn new() -> Self {
        Play(Script::default())
    }

    fn write(self, at_ms: Time, i: u16, key: &str, value: impl Into<Value>) -> Self {
        Play(self.0.ask(at_ms, client(i), Op::Write(key.into(), value.into())))
    }

    fn read(self, at_ms: Time, i: u16, key: &str) -> Self {
        Play(self.0.ask(at_ms, client(i), Op::Read(key.into())))
    }
}

type Changed = Vec<(&'static str, ParamValue)>;
type Verdicts<'a> = (&'a [&'static str], &'a [&'static str]);

fn scenario(
    id: &'static str,
    (name, story): (Phrase, Phrase),
    params: Changed,
    play: Play,
    (violated, holds): Verdicts<'_>,
) -> Scenario {
    let (violated, holds) = (violated.to_vec(), holds.to_vec());
    Scenario { id, name, story, params, seed: 1, script: play.0.decisions(), until: None, violated, holds, endures: None }
}

/// Whatever an asynchronous network with crashes does on top, these promises are kept.
fn enduring(scenario: Scenario, keeps: &[&'static str]) -> Scenario {
    Scenario { endures: Some(Endurance { faults: Faults::ASYNCHRONOUS, keeps: keeps.to_vec() }), ..scenario }
}

/// A level above *eventual*, of which the four guarantees are a part.
fn at(level: &str) -> Changed {
    let mut params = vec![pick("level", level)];
    params.extend(SWITCHES.map(on));
    params
}

/// All of them; the first is what a newcomer sees.
pub(super) fn all() -> Vec<Scenario> {
    vec![
        window(),
        converges(),
        read_your_writes_lost(),
        read_your_writes(),
        session_lost(),
        session_kept(),
        monotonic_reads_lost(),
        monotonic_reads(),
        monotonic_writes_lost(),
        monotonic_writes(),
        writes_follow_reads_lost(),
        writes_follow_reads(),
        causal_lost(),
        causal(),
        sequential(),
        linearizable(),
        bounded(),
        bounded_lost(),
        bounded_by_a_majority(),
    ]
}

fn window() -> Scenario {
    scenario(
        "window",
        (
            phrase!("The inconsistency window", "不一致窗口"),
            phrase!(
                "n1 acknowledges x = 1 at once and tells n2 and n3 only 100 ms later. Reads in between find nothing there; reads after it find the new value. Change the propagation and watch the measure of the window.",
                "n1 立即确认 x = 1，100 毫秒后才告知 n2、n3。其间的读在那里什么也读不到，之后的读得到新值。改变传播间隔，看窗口的长短。"
            ),
        ),
        vec![],
        Play::new().write(4, 1, "x", 1).read(40, 2, "x").read(60, 3, "x").read(140, 2, "x").read(150, 3, "x"),
        (&["linearizable", "regular"], &["eventual", "read-your-writes", "monotonic-reads"]),
    )
}

fn converges() -> Scenario {
    let (one, other) = ([replica(1), client(1)], [replica(2), replica(3), client(2), client(3)]);
    let Play(script) = Play::new().write(10, 1, "x", 1).write(10, 2, "x", 2);
    let script = script.partition(2, &one, &other);
    let play = Play(script).read(60, 1, "x").read(60, 2, "x");
    scenario(
        "converges",
        (
            phrase!("Both sides write, and agree in the end", "两侧都写，最终一致"),
            phrase!(
                "During a partition n1 takes x = 1 and n2 takes x = 2: each side reads its own. Once it is healed the writes are exchanged, and by their timestamps all replicas keep the same one.",
                "分区期间 n1 接受 x = 1，n2 接受 x = 2，两侧各读到自己的值。恢复后互相传播，按时间戳所有副本留下同一个值。"
            ),
        ),
        vec![pick("routing", "sticky")],
        Play(play.0.heal(150)).read(300, 1, "x").read(300, 2, "x").read(300, 3, "x"),
        (&["linearizable"], &["eventual", "acknowledged-writes-survive", "monotonic-writes"]),
    )
}

/// C1 writes at n1 and reads at n2.
fn write_then_read() -> Play {
    Play::new().write(4, 1, "x", 1).read(40, 1, "x")
}

fn read_your_writes_lost() -> Scenario {
    scenario(
        "read-your-writes-lost",
        (
            phrase!("Your own write is gone", "读不到自己的写"),
            phrase!(
                "C1 writes at n1; its next operation goes to n2, which has not heard of it. C1 does not find its own write.",
                "C1 在 n1 写入；下一个操作到了 n2，而 n2 还不知道这个写。C1 读不到自己刚写的值。"
            ),
        ),
        vec![],
        write_then_read(),
        (&["linearizable", "regular", "sequential", "causal", "pram", "read-your-writes"], &["monotonic-reads", "eventual"]),
    )
}

fn read_your_writes() -> Scenario {
    let scenario = scenario(
        "read-your-writes",
        (
            phrase!("Read your writes", "读己之写"),
            phrase!(
                "The same, but C1's session carries the vector of its own writes. n2 sees that it lacks one, fetches it from n1, and only then answers.",
                "同样的操作，但 C1 的会话带着自己写过的向量。n2 发现缺少一个写，先向 n1 拉取，再应答。"
            ),
        ),
        vec![on("read-your-writes")],
        write_then_read(),
        (&[], &["read-your-writes", "linearizable", "eventual"]),
    );
    enduring(scenario, &["read-your-writes"])
}

/// C1 writes at n1, which crashes before it has told anybody. C1 gets no answer to a read, turns to n2 and reads there.
fn reconnects(n1_is_back_ms: Time) -> Play {
    let Play(script) = Play::new().write(4, 1, "x", 1).read(40, 1, "x").read(150, 1, "x");
    Play(script.crash(30, replica(1)).restart(n1_is_back_ms, replica(1)))
}

/// Clients stay with one replica, and give up early.
fn sticky_session(session: &str) -> Changed {
    vec![pick("routing", "sticky"), on("read-your-writes"), pick("session", session), int("timeout", 100)]
}

fn session_lost() -> Scenario {
    scenario(
        "session-lost",
        (
            phrase!("A new session knows nothing of the old", "新会话不继承旧会话"),
            phrase!(
                "Read your writes is on, but n1 crashes with C1's write. C1 reconnects to n2 with a new session, and the guarantee does not extend to that: it reads the old value.",
                "已打开读己之写，但 n1 带着 C1 的写宕机。C1 以新会话重连到 n2，保证不会延续到新的会话：它读到旧值。"
            ),
        ),
        sticky_session("forgets"),
        reconnects(200),
        (&["linearizable", "regular", "sequential", "causal", "pram", "read-your-writes"], &["eventual"]),
    )
}

fn session_kept() -> Scenario {
    let scenario = scenario(
        "session-kept",
        (
            phrase!("A session that outlasts the connection", "会话在重连后依然有效"),
            phrase!(
                "The same, but C1 brings its session along. n2 lacks the write that C1 must see, and has to wait until n1 is back: the guarantee costs availability.",
                "同样的操作，但 C1 带着原来的会话。n2 缺少 C1 必须看到的写，只能等 n1 恢复：保证以可用性为代价。"
            ),
        ),
        sticky_session("keeps"),
        reconnects(180),
        (&[], &["read-your-writes", "linearizable", "eventual"]),
    );
    enduring(scenario, &["read-your-writes"])
}

/// C3 reads at n3, at n1, which has C1's write, and at n2, which does not.
fn three_reads() -> Play {
    Play::new().write(4, 1, "x", 1).read(4, 3, "x").read(30, 3, "x").read(60, 3, "x")
}

fn monotonic_reads_lost() -> Scenario {
    scenario(
        "monotonic-reads-lost",
        (
            phrase!("First the new value, then the old", "先新后旧"),
            phrase!(
                "C3 reads at n1, where C1 has just written, and then at n2, which is behind: the value that it saw is gone again.",
                "C3 先在 n1 读到 C1 刚写的值，再到落后的 n2 去读：刚看到的值又没了。"
            ),
        ),
        vec![],
        three_reads(),
        (&["linearizable", "regular", "sequential", "causal", "pram", "monotonic-reads"], &["read-your-writes", "eventual"]),
    )
}

fn monotonic_reads() -> Scenario {
    let scenario = scenario(
        "monotonic-reads",
        (
            phrase!("Monotonic reads", "单调读"),
            phrase!(
                "The same, but C3's session carries what its reads have found. n2 must have that before it answers.",
                "同样的操作，但 C3 的会话带着读到过的写。n2 具有它之后才应答。"
            ),
        ),
        vec![on("monotonic-reads")],
        three_reads(),
        (&[], &["monotonic-reads", "linearizable", "eventual"]),
    );
    enduring(scenario, &["monotonic-reads"])
}

/// C3 writes twice, at n3 and at n1; later C1 reads.
fn two_writes() -> Play {
    Play::new().write(4, 3, "x", 1).write(30, 3, "x", 2).read(260, 1, "x")
}

fn monotonic_writes_lost() -> Scenario {
    scenario(
        "monotonic-writes-lost",
        (
            phrase!("The earlier write wins", "先写的反而胜出"),
            phrase!(
                "C3 writes x = 1 at n3 and then x = 2 at n1. Neither knows of the other, so both count 1; the tie goes to n3, and the later write is gone everywhere.",
                "C3 先在 n3 写 x = 1，再在 n1 写 x = 2。两者互不知情，时间戳都计为 1；相同时 n3 胜，较晚的写在各处都丢失了。"
            ),
        ),
        vec![],
        two_writes(),
        (&["linearizable", "regular", "monotonic-writes", "acknowledged-writes-survive"], &["eventual"]),
    )
}

fn monotonic_writes() -> Scenario {
    let scenario = scenario(
        "monotonic-writes",
        (
            phrase!("Monotonic writes", "单调写"),
            phrase!(
                "The same, but n1 must have C3's first write before it accepts the second. So the second gets the higher timestamp, and wins.",
                "同样的操作，但 n1 先具有 C3 的第一个写，才接受第二个。于是第二个写的时间戳更大，最后写入者胜。"
            ),
        ),
        vec![on("monotonic-writes")],
        two_writes(),
        (&[], &["monotonic-writes", "acknowledged-writes-survive", "linearizable", "eventual"]),
    );
    enduring(scenario, &["monotonic-writes"])
}

/// C1 asks at n1. C3 reads the question there and replies at n2. C2 reads the reply at n2 and looks for the question at n3.
fn question_and_reply() -> Play {
    Play::new()
        .write(4, 1, "x", "ask")
        .read(4, 3, "y")
        .read(40, 3, "x")
        .write(80, 3, "y", "yes")
        .read(110, 2, "y")
        .read(140, 2, "x")
}

fn writes_follow_reads_lost() -> Scenario {
    scenario(
        "writes-follow-reads-lost",
        (
            phrase!("A reply without its question", "看到回复，看不到提问"),
            phrase!(
                "C1 asks (x). C3 reads the question at n1 and replies at n2 (y). C2 finds the reply at n2, but at n3 there is no question yet.",
                "C1 提问（x）。C3 在 n1 读到提问，在 n2 回复（y）。C2 在 n2 看到回复，到 n3 却还没有提问。"
            ),
        ),
        vec![int("lag", 200)],
        question_and_reply(),
        (
            &["linearizable", "regular", "sequential", "causal", "writes-follow-reads"],
            &["read-your-writes", "monotonic-reads", "eventual"],
        ),
    )
}

fn writes_follow_reads() -> Scenario {
    let scenario = scenario(
        "writes-follow-reads",
        (
            phrase!("Writes follow reads", "读后写"),
            phrase!(
                "The same, but the reply depends on the question: n2 accepts it only when it has that, no replica applies it earlier, and whoever has seen it needs the question too.",
                "同样的操作，但回复依赖提问：n2 具有提问后才接受回复，任何副本都不会更早执行它，看到回复的人也必须能看到提问。"
            ),
        ),
        vec![on("writes-follow-reads"), int("lag", 200)],
        question_and_reply(),
        (&[], &["writes-follow-reads", "linearizable", "eventual"]),
    );
    enduring(scenario, &["writes-follow-reads"])
}

/// C1 writes x at n1 and says so with y at n2. C3, who has heard nothing, reads x at n3. C2 reads y at n2, and then x at n3.
fn told_by_a_flag() -> Play {
    Play::new().write(4, 1, "x", 1).write(40, 1, "y", 1).read(60, 3, "x").read(85, 2, "y").read(120, 2, "x")
}

fn causal_lost() -> Scenario {
    scenario(
        "causal-lost",
        (
            phrase!("The news before what it is about", "先得到通知，却看不到更新"),
            phrase!(
                "C1 updates x at n1 and tells C2 so through y. C2 reads y = 1 at n2, goes on to n3, and x is not there: cause and effect have come apart.",
                "C1 在 n1 更新 x，并通过 y 通知 C2。C2 在 n2 读到 y = 1，再到 n3 读 x，却读不到：因果被拆开了。"
            ),
        ),
        vec![int("lag", 200)],
        told_by_a_flag(),
        (
            &["linearizable", "regular", "sequential", "causal", "pram"],
            &["read-your-writes", "monotonic-reads", "writes-follow-reads", "eventual"],
        ),
    )
}

fn causal() -> Scenario {
    let mut params = at("causal");
    params.push(int("lag", 200));
    let scenario = scenario(
        "causal",
        (
            phrase!("Causal consistency", "因果一致性"),
            phrase!(
                "The same: whoever has read y = 1 also finds x = 1. C3, who has heard of neither, may still read the old x: it is not causally related.",
                "同样的操作：读到 y = 1 的人必能读到 x = 1。C3 与此没有因果关系，仍可能读到旧的 x。"
            ),
        ),
        params,
        told_by_a_flag(),
        (
            &["linearizable", "regular"],
            &["causal", "pram", "writes-follow-reads", "monotonic-writes", "monotonic-reads", "read-your-writes", "eventual"],
        ),
    );
    enduring(scenario, &["writes-follow-reads", "monotonic-writes", "monotonic-reads", "read-your-writes"])
}

/// C1 writes at n1, whose link to n2 is cut. After the acknowledgement, C2 reads at n2 and C3 at n3.
fn one_replica_is_late() -> Play {
    let Play(script) = Play::new().write(4, 1, "x", 1).read(80, 2, "x").read(80, 3, "x");
    Play(script.cut(2, replica(1), replica(2)).mend(200, replica(1), replica(2)))
}

fn sequential() -> Scenario {
    let scenario = scenario(
        "sequential",
        (
            phrase!("Sequential, not linearizable", "顺序一致，但不可线性化"),
            phrase!(
                "n1 puts x = 1 in order and acknowledges it. C2 reads later at n2, which has not got it: old in real time, yet there is one order that explains everybody. Reads ask nobody else.",
                "n1 为 x = 1 定序并确认。C2 稍后在还没收到它的 n2 读：按真实时间是旧值，但仍有一个总顺序能解释所有人看到的。读不询问其他副本。"
            ),
        ),
        at("sequential"),
        one_replica_is_late(),
        (
            &["linearizable", "regular"],
            &[
                "sequential",
                "causal",
                "pram",
                "writes-follow-reads",
                "monotonic-writes",
                "monotonic-reads",
                "read-your-writes",
                "eventual",
            ],
        ),
    );
    enduring(
        scenario,
        &["sequential", "causal", "pram", "writes-follow-reads", "monotonic-writes", "monotonic-reads", "read-your-writes"],
    )
}

fn linearizable() -> Scenario {
    let scenario = scenario(
        "linearizable",
        (
            phrase!("Linearizable (strong consistency)", "可线性化（强一致性）"),
            phrase!(
                "The same, but the write waits for a majority and the read asks one. n2 hears of x = 1 from n3, and must make sure that a majority has it. Compare the latencies.",
                "同样的操作，但写要等多数派，读也询问多数派。n2 从 n3 得知 x = 1，并确保多数派都有它。比较两者的延迟。"
            ),
        ),
        at("linearizable"),
        one_replica_is_late(),
        (&[], &["linearizable", "regular", "sequential", "causal", "monotonic-reads", "read-your-writes", "eventual"]),
    );
    let keeps = [
        "linearizable",
        "regular",
        "sequential",
        "causal",
        "pram",
        "consistent-prefix",
        "writes-follow-reads",
        "monotonic-writes",
        "monotonic-reads",
        "read-your-writes",
    ];
    enduring(scenario, &keeps)
}

/// Clients stay with one replica each; a read shall show one of the two newest versions, and miss nothing that is older than 150 ms.
fn bound() -> Changed {
    vec![pick("routing", "sticky"), int("bound-versions", 2), int("bound-ms", 150)]
}

fn bounded() -> Scenario {
    scenario(
        "bounded-staleness",
        (
            phrase!("Bounded staleness: old, but not too old", "有限陈旧：旧，但不太旧"),
            phrase!(
                "C2 reads x = 1 at n2 after x = 2 was acknowledged at n1: not what a regular register allows. But it is one version and a few dozen milliseconds behind, and propagation after 100 ms keeps it below 150.",
                "x = 2 已在 n1 确认，C2 在 n2 仍读到 x = 1：正则寄存器不允许。但它只落后一个版本、几十毫秒；传播间隔为 100 毫秒，落后不会超过 150 毫秒。"
            ),
        ),
        bound(),
        Play::new().write(4, 1, "x", 1).write(200, 1, "x", 2).read(250, 2, "x").read(290, 2, "x").read(360, 2, "x"),
        (&["linearizable", "regular"], &["k-staleness", "t-staleness", "sequential", "eventual"]),
    )
}

/// n1 is cut off with C1, who writes twice. C2 reads on the other side, and once more after the heal.
fn cut_off() -> Play {
    let (one, other) = ([replica(1), client(1)], [replica(2), replica(3), client(2), client(3)]);
    let Play(script) = Play::new().write(4, 1, "x", 1);
    let script = Play(script.partition(180, &one, &other)).write(200, 1, "x", 2).write(260, 1, "x", 3).read(500, 2, "x");
    Play(script.0.heal(600)).read(1_000, 2, "x")
}

fn bounded_lost() -> Scenario {
    scenario(
        "bounded-staleness-lost",
        (
            phrase!("A partition lasts longer than the bound", "分区比上限更久"),
            phrase!(
                "n1 is cut off and acknowledges x = 2 and x = 3. At 500 ms C2 still reads x = 1 at n2: two versions and more than 200 ms behind. n2 answers, for it cannot know how far behind it is.",
                "n1 被隔开，先后确认 x = 2 与 x = 3。500 毫秒时 C2 在 n2 仍读到 x = 1：落后两个版本、200 多毫秒。n2 照常应答，因为它无从知道自己落后多少。"
            ),
        ),
        bound(),
        cut_off(),
        (&["linearizable", "regular", "k-staleness", "t-staleness"], &["sequential", "monotonic-reads", "eventual"]),
    )
}

fn bounded_by_a_majority() -> Scenario {
    let params = at("linearizable").into_iter().chain(bound()).chain([int("timeout", 50)]).collect();
    let scenario = scenario(
        "bounded-staleness-kept",
        (
            phrase!("A majority keeps every bound", "多数派保住任何上限"),
            phrase!(
                "The same, but operations ask a majority. C1, on the smaller side, gets no answer; so nothing is acknowledged that C2 could be behind. The bound is kept, and C1 pays with its availability.",
                "同样的操作，但每个操作都询问多数派。C1 在少数派一侧，得不到应答；于是没有哪个已确认的写会被 C2 错过。上限保住了，代价是 C1 的可用性。"
            ),
        ),
        params,
        cut_off(),
        (&[], &["linearizable", "regular", "k-staleness", "t-staleness", "sequential", "eventual"]),
    );
    enduring(scenario, &["linearizable", "regular", "k-staleness", "t-staleness"])
}
