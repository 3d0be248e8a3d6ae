//! The rules by which processes act, in words, each with its source.

use super::{Msg, Rules, Timer, Zab};
use crate::{Cause, Rule};
use synod_words::{Phrase, phrase};

const ORACLE: &str = "Junqueira, Reed & Serafini 2011, leader oracle; ZooKeeper, fast leader election";
const DISCOVERY: &str = "Junqueira, Reed & Serafini 2011, phase 1 (discovery)";
const SYNCHRONISATION: &str = "Junqueira, Reed & Serafini 2011, phase 2 (synchronisation)";
const BROADCAST: &str = "Junqueira, Reed & Serafini 2011, phase 3 (broadcast)";
const PRIMARY: &str = "Junqueira, Reed & Serafini 2011, primary-backup scheme";
const PAXOS: &str = "Lamport, Paxos Made Simple, 2001, § 2.2 and § 3";

impl Zab {
    pub(super) fn rule_of(&self, cause: &Cause<'_, Zab>) -> Rule {
        match cause {
            Cause::Message(msg) => self.on_message(msg),
            Cause::Timeout(timer) => on_timeout(timer),
            Cause::Request(_) => rule(
                phrase!(
                    "The client sends its request to a server, and under the same name to another one if no answer comes.",
                    "客户端把请求发给一台服务器；得不到应答时，以同一编号发给另一台。"
                ),
                PRIMARY,
            ),
            Cause::Chosen(()) => rule(phrase!("Only time-outs are left to chance.", "只有超时时间是随机的。"), ORACLE),
            Cause::Restart => rule(
                phrase!(
                    "The accepted epoch, the current epoch and the history are on disk. The server looks for the leader and delivers its history anew.",
                    "已接受的 epoch、当前 epoch 和历史都在磁盘上。服务器寻找领导者，并重新交付历史。"
                ),
                DISCOVERY,
            ),
        }
    }

    fn on_message(&self, msg: &Msg) -> Rule {
        match msg {
            Msg::Request(_) => rule(
                phrase!(
                    "The primary executes the request on its own state and broadcasts what it changes; another server hands the request on.",
                    "主进程在自己的状态上执行请求，广播由此产生的变更；其他服务器转交请求。"
                ),
                PRIMARY,
            ),
            Msg::Answer { .. } => rule(phrase!("The first answer counts.", "以最先到达的应答为准。"), PRIMARY),
            Msg::Vote { .. } => rule(
                phrase!(
                    "The better history wins: higher epoch, then higher last change; between two that stand, the higher server. Whoever has a better one stands itself; the others follow.",
                    "历史更新者胜出：先比 epoch，再比最后的变更；两台都在竞选时编号大者胜。历史更新的服务器自己竞选，其余的跟随。"
                ),
                ORACLE,
            ),
            Msg::CEpoch { .. } => rule(
                phrase!(
                    "With a quorum of followers the leader opens an epoch higher than all that they have accepted.",
                    "得到多数派跟随后，领导者开启比它们已接受的都大的新 epoch。"
                ),
                DISCOVERY,
            ),
            Msg::NewEpoch { .. } => rule(
                phrase!(
                    "A follower accepts an epoch that is higher than any before, refuses lower ones from then on, and tells its history.",
                    "跟随者接受比以往都大的 epoch，此后拒绝更小的，并告知自己的历史。"
                ),
                DISCOVERY,
            ),
            Msg::AckEpoch { .. } if self.rules == Rules::Paxos => rule(
                phrase!(
                    "In each slot by itself, the proposal accepted with the highest round is proposed again; holes get a no-op.",
                    "逐槽重新提出轮次最大的已接受提案；空洞用空操作填补。"
                ),
                PAXOS,
            ),
            Msg::AckEpoch { .. } => rule(
                phrase!(
                    "Of a quorum of histories the leader takes the one of the highest epoch with the highest last change, as a whole.",
                    "在多数派的历史中，领导者整体采用 epoch 最大、最后变更最大的那一份。"
                ),
                DISCOVERY,
            ),
            Msg::NewLeader { .. } if self.rules == Rules::Paxos => rule(
                phrase!(
                    "An acceptor accepts each slot by itself; what it has in other slots stays.",
                    "决策者逐槽接受；其他槽中的内容保留。"
                ),
                PAXOS,
            ),
            Msg::NewLeader { .. } => rule(
                phrase!(
                    "A follower takes over the leader's history and drops what it has beyond it. ZooKeeper sends only the difference.",
                    "跟随者接管领导者的历史，截去多余的部分。ZooKeeper 只发送差异。"
                ),
                SYNCHRONISATION,
            ),
            Msg::AckLeader { .. } => rule(
                phrase!(
                    "Once a quorum has the history, all of it is committed and delivered; only then does the leader broadcast changes of its own.",
                    "多数派持有该历史后，全部提交并交付；此后领导者才广播自己的变更。"
                ),
                SYNCHRONISATION,
            ),
            Msg::CommitLeader { .. } => {
                rule(phrase!("The follower delivers the initial history.", "跟随者交付初始历史。"), SYNCHRONISATION)
            }
            Msg::Propose { .. } if self.rules == Rules::Paxos => {
                rule(phrase!("An acceptor accepts a proposal in any slot.", "决策者可接受任意槽中的提案。"), PAXOS)
            }
            Msg::Propose { .. } => rule(
                phrase!(
                    "A follower of this epoch writes the change down behind all before it, and acknowledges it.",
                    "同一 epoch 的跟随者把变更写在之前所有变更之后，并确认。"
                ),
                BROADCAST,
            ),
            Msg::Ack { .. } => rule(
                phrase!("Once a quorum has a change on disk, it is committed, in order.", "多数派写入磁盘后，变更按顺序提交。"),
                BROADCAST,
            ),
            Msg::Commit { .. } => {
                rule(phrase!("What is committed is delivered, in order.", "已提交的变更按顺序交付。"), BROADCAST)
            }
            Msg::Stale { .. } => {
                rule(phrase!("There is a higher epoch: the old leader gives up.", "已有更大的 epoch：旧领导者退位。"), DISCOVERY)
            }
        }
    }
}

fn on_timeout(timer: &Timer) -> Rule {
    match timer {
        Timer::Retry => rule(
            phrase!(
                "No answer yet: the client asks the next server. The request keeps its name, so it is broadcast once.",
                "尚无应答：客户端改问下一台服务器。请求的编号不变，因此不会重复广播。"
            ),
            PRIMARY,
        ),
        Timer::GiveUp => {
            rule(phrase!("The client stops waiting: the outcome is unknown.", "客户端不再等待：结果未知。"), PRIMARY)
        }
        Timer::Suspect => rule(
            phrase!(
                "The leader was not heard of for a random time: the server stands itself.",
                "在随机的一段时间内没有领导者的消息：服务器自己竞选。"
            ),
            ORACLE,
        ),
        Timer::Resend => rule(
            phrase!(
                "Messages get lost: what was not answered is sent again. A leader without a quorum gives up.",
                "消息可能丢失：未得到应答的重新发送。失去多数派的领导者退位。"
            ),
            ORACLE,
        ),
    }
}

fn rule(words: Phrase, source: &'static str) -> Rule {
    Rule { words, source }
}
