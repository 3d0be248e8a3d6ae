//! The rules by which processes act, in words, each with its source.

use super::{BasicPaxos, Msg, Part, Timer};
use crate::{Cause, Rule};
use synod_kernel::Pid;
use synod_words::{Arg, Phrase, phrase};

const PROBLEM: &str = "Lamport, Paxos Made Simple, 2001, § 2.1";
const CHOOSING: &str = "Lamport, Paxos Made Simple, 2001, § 2.2";
const LEARNING: &str = "Lamport, Paxos Made Simple, 2001, § 2.3";
const PROGRESS: &str = "Lamport, Paxos Made Simple, 2001, § 2.4";
const STORAGE: &str = "Lamport, Paxos Made Simple, 2001, § 2.5";

impl BasicPaxos {
    pub(super) fn rule_of(&self, pid: Pid, cause: &Cause<'_, BasicPaxos>) -> Rule {
        match cause {
            Cause::Message(msg) => self.on_message(self.part_of(pid), msg),
            Cause::Timeout(timer) => self.on_timeout(**timer),
            Cause::Request(_) => {
                rule(phrase!("A client asks a proposer to put its value forth.", "客户端请求提案者提出它的值。"), PROBLEM)
            }
            Cause::Chosen(()) => {
                rule(phrase!("No step of this protocol is chosen at random.", "本协议没有随机选择的步骤。"), CHOOSING)
            }
            Cause::Restart => self.on_restart(self.part_of(pid)),
        }
    }

    fn on_message(&self, part: Part, msg: &Msg) -> Rule {
        match msg {
            Msg::Propose { .. } => rule(
                phrase!(
                    "Phase 1a: the proposer takes a ballot above all it has used, and asks the acceptors to promise. Once it knows what is chosen, it answers with that.",
                    "阶段 1a：提案者取一个比用过的都大的编号，请决策者作出承诺；若已知选定的值，则直接告知。"
                ),
                CHOOSING,
            ),
            Msg::Prepare { .. } => rule(
                phrase!(
                    "Phase 1b: unless it has promised a higher ballot, the acceptor promises to accept nothing lower, and tells the highest proposal that it has accepted.",
                    "阶段 1b：若未承诺过更大的编号，决策者承诺不再接受更小的编号，并告知自己接受过的编号最大的提案。"
                ),
                CHOOSING,
            ),
            Msg::Promise { .. } => self.on_promise(),
            Msg::Accept { .. } => rule(
                phrase!(
                    "Phase 2b: the acceptor accepts the proposal unless it has promised a higher ballot, and tells the learners.",
                    "阶段 2b：除非已承诺更大的编号，决策者接受该提案，并通知学习者。"
                ),
                CHOOSING,
            ),
            Msg::Accepted { .. } => self.on_accepted(part),
            Msg::Nack { .. } => self.on_nack(),
            Msg::Chosen { .. } if part == Part::Client => rule(
                phrase!(
                    "The client has its answer: its own value, or the one that was chosen in its place.",
                    "客户端得到答复：自己的值，或被选定的另一个值。"
                ),
                LEARNING,
            ),
            Msg::Chosen { .. } => rule(
                phrase!("A proposer that knows what is chosen has nothing left to do.", "提案者得知已选定的值，便不再提案。"),
                LEARNING,
            ),
        }
    }

    fn on_promise(&self) -> Rule {
        if self.own_value {
            return rule(
                phrase!(
                    "Against the rule (unsafe): with {0} promises the proposer puts forth its own value, whatever was accepted before.",
                    "违反规则（不安全）：收到 {0} 个承诺后，提案者不管先前接受过什么，都提出自己的值。",
                    self.quorum
                ),
                CHOOSING,
            );
        }
        rule(
            phrase!(
                "Phase 2a: with {0} promises the proposer must put forth the value of the highest proposal reported in them; only if there is none, its own.",
                "阶段 2a：收到 {0} 个承诺后，提案者必须提出其中编号最大的提案的值；若都没有，才可提出自己的值。",
                self.quorum
            ),
            CHOOSING,
        )
    }

