//! The scenarios of the lab, in the order of a course: the three modes, anti-entropy, a rumour that dies too early, and faults.

use super::{Gossip, Op};
use crate::{Endurance, Faults, ParamValue, Scenario, Script, int, pick};
use synod_check::Value;
use synod_kernel::{Pid, Time};
use synod_words::{Phrase, phrase};

/// A scenario under construction, among so many nodes.
struct Cast {
    nodes: u16,
    script: Script<Gossip>,
}

impl Cast {
    fn of(nodes: u16) -> Self {
        Cast { nodes, script: Script::default() }
    }

    /// The i-th node, counted from 1.
    fn node(i: u16) -> Pid {
        Pid(i - 1)
    }

    /// The nodes from one to another, counted from 1.
    fn nodes(from: u16, to: u16) -> Vec<Pid> {
        (from..=to).map(Cast::node).collect()
    }

    /// The i-th client, counted from 1.
    fn client(&self, i: u16) -> Pid {
        Pid(self.nodes + i - 1)
    }

    fn write(self, at_ms: Time, client: u16, value: i64) -> Self {
        let pid = self.client(client);
        Cast { script: self.script.ask(at_ms, pid, Op::Write("x".into(), Value::Int(value))), ..self }
    }

    fn read(self, at_ms: Time, client: u16) -> Self {
        let pid = self.client(client);
        Cast { script: self.script.ask(at_ms, pid, Op::Read("x".into())), ..self }
    }

    fn crash(self, at_ms: Time, node: u16) -> Self {
        Cast { script: self.script.crash(at_ms, Cast::node(node)), ..self }
    }

    fn restart(self, at_ms: Time, node: u16) -> Self {
        Cast { script: self.script.restart(at_ms, Cast::node(node)), ..self }
    }

    /// The first nodes, with the first client, and the others cannot reach each other.
    fn part_after(self, at_ms: Time, node: u16) -> Self {
        let (mut one, mut other) = (Cast::nodes(1, node), Cast::nodes(node + 1, self.nodes));
        one.push(self.client(1));
        other.push(self.client(2));
        Cast { script: self.script.partition(at_ms, &one, &other), ..self }
    }

    fn heal(self, at_ms: Time) -> Self {
        Cast { script: self.script.heal(at_ms), ..self }
    }
}

const LOST: &str = "acknowledged-writes-survive";
const EVENTUAL: &str = "eventual";
/// What a client keeps that always asks the same node.
const SESSION: [&str; 2] = ["read-your-writes", "monotonic-reads"];

