//! What the parameters mean for a client, in words.

use super::{Rules, Zab};
use crate::{Consequence, Tone};
use synod_words::phrase;

impl Zab {
    pub(super) fn explain(&self) -> Vec<Consequence> {
        let mut all = vec![match self.rules {
            Rules::Zab => Consequence {
                tone: Tone::Fine,
                phrase: phrase!(
                    "A new leader takes over one history as a whole: no change is delivered without those that it depends on.",
                    "新领导者整体接管一份历史：交付任何变更之前，它所依赖的变更必已交付。"
                ),
            },
            Rules::Paxos => Consequence {
                tone: Tone::Unsafe,
                phrase: phrase!(
                    "A new leader recovers each slot by itself: it may deliver a change and not the one that it depends on. The log is one, but the state is wrong.",
                    "新领导者逐槽恢复：可能交付一个变更，却不交付它所依赖的变更。日志虽一致，状态却错误。"
                ),
            },
        }];
        if !self.synchronise {
            let phrase = phrase!(
                "Followers keep what they had under the old leader: their histories differ below the new changes.",
                "跟随者保留旧领导者时期的历史：在新的变更之下，各自的历史不同。"
            );
            all.push(Consequence { tone: Tone::Unsafe, phrase });
        }
        let down = usize::from(self.n) - self.quorum();
        let phrase = phrase!(
            "A quorum is {0} of {1} servers; the broadcast goes on with {2} down.",
            "{1} 台服务器中 {0} 台构成多数派；有 {2} 台宕机时广播仍可继续。",
            self.quorum(),
            self.n,
            down
        );
        all.push(Consequence { tone: Tone::Fine, phrase });
        all
    }
}
