//! The scenarios of the lab, in the order of the course: its four flow charts first, then what makes Paxos safe, then what breaks it.

use super::{BasicPaxos, Op};
use crate::{Endurance, Erased, Faults, ParamValue, Scenario, Script, int, on};
use synod_check::Value;
use synod_kernel::{Action, Decision, Pid, Time};
use synod_words::{Phrase, phrase};

/// Whom a script names, by the numbers that they have in a scenario's cluster.
struct Cast {
    clients: u16,
    proposers: u16,
    acceptors: u16,
    script: Script<BasicPaxos>,
}

impl Cast {
    fn of(clients: u16, proposers: u16) -> Self {
        Cast { clients, proposers, acceptors: 3, script: Script::default() }
    }

    /// Two clients, two proposers, three acceptors.
    fn two() -> Self {
        Cast::of(2, 2)
    }

    /// The i-th proposer, counted from 1.
    fn p(&self, i: u16) -> Pid {
        Pid(self.clients + i - 1)
    }

    /// The i-th acceptor, counted from 1.
    fn a(&self, i: u16) -> Pid {
        Pid(self.clients + self.proposers + i - 1)
    }

    /// The first learner.
    fn l(&self) -> Pid {
        Pid(self.clients + self.proposers + self.acceptors)
    }

    /// A client, counted from 1, asks its proposer to put a value forth.
    fn propose(self, at_ms: Time, client: u16, value: &str) -> Self {
        let op = Op::Propose(Value::Text(value.to_owned()));
        Cast { script: self.script.ask(at_ms, Pid(client - 1), op), ..self }
    }

    fn crash(self, at_ms: Time, who: Pid) -> Self {
        Cast { script: self.script.crash(at_ms, who), ..self }
    }

    fn restart(self, at_ms: Time, who: Pid) -> Self {
        Cast { script: self.script.restart(at_ms, who), ..self }
    }

    fn cut(self, at_ms: Time, from: Pid, to: Pid) -> Self {
        Cast { script: self.script.cut(at_ms, from, to), ..self }
    }

    /// Loses the `nth` message (counted from 0) from a proposer to each of these acceptors.
    fn lose(self, at_ms: Time, proposer: u16, acceptors: &[u16], nth: u32) -> Self {
        let from = self.p(proposer);
        let to: Vec<Pid> = acceptors.iter().map(|i| self.a(*i)).collect();
        let script = to.into_iter().fold(self.script, |script, to| script.lose(at_ms, from, to, nth));
        Cast { script, ..self }
    }

    fn then(self, at_ms: Time, action: Action<Erased>) -> Self {
        Cast { script: self.script.then(at_ms, action), ..self }
    }

    fn decisions(self) -> Vec<Decision<Erased>> {
        self.script.decisions()
    }
}

const SAFETY: [&str; 3] = ["agreement", "validity", "integrity"];
const ALL: [&str; 4] = ["agreement", "validity", "integrity", "progress"];

/// A scenario in which everything holds, and in which safety withstands whatever an asynchronous network does.
fn safe(id: &'static str, (name, story): (Phrase, Phrase), params: Vec<(&'static str, ParamValue)>, cast: Cast) -> Scenario {
    let endures = Some(Endurance { faults: Faults::ASYNCHRONOUS, keeps: SAFETY.to_vec() });
    Scenario { violated: Vec::new(), holds: ALL.to_vec(), endures, ..broken(id, (name, story), params, cast, &[]) }
}

