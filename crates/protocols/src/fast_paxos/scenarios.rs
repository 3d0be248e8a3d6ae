//! The scenarios of the lab, in the order of a course.

use super::{FastPaxos, Op};
use crate::{Endurance, Faults, ParamValue, Scenario, Script, int, pick};
use synod_check::Value;
use synod_kernel::{Pid, Time};
use synod_words::{Phrase, phrase};

/// A scenario under construction: how many there are of each, so that processes can be named, and what was decided.
struct Cast {
    clients: u16,
    coordinators: u16,
    acceptors: u16,
    script: Script<FastPaxos>,
}

impl Cast {
    fn of(clients: u16, coordinators: u16, acceptors: u16) -> Self {
        Cast { clients, coordinators, acceptors, script: Script::default() }
    }

    /// The i-th client, counted from 1.
    fn c(i: u16) -> Pid {
        Pid(i - 1)
    }

    /// The i-th coordinator.
    fn k(&self, i: u16) -> Pid {
        Pid(self.clients + i - 1)
    }

    /// The i-th acceptor.
    fn a(&self, i: u16) -> Pid {
        Pid(self.clients + self.coordinators + i - 1)
    }

    /// The i-th learner.
    fn l(&self, i: u16) -> Pid {
        Pid(self.clients + self.coordinators + self.acceptors + i - 1)
    }

    fn propose(self, at_ms: Time, client: u16, value: &str) -> Self {
        Cast { script: self.script.ask(at_ms, Cast::c(client), Op::Propose(Value::Text(value.to_owned()))), ..self }
    }

    fn script(self, go_on: impl FnOnce(Script<FastPaxos>) -> Script<FastPaxos>) -> Self {
        Cast { script: go_on(self.script), ..self }
    }
}

