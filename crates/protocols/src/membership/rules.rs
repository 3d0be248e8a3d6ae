//! The rules by which processes act, in words, each with its source.

use super::{Choice, Detector, Membership, Msg, Timer};
use crate::{Cause, Rule};
use synod_words::{Phrase, phrase};

const HEARTBEAT: &str = "Chandra & Toueg, JACM 43(2), 1996, § 1";
const PHI: &str = "Hayashibara et al., SRDS 2004, § 4";
const BASIC: &str = "Das, Gupta & Motivala, SWIM, DSN 2002, § 3.1";
const SPREAD: &str = "Das, Gupta & Motivala, SWIM, DSN 2002, § 4.1";
const SUSPICION: &str = "Das, Gupta & Motivala, SWIM, DSN 2002, § 4.2";
const ROUNDS: &str = "Das, Gupta & Motivala, SWIM, DSN 2002, § 4.3";

impl Membership {
    pub(super) fn rule_of(&self, cause: &Cause<'_, Membership>) -> Rule {
        match cause {
            Cause::Message(msg) => self.on_message(msg),
            Cause::Timeout(timer) => self.on_timeout(**timer),
            Cause::Chosen(choice) => on_choice(**choice),
            Cause::Request(_) => {
                rule(phrase!("The administrator asks the process itself.", "管理员向该进程本身发出请求。"), SPREAD)
            }
            Cause::Restart => rule(
                phrase!(
                    "A process that starts again begins a new incarnation, so that nobody takes it for the one that failed.",
                    "重启的进程开始新的化身，以免被当作先前故障的那个。"
                ),
                SUSPICION,
            ),
        }
    }

    fn on_message(&self, msg: &Msg) -> Rule {
        match msg {
            Msg::Beat { .. } => self.hearing(),
            Msg::Ping { .. } => rule(phrase!("Who is pinged answers at once.", "被 ping 的成员立即应答。"), BASIC),
            Msg::PingReq { .. } => {
                rule(phrase!("A member pings another on behalf of a third.", "成员代替第三方 ping 另一成员。"), BASIC)
            }
            Msg::Ack { .. } => rule(
                phrase!(
                    "The target is alive. An answer to somebody else's probe is passed on to it.",
                    "目标存活。若是代他人探测，则把应答转交给他。"
                ),
                BASIC,
            ),
            Msg::Ask { .. } | Msg::Done { .. } | Msg::Join { .. } | Msg::Members { .. } | Msg::Leave { .. } => rule(
                phrase!(
                    "Who joins asks a member for the list of members, and is made known to all; who leaves says so to everybody.",
                    "加入者向一个成员索取成员列表，并由此为众所知；离开者告知所有成员。"
                ),
                SPREAD,
            ),
        }
    }

    fn hearing(&self) -> Rule {
        if self.detector == Detector::Phi {
            return rule(
                phrase!(
                    "The time since the last heartbeat enters the window; mean and deviation of the window say how long the next may take.",
                    "与上次心跳的间隔进入窗口；窗口的均值和标准差决定下一次可以等多久。"
                ),
                PHI,
            );
        }
        rule(
            phrase!("A heartbeat: its sender is alive, and its time-out begins anew.", "收到心跳：发送者存活，超时重新计时。"),
            HEARTBEAT,
        )
    }

    fn on_timeout(&self, timer: Timer) -> Rule {
        match timer {
            Timer::Beat => rule(
                phrase!(
                    "In every period a member tells all others that it is alive.",
                    "每个周期，成员告知所有其他成员自己存活。"
                ),
                HEARTBEAT,
            ),
            Timer::Silence(_) if self.detector == Detector::Phi => rule(
                phrase!(
                    "φ has reached the threshold {0}: that a heartbeat comes still later has a chance of 10 to the minus {0}. The member is suspected.",
                    "φ 达到阈值 {0}：心跳更晚到达的概率只有 10 的 −{0} 次方。该成员被怀疑。",
                    self.phi
                ),
                PHI,
            ),
            Timer::Silence(_) => rule(
                phrase!(
                    "No heartbeat for longer than the time-out: the member is suspected. A later heartbeat ends that.",
                    "超时之内没有心跳：怀疑该成员。之后若有心跳则撤销。"
                ),
                HEARTBEAT,
            ),
            Timer::Period => rule(
                phrase!(
                    "A period ends: who was pinged and has not answered, directly or indirectly, is suspected. The next ping goes out.",
                    "周期结束：被 ping 而没有直接或间接应答者被怀疑。接着 ping 下一个。"
                ),
                BASIC,
            ),
            Timer::Ack => rule(
                phrase!(
                    "No direct answer: k others are asked to ping, in case only the direct way is broken.",
                    "没有直接应答：请 k 个其他成员代为 ping，以防只是直接链路有问题。"
                ),
                BASIC,
            ),
            Timer::Suspicion(_) => rule(
                phrase!(
                    "A suspect that has not refuted in time is declared failed, and that spreads.",
                    "被怀疑者未能及时反驳，被宣告故障，此消息传播开去。"
                ),
                SUSPICION,
            ),
            Timer::Join => rule(phrase!("Nobody has answered: another is asked.", "没有应答：改问另一个成员。"), SPREAD),
            Timer::GiveUp(_) => rule(phrase!("The administrator stops waiting.", "管理员不再等待。"), SPREAD),
        }
    }
}

fn on_choice(choice: Choice) -> Rule {
    match choice {
        Choice::Target => rule(
            phrase!(
                "A member pings another: everybody once in a round, in random order, so that nobody waits long to be pinged.",
                "成员 ping 另一成员：每轮以随机次序各一次，因此没有谁会很久不被 ping。"
            ),
            ROUNDS,
        ),
        Choice::Helper(_) => rule(phrase!("Those who ping for it are picked at random.", "代为 ping 的成员随机选出。"), BASIC),
        Choice::Contact => rule(phrase!("A process that joins asks somebody at random.", "加入者随机询问一个成员。"), SPREAD),
    }
}

fn rule(words: Phrase, source: &'static str) -> Rule {
    Rule { words, source }
}