/// A scenario that ends in these violations; all else that can hold does.
fn broken(
    id: &'static str,
    (name, story): (Phrase, Phrase),
    params: Vec<(&'static str, ParamValue)>,
    cast: Cast,
    violated: &[&'static str],
) -> Scenario {
    let holds = ALL.into_iter().filter(|promise| !violated.contains(promise)).collect();
    let violated = violated.to_vec();
    Scenario { id, name, story, params, seed: 1, script: cast.decisions(), until: None, violated, holds, endures: None }
}

/// All of them; the first is what a newcomer sees.
pub(super) fn all() -> Vec<Scenario> {
    vec![
        no_failure(),
        acceptor_fails(),
        proposer_fails(),
        proposer_fails_between_phases(),
        duel(),
        duel_random_wait(),
        value_adoption(),
        value_free(),
        value_adoption_3(),
        forgetful_acceptor(),
        lost_messages(),
        no_majority(),
        majority_returns(),
        own_value(),
        small_quorum(),
    ]
}

/// The course's cast: one client, one proposer, three acceptors, two learners.
fn one_of_each() -> Vec<(&'static str, ParamValue)> {
    vec![int("clients", 1), int("proposers", 1), int("learners", 2)]
}

fn no_failure() -> Scenario {
    safe(
        "no-failure",
        (
            phrase!("Nothing fails", "无故障"),
            phrase!(
                "C1 asks P1 to propose X. Phase 1: prepare(1), and a majority promises. Phase 2: accept(1, X), and a majority accepts. X is chosen; the learners count the votes and answer the client.",
                "C1 请 P1 提议 X。第一阶段：prepare(1)，多数派承诺；第二阶段：accept(1, X)，多数派接受。X 被选定，学习者计票后答复客户端。"
            ),
        ),
        one_of_each(),
        Cast::of(1, 1).propose(0, 1, "X"),
    )
}

fn acceptor_fails() -> Scenario {
    let cast = Cast::of(1, 1);
    let a3 = cast.a(3);
    safe(
        "acceptor-fails",
        (
            phrase!("An acceptor fails", "决策者失败"),
            phrase!(
                "A3 crashes after it has promised. Two of three acceptors are still a majority, so X is chosen as if nothing had happened.",
                "A3 承诺之后宕机。三个决策者中的两个仍是多数派，X 照常被选定。"
            ),
        ),
        one_of_each(),
        cast.propose(0, 1, "X").crash(25, a3),
    )
}

fn proposer_fails() -> Scenario {
    let cast = Cast::of(1, 2);
    let p1 = cast.p(1);
    safe(
        "proposer-fails",
        (
            phrase!("The proposer fails", "提案者失败"),
            phrase!(
                "P1 crashes while it sends accept(1, X): only A1 gets it. C1 hears nothing and turns to P2, the new proposer. A1 tells P2 in its promise what it has accepted, and P2 brings X to the end.",
                "P1 在发送 accept(1, X) 途中宕机，只有 A1 收到。C1 没有应答，转向新的提案者 P2。A1 在 promise 中告知已接受的提案，P2 据此完成 X。"
            ),
        ),
        vec![int("clients", 1), int("learners", 2), int("failover", 100)],
        cast.propose(0, 1, "X").lose(30, 1, &[2, 3], 1).crash(31, p1),
    )
}

fn proposer_fails_between_phases() -> Scenario {
    let cast = Cast::two();
    let p1 = cast.p(1);
    safe(
        "proposer-fails-between-phases",
        (
            phrase!("The proposer fails between the phases", "提案者在两阶段之间失败"),
            phrase!(
                "P1 has the acceptors' promises for ballot 1 and crashes before it puts X forth. Nobody has accepted anything, so P2 is free to propose its own client's Y. C1 is told that Y is chosen.",
                "决策者已对编号 1 作出承诺，P1 却在提出 X 之前宕机。没有人接受过任何提案，P2 可以提出自己客户端的 Y。C1 被告知选定的是 Y。"
            ),
        ),
        vec![],
        cast.propose(0, 1, "X").crash(25, p1).propose(50, 2, "Y"),
    )
}

/// Two proposers, and A2 and A3 answer late. So a refused proposer hears the first nack, from A1, before the other one has promises of a
/// majority. Were all answers equally fast, the two times would be the same, and a duel would need luck.
fn two_proposers() -> Cast {
    let cast = Cast::two();
    let slow: Vec<(Pid, Pid)> = [2, 3].iter().flat_map(|a| [1, 2].map(|p| (cast.a(*a), cast.p(p)))).collect();
    let cast = slow.into_iter().fold(cast, |cast, (from, to)| cast.then(0, Action::Slow(from, to, 2)));
    cast.propose(0, 1, "X").propose(25, 2, "Y")
}

fn duel() -> Scenario {
    Scenario {
        holds: SAFETY.to_vec(),
        ..broken(
            "duel",
            (
                phrase!("Duelling proposers: livelock", "多个提案者冲突：活锁"),
                phrase!(
                    "A2 and A3 answer late. Each proposer's prepare arrives just before the other's accept, which is then refused; the refused one tries a higher ballot at once, and does the same to the other. Ballots rise, and nothing is ever chosen.",
                    "A2、A3 应答较慢。每个提案者的 prepare 总是抢在对方的 accept 之前到达，使其被拒；被拒者立即用更大的编号再试，又同样打断对方。编号不断增大，却始终选不出值。"
                ),
            ),
            vec![int("random-wait", 0), int("failover", 0)],
            two_proposers(),
            &["progress"],
        )
    }
}

fn duel_random_wait() -> Scenario {
    // With this seed both proposers are refused once before one of them gets through.
    let seed = 12;
    let scenario = safe(
        "duel-random-wait",
        (
            phrase!("The same with a random wait", "同样情形，加上随机等待"),
            phrase!(
                "The same two proposers, but a refused one waits at random before it tries again. Sooner or later one of them gets through both phases undisturbed.",
                "同样两个提案者，但被拒者随机等待一段时间再提案。迟早有一个能不受打断地走完两个阶段。"
            ),
        ),
        vec![],
        two_proposers(),
    );
    Scenario { seed, ..scenario }
}

/// P1 crashes when only A1 has accepted (1, X); then C2 asks P2 to propose Y.
fn only_a1_accepted() -> Cast {
    let cast = Cast::two();
    let p1 = cast.p(1);
    cast.propose(0, 1, "X").lose(30, 1, &[2, 3], 1).crash(31, p1).propose(50, 2, "Y")
}

fn value_adoption() -> Scenario {
    safe(
        "value-adoption",
        (
            phrase!("A value must be taken over", "必须沿用已接受的值"),
            phrase!(
                "Only A1 has accepted (1, X) when P1 crashes. P2's prepare(2) is answered by A1 and A2. X might have been chosen, so P2 must propose X and not its own Y.",
                "P1 宕机时只有 A1 接受了 (1, X)。P2 的 prepare(2) 由 A1、A2 应答。X 有可能已被选定，所以 P2 必须提出 X，而不是自己的 Y。"
            ),
        ),
        vec![],
        only_a1_accepted().lose(60, 2, &[3], 0),
    )
}

fn value_free() -> Scenario {
    let cast = only_a1_accepted();
    let (p2, a1) = (cast.p(2), cast.a(1));
    safe(
        "value-free",
        (
            phrase!("A value need not be taken over", "不必沿用的值"),
            phrase!(
                "Only A1 has accepted (1, X), and P2 cannot reach it: prepare(2) is answered by A2 and A3. If X had been chosen, one of them would know it. So P2 is free, and Y is chosen; what A1 has accepted no longer matters.",
                "只有 A1 接受了 (1, X)，而 P2 联系不到它：prepare(2) 由 A2、A3 应答。若 X 已被选定，其中必有一个知道。所以 P2 可以提出 Y，Y 被选定；A1 接受过的 X 不再起作用。"
            ),
        ),
        vec![],
        cast.cut(45, p2, a1),
    )
}

fn value_adoption_3() -> Scenario {
    let cast = Cast::two();
    let (p1, p2, a1, a3) = (cast.p(1), cast.p(2), cast.a(1), cast.a(3));
    safe(
        "value-adoption-3",
        (
            phrase!("Of two values, the one of the higher ballot", "两个值中，取编号较大者"),
            phrase!(
                "A1 has accepted (1, X), A2 has accepted (2, Y), then P2 crashes. P1 tries again, and prepare(3) is answered by A1 and A2. Of the two values it must take Y, because the higher ballot is the one that may have been chosen.",
                "A1 接受了 (1, X)，A2 接受了 (2, Y)，随后 P2 宕机。P1 再次提案，prepare(3) 由 A1、A2 应答。它必须取 Y：编号较大的提案才可能已被选定。"
            ),
        ),
        vec![int("failover", 0), int("round", 100)],
        cast.propose(0, 1, "X")
            .lose(30, 1, &[2, 3], 1)
            .cut(45, p2, a1)
            .propose(50, 2, "Y")
            .lose(80, 2, &[3], 1)
            .crash(81, p2)
            .cut(85, p1, a3),
    )
}

/// X is chosen; the news of it is lost on the way to C2 and P2.
fn p2_knows_nothing() -> Cast {
    let cast = Cast::two();
    let (l1, p2) = (cast.l(), cast.p(2));
    let cast = cast.propose(0, 1, "X");
    Cast { script: cast.script.lose(50, l1, Pid(1), 0).lose(50, l1, p2, 0), ..cast }
}

fn forgetful_acceptor() -> Scenario {
    let cast = p2_knows_nothing();
    let (p2, a1, a2) = (cast.p(2), cast.a(1), cast.a(2));
    broken(
        "forgetful-acceptor",
        (
            phrase!("An acceptor forgets", "健忘的决策者"),
            phrase!(
                "A1 and A2 have accepted (1, X): X is chosen, but C2 and P2 do not hear of it. A2 crashes and comes back with an empty memory. P2's prepare(2) reaches A2 and A3, which know of nothing, so P2 proposes Y, and Y is chosen too.",
                "A1、A2 接受了 (1, X)：X 被选定，但 C2 和 P2 没有得知。A2 宕机后恢复，却什么都忘了。P2 的 prepare(2) 到达 A2、A3，两者一无所知，于是 P2 提出 Y，Y 也被选定。"
            ),
        ),
        vec![on("forgetful")],
        cast.lose(30, 1, &[3], 1).crash(70, a2).restart(80, a2).cut(85, p2, a1).propose(90, 2, "Y"),
        &["agreement", "integrity"],
    )
}

fn lost_messages() -> Scenario {
    safe(
        "lost-messages",
        (
            phrase!("Lost and repeated messages", "消息丢失与重复"),
            phrase!(
                "A quarter of all messages is lost, a quarter arrives twice, and delays vary. Proposers try again with higher ballots until a majority has answered; still only one value is chosen.",
                "四分之一的消息丢失，四分之一重复到达，延迟长短不一。提案者用更大的编号一再尝试，直到多数派应答；选定的值仍然只有一个。"
            ),
        ),
        vec![int("loss", 25), int("duplication", 25), crate::pick("delay", "exponential")],
        Cast::two().propose(0, 1, "X").propose(10, 2, "Y"),
    )
}

/// Two of three acceptors are down.
fn two_down() -> Cast {
    let cast = Cast::of(1, 2);
    let (a2, a3) = (cast.a(2), cast.a(3));
    cast.crash(0, a2).crash(0, a3).propose(0, 1, "X")
}

fn no_majority() -> Scenario {
    Scenario {
        holds: SAFETY.to_vec(),
        ..safe(
            "no-majority",
            (
                phrase!("No majority", "没有多数派"),
                phrase!(
                    "Two of three acceptors are down. P1 never gets a second promise, tries ballot after ballot, and the client gives up. Nothing is chosen, and nothing wrong is.",
                    "三个决策者中有两个宕机。P1 始终得不到第二个承诺，一轮轮地换编号，客户端最终放弃。选不出值，但也不会选错。"
                ),
            ),
            vec![int("clients", 1), int("failover", 0)],
            two_down(),
        )
    }
}

fn majority_returns() -> Scenario {
    let cast = two_down();
    let a2 = cast.a(2);
    safe(
        "majority-returns",
        (
            phrase!("The majority comes back", "多数派恢复"),
            phrase!(
                "The same, but A2 restarts. The next round finds a majority, and X is chosen.",
                "同样情形，但 A2 重启。下一轮就有了多数派，X 被选定。"
            ),
        ),
        vec![int("clients", 1), int("failover", 0)],
        cast.restart(300, a2),
    )
}

fn own_value() -> Scenario {
    broken(
        "own-value",
        (
            phrase!("A proposer ignores what it is told", "提案者不理会已接受的值"),
            phrase!(
                "X is chosen in ballot 1. P2 has not heard of it and prepares ballot 2; the promises say (1, X), but P2 puts forth its own Y all the same. Two values are chosen.",
                "X 在编号 1 中被选定。P2 不知道，准备编号 2；promise 带回 (1, X)，P2 却仍提出自己的 Y。于是选定了两个值。"
            ),
        ),
        vec![on("own-value")],
        p2_knows_nothing().propose(70, 2, "Y"),
        &["agreement", "integrity"],
    )
}

fn small_quorum() -> Scenario {
    let cast = Cast::two();
    let (l1, l2) = (cast.l(), Pid(cast.l().0 + 1));
    let one = vec![Pid(0), cast.p(1), cast.a(1), l1];
    let other = vec![Pid(1), cast.p(2), cast.a(2), cast.a(3), l2];
    broken(
        "small-quorum",
        (
            phrase!("Less than a majority", "少于多数派"),
            phrase!(
                "One acceptor counts as enough. In a partition P1 gets X through with A1, and P2 gets Y through with A2: two quorums that share nobody. C1 is told X, C2 is told Y.",
                "一个决策者同意即算通过。分区期间，P1 凭 A1 选定 X，P2 凭 A2 选定 Y：两组没有交集。C1 得知 X，C2 得知 Y。"
            ),
        ),
        vec![int("quorum", 1), int("learners", 2)],
        cast.then(0, Action::Partition(vec![one, other])).propose(5, 1, "X").propose(5, 2, "Y"),
        &["agreement"],
    )
}
