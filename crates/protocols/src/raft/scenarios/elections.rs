//! Elections.

use super::super::Op;
use super::cast::{ALL, Cast, scenario, server};
use crate::{Scenario, int, on, pick};
use synod_words::phrase;

pub fn leader_crashes() -> Scenario {
    scenario(
        "leader-crashes",
        (
            phrase!("The leader crashes and comes back", "领导者宕机与归来"),
            phrase!(
                "S1 leads term 1, commits x = 1 and crashes. A follower hears no heartbeat, is elected in term 2 and goes on. S1 restarts with its old term, follows at the first message of term 2 and gets what it missed.",
                "S1 领导任期 1，提交 x = 1 后宕机。某个跟随者收不到心跳，在任期 2 当选并继续工作。S1 带着旧任期重启，收到任期 2 的第一条消息便成为跟随者，补上错过的条目。"
            ),
        ),
        vec![],
        Cast::with_servers(3).time_out(10, 1).write(50, 1, 1).crash(150, 1).write(200, 2, 2).restart(600, 1).read(700, 1),
        (&[], ALL),
    )
}

pub fn split_vote() -> Scenario {
    scenario(
        "split-vote",
        (
            phrase!("A split vote", "选票被瓜分"),
            phrase!(
                "S1 and S2 become candidates at the same moment. Each has its own vote and one more, S3's or S4's; three are needed, so term 1 passes without a leader. The next time-outs are random: one server is first, and leads.",
                "S1 与 S2 同时成为候选人。各得自己的一票和另外一票；需要三票，因此任期 1 没有领导者。之后的超时是随机的：有一台先超时，成为领导者。"
            ),
        ),
        vec![int("n", 4)],
        Cast::with_servers(4).time_out(20, 1).time_out(20, 2).delay(21, 1, 4, 5).write(300, 1, 1),
        (&[], ALL),
    )
}

/// Raft, § 5.2: without random time-outs votes are split for ever.
pub fn same_time_outs() -> Scenario {
    let livelock = scenario(
        "same-time-outs",
        (
            phrase!("Time-outs that are not random", "不随机的超时"),
            phrase!(
                "All servers wait 150 ms, no more and no less. S1 crashes with x = 2 in its log alone; S2 and S3 heard its last heartbeat together, so they become candidates together, each votes for itself, and so again in every term: a livelock.",
                "所有服务器都恰好等待 150 毫秒。S1 宕机时只有它的日志里有 x = 2；S2 与 S3 同时收到最后一次心跳，于是同时成为候选人，各投自己一票，每个任期都如此：活锁。"
            ),
        ),
        vec![int("spread", 0)],
        Cast::with_servers(3)
            .time_out(10, 1)
            .write(50, 1, 1)
            .cut(145, server(1), server(2))
            .cut(145, server(1), server(3))
            .write(150, 1, 2)
            .crash(175, 1),
        (
            &["progress"],
            &["election-safety", "leader-append-only", "log-matching", "leader-completeness", "same-log", "linearizable"],
        ),
    );
    Scenario { until: Some(1_600_000), ..livelock }
}

/// Raft, figure 2: `votedFor` is persistent.
pub fn forgotten_vote() -> Scenario {
    let cast = Cast::with_servers(3);
    let (c1, c3) = (cast.client(1), cast.client(3));
    let cast = cast.cut(0, server(1), server(3)).cut(0, server(3), server(1)).cut(0, c1, server(3)).cut(0, c3, server(1));
    scenario(
        "forgotten-vote",
        (
            phrase!("A vote forgotten in a crash", "宕机后忘记投过的票"),
            phrase!(
                "S1 and S3 campaign in term 1 and cannot hear each other. S2 votes for S1, crashes, and does not remember when it is back: it votes for S3 too. Both lead term 1, both count S2, and both commit at the same index.",
                "S1 与 S3 都在任期 1 竞选，彼此听不到。S2 投票给 S1 后宕机，重启时已不记得，又投票给 S3。两者都领导任期 1，都把 S2 计入多数派，并在同一索引提交了不同的命令。"
            ),
        ),
        vec![pick("disk", "no-vote"), int("clients", 3)],
        cast.time_out(20, 1)
            .time_out(25, 3)
            .crash(32, 2)
            .restart(34, 2)
            .write(60, 1, 1)
            .write(61, 3, 3)
            .read(130, 1)
            .read(131, 3),
        (
            &["election-safety", "log-matching", "same-log", "linearizable"],
            &["leader-append-only", "leader-completeness", "progress"],
        ),
    )
}

/// Dissertation, § 3.10.
pub fn transfer() -> Scenario {
    scenario(
        "transfer",
        (
            phrase!("Leadership is handed over", "移交领导权"),
            phrase!(
                "C1 asks for S2 to lead. S1 takes no more commands, makes sure that S2 has its whole log, and tells it to campaign at once. S2 leads term 2 after two more message delays; no time-out had to run out.",
                "C1 要求由 S2 领导。S1 停止接收命令，确认 S2 已有完整日志，然后让它立即竞选。再过两次消息延迟，S2 领导任期 2；不必等待任何超时。"
            ),
        ),
        vec![],
        Cast::with_servers(3).time_out(10, 1).write(50, 1, 1).ask(120, 1, Op::Transfer(server(2))).write(220, 2, 2).read(300, 1),
        (&[], ALL),
    )
}

/// Dissertation, § 4.2.3: S3 cannot hear the others, and comes back.
fn rejoins() -> Cast {
    let cast = Cast::with_servers(3).late(140);
    let others = [server(1), server(2), cast.client(1), cast.client(2)];
    cast.time_out(10, 1).write(50, 1, 1).part(120, &[server(3)], &others).heal(700).write(750, 1, 2).read(1_100, 2)
}

pub fn disruptive() -> Scenario {
    scenario(
        "disruptive",
        (
            phrase!("A disruptive server comes back", "归来的服务器扰乱集群"),
            phrase!(
                "S3 is cut off, hears no heartbeat and campaigns again and again; its term grows. When it is back, S1 sees the higher term and steps down, although S1 and S2 had worked all the time. C1 has to wait for a new leader.",
                "S3 被隔离，听不到心跳，一再发起选举，任期不断增大。它归来时，S1 看到更大的任期便退位，尽管 S1、S2 一直工作正常。C1 只好等待新的领导者。"
            ),
        ),
        vec![],
        rejoins(),
        (&[], ALL),
    )
}

/// Dissertation, § 9.6.
pub fn pre_vote() -> Scenario {
    scenario(
        "pre-vote",
        (
            phrase!("The same with pre-vote", "同样的运行，加上预投票"),
            phrase!(
                "Cut off, S3 only asks whether it would be elected, and keeps its term. When it is back, the first message of S1 makes it follow; S1 leads on, and C1 is served at once.",
                "被隔离的 S3 只是询问自己能否当选，任期不变。归来后，S1 的第一条消息就使它成为跟随者；S1 继续领导，C1 立即得到服务。"
            ),
        ),
        vec![on("pre-vote")],
        rejoins(),
        (&[], ALL),
    )
}
