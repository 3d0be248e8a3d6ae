//! The rules by which processes act, in words, each with its source.

use super::params::Rule as Word;
use super::{Chief, Msg, Timer, Who};
use crate::{Cause, Rule};
use synod_kernel::Pid;
use synod_words::{Phrase, phrase};

const COMMIT: &str = "Gray & Lamport, TODS 31(1), 2006, § 3.1";
const BLOCKS: &str = "Gray & Lamport, TODS 31(1), 2006, § 3.3";
const ACCEPTORS: &str = "Lamport, Paxos Made Simple, 2001, § 2.2";
const LEARNERS: &str = "Lamport, Paxos Made Simple, 2001, § 2.3";
const DISTINGUISHED: &str = "Lamport, Paxos Made Simple, 2001, § 2.4";
const DISK: &str = "Lamport, Paxos Made Simple, 2001, § 2.5";

impl Chief {
    pub(super) fn rule_of(&self, pid: Pid, cause: &Cause<'_, Chief>) -> Rule {
        match cause {
            Cause::Message(msg) => self.on_message(msg),
            Cause::Timeout(timer) => self.on_timeout(timer),
            Cause::Request(_) => rule(
                phrase!(
                    "The client asks a coordinator to have its value decided. When that stays silent, it asks the next one.",
                    "客户端请求一个协调者促成对其值的决定；没有应答时改问下一个协调者。"
                ),
                COMMIT,
            ),
            Cause::Chosen(()) => {
                rule(phrase!("Nothing but the length of waits is left to chance.", "除等待时长外没有随机选择。"), DISTINGUISHED)
            }
            Cause::Restart => self.on_restart(pid),
        }
    }

    fn on_restart(&self, pid: Pid) -> Rule {
        match self.who(pid) {
            Who::Coordinator(_) => rule(
                phrase!(
                    "What a coordinator took up, and the highest ballot that it used, were on disk before it sent anything: it goes on with the same value, and never orders another under the same number.",
                    "协调者在发送之前已把受理的值和用过的最大编号写入磁盘：重启后沿用同一个值，绝不在同一编号下发出别的命令。"
                ),
                DISK,
            ),
            Who::Participant(_) => rule(
                phrase!(
                    "What a participant promised, accepted and decided was on disk before it answered.",
                    "参与者的承诺、接受和决定都在应答之前写入了磁盘。"
                ),
                DISK,
            ),
            Who::Client(_) => {
                rule(phrase!("A client that restarts has asked for nothing.", "客户端重启后没有待答的请求。"), COMMIT)
            }
        }
    }

    fn on_message(&self, msg: &Msg) -> Rule {
        match msg {
            Msg::Ask { .. } | Msg::Pass { .. } => self.on_being_asked(),
            Msg::Answer { .. } => rule(phrase!("The client has its answer.", "客户端得到应答。"), COMMIT),
            Msg::Outcome { .. } => rule(
                phrase!(
                    "A coordinator that hears what is decided answers the clients that wait for it.",
                    "协调者得知决定后，应答等待的客户端。"
                ),
                LEARNERS,
            ),
            Msg::Claim { .. } | Msg::Nack { .. } => rule(
                phrase!(
                    "A coordinator that hears of a later chief stops giving orders and passes on what it still wants decided.",
                    "协调者得知已有更新的主协调者，便不再下命令，把未决的值转交给它。"
                ),
                DISTINGUISHED,
            ),
            Msg::Order { .. } | Msg::Obeyed { .. } | Msg::Has { .. } => self.on_order(msg),
            Msg::Prepare { .. } | Msg::Promise { .. } => self.on_phase_1(msg),
            Msg::Accept { .. } | Msg::Accepted { .. } => self.on_phase_2(msg),
            Msg::Chosen { .. } => rule(
                phrase!(
                    "A participant that hears what is chosen takes it for decided, and says that it knows.",
                    "参与者得知被选定的值，把它认作决定，并回复已知。"
                ),
                LEARNERS,
            ),
            Msg::Known { .. } => rule(
                phrase!("Once everybody knows, the chief has nothing more to do.", "全部参与者都已知晓后，主协调者的工作结束。"),
                LEARNERS,
            ),
        }
    }

    fn on_being_asked(&self) -> Rule {
        match self.rule {
            Word::One => rule(
                phrase!(
                    "The coordinator takes the first value that it is asked for, writes it to disk, and orders every participant to take it.",
                    "协调者采用最先请求的值，写入磁盘，并命令每个参与者执行。"
                ),
                COMMIT,
            ),
            Word::Many => rule(
                phrase!(
                    "Each coordinator takes the first value that it is asked for and orders it, without asking the others.",
                    "每个协调者采用各自最先收到的值并下命令，不询问其他协调者。"
                ),
                BLOCKS,
            ),
            Word::Chief => rule(
                phrase!(
                    "Only the chief gives orders; the other coordinators pass on to it what they are asked for.",
                    "只有主协调者下命令；其他协调者把请求转交给它。"
                ),
                DISTINGUISHED,
            ),
            Word::Takeover => rule(
                phrase!(
                    "Only the chief gives orders; the others pass requests on to it and wait {0} ms before the next one makes itself chief.",
                    "只有主协调者下命令；其他协调者把请求转交给它，等待 {0} 毫秒无果则由下一个接任。",
                    self.patience_ms.to_string()
                ),
                BLOCKS,
            ),
            Word::Majority => rule(
                phrase!(
                    "Requests go to the chief, the one proposer. Before it orders anything it asks a majority what they accepted.",
                    "请求都交给主协调者，即唯一的提案者。它在下命令之前先询问多数派接受过什么。"
                ),
                DISTINGUISHED,
            ),
        }
    }

