//! The scenarios of the lab, in the order of a course: the quorum that meets, the ones that do not, and what mends them.

use super::{Nwr, Op};
use crate::{Endurance, Erased, Faults, ParamValue, Scenario, Script, int, on, pick};
use synod_check::Value;
use synod_kernel::{Action, Pid, Time};
use synod_words::{Phrase, phrase};

/// A scenario under construction: how many servers there are, so that clients can be named, and what was decided.
struct Cast {
    servers: u16,
    script: Script<Nwr>,
}

impl Cast {
    fn with_servers(servers: u16) -> Self {
        Cast { servers, script: Script::default() }
    }

    /// The i-th server, counted from 1: home replicas first, then spares.
    fn server(i: u16) -> Pid {
        Pid(i - 1)
    }

    /// The i-th client, counted from 1.
    fn client(&self, i: u16) -> Pid {
        Pid(self.servers + i - 1)
    }

    fn then(self, at_ms: Time, action: Action<Erased>) -> Self {
        Cast { script: self.script.then(at_ms, action), ..self }
    }

    fn ask(self, at_ms: Time, client: u16, op: Op) -> Self {
        let pid = self.client(client);
        Cast { script: self.script.ask(at_ms, pid, op), ..self }
    }

    fn write(self, at_ms: Time, client: u16, value: i64) -> Self {
        self.ask(at_ms, client, Op::Write("x".into(), Value::Int(value)))
    }

    fn read(self, at_ms: Time, client: u16) -> Self {
        self.ask(at_ms, client, Op::Read("x".into()))
    }

    fn delete(self, at_ms: Time, client: u16) -> Self {
        self.ask(at_ms, client, Op::Delete("x".into()))
    }

    /// Cuts what a client sends to a server.
    fn cut(self, at_ms: Time, client: u16, server: u16) -> Self {
        let pid = self.client(client);
        Cast { script: self.script.cut(at_ms, pid, Cast::server(server)), ..self }
    }

    fn partition(self, at_ms: Time, one: &[Pid], other: &[Pid]) -> Self {
        Cast { script: self.script.partition(at_ms, one, other), ..self }
    }

    fn heal(self, at_ms: Time) -> Self {
        Cast { script: self.script.heal(at_ms), ..self }
    }

