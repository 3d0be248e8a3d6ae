//! The rules by which processes act, in words, each with its source.

use super::params::Kind;
use super::{Choice, Gossip, Msg, Op, Timer};
use crate::{Cause, Rule};
use synod_gossip::{Counts, Mode, Stop};
use synod_words::{Phrase, phrase};

const MAIL: &str = "Demers et al., PODC 1987, § 1.1";
const ANTI_ENTROPY: &str = "Demers et al., PODC 1987, § 1.3";
const RUMOUR: &str = "Demers et al., PODC 1987, § 1.4";
const BACKUP: &str = "Demers et al., PODC 1987, § 1.5";

impl Gossip {
    pub(super) fn rule_of(&self, cause: &Cause<'_, Gossip>) -> Rule {
        match cause {
            Cause::Message(msg) => self.on_message(msg),
            Cause::Timeout(timer) => self.on_timeout(timer),
            Cause::Chosen(choice) => self.on_choice(choice),
            Cause::Request(_) => rule(
                phrase!(
                    "A client sends its request to one node, and waits for it alone.",
                    "客户端把请求发给一个节点，只等它应答。"
                ),
                MAIL,
            ),
            Cause::Restart => rule(
                phrase!(
                    "A node that starts again spreads nothing of its own accord; it asks somebody for what it missed, if it is set so.",
                    "节点重启后不再主动传播；若如此设置，它会向某个节点索取错过的数据。"
                ),
                BACKUP,
            ),
        }
    }

    fn on_message(&self, msg: &Msg) -> Rule {
        match msg {
            Msg::Ask { body: Op::Read(_), .. } => {
                rule(phrase!("A node answers a read with what it has heard.", "节点用自己已知的内容应答读请求。"), MAIL)
            }
            Msg::Ask { .. } => rule(
                phrase!(
                    "A node takes a write with its clock as version, above all that it knows of the key, and answers at once; then it spreads it.",
                    "节点以自己的时钟为版本接受写入（且大于它所知的版本），立即应答，随后传播。"
                ),
                MAIL,
            ),
            Msg::Answer { .. } => rule(phrase!("The client has its answer.", "客户端得到应答。"), MAIL),
            Msg::Spread { .. } => rule(self.hearing(), RUMOUR),
            Msg::Return { .. } => rule(
                phrase!(
                    "Who was told says whether it was news; a spreader counts those who knew already. What was asked for is taken up.",
                    "被告知者回答这是不是新消息；传播者据此统计早已知道的次数。索取到的更新被收下。"
                ),
                RUMOUR,
            ),
            Msg::Compare { have: None, .. } => rule(
                phrase!("The receiver takes what is newer than its own (push).", "接收者收下比自己新的数据（push）。"),
                ANTI_ENTROPY,
            ),
            Msg::Compare { .. } | Msg::Join { .. } => rule(
                phrase!(
                    "The receiver sends what the other lacks; with push and pull it also asks for what it lacks itself.",
                    "接收者发回对方缺少的数据；推拉方式下还索取自己缺少的。"
                ),
                ANTI_ENTROPY,
            ),
            Msg::Newer { .. } => rule(
                phrase!(
                    "A node takes what is newer than its own, and sends what it was asked for.",
                    "节点收下比自己新的数据，并发送对方索取的数据。"
                ),
                ANTI_ENTROPY,
            ),
        }
    }

    fn hearing(&self) -> Phrase {
        match self.mode {
            Mode::Push => {
                phrase!("Who hears news spreads it too, from its next round on.", "得知新消息的节点从自己的下一轮起也传播它。")
            }
            Mode::Pull | Mode::PushPull => phrase!(
                "The receiver sends what is hot with it and newer than what the other has. Who hears news spreads it too.",
                "接收者把自己正在传播且比对方新的更新发回。得知新消息的节点也会传播它。"
            ),
        }
    }

    fn on_timeout(&self, timer: &Timer) -> Rule {
        match timer {
            Timer::Rumour => rule(self.losing_interest(), RUMOUR),
            Timer::Compare if self.kind == Kind::Both => rule(
                phrase!(
                    "Now and then a node compares all it has with another: that finds what rumours missed.",
                    "节点偶尔与另一节点比较全部数据，找出谣言遗漏的部分。"
                ),
                BACKUP,
            ),
            Timer::Compare => rule(
                phrase!("In every round a node compares all it has with another.", "每一轮，节点都与另一节点比较全部数据。"),
                ANTI_ENTROPY,
            ),
            Timer::Join => {
                rule(phrase!("Nobody has answered: the node asks another one.", "没有应答：节点改问另一个节点。"), BACKUP)
            }
            Timer::GiveUp(_) => rule(
                phrase!(
                    "The client stops waiting; whether its write was taken it cannot know.",
                    "客户端不再等待；它无从知道写是否已被接受。"
                ),
                MAIL,
            ),
        }
    }

    fn losing_interest(&self) -> Phrase {
        let k = self.rumour.k;
        match (self.rumour.stop, self.rumour.counts) {
            (Stop::Counter, Counts::Feedback) => phrase!(
                "A spreader stops after {0} rounds in a row in which everybody it met knew already.",
                "连续 {0} 轮遇到的节点都早已知道，传播者就停止。",
                k
            ),
            (Stop::Counter, Counts::Blind) => {
                phrase!("A spreader stops after {0} rounds, whomever it met.", "传播者在 {0} 轮之后停止，不论遇到谁。", k)
            }
            (Stop::Coin, Counts::Feedback) => phrase!(
                "After a round in which everybody it met knew already, a spreader stops with probability 1/{0}.",
                "若一轮中遇到的节点都早已知道，传播者以 1/{0} 的概率停止。",
                k
            ),
            (Stop::Coin, Counts::Blind) => {
                phrase!(
                    "After every round a spreader stops with probability 1/{0}.",
                    "每一轮之后，传播者以 1/{0} 的概率停止。",
                    k
                )
            }
        }
    }

    fn on_choice(&self, choice: &Choice) -> Rule {
        match choice {
            Choice::Interest(_) => rule(self.losing_interest(), RUMOUR),
            Choice::Partner => rule(
                match self.mode {
                    Mode::Push => phrase!(
                        "A node pushes what is hot with it to a node picked at random.",
                        "节点把正在传播的更新推送给随机选出的节点。"
                    ),
                    Mode::Pull => phrase!(
                        "A node asks a node picked at random for what is hot there, and says what it has.",
                        "节点向随机选出的节点索取它正在传播的更新，并说明自己已有的版本。"
                    ),
                    Mode::PushPull => phrase!(
                        "A node pushes what is hot with it to a node picked at random, and asks for what is hot there.",
                        "节点把正在传播的更新推送给随机选出的节点，同时索取对方正在传播的更新。"
                    ),
                },
                RUMOUR,
            ),
            Choice::Peer => rule(
                match self.mode {
                    Mode::Push => {
                        phrase!("A node sends all its data to a node picked at random.", "节点把全部数据发给随机选出的节点。")
                    }
                    Mode::Pull | Mode::PushPull => phrase!(
                        "A node sends the versions of all its data to a node picked at random.",
                        "节点把全部数据的版本发给随机选出的节点。"
                    ),
                },
                ANTI_ENTROPY,
            ),
            Choice::Sponsor => rule(
                phrase!(
                    "A node that has started again asks a node picked at random for all that it missed.",
                    "重新启动的节点向随机选出的节点索取错过的全部数据。"
                ),
                BACKUP,
            ),
        }
    }
}

fn rule(words: Phrase, source: &'static str) -> Rule {
    Rule { words, source }
}
