//! One fault script against all three protocols.
//!
//! With ten milliseconds a message and a transfer asked for at 4 ms: the votes of all three are sent at 25, 26 and 27 ms and arrive at 35, 36 and 37
//! ms; the coordinator decides in 2PC at 38 ms, sends preCommit in 3PC and proposes in Paxos at 37 ms.

use super::SideBySide;
use crate::commit::{COORDINATOR, Cast, Op};
use crate::{Endurance, Faults, ParamValue, Scenario, Script, pick};
use synod_kernel::{Action, Pid, Time};
use synod_words::{Phrase, phrase};

/// Who takes part.
const CAST: Cast = Cast { participants: 3, clients: 1 };

/// All of them; the first is what a newcomer sees.
pub(super) fn all() -> Vec<Scenario> {
    vec![
        no_failure(),
        coordinator_crash(),
        one_no(),
        crash_while_telling(),
        partition(),
        coordinator_returns(),
        two_participants_down(),
    ]
}

fn scenario(
    id: &'static str,
    (name, story): (Phrase, Phrase),
    params: Vec<(&'static str, ParamValue)>,
    script: Script<SideBySide>,
    (violated, holds): (&[&'static str], &[&'static str]),
) -> Scenario {
    let (violated, holds) = (violated.to_vec(), holds.to_vec());
    Scenario { id, name, story, params, seed: 1, script: script.decisions(), until: None, violated, holds, endures: None }
}

fn p(i: u16) -> Pid {
    Cast::participant(i)
}

/// C1 asks for a transfer.
fn transfer() -> Script<SideBySide> {
    Script::default().ask(4, CAST.client(1), Op::Transfer(10))
}

/// The coordinator crashes with all votes on their way to it.
const VOTES_UNDER_WAY_MS: Time = 30;

fn no_failure() -> Scenario {
    let all = [
        "2pc-ac1",
        "3pc-ac1",
        "paxos-ac1",
        "2pc-non-blocking",
        "3pc-non-blocking",
        "paxos-non-blocking",
        "2pc-ac5",
        "3pc-ac5",
        "paxos-ac5",
    ];
    let scenario = scenario(
        "no-failure",
        (
            phrase!("No failure: what each costs", "无故障：各自的代价"),
            phrase!(
                "All three commit. Compare what was measured: three-phase commit pays one more round of messages, Paxos one more round to a majority.",
                "三者都提交。比较测得的数值：3PC 多一轮消息，Paxos 多一轮与多数派的往返。"
            ),
        ),
        vec![],
        transfer(),
        (&[], &all),
    );
    let endures = Some(Endurance { faults: Faults::ASYNCHRONOUS, keeps: vec!["2pc-ac1", "paxos-ac1"] });
    Scenario { endures, ..scenario }
}

fn coordinator_crash() -> Scenario {
    scenario(
        "coordinator-crash",
        (
            phrase!("The coordinator crashes: 2PC blocks", "协调者宕机：2PC 阻塞"),
            phrase!(
                "It crashes before it can decide. In 2PC everybody is uncertain and waits with locked accounts. In 3PC the participants elect a new coordinator and abort. In Paxos a participant proposes in its place.",
                "协调者在作出决定之前宕机。2PC 中所有参与者都未定，锁着账户等待；3PC 中参与者选出新协调者并中断；Paxos 中由某个参与者接替提议。"
            ),
        ),
        vec![],
        transfer().crash(VOTES_UNDER_WAY_MS, COORDINATOR),
        (&["2pc-non-blocking"], &["2pc-ac1", "3pc-ac1", "paxos-ac1", "3pc-non-blocking", "paxos-non-blocking"]),
    )
}

fn one_no() -> Scenario {
    scenario(
        "one-no",
        (
            phrase!("One participant votes no", "一个参与者反馈 No"),
            phrase!(
                "All three abort: no protocol of commitment may commit against a no.",
                "三者都中断：只要有一个 No，任何提交协议都不得提交。"
            ),
        ),
        vec![pick("no", "p2")],
        transfer(),
        (&[], &["2pc-ac1", "3pc-ac1", "paxos-ac1", "2pc-ac5", "3pc-ac5", "paxos-ac5"]),
    )
}

fn crash_while_telling() -> Scenario {
    scenario(
        "crash-while-telling",
        (
            phrase!("A crash in the middle of phase two", "阶段二中途宕机"),
            phrase!(
                "The coordinator has just told one participant when it crashes: in 2PC to commit, in 3PC to pre-commit, in Paxos to accept. p1 can tell the others of 2PC; the others find out by their own protocols.",
                "协调者刚通知一个参与者就宕机：2PC 是提交，3PC 是预提交，Paxos 是接受。2PC 中 p1 可以告诉其他人；另两者按各自的协议得出结果。"
            ),
        ),
        vec![],
        transfer().then_us(38_500, Action::Crash(COORDINATOR)),
        (&[], &["2pc-ac1", "3pc-ac1", "paxos-ac1", "2pc-non-blocking", "3pc-non-blocking", "paxos-non-blocking"]),
    )
}

fn partition() -> Scenario {
    scenario(
        "partition",
        (
            phrase!("A crash and a partition: 3PC splits", "宕机加分区：3PC 不一致"),
            phrase!(
                "p1 has preCommit, p2 and p3 have not; the coordinator crashes and p1 is cut off. In 3PC p1 commits and the others abort. In 2PC and in Paxos nobody decides against anybody; in Paxos the majority goes on, and only p1 waits.",
                "p1 已收到 preCommit，p2、p3 没有；协调者宕机，p1 被隔开。3PC 中 p1 提交而其余中断；2PC 与 Paxos 都不会作出相反的决定，Paxos 中多数派继续，只有 p1 等待。"
            ),
        ),
        vec![],
        transfer()
            .then_us(37_500, Action::Partition(vec![vec![COORDINATOR, p(1)], vec![p(2), p(3)]]))
            .then_us(48_500, Action::Crash(COORDINATOR)),
        (&["3pc-ac1", "2pc-non-blocking", "paxos-non-blocking"], &["2pc-ac1", "paxos-ac1", "3pc-non-blocking"]),
    )
}

fn coordinator_returns() -> Scenario {
    scenario(
        "coordinator-returns",
        (
            phrase!("The coordinator comes back", "协调者恢复"),
            phrase!(
                "The same crash, and 500 ms later a restart. Only then 2PC can go on; the participants of the other two have decided long before.",
                "同样的宕机，500 毫秒后重启。2PC 此时才能继续；另两者的参与者早已作出决定。"
            ),
        ),
        vec![],
        transfer().crash(VOTES_UNDER_WAY_MS, COORDINATOR).restart(VOTES_UNDER_WAY_MS + 500, COORDINATOR),
        (
            &["2pc-non-blocking"],
            &["2pc-ac1", "3pc-ac1", "paxos-ac1", "3pc-non-blocking", "paxos-non-blocking", "2pc-ac5", "3pc-ac5", "paxos-ac5"],
        ),
    )
}

fn two_participants_down() -> Scenario {
    scenario(
        "no-majority",
        (
            phrase!("Two of three participants down: Paxos waits too", "三个参与者宕机两个：Paxos 也要等待"),
            phrase!(
                "With the coordinator and two participants gone, p3 has no majority in Paxos and nobody to ask in 2PC. Only 3PC goes on alone, and that is why a partition can split it.",
                "协调者和两个参与者都宕机后，p3 在 Paxos 中没有多数派，在 2PC 中无人可问。只有 3PC 独自继续，这也正是分区会使它不一致的原因。"
            ),
        ),
        vec![],
        transfer().crash(VOTES_UNDER_WAY_MS, COORDINATOR).crash(VOTES_UNDER_WAY_MS, p(1)).crash(VOTES_UNDER_WAY_MS, p(2)),
        (&["2pc-non-blocking", "paxos-non-blocking"], &["2pc-ac1", "3pc-ac1", "paxos-ac1", "3pc-non-blocking"]),
    )
}
