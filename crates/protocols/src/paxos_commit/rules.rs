//! The rules by which processes act, in words, each with its source.

use super::{Msg, PaxosCommit, Timer};
use crate::Rule;
use crate::commit::Client;
use synod_words::{Phrase, phrase};

const TWO_PHASE: &str = "Bernstein, Hadzilacos & Goodman 1987, § 7.4";
const CHOOSING: &str = "Lamport, Paxos Made Simple, 2001, § 2.2";
const LEARNING: &str = "Lamport, Paxos Made Simple, 2001, § 2.3";
const PROGRESS: &str = "Lamport, Paxos Made Simple, 2001, § 2.4";
const COMMIT: &str = "Gray & Lamport, Consensus on Transaction Commit, TODS 31(1), 2006, § 4.1";

impl PaxosCommit {
    /// The rule by which a message is acted upon.
    pub(super) fn rule_of_message(msg: &Msg) -> Rule {
        match msg {
            Msg::Talk(talk) => talk.rule(),
            Msg::VoteRequest(..) => rule(
                phrase!(
                    "A participant that can do its part locks its account, forces yes to disk and votes yes.",
                    "能够执行的参与者锁住账户，强制写入日志，并反馈 Yes。"
                ),
                TWO_PHASE,
            ),
            Msg::Vote(..) => rule(
                phrase!(
                    "All yes: the coordinator proposes commit, in the lowest ballot and so without phase 1. One no: abort.",
                    "全部 Yes：协调者以最小编号提议提交，因而可省去阶段一。有一个 No：提议中断。"
                ),
                COMMIT,
            ),
            Msg::Prepare(..) => rule(
                phrase!(
                    "An acceptor promises to accept nothing below this ballot, and tells what it has accepted.",
                    "决策者承诺不再接受编号更小的提案，并告知已接受的提案。"
                ),
                CHOOSING,
            ),
            Msg::Promise(..) => rule(
                phrase!(
                    "With promises of a majority, what was accepted in the highest ballot is proposed; abort, if nothing was.",
                    "得到多数派的承诺后，提议其中编号最大的已接受结果；若没有，则提议中断。"
                ),
                CHOOSING,
            ),
            Msg::Accept(..) => rule(
                phrase!("An acceptor accepts, unless it has promised a higher ballot.", "决策者接受提案，除非已承诺更大的编号。"),
                CHOOSING,
            ),
            Msg::Accepted(..) => rule(
                phrase!(
                    "An outcome that a majority has accepted is chosen: it is decided, and told to all.",
                    "被多数派接受的结果即被选定：据此作出决定，并告知所有人。"
                ),
                LEARNING,
            ),
            Msg::Nack(..) => rule(
                phrase!("Somebody has a higher ballot: the proposer waits and tries again.", "有更大的编号：提案者等待后再试。"),
                PROGRESS,
            ),
            Msg::Decision(..) => rule(phrase!("The outcome is known; the lock is released.", "结果已知，释放锁。"), LEARNING),
            Msg::Ack(..) => {
                rule(phrase!("Who has acknowledged the outcome is not told again.", "已确认的进程不再重复告知。"), TWO_PHASE)
            }
        }
    }

    /// The rule by which a timer is acted upon.
    pub(super) fn rule_of_timer(timer: Timer) -> Rule {
        on_timeout(timer)
    }

    /// The rule by which a process starts again.
    pub(super) fn rule_of_restart() -> Rule {
        rule(
            phrase!(
                "A server that restarts keeps its log, and what it promised and accepted; it takes up what is undecided.",
                "重启后保有日志以及承诺和接受过的提案，并继续处理未决的事务。"
            ),
            COMMIT,
        )
    }
}

fn on_timeout(timer: Timer) -> Rule {
    match timer {
        Timer::GiveUp(_) => Client::rule_of_giving_up(),
        Timer::Next => rule(phrase!("Messages leave one after the other.", "消息逐条发出。"), TWO_PHASE),
        Timer::Votes(_) => {
            rule(phrase!("A vote is missing: the coordinator proposes abort.", "未收齐反馈：协调者提议中断。"), TWO_PHASE)
        }
        Timer::Forced(_) => rule(phrase!("The yes is on disk, and may be sent.", "Yes 已写入磁盘，可以发出。"), TWO_PHASE),
        Timer::Doubt(_) | Timer::Round(_) => rule(
            phrase!(
                "Who waits in vain becomes a proposer, with a higher ballot: no single process has to come back.",
                "久等不到结果者成为提案者，使用更大的编号：不必等待某一个进程恢复。"
            ),
            COMMIT,
        ),
        Timer::Tell(_) => rule(
            phrase!("The outcome is told again to those who have not acknowledged it.", "向尚未确认者再次告知结果。"),
            TWO_PHASE,
        ),
    }
}

fn rule(words: Phrase, source: &'static str) -> Rule {
    Rule { words, source }
}
