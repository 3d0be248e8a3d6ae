//! What the parameters mean for a client, in words.

use super::{Detector, Holes, MultiPaxos, Roles};
use crate::{Consequence, Tone};
use synod_words::{Phrase, phrase};

impl MultiPaxos {
    pub(super) fn explain(&self) -> Vec<Consequence> {
        let mut all = vec![self.on_quorums()];
        let mut say = |tone, phrase| all.push(Consequence { tone, phrase });
        if self.holes == Holes::Skip {
            say(
                Tone::Unsafe,
                phrase!(
                    "Commands are applied past a hole. What is chosen in the hole later comes too late: servers apply in different orders.",
                    "越过空洞执行后面的命令。空洞中的命令之后才选定时已经太迟：各服务器的执行顺序不同。"
                ),
            );
        }
        let (leading, changing) = (usize::from(self.n) - self.q2(), usize::from(self.n) - self.q1());
        let tone = if leading == 0 || changing == 0 { Tone::Unsafe } else { Tone::Fine };
        say(
            tone,
            phrase!(
                "A leader goes on with {0} of {1} acceptors down; a new one can be elected with {2} down.",
                "{1} 个决策者中有 {0} 个宕机时，现任领导者仍可工作；有 {2} 个宕机时，仍可选出新领导者。",
                leading,
                self.n,
                changing
            ),
        );
        if self.roles == Roles::Apart && self.proposers == 1 {
            say(
                Tone::Unsafe,
                phrase!("There is one proposer: without it no command is chosen.", "只有一个提案者：它宕机后没有命令能被选定。"),
            );
        }
        say(Tone::Fine, self.on_detector());
        all
    }

    /// Every quorum of phase 1 must meet every quorum of phase 2 (Howard, Malkhi & Spiegelman 2016, § 3).
    fn on_quorums(&self) -> Consequence {
        let (q1, q2) = (self.q1(), self.q2());
        if q1 + q2 > usize::from(self.n) {
            let phrase = phrase!(
                "Q1 + Q2 = {0} + {1} > N = {2}. A new leader hears of every command that may be chosen, and proposes it again.",
                "Q1 + Q2 = {0} + {1} > N = {2}。新领导者必能得知每一个可能已被选定的命令，并重新提出它。",
                q1,
                q2,
                self.n
            );
            return Consequence { tone: Tone::Fine, phrase };
        }
        let phrase = phrase!(
            "Q1 + Q2 = {0} + {1} ≤ N = {2}. A new leader may miss a command that is chosen, and get another one chosen in the same slot.",
            "Q1 + Q2 = {0} + {1} ≤ N = {2}。新领导者可能得知不到已被选定的命令，使同一个槽又选定另一个命令。",
            q1,
            q2,
            self.n
        );
        Consequence { tone: Tone::Unsafe, phrase }
    }

    fn on_detector(&self) -> Phrase {
        match self.detector {
            Detector::OnDemand => phrase!(
                "The leader is suspected only when a request is not answered: a run without requests comes to rest.",
                "只有请求得不到处理时才怀疑领导者：没有请求时系统便静止。"
            ),
            Detector::Heartbeats => phrase!(
                "The leader sends heartbeats; whoever misses them starts a round, also without a request.",
                "领导者定期发送心跳；收不到心跳的服务器即使没有请求也会发起新一轮。"
            ),
        }
    }
}
