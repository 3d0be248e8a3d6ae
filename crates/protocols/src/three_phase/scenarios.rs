//! The scenarios of the lab: the three phases, what the protocol withstands, what it does not, and the rule of the popular telling.
//!
//! With ten milliseconds a message and a transfer asked for at 4 ms, the coordinator begins at 14 ms; participants vote at 25, 26 and
//! 27 ms, the coordinator has all votes at 37 ms and sends preCommit to p1 at 38 ms, p2 at 39 ms, p3 at 40 ms; they have it at 48, 49 and
//! 50 ms, it decides at 61 ms and sends doCommit at 62, 63 and 64 ms. A participant takes the coordinator for crashed 200 ms after it last
//! did something: at 225 ms and after without preCommit, at 248 ms and after with it.

use super::ThreePhase;
use crate::commit::{COORDINATOR, Cast, Op};
use crate::{Endurance, Faults, ParamValue, Scenario, Script, int, pick};
use synod_kernel::{Action, Pid, Time};
use synod_words::{Phrase, phrase};

type Params = Vec<(&'static str, ParamValue)>;

/// Who takes part unless a scenario says otherwise.
const CAST: Cast = Cast { participants: 3, clients: 1 };

/// Just after the coordinator has sent preCommit to p1, and nobody else.
const SENT_ONE_US: Time = 38_500;
/// All participants have preCommit, and the coordinator has no acknowledgement yet.
const ALL_HAVE_IT_MS: Time = 55;

/// All of them; the first is what a newcomer sees.
pub(super) fn all() -> Vec<Scenario> {
    vec![
        commit(),
        one_no(),
        crash_before_precommit(),
        crash_after_precommit(),
        crash_in_between(),
        participant_crash(),
        new_coordinator_crashes(),
        recovery(),
        coordinator_recovers(),
        partition_split(),
        slow_network(),
        total_failure(),
        course_commit_on_timeout(),
        course_abort_on_timeout(),
        course_crash_in_between(),
        course_partition(),
        course_lost_ack(),
    ]
}

/// A scenario that breaks these promises, keeps those, and claims nothing beyond.
fn scenario(
    id: &'static str,
    (name, story): (Phrase, Phrase),
    params: Params,
    script: Script<ThreePhase>,
    (violated, holds): (&[&'static str], &[&'static str]),
) -> Scenario {
    let (violated, holds) = (violated.to_vec(), holds.to_vec());
    Scenario { id, name, story, params, seed: 1, script: script.decisions(), until: None, violated, holds, endures: None }
}

/// What holds at the end of a run from which nobody is missing.
const ALL: [&str; 7] = ["ac1", "ac2", "ac3", "ac4", "ac5", "non-blocking", "locks-released"];
/// What holds at the end of a run in which somebody has not come back; the locks of the others are released all the same.
const BUT_AC5: [&str; 6] = ["ac1", "ac2", "ac3", "ac4", "non-blocking", "locks-released"];

/// A scenario in which the textbook's rules keep what they promise; one more crash, at any time and with or without a return, changes nothing.
fn sound(id: &'static str, words: (Phrase, Phrase), script: Script<ThreePhase>, holds: &[&'static str]) -> Scenario {
    let faults = Faults { crashes: 1, ..Faults::default() };
    let endures = Some(Endurance { faults, keeps: vec!["ac1", "ac2", "ac3", "ac4", "non-blocking"] });
    Scenario { endures, ..scenario(id, words, vec![], script, (&[], holds)) }
}

/// A scenario of the popular telling. Whatever an asynchronous network does, only agreement is in danger: everybody decides once, and commits
/// only what all voted for.
fn course(
    id: &'static str,
    words: (Phrase, Phrase),
    script: Script<ThreePhase>,
    (violated, holds): (&[&'static str], &[&'static str]),
) -> Scenario {
    let endures = violated.is_empty().then(|| Endurance { faults: Faults::ASYNCHRONOUS, keeps: vec!["ac2", "ac3", "ac4"] });
    Scenario { endures, ..scenario(id, words, vec![pick("rule", "course")], script, (violated, holds)) }
}

fn p(i: u16) -> Pid {
    Cast::participant(i)
}

/// C1 asks for a transfer.
fn transfer() -> Script<ThreePhase> {
    Script::default().ask(4, CAST.client(1), Op::Transfer(10))
}

