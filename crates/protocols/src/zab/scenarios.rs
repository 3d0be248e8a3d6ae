//! The scenarios of the lab, in the order of the course.

use super::{Op, Zab};
use crate::{Endurance, Faults, ParamValue, Scenario, Script, int, pick};
use synod_kernel::{Pid, Time};
use synod_words::{Phrase, phrase};

/// What no fault of an asynchronous network may break.
const SAFETY: [&str; 5] = ["primary-order", "primary-integrity", "same-log", "validity", "linearizable"];

/// Everything that a good end promises.
const ALL: &[&str] = &["primary-order", "primary-integrity", "same-log", "validity", "linearizable", "progress"];

/// The i-th server of three, counted from 1.
const fn s(i: u16) -> Pid {
    Pid(i - 1)
}

/// The i-th client, counted from 1, with three servers.
const fn c(i: u16) -> Pid {
    Pid(i + 2)
}

fn append(script: Script<Zab>, at_ms: Time, client: Pid, text: &str) -> Script<Zab> {
    script.ask(at_ms, client, Op::Append("x".to_owned(), text.to_owned()))
}

fn read(script: Script<Zab>, at_ms: Time, client: Pid) -> Script<Zab> {
    script.ask(at_ms, client, Op::Read("x".to_owned()))
}