fn scenario(
    id: &'static str,
    (name, story): (Phrase, Phrase),
    params: Vec<(&'static str, ParamValue)>,
    cast: Cast,
    (violated, holds): (&[&'static str], &[&'static str]),
) -> Scenario {
    let safe = violated.is_empty();
    let endures = Endurance { faults: Faults::ASYNCHRONOUS, keeps: vec!["agreement", "validity", "integrity"] };
    Scenario {
        id,
        name,
        story,
        params,
        seed: 1,
        script: cast.script.decisions(),
        until: None,
        violated: violated.to_vec(),
        holds: holds.to_vec(),
        endures: safe.then_some(endures),
    }
}

/// What a scenario that goes well ends with.
const ALL_HOLD: (&[&str], &[&str]) = (&[], &["agreement", "validity", "integrity", "progress"]);

/// All of them; the first is what a newcomer sees.
pub(super) fn all() -> Vec<Scenario> {
    vec![
        fast_round(),
        classic_round(),
        no_collision(),
        collision_coordinated(),
        collision_uncoordinated(),
        possibly_chosen(),
        acceptor_fails(),
        two_acceptors_fail(),
        four_acceptors(),
        fast_quorum_of_three(),
        lost_messages(),
        coordinator_fails(),
    ]
}

fn one_client() -> Vec<(&'static str, ParamValue)> {
    vec![int("clients", 1), int("coordinators", 1), int("learners", 1)]
}

fn two_clients() -> Vec<(&'static str, ParamValue)> {
    vec![int("coordinators", 1), int("learners", 1)]
}

fn with(mut params: Vec<(&'static str, ParamValue)>, more: (&'static str, ParamValue)) -> Vec<(&'static str, ParamValue)> {
    params.push(more);
    params
}

fn fast_round() -> Scenario {
    scenario(
        "fast-round",
        (
            phrase!("A fast round", "快速轮"),
            phrase!(
                "K1 prepares round 1 before anybody asks, and sends “any”. C1 then sends X to the acceptors itself: L1 learns it two message delays later. Answering C1 takes a third.",
                "K1 事先准备好第 1 轮，并发送 any。之后 C1 直接把 X 发给决策者：L1 经两次消息延迟学到它，答复 C1 是第三次。"
            ),
        ),
        one_client(),
        Cast::of(1, 1, 5).propose(50, 1, "X"),
        ALL_HOLD,
    )
}

fn classic_round() -> Scenario {
    scenario(
        "classic-round",
        (
            phrase!("A classic round", "经典轮"),
            phrase!(
                "The same in a classic round: X goes to K1 first, then to the acceptors. L1 learns it after three message delays, but three votes of five are enough.",
                "同样情形改为经典轮：X 先到 K1，再到决策者。L1 经三次消息延迟学到它，但五个决策者中三票即可。"
            ),
        ),
        with(one_client(), pick("first-round", "classic")),
        Cast::of(1, 1, 5).propose(50, 1, "X"),
        ALL_HOLD,
    )
}

fn no_collision() -> Scenario {
    scenario(
        "two-clients-no-collision",
        (
            phrase!("Two clients, no collision", "两个客户端，没有冲突"),
            phrase!(
                "C2's value Y arrives when all acceptors have voted for X already. Each votes once a round, so Y is too late, and L1 tells C2 that X was chosen.",
                "C2 的 Y 到达时，所有决策者都已投票给 X。每个决策者每轮只投一次，Y 来迟了；L1 告诉 C2 选定的是 X。"
            ),
        ),
        two_clients(),
        Cast::of(2, 1, 5).propose(50, 1, "X").propose(65, 2, "Y"),
        ALL_HOLD,
    )
}

/// Both clients propose at once. A1, A2 and A3 get X first; X takes longer to A4 and A5, which get Y first.
fn colliding(cast: Cast) -> Cast {
    let slow = [cast.a(4), cast.a(5)];
    cast.propose(50, 1, "X")
        .propose(50, 2, "Y")
        .script(|script| slow.into_iter().fold(script, |script, acceptor| script.delay(50, Cast::c(1), acceptor, 0, 5)))
}

fn collision_coordinated() -> Scenario {
    scenario(
        "collision-coordinated",
        (
            phrase!("A collision, and the coordinator recovers", "冲突，由协调者恢复"),
            phrase!(
                "X gets three votes and Y two: neither can reach four. K1 sees it, takes the votes of round 1 for promises of round 2, leaves out phase 1 and sends a value right away. The collision costs two message delays.",
                "X 得三票、Y 得两票：都到不了四票。K1 发现后，把第 1 轮的投票当作第 2 轮的承诺，省去阶段 1，立即发出一个值。冲突多花两次消息延迟。"
            ),
        ),
        two_clients(),
        colliding(Cast::of(2, 1, 5)),
        ALL_HOLD,
    )
}

fn collision_uncoordinated() -> Scenario {
    scenario(
        "collision-uncoordinated",
        (
            phrase!("A collision, and the acceptors recover", "冲突，由决策者自行恢复"),
            phrase!(
                "The same collision. Acceptors also send their votes to each other; each sees the collision, picks by the same rule and votes at once in round 2, a fast one too. The collision costs one message delay, but more messages.",
                "同样的冲突。决策者还互相发送投票；各自发现冲突，按同一规则选值，立即在第 2 轮（也是快速轮）投票。冲突只多花一次消息延迟，但消息更多。"
            ),
        ),
        with(two_clients(), pick("recovery", "uncoordinated")),
        colliding(Cast::of(2, 1, 5)),
        ALL_HOLD,
    )
}

/// X gets four votes and is chosen, Y one. Those of A1 and A2 get lost and both crash, so that nobody can know.
fn chosen_in_secret(cast: Cast) -> Cast {
    let (a1, a2, a5, k1, l1) = (cast.a(1), cast.a(2), cast.a(5), cast.k(1), cast.l(1));
    cast.propose(50, 1, "X").propose(50, 2, "Y").script(|script| {
        let script = script.delay(50, Cast::c(1), a5, 0, 5);
        // The first message of each to K1 was its promise.
        let script = script.lose(60, a1, k1, 1).lose(60, a2, k1, 1).lose(60, a1, l1, 0).lose(60, a2, l1, 0);
        script.crash(62, a1).crash(62, a2)
    })
}

fn possibly_chosen() -> Scenario {
    scenario(
        "possibly-chosen",
        (
            phrase!("A value that may have been chosen", "可能已被选定的值"),
            phrase!(
                "Four acceptors vote for X: it is chosen. But the votes of A1 and A2 get lost and both crash; K1 sees X, X, Y. With |Q| + 4 − 5 = 2 votes X may have been chosen, so K1 must take it. Y has only one.",
                "四个决策者投票给 X：它已被选定。但 A1、A2 的投票丢失，两者又宕机；K1 只看到 X、X、Y。X 的票数达到 |Q| + 4 − 5 = 2，可能已被选定，K1 必须采用它；Y 只有一票。"
            ),
        ),
        two_clients(),
        chosen_in_secret(Cast::of(2, 1, 5)),
        ALL_HOLD,
    )
}

fn crashing(cast: Cast, acceptors: &[u16]) -> Cast {
    let down: Vec<Pid> = acceptors.iter().map(|i| cast.a(*i)).collect();
    cast.script(|script| down.into_iter().fold(script, |script, acceptor| script.crash(40, acceptor)))
}

fn acceptor_fails() -> Scenario {
    scenario(
        "acceptor-fails",
        (
            phrase!("One acceptor fails", "一个决策者故障"),
            phrase!(
                "N = 5 with a fast quorum of 4: E = 1 acceptor may be down, and X is still learned after two message delays.",
                "N = 5、快速仲裁为 4：可以有 E = 1 个决策者故障，X 仍经两次消息延迟学到。"
            ),
        ),
        one_client(),
        crashing(Cast::of(1, 1, 5), &[5]).propose(50, 1, "X"),
        ALL_HOLD,
    )
}

fn two_acceptors_fail() -> Scenario {
    scenario(
        "two-acceptors-fail",
        (
            phrase!("Two acceptors fail", "两个决策者故障"),
            phrase!(
                "Three acceptors are left: too few for the fast quorum of 4, enough for the classic one of 3 (F = 2). K1 waits in vain, then begins round 2, a classic one, and X is learned there.",
                "只剩三个决策者：不够快速仲裁的 4 个，但够经典仲裁的 3 个（F = 2）。K1 等待超时，发起第 2 轮（经典轮），X 在那里被学到。"
            ),
        ),
        one_client(),
        crashing(Cast::of(1, 1, 5), &[4, 5]).propose(50, 1, "X"),
        ALL_HOLD,
    )
}

fn four_acceptors() -> Scenario {
    scenario(
        "n4",
        (
            phrase!("Four acceptors, quorums of three", "四个决策者，仲裁都是三"),
            phrase!(
                "N = 4: fast and classic quorums are both 3, and one acceptor may fail in either (E = F = 1). A4 is down, and X is learned after two message delays.",
                "N = 4：快速仲裁与经典仲裁都是 3，两种轮次都可容忍一个决策者故障（E = F = 1）。A4 宕机，X 仍经两次消息延迟学到。"
            ),
        ),
        with(one_client(), int("acceptors", 4)),
        crashing(Cast::of(1, 1, 4), &[4]).propose(50, 1, "X"),
        ALL_HOLD,
    )
}

/// X gets the votes of A1, A2 and A3, Y those of A4 and A5. The votes of A1 and A2 reach L1 only, which tells C1 and crashes.
fn two_are_chosen(cast: Cast) -> Cast {
    let (a1, a2, k1, l1, l2) = (cast.a(1), cast.a(2), cast.k(1), cast.l(1), cast.l(2));
    colliding(cast).script(|script| {
        let script = script.lose(60, a1, k1, 1).lose(60, a2, k1, 1).lose(60, a1, l2, 0).lose(60, a2, l2, 0);
        script.crash(75, l1)
    })
}

fn fast_quorum_of_three() -> Scenario {
    scenario(
        "fast-quorum-3",
        (
            phrase!("A fast quorum of 3: two values are chosen", "快速仲裁为 3：选定两个值"),
            phrase!(
                "N = 5 with a fast quorum of 3. L1 counts three votes for X, tells the clients, and crashes. K1 hears only X, Y, Y: one vote is enough for “may have been chosen”, both values have it, and K1 takes Y. L2 learns Y.",
                "N = 5、快速仲裁为 3。L1 数到 X 的三票，告知客户端后宕机。K1 只听到 X、Y、Y：有一票就“可能已被选定”，两个值都满足，K1 采用了 Y。L2 学到 Y。"
            ),
        ),
        vec![int("fast", 3), int("coordinators", 1)],
        two_are_chosen(Cast::of(2, 1, 5)),
        (&["agreement"], &["validity", "integrity"]),
    )
}

fn lost_messages() -> Scenario {
    let cast = Cast::of(1, 1, 5);
    let (a1, a2, a5, l1) = (cast.a(1), cast.a(2), cast.a(5), cast.l(1));
    scenario(
        "lost-messages",
        (
            phrase!("Messages get lost", "消息丢失"),
            phrase!(
                "X never reaches A5, and two of the four votes never reach L1: X is chosen, but L1 does not know. C1 asks again; K1, which counted the votes too, tells L1, and the acceptors repeat theirs.",
                "X 没有到达 A5，四票中又有两票没有到达 L1：X 已被选定，L1 却不知道。C1 再次请求；同样统计投票的 K1 告知 L1，决策者也重发投票。"
            ),
        ),
        with(one_client(), int("retry", 100)),
        cast.propose(50, 1, "X").script(|script| script.lose(50, Cast::c(1), a5, 0).lose(60, a1, l1, 0).lose(60, a2, l1, 0)),
        ALL_HOLD,
    )
}

fn coordinator_fails() -> Scenario {
    let cast = Cast::of(2, 2, 5);
    let k1 = cast.k(1);
    scenario(
        "coordinator-fails",
        (
            phrase!("The coordinator fails", "协调者故障"),
            phrase!(
                "X and Y collide, and K1, which would recover, is down. C1 asks again and turns to K2, which begins a round of its own with phase 1: the promises tell it the votes, and it takes the value that may have been chosen.",
                "X 与 Y 冲突，而本应负责恢复的 K1 已宕机。C1 再次请求并转向 K2，K2 发起自己的一轮并执行阶段 1：从承诺中得知投票，采用可能已被选定的值。"
            ),
        ),
        vec![int("learners", 1), int("retry", 100)],
        colliding(cast).script(|script| script.crash(55, k1)),
        ALL_HOLD,
    )
}
