//! The rules by which processes act, in words, each with its source.

use super::{Base, Msg, Overload, Timer};
use crate::replicated::Reconcile;
use crate::{Cause, Rule};
use synod_words::{Phrase, phrase};

const BASE: &str = "Pritchett, BASE: An ACID Alternative, ACM Queue 6(3), 2008";
const EVENTUAL: &str = "Vogels, Eventually Consistent, CACM 52(1), 2009";
const DYNAMO: &str = "DeCandia et al., Dynamo, SOSP 2007, § 4.4";

impl Base {
    pub(super) fn rule_of(&self, cause: &Cause<'_, Base>) -> Rule {
        match cause {
            Cause::Message(Msg::Ask { .. }) => self.on_ask(),
            Cause::Message(Msg::Answer { .. }) => rule(phrase!("The client has its answer.", "客户端得到应答。"), BASE),
            Cause::Message(Msg::Sync { .. } | Msg::Synced { .. }) => match self.reconcile {
                Reconcile::LastWriterWins => rule(
                    phrase!(
                        "Of two values the one with the later time stays, the other is gone (last writer wins).",
                        "两个值中时间较晚的保留，另一个消失（最后写入者胜）。"
                    ),
                    DYNAMO,
                ),
                Reconcile::Siblings => rule(
                    phrase!(
                        "A value replaces those that its writer knew. Two that did not know of each other are both kept.",
                        "新值取代其写者已知的值；互不知晓的两个值都保留。"
                    ),
                    DYNAMO,
                ),
            },
            Cause::Timeout(timer) => self.on_timeout(timer),
            Cause::Request(_) => {
                rule(phrase!("A client asks its own replica, and nobody else.", "客户端只请求自己所连的副本。"), BASE)
            }
            Cause::Chosen(()) => rule(phrase!("Nothing in this protocol is left to chance.", "本协议没有随机选择。"), BASE),
            Cause::Restart => rule(
                phrase!(
                    "A replica that restarts has its copy, and has lost its queue.",
                    "副本重启后仍有自己的数据，但丢失了排队的请求。"
                ),
                BASE,
            ),
        }
    }

    fn on_ask(&self) -> Rule {
        match self.overload {
            Overload::Degrade => rule(
                phrase!(
                    "Basically available: a request waits for its turn. If {0} are there already, it is answered at once with a degraded page: what the replica held when it was last idle.",
                    "基本可用：请求排队等候；若已有 {0} 个在排队，则立即返回降级页面，即副本上次空闲时的数据。",
                    self.queue_limit
                ),
                BASE,
            ),
            Overload::Refuse => rule(
                phrase!(
                    "A request waits for its turn. If {0} are there already, it is refused.",
                    "请求排队等候；若已有 {0} 个在排队，则被拒绝。",
                    self.queue_limit
                ),
                BASE,
            ),
        }
    }

    fn on_timeout(&self, timer: &Timer) -> Rule {
        match timer {
            Timer::GiveUp(_) => rule(
                phrase!(
                    "The client gives up. Whether its write takes effect, it does not know.",
                    "客户端放弃等待。它的写是否会生效，不得而知。"
                ),
                BASE,
            ),
            Timer::Visitor(_) => {
                rule(phrase!("In a rush a visitor comes every ten milliseconds.", "涌入期间，每 10 毫秒来一位访客。"), BASE)
            }
            Timer::Serve => rule(
                phrase!(
                    "A replica serves one request after the other, {0} ms each, from its own copy alone.",
                    "副本逐个处理请求，每个 {0} 毫秒，只用本地数据。",
                    self.service_ms.cast_signed()
                ),
                BASE,
            ),
            Timer::Spread => rule(
                phrase!(
                    "Eventual consistency: what was written is told to the others once a period, again and again until they confirm.",
                    "最终一致：写入的数据每个周期同步给其他副本，反复进行，直到它们确认。"
                ),
                EVENTUAL,
            ),
        }
    }
}

fn rule(words: Phrase, source: &'static str) -> Rule {
    Rule { words, source }
}
