//! The rules by which processes act, in words, each with its source.

use super::roster::Part;
use super::{FastPaxos, Msg, Recovery, Timer};
use crate::{Cause, Rule};
use synod_kernel::Pid;
use synod_words::{Phrase, phrase};

const PHASES: &str = "Lamport, Fast Paxos, 2006, § 2.2";
const FAST: &str = "Lamport, Fast Paxos, 2006, § 3.1";
const RECOVERY: &str = "Lamport, Fast Paxos, 2006, § 3.2";
const QUORUMS: &str = "Lamport, Fast Paxos, 2006, § 3.3";
const BY_SIZE: &str =
    "Lamport, Fast Paxos, 2006, § 3.1 (O4); by size: Vieira & Buzato, On the Coordinator's Rule for Fast Paxos, IPL 107(5), 2008";
const PROGRESS: &str = "Lamport, Paxos Made Simple, 2001, § 2.4";
const LEARNING: &str = "Lamport, Paxos Made Simple, 2001, § 2.3";

impl FastPaxos {
    pub(super) fn rule_of(&self, pid: Pid, cause: &Cause<'_, FastPaxos>) -> Rule {
        match cause {
            Cause::Message(msg) => self.on_message(pid, msg),
            Cause::Timeout(timer) => on_timeout(**timer),
            Cause::Request(_) if self.first_fast => rule(
                phrase!(
                    "In a fast round the client sends its value to all acceptors itself, which saves a message delay.",
                    "快速轮中，客户端直接把值发给所有决策者，省去一次消息延迟。"
                ),
                FAST,
            ),
            Cause::Request(_) => rule(
                phrase!("In a classic round the client sends its value to the coordinator.", "经典轮中，客户端把值发给协调者。"),
                PHASES,
            ),
            Cause::Chosen(()) => rule(phrase!("Nothing in this protocol is left to chance.", "本协议没有随机选择。"), PHASES),
            Cause::Restart => self.on_restart(pid),
        }
    }

    fn on_restart(&self, pid: Pid) -> Rule {
        match self.part(pid) {
            Part::Client(_) => rule(
                phrase!(
                    "A client remembers on disk what it asked for, and asks again.",
                    "客户端在磁盘上记有所提的值，会再次请求。"
                ),
                PROGRESS,
            ),
            Part::Coordinator(_) => rule(
                phrase!(
                    "A coordinator remembers the highest round that it began, and never uses a number twice.",
                    "协调者记得自己发起过的最高轮次，编号绝不重复使用。"
                ),
                PHASES,
            ),
            Part::Acceptor(_) => rule(
                phrase!(
                    "An acceptor has its round and its last vote (rnd, vrnd, vval) on disk, so a crash makes it forget neither.",
                    "决策者把轮次和最近一票（rnd、vrnd、vval）存在磁盘上，宕机不会遗忘。"
                ),
                PHASES,
            ),
            Part::Learner(_) => {
                rule(phrase!("A learner has what it has learned on disk.", "学习者把学到的值存在磁盘上。"), LEARNING)
            }
        }
    }

    fn on_message(&self, pid: Pid, msg: &Msg) -> Rule {
        match msg {
            Msg::Propose { .. } => self.on_propose(pid),
            Msg::Prepare(_) => rule(
                phrase!(
                    "An acceptor joins a round above its own, promises to vote in none below, and tells its last vote.",
                    "若轮次高于自己的，决策者加入该轮，承诺不再在更低的轮次投票，并告知最近一票。"
                ),
                PHASES,
            ),
            Msg::Promise(round, _) => rule(
                phrase!(
                    "With {0} promises the coordinator picks: if nobody has voted, any value will do (in a fast round it says “any”); else the value that may have been chosen in the highest round told.",
                    "收到 {0} 个承诺后协调者选值：若无人投过票，任何值皆可（快速轮中发送 any）；否则取所告知的最高轮次中可能已被选定的值。",
                    self.quorum(*round)
                ),
                BY_SIZE,
            ),
            Msg::Any(_) => rule(
                phrase!(
                    "“Any” lets an acceptor vote for the first client's value that arrives, as if the coordinator had sent it.",
                    "any 允许决策者投票给最先到达的客户端的值，如同它来自协调者。"
                ),
                FAST,
            ),
            Msg::Accept(..) => rule(
                phrase!(
                    "An acceptor votes for the value unless it has joined a higher round, or voted in this one.",
                    "决策者投票给该值，除非它已加入更高的轮次，或已在本轮投过票。"
                ),
                PHASES,
            ),
            Msg::Accepted(round, _) => self.on_vote(pid, *round),
            Msg::Nack(_) => rule(
                phrase!(
                    "An acceptor has joined a higher round, so this one cannot win it any more: the coordinator gives way.",
                    "已有决策者加入更高的轮次，本轮得不到它的票：协调者让位。"
                ),
                PHASES,
            ),
            Msg::Chosen(_) => rule(
                phrase!(
                    "Whoever is told what was chosen stops asking; a client whose value lost is told the other one.",
                    "得知选定的值后不再询问；值未被选定的客户端得到的是另一个值。"
                ),
                LEARNING,
            ),
            Msg::Ask => rule(
                phrase!(
                    "Votes may be lost: an acceptor repeats its last one, a learner tells what it has learned.",
                    "投票可能丢失：决策者重发最近一票，学习者告知已学到的值。"
                ),
                LEARNING,
            ),
        }
    }

