//! The rules by which processes act, in words, each with its source.

use super::{Level, Models, Msg, Op, Timer};
use crate::{Cause, Rule};
use synod_words::{Phrase, phrase};

const BAYOU: &str = "Terry et al., Session Guarantees, PDIS 1994, § 4";
const ORDER: &str = "Terry et al., Session Guarantees, PDIS 1994, § 5";
const ANTI_ENTROPY: &str = "Terry et al., Bayou, SOSP 1995, § 3";
const EVENTUAL: &str = "Vogels, Eventually Consistent, CACM 52(1), 2009";
const LAMPORT: &str = "Lamport, Time, Clocks, CACM 21(7), 1978";
const CAUSAL: &str = "Ahamad et al., Causal Memory, 1995, § 4";
const FAST_READS: &str = "Attiya & Welch, Sequential Consistency versus Linearizability, TOCS 12(2), 1994, § 4";
const ABD: &str = "Attiya, Bar-Noy & Dolev, JACM 42(1), 1995, § 3";

impl Models {
    pub(super) fn rule_of(&self, cause: &Cause<'_, Models>) -> Rule {
        match cause {
            Cause::Message(msg) => self.on_message(msg),
            Cause::Timeout(timer) => on_timeout(timer),
            Cause::Request(_) => rule(
                phrase!(
                    "The client sends its operation to one replica, with the vectors of its session: what the replica must have before it answers.",
                    "客户端把操作发给一个副本，并附上会话的向量：副本应答之前必须具有的写。"
                ),
                BAYOU,
            ),
            Cause::Chosen(()) => rule(phrase!("Nothing in this protocol is left to chance.", "本协议没有随机选择。"), BAYOU),
            Cause::Restart => rule(
                phrase!(
                    "A replica that restarts has its disk, and asks the others what it has missed. A client's session comes back only where sessions are kept.",
                    "副本重启后保有磁盘上的内容，并向其他副本询问错过的写。客户端的会话只有在“保留”时才会恢复。"
                ),
                ANTI_ENTROPY,
            ),
        }
    }

    fn on_message(&self, msg: &Msg) -> Rule {
        match msg {
            Msg::Ask { body, .. } => self.on_ask(body),
            Msg::Answer { .. } => rule(
                phrase!(
                    "The client has its answer, and its session notes the write: as made, or as seen.",
                    "客户端得到应答，会话记下这个写：写过的或读到的。"
                ),
                BAYOU,
            ),
            Msg::Update { .. } if self.level == Level::Sequential => rule(
                phrase!(
                    "Every replica applies the writes in the sequencer's order, without a gap.",
                    "每个副本按定序者给出的顺序逐一执行写，不跳过。"
                ),
                FAST_READS,
            ),
            Msg::Update { .. } => rule(
                phrase!(
                    "A write is applied once everything is there that it depends on and that its replica accepted before it. The last writer wins, by Lamport's timestamp.",
                    "一个写所依赖的、以及其来源副本此前接受的写都到齐之后，才执行它。按 Lamport 时间戳，最后写入者胜。"
                ),
                if self.level == Level::Causal { CAUSAL } else { LAMPORT },
            ),
            Msg::Have { .. } => rule(
                phrase!(
                    "The replica notes what the other has; when all have everything, it need not tell them again.",
                    "副本记下对方具有的写；所有副本都齐全之后，就不必再传播。"
                ),
                ANTI_ENTROPY,
            ),
            Msg::Pull { .. } => rule(
                phrase!("A replica sends whoever asks the writes that he lacks.", "副本把对方缺少的写发给询问者。"),
                ANTI_ENTROPY,
            ),
            Msg::Order { .. } => rule(
                phrase!(
                    "The sequencer gives the write the next number, and tells everybody.",
                    "定序者给该写下一个序号，并告知所有副本。"
                ),
                FAST_READS,
            ),
            Msg::Query { .. } => {
                rule(phrase!("A replica answers with what it holds, old or new.", "副本返回自己现有的值，无论新旧。"), ABD)
            }
            Msg::State { .. } => rule(
                phrase!(
                    "With a majority of answers the newest is known. A write goes above it; a read writes it back to a majority before it is answered.",
                    "收到多数派的应答即知最新值。写取更大的时间戳；读先把它写回多数派，再应答。"
                ),
                ABD,
            ),
            Msg::Store { .. } => rule(
                phrase!(
                    "A replica keeps the newer of the two, and confirms either way.",
                    "副本保留两者中较新的，两种情况都予以确认。"
                ),
                ABD,
            ),
            Msg::Stored { .. } => {
                rule(phrase!("Once a majority has it, the client is answered.", "多数派都已保存后，应答客户端。"), ABD)
            }
        }
    }

