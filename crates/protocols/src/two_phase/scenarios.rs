//! The scenarios of the lab: the flow of the course, then its drawbacks one by one, and what becomes of everybody afterwards.
//!
//! With ten milliseconds a message and a transfer asked for at 4 ms, the coordinator begins at 14 ms; participants vote at 25, 26 and
//! 27 ms, the coordinator decides at 37 ms, and tells p1 at 38 ms, p2 at 39 ms, p3 at 40 ms.

use super::TwoPhase;
use crate::commit::{COORDINATOR, Cast, Op};
use crate::{Endurance, Faults, ParamValue, Scenario, Script, int, pick};
use synod_kernel::{Action, Pid, Time};
use synod_words::{Phrase, phrase};

type Params = Vec<(&'static str, ParamValue)>;

/// Who takes part unless a scenario says otherwise.
const CAST: Cast = Cast { participants: 3, clients: 1 };

/// Just after the coordinator has told p1 to commit, and nobody else.
const TOLD_ONE_US: Time = 38_500;

/// All of them; the first is what a newcomer sees.
pub(super) fn all() -> Vec<Scenario> {
    vec![
        commit(),
        one_no(),
        vote_lost(),
        coordinator_crash(),
        telling_one(),
        telling_one_dies(),
        unvoted_peer(),
        partial_commit(),
        unsafe_abort(),
        unsafe_commit(),
        coordinator_recovers_undecided(),
        coordinator_recovers_decided(),
        participant_recovers(),
        participant_crash_before_vote(),
        too_much(),
        locked(),
    ]
}

/// A scenario that breaks these promises, keeps those, and claims nothing beyond.
fn scenario(
    id: &'static str,
    (name, story): (Phrase, Phrase),
    params: Params,
    script: Script<TwoPhase>,
    (violated, holds): (&[&'static str], &[&'static str]),
) -> Scenario {
    let (violated, holds) = (violated.to_vec(), holds.to_vec());
    Scenario { id, name, story, params, seed: 1, script: script.decisions(), until: None, violated, holds, endures: None }
}

/// A scenario in which every promise holds; those about what is decided withstand whatever an asynchronous network may do.
fn sound(id: &'static str, words: (Phrase, Phrase), params: Params, script: Script<TwoPhase>) -> Scenario {
    let all = ["ac1", "ac2", "ac3", "ac4", "ac5", "non-blocking", "locks-released"];
    let endures = Some(Endurance { faults: Faults::ASYNCHRONOUS, keeps: vec!["ac1", "ac2", "ac3", "ac4"] });
    Scenario { endures, ..scenario(id, words, params, script, (&[], &all)) }
}

fn p(i: u16) -> Pid {
    Cast::participant(i)
}

/// C1 asks for a transfer.
fn transfer(amount: i64) -> Script<TwoPhase> {
    Script::default().ask(4, CAST.client(1), Op::Transfer(amount))
}

fn commit() -> Scenario {
    sound(
        "commit",
        (
            phrase!("All vote yes: commit", "全部 Yes：成功提交"),
            phrase!(
                "Phase one: the coordinator asks, every participant locks its account, writes undo and redo, and votes yes. Phase two: the decision is written, everybody is told, commits, releases its lock, and acknowledges.",
                "阶段一：协调者询问，各参与者锁住账户、写 Undo/Redo 日志、反馈 Yes。阶段二：写下决定，通知所有参与者；它们提交、释放锁、反馈 Ack。"
            ),
        ),
        vec![],
        transfer(10),
    )
}

fn one_no() -> Scenario {
    sound(
        "one-no",
        (
            phrase!("One votes no: abort", "一个 No：中断事务"),
            phrase!(
                "p2 votes no and aborts at once. The coordinator needs no further vote: it decides to abort and tells the two others, which undo what they did.",
                "p2 反馈 No 并立即回滚。协调者不必再等其他反馈：决定回滚并通知另外两个参与者，它们利用 Undo 信息恢复原值。"
            ),
        ),
        vec![pick("no", "p2")],
        transfer(10),
    )
}

fn vote_lost() -> Scenario {
    sound(
        "vote-lost",
        (
            phrase!("A vote is lost: time-out, abort", "反馈丢失：超时，中断事务"),
            phrase!(
                "All vote yes, but p3's vote does not arrive. The coordinator cannot tell a lost vote from a no: after its time-out it aborts.",
                "全部投 Yes，但 p3 的反馈丢失。协调者无法区分“丢失”与“No”：等待超时后中断事务。"
            ),
        ),
        vec![],
        transfer(10).lose(30, p(3), COORDINATOR, 0),
    )
}

fn coordinator_crash() -> Scenario {
    let cast = Cast { clients: 2, ..CAST };
    scenario(
        "coordinator-crash",
        (
            phrase!("The coordinator fails: all are blocked", "单点问题：协调者宕机，全部阻塞"),
            phrase!(
                "The coordinator crashes when all have voted yes. They ask each other, but nobody knows the decision, and nobody may guess: all three keep their locks. C2, which only wants to read p2's balance, waits in vain.",
                "全部反馈 Yes 之后协调者宕机。参与者互相询问，但谁也不知道决定，也不能猜：三者都一直持锁。C2 只想读 p2 的余额，也等不到应答。"
            ),
        ),
        vec![int("clients", 2)],
        transfer(10).crash(30, COORDINATOR).ask(60, cast.client(2), Op::Balance(2)),
        (&["non-blocking"], &["ac1", "ac2", "ac3", "ac4"]),
    )
}

fn telling_one() -> Scenario {
    sound(
        "telling-one",
        (
            phrase!("Only one was told: the others ask it", "只通知了一个：其余向它询问"),
            phrase!(
                "The coordinator crashes after it has told p1, and only p1, to commit. p2 and p3 are uncertain; they ask everybody, and p1 tells them.",
                "协调者只通知 p1 提交就宕机。p2、p3 处于不确定状态；它们询问所有进程，从 p1 得知决定。"
            ),
        ),
        vec![],
        transfer(10).then_us(TOLD_ONE_US, Action::Crash(COORDINATOR)),
    )
}

fn telling_one_dies() -> Scenario {
    scenario(
        "telling-one-dies",
        (
            phrase!("The one that was told dies too", "得知决定的那个也宕机"),
            phrase!(
                "As before, but p1 crashes too. p2 and p3 cannot know that p1 has committed: they are blocked until p1 or the coordinator is back.",
                "同上，但 p1 也宕机。p2、p3 无从知道 p1 已提交：在 p1 或协调者恢复之前一直阻塞。"
            ),
        ),
        vec![],
        transfer(10).then_us(TOLD_ONE_US, Action::Crash(COORDINATOR)).crash(60, p(1)),
        (&["non-blocking"], &["ac1", "ac2", "ac3", "ac4"]),
    )
}

fn unvoted_peer() -> Scenario {
    sound(
        "unvoted-peer",
        (
            phrase!("One was never asked: it aborts for all", "有一个未被询问：由它回滚"),
            phrase!(
                "The coordinator crashes after it has asked p1 and p2, and not p3. Both have voted yes and are uncertain; they ask p3, which has not voted: it aborts, nobody can ever commit, and both abort too. The coordinator aborts as well when it is back.",
                "协调者询问了 p1、p2，未及询问 p3 就宕机。两者已反馈 Yes，处于不确定状态；它们询问 p3，而 p3 尚未表决：它自行回滚，事务再也不可能提交，两者随之回滚。协调者恢复后同样回滚。"
            ),
        ),
        vec![],
        transfer(10).then_us(15_500, Action::Crash(COORDINATOR)).restart(350, COORDINATOR),
    )
}

fn partial_commit() -> Scenario {
    let cast = Cast { clients: 2, ..CAST };
    scenario(
        "partial-commit",
        (
            phrase!("Only some have committed", "数据不一致：只有部分参与者提交"),
            phrase!(
                "Participants wait for the coordinator only, which crashes after it has told p1. C2 sees the money gone from p1, and cannot see it arrive at p2: p2 still holds its lock. No two have decided differently, but the data stay inconsistent until the coordinator is back.",
                "参与者只等协调者，而它通知 p1 后宕机。C2 看到 p1 已扣款，却查不到 p2 入账：p2 仍持锁。没有两个参与者的决定相反，但协调者恢复之前数据一直不一致。"
            ),
        ),
        vec![pick("termination", "wait"), int("clients", 2)],
        transfer(10).then_us(TOLD_ONE_US, Action::Crash(COORDINATOR)).ask(60, cast.client(2), Op::Balance(1)).ask(
            90,
            cast.client(2),
            Op::Balance(2),
        ),
        (&["non-blocking"], &["ac1", "ac2", "ac3", "ac4"]),
    )
}

fn unsafe_abort() -> Scenario {
    let cast = Cast { clients: 2, ..CAST };
    scenario(
        "unsafe-abort",
        (
            phrase!("Abort on time-out: money vanishes", "超时就回滚：钱不见了"),
            phrase!(
                "Nobody is blocked if who waits too long simply aborts. But p1 has been told to commit, and p2 and p3 abort: p1 has paid 20, and nobody has got them.",
                "若等待超时就擅自回滚，便无人阻塞。但 p1 已被通知提交，而 p2、p3 回滚：p1 付出了 20，谁也没有收到。"
            ),
        ),
        vec![pick("termination", "abort"), int("clients", 2)],
        transfer(10).then_us(TOLD_ONE_US, Action::Crash(COORDINATOR)).ask(250, cast.client(2), Op::Balance(1)).ask(
            280,
            cast.client(2),
            Op::Balance(2),
        ),
        (&["ac1"], &["ac2", "ac3", "ac4", "non-blocking", "locks-released"]),
    )
}

fn unsafe_commit() -> Scenario {
    scenario(
        "unsafe-commit",
        (
            phrase!("Commit on time-out: money vanishes too", "超时就提交：钱同样不见了"),
            phrase!(
                "p3 votes no, so the others are told to abort, but p1 cannot be reached. It waits too long and commits, although one has voted no. When the link is mended p1 learns that it was wrong, and cannot take it back.",
                "p3 反馈 No，其余应回滚，但 p1 收不到通知。它等待超时后擅自提交，尽管有人反馈 No。链路恢复后 p1 得知自己错了，却无法更改。"
            ),
        ),
        vec![pick("termination", "commit"), pick("no", "p3")],
        transfer(10).cut(30, COORDINATOR, p(1)).mend(300, COORDINATOR, p(1)),
        (&["ac1", "ac3"], &["ac2", "ac4", "ac5", "non-blocking", "locks-released"]),
    )
}

fn coordinator_recovers_undecided() -> Scenario {
    scenario(
        "coordinator-recovers-undecided",
        (
            phrase!("The coordinator comes back undecided", "协调者恢复：尚未决定"),
            phrase!(
                "The coordinator crashes before it has decided, and all are blocked. When it comes back, its log says that the transaction began and not how it ended, so it aborts, and the locks are released.",
                "协调者在作出决定前宕机，全部阻塞。恢复后，日志中只有事务开始而没有决定，于是回滚，锁随之释放。"
            ),
        ),
        vec![],
        transfer(10).crash(30, COORDINATOR).restart(400, COORDINATOR),
        (&["non-blocking"], &["ac1", "ac2", "ac3", "ac4", "ac5", "locks-released"]),
    )
}

fn coordinator_recovers_decided() -> Scenario {
    sound(
        "coordinator-recovers-decided",
        (
            phrase!("The coordinator comes back decided", "协调者恢复：已经决定"),
            phrase!(
                "The coordinator writes that it commits, and crashes before it has told anybody. When it comes back it finds the decision in its log and tells it. Only the client no longer learns the outcome.",
                "协调者写下提交的决定，尚未通知任何人就宕机。恢复后在日志中找到决定并通知大家。只有客户端不再得知结果。"
            ),
        ),
        vec![],
        transfer(10).then_us(37_500, Action::Crash(COORDINATOR)).restart(120, COORDINATOR),
    )
}

fn participant_recovers() -> Scenario {
    sound(
        "participant-recovers",
        (
            phrase!("A participant comes back uncertain", "参与者恢复：不知道决定"),
            phrase!(
                "p2 votes yes and crashes; the commit does not reach it. When it comes back, its log says prepared: it locks its account again and asks. The others have long committed, and so does p2, from its redo record.",
                "p2 反馈 Yes 后宕机，没有收到提交请求。恢复后日志显示“已准备”：重新锁住账户并询问。别人早已提交，p2 也依 Redo 日志提交。"
            ),
        ),
        vec![],
        transfer(10).crash(30, p(2)).restart(80, p(2)),
    )
}

fn participant_crash_before_vote() -> Scenario {
    sound(
        "participant-crash-before-vote",
        (
            phrase!("One participant is down: all abort", "太过保守：一个宕机，全部回滚"),
            phrase!(
                "p3 crashes before it is asked. The coordinator waits for its vote until the time-out and then aborts, although the two others could have gone ahead. It tells p3 again and again until p3 is back.",
                "p3 在被询问之前宕机。协调者等到超时，只能中断事务，尽管另外两个参与者一切正常。它反复通知 p3，直到 p3 恢复。"
            ),
        ),
        vec![],
        transfer(10).crash(20, p(3)).restart(300, p(3)),
    )
}

fn too_much() -> Scenario {
    sound(
        "too-much",
        (
            phrase!("More than the account holds", "余额不足"),
            phrase!(
                "p1 is to pay 60 to each of the two others and has only 100: it votes no. p2 and p3 could do their part, and have to undo it.",
                "p1 要向另外两个参与者各付 60，但只有 100：反馈 No。p2、p3 本可执行，也只好回滚。"
            ),
        ),
        vec![],
        transfer(60),
    )
}

fn locked() -> Scenario {
    let cast = Cast { clients: 2, ..CAST };
    sound(
        "locked",
        (
            phrase!("A second transaction has to wait", "同步阻塞：第二个事务等待锁"),
            phrase!(
                "C2's transfer finds all accounts locked by C1's, and waits at every participant until that is decided; then it is executed and voted on. C1's question for p1's balance waits for the second lock in turn.",
                "C2 的转账发现所有账户都被 C1 的事务锁住，在每个参与者处等待，直到前者有了决定才执行并反馈。C1 随后查询 p1 的余额，又要等待第二个事务的锁。"
            ),
        ),
        vec![int("clients", 2)],
        transfer(10).ask(14, cast.client(2), Op::Transfer(20)).ask(55, cast.client(1), Op::Balance(1)),
    )
}
