//! One fault script against all three protocols.
//!
//! With ten milliseconds a message, S1 leads in all three from 95 ms on, and a command that it is asked for is committed 30 ms later.

use super::{Command, RAFT, ReplicatedLogs};
use crate::abreast::Of;
use crate::{Datum, Endurance, Faults, ParamValue, Scenario, Script, int, raft};
use synod_kernel::{Action, Pid, Time};
use synod_words::{Phrase, phrase};

/// All that a good end promises.
const ALL: &[&str] = &[
    "paxos-same-log",
    "raft-same-log",
    "zab-same-log",
    "paxos-primary-order",
    "raft-primary-order",
    "zab-primary-order",
    "paxos-progress",
    "raft-progress",
    "zab-progress",
];

/// What no fault of an asynchronous network may break.
const SAFETY: [&str; 5] = ["paxos-same-log", "raft-same-log", "zab-same-log", "raft-primary-order", "zab-primary-order"];

/// All of them; the first is what a newcomer sees.
pub(super) fn all() -> Vec<Scenario> {
    vec![normal(), leader_crash(), leader_cut_off(), primary_order(), follower_away(), loss(), no_majority()]
}

fn scenario(
    id: &'static str,
    (name, story): (Phrase, Phrase),
    params: Vec<(&'static str, ParamValue)>,
    script: Script<ReplicatedLogs>,
    (violated, holds): (&[&'static str], &[&'static str]),
) -> Scenario {
    let (violated, holds) = (violated.to_vec(), holds.to_vec());
    let endures = Some(Endurance { faults: Faults::ASYNCHRONOUS, keeps: SAFETY.into() });
    Scenario { id, name, story, params, seed: 1, script: script.decisions(), until: None, violated, holds, endures }
}

/// The i-th server of three, counted from 1.
const fn s(i: u16) -> Pid {
    Pid(i - 1)
}

/// The i-th client, counted from 1, with three servers.
const fn c(i: u16) -> Pid {
    Pid(i + 2)
}

fn command(script: Script<ReplicatedLogs>, at_ms: Time, client: Pid, letter: char) -> Script<ReplicatedLogs> {
    match Command::of(letter) {
        Some(op) => script.ask(at_ms, client, op),
        None => script,
    }
}

/// S1 leads in all three: in Raft because its time-out is the first to run out, in the others because a client asks it first. W is in all
/// logs from 105 ms on.
fn established() -> Script<ReplicatedLogs> {
    let election = Of { part: RAFT as u8, it: Datum::new(raft::Timer::Election) };
    command(Script::default().then(2, Action::Fire(s(1), Datum::new(election))), 25, c(1), 'W')
}

fn normal() -> Scenario {
    let script = command(command(established(), 235, c(1), 'A'), 335, c(1), 'B');
    scenario(
        "normal",
        (
            phrase!("No failure: what a command costs", "无故障：一个命令的代价"),
            phrase!(
                "S1 leads all three. The first command pays for the election: two phases in ZAB, one in Multi-Paxos; in Raft it is over before. From then on all three are the same: three message delays until a majority has a command (to the leader, and one round trip), the answer is the fourth. Raft tells its followers with the next heartbeat and saves a message to each.",
                "S1 是三者的领导者。第一个命令要承担选举的代价：ZAB 两个阶段，Multi-Paxos 一个阶段；Raft 的选举在此之前已完成。此后三者相同：经过三次消息延迟，多数派便拥有命令（到领导者一次，再加一次往返），第四次是应答。Raft 随下一次心跳告知跟随者，因此对每个跟随者少发一条消息。"
            ),
        ),
        vec![],
        script,
        (&[], ALL),
    )
}

fn leader_crash() -> Scenario {
    let script = command(command(established(), 285, c(1), 'A').crash(300, s(1)), 310, c(2), 'B').restart(1_200, s(1));
    scenario(
        "leader-crash",
        (
            phrase!("The leader of all three crashes", "三者的领导者宕机"),
            phrase!(
                "A is under way to S2 and S3, uncommitted, when S1 crashes. In Raft the heartbeats stop; in the others B comes to nothing. What a new leader does before it serves: in Multi-Paxos it hears of A in a promise and proposes it again; in Raft it commits A by a no-op of its own term; in ZAB a majority takes over its history, A with it. Compare the longest wait.",
                "A 正在送往 S2、S3，尚未提交，此时 S1 宕机。Raft 中心跳停止；另两者中 B 得不到处理。新领导者开始服务之前：Multi-Paxos 从承诺中得知 A 并重新提出；Raft 用本任期的空操作提交 A；ZAB 使多数派接管它的历史，其中含有 A。比较等待应答的最长时间。"
            ),
        ),
        vec![],
        script,
        (&[], ALL),
    )
}

fn leader_cut_off() -> Scenario {
    let script = established().partition(230, &[s(1), c(1)], &[s(2), s(3), c(2)]);
    let script = command(command(script, 235, c(1), 'A'), 245, c(2), 'B').heal(950);
    scenario(
        "leader-cut-off",
        (
            phrase!("The leader is cut off with a command", "领导者带着一个命令被隔开"),
            phrase!(
                "A stands in the logs of S1 alone, in all three. The majority elects another leader, and B takes A's place. Once the partition is healed, S1 gives up: in Multi-Paxos it is refused and hands A on; in Raft A is removed, in ZAB cut off (TRUNC), and C1 asks again. A ends behind B in all three logs, once.",
                "三者中 A 都只在 S1 的日志里。多数派选出新领导者，B 占据了 A 的位置。分区恢复后 S1 退位：Multi-Paxos 中它遭拒绝，把 A 转交出去；Raft 删除 A，ZAB 截去 A（TRUNC），由 C1 再次请求。最终三份日志中 A 都排在 B 之后，且只有一次。"
            ),
        ),
        vec![int("give-up", 2_000)],
        script,
        (&[], ALL),
    )
}

/// The schedule of the paper on ZAB: the first primary has A and B on one disk only; the second gets C in A's place; the third has only the
/// disks of these two. The second primary is down for a moment, so that all three protocols need a third one.
fn primary_order() -> Scenario {
    let script = established().cut(230, s(1), s(2)).cut(230, s(1), s(3));
    let script = command(command(script, 235, c(1), 'A'), 240, c(4), 'B').crash(265, s(1)).heal(280);
    let script = command(script, 700, c(2), 'C').crash(1_300, s(2)).crash(1_300, s(3)).restart(1_310, s(1)).restart(1_330, s(2));
    let scenario = scenario(
        "primary-order",
        (
            phrase!("B without A: Multi-Paxos and the order of primaries", "没有 A 的 B：Multi-Paxos 与主进程顺序"),
            phrase!(
                "S1 alone has A and B. The next leader gets C in A's place. The third one has the disks of S1 and S2: Multi-Paxos goes slot by slot, takes C, and B from S1, and delivers B without A. Raft and ZAB take one log as a whole, C's, and drop A and B together. For commands that stand alone that is no fault; a change of state that was made from A's result would be wrong.",
                "只有 S1 持有 A、B。下一任领导者让 C 占据 A 的位置。第三任拥有 S1 与 S2 的磁盘：Multi-Paxos 逐槽恢复，取 C，又取 S1 的 B，于是交付 B 而没有 A。Raft 与 ZAB 整体采用含 C 的日志，把 A、B 一并丢弃。对彼此独立的命令这不算错；若 B 是以 A 的结果算出的状态变更，结果就错了。"
            ),
        ),
        vec![int("clients", 4), int("retry", 5_000)],
        command(script, 2_100, c(1), 'D'),
        (
            &["paxos-primary-order"],
            &["paxos-same-log", "raft-same-log", "zab-same-log", "raft-primary-order", "zab-primary-order"],
        ),
    );
    Scenario { endures: None, ..scenario }
}

fn follower_away() -> Scenario {
    let script = command(command(established().crash(220, s(3)), 235, c(1), 'A'), 335, c(1), 'B').restart(700, s(3));
    scenario(
        "follower-away",
        (
            phrase!("A follower was away", "跟随者离开后归来"),
            phrase!(
                "A and B are committed without S3: two of three are enough. When it restarts, it asks in Multi-Paxos what was chosen; in Raft the leader's next message does not fit its log, and the leader goes back to where it does; in ZAB it looks for the leader and gets its history.",
                "S3 不在时 A、B 照样提交：三台中有两台即可。S3 重启后：Multi-Paxos 中它询问选定了什么；Raft 中领导者的下一条消息与它的日志不符，领导者便退回到相符之处；ZAB 中它寻找领导者，得到其历史。"
            ),
        ),
        vec![],
        script,
        (&[], ALL),
    )
}

fn loss() -> Scenario {
    let script = command(command(command(established(), 500, c(2), 'A'), 1_200, c(1), 'B'), 1_800, c(2), 'C');
    scenario(
        "loss",
        (
            phrase!("One message in five is lost", "每五条消息丢失一条"),
            phrase!(
                "All three repeat what is not answered, and a command that comes twice takes effect once. What is lost costs time and messages, or a leader: Raft's followers that miss several heartbeats elect another one.",
                "三者都重发未得到应答的消息，重复到来的命令只生效一次。丢失的代价是时间和消息，有时是领导者：Raft 的跟随者连续收不到心跳时会另选一个。"
            ),
        ),
        vec![int("loss", 20), int("give-up", 3_000)],
        script,
        (&[], ALL),
    )
}

fn no_majority() -> Scenario {
    let script = established().crash(220, s(2)).crash(220, s(3));
    let script = command(script, 235, c(1), 'A').restart(1_500, s(2));
    scenario(
        "no-majority",
        (
            phrase!("Without a majority all three wait", "没有多数派时三者都等待"),
            phrase!(
                "Two of three servers are down. S1 has A in its logs, but no majority: none of the three commits it, and none says yes. A second server is enough for all to go on.",
                "三台中有两台宕机。A 在 S1 的日志里，但没有多数派：三者都不提交，也不应答成功。只要有第二台服务器恢复，三者便都能继续。"
            ),
        ),
        vec![int("give-up", 3_000)],
        script,
        (&[], ALL),
    )
}
