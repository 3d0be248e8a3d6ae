//! The rules by which processes act, in words, each with its source.

use super::{Cap, Choice, Msg, Op, Timer};
use crate::replicated::Reconcile;
use crate::{Cause, Rule};
use synod_words::{Phrase, phrase};

const PROOF: &str = "Gilbert & Lynch, SIGACT News 33(2), 2002, § 3.1";
const GIVING_UP: &str = "Gilbert & Lynch, SIGACT News 33(2), 2002, § 3.2";
const TWELVE_YEARS: &str = "Brewer, CAP Twelve Years Later, IEEE Computer 45(2), 2012";
const ABD: &str = "Attiya, Bar-Noy & Dolev, JACM 42(1), 1995, § 3";
const COMMIT: &str = "Bernstein, Hadzilacos & Goodman, 1987, § 7.4";
const DYNAMO: &str = "DeCandia et al., Dynamo, SOSP 2007, § 4.4";

impl Cap {
    pub(super) fn rule_of(&self, cause: &Cause<'_, Cap>) -> Rule {
        match cause {
            Cause::Message(msg) => self.on_message(msg),
            Cause::Timeout(timer) => self.on_timeout(timer),
            Cause::Request(_) => {
                rule(phrase!("A client asks its own replica, and nobody else.", "客户端只请求自己所连的副本。"), PROOF)
            }
            Cause::Chosen(()) => rule(phrase!("Nothing in this protocol is left to chance.", "本协议没有随机选择。"), PROOF),
            Cause::Restart => rule(
                phrase!(
                    "A replica that restarts has what was on its disk. A write that it had begun and not decided is called off.",
                    "副本重启后只保有磁盘上的内容；已开始而未决定的写就此取消。"
                ),
                COMMIT,
            ),
        }
    }

    fn asked(&self, op: &Op) -> Rule {
        match (self.choice, op) {
            (Choice::Ca, Op::Write(_)) => rule(
                phrase!(
                    "CA: the replica sends the value to all others, and answers only when all have confirmed. A replica that misses another takes no writes.",
                    "CA：副本把值同步给所有其他副本，全部确认后才应答客户端；有副本失联时不接受写。"
                ),
                COMMIT,
            ),
            (Choice::Ca, Op::Read) => rule(
                phrase!(
                    "CA: a read is answered from the own copy, but waits while a write that was confirmed here is not decided.",
                    "CA：读由本地副本应答；若本地已确认的写尚未决定，则须等待。"
                ),
                COMMIT,
            ),
            (Choice::Cp, _) => rule(
                phrase!(
                    "CP: the replica first asks what a majority holds ({0} of {1}, itself included).",
                    "CP：副本先询问多数派（{1} 个中的 {0} 个，含自己）现有的值。",
                    self.majority(),
                    self.replicas
                ),
                ABD,
            ),
            (Choice::Ap, Op::Write(_)) => rule(
                phrase!(
                    "AP: the replica writes its own copy and answers at once; the others are told afterwards.",
                    "AP：副本写入本地后立即应答，之后再同步给其他副本。"
                ),
                GIVING_UP,
            ),
            (Choice::Ap, Op::Read) => {
                rule(phrase!("AP: a read is answered from the own copy at once.", "AP：读立即由本地副本应答。"), GIVING_UP)
            }
        }
    }

