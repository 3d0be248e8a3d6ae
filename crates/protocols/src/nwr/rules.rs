//! The rules by which processes act, in words, each with its source.

use super::params::{Coordinator, Versions};
use super::{Msg, Nwr, Op, Timer};
use crate::{Cause, Rule};
use synod_words::{Phrase, phrase};

const DYNAMO: &str = "DeCandia et al., Dynamo, SOSP 2007";
const QUORUM: &str = "DeCandia et al., Dynamo, SOSP 2007, § 4.5";
const SLOPPY: &str = "DeCandia et al., Dynamo, SOSP 2007, § 4.6";
const REPAIR: &str = "DeCandia et al., Dynamo, SOSP 2007, § 5";
const VERSIONS: &str = "DeCandia et al., Dynamo, SOSP 2007, § 4.4";
const WRITE_BACK: &str = "Attiya, Bar-Noy & Dolev, JACM 42(1), 1995, § 3";

impl Nwr {
    pub(super) fn rule_of(&self, cause: &Cause<'_, Nwr>) -> Rule {
        match cause {
            Cause::Message(msg) => self.on_message(msg),
            Cause::Timeout(timer) => on_timeout(timer),
            Cause::Request(op) => self.on_request(op),
            Cause::Chosen(()) => rule(phrase!("Nothing in this protocol is left to chance.", "本协议没有随机选择。"), DYNAMO),
            Cause::Restart => rule(
                phrase!("A node that restarts has what was on its disk, and nothing else.", "节点重启后只保有磁盘上的内容。"),
                DYNAMO,
            ),
        }
    }

    fn on_request(&self, op: &Op) -> Rule {
        if self.coordinator == Coordinator::Node {
            return rule(
                phrase!(
                    "The client sends its request to one node, which coordinates it.",
                    "客户端把请求发给一个节点，由该节点协调。"
                ),
                QUORUM,
            );
        }
        self.coordinating(op)
    }

    /// What whoever coordinates an operation does first.
    fn coordinating(&self, op: &Op) -> Rule {
        match op {
            Op::Read(_) => rule(
                phrase!(
                    "A read asks all {0} replicas and waits for the first {1} answers.",
                    "读操作询问全部 {0} 个副本，等待最先到达的 {1} 个应答。",
                    self.n,
                    self.r
                ),
                QUORUM,
            ),
            Op::Write(..) | Op::Delete(_) if self.versions == Versions::Counter => rule(
                phrase!(
                    "A write first asks R = {0} replicas for their versions, so that its own is above them.",
                    "写操作先向 R = {0} 个副本查询版本，以便取一个更大的版本号。",
                    self.r
                ),
                WRITE_BACK,
            ),
            Op::Write(..) | Op::Delete(_) => rule(
                phrase!(
                    "A write is sent to all {0} replicas and is done once {1} of them have it.",
                    "写操作发给全部 {0} 个副本，其中 {1} 个写入后即告完成。",
                    self.n,
                    self.w
                ),
                QUORUM,
            ),
        }
    }

    fn on_message(&self, msg: &Msg) -> Rule {
        match msg {
            Msg::Ask { body, .. } => self.coordinating(body),
            Msg::Answer { .. } => rule(
                phrase!("The client has its answer and remembers what it has seen.", "客户端得到应答，并记住已见过的版本。"),
                QUORUM,
            ),
            Msg::Store { hint: None, .. } => self.on_store(),
            Msg::Store { hint: Some(_), .. } => rule(
                phrase!(
                    "A spare keeps the write with a hint that says for whom, and confirms it.",
                    "替补节点连同归属提示一起保存该写入，并予以确认。"
                ),
                SLOPPY,
            ),
            Msg::Stored { .. } => rule(
                phrase!(
                    "Once W = {0} replicas have confirmed, the operation is answered; later confirmations change nothing.",
                    "收到 W = {0} 个确认即应答；之后到达的确认不再起作用。",
                    self.w
                ),
                QUORUM,
            ),
            Msg::Fetch { .. } => {
                rule(phrase!("A replica answers with what it has, old or new.", "副本返回自己现有的值，无论新旧。"), QUORUM)
            }
            Msg::Fetched { .. } => self.on_fetched(),
            Msg::Repair { .. } => rule(
                phrase!(
                    "A reader found this replica behind and sends it the newer version.",
                    "读者发现该副本落后，便把较新的版本发给它。"
                ),
                REPAIR,
            ),
            Msg::HandOver { .. } => rule(
                phrase!(
                    "The home replica takes up what a spare kept for it, and says so.",
                    "归属副本接收替补节点代存的内容，并予以确认。"
                ),
                SLOPPY,
            ),
            Msg::TakenOver { .. } => rule(
                phrase!("The home replica has it, so the spare deletes its hint.", "归属副本已接收，替补节点删除提示。"),
                SLOPPY,
            ),
        }
    }

    fn on_store(&self) -> Rule {
        if self.versions == Versions::Vector {
            return rule(
                phrase!(
                    "A replica drops what the new version covers, keeps what is concurrent with it, and confirms.",
                    "副本丢弃被新版本覆盖的值，保留与之并发的值，并予以确认。"
                ),
                VERSIONS,
            );
        }
        rule(
            phrase!(
                "A replica keeps the version that is newer, its own or the arriving one (last writer wins), and confirms either way.",
                "副本保留自己与到达者中较新的版本（最后写入者胜），两种情况都予以确认。"
            ),
            VERSIONS,
        )
    }

    fn on_fetched(&self) -> Rule {
        if self.write_back {
            return rule(
                phrase!(
                    "With R = {0} answers the newest is known; it is written back to W = {1} replicas before the reader is answered.",
                    "收到 R = {0} 个应答即知最新值；先写回 W = {1} 个副本，再应答读者。",
                    self.r,
                    self.w
                ),
                WRITE_BACK,
            );
        }
        rule(
            phrase!(
                "With R = {0} answers the newest version among them is taken.",
                "收到 R = {0} 个应答后，取其中最新的版本。",
                self.r
            ),
            QUORUM,
        )
    }
}

fn on_timeout(timer: &Timer) -> Rule {
    match timer {
        Timer::GiveUp(_) => rule(
            phrase!(
                "Too few replicas have answered in time: the client stops waiting. A write may still take effect.",
                "未能及时收到足够的应答：客户端不再等待，但写入仍可能生效。"
            ),
            QUORUM,
        ),
        Timer::Fallback(_) => rule(
            phrase!(
                "Home replicas are silent, so the next nodes are asked in their place.",
                "归属副本没有响应，改由后续节点代替。"
            ),
            SLOPPY,
        ),
        Timer::HandOver => rule(
            phrase!(
                "A spare offers what it keeps to the replica it belongs to, again and again until that has it.",
                "替补节点反复把代存的内容交给归属副本，直到对方收下。"
            ),
            SLOPPY,
        ),
        Timer::Forget(_) => {
            rule(phrase!("The coordinator forgets an operation that it has answered.", "协调者忘记已应答的操作。"), DYNAMO)
        }
        Timer::Collect(..) => rule(
            phrase!(
                "A tombstone is kept for a while only; after that the replica no longer knows of the deletion.",
                "墓碑只保留一段时间；此后副本不再知道该键曾被删除。"
            ),
            VERSIONS,
        ),
    }
}

fn rule(words: Phrase, source: &'static str) -> Rule {
    Rule { words, source }
}
