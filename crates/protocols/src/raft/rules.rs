//! The rules by which processes act, in words, each with its source.

use super::{Campaign, Change, Msg, Op, Raft, Reads, Timer};
use crate::{Cause, Rule};
use synod_words::{Phrase, phrase};

const ELECTION: &str = "Ongaro & Ousterhout, Raft, 2014, § 5.2";
const REPLICATION: &str = "Ongaro & Ousterhout, Raft, 2014, § 5.3";
const RESTRICTION: &str = "Ongaro & Ousterhout, Raft, 2014, § 5.4.1";
const COMMIT: &str = "Ongaro & Ousterhout, Raft, 2014, § 5.4.2";
const STATE: &str = "Ongaro & Ousterhout, Raft, 2014, figure 2";
const MEMBERS: &str = "Ongaro & Ousterhout, Raft, 2014, § 6";
const SNAPSHOT: &str = "Ongaro & Ousterhout, Raft, 2014, § 7";
const CLIENTS: &str = "Ongaro & Ousterhout, Raft, 2014, § 8";
const TRANSFER: &str = "Ongaro, Consensus: Bridging Theory and Practice, 2014, § 3.10";
const ONE_AT_A_TIME: &str = "Ongaro, Consensus: Bridging Theory and Practice, 2014, § 4.1";
const CATCH_UP: &str = "Ongaro, Consensus: Bridging Theory and Practice, 2014, § 4.2.1";
const REDIRECT: &str = "Ongaro, Consensus: Bridging Theory and Practice, 2014, § 6.2";
const SESSIONS: &str = "Ongaro, Consensus: Bridging Theory and Practice, 2014, § 6.3";
const READS: &str = "Ongaro, Consensus: Bridging Theory and Practice, 2014, § 6.4";
const PRE_VOTE: &str = "Ongaro, Consensus: Bridging Theory and Practice, 2014, § 9.6";

impl Raft {
    pub(super) fn rule_of(&self, cause: &Cause<'_, Raft>) -> Rule {
        match cause {
            Cause::Message(msg) => self.on_message(msg),
            Cause::Timeout(timer) => self.on_timeout(timer),
            Cause::Request(_) => rule(
                phrase!(
                    "The client sends its request to the server that it takes for the leader, and with the same name to another one if no answer comes.",
                    "客户端把请求发给它认为的领导者；得不到应答时，以同一编号发给另一台服务器。"
                ),
                CLIENTS,
            ),
            Cause::Chosen(()) => rule(phrase!("Only time-outs are left to chance.", "只有超时时间是随机的。"), ELECTION),
            Cause::Restart => rule(
                phrase!(
                    "Term, vote and log are on disk. What is committed the server learns from the leader, and applies its log anew.",
                    "任期、选票和日志都在磁盘上。已提交到哪里由领导者告知，然后重新执行日志。"
                ),
                STATE,
            ),
        }
    }

