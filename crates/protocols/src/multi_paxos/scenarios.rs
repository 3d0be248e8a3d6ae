//! The scenarios of the lab, in the order of the course.

use super::{MultiPaxos, Op};
use crate::{Endurance, Faults, ParamValue, Scenario, Script, int, pick};
use synod_check::Value;
use synod_kernel::{Pid, Time};
use synod_words::{Phrase, phrase};

/// What no fault of an asynchronous network may break.
const SAFETY: [&str; 5] = ["agreement", "validity", "integrity", "same-log", "linearizable"];

/// A scenario under construction: how many servers there are, so that clients can be named, and what was decided.
struct Cast {
    servers: u16,
    script: Script<MultiPaxos>,
}

impl Cast {
    fn with_servers(servers: u16) -> Self {
        Cast { servers, script: Script::default() }
    }

    /// The i-th client, counted from 1.
    fn client(&self, i: u16) -> Pid {
        Pid(self.servers + i - 1)
    }

    fn map(self, script: impl FnOnce(Script<MultiPaxos>) -> Script<MultiPaxos>) -> Self {
        Cast { script: script(self.script), ..self }
    }

    fn write(self, at_ms: Time, client: u16, value: i64) -> Self {
        let pid = self.client(client);
        self.map(|script| script.ask(at_ms, pid, Op::Write("x".into(), Value::Int(value))))
    }

    fn read(self, at_ms: Time, client: u16) -> Self {
        let pid = self.client(client);
        self.map(|script| script.ask(at_ms, pid, Op::Read("x".into())))
    }
}

/// The i-th server, counted from 1.
fn server(i: u16) -> Pid {
    Pid(i - 1)
}

