//! What the parameters mean for a client, in words.

use super::{Change, Raft, Reads, Sessions};
use crate::{Consequence, Tone};
use synod_words::{Arg, Phrase, phrase};

impl Raft {
    pub(super) fn explain(&self) -> Vec<Consequence> {
        let mut all = Vec::new();
        let mut say = |tone, phrase| all.push(Consequence { tone, phrase });
        let down = (self.n - 1) / 2;
        say(
            if down == 0 { Tone::Unsafe } else { Tone::Fine },
            phrase!(
                "{0} servers, majorities of {1}: the cluster goes on with {2} down.",
                "{0} 台服务器，多数派为 {1} 台：有 {2} 台宕机时仍可工作。",
                self.n,
                self.n / 2 + 1,
                down
            ),
        );
        for phrase in self.broken_rules() {
            say(Tone::Unsafe, phrase);
        }
        let (tone, phrase) = self.on_reads();
        say(tone, phrase);
        if self.spread_ms == 0 {
            say(
                Tone::Unsafe,
                phrase!(
                    "All servers wait equally long for their leader: they become candidates together, and split the votes again and again.",
                    "所有服务器等待领导者的时间相同：它们同时成为候选人，一再瓜分选票。"
                ),
            );
        }
        if self.heartbeat_ms >= self.election_ms {
            say(
                Tone::Unsafe,
                phrase!(
                    "Heartbeats come too late: followers begin elections although the leader works.",
                    "心跳来得太迟：领导者虽在工作，跟随者仍会发起选举。"
                ),
            );
        }
        if self.pre_vote {
            say(
                Tone::Fine,
                phrase!(
                    "Pre-vote: a server that comes back asks first, and cannot depose a leader whom the others hear.",
                    "预投票：归来的服务器先询问，无法推翻其他服务器仍能听到的领导者。"
                ),
            );
        }
        if self.sessions == Sessions::Registered && self.session_limit > 0 {
            say(
                Tone::Fine,
                phrase!(
                    "Of {0} sessions the one unused for longest expires, on all servers alike: its client is told so, and does not know whether its last command was done.",
                    "只保留 {0} 个会话，最久未用的过期，各服务器一致：其客户端会被告知，但不知道最后的命令是否已执行。",
                    self.session_limit
                ),
            );
        }
        if !self.catches_up {
            say(
                Tone::Fine,
                phrase!(
                    "A new server counts before it has the log: if its vote is needed, nothing is committed until it has caught up.",
                    "新服务器在拥有日志之前就计入多数派：若需要它的一票，在它追上之前什么都无法提交。"
                ),
            );
        }
        if !self.begins_with_no_op {
            say(
                Tone::Fine,
                phrase!(
                    "A new leader commits what it found only with the first command of its own term.",
                    "新领导者要等到本任期的第一个命令，才能提交之前遗留的条目。"
                ),
            );
        }
        all
    }

    fn broken_rules(&self) -> Vec<Phrase> {
        let mut broken = Vec::new();
        if !self.own_term_only {
            broken.push(phrase!(
                "An entry of an earlier term counts as committed once a majority has it: a later leader may still overwrite it (figure 8).",
                "旧任期的条目只要多数派拥有就算已提交：之后的领导者仍可能覆盖它（图 8）。"
            ));
        }
        if !self.compares_logs {
            broken.push(phrase!(
                "Votes go to any candidate: one without committed entries may lead, and remove them from all logs.",
                "选票投给任何候选人：缺少已提交条目的服务器也能成为领导者，并把它们从所有日志中删除。"
            ));
        }
        if !self.keeps_vote {
            broken.push(phrase!(
                "A server forgets in a crash for whom it voted, and may vote again in the same term: two leaders.",
                "服务器宕机后忘记投过谁，可能在同一任期再次投票：出现两个领导者。"
            ));
        }
        if self.sessions == Sessions::Off {
            broken.push(phrase!(
                "A write that a client repeats is applied again: an old value may come back.",
                "客户端重发的写会再次执行：旧值可能重新出现。"
            ));
        }
        if self.sessions == Sessions::FirstCommand && self.session_limit > 0 {
            broken.push(phrase!(
                "Of {0} sessions the one unused for longest is forgotten: a write of that client which is repeated is applied again.",
                "只保留 {0} 个会话，最久未用的被遗忘：该客户端重发的写会再次执行。",
                self.session_limit
            ));
        }
        if self.change == Change::Direct {
            broken.push(phrase!(
                "Members change from one set to another at once: for a while the old and the new ones have majorities that do not meet.",
                "成员直接从一组切换到另一组：一段时间内新旧两组可能有互不相交的多数派。"
            ));
        }
        broken
    }

    fn on_reads(&self) -> (Tone, Phrase) {
        match self.reads {
            Reads::Log => (
                Tone::Fine,
                phrase!(
                    "A read goes through the log like a write, and sees all writes before it.",
                    "读与写一样经由日志，能看到之前的所有写。"
                ),
            ),
            Reads::ReadIndex => (
                Tone::Fine,
                phrase!(
                    "The leader answers a read once a majority has confirmed that it still leads; nothing is written.",
                    "领导者在多数派确认它仍是领导者之后应答读请求，不写日志。"
                ),
            ),
            Reads::Lease => (
                Tone::Fine,
                phrase!(
                    "For {0} after a majority has answered, the leader answers reads alone. That is right as long as clocks differ in speed by at most {1} %.",
                    "得到多数派应答后的 {0} 内，领导者独自应答读请求。前提是时钟快慢之差不超过 {1}%。",
                    Arg::TimeUs(self.lease_us()),
                    self.drift_percent
                ),
            ),
            Reads::Local => (
                Tone::Unsafe,
                phrase!(
                    "Whoever takes itself for the leader answers at once: a deposed leader gives old values.",
                    "自认为是领导者的服务器立即应答：已被取代的领导者会给出旧值。"
                ),
            ),
        }
    }
}