    fn on_accepted(&self, part: Part) -> Rule {
        if part == Part::Learner {
            return rule(
                phrase!(
                    "A value is chosen once {0} acceptors have accepted it in one ballot. The learner that counts them tells everybody.",
                    "同一编号下有 {0} 个决策者接受，值即被选定。学习者统计后通知各方。",
                    self.quorum
                ),
                LEARNING,
            );
        }
        rule(
            phrase!(
                "The proposer counts too: with {0} acceptors its value is chosen.",
                "提案者也在统计：有 {0} 个决策者接受，它的提案即被选定。",
                self.quorum
            ),
            LEARNING,
        )
    }

    fn on_nack(&self) -> Rule {
        if self.wait_ms == 0 {
            return rule(
                phrase!(
                    "A higher ballot was promised: the proposer gives up this one and at once tries a higher one.",
                    "已有更大的编号得到承诺：提案者放弃本轮，立即换用更大的编号。"
                ),
                PROGRESS,
            );
        }
        rule(
            phrase!(
                "A higher ballot was promised: the proposer gives up this one and waits at random, up to {0}, so that somebody can finish.",
                "已有更大的编号得到承诺：提案者放弃本轮，随机等待至多 {0}，让别人得以完成。",
                Arg::TimeUs(self.wait_ms * 1_000)
            ),
            PROGRESS,
        )
    }

    fn on_timeout(&self, timer: Timer) -> Rule {
        match timer {
            Timer::GiveUp => rule(
                phrase!("The client stops waiting. Its value may still be chosen.", "客户端不再等待。它的值仍有可能被选定。"),
                LEARNING,
            ),
            Timer::Failover => rule(
                phrase!(
                    "The client has heard nothing and turns to the next proposer: the old one may have failed.",
                    "客户端没有收到应答，转向下一个提案者：原来的可能已失效。"
                ),
                PROGRESS,
            ),
            Timer::Round => rule(
                phrase!(
                    "Fewer than {0} acceptors have answered in time: the proposer tries again with a higher ballot.",
                    "未能及时得到 {0} 个决策者的应答：提案者换用更大的编号再试。",
                    self.quorum
                ),
                PROGRESS,
            ),
            Timer::Retry => rule(
                phrase!(
                    "The wait is over: the proposer tries again with a higher ballot.",
                    "等待结束：提案者换用更大的编号再试。"
                ),
                PROGRESS,
            ),
        }
    }

    fn on_restart(&self, part: Part) -> Rule {
        match part {
            Part::Acceptor if self.forgetful => rule(
                phrase!(
                    "Against the rule (unsafe): the acceptor has kept nothing, and has forgotten what it promised and accepted.",
                    "违反规则（不安全）：决策者什么都没有保存，忘记了承诺和已接受的提案。"
                ),
                STORAGE,
            ),
            Part::Acceptor => rule(
                phrase!(
                    "An acceptor keeps its promise and what it accepted on disk before it answers, and has both again.",
                    "决策者在应答之前已把承诺和接受的提案写入磁盘，重启后仍然记得。"
                ),
                STORAGE,
            ),
            Part::Proposer => rule(
                phrase!(
                    "A proposer keeps its highest ballot on disk, so that it never uses a number twice.",
                    "提案者把用过的最大编号写在磁盘上，绝不重复使用同一个编号。"
                ),
                STORAGE,
            ),
            Part::Learner | Part::Client => rule(
                phrase!(
                    "It has what is on its disk; a learner keeps what it has learned.",
                    "只保有磁盘上的内容；学习者会保存已学到的值。"
                ),
                LEARNING,
            ),
        }
    }
}

fn rule(words: Phrase, source: &'static str) -> Rule {
    Rule { words, source }
}
