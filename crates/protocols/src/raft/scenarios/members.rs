//! Changes of members.

use super::super::Op;
use super::cast::{ALL, Cast, scenario, server, servers};
use crate::{Scenario, int, on, pick};
use synod_kernel::Action;
use synod_words::phrase;

/// Dissertation, chapter 4.
pub fn one_at_a_time() -> Scenario {
    scenario(
        "one-at-a-time",
        (
            phrase!("Members change one at a time", "成员逐个变更"),
            phrase!(
                "S4 is added to S1, S2, S3; then S1, the leader, is removed. Each change is an entry of the log and counts as soon as a server has it. S1 leads until its own removal is committed, by a majority without it; then the others elect a leader.",
                "先把 S4 加入 S1、S2、S3，再移除领导者 S1。每次变更都是日志中的一个条目，服务器一写入即生效。S1 一直领导到自己的移除由不含它的多数派提交为止；随后其余服务器选出领导者。"
            ),
        ),
        vec![int("spare", 1)],
        Cast::with_servers(4)
            .time_out(10, 1)
            .write(50, 1, 1)
            .ask(120, 1, Op::Members(servers([1, 2, 3, 4])))
            .ask(220, 1, Op::Members(servers([2, 3, 4])))
            .write(700, 1, 2),
        (&[], ALL),
    )
}

/// Three servers of which one crashes, and a fourth that is to be added, far from the leader; a message takes one entry.
fn far_away() -> Cast {
    let cast = Cast::with_servers(4).act(0, Action::Slow(server(1), server(4), 5)).time_out(10, 1);
    let cast = cast.write(50, 1, 1).write(100, 1, 2).write(150, 1, 3).write(200, 1, 4).write(250, 1, 5).crash(300, 3);
    cast.ask(310, 2, Op::Members(servers([1, 2, 3, 4]))).write(360, 1, 6).write(700, 1, 7)
}

/// Dissertation, § 4.2.1.
pub fn catch_up() -> Scenario {
    scenario(
        "catch-up",
        (
            phrase!("A new server catches up first", "新服务器先追赶日志"),
            phrase!(
                "S3 is down when S4 is to be added, with an empty log and a slow link. S4 gets entries without a vote, so S1 and S2 go on committing: C1 waits 40 ms for a write, as before. A round brings S4 to where the leader's log ended when the round began; after one that takes less than an election time-out, S4 is added.",
                "S3 已宕机，这时要加入 S4：它日志为空，链路又慢。S4 先在没有投票权的情况下获得条目，S1 与 S2 照常提交：C1 的写仍只需 40 毫秒。每一轮以该轮开始时领导者日志的末尾为目标；某轮短于选举超时后，S4 才加入。"
            ),
        ),
        vec![int("spare", 1), int("batch", 1)],
        far_away().read(1_000, 2),
        (&[], ALL),
    )
}

/// Dissertation, § 4.2.1, figure 4.4 (a).
pub fn no_catch_up() -> Scenario {
    scenario(
        "no-catch-up",
        (
            phrase!("The same without catching up", "同样的运行，不先追赶"),
            phrase!(
                "S4 is a member at once. Three of four are needed, S3 is down, and S4 has nothing of the log yet: until it has got all entries one by one, nothing is committed, and C1 waits. Nothing is lost, but for that time the cluster is as good as down.",
                "S4 立即成为成员。四台中需要三台，而 S3 已宕机，S4 还没有任何日志：在它逐条补齐之前，什么都无法提交，C1 只能等待。没有丢失什么，但这段时间集群等同于停机。"
            ),
        ),
        vec![int("spare", 1), int("batch", 1), pick("catch-up", "none")],
        far_away().read(1_000, 2),
        (&[], ALL),
    )
}

/// Raft, § 6.
pub fn joint() -> Scenario {
    scenario(
        "joint",
        (
            phrase!("Joint consensus", "联合共识"),
            phrase!(
                "From S1, S2, S3 to S3, S4, S5 at once. First comes the joint entry: until it is committed, and until the next one is, a decision needs two of the old and two of the new members. Then the new members alone count, and S1 steps down. Nobody tells S2 that it was removed; pre-vote keeps it from disturbing the others.",
                "一次从 S1、S2、S3 换到 S3、S4、S5。先写入联合条目：在它及下一个条目提交之前，任何决定都需要旧成员中的两台和新成员中的两台。之后只算新成员，S1 退位。S2 不知道自己已被移除；预投票使它无法扰乱其他服务器。"
            ),
        ),
        vec![int("spare", 2), pick("change", "joint"), on("pre-vote")],
        Cast::with_servers(5)
            .late(140)
            .time_out(10, 1)
            .write(50, 1, 1)
            .ask(120, 1, Op::Members(servers([3, 4, 5])))
            .write(700, 2, 2)
            .read(1_000, 1),
        (&[], ALL),
    )
}

/// Raft, figure 10.
pub fn direct() -> Scenario {
    let cast = Cast::with_servers(5);
    let (c1, c2, c3) = (cast.client(1), cast.client(2), cast.client(3));
    let here = [server(1), server(2), c1, c2];
    let there = [server(3), server(4), server(5), c3];
    scenario(
        "direct",
        (
            phrase!("Members change at once (figure 10)", "成员直接切换（图 10）"),
            phrase!(
                "S3 goes from three members to five in one step, and a partition keeps S1 and S2 from hearing of it. S3, S4, S5 are three of the five new members; S1 and S2 are two of the three old ones. Both sides have a majority, a leader and a log.",
                "S3 一步从三个成员变为五个，而分区使 S1、S2 得不到消息。S3、S4、S5 是新五台中的三台，S1、S2 是旧三台中的两台：两边各有多数派、领导者和日志。"
            ),
        ),
        vec![int("spare", 2), int("clients", 3), pick("change", "direct")],
        cast.time_out(10, 3)
            .write(60, 3, 1)
            .part(150, &here, &there)
            .ask(160, 3, Op::Members(servers([1, 2, 3, 4, 5])))
            .time_out(200, 1)
            .write(260, 1, 2)
            .write(270, 3, 3)
            .read(330, 1)
            .read(340, 3),
        (
            &["leader-completeness", "same-log", "linearizable"],
            &["election-safety", "leader-append-only", "log-matching", "progress"],
        ),
    )
}