fn commit() -> Scenario {
    sound(
        "commit",
        (
            phrase!("Three phases: commit", "三个阶段：成功提交"),
            phrase!(
                "CanCommit: all vote yes. PreCommit: everybody is told that all voted yes, and acknowledges. DoCommit: everybody commits. Compare with two-phase commit: one round of messages more, and every lock is held longer.",
                "CanCommit：全部反馈 Yes。PreCommit：让每个参与者知道全部反馈了 Yes，并反馈 Ack。DoCommit：全部提交。与两阶段提交相比：多一轮消息，锁也占用更久。"
            ),
        ),
        transfer(),
        &ALL,
    )
}

fn one_no() -> Scenario {
    let words = (
        phrase!("One votes no: abort", "一个 No：中断事务"),
        phrase!(
            "p2 votes no and aborts at once. The coordinator sends no preCommit; it aborts and tells the two others, which undo what they did.",
            "p2 反馈 No 并立即回滚。协调者不发 PreCommit，而是中断事务并通知另外两个参与者，它们利用 Undo 信息恢复原值。"
        ),
    );
    Scenario { params: vec![pick("no", "p2")], ..sound("one-no", words, transfer(), &ALL) }
}

fn crash_before_precommit() -> Scenario {
    let cast = Cast { clients: 2, ..CAST };
    let words = (
        phrase!("The coordinator fails after the votes: nobody is blocked", "表决之后协调者宕机：无人阻塞"),
        phrase!(
            "The crash that blocks everybody in two-phase commit. Here p1 becomes the new coordinator and asks the others: all are uncertain, so nobody can have committed, and they abort (TR3). C2 gets its answer as soon as the lock is released.",
            "在两阶段提交中会使全部参与者阻塞的那次宕机。这里 p1 成为新协调者并询问其余：都未收到 PreCommit，不可能有谁已提交，于是回滚（TR3）。锁一释放，C2 的查询就得到应答。"
        ),
    );
    let script = transfer().crash(30, COORDINATOR).ask(60, cast.client(2), Op::Balance(2));
    Scenario { params: vec![int("clients", 2)], ..sound("crash-before-precommit", words, script, &BUT_AC5) }
}

fn crash_after_precommit() -> Scenario {
    sound(
        "crash-after-precommit",
        (
            phrase!("The coordinator fails after preCommit: commit", "预提交之后协调者宕机：提交"),
            phrase!(
                "The coordinator crashes when all have preCommit and before it has decided. The new coordinator p1 finds that all know that all voted yes, and they commit (TR4).",
                "所有参与者都收到 PreCommit、协调者尚未决定时宕机。新协调者 p1 得知大家都已知道全部反馈 Yes，于是提交（TR4）。"
            ),
        ),
        transfer().crash(ALL_HAVE_IT_MS, COORDINATOR),
        &BUT_AC5,
    )
}

fn crash_in_between() -> Scenario {
    sound(
        "crash-in-between",
        (
            phrase!("Only one has preCommit", "只有一个收到 PreCommit"),
            phrase!(
                "The coordinator crashes after it has sent preCommit to p1 only. p2 and p3 are uncertain. The new coordinator p1 does not commit at once: it sends preCommit to the two first (TR4), so that they would commit too if p1 crashed now.",
                "协调者只向 p1 发出 PreCommit 就宕机，p2、p3 尚未收到。新协调者 p1 并不立即提交，而是先向两者补发 PreCommit（TR4）：这样即使 p1 此时宕机，它们也会提交。"
            ),
        ),
        transfer().then_us(SENT_ONE_US, Action::Crash(COORDINATOR)),
        &BUT_AC5,
    )
}

fn participant_crash() -> Scenario {
    sound(
        "participant-crash",
        (
            phrase!("A participant fails after its yes: commit", "参与者反馈 Yes 后宕机：提交"),
            phrase!(
                "p2 votes yes and crashes; it cannot acknowledge preCommit. The coordinator waits until its time-out, takes p2 for crashed, and commits without it. p2 will find out when it is back.",
                "p2 反馈 Yes 后宕机，无法对 PreCommit 反馈 Ack。协调者等到超时，视 p2 为宕机，不等它就提交。p2 恢复后自会得知。"
            ),
        ),
        transfer().crash(30, p(2)),
        &["ac1", "ac2", "ac3", "ac4", "non-blocking"],
    )
}