    fn on_order(&self, msg: &Msg) -> Rule {
        match msg {
            Msg::Order { .. } if matches!(self.rule, Word::Many | Word::Takeover) => rule(
                phrase!(
                    "A participant obeys the first order that it gets, whoever gives it, and none after it. It cannot know what the others obeyed.",
                    "参与者执行最先收到的命令，不论来自谁，此后不再接受别的命令。它无从得知其他参与者执行了什么。"
                ),
                BLOCKS,
            ),
            Msg::Order { .. } => rule(
                phrase!("A participant does as the coordinator says, and says so.", "参与者按协调者的命令执行，并回复。"),
                COMMIT,
            ),
            _ => rule(
                phrase!(
                    "Once all {0} participants have answered, the coordinator answers its clients.",
                    "全部 {0} 个参与者都回复后，协调者应答客户端。",
                    self.participants
                ),
                COMMIT,
            ),
        }
    }

    fn on_phase_1(&self, msg: &Msg) -> Rule {
        match msg {
            Msg::Prepare { .. } => rule(
                phrase!(
                    "Phase 1b: a ballot that is not below what was promised is promised, and the answer tells what was accepted last.",
                    "阶段 1b：编号不低于已承诺的编号，就承诺它，并告知上次接受的值。"
                ),
                ACCEPTORS,
            ),
            _ => rule(
                phrase!(
                    "With promises of {0} participants, the chief must order the value of the highest ballot that any of them accepted; if none did, its own.",
                    "得到 {0} 个参与者的承诺后，主协调者必须沿用其中编号最大的已接受值；都没有接受过，才可提出自己的值。",
                    self.majority()
                ),
                ACCEPTORS,
            ),
        }
    }

    fn on_phase_2(&self, msg: &Msg) -> Rule {
        match msg {
            Msg::Accept { .. } => rule(
                phrase!(
                    "Phase 2b: a value is accepted unless a higher ballot was promised.",
                    "阶段 2b：只要没有承诺过更大的编号，就接受该值。"
                ),
                ACCEPTORS,
            ),
            _ => rule(
                phrase!(
                    "A value that {0} participants accepted in one ballot is chosen: it is decided for good.",
                    "同一编号下 {0} 个参与者接受的值即被选定，不再改变。",
                    self.majority()
                ),
                LEARNERS,
            ),
        }
    }

    fn on_timeout(&self, timer: &Timer) -> Rule {
        match timer {
            Timer::Retry(_) => rule(
                phrase!(
                    "No answer in time: the client asks the next coordinator, or gives up. What it asked for may still be decided.",
                    "没有及时得到应答：客户端改问下一个协调者，或放弃等待；它请求的值仍可能被选定。"
                ),
                COMMIT,
            ),
            Timer::Next => rule(
                phrase!(
                    "Participants are told one after the other, so a coordinator can fail when it has told some of them only.",
                    "协调者逐个通知参与者，因此可能只通知了一部分就宕机。"
                ),
                COMMIT,
            ),
            Timer::Resend => rule(
                phrase!(
                    "Participants that have not answered are told again: messages get lost.",
                    "消息可能丢失，没有应答的参与者会再次收到通知。"
                ),
                COMMIT,
            ),
            Timer::Wait => self.on_silence(),
        }
    }

    fn on_silence(&self) -> Rule {
        match self.rule {
            Word::Takeover => rule(
                phrase!(
                    "The chief is silent, so the next coordinator makes itself chief and gives its own order at once. It does not ask what was ordered before.",
                    "主协调者沉默，下一个协调者便宣布接任并立即下自己的命令，不询问此前下过什么命令。"
                ),
                BLOCKS,
            ),
            Word::Majority => rule(
                phrase!(
                    "The chief is silent, so the next coordinator takes a higher ballot. Should the old one only be slow, no harm is done: ballots keep them apart.",
                    "主协调者沉默，下一个协调者便取更大的编号。即使旧的只是慢，也无妨：编号使两者互不冲突。"
                ),
                DISTINGUISHED,
            ),
            _ => rule(
                phrase!(
                    "The chief is silent. Nobody may take its place, so the request is passed on again.",
                    "主协调者沉默。没有谁可以代替它，只能再次转交请求。"
                ),
                BLOCKS,
            ),
        }
    }
}

fn rule(words: Phrase, source: &'static str) -> Rule {
    Rule { words, source }
}
