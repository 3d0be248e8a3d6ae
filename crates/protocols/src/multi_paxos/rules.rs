//! The rules by which processes act, in words, each with its source.

use super::{Detector, Holes, Msg, MultiPaxos, Roles, Timer};
use crate::{Cause, Rule};
use synod_kernel::Pid;
use synod_words::{Phrase, phrase};

const PHASES: &str = "Lamport, Paxos Made Simple, 2001, § 2.2";
const LEARNING: &str = "Lamport, Paxos Made Simple, 2001, § 2.3";
const PROGRESS: &str = "Lamport, Paxos Made Simple, 2001, § 2.4";
const DISK: &str = "Lamport, Paxos Made Simple, 2001, § 2.5";
const LOG: &str = "Lamport, Paxos Made Simple, 2001, § 3";
const REPLICAS: &str = "van Renesse & Altinbuken, Paxos Made Moderately Complex, 2015, § 2.1";
const LEADERS: &str = "van Renesse & Altinbuken, Paxos Made Moderately Complex, 2015, § 2.3";
const STATE: &str = "van Renesse & Altinbuken, Paxos Made Moderately Complex, 2015, § 4";
const FLEXIBLE: &str = "Howard, Malkhi & Spiegelman, Flexible Paxos, 2016, § 3";

impl MultiPaxos {
    pub(super) fn rule_of(&self, pid: Pid, cause: &Cause<'_, MultiPaxos>) -> Rule {
        match cause {
            Cause::Message(msg) => self.on_message(pid, msg),
            Cause::Timeout(timer) => self.on_timeout(timer),
            Cause::Request(_) => rule(
                phrase!(
                    "The client sends its request to a server, and with the same name to another one if no answer comes.",
                    "客户端把请求发给一台服务器；得不到应答时，以同一编号发给另一台。"
                ),
                REPLICAS,
            ),
            Cause::Chosen(()) => rule(phrase!("Only time-outs are left to chance.", "只有超时时间是随机的。"), PROGRESS),
            Cause::Restart => rule(
                phrase!(
                    "Promise, accepted commands, ballots used and the log are on disk. The log is applied anew from slot 1, and the others are asked for what was missed.",
                    "承诺、已接受的命令、用过的编号和日志都在磁盘上。从槽 1 起重新执行日志，并向其他进程询问错过的部分。"
                ),
                DISK,
            ),
        }
    }

    fn on_message(&self, pid: Pid, msg: &Msg) -> Rule {
        match msg {
            Msg::Request { .. } => rule(
                phrase!(
                    "The leader gives a request the next free slot and starts phase 2. Another server hands it on to the leader; where it knows of none, it starts phase 1 itself.",
                    "领导者为请求分配下一个空槽并进入阶段二；其他服务器把它转给领导者，不知道领导者时自己发起阶段一。"
                ),
                LOG,
            ),
            Msg::Answer { .. } => rule(
                phrase!("The first answer counts; later ones change nothing.", "以最先到达的应答为准，之后的不再起作用。"),
                REPLICAS,
            ),
            Msg::Prepare { .. } => rule(
                phrase!(
                    "Phase 1b: unless it has promised a higher ballot, an acceptor promises to accept nothing below this one, in any slot, and tells what it has accepted.",
                    "阶段一（b）：若未承诺过更大的编号，决策者承诺在任何槽中不再接受更小编号的提案，并告知已接受的内容。"
                ),
                PHASES,
            ),
            Msg::Promise { .. } => self.on_promise(),
            Msg::Accept { .. } => rule(
                phrase!(
                    "Phase 2b: an acceptor accepts the command in this slot, unless it has promised a higher ballot.",
                    "阶段二（b）：若未承诺过更大的编号，决策者在该槽中接受这个命令。"
                ),
                PHASES,
            ),
            Msg::Accepted { .. } => self.on_accepted(pid),
            Msg::Nack { .. } => rule(
                phrase!(
                    "There is a higher ballot: the proposer gives up its round, hands its requests on and asks what it missed.",
                    "已有更大的编号：提案者放弃自己这一轮，转交手中的请求，并询问错过的部分。"
                ),
                LEADERS,
            ),
            Msg::Chosen { .. } => rule(
                phrase!(
                    "What is chosen is learned, and applied in the order of the slots. Slots that are missing are asked for.",
                    "学到被选定的命令，按槽的顺序执行；缺失的槽则向其他进程索取。"
                ),
                LEARNING,
            ),
            Msg::Missing { .. } => rule(
                phrase!("Whoever keeps a log tells what it knows to be chosen.", "保有日志的进程告知自己所知的已选定命令。"),
                STATE,
            ),
            Msg::Heartbeat { .. } => {
                rule(phrase!("The leader is alive; no other round is needed.", "领导者仍在工作，不需要新的一轮。"), PROGRESS)
            }
        }
    }