fn scenario(
    id: &'static str,
    seed: u64,
    (name, story): (Phrase, Phrase),
    params: Vec<(&'static str, ParamValue)>,
    cast: Cast,
    (violated, holds): (&[&'static str], &[&'static str]),
) -> Scenario {
    let (violated, holds) = (violated.to_vec(), holds.to_vec());
    let endures = violated.is_empty().then(|| Endurance { faults: Faults::ASYNCHRONOUS, keeps: SESSION.to_vec() });
    Scenario { id, name, story, params, seed, script: cast.script.decisions(), until: None, violated, holds, endures }
}

/// All of them; the first is what a newcomer sees.
pub(super) fn all() -> Vec<Scenario> {
    vec![
        push(),
        pull(),
        push_pull(),
        anti_entropy(),
        rumour_dies(),
        rumour_plus_anti_entropy(),
        another_node_each_time(),
        loss(),
        crash_and_join(),
        partition_heals(),
        sixty_nodes(),
    ]
}

fn push() -> Scenario {
    scenario(
        "push",
        2,
        (
            phrase!("Push: who knows tells", "推送：知道的人去说"),
            phrase!(
                "C1 writes at n1, which tells a node picked at random in every round; whoever hears it tells others too. Who tells three times in a row somebody that knew already loses interest: watch the nodes turn from susceptible to infective to removed.",
                "C1 在 n1 写入，n1 每一轮随机告诉一个节点，得知者也去告诉别人。连续三次告诉了早已知道的节点，就不再传播：看节点从易感变为感染，再变为愈除。"
            ),
        ),
        vec![],
        Cast::of(8).write(4, 1, 1).read(150, 2).read(1_000, 2),
        (&[], &["read-your-writes", "monotonic-reads", LOST, EVENTUAL]),
    )
}

fn pull() -> Scenario {
    scenario(
        "pull",
        1,
        (
            phrase!("Pull: who wants to know asks", "拉取：想知道的人来问"),
            phrase!(
                "Every node asks another for news in every round, whether there are any or not, and says which versions it has. Slow at first, for few know; at the end faster than push, for few do not.",
                "每个节点每一轮都向另一节点询问新消息，不管有没有，并说明自己有哪些版本。起初较慢，因为知道的少；最后比推送快，因为不知道的少。"
            ),
        ),
        vec![pick("mode", "pull")],
        Cast::of(8).write(4, 1, 1).read(150, 2).read(800, 2),
        (&[], &["monotonic-reads", EVENTUAL]),
    )
}

fn push_pull() -> Scenario {
    scenario(
        "push-pull",
        1,
        (
            phrase!("Push and pull", "推拉结合"),
            phrase!(
                "Two nodes that talk exchange what is hot with either of them. Fewest rounds of the three: compare the time at which the last node hears.",
                "两个节点通信时互相交换各自正在传播的更新。三种方式中轮数最少：比较最后一个节点得知的时间。"
            ),
        ),
        vec![pick("mode", "push-pull")],
        Cast::of(8).write(4, 1, 1).read(150, 2).read(800, 2),
        (&[], &["monotonic-reads", EVENTUAL]),
    )
}

fn anti_entropy() -> Scenario {
    scenario(
        "anti-entropy",
        1,
        (
            phrase!("Anti-entropy: everybody in the end", "反熵：最终人人皆知"),
            phrase!(
                "Nodes compare all they have with a node picked at random, and never stop. C1 and C2 write at the same time at different nodes; the later version wins everywhere. The messages go on for ever.",
                "节点与随机选出的节点比较全部数据，永不停止。C1、C2 同时在不同节点写入，版本较新的在各处胜出。消息没有止境。"
            ),
        ),
        vec![pick("kind", "anti-entropy"), pick("mode", "push-pull")],
        Cast::of(8).write(4, 1, 1).write(5, 2, 2).read(800, 1).read(801, 2),
        (&[], &["read-your-writes", "monotonic-reads", EVENTUAL]),
    )
}

fn rumour_dies() -> Scenario {
    scenario(
        "rumour-dies",
        5,
        (
            phrase!("The rumour dies too early", "谣言过早平息"),
            phrase!(
                "With k = 1 a node loses interest as soon as it meets somebody that knew already. Everybody has lost it while the node that C2 asks has not heard: nothing more happens, and it never will.",
                "k = 1 时，节点一遇到早已知道的节点就不再传播。所有节点都已停止，而 C2 询问的节点还没得知：之后不会再有任何消息，它永远不会知道。"
            ),
        ),
        vec![int("k", 1)],
        Cast::of(8).write(4, 1, 1).read(1_000, 2),
        (&[EVENTUAL], &[LOST]),
    )
}

fn rumour_plus_anti_entropy() -> Scenario {
    scenario(
        "rumour-plus-anti-entropy",
        5,
        (
            phrase!("Rumours, with anti-entropy behind", "谣言传播，反熵兜底"),
            phrase!(
                "The same impatient rumour. Every 400 ms a node also compares all it has with another: that finds the nodes which the rumour missed, and makes it hot again there.",
                "同样缺乏耐心的谣言。但每 400 毫秒节点还与另一节点比较全部数据：被谣言遗漏的节点由此得知，并重新传播它。"
            ),
        ),
        vec![int("k", 1), pick("kind", "both")],
        Cast::of(8).write(4, 1, 1).read(1_500, 2),
        (&[], &["monotonic-reads", EVENTUAL]),
    )
}

fn another_node_each_time() -> Scenario {
    scenario(
        "another-node",
        3,
        (
            phrase!("Another node each time", "每次换一个节点"),
            phrase!(
                "C1 writes at n1 and reads at n2 before the rumour has come there: it does not find its own write. C2 reads the value at one node, and at the next it is gone.",
                "C1 在 n1 写入，随即在谣言尚未到达的 n2 读取：读不到自己的写。C2 在一个节点读到了值，换到下一个节点又没有了。"
            ),
        ),
        vec![pick("asks", "next")],
        Cast::of(8).write(4, 1, 1).read(30, 1).read(200, 2).read(250, 2).read(300, 2).read(350, 2).read(400, 2),
        (&["read-your-writes", "monotonic-reads"], &[LOST, EVENTUAL]),
    )
}

fn loss() -> Scenario {
    scenario(
        "loss",
        // With this seed the client's own messages arrive.
        7,
        (
            phrase!("A third of the messages get lost", "三分之一的消息丢失"),
            phrase!(
                "Nobody resends anything, and nobody has to: the next round picks another node. It takes a little longer, that is all.",
                "没有人重发任何消息，也没有必要：下一轮会另选一个节点。只是慢一点而已。"
            ),
        ),
        vec![pick("kind", "anti-entropy"), pick("mode", "push-pull"), int("loss", 33)],
        Cast::of(8).write(4, 1, 1).read(900, 2),
        (&[], &["monotonic-reads", EVENTUAL]),
    )
}

fn crash_and_join() -> Scenario {
    let shown = scenario(
        "crash-and-join",
        1,
        (
            phrase!("A node joins late and empty", "空节点迟到加入"),
            phrase!(
                "n8 is down while the rumour goes round, and has nothing when it starts: by then nobody spreads it any more. It asks a node for all that it missed; n3 crashes on the way and nobody minds.",
                "谣言传播时 n8 宕机，启动时一无所有，而此时已没有人再传播。它向某个节点索取错过的全部数据；其间 n3 宕机，也无大碍。"
            ),
        ),
        vec![pick("disk", "lost")],
        Cast::of(8).crash(1, 8).write(4, 1, 1).crash(150, 3).restart(900, 3).restart(1_700, 8).read(2_000, 2),
        (&[], &["monotonic-reads", LOST, EVENTUAL]),
    );
    // Data in memory only: the very node that a client asks may forget what it has read there.
    Scenario { endures: None, ..shown }
}

fn partition_heals() -> Scenario {
    scenario(
        "partition-heals",
        1,
        (
            phrase!("A partition heals", "分区恢复"),
            phrase!(
                "n1 to n4 and n5 to n8 cannot reach each other; C1 and C2 write on either side, and both are answered. Once the partition heals, the first comparison across it is enough: the later write wins everywhere.",
                "n1–n4 与 n5–n8 互不可达；C1、C2 各在一侧写入，都得到应答。分区恢复后，只要有一次跨越两侧的比较，版本较新的写就会在各处胜出。"
            ),
        ),
        vec![pick("kind", "anti-entropy"), pick("mode", "push-pull")],
        Cast::of(8)
            .part_after(2, 4)
            .write(4, 1, 1)
            .write(50, 2, 2)
            .read(600, 1)
            .read(601, 2)
            .heal(800)
            .read(1_400, 1)
            .read(1_401, 2),
        (&[], &["read-your-writes", "monotonic-reads", EVENTUAL]),
    )
}

fn sixty_nodes() -> Scenario {
    let shown = scenario(
        "sixty-nodes",
        5,
        (
            phrase!("Sixty nodes", "六十个节点"),
            phrase!(
                "Nobody knows more than that there are sixty, and one update. The number of those who know doubles every round at first; the last few take longest. Compare with push and pull, and with another k.",
                "六十个节点，一个更新，没有任何中心。起初得知者每轮翻一倍，最后几个最慢。可改用 push、pull 或其他 k 作比较。"
            ),
        ),
        vec![int("n", 60)],
        Cast::of(60).write(4, 1, 1).read(1_500, 2),
        (&[], &["monotonic-reads", LOST, EVENTUAL]),
    );
    // The set-up of the first scenario claims the same, at a tenth of the cost.
    Scenario { endures: None, ..shown }
}
