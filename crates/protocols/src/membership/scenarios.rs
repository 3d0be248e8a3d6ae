//! The scenarios of the lab, in the order of a course: a time-out, one that adapts, probes, suspicion, and changes of the group.

use super::{Membership, Op};
use crate::{Endurance, Faults, ParamValue, Scenario, Script, int, pick};
use synod_kernel::{Action, Pid, Time};
use synod_words::{Phrase, phrase};

/// The administrator of a group of six.
const ADMIN: Pid = Pid(6);
const ACCURATE: &str = "accurate";
const CONFIRMED: &str = "confirmed";
const EVENTUALLY: &str = "eventually-accurate";
const COMPLETE: &str = "complete";
const ALL: [&str; 4] = [ACCURATE, CONFIRMED, EVENTUALLY, COMPLETE];

/// The i-th member, counted from 1.
fn m(i: u16) -> Pid {
    Pid(i - 1)
}

fn script() -> Script<Membership> {
    Script::default()
}

fn scenario(
    id: &'static str,
    until_ms: Time,
    (name, story): (Phrase, Phrase),
    params: Vec<(&'static str, ParamValue)>,
    script: Script<Membership>,
    (violated, holds): (&[&'static str], &[&'static str]),
) -> Scenario {
    let until = Some(until_ms * 1_000);
    let (violated, holds) = (violated.to_vec(), holds.to_vec());
    Scenario { id, name, story, params, seed: 1, script: script.decisions(), until, violated, holds, endures: None }
}

/// A scenario whose set-up accuses nobody without cause, whatever is duplicated and whoever joins or leaves. Loss, delays and pauses make every
/// detector err, and who starts again may be suspected for what it was before.
fn careful(scenario: Scenario) -> Scenario {
    let faults = Faults { duplicates: 2, requests: 4, ..Faults::default() };
    Scenario { endures: Some(Endurance { faults, keeps: vec![ACCURATE, CONFIRMED] }), ..scenario }
}

/// All of them; the first is what a newcomer sees.
pub(super) fn all() -> Vec<Scenario> {
    vec![
        heartbeat(),
        short_timeout(),
        long_timeout(),
        phi_low(),
        phi_high(),
        crash(),
        no_indirect(),
        indirect(),
        no_suspicion(),
        refuted(),
        paused(),
        partition(),
        join(),
        leave(),
        restart(),
        twenty(),
    ]
}

fn heartbeat() -> Scenario {
    careful(scenario(
        "heartbeat",
        1_000,
        (
            phrase!("A crash, seen by its silence", "宕机由沉默得知"),
            phrase!(
                "Everybody tells everybody every 100 ms that it is alive. m3 crashes at 350 ms; 250 ms after its last heartbeat all others suspect it. Count the messages: n² in each period.",
                "每个成员每 100 毫秒告知所有成员自己存活。m3 在 350 毫秒宕机；最后一次心跳之后 250 毫秒，其他成员都怀疑它。数一数消息：每周期 n² 条。"
            ),
        ),
        vec![],
        script().crash(350, m(3)),
        (&[], &ALL),
    ))
}

fn crash() -> Scenario {
    careful(scenario(
        "swim-crash",
        2_000,
        (
            phrase!("SWIM: one notices, the rumour does the rest", "SWIM：一个发现，其余靠传播"),
            phrase!(
                "Each member pings one other in a period. m3 crashes; whoever pings it gets no answer, neither directly nor through two others, and suspects it. That rides on the next pings and answers to everybody; 400 ms later m3 is declared failed.",
                "每个成员每周期只 ping 一个成员。m3 宕机；ping 它的成员直接和间接都得不到应答，于是怀疑它。这一消息随之后的 ping 和应答传给所有成员；400 毫秒后 m3 被宣告故障。"
            ),
        ),
        vec![pick("detector", "swim")],
        script().crash(350, m(3)),
        (&[], &ALL),
    ))
}

/// A link that grows slow, and a crash later on.
fn slow_link() -> Script<Membership> {
    script().then(400, Action::Slow(m(2), m(1), 8)).crash(750, m(3))
}

fn short_timeout() -> Scenario {
    scenario(
        "short-timeout",
        1_400,
        (
            phrase!("Too short a time-out accuses a slow member", "超时太短，冤枉了慢的成员"),
            phrase!(
                "From 400 ms on, what m2 sends to m1 takes 80 ms instead of 10. With a time-out of 150 ms m1 suspects m2, which works, and takes it back with the next heartbeat. In return the crash of m3 is noticed fast.",
                "从 400 毫秒起，m2 发给 m1 的消息要 80 毫秒而不是 10 毫秒。超时为 150 毫秒，m1 怀疑了运行正常的 m2，下一个心跳到来才撤销。好处是 m3 的宕机很快被发现。"
            ),
        ),
        vec![int("timeout", 150)],
        slow_link(),
        (&[ACCURATE], &[CONFIRMED, EVENTUALLY, COMPLETE]),
    )
}

fn long_timeout() -> Scenario {
    careful(scenario(
        "long-timeout",
        1_400,
        (
            phrase!("A longer time-out accuses nobody, and takes longer", "超时较长：不冤枉谁，但发现得慢"),
            phrase!(
                "The same slow link with a time-out of 400 ms: nobody is accused. But it takes 250 ms longer until the crash of m3 is noticed. No time-out is right for both.",
                "同样的慢链路，超时为 400 毫秒：没有冤枉谁。但 m3 的宕机晚 250 毫秒才被发现。没有一个超时能两全。"
            ),
        ),
        vec![int("timeout", 400)],
        slow_link(),
        (&[], &ALL),
    ))
}

/// All that is sent to m1 takes six times as long, and m3 crashes.
fn slow_to_m1() -> Script<Membership> {
    (2..=6).fold(script(), |script, i| script.then(1, Action::Slow(m(i), m(1), 6))).crash(1_500, m(3))
}

fn phi_low() -> Scenario {
    scenario(
        "phi-low",
        2_500,
        (
            phrase!("φ-accrual with a low threshold", "φ 累积检测，阈值过低"),
            phrase!(
                "Messages take 5 to 15 ms, to m1 30 to 90. Everybody learns how regularly heartbeats come and suspects where a later one has a chance below one in ten (φ = 1): that is soon wrong.",
                "消息需 5–15 毫秒，发给 m1 的需 30–90 毫秒。每个成员统计心跳的间隔，若心跳更晚到达的概率不足十分之一（φ = 1）就怀疑：很快就会出错。"
            ),
        ),
        vec![pick("detector", "phi"), int("phi", 1), pick("delay", "uniform")],
        slow_to_m1(),
        (&[ACCURATE], &[CONFIRMED, COMPLETE]),
    )
}

fn phi_high() -> Scenario {
    scenario(
        "phi-high",
        2_500,
        (
            phrase!("φ-accrual adapts to each link", "φ 累积检测适应每条链路"),
            phrase!(
                "The same network with φ = 4: nobody is accused. Look into m1 and m2: each waits as long as its own links ask for. m1 notices the crash of m3 later than the others do.",
                "同样的网络，φ = 4：没有冤枉谁。看 m1 与 m2 的状态：各按自己的链路决定等多久。m1 比其他成员更晚发现 m3 宕机。"
            ),
        ),
        vec![pick("detector", "phi"), int("phi", 4), pick("delay", "uniform")],
        slow_to_m1(),
        (&[], &ALL),
    )
}

fn no_indirect() -> Scenario {
    scenario(
        "no-indirect",
        1_500,
        (
            phrase!("SWIM without indirect probes", "SWIM，没有间接探测"),
            phrase!(
                "Only the link from m1 to m2 is cut. m1 pings m2, gets no answer, and declares it failed; everybody believes it. m2 works and refutes, until m1 pings it again.",
                "只有 m1 到 m2 的链路断开。m1 ping m2 得不到应答，宣告它故障，所有成员都信了。m2 运行正常，提出反驳，直到 m1 再次 ping 它。"
            ),
        ),
        vec![pick("detector", "swim"), int("indirect", 0), int("suspicion", 0)],
        script().cut(150, m(1), m(2)),
        (&[ACCURATE, CONFIRMED], &[COMPLETE]),
    )
}

fn indirect() -> Scenario {
    careful(scenario(
        "indirect",
        1_500,
        (
            phrase!("Two others ping for it", "请另外两个成员代为探测"),
            phrase!(
                "The same cut link. m1 asks two others to ping m2; they reach it, and their answers come within the period. Nobody is accused.",
                "同样的断链。m1 请另外两个成员 ping m2；它们联系得上，应答在周期内返回。没有冤枉谁。"
            ),
        ),
        vec![pick("detector", "swim"), int("indirect", 2), int("suspicion", 0)],
        script().cut(150, m(1), m(2)),
        (&[], &ALL),
    ))
}

/// What m3 sends takes longer than a period, for a while.
fn slow_member() -> Script<Membership> {
    let others = || [1, 2, 4, 5, 6].into_iter();
    let slow = others().fold(script(), |script, i| script.then(300, Action::Slow(m(3), m(i), 12)));
    others().fold(slow, |script, i| script.then(700, Action::Slow(m(3), m(i), 1)))
}

fn no_suspicion() -> Scenario {
    scenario(
        "no-suspicion",
        2_500,
        (
            phrase!("Declared failed at once", "立即宣告故障"),
            phrase!(
                "For 400 ms whatever m3 sends takes 120 ms: its answers come after the period. Without a time for suspicion it is declared failed although it works, and has to come back as a new incarnation.",
                "有 400 毫秒，m3 发出的消息要 120 毫秒：应答在周期之后才到。没有怀疑期，它虽运行正常却被宣告故障，只能以新的化身回来。"
            ),
        ),
        vec![pick("detector", "swim"), int("suspicion", 0)],
        slow_member(),
        (&[ACCURATE, CONFIRMED], &[EVENTUALLY, COMPLETE]),
    )
}

fn refuted() -> Scenario {
    scenario(
        "refuted",
        2_500,
        (
            phrase!("A suspicion is refuted", "怀疑被反驳"),
            phrase!(
                "The same slow member, but a suspect has 600 ms. m3 hears of the suspicion with the next ping, raises its incarnation and says that it is alive; that counts more than the suspicion wherever it comes. It is suspected falsely, but never declared failed; and so are others by m3, which takes its own slowness for theirs.",
                "同样变慢的成员，但被怀疑者有 600 毫秒。m3 从下一个 ping 得知自己被怀疑，提高化身号并声明存活；这一声明所到之处都压过怀疑。它被误疑，但从未被宣告故障；m3 也把自己的慢误作别人的慢，怀疑了其他成员。"
            ),
        ),
        vec![pick("detector", "swim"), int("suspicion", 600)],
        slow_member(),
        (&[ACCURATE], &[CONFIRMED, EVENTUALLY, COMPLETE]),
    )
}

fn paused() -> Scenario {
    scenario(
        "paused",
        2_500,
        (
            phrase!("A member pauses (garbage collection)", "成员暂停（垃圾回收）"),
            phrase!(
                "m3 stands still from 300 to 480 ms. Suspecting it meanwhile is right; but the rumour still goes round when it works again, and accuses it falsely. m3 refutes before it is declared failed.",
                "m3 从 300 到 480 毫秒暂停。这期间怀疑它并没有错；但它恢复之后谣言仍在传播，就冤枉了它。m3 在被宣告故障之前作出反驳。"
            ),
        ),
        vec![pick("detector", "swim"), int("suspicion", 600)],
        script().then(300, Action::Pause(m(3))).then(480, Action::Resume(m(3))),
        (&[ACCURATE], &[CONFIRMED, EVENTUALLY, COMPLETE]),
    )
}

fn partition() -> Scenario {
    let (one, other) = ([m(1), m(2), m(3), ADMIN], [m(4), m(5), m(6)]);
    scenario(
        "partition",
        4_500,
        (
            phrase!("A partition makes two groups", "分区产生两个组"),
            phrase!(
                "Either side declares the other failed. After the partition heals at 2 s nothing changes: nobody pings whom it has declared failed. At 2.5 s m4 joins across the gap; whoever pings it hears that it was declared failed itself, and refutes: the two groups grow together.",
                "两侧互相宣告对方故障。2 秒时分区恢复，什么也没有改变：没有谁会 ping 被自己宣告故障的成员。2.5 秒时 m4 重新加入另一侧；ping 它的成员得知自己曾被宣告故障，于是反驳：两个组重新合为一个。"
            ),
        ),
        vec![pick("detector", "swim")],
        script().partition(200, &one, &other).heal(2_000).ask(2_500, ADMIN, Op::Join(m(4))),
        (&[ACCURATE, CONFIRMED], &[EVENTUALLY, COMPLETE]),
    )
}

fn join() -> Scenario {
    careful(scenario(
        "join",
        2_000,
        (
            phrase!("A process joins", "新成员加入"),
            phrase!(
                "m6 is outside. It asks a member at random, gets the list of all, and its name rides on pings and answers: a few periods later everybody pings it. m2 crashes, and m6 is told of it like everybody else.",
                "m6 起初在组外。它随机询问一个成员，得到成员列表，它的名字随 ping 和应答传开：几个周期之后所有成员都会 ping 它。m2 宕机时，m6 与其他成员一样得知。"
            ),
        ),
        vec![pick("detector", "swim"), int("outside", 1)],
        script().ask(250, ADMIN, Op::Join(m(6))).crash(900, m(2)),
        (&[], &ALL),
    ))
}

fn leave() -> Scenario {
    careful(scenario(
        "leave",
        1_500,
        (
            phrase!("Leaving is no failure", "离开不是故障"),
            phrase!(
                "m5 leaves and says so to all: nobody waits for its heartbeats any more. Later it comes back as a new incarnation.",
                "m5 离开并告知所有成员：不再有谁等它的心跳。之后它以新的化身回来。"
            ),
        ),
        vec![],
        script().ask(300, ADMIN, Op::Leave(m(5))).ask(900, ADMIN, Op::Join(m(5))),
        (&[], &ALL),
    ))
}

fn restart() -> Scenario {
    // Who starts again may not have heard that somebody has left meanwhile: no claim under further leaves.
    scenario(
        "restart",
        3_500,
        (
            phrase!("A restart is a new incarnation", "重启是新的化身"),
            phrase!(
                "m3 crashes and is declared failed. At 2 s it starts again with incarnation 1, which counts more than the declaration about incarnation 0: everybody takes it back.",
                "m3 宕机并被宣告故障。2 秒时它以化身号 1 重启，压过关于化身号 0 的宣告：所有成员重新接纳它。"
            ),
        ),
        vec![pick("detector", "swim")],
        script().crash(350, m(3)).restart(2_000, m(3)),
        (&[], &ALL),
    )
}

fn twenty() -> Scenario {
    scenario(
        "twenty",
        2_500,
        (
            phrase!("Twenty members", "二十个成员"),
            phrase!(
                "Two members crash. Each of the others sends as many messages in a period as in a group of six; heartbeats to all would be 380 a period. The rumour reaches everybody in a few periods.",
                "两个成员宕机。每个成员每周期的消息数与六个成员时相同；若用心跳则每周期 380 条。消息在几个周期内传遍所有成员。"
            ),
        ),
        vec![pick("detector", "swim"), int("n", 20)],
        script().crash(350, m(3)).crash(360, m(11)),
        (&[], &ALL),
    )
}
