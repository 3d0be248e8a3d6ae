//! The scenarios of the lab, in the order of a course: one coordinator, several, a chief, the next chief, and majorities.

use super::{Chief, Op};
use crate::{Endurance, Faults, ParamValue, Scenario, Script, pick};
use synod_check::Value;
use synod_kernel::{Action, Pid, Time};
use synod_words::{Phrase, phrase};

const MS: Time = 1_000;

/// A scenario under construction: three participants, two clients, and so many coordinators.
struct Cast {
    coordinators: u16,
    script: Script<Chief>,
}

impl Cast {
    fn of(coordinators: u16) -> Self {
        Cast { coordinators, script: Script::default() }
    }

    /// The i-th coordinator, counted from 1.
    fn coordinator(i: u16) -> Pid {
        Pid(i - 1)
    }

    /// The i-th participant, counted from 1.
    fn participant(&self, i: u16) -> Pid {
        Pid(self.coordinators + i - 1)
    }

    /// The i-th client, counted from 1.
    fn client(&self, i: u16) -> Pid {
        Pid(self.coordinators + 3 + i - 1)
    }

    fn ask(self, at_ms: Time, client: u16, value: &str) -> Self {
        let pid = self.client(client);
        Cast { script: self.script.ask(at_ms, pid, Op(Value::Text(value.to_owned()))), ..self }
    }

    /// C1 wants X, C2 wants Y, at the same time.
    fn both_ask(self) -> Self {
        self.ask(4, 1, "X").ask(4, 2, "Y")
    }

    /// The first coordinator crashes, at a time in microseconds.
    fn crash_of_c1(self, at_us: Time) -> Self {
        Cast { script: self.script.then_us(at_us, Action::Crash(Cast::coordinator(1))), ..self }
    }
}

/// What a scenario ends in: promises that are violated, and promises that hold.
type Ends = (&'static [&'static str], &'static [&'static str]);

/// One value was decided, by everybody.
const DECIDED: Ends = (&[], &["agreement", "validity", "integrity", "progress"]);
/// Nothing was decided.
const NOTHING: Ends = (&[], &["agreement", "validity", "integrity"]);
/// Two values were decided.
const SPLIT: Ends = (&["agreement"], &["validity", "integrity", "progress"]);

fn scenario(
    id: &'static str,
    (name, story): (Phrase, Phrase),
    params: Vec<(&'static str, ParamValue)>,
    cast: Cast,
    (violated, holds): Ends,
) -> Scenario {
    let safe = Endurance { faults: Faults::ASYNCHRONOUS, keeps: vec!["agreement", "validity", "integrity"] };
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
        endures: violated.is_empty().then_some(safe),
    }
}

/// All of them; the first is what a newcomer sees.
pub(super) fn all() -> Vec<Scenario> {
    vec![
        one_coordinator(),
        one_coordinator_fails(),
        two_coordinators(),
        chief(),
        chief_fails(),
        takeover(),
        takeover_after_telling_one(),
        majority(),
        majority_chief_fails(),
        majority_told_one(),
        majority_slow_chief(),
    ]
}

fn one_coordinator() -> Scenario {
    scenario(
        "one-coordinator",
        (
            phrase!("One coordinator decides", "单个协调者作决定"),
            phrase!(
                "C1 wants X and C2 wants Y. The only coordinator takes up what it hears first and orders every participant to take it. Both clients are told X: there is nobody who could order anything else.",
                "C1 要 X，C2 要 Y。唯一的协调者采用先收到的值，并命令每个参与者执行。两个客户端都得到 X：没有谁能下别的命令。"
            ),
        ),
        vec![],
        Cast::of(1).ask(4, 1, "X").ask(8, 2, "Y"),
        DECIDED,
    )
}

fn one_coordinator_fails() -> Scenario {
    let cast = Cast::of(1).ask(4, 1, "X").ask(8, 2, "Y");
    let p1 = cast.participant(1);
    let script = cast.script.lose(14, Cast::coordinator(1), p1, 0);
    scenario(
        "one-coordinator-fails",
        (
            phrase!("The only coordinator fails", "唯一的协调者宕机"),
            phrase!(
                "c1 has taken up X and crashes. Its first order got lost, the others were never sent. The participants work and can do nothing; the clients give up. Restart c1: it has X on disk and goes on.",
                "c1 受理 X 后宕机：第一条命令丢失，其余尚未发送。参与者都正常，却无事可做；客户端放弃等待。重启 c1：它从磁盘读出 X，继续执行。"
            ),
        ),
        vec![],
        Cast { coordinators: 1, script }.crash_of_c1(14 * MS + 500),
        NOTHING,
    )
}

fn two_coordinators() -> Scenario {
    scenario(
        "two-coordinators",
        (
            phrase!("Step one: several coordinators", "步骤一：引入多个协调者"),
            phrase!(
                "Each of two coordinators orders what its own client wants, and each participant obeys the order that arrives first. The orders cross: p1 takes X, p2 and p3 take Y. Each client is told that its value was decided.",
                "两个协调者各按自己客户端的请求下命令，参与者执行最先到达的命令。两个命令交错：p1 执行 X，p2、p3 执行 Y。两个客户端都被告知自己的值已决定。"
            ),
        ),
        vec![pick("rule", "many")],
        Cast::of(2).both_ask(),
        SPLIT,
    )
}

fn chief() -> Scenario {
    scenario(
        "chief",
        (
            phrase!("Step two: a chief coordinator", "步骤二：引入主协调者"),
            phrase!(
                "c2 gives no orders any more: it passes C2's request on to the chief c1. Only the chief's order counts, so both clients are told X.",
                "c2 不再下命令，而是把 C2 的请求转交给主协调者 c1。以主协调者的命令为准，两个客户端都得到 X。"
            ),
        ),
        vec![pick("rule", "chief")],
        Cast::of(2).both_ask(),
        DECIDED,
    )
}