    fn on_ask(&self, body: &Op) -> Rule {
        match (self.level, body) {
            (Level::Linearizable, _) => rule(
                phrase!(
                    "The replica asks all others what they hold, and waits for a majority.",
                    "副本询问其他所有副本，等待多数派的应答。"
                ),
                ABD,
            ),
            (Level::Sequential, Op::Write(..)) => rule(
                phrase!(
                    "The write goes to the sequencer; the client is answered once it comes back in its place.",
                    "写转交定序者；等它按序回到本副本后，才应答客户端。"
                ),
                FAST_READS,
            ),
            (Level::Sequential, Op::Read(_)) => rule(
                phrase!(
                    "A read is answered locally, once the replica has what the client has seen and written.",
                    "读在本地应答，只需副本具有该客户端写过和读到的写。"
                ),
                FAST_READS,
            ),
            (Level::Eventual, _) if !self.has_sessions() => rule(
                phrase!("The replica answers by itself, at once, with what it has.", "副本只凭自己现有的内容，立即应答。"),
                EVENTUAL,
            ),
            (_, Op::Read(_)) => rule(
                phrase!(
                    "A read is answered once the replica has the writes that the session needs; until then it waits and fetches them.",
                    "副本具有会话所需的写之后才应答读；在此之前等待，并拉取缺少的写。"
                ),
                BAYOU,
            ),
            (_, Op::Write(..)) => rule(
                phrase!(
                    "A write is accepted once the replica has the writes that it must follow, so that its timestamp is above theirs.",
                    "副本具有该写必须跟随的写之后才接受它，使它的时间戳更大。"
                ),
                ORDER,
            ),
        }
    }
}

fn on_timeout(timer: &Timer) -> Rule {
    match timer {
        Timer::GiveUp(_) => rule(
            phrase!(
                "No answer in time: the client stops waiting and connects anew. A write may still take effect.",
                "未能及时得到应答：客户端不再等待，重新连接。写仍可能生效。"
            ),
            BAYOU,
        ),
        Timer::Push => rule(
            phrase!("The replica tells the others of the writes that it has accepted.", "副本把自己接受的写告知其他副本。"),
            EVENTUAL,
        ),
        Timer::Resend => rule(
            phrase!(
                "Whoever is not known to have everything is told again, less and less often.",
                "对尚未确认齐全的副本再次告知，间隔逐次加长。"
            ),
            ANTI_ENTROPY,
        ),
        Timer::Again => rule(
            phrase!(
                "Operations still wait, so the replica asks all others for what it lacks.",
                "仍有操作在等待，副本向所有其他副本拉取缺少的写。"
            ),
            BAYOU,
        ),
        Timer::Forget(_) => rule(
            phrase!(
                "The client has given up by now: the replica forgets its operation.",
                "客户端此时已放弃：副本不再跟踪该操作。"
            ),
            BAYOU,
        ),
        Timer::Repeat(_) => rule(
            phrase!(
                "Some replicas are silent: they are asked again, less and less often.",
                "有副本没有应答：再次询问，间隔逐次加长。"
            ),
            ABD,
        ),
    }
}

fn rule(words: Phrase, source: &'static str) -> Rule {
    Rule { words, source }
}