fn new_coordinator_crashes() -> Scenario {
    sound(
        "new-coordinator-crashes",
        (
            phrase!("The new coordinator fails too", "新协调者也宕机"),
            phrase!(
                "The coordinator crashes when only p1 has preCommit. p1 takes over, passes preCommit on to p2, and crashes before p3 gets it. p2 takes over in turn: it has preCommit itself, passes it on to p3, and both commit. The two that come back ask.",
                "协调者在只有 p1 收到 PreCommit 时宕机。p1 接任，向 p2 补发 PreCommit，未及 p3 也宕机。p2 再接任：它自己已收到 PreCommit，于是补发给 p3，两者提交。先后恢复的两个进程再来询问。"
            ),
        ),
        transfer()
            .then_us(SENT_ONE_US, Action::Crash(COORDINATOR))
            .then_us(257_500, Action::Crash(p(1)))
            .restart(600, p(1))
            .restart(650, COORDINATOR),
        &ALL,
    )
}

fn recovery() -> Scenario {
    sound(
        "recovery",
        (
            phrase!("A participant comes back and asks", "参与者恢复后询问"),
            phrase!(
                "p2 votes yes, crashes, and comes back while the others wait for its ack. It has been away, so it takes no part any more, but asks: at first nobody has decided, then the coordinator's doCommit reaches it.",
                "p2 反馈 Yes 后宕机，在其余进程等待其 Ack 时恢复。它离开过，不再参与决定，只是询问：起先尚无决定，随后收到协调者的 DoCommit。"
            ),
        ),
        transfer().crash(30, p(2)).restart(90, p(2)),
        &ALL,
    )
}

fn coordinator_recovers() -> Scenario {
    sound(
        "coordinator-recovers",
        (
            phrase!("The coordinator comes back and asks", "协调者恢复后询问"),
            phrase!(
                "The coordinator crashes when all have preCommit, and comes back when the others have committed without it. Its log says preCommit and no decision: unlike in two-phase commit it must not decide, but asks.",
                "协调者在所有参与者都收到 PreCommit 之后宕机，恢复时其余进程已自行提交。日志中只有预提交而无决定：与两阶段提交不同，它不能自己决定，只能询问。"
            ),
        ),
        transfer().crash(ALL_HAVE_IT_MS, COORDINATOR).restart(400, COORDINATOR),
        &ALL,
    )
}

fn total_failure() -> Scenario {
    scenario(
        "total-failure",
        (
            phrase!("All fail: then somebody has to wait", "全部宕机：只能等待"),
            phrase!(
                "All four crash when only p1 has preCommit. Whoever comes back cannot know whether the others decided before they crashed, and is blocked. Only when all are back can they decide together from their logs: p1's preCommit makes it commit.",
                "只有 p1 收到 PreCommit 时四个进程全部宕机。先恢复者不知道其余进程宕机前是否作过决定，只能阻塞。全部恢复后才能依据各自日志一起决定：p1 已预提交，于是提交。"
            ),
        ),
        vec![],
        transfer()
            .then_us(SENT_ONE_US, Action::Crash(COORDINATOR))
            .then_us(49_500, Action::Crash(p(1)))
            .crash(60, p(2))
            .crash(60, p(3))
            .restart(120, p(1))
            .restart(140, p(2))
            .restart(420, p(3))
            .restart(600, COORDINATOR),
        (&["non-blocking"], &["ac1", "ac2", "ac3", "ac4", "ac5", "locks-released"]),
    )
}

fn partition_split() -> Scenario {
    let cast = Cast { clients: 2, ..CAST };
    scenario(
        "partition-split",
        (
            phrase!("A partition splits the decision", "网络分区：一边提交，一边回滚"),
            phrase!(
                "preCommit reaches p1 only, the coordinator crashes, and the network splits p1 from p2 and p3. Each side takes the other for crashed: p1 has preCommit and commits, p2 and p3 are uncertain and abort. C2 sees that p1 has paid and p2 has got nothing.",
                "PreCommit 只到达 p1，协调者宕机，网络又把 p1 与 p2、p3 分开。双方都认为对方已宕机：p1 已预提交，于是提交；p2、p3 都未收到，于是回滚。C2 查询发现：p1 已付款，p2 却没有收到。"
            ),
        ),
        vec![int("clients", 2)],
        transfer()
            .then_us(SENT_ONE_US, Action::Crash(COORDINATOR))
            .partition(100, &[COORDINATOR, p(1)], &[p(2), p(3)])
            .ask(400, cast.client(2), Op::Balance(1))
            .ask(430, cast.client(2), Op::Balance(2))
            .heal(500),
        (&["ac1"], &["ac2", "ac3", "ac4", "non-blocking", "locks-released"]),
    )
}