fn chief_fails() -> Scenario {
    scenario(
        "chief-fails",
        (
            phrase!("The chief fails", "主协调者宕机"),
            phrase!(
                "The chief crashes before it has ordered anything. c2 works, but may not give orders: it passes the request on again and again, and nothing is decided. We are back where 2PC was.",
                "主协调者尚未下命令就宕机。c2 正常运行却无权下命令，只能一再转交请求，什么也决定不了：又回到了 2PC 的困境。"
            ),
        ),
        vec![pick("rule", "chief")],
        Cast::of(2).both_ask().crash_of_c1(10 * MS),
        NOTHING,
    )
}

/// For a while c1 reaches only p1, and c2 the other two. Neither has crashed.
fn cut_off() -> Cast {
    let cast = Cast::of(2).both_ask();
    let one = [Cast::coordinator(1), cast.client(1), cast.participant(1)];
    let other = [Cast::coordinator(2), cast.client(2), cast.participant(2), cast.participant(3)];
    Cast { script: cast.script.partition(12, &one, &other).heal(150), ..cast }
}

fn takeover() -> Scenario {
    scenario(
        "takeover",
        (
            phrase!("The next one takes over from a chief that is not dead", "主协调者没有宕机，却被接任"),
            phrase!(
                "A partition leaves the chief with p1, which obeys X. c2 hears nothing for 100 ms, declares itself chief and orders Y on its side. Silent is not dead: C1 is told X, C2 is told Y.",
                "分区后主协调者只能联系 p1，p1 执行 X。c2 在 100 毫秒内没有收到消息，便宣布自己为主协调者，在另一侧命令 Y。沉默不等于宕机：C1 得到 X，C2 得到 Y。"
            ),
        ),
        vec![pick("rule", "takeover")],
        cut_off(),
        SPLIT,
    )
}

fn takeover_after_telling_one() -> Scenario {
    scenario(
        "takeover-after-telling-one",
        (
            phrase!("The chief dies when it has told one participant", "主协调者只通知了一个参与者就宕机"),
            phrase!(
                "This time the chief is really dead, but its order X has reached p1. The next chief does not know that, orders Y, and p2 and p3 obey.",
                "这次主协调者确实宕机了，但它的命令 X 已到达 p1。接任者不知道，命令 Y，p2、p3 照办。"
            ),
        ),
        vec![pick("rule", "takeover")],
        Cast::of(2).both_ask().crash_of_c1(14 * MS + 500),
        SPLIT,
    )
}

fn majority() -> Scenario {
    scenario(
        "majority",
        (
            phrase!("The chief asks a majority", "主协调者先问多数派"),
            phrase!(
                "Before it orders anything the chief has a majority promise to follow its ballot (prepare, promise). Then it orders (accept), and once a majority accepted, X is chosen. That is Basic Paxos.",
                "主协调者在下命令之前，先让多数派承诺服从它的编号（prepare、promise）；然后下命令（accept），多数派接受后 X 即被选定。这就是 Basic Paxos。"
            ),
        ),
        vec![pick("rule", "majority")],
        Cast::of(2).both_ask(),
        DECIDED,
    )
}

fn majority_chief_fails() -> Scenario {
    scenario(
        "majority-chief-fails",
        (
            phrase!("The next chief finishes what the old one began", "接任者完成前任未完成的命令"),
            phrase!(
                "The chief dies when p1 and p2 have its order X. c2 takes a higher ballot and asks a majority: p2 is in it and tells of X. So c2 orders X, not the Y that it was asked for.",
                "主协调者的命令 X 发到 p1、p2 后宕机。c2 取更大的编号询问多数派：其中的 p2 告知曾接受 X。于是 c2 沿用 X，而不是自己受理的 Y。"
            ),
        ),
        vec![pick("rule", "majority")],
        Cast::of(2).both_ask().crash_of_c1(36 * MS + 500),
        DECIDED,
    )
}

fn majority_told_one() -> Scenario {
    scenario(
        "majority-told-one",
        (
            phrase!("An order that only one participant has", "只有一个参与者接受的命令"),
            phrase!(
                "The chief dies when only p1 has accepted X: too few, so X is not chosen. c2 hears of nothing from p2 and p3 and may order Y. p1 takes Y over X, because its ballot is higher.",
                "主协调者宕机时只有 p1 接受了 X：未达多数派，X 没有被选定。c2 从 p2、p3 得知没有接受过的值，可以提出 Y。Y 的编号更大，p1 也改为接受 Y。"
            ),
        ),
        vec![pick("rule", "majority")],
        Cast::of(2).both_ask().crash_of_c1(35 * MS + 500),
        DECIDED,
    )
}

fn majority_slow_chief() -> Scenario {
    scenario(
        "majority-slow-chief",
        (
            phrase!("A chief that is not dead, with majorities", "主协调者没有宕机：多数派规则"),
            phrase!(
                "The partition of the takeover once more. The old chief has only p1, no majority, so it cannot decide X; c2 has one and decides Y. When the network heals, the old chief is refused by ballot and learns Y.",
                "与接任场景相同的分区。旧主协调者只有 p1，不足多数派，决定不了 X；c2 得到多数派，决定 Y。网络恢复后，旧主协调者因编号较小被拒绝，并得知 Y。"
            ),
        ),
        vec![pick("rule", "majority")],
        cut_off(),
        DECIDED,
    )
}