fn scenario(
    id: &'static str,
    (name, story): (Phrase, Phrase),
    params: Vec<(&'static str, ParamValue)>,
    cast: Cast,
    (violated, holds): (&[&'static str], &[&'static str]),
) -> Scenario {
    let (violated, holds) = (violated.to_vec(), holds.to_vec());
    let endures = violated.is_empty().then(|| Endurance { faults: Faults::ASYNCHRONOUS, keeps: SAFETY.into() });
    Scenario { id, name, story, params, seed: 1, script: cast.script.decisions(), until: None, violated, holds, endures }
}

/// Everything that a good end promises.
const ALL: &[&str] = &["agreement", "validity", "integrity", "same-log", "linearizable", "progress"];

/// All of them; the first is what a newcomer sees.
pub(super) fn all() -> Vec<Scenario> {
    vec![
        first_round(),
        later_rounds(),
        merged(),
        leader_change(),
        holes(),
        old_leader_returns(),
        minority_leader(),
        flexible_3_2(),
        flexible_2_2(),
        lost_and_repeated(),
        past_a_hole(),
    ]
}

/// Two proposers, three acceptors, two learners.
fn apart() -> Vec<(&'static str, ParamValue)> {
    vec![pick("roles", "apart"), int("clients", 1)]
}

fn first_round() -> Scenario {
    scenario(
        "first-round",
        (
            phrase!("The first round elects the leader", "第一轮：确定领导者"),
            phrase!(
                "C1's request makes P1 start a round: prepare and promise, for all slots at once, make it the leader. Then accept and accepted get the command chosen in slot 1, and the learners answer the client.",
                "C1 的请求使 P1 发起一轮：prepare 与 promise 一次针对所有槽，P1 由此成为领导者。随后 accept 与 accepted 在槽 1 选定命令，学习者应答客户端。"
            ),
        ),
        apart(),
        Cast::with_servers(7).write(5, 1, 1),
        (&[], ALL),
    )
}

fn later_rounds() -> Scenario {
    scenario(
        "later-rounds",
        (
            phrase!("Later rounds: the leader alone", "后续各轮：由领导者直接确认"),
            phrase!(
                "The first request needs prepare and promise before it is accepted: six message delays. The second and third begin with accept at once: two delays fewer, because P1 leads already.",
                "第一个请求在 accept 之前要先 prepare、promise，共六次消息延迟。第二、三个请求直接从 accept 开始，少两次延迟，因为 P1 已是领导者。"
            ),
        ),
        apart(),
        Cast::with_servers(7).write(5, 1, 1).write(80, 1, 2).read(140, 1),
        (&[], ALL),
    )
}

fn merged() -> Scenario {
    scenario(
        "merged",
        (
            phrase!("Roles merged into servers", "角色重叠：只有客户端和服务器"),
            phrase!(
                "Each server is proposer, acceptor and learner at once, so that only clients and servers remain. S1 becomes the leader with C1's request; C2 asks S2, which hands the request on to S1.",
                "每台服务器同时是提案者、决策者和学习者，只剩下客户端和服务器。S1 因 C1 的请求成为领导者；C2 询问 S2，S2 把请求转给 S1。"
            ),
        ),
        vec![],
        Cast::with_servers(3).write(5, 1, 1).write(80, 2, 2).read(160, 1),
        (&[], ALL),
    )
}

fn leader_change() -> Scenario {
    scenario(
        "leader-change",
        (
            phrase!("The leader crashes", "领导者宕机"),
            phrase!(
                "S1 leads and gets two commands chosen, then crashes. S2 hands C2's request on in vain, takes S1 for dead and starts round 2 for all slots from 3 on; with S3's promise it leads, and the log goes on. S1 restarts and asks what it missed.",
                "S1 作为领导者选定两个命令后宕机。S2 转交 C2 的请求却没有结果，于是认为 S1 已失效，针对槽 3 起的所有槽发起第 2 轮；得到 S3 的 promise 后成为领导者，日志继续增长。S1 重启后询问错过的部分。"
            ),
        ),
        vec![],
        Cast::with_servers(3)
            .write(5, 1, 1)
            .write(70, 1, 2)
            .map(|script| script.crash(120, server(1)))
            .read(130, 2)
            .map(|script| script.restart(450, server(1)))
            .write(500, 1, 3),
        (&[], ALL),
    )
}

fn holes() -> Scenario {
    scenario(
        "holes",
        (
            phrase!("A hole is filled with a no-op", "用空操作填补空洞"),
            phrase!(
                "S1 proposes in slots 2 and 3 at once; slot 2 reaches nobody, slot 3 everybody, then S1 crashes. The new leader finds slots 1 and 3: it fills 2 with a no-op, so that 3 can be applied after it.",
                "S1 同时在槽 2、3 提出命令；槽 2 的消息全部丢失，槽 3 到达各处，随后 S1 宕机。新领导者发现槽 1 和 3 有命令：用空操作（no-op）填补槽 2，之后才能执行槽 3。"
            ),
        ),
        vec![int("clients", 3)],
        Cast::with_servers(3)
            .write(5, 1, 1)
            .write(70, 2, 2)
            .write(75, 3, 3)
            .map(|script| script.lose(90, server(1), server(2), 3).lose(90, server(1), server(3), 3).crash(110, server(1))),
        (&[], ALL),
    )
}

fn old_leader_returns() -> Scenario {
    let cast = Cast::with_servers(3);
    let (c1, c2) = (cast.client(1), cast.client(2));
    scenario(
        "old-leader-returns",
        (
            phrase!("The old leader returns", "旧领导者归来"),
            phrase!(
                "S1 is cut off, and S2 leads round 2. Back again, S1 does not know that and sends accept(1, …): both others refuse with nack(2). S1 steps down, hands C1's request on and asks for the slots that it missed.",
                "S1 被隔离，S2 成为第 2 轮的领导者。S1 归来时并不知情，仍发送 accept(1, …)：另外两台都以 nack(2) 拒绝。S1 退位，转交 C1 的请求，并索取错过的槽。"
            ),
        ),
        vec![],
        cast.write(5, 1, 1)
            .map(|script| script.partition(70, &[server(1)], &[server(2), server(3), c1, c2]))
            .write(80, 2, 2)
            .write(345, 2, 3)
            .map(|script| script.heal(420))
            .write(430, 1, 4)
            .read(540, 2),
        (&[], ALL),
    )
}

fn minority_leader() -> Scenario {
    let cast = Cast::with_servers(5);
    let (c1, c2) = (cast.client(1), cast.client(2));
    scenario(
        "minority-leader",
        (
            phrase!("A leader in the minority", "领导者落入少数派"),
            phrase!(
                "The partition leaves the leader S1 with two of five servers: x = 2 is accepted there and not chosen. The majority elects S2 and goes on. After the partition S1 is refused, and x = 2 gets a later slot of the one log.",
                "分区使领导者 S1 只剩五台服务器中的两台：x = 2 被接受却不能选定。多数派选出 S2 继续工作。分区恢复后 S1 遭拒绝，x = 2 进入同一日志靠后的槽。"
            ),
        ),
        vec![int("n", 5)],
        cast.write(5, 1, 1)
            .map(|script| script.partition(70, &[server(1), server(3), c1], &[server(2), server(4), server(5), c2]))
            .write(80, 1, 2)
            .write(90, 2, 3)
            .read(360, 2)
            .map(|script| script.heal(450))
            .read(700, 2),
        (&[], ALL),
    )
}

/// Four servers, and a partition into halves; S1 leads in one of them.
fn halves() -> Cast {
    let cast = Cast::with_servers(4);
    let (c1, c2) = (cast.client(1), cast.client(2));
    cast.write(5, 1, 1)
        .map(|script| script.partition(70, &[server(1), server(3), c1], &[server(2), server(4), c2]))
        .write(80, 1, 2)
        .write(130, 2, 3)
        .read(420, 1)
}

fn flexible_3_2() -> Scenario {
    scenario(
        "flexible-3-2",
        (
            phrase!("Flexible quorums: N = 4, Q1 = 3, Q2 = 2", "灵活的法定数：N = 4、Q1 = 3、Q2 = 2"),
            phrase!(
                "A leader needs three promises, a command only two acceptors. Parted into halves, S1 and S3 go on; S2 cannot become the leader with two promises. After the partition it gets a third, which tells it what S1 got chosen.",
                "成为领导者需要三个承诺，选定命令只需两个决策者。分成两半后，S1、S3 照常工作；S2 只得到两个承诺，不能成为领导者。分区恢复后得到第三个承诺，从中得知 S1 选定的命令。"
            ),
        ),
        vec![int("n", 4), int("q1", 3), int("q2", 2)],
        halves().map(|script| script.heal(480)).read(700, 2),
        (&[], ALL),
    )
}

fn flexible_2_2() -> Scenario {
    scenario(
        "flexible-2-2",
        (
            phrase!("N = 4, Q1 = 2, Q2 = 2: two logs", "N = 4、Q1 = 2、Q2 = 2：两份日志"),
            phrase!(
                "Two promises are enough for S2, and two acceptors for a command: each half has its own leader. Slot 2 holds x = 2 in one half and x = 3 in the other, and C1 reads an old value.",
                "S2 只需两个承诺，选定命令也只需两个决策者：两半各有自己的领导者。槽 2 在一半中是 x = 2，在另一半中是 x = 3，C1 读到旧值。"
            ),
        ),
        vec![int("n", 4), int("q1", 2), int("q2", 2)],
        halves(),
        (&["agreement", "same-log", "linearizable"], &["validity", "integrity"]),
    )
}

fn lost_and_repeated() -> Scenario {
    let repeated = scenario(
        "lost-and-repeated",
        (
            phrase!("Lost and repeated messages", "消息丢失与重复"),
            phrase!(
                "One message in ten is lost, one in five arrives twice. Servers and clients repeat what is not answered, and replicas ask for slots that they miss. A request that comes again keeps its name and is applied once.",
                "十分之一的消息丢失，五分之一重复到达。服务器和客户端重发未得到应答的消息，副本索取缺失的槽。重复到来的请求编号不变，只执行一次。"
            ),
        ),
        vec![int("loss", 10), int("duplication", 20)],
        Cast::with_servers(3).write(5, 1, 1).write(10, 2, 2).read(500, 1).write(510, 2, 3).read(1_000, 1).read(1_010, 2),
        (&[], ALL),
    );
    Scenario { seed: 10, ..repeated }
}

fn past_a_hole() -> Scenario {
    scenario(
        "past-a-hole",
        (
            phrase!("Applied past a hole", "越过空洞执行"),
            phrase!(
                "Only S1 has accepted x = 2 in slot 2. S2 leaves that hole open and applies slot 3. Later S3 leads, hears of slot 2 from S1, and applies it after slot 3: x is 2. When S3 restarts it applies the log in order: x is 3 again, though nobody wrote it.",
                "只有 S1 在槽 2 接受了 x = 2。S2 不填补这个空洞，直接执行槽 3。之后 S3 成为领导者，从 S1 得知槽 2，在槽 3 之后才执行它：x 为 2。S3 重启后按顺序执行日志：没有人再写，x 却又变为 3。"
            ),
        ),
        vec![pick("holes", "skip"), int("clients", 3), int("retry", 1_000)],
        Cast::with_servers(3)
            .write(5, 1, 1)
            .write(70, 1, 2)
            .write(70, 2, 3)
            .map(|script| script.lose(80, server(1), server(2), 3).lose(80, server(1), server(3), 3).crash(105, server(1)))
            .read(350, 2)
            .map(|script| script.restart(400, server(1)).crash(450, server(2)))
            .read(460, 3)
            .map(|script| script.crash(750, server(3)).restart(760, server(3)))
            .read(800, 3),
        (&["same-log", "linearizable"], &["agreement", "validity", "integrity"]),
    )
}