fn scenario(
    id: &'static str,
    (name, story): (Phrase, Phrase),
    params: Vec<(&'static str, ParamValue)>,
    script: Script<Zab>,
    (violated, holds): (&[&'static str], &[&'static str]),
) -> Scenario {
    let (violated, holds) = (violated.to_vec(), holds.to_vec());
    let endures = violated.is_empty().then(|| Endurance { faults: Faults::ASYNCHRONOUS, keeps: SAFETY.into() });
    Scenario { id, name, story, params, seed: 1, script: script.decisions(), until: None, violated, holds, endures }
}

/// All of them; the first is what a newcomer sees.
pub(super) fn all() -> Vec<Scenario> {
    vec![
        broadcast(),
        two_candidates(),
        before_proposing(),
        proposed_to_one(),
        acked_by_a_quorum(),
        committed_at_one(),
        follower_behind(),
        old_leader_returns(),
        minority_leader(),
        paxos_schedule(),
        zab_schedule(),
        without_synchronisation(),
    ]
}

/// s1 leads epoch 1, and x is "W" everywhere, from 105 ms on.
fn established() -> Script<Zab> {
    append(Script::default(), 5, c(1), "W")
}

/// Clients ask the next server only when they are told to.
fn patient() -> (&'static str, ParamValue) {
    int("retry", 5_000)
}

fn broadcast() -> Scenario {
    let script = append(Script::default(), 5, c(1), "A");
    let script = read(append(append(script, 120, c(1), "B"), 125, c(2), "C"), 200, c(2));
    scenario(
        "broadcast",
        (
            phrase!("Discovery, synchronisation, broadcast", "发现、同步、广播"),
            phrase!(
                "C1's first request makes s1 stand. Discovery: CEPOCH, NEWEPOCH, ACK-E; synchronisation: NEWLEADER, ACK-LD, COMMIT-LD; from then on each change takes PROPOSE, ACK, COMMIT. B and C are under way at once: C's change starts from the state after B.",
                "C1 的第一个请求使 s1 竞选。发现阶段：CEPOCH、NEWEPOCH、ACK-E；同步阶段：NEWLEADER、ACK-LD、COMMIT-LD；此后每个变更只需 PROPOSE、ACK、COMMIT。B 和 C 同时在途：C 的变更以 B 之后的状态为起点。"
            ),
        ),
        vec![],
        script,
        (&[], ALL),
    )
}

fn two_candidates() -> Scenario {
    let script = append(append(Script::default(), 5, c(1), "A"), 5, c(2), "B");
    scenario(
        "two-candidates",
        (
            phrase!("Two candidates", "两个候选者"),
            phrase!(
                "Two clients ask at once, and s1 and s2 both stand. Their histories are alike, so the higher server wins: s1 gives way and hands its request on.",
                "两个客户端同时请求，s1 和 s2 都参加竞选。两者的历史相同，编号大者胜：s1 让位，并转交手中的请求。"
            ),
        ),
        vec![],
        script,
        (&[], ALL),
    )
}

fn before_proposing() -> Scenario {
    let script = append(established(), 115, c(1), "A").crash(120, s(1));
    scenario(
        "before-proposing",
        (
            phrase!("The leader crashes before it proposes", "领导者在提出之前宕机"),
            phrase!(
                "A reaches s1 when it has crashed. Nothing is lost but time: C1 asks the next server under the same name, which finds no leader alive, and epoch 2 begins with the same history.",
                "A 到达时 s1 已宕机。损失的只有时间：C1 以同一编号改问下一台服务器，它发现领导者已失效，epoch 2 从相同的历史开始。"
            ),
        ),
        vec![],
        script,
        (&[], ALL),
    )
}

fn proposed_to_one() -> Scenario {
    let script = append(established().cut(110, s(1), s(3)), 115, c(1), "A").crash(130, s(1)).heal(150);
    scenario(
        "proposed-to-one",
        (
            phrase!("…after the proposal reached one", "……提案到达一台之后宕机"),
            phrase!(
                "Only s2 has A. Nobody knows whether A is committed, so it must not be forgotten: s2 has the better history and leads epoch 2, and A is committed with its initial history. C1, asking again, is answered.",
                "只有 s2 持有 A。无法确定 A 是否已提交，因此不能丢弃：s2 的历史更新，成为 epoch 2 的领导者，A 随初始历史一起提交。C1 再次询问时得到应答。"
            ),
        ),
        vec![],
        read(script, 160, c(2)),
        (&[], ALL),
    )
}

fn acked_by_a_quorum() -> Scenario {
    let script = append(established(), 115, c(1), "A").crash(140, s(1));
    scenario(
        "acked-by-a-quorum",
        (
            phrase!("…after a quorum has acknowledged", "……多数派确认之后宕机"),
            phrase!(
                "A is on the disks of a quorum, and the leader crashes before it hears that. Every other quorum has a server with A: whoever leads next takes it over.",
                "A 已写入多数派的磁盘，领导者在得知之前宕机。任何多数派中都有一台持有 A：下一任领导者必会接管它。"
            ),
        ),
        vec![],
        read(script, 160, c(2)),
        (&[], ALL),
    )
}

fn committed_at_one() -> Scenario {
    let script = append(established(), 115, c(1), "A").cut(140, s(1), s(3)).crash(146, s(1)).heal(160);
    scenario(
        "committed-at-one",
        (
            phrase!("…after one has delivered", "……一台已交付之后宕机"),
            phrase!(
                "s1 has delivered A and answered; COMMIT reaches s2 alone. s3 has A on disk and does not know that it is committed. It delivers A with the initial history of epoch 2, before anything new.",
                "s1 已交付 A 并应答，COMMIT 只到达 s2。s3 的磁盘上有 A，却不知它已提交；它在交付任何新变更之前，随 epoch 2 的初始历史交付 A。"
            ),
        ),
        vec![int("clients", 3)],
        read(script, 170, c(3)),
        (&[], ALL),
    )
}

fn follower_behind() -> Scenario {
    let script = append(append(established().crash(110, s(3)), 120, c(1), "A"), 180, c(1), "B").restart(900, s(3));
    scenario(
        "follower-behind",
        (
            phrase!("A follower that fell behind", "落后的跟随者"),
            phrase!(
                "s3 misses A and B. When it restarts it looks for the leader, which sends its history. The epoch stays the same. ZooKeeper sends the difference (DIFF), or a snapshot (SNAP) to whoever is too far behind.",
                "s3 错过了 A 和 B。重启后它寻找领导者，领导者发来历史，epoch 不变。ZooKeeper 只发送差异（DIFF）；落后太多时发送快照（SNAP）。"
            ),
        ),
        vec![int("clients", 3)],
        read(script, 1_000, c(3)),
        (&[], ALL),
    )
}

/// s1 alone has A, and crashes; the others get C committed in epoch 2; s1 returns.
fn abandoned_proposal() -> Script<Zab> {
    let script = append(established().cut(110, s(1), s(2)).cut(110, s(1), s(3)), 115, c(1), "A").crash(140, s(1)).heal(150);
    read(append(script, 160, c(2), "C").restart(900, s(1)), 1_300, c(2))
}

fn old_leader_returns() -> Scenario {
    scenario(
        "old-leader-returns",
        (
            phrase!("The old leader returns", "旧领导者归来"),
            phrase!(
                "A stands on the disk of s1 alone, uncommitted, and epoch 2 goes on without it. When s1 returns, its history is cut back to what the leader has (TRUNC), then C is added. A was never delivered anywhere.",
                "A 只在 s1 的磁盘上，尚未提交，epoch 2 不含它。s1 归来时，历史被截断到与领导者相同（TRUNC），再补上 C。A 从未在任何地方交付。"
            ),
        ),
        vec![patient()],
        abandoned_proposal(),
        (&[], &["primary-order", "primary-integrity", "same-log", "validity", "linearizable"]),
    )
}

fn minority_leader() -> Scenario {
    let script = established().partition(110, &[s(1), c(1)], &[s(2), s(3), c(2)]);
    let script = append(append(script, 120, c(1), "A"), 130, c(2), "C").heal(800);
    scenario(
        "minority-leader",
        (
            phrase!("A leader in the minority", "领导者落入少数派"),
            phrase!(
                "s1 proposes A and gets no acknowledgement: it can commit nothing, and gives up. The majority opens epoch 2 and delivers C. After the partition s1 joins it and drops its proposal; C1's request is broadcast anew under another zxid.",
                "s1 提出 A 却得不到确认：无法提交，最终退位。多数派开启 epoch 2 并交付 C。分区恢复后 s1 加入，丢弃自己的提案；C1 的请求以新的 zxid 重新广播。"
            ),
        ),
        vec![],
        read(script, 1_400, c(2)),
        (&[], &["primary-order", "primary-integrity", "same-log", "validity", "linearizable"]),
    )
}

/// The paper's figure: the first primary has A and B, B depends on A, and both are on one disk only; the second gets C in A's place;
/// the third finds C and B.
fn figure() -> Script<Zab> {
    let script = established().cut(110, s(1), s(2)).cut(110, s(1), s(3));
    let script = append(append(script, 115, c(1), "A"), 120, Pid(6), "B").crash(140, s(1)).heal(150);
    let script = append(script, 160, c(2), "C").crash(900, s(3)).restart(910, s(1));
    read(append(script, 1_300, c(1), "D"), 1_500, c(1))
}

fn paxos_schedule() -> Scenario {
    scenario(
        "paxos-schedule",
        (
            phrase!("Multi-Paxos: B without A", "Multi-Paxos：没有 A 的 B"),
            phrase!(
                "s1 proposes A in slot 2 and B in slot 3, to itself alone. The second primary gets C chosen in slot 2. The third recovers slot by slot: C, and B from s1. B was made from the state after A: delivered after C, it wipes out C, and x contains A, which was never delivered.",
                "s1 在槽 2 提出 A、在槽 3 提出 B，只有自己接受。第二任主进程在槽 2 选定 C。第三任逐槽恢复：C，以及 s1 的 B。B 以 A 之后的状态为基础：在 C 之后交付便抹掉了 C，x 中却含有从未交付的 A。"
            ),
        ),
        vec![pick("protocol", "paxos"), int("clients", 4), patient()],
        figure(),
        (&["primary-order", "primary-integrity", "linearizable"], &["same-log", "validity"]),
    )
}

fn zab_schedule() -> Scenario {
    scenario(
        "zab-schedule",
        (
            phrase!("ZAB under the same faults", "相同故障下的 ZAB"),
            phrase!(
                "The same script as with Multi-Paxos. The third primary takes over one history as a whole, the one of the highest epoch: W, C. s1 drops A together with B. D is appended to C.",
                "与 Multi-Paxos 相同的脚本。第三任主进程整体接管 epoch 最大的那份历史：W、C。s1 把 A 连同 B 一起截去。D 接在 C 之后。"
            ),
        ),
        vec![int("clients", 4), patient()],
        figure(),
        (&[], &["primary-order", "primary-integrity", "same-log", "validity", "linearizable"]),
    )
}

fn without_synchronisation() -> Scenario {
    scenario(
        "without-synchronisation",
        (
            phrase!("Synchronisation skipped", "跳过同步阶段"),
            phrase!(
                "As with the old leader that returns, but nobody takes over the leader's history. s1 keeps A in the slot where the others have C, and delivers it.",
                "与“旧领导者归来”相同，但没有人接管领导者的历史。其他服务器的槽中是 C，s1 的同一槽却保留 A，并交付了它。"
            ),
        ),
        vec![pick("synchronise", "skip"), patient()],
        abandoned_proposal(),
        (&["primary-order", "primary-integrity", "same-log"], &["validity"]),
    )
}
