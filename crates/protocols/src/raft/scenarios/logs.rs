//! Replication, and what becomes of logs.

use super::cast::{ALL, Cast, scenario, server};
use crate::{Scenario, int, pick};
use synod_words::phrase;

pub fn replication() -> Scenario {
    let replication = scenario(
        "replication",
        (
            phrase!("Election and replication", "选举与日志复制"),
            phrase!(
                "The first election time-out to run out makes its server a candidate; with two of three votes it leads term 1. Commands go into its log, to the followers, and are committed once a majority has them. Followers learn that with the next message.",
                "最先超时的服务器成为候选人，得到三票中的两票后领导任期 1。命令写入它的日志，复制给跟随者，多数派拥有后即提交；跟随者从下一条消息得知。"
            ),
        ),
        vec![],
        Cast::with_servers(3).write(200, 1, 1).write(250, 2, 2).read(320, 1),
        (&[], ALL),
    );
    // With this seed one server is well ahead of the others.
    Scenario { seed: 9, ..replication }
}

/// Raft, § 5.3 and figure 7.
pub fn figure_7() -> Scenario {
    scenario(
        "figure-7",
        (
            phrase!("Figure 7: six followers, six logs", "图 7：六个跟随者，六种日志"),
            phrase!(
                "S1 campaigns for term 8; S2 to S7 have the logs (a) to (f) of the paper. (c) and (d) refuse their votes, for their logs are longer or of a later term; S1 wins with five. Then it makes all logs like its own: missing entries are sent, extra ones removed.",
                "S1 竞选任期 8；S2 至 S7 的日志即论文中的 (a) 至 (f)。(c) 与 (d) 拒绝投票，因为自己的日志更长或任期更大；S1 以五票当选。随后它使所有日志与自己一致：缺失的补上，多余的删除。"
            ),
        ),
        vec![int("n", 7), int("clients", 1), pick("logs", "figure-7")],
        Cast::with_servers(7).time_out(20, 1),
        (&[], ALL),
    )
}

/// Raft, § 5.4.2 and figure 8: S5 has led term 3; S1 leads term 4 and replicates entry 2, of term 2, to S3; then S5 leads term 5.
fn figure_8_script() -> Cast {
    let four = Cast::with_servers(5).crash(5, 5).time_out(20, 1).cut(41, server(1), server(4)).crash(100, 1);
    four.restart(110, 5).time_out(120, 5).time_out(170, 5).write(260, 2, 5)
}

pub fn figure_8() -> Scenario {
    scenario(
        "figure-8",
        (
            phrase!("Figure 8: why an old entry is not counted", "图 8：为何旧条目不能靠计数提交"),
            phrase!(
                "S1 leads term 4 and brings entry 2, of term 2, to S2 and S3: a majority has it, and still it is not committed. S1 crashes; S5, whose last entry is of term 3, is elected by the same servers in term 5 and overwrites it. Nobody was promised anything.",
                "S1 领导任期 4，把条目 2（任期 2）复制到 S2 和 S3：多数派已拥有它，却仍未提交。S1 宕机；S5 的最后条目属于任期 3，在任期 5 由同样这些服务器选出，并覆盖了它。没有违背任何承诺。"
            ),
        ),
        vec![int("n", 5), pick("logs", "figure-8"), pick("start", "nothing")],
        figure_8_script(),
        (&[], ALL),
    )
}

pub fn figure_8_counting() -> Scenario {
    scenario(
        "figure-8-counting",
        (
            phrase!("Figure 8, committed by counting", "图 8：靠计数提交旧条目"),
            phrase!(
                "The same run without the rule of § 5.4.2: S1 counts three copies of entry 2 and applies it. S5 is elected without it all the same, and commits another entry in its place: two servers have applied different commands.",
                "同样的运行，但去掉 § 5.4.2 的规则：S1 数到条目 2 有三份副本，就执行了它。没有该条目的 S5 照样当选，并在同一位置提交另一个条目：两台服务器执行了不同的命令。"
            ),
        ),
        vec![int("n", 5), pick("logs", "figure-8"), pick("start", "nothing"), pick("commit", "counting")],
        figure_8_script(),
        (
            &["leader-completeness", "same-log"],
            &["election-safety", "leader-append-only", "log-matching", "linearizable", "progress"],
        ),
    )
}

/// Raft, § 5.4.1.
pub fn vote_for_any() -> Scenario {
    scenario(
        "vote-for-any",
        (
            phrase!("A vote for a short log", "投票给日志较短的候选人"),
            phrase!(
                "S3 is down while S1 and S2 commit x = 1. Then S1 crashes and S3 campaigns: S2 votes for it although S3's log is empty. As the leader S3 has S2 remove what was committed, and a client reads that x was never written.",
                "S3 宕机期间，S1 与 S2 提交了 x = 1。随后 S1 宕机，S3 竞选：尽管 S3 的日志是空的，S2 仍投票给它。S3 当选后让 S2 删除已提交的条目，客户端读到的 x 如同从未写过。"
            ),
        ),
        vec![pick("vote", "any")],
        Cast::with_servers(3)
            .time_out(10, 1)
            .crash(35, 3)
            .write(60, 1, 1)
            .crash(180, 1)
            .restart(190, 3)
            .time_out(200, 3)
            .read(300, 2),
        (
            &["leader-completeness", "same-log", "linearizable"],
            &["election-safety", "leader-append-only", "log-matching", "progress"],
        ),
    )
}

/// Raft, § 7.
pub fn snapshot() -> Scenario {
    let cast = Cast::with_servers(3).time_out(10, 1).write(50, 1, 1).crash(110, 3);
    scenario(
        "snapshot",
        (
            phrase!("Compaction and a snapshot", "日志压缩与快照"),
            phrase!(
                "Each server puts a snapshot in place of three entries at a time. S3 is down meanwhile: when it comes back, what it needs is compacted away, and the leader sends the snapshot, then the entries after it.",
                "每台服务器每执行三个条目就以快照代替。S3 在此期间宕机：归来时它需要的条目已被压缩，领导者先发送快照，再发送其后的条目。"
            ),
        ),
        vec![int("snapshot", 3)],
        cast.write(150, 1, 2).write(210, 1, 3).write(270, 1, 4).write(330, 1, 5).restart(420, 3).write(500, 1, 6).read(560, 2),
        (&[], ALL),
    )
}