    fn on_message(&self, msg: &Msg) -> Rule {
        match msg {
            Msg::Ask { body, .. } => self.asked(body),
            Msg::Answer { .. } => rule(phrase!("The client has its answer.", "客户端得到应答。"), PROOF),
            Msg::Query { .. } => rule(phrase!("A replica says what it holds.", "副本告知自己现有的值。"), ABD),
            Msg::Known { .. } => rule(
                phrase!(
                    "Once a majority has answered, a write takes a version above all of theirs; a read takes the highest, and writes it back unless a majority has it.",
                    "多数派应答后，写取比它们都大的版本号；读取其中最新的值，若它尚未达到多数派则先写回。"
                ),
                ABD,
            ),
            Msg::Sync { .. } => self.on_sync(),
            Msg::Synced { .. } if self.choice == Choice::Cp => rule(
                phrase!(
                    "Once {0} of {1} replicas have it, the client is answered. The rest are told until they confirm.",
                    "{1} 个副本中有 {0} 个写入后即应答客户端；其余副本会被反复告知，直到确认。",
                    self.majority(),
                    self.replicas
                ),
                ABD,
            ),
            Msg::Synced { .. } => {
                rule(phrase!("Who has confirmed need not be told again.", "已确认的副本无须再次告知。"), GIVING_UP)
            }
            Msg::Prepare { .. } => rule(
                phrase!(
                    "CA: the value is put on disk and confirmed, but not shown. From now on reads wait for the decision.",
                    "CA：把值写入磁盘并确认，但暂不对外可见；此后的读须等待决定。"
                ),
                COMMIT,
            ),
            Msg::Prepared { .. } => rule(
                phrase!(
                    "CA: once all have confirmed, the write takes effect, the client is answered, and all are told.",
                    "CA：全部确认后，写生效，应答客户端，并通知所有副本。"
                ),
                COMMIT,
            ),
            Msg::Decide { .. } => rule(
                phrase!(
                    "CA: the value is shown, or forgotten. Reads that waited are answered.",
                    "CA：值对外可见，或被丢弃；等待的读得到应答。"
                ),
                COMMIT,
            ),
            Msg::Decided { .. } => rule(
                phrase!(
                    "CA: who knows the decision need not be told again. Once nobody is missed any more, writes are taken again.",
                    "CA：已知晓决定的副本无须再次告知；没有副本失联后，恢复接受写。"
                ),
                COMMIT,
            ),
        }
    }

    fn on_sync(&self) -> Rule {
        match (self.choice, self.reconcile) {
            (Choice::Ap, Reconcile::LastWriterWins) => rule(
                phrase!(
                    "Of two values the one with the later time stays, the other is gone (last writer wins).",
                    "两个值中时间较晚的保留，另一个消失（最后写入者胜）。"
                ),
                DYNAMO,
            ),
            (Choice::Ap, Reconcile::Siblings) => rule(
                phrase!(
                    "A value replaces those that its writer knew. Two that did not know of each other are both kept.",
                    "新值取代其写者已知的值；互不知晓的两个值都保留。"
                ),
                DYNAMO,
            ),
            _ => rule(phrase!("A replica takes up what is newer, and confirms.", "副本接受更新的值并确认。"), ABD),
        }
    }

    fn on_timeout(&self, timer: &Timer) -> Rule {
        match timer {
            Timer::GiveUp(_) => rule(
                phrase!(
                    "The client gives up. Whether its write takes effect, it does not know.",
                    "客户端放弃等待。它的写是否会生效，不得而知。"
                ),
                PROOF,
            ),
            Timer::Patience(_) if self.choice == Choice::Cp => rule(
                phrase!(
                    "No majority answers: the replica refuses rather than answer with what may be old.",
                    "得不到多数派的应答：副本宁可拒绝，也不返回可能过期的值。"
                ),
                GIVING_UP,
            ),
            Timer::Patience(_) => rule(
                phrase!(
                    "Somebody does not confirm; whether it crashed or the network failed cannot be told. The write is called off, and the replica becomes read-only.",
                    "有副本没有确认，无法判断它是宕机还是网络故障。取消这次写，副本变为只读。"
                ),
                TWELVE_YEARS,
            ),
            Timer::Again => rule(
                phrase!(
                    "Who has not confirmed is told again, each time after twice the wait.",
                    "向未确认的副本再次告知，间隔逐次加倍。"
                ),
                TWELVE_YEARS,
            ),
        }
    }
}

fn rule(words: Phrase, source: &'static str) -> Rule {
    Rule { words, source }
}