    /// Holds back the `nth` message (counted from 0) from a client to a server, right after `at_ms`.
    fn delay(self, at_ms: Time, client: u16, server: u16, nth: u32, by_ms: Time) -> Self {
        let pid = self.client(client);
        Cast { script: self.script.delay(at_ms, pid, Cast::server(server), nth, by_ms), ..self }
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

/// All of them; the first is what a newcomer sees.
pub(super) fn all() -> Vec<Scenario> {
    vec![
        stale_read(),
        quorums_meet(),
        new_then_old(),
        write_back(),
        read_your_writes_lost(),
        monotonic_reads_lost(),
        failed_write_spreads(),
        sloppy_quorum(),
        fast_clock(),
        version_vectors(),
        deleted_key_returns(),
        write_all_one_down(),
        pbs(),
    ]
}

fn stale_read() -> Scenario {
    let script = Cast::with_servers(5);
    let (c1, c2) = (script.client(1), script.client(2));
    let server = Cast::server;
    scenario(
        "stale-read",
        (
            phrase!("A stale read when W + R ≤ N", "W + R ≤ N 时读到旧值"),
            phrase!(
                "C1 writes x = 2 and two replicas acknowledge. A partition keeps the news from n4 and n5, and these two are enough for C2's read: it returns the old value.",
                "C1 写入 x = 2，两个副本确认。分区使 n4、n5 得不到新值，而 C2 的读只需这两个副本：读到旧值。"
            ),
        ),
        vec![int("n", 5), int("w", 2), int("r", 2)],
        script
            .write(4, 1, 1)
            .write(50, 1, 2)
            .partition(52, &[c1, server(1), server(2), server(3)], &[c2, server(4), server(5)])
            .read(90, 2),
        (&["linearizable", "regular"], &["read-your-writes", "monotonic-reads"]),
    )
}

fn quorums_meet() -> Scenario {
    scenario(
        "quorums-meet",
        (
            phrase!("N = 3, W = 2, R = 2: the sets meet", "N = 3、W = 2、R = 2：读写必有交集"),
            phrase!(
                "The write reaches n1 and n2 only, the read asks n2 and n3: n2 is in both sets and gives the new value.",
                "写只到达 n1、n2，读问到 n2、n3：n2 同在两组之中，给出新值。"
            ),
        ),
        vec![on("read-repair")],
        Cast::with_servers(3).write(4, 1, 1).cut(48, 1, 3).write(50, 1, 2).heal(90).read(100, 2).delay(100, 2, 1, 0, 60),
        (&[], &["linearizable", "regular", "read-your-writes", "monotonic-reads", "eventual"]),
    )
}

/// C2 reads while C1's second write has reached only n1; C3 reads later and asks the two others.
fn readers_during_a_write() -> Cast {
    Cast::with_servers(3)
        .write(4, 1, 1)
        .write(50, 1, 2)
        .delay(50, 1, 2, 1, 200)
        .delay(50, 1, 3, 1, 200)
        .read(80, 2)
        .delay(80, 2, 3, 0, 150)
        .read(160, 3)
        .delay(160, 3, 1, 0, 150)
}

fn new_then_old() -> Scenario {
    scenario(
        "new-then-old",
        (
            phrase!("W + R > N, and still new, then old", "W + R > N，仍先新后旧"),
            phrase!(
                "While the write of x = 2 is under way, C2 sees the new value; C3 reads later and sees the old one. The quorums meet, but the write is not finished.",
                "x = 2 的写仍在进行时，C2 先读到新值；之后 C3 却读到旧值。仲裁有交集，但写还没有完成。"
            ),
        ),
        vec![int("clients", 3), int("timeout", 1_000)],
        readers_during_a_write(),
        (&["linearizable"], &["regular", "monotonic-reads", "eventual"]),
    )
}

fn write_back() -> Scenario {
    let keeps = vec!["linearizable", "regular", "read-your-writes", "monotonic-reads"];
    let endures = Some(Endurance { faults: Faults { crashes: 2, ..Faults::ASYNCHRONOUS }, keeps });
    let scenario = scenario(
        "write-back",
        (
            phrase!("The same with write-back (ABD)", "同样情形，读后回写（ABD）"),
            phrase!(
                "C2 writes the new value back to a quorum before it answers, so C3, who asks later, cannot miss it.",
                "C2 在应答之前把新值写回一个仲裁组，于是稍后读的 C3 不会错过它。"
            ),
        ),
        vec![int("clients", 3), int("timeout", 1_000), on("write-back")],
        readers_during_a_write(),
        (&[], &["linearizable", "regular", "monotonic-reads", "eventual"]),
    );
    Scenario { endures, ..scenario }
}

fn read_your_writes_lost() -> Scenario {
    scenario(
        "read-your-writes",
        (
            phrase!("W = R = 1: your own write is gone", "W = R = 1：读不到自己的写"),
            phrase!(
                "n1 acknowledges C1's write at once; C1's next read is answered by n2, which the write has not reached yet.",
                "n1 立即确认 C1 的写；C1 接着的读由 n2 应答，而写还没有到达 n2。"
            ),
        ),
        vec![int("w", 1), int("r", 1)],
        Cast::with_servers(3)
            .write(4, 1, 1)
            .write(50, 1, 2)
            .delay(50, 1, 2, 1, 150)
            .delay(50, 1, 3, 1, 150)
            .read(90, 1)
            .delay(90, 1, 1, 2, 100),
        (&["linearizable", "regular", "read-your-writes"], &["monotonic-reads", "eventual"]),
    )
}

fn monotonic_reads_lost() -> Scenario {
    scenario(
        "monotonic-reads",
        (
            phrase!("W = R = 1: time runs backwards", "W = R = 1：读到的值倒退"),
            phrase!(
                "C2's first read is answered by n1, which has x = 2, its second one by a replica that still has x = 1.",
                "C2 的第一次读由已有 x = 2 的 n1 应答，第二次读由仍是 x = 1 的副本应答。"
            ),
        ),
        vec![int("w", 1), int("r", 1)],
        Cast::with_servers(3)
            .write(4, 1, 1)
            .write(50, 1, 2)
            .delay(50, 1, 2, 1, 200)
            .delay(50, 1, 3, 1, 200)
            .read(90, 2)
            .delay(90, 2, 2, 0, 100)
            .delay(90, 2, 3, 0, 100)
            .read(140, 2)
            .delay(140, 2, 1, 1, 100),
        (&["linearizable", "regular", "monotonic-reads"], &["read-your-writes", "eventual"]),
    )
}

fn failed_write_spreads() -> Scenario {
    scenario(
        "failed-write-spreads",
        (
            phrase!("A failed write comes alive", "失败的写“复活”"),
            phrase!(
                "Only n1 takes up x = 2, and the client is told that the write failed. Later a read finds it at n1, returns it, and read repair spreads it.",
                "只有 n1 写入了 x = 2，客户端被告知写失败。之后的读在 n1 上发现它并返回，读修复又把它扩散开。"
            ),
        ),
        vec![on("read-repair"), pick("giving-up", "failed"), int("timeout", 100)],
        Cast::with_servers(3)
            .write(4, 1, 1)
            .cut(48, 1, 2)
            .cut(48, 1, 3)
            .write(50, 1, 2)
            .heal(170)
            .read(180, 2)
            .delay(180, 2, 3, 0, 60)
            .read(300, 2),
        (
            &[
                "linearizable",
                "regular",
                "read-your-writes",
                "monotonic-reads",
                "monotonic-writes",
                "writes-follow-reads",
                "acknowledged-writes-survive",
                "eventual",
            ],
            &[],
        ),
    )
}

fn sloppy_quorum() -> Scenario {
    let script = Cast::with_servers(6);
    let (c1, c2) = (script.client(1), script.client(2));
    let server = Cast::server;
    scenario(
        "sloppy-quorum",
        (
            phrase!("Sloppy quorum: W + R > N is not enough", "宽松仲裁：W + R > N 也不够"),
            phrase!(
                "C1 cannot reach the home replicas, so spares take the write. C2 reads from the home replicas and misses it. After the partition, hinted handoff brings it home.",
                "C1 联系不到归属副本，写由备用节点代收；C2 从归属副本读，读不到它。分区恢复后，提示移交把它送回。"
            ),
        ),
        vec![on("sloppy"), int("spares", 3), on("hinted-handoff")],
        script
            .write(4, 1, 1)
            .partition(45, &[c1, server(4), server(5), server(6)], &[c2, server(1), server(2), server(3)])
            .write(50, 1, 2)
            .read(150, 2)
            .heal(220),
        (&["linearizable", "regular"], &["read-your-writes", "monotonic-reads", "acknowledged-writes-survive", "eventual"]),
    )
}

/// C1's clock is a second fast; C2 writes after C1, without having read, then reads.
fn a_fast_clock() -> Cast {
    let script = Cast::with_servers(3);
    let fast = script.client(1);
    script.then(1, Action::ShiftClock(fast, 1_000_000)).write(4, 1, 1).write(60, 2, 2).read(110, 2)
}

fn fast_clock() -> Scenario {
    scenario(
        "fast-clock",
        (
            phrase!("Last writer wins, by a fast clock", "最后写入者胜，但时钟偏快"),
            phrase!(
                "C1's clock is a second ahead. C2 writes later and is told that its write succeeded, yet every replica takes C1's for the newer one and C2's is gone.",
                "C1 的时钟快一秒。C2 更晚写入并得到成功应答，但所有副本都认为 C1 的更新，C2 的写就此消失。"
            ),
        ),
        vec![],
        a_fast_clock(),
        (&["linearizable", "regular", "acknowledged-writes-survive"], &["eventual"]),
    )
}

fn version_vectors() -> Scenario {
    scenario(
        "version-vectors",
        (
            phrase!("Version vectors keep both", "版本向量保留两者"),
            phrase!(
                "The same two writes with version vectors: neither has seen the other, so both are kept as siblings. C2 reads both and writes x = 3, which replaces them.",
                "同样的两次写改用版本向量：彼此都没有见过对方，于是作为并发版本都保留。C2 读到两者后写入 x = 3，取代它们。"
            ),
        ),
        vec![pick("versions", "vector")],
        a_fast_clock().write(160, 2, 3).read(220, 1),
        (&["linearizable"], &["regular", "acknowledged-writes-survive", "read-your-writes", "monotonic-reads", "eventual"]),
    )
}

fn deleted_key_returns() -> Scenario {
    scenario(
        "deleted-key-returns",
        (
            phrase!("A deleted key comes back", "已删除的键又回来了"),
            phrase!(
                "n3 misses the delete. The others forget their tombstones too early, so a read takes n3's old value for news, and read repair brings it back everywhere.",
                "n3 错过了删除。其余副本过早清除墓碑，于是读把 n3 的旧值当成新值，读修复又让它回到各处。"
            ),
        ),
        vec![on("read-repair"), int("tombstone", 50)],
        Cast::with_servers(3)
            .write(4, 1, 1)
            .cut(48, 1, 3)
            .delete(50, 1)
            .heal(150)
            .read(170, 2)
            .delay(170, 2, 2, 0, 40)
            .read(300, 1),
        (&["linearizable", "regular", "read-your-writes", "acknowledged-writes-survive"], &["eventual"]),
    )
}

fn write_all_one_down() -> Scenario {
    let script = Cast::with_servers(3);
    let n3 = Cast::server(3);
    scenario(
        "write-all",
        (
            phrase!("W = N: one replica down", "W = N：一个副本宕机"),
            phrase!(
                "Every write waits for all three replicas. One crashes, and no write is answered any more, while reads from a single replica go on.",
                "每次写都要等全部三个副本。一个副本宕机后，写不再得到应答，而只读一个副本的读照常进行。"
            ),
        ),
        vec![int("w", 3), int("r", 1), int("timeout", 150)],
        script.write(4, 1, 1).then(60, Action::Crash(n3)).write(70, 1, 2).read(240, 2),
        (&[], &["linearizable", "regular"]),
    )
}

/// The setting of Probabilistically Bounded Staleness (Bailis et al., PVLDB 5(8), 2012, § 4): a write to one of three replicas, a read of one.
fn pbs() -> Scenario {
    scenario(
        "pbs",
        (
            phrase!("How stale is W = R = 1?", "W = R = 1 时有多陈旧？"),
            phrase!(
                "One replica has the write, and C1 is answered; the two others get it when their disks are done. C2 reads from whichever answers first, and that one is still behind. With other seeds it is not: how often a read is stale is a matter of chance, and a sweep counts it.",
                "一个副本写成，C1 即得到应答；另外两个要等磁盘写完。C2 读最先应答的副本，而它仍然落后。换一个种子则未必：读到旧值的多少是概率问题，可用扫描来统计。"
            ),
        ),
        vec![int("w", 1), int("r", 1), int("timeout", 10_000), pick("delay", "lnkd-disk")],
        Cast::with_servers(3).write(4, 1, 1).read(5, 2),
        (&["linearizable", "regular"], &["read-your-writes", "monotonic-reads", "eventual"]),
    )
}