    fn on_message(&self, msg: &Msg) -> Rule {
        match msg {
            Msg::Request { body, .. } => self.on_request(body),
            Msg::Register { .. } => rule(
                phrase!(
                    "RegisterClient: an entry of the log opens a session, and its index is the session's number. A command in a session that the log has closed is not executed.",
                    "RegisterClient：日志中的一个条目开启会话，其索引即会话编号。若会话已被日志关闭，其中的命令不再执行。"
                ),
                SESSIONS,
            ),
            Msg::Answer { .. } => rule(
                phrase!("The first answer counts; later ones change nothing.", "以最先到达的应答为准，之后的不再起作用。"),
                SESSIONS,
            ),
            Msg::Redirect { .. } => rule(
                phrase!(
                    "Only the leader serves clients: the client turns to the server that was named.",
                    "只有领导者为客户端服务：客户端转向所指的服务器。"
                ),
                REDIRECT,
            ),
            Msg::RequestVote { campaign: Campaign::Trial, .. } => rule(
                phrase!(
                    "Pre-vote: a server says whether it would vote. It would not if it hears from a leader, or if its log is more up to date. Nothing is bound by it.",
                    "预投票：服务器说明是否愿意投票。若仍能听到领导者，或自己的日志更新，则不愿意。此回答没有约束力。"
                ),
                PRE_VOTE,
            ),
            Msg::RequestVote { .. } => rule(
                phrase!(
                    "One vote a term, first come, first served, for a candidate whose log is at least as up to date: a later last term, or the same and no shorter.",
                    "每个任期一票，先到先得，且只投给日志至少同样新的候选人：最后条目的任期更大，或任期相同而日志不更短。"
                ),
                RESTRICTION,
            ),
            Msg::Vote { trial: true, .. } => rule(
                phrase!(
                    "With the promises of a majority the server increments its term and campaigns.",
                    "得到多数派的允诺后，服务器才增大任期并竞选。"
                ),
                PRE_VOTE,
            ),
            Msg::Vote { .. } => rule(
                phrase!(
                    "With the votes of a majority the candidate leads its term.",
                    "得到多数派的选票后，候选人成为该任期的领导者。"
                ),
                ELECTION,
            ),
            Msg::Append { .. } => rule(
                phrase!(
                    "Consistency check: a follower takes entries only if its log has the entry before them, with the same term. Entries that conflict with the leader's are removed.",
                    "一致性检查：只有日志中存在前一条目且任期相同，跟随者才接受新条目。与领导者冲突的条目被删除。"
                ),
                REPLICATION,
            ),
            Msg::Appended { index: Ok(_), .. } => self.on_match(),
            Msg::Appended { .. } => rule(
                phrase!(
                    "The follower's log differs: the leader goes back and tries from an earlier entry.",
                    "跟随者的日志不符：领导者后退，从更早的条目重试。"
                ),
                REPLICATION,
            ),
            Msg::Install { .. } => rule(
                phrase!(
                    "What the follower needs is compacted away: it takes the leader's snapshot, and keeps of its log what follows it.",
                    "跟随者需要的条目已被压缩：它安装领导者的快照，只保留快照之后的日志。"
                ),
                SNAPSHOT,
            ),
            Msg::TimeoutNow { .. } => rule(
                phrase!(
                    "The leader hands over: the server campaigns at once, without waiting for its time-out.",
                    "领导者移交领导权：该服务器不等超时，立即竞选。"
                ),
                TRANSFER,
            ),
        }
    }

    fn on_match(&self) -> Rule {
        if self.own_term_only {
            return rule(
                phrase!(
                    "An entry of the leader's own term that a majority has is committed, and all before it; entries of earlier terms are never committed by counting.",
                    "多数派拥有的本任期条目即已提交，它之前的条目也随之提交；旧任期的条目从不通过计数提交。"
                ),
                COMMIT,
            );
        }
        rule(
            phrase!(
                "Any entry that a majority has counts as committed (unsafe): the paper allows that only for entries of the leader's own term.",
                "多数派拥有的任何条目都算已提交（不安全）：论文只允许本任期的条目如此。"
            ),
            COMMIT,
        )
    }