fn slow_network() -> Scenario {
    let slow = |script: Script<ThreePhase>, to: u16| script.then(38, Action::Slow(COORDINATOR, p(to), 40));
    scenario(
        "slow-network",
        (
            phrase!("Slow messages are enough", "消息变慢就足以出错"),
            phrase!(
                "Nobody crashes and nothing is lost, but what the coordinator sends takes forty times as long. It gets no ack, takes all participants for crashed, and commits. They take it for crashed, find each other uncertain, and abort.",
                "无人宕机，也没有丢包，只是协调者发出的消息慢了四十倍。它收不到 Ack，认为参与者全部宕机，于是提交；而参与者认为它已宕机，彼此都未收到 PreCommit，于是回滚。"
            ),
        ),
        vec![],
        slow(slow(slow(transfer(), 1), 2), 3).heal(300),
        (&["ac1"], &["ac2", "ac3", "ac4", "non-blocking", "locks-released"]),
    )
}

fn course_commit_on_timeout() -> Scenario {
    course(
        "course-commit-on-timeout",
        (
            phrase!("Each decides alone: commit after preCommit", "各自决定：预提交后超时即提交"),
            phrase!(
                "The rule as it is usually told: whoever has preCommit and hears nothing commits. The coordinator crashes when all have preCommit: all commit, without any election.",
                "通行讲法：收到 PreCommit 之后等待超时，参与者都会提交。协调者在所有参与者都收到 PreCommit 之后宕机：全部提交，不需要选举。"
            ),
        ),
        transfer().crash(ALL_HAVE_IT_MS, COORDINATOR),
        (&[], &BUT_AC5),
    )
}

fn course_abort_on_timeout() -> Scenario {
    course(
        "course-abort-on-timeout",
        (
            phrase!("Each decides alone: abort before preCommit", "各自决定：预提交前超时即回滚"),
            phrase!(
                "The coordinator crashes after the votes. Nobody has preCommit, so each participant aborts on its own time-out, and the locks are released.",
                "表决之后协调者宕机。谁也没有收到 PreCommit，各参与者等待超时后各自回滚，锁得到释放。"
            ),
        ),
        transfer().crash(30, COORDINATOR),
        (&[], &BUT_AC5),
    )
}

fn course_crash_in_between() -> Scenario {
    course(
        "course-crash-in-between",
        (
            phrase!("Each decides alone: one crash is enough", "各自决定：一次宕机就不一致"),
            phrase!(
                "The coordinator crashes after it has sent preCommit to p1 only. p1 commits on time-out, p2 and p3 abort. With the election of a new coordinator, the same crash does no harm.",
                "协调者只向 p1 发出 PreCommit 就宕机。p1 超时后提交，p2、p3 超时后回滚。若改为选出新协调者，同样的宕机并无妨碍。"
            ),
        ),
        transfer().then_us(SENT_ONE_US, Action::Crash(COORDINATOR)),
        (&["ac1"], &["ac2", "ac3", "ac4", "non-blocking", "locks-released"]),
    )
}

fn course_partition() -> Scenario {
    course(
        "course-partition",
        (
            phrase!("Each decides alone: partition after preCommit", "各自决定：预提交后网络分区"),
            phrase!(
                "All have preCommit when a partition cuts off p3, and its ack with it. The coordinator has no ack from p3 and aborts; p1 and p2 are told. p3 hears nothing, and commits on time-out.",
                "所有参与者都收到 PreCommit 之后，网络分区把 p3 连同它的 Ack 隔开。协调者没有收到 p3 的 Ack，中断事务并通知 p1、p2；p3 收不到 Abort，超时后提交。"
            ),
        ),
        transfer().partition(ALL_HAVE_IT_MS, &[COORDINATOR, p(1), p(2)], &[p(3)]).heal(400),
        (&["ac1"], &["ac2", "ac3", "ac4", "ac5", "non-blocking", "locks-released"]),
    )
}

fn course_lost_ack() -> Scenario {
    course(
        "course-lost-ack",
        (
            phrase!("Each decides alone: two lost messages", "各自决定：丢失两条消息"),
            phrase!(
                "No crash and no partition. p3's ack of preCommit is lost, so the coordinator aborts; its abort to p3 is lost too, and p3 commits on time-out.",
                "没有宕机，也没有分区。p3 的 Ack 丢失，协调者于是中断事务；发给 p3 的 Abort 也丢失，p3 超时后提交。"
            ),
        ),
        transfer().lose(55, p(3), COORDINATOR, 1).lose(142, COORDINATOR, p(3), 2),
        (&["ac1"], &["ac2", "ac3", "ac4", "ac5", "non-blocking", "locks-released"]),
    )
}