    fn on_propose(&self, pid: Pid) -> Rule {
        match self.part(pid) {
            Part::Acceptor(_) => rule(
                phrase!(
                    "After “any”, an acceptor votes for the first value that arrives, and for no other in that round.",
                    "收到 any 之后，决策者投票给最先到达的值，同一轮不再投给别的值。"
                ),
                FAST,
            ),
            Part::Learner(_) => rule(
                phrase!("A learner tells a client that asks what was chosen.", "学习者把选定的值告诉询问的客户端。"),
                LEARNING,
            ),
            Part::Client(_) | Part::Coordinator(_) => rule(
                phrase!(
                    "A coordinator whose round is ready sends the value on. Asked by a client that has waited in vain, it begins a higher round, or tells the learners what was chosen if it knows.",
                    "若本轮已就绪，协调者转发该值；若客户端是等待超时后再次请求，则发起更高的一轮，或把已知的选定值告知学习者。"
                ),
                PHASES,
            ),
        }
    }

    fn on_vote(&self, pid: Pid, round: super::Round) -> Rule {
        match self.part(pid) {
            Part::Learner(_) => rule(
                phrase!(
                    "A value is chosen once {0} acceptors have voted for it in one round.",
                    "同一轮中有 {0} 个决策者投票给某个值，它即被选定。",
                    self.quorum(round)
                ),
                QUORUMS,
            ),
            Part::Acceptor(_) => rule(
                phrase!(
                    "Uncoordinated recovery: votes of this round count as promises for the next, and each acceptor picks by the coordinator's rule.",
                    "无协调的恢复：本轮的投票视为下一轮的承诺，各决策者按协调者的规则自行选值。"
                ),
                RECOVERY,
            ),
            Part::Client(_) | Part::Coordinator(_) if self.is_fast(round) && self.recovery == Recovery::Coordinated => rule(
                phrase!(
                    "Coordinated recovery: when no value can get {0} votes any more, votes of this round count as promises for the next, and phase 1 is left out. A value with at least |Q| + {0} − {1} votes in the quorum Q may have been chosen and must be taken.",
                    "有协调的恢复：当没有值还能得到 {0} 票时，本轮的投票视为下一轮的承诺，省去阶段 1。在仲裁 Q 中至少有 |Q| + {0} − {1} 票的值可能已被选定，必须采用。",
                    self.fast,
                    self.acceptors
                ),
                RECOVERY,
            ),
            Part::Client(_) | Part::Coordinator(_) => rule(
                phrase!(
                    "The coordinator counts the votes too, and rests once a value is chosen.",
                    "协调者也统计投票，有值被选定后即停止。"
                ),
                PHASES,
            ),
        }
    }
}

fn on_timeout(timer: Timer) -> Rule {
    match timer {
        Timer::Retry => rule(
            phrase!(
                "A client without an answer asks again, each time another coordinator: so a new one takes over.",
                "没有得到应答的客户端再次请求，每次换一个协调者：由新的协调者接替。"
            ),
            PROGRESS,
        ),
        Timer::Round => rule(
            phrase!(
                "The round took too long: the coordinator begins a higher one. How long it waits is random, so that two coordinators do not get into each other's way for ever.",
                "本轮耗时过长：协调者发起更高的一轮。等待时间是随机的，以免两个协调者一直互相干扰。"
            ),
            PROGRESS,
        ),
        Timer::Ask => rule(
            phrase!(
                "A learner that has seen votes but no quorum asks for them once more.",
                "学习者收到投票但不足仲裁数，便再次询问。"
            ),
            LEARNING,
        ),
    }
}

fn rule(words: Phrase, source: &'static str) -> Rule {
    Rule { words, source }
}