    fn on_request(&self, body: &Op) -> Rule {
        match (body, self.reads, self.change) {
            (Op::Read(_), Reads::ReadIndex, _) => rule(
                phrase!(
                    "ReadIndex: the leader notes its commit index, lets a majority confirm that it still leads, and answers once it has applied that far.",
                    "ReadIndex：领导者记下提交索引，让多数派确认它仍是领导者，执行到该索引后应答。"
                ),
                READS,
            ),
            (Op::Read(_), Reads::Lease, _) => rule(
                phrase!(
                    "Within its lease the leader answers alone: a majority has heard from it so lately that nobody else can have been elected.",
                    "租约期内领导者独自应答：多数派刚听到过它，不可能已选出别人。"
                ),
                READS,
            ),
            (Op::Read(_), Reads::Local, _) => rule(
                phrase!(
                    "The leader answers from its state machine without asking anybody (unsafe): it may have been deposed.",
                    "领导者不询问任何人，直接以自己的状态机应答（不安全）：它可能已被取代。"
                ),
                READS,
            ),
            (Op::Read(_) | Op::Write(..), ..) => rule(
                phrase!(
                    "The leader appends the command to its log and replicates it. Another server names the leader.",
                    "领导者把命令追加到日志并复制给其他服务器；其他服务器则指出领导者是谁。"
                ),
                REPLICATION,
            ),
            (Op::Members(_), _, Change::OneAtATime) if self.catches_up => rule(
                phrase!(
                    "A new server first gets the log and has no vote, round by round, each up to where the leader's log ended when it began. If a round takes less than an election time-out, the server is added; the entry counts as soon as it is in a log.",
                    "新服务器先获得日志，没有投票权，一轮一轮进行，每轮以该轮开始时领导者日志的末尾为目标。若某轮短于选举超时，就加入该服务器；该条目一写入日志即生效。"
                ),
                CATCH_UP,
            ),
            (Op::Members(_), _, Change::OneAtATime) => rule(
                phrase!(
                    "One server is added or removed at a time: any majority of the old members meets any of the new ones. The entry counts as soon as it is in a log.",
                    "每次只增加或移除一台服务器：新旧成员的任意两个多数派必相交。该条目一写入日志即生效。"
                ),
                ONE_AT_A_TIME,
            ),
            (Op::Members(_), _, Change::Joint) => rule(
                phrase!(
                    "Joint consensus: first an entry under which decisions need a majority of the old and one of the new members; once it is committed, the new members alone.",
                    "联合共识：先写入一个条目，其间的决定需要新旧成员各自的多数派；它提交之后，再单独使用新成员。"
                ),
                MEMBERS,
            ),
            (Op::Members(_), _, Change::Direct) => rule(
                phrase!(
                    "The new members count at once (unsafe): servers that do not have the entry yet still count majorities of the old ones.",
                    "新成员直接生效（不安全）：还没有该条目的服务器仍按旧成员计算多数派。"
                ),
                MEMBERS,
            ),
            (Op::Transfer(_), ..) => rule(
                phrase!(
                    "The leader takes no more requests, brings the target's log up to date, and asks it to campaign.",
                    "领导者停止接收请求，使目标的日志跟上，然后让它竞选。"
                ),
                TRANSFER,
            ),
        }
    }

    fn on_timeout(&self, timer: &Timer) -> Rule {
        match timer {
            Timer::Retry => rule(
                phrase!(
                    "No answer yet: the client asks the next server. The request keeps its number in the client's session.",
                    "尚无应答：客户端改问下一台服务器。请求在客户端会话中的编号不变。"
                ),
                SESSIONS,
            ),
            Timer::GiveUp => rule(
                phrase!(
                    "The client stops waiting. Its command may be committed or not: the outcome is unknown.",
                    "客户端不再等待。命令可能已提交也可能没有：结果未知。"
                ),
                SESSIONS,
            ),
            Timer::Election if self.pre_vote => rule(
                phrase!(
                    "No leader was heard: before it increments its term, the server asks whether it would be elected.",
                    "没有听到领导者：服务器在增大任期之前，先询问自己能否当选。"
                ),
                PRE_VOTE,
            ),
            Timer::Election => rule(
                phrase!(
                    "No leader was heard for a random time: the server increments its term, votes for itself and asks the others. Random time-outs keep votes from being split.",
                    "在随机的一段时间内没有听到领导者：服务器增大任期，投自己一票并请求其他服务器投票。随机超时避免选票被瓜分。"
                ),
                ELECTION,
            ),
            Timer::Heartbeat => rule(
                phrase!(
                    "The leader says that it is alive, with entries where some are missing. If no majority has answered for an election time-out, it steps down.",
                    "领导者表明自己仍在工作，并附上对方缺少的条目。若在一个选举超时内没有多数派应答，它就退位。"
                ),
                ELECTION,
            ),
        }
    }
}

fn rule(words: Phrase, source: &'static str) -> Rule {
    Rule { words, source }
}
