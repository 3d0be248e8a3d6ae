//! The proof of impossibility told step for step (Gilbert & Lynch 2002, section 3.1; the course, 2.2): first what consistency, availability
//! and tolerance of partitions mean for two replicas, then the partition, then the two answers to it.

use crate::{Guide, Stop};
use synod_kernel::Time;
use synod_words::{Phrase, phrase};

/// The guide through a scenario of the proof.
pub(super) fn through(scenario: &str) -> Option<Guide> {
    match scenario {
        "synchronised" => Some(guide(synchronised(), Some("proof-1-partition"))),
        "proof-1-partition" => Some(guide(partition(), Some("proof-available"))),
        "proof-available" => Some(guide(available(), Some("proof-consistent"))),
        "proof-consistent" => Some(guide(consistent(), None)),
        _ => None,
    }
}

fn guide(stops: Vec<(Time, Phrase)>, next: Option<&'static str>) -> Guide {
    Guide { stops: stops.into_iter().map(|(at_ms, words)| Stop { at: at_ms * 1_000, words }).collect(), next }
}

fn synchronised() -> Vec<(Time, Phrase)> {
    vec![
        (
            90,
            phrase!(
                "Two servers, G1 and G2, hold the same value v0. Whichever is asked, it answers the same: the system is consistent.",
                "两台服务器 G1、G2 保存同一个值 v0。问哪一台，答案都一样：系统是一致的。"
            ),
        ),
        (
            110,
            phrase!(
                "C1 writes v1 at G1 and waits for the answer. G1 knows v1, G2 still holds v0: at this moment the two differ.",
                "C1 向 G1 写入 v1，等待应答。G1 已得知 v1，G2 仍是 v0：此刻两者不一致。"
            ),
        ),
        (120, phrase!("Before it answers, G1 tells G2 of v1.", "应答之前，G1 先把 v1 同步给 G2。")),
        (130, phrase!("G2 has taken v1 up and tells G1 so.", "G2 已保存 v1，并告诉 G1 已经同步。")),
        (
            140,
            phrase!(
                "Everybody has confirmed. Only now does G1 call the write successful.",
                "全部确认之后，G1 才应答“写入成功”。"
            ),
        ),
        (
            170,
            phrase!(
                "C2 reads at G2 and gets v1. That is consistency: after a write was answered, every server answers with it. It rests on the messages between G1 and G2. What if they do not arrive?",
                "C2 从 G2 读到 v1。这就是一致性：写入得到应答之后，任何服务器都返回它。这依赖 G1 与 G2 之间的消息。如果消息到不了呢？"
            ),
        ),
    ]
}

fn partition() -> Vec<(Time, Phrase)> {
    vec![
        (
            90,
            phrase!(
                "Suppose that somebody has built a system with all three: consistent, available, and tolerant of partitions. G1 and G2 hold v0.",
                "假设有人造出了三者兼得的系统：一致、可用、容忍分区。G1 与 G2 都持有 v0。"
            ),
        ),
        (
            100,
            phrase!(
                "It tolerates partitions: any message between G1 and G2 may get lost, so let all of them get lost from now on. Nothing that happens on one side can be known on the other. Now write at G1, and read at G2.",
                "容忍分区：G1 与 G2 之间的任何消息都可能丢失，那就让它们从现在起全部丢失。一侧发生的事，另一侧无从知道。接下来在 G1 写，在 G2 读。"
            ),
        ),
    ]
}

fn available() -> Vec<(Time, Phrase)> {
    vec![
        (100, phrase!("G1 and G2 hold v0, and the partition begins.", "G1 与 G2 都持有 v0，分区开始。")),
        (120, phrase!("C1 writes v1 at G1. G1's news for G2 are lost.", "C1 向 G1 写入 v1。G1 发给 G2 的同步消息丢失。")),
        (
            130,
            phrase!(
                "The system is available: G1 has to answer, though it has reached nobody. It says: written.",
                "系统是可用的：G1 虽未联系上任何人，也必须应答。它答：写入成功。"
            ),
        ),
        (
            160,
            phrase!(
                "C2 reads at G2. It too has to answer, and for all that it can know, nobody has written anything.",
                "C2 从 G2 读。G2 也必须应答，而就它所知，没有任何人写过。"
            ),
        ),
        (
            170,
            phrase!(
                "G2 answers v0, after v1 was called written. Available, and not consistent: look at the first promise on the ladder. Could G1 or G2 have done better by not answering?",
                "v1 已宣布写入成功，G2 却返回 v0。可用，但不一致：请看第一项承诺。如果 G1 或 G2 不应答，会更好吗？"
            ),
        ),
    ]
}

fn consistent() -> Vec<(Time, Phrase)> {
    vec![
        (100, phrase!("The same beginning: both hold v0, and the partition begins.", "同样的开头：两者都持有 v0，分区开始。")),
        (
            120,
            phrase!(
                "C1 writes v1 at G1. This system insists on consistency: G1 must not call the write successful before G2 knows of it.",
                "C1 向 G1 写入 v1。这个系统坚持一致性：在 G2 得知之前，G1 不能宣布写入成功。"
            ),
        ),
        (
            160,
            phrase!(
                "C2 reads at G2. It cannot know whether v0 is still the latest value, so it must not answer with it.",
                "C2 从 G2 读。G2 无法得知 v0 是否仍是最新值，因此不能返回它。"
            ),
        ),
        (
            270,
            phrase!(
                "Neither gets what it asked for: consistent, and not available. Whatever the system does, it loses one of the two while the partition lasts. So all three cannot be had together.",
                "两个请求都得不到所要的结果：一致，但不可用。无论系统怎么做，分区期间总要失去其一。因此三者不可兼得。"
            ),
        ),
    ]
}
