//! What the present parameters mean for a client, in words.

use super::{Guarantees, Level, Models, Routing};
use crate::{Consequence, Tone};
use synod_words::{Arg, Phrase, phrase};

impl Models {
    pub(super) fn explain(&self) -> Vec<Consequence> {
        let mut all = vec![self.explain_level()];
        if self.level == Level::Eventual {
            all.extend(self.explain_guarantees());
        }
        if self.bound_versions > 0 || self.bound_ms > 0 {
            all.push(self.explain_bound());
        }
        if self.has_sessions() {
            all.push(if self.keeps_session {
                fine(phrase!(
                    "A session outlasts crashes and new connections; a replica that lacks what it needs makes it wait.",
                    "会话在宕机与重连之后依然有效；副本若缺少会话所需的写，操作就要等待。"
                ))
            } else {
                unsafe_(phrase!(
                    "A client that crashes or reconnects starts a new session: the guarantees do not extend to it.",
                    "客户端宕机或重连后建立新会话：保证不会延续到新的会话。"
                ))
            });
        }
        if self.routing == Routing::Sticky && self.level == Level::Eventual && !self.has_sessions() {
            all.push(fine(phrase!(
                "Each client stays with one replica, which hides a lot, until that replica fails.",
                "每个客户端固定访问一个副本，许多问题因此不显现，直到该副本故障。"
            )));
        }
        all
    }

    fn explain_level(&self) -> Consequence {
        match self.level {
            Level::Eventual => unsafe_(phrase!(
                "Any replica answers at once and tells the others {0} later. Until they have it, reads may be old: the inconsistency window.",
                "任一副本立即应答，{0} 后才告知其他副本。在此之前可能读到旧值：不一致窗口。",
                Arg::TimeUs(self.lag_ms * 1_000)
            )),
            Level::Causal => fine(phrase!(
                "What depends on each other is seen in that order by everybody. Concurrent writes may still be seen late.",
                "有因果关系的操作，所有人都按此顺序看到；并发的写仍可能晚些才看到。"
            )),
            Level::Sequential => fine(phrase!(
                "n1 puts all writes in one order. Reads are local and fast, and may be late; while n1 is down, nobody can write.",
                "n1 为所有写定序。读在本地完成，快但可能滞后；n1 宕机期间无法写入。"
            )),
            Level::Linearizable => fine(phrase!(
                "Every operation asks a majority ({0} of {1}), as if there were a single copy. A minority can answer nobody.",
                "每个操作都询问多数派（{1} 个中的 {0} 个），如同只有一份数据。少数派一侧无法应答。",
                self.majority(),
                self.replicas
            )),
        }
    }

    /// Bounded staleness is a promise here, not a rule: no replica refuses to answer because it is too far behind.
    fn explain_bound(&self) -> Consequence {
        if self.level == Level::Linearizable {
            fine(phrase!(
                "No read is behind what was acknowledged, so every bound on staleness is kept.",
                "读不会落后于已确认的写，因此任何陈旧度上限都能保住。"
            ))
        } else {
            unsafe_(phrase!(
                "The bound on staleness is kept as long as writes spread fast enough. No replica notices that it is too far behind.",
                "只要写传播得够快，陈旧度上限就能保住；但没有哪个副本会发觉自己落后太多。"
            ))
        }
    }

    fn explain_guarantees(&self) -> Vec<Consequence> {
        if self.guarantees == Guarantees::ALL {
            return vec![fine(phrase!(
                "All four session guarantees together: causal consistency.",
                "四个会话保证合在一起：因果一致性。"
            ))];
        }
        let Guarantees { read_your_writes, monotonic_reads, monotonic_writes, writes_follow_reads } = self.guarantees;
        let mut all = Vec::new();
        let mut say = |kept: bool, yes: Phrase, no: Phrase| all.push(if kept { fine(yes) } else { unsafe_(no) });
        say(
            read_your_writes,
            phrase!("A client reads its own writes.", "客户端能读到自己的写。"),
            phrase!("A client may not find its own write.", "客户端可能读不到自己的写。"),
        );
        say(
            monotonic_reads,
            phrase!("A client never goes back to an older value.", "客户端不会读回更旧的值。"),
            phrase!("A client may see a new value and then an old one.", "客户端可能先读到新值，再读到旧值。"),
        );
        say(
            monotonic_writes,
            phrase!("A client's writes take effect in its order.", "同一客户端的写按其顺序生效。"),
            phrase!("A client's earlier write may win over its later one.", "客户端较早的写可能反而盖过较晚的写。"),
        );
        say(
            writes_follow_reads,
            phrase!("Nobody sees a reply before its question.", "没有人会先看到回复而看不到提问。"),
            phrase!("Somebody may see a reply without its question.", "有人可能看到回复，却看不到提问。"),
        );
        all
    }
}

fn fine(phrase: Phrase) -> Consequence {
    Consequence { tone: Tone::Fine, phrase }
}

fn unsafe_(phrase: Phrase) -> Consequence {
    Consequence { tone: Tone::Unsafe, phrase }
}