    fn on_promise(&self) -> Rule {
        if self.holes == Holes::Skip {
            return rule(
                phrase!(
                    "With {0} promises it leads. It proposes again what it found, but (unsafe) leaves holes open.",
                    "得到 {0} 个承诺即成为领导者，重新提出发现的命令，但（不安全）不填补空洞。",
                    self.q1()
                ),
                LOG,
            );
        }
        rule(
            phrase!(
                "With {0} promises it leads. In each slot it proposes again the command accepted with the highest ballot, and fills holes with no-ops.",
                "得到 {0} 个承诺即成为领导者。每个槽重新提出编号最大的已接受命令，空洞用空操作填补。",
                self.q1()
            ),
            LOG,
        )
    }

    fn on_accepted(&self, pid: Pid) -> Rule {
        let (q2, source) = (self.q2(), if self.q1 == 0 && self.q2 == 0 { LEARNING } else { FLEXIBLE });
        if self.roles == Roles::Apart && self.learns(pid) {
            return rule(
                phrase!(
                    "Once {0} acceptors have accepted with one ballot, the command is chosen: the learner applies it and answers the client.",
                    "{0} 个决策者以同一编号接受后，命令即被选定：学习者执行它并应答客户端。",
                    q2
                ),
                source,
            );
        }
        rule(
            phrase!(
                "Once {0} acceptors have accepted, the command is chosen, and the leader tells the others.",
                "{0} 个决策者接受后，命令即被选定，领导者通知其他服务器。",
                q2
            ),
            source,
        )
    }

    fn on_timeout(&self, timer: &Timer) -> Rule {
        match timer {
            Timer::Retry => rule(
                phrase!(
                    "No answer yet: the client asks the next server. The request keeps its name, so it is applied once.",
                    "尚无应答：客户端改问下一台服务器。请求的编号不变，因此只会执行一次。"
                ),
                REPLICAS,
            ),
            Timer::GiveUp => rule(
                phrase!(
                    "The client stops waiting. Its command may be chosen or not: the outcome is unknown.",
                    "客户端不再等待。命令可能被选定也可能没有：结果未知。"
                ),
                REPLICAS,
            ),
            Timer::Suspect if self.detector == Detector::OnDemand => rule(
                phrase!(
                    "A request that was handed on came to nothing: the server takes the leader for dead and starts a round. The wait is random, so that servers do not get in each other's way.",
                    "转交的请求没有结果：服务器认为领导者已失效，发起新一轮。等待时间是随机的，以免互相干扰。"
                ),
                PROGRESS,
            ),
            Timer::Suspect => rule(
                phrase!(
                    "No heartbeat for a random time: the server takes the leader for dead and starts a round.",
                    "在随机的一段时间内没有收到心跳：服务器认为领导者已失效，发起新一轮。"
                ),
                PROGRESS,
            ),
            Timer::Resend => rule(
                phrase!("Messages get lost: what was not answered is sent again.", "消息可能丢失：未得到应答的重新发送。"),
                PHASES,
            ),
            Timer::Heartbeat => rule(phrase!("The leader says that it is alive.", "领导者表明自己仍在工作。"), PROGRESS),
            Timer::CatchUp => {
                rule(phrase!("A slot is missing: the process asks another one for it.", "有槽缺失：向另一个进程索取。"), STATE)
            }
        }
    }
}

fn rule(words: Phrase, source: &'static str) -> Rule {
    Rule { words, source }
}
