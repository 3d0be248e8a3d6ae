//! The parameters of the lab, and what they mean.

use crate::commit::Bank;
use crate::{Consequence, Knobs, ParamSpec, Params, Tone};
use synod_words::phrase;

/// The lab with its parameters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ThreePhase {
    /// Who takes part, and how long things take.
    pub bank: Bank,
    /// What is done when somebody is silent.
    pub rule: TimeoutRule,
}

/// What is done when somebody is silent.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum TimeoutRule {
    /// Skeen 1981, BHG § 7.5: the participants elect a new coordinator, which asks for everybody's state. The coordinator does without the
    /// acknowledgement of a participant that is silent.
    Skeen,
    /// The popular telling: a participant that has preCommit commits, one that has not aborts. The coordinator aborts without an
    /// acknowledgement.
    Course,
}

impl ThreePhase {
    pub(super) fn specs() -> Vec<ParamSpec> {
        let rule = ParamSpec::pick(
            "rule",
            phrase!("On time-out", "超时规则"),
            phrase!("What participants do when the coordinator is silent", "协调者没有响应时，参与者怎么办"),
            vec![
                ("skeen", phrase!("elect a new coordinator", "选出新协调者")),
                ("course", phrase!("each decides alone (unsafe)", "各自决定（不安全）")),
            ],
        );
        [rule].into_iter().chain(Bank::cast_specs()).chain(Bank::time_specs()).collect()
    }

    pub(super) fn from_params(params: &Params) -> ThreePhase {
        let knobs = Knobs(params);
        let rule = if knobs.pick("rule") == "course" { TimeoutRule::Course } else { TimeoutRule::Skeen };
        ThreePhase { bank: Bank::with(knobs), rule }
    }

    /// How long a participant waits for the coordinator before it takes that for failed: twice as long as a coordinator waits for
    /// participants, so that a working coordinator's time-out always comes first.
    pub(super) fn silent_us(&self) -> u64 {
        2 * self.bank.timeout_us
    }

    /// How long the coordinator waits until it tells its decision again. There is no hurry: a participant that waits for the decision finds
    /// it out from the others. It is for those that were down.
    pub(super) fn resend_us(&self) -> u64 {
        4 * self.bank.timeout_us
    }

    pub(super) fn explain(&self) -> Vec<Consequence> {
        let fine = |phrase| Consequence { tone: Tone::Fine, phrase };
        let bad = |phrase| Consequence { tone: Tone::Unsafe, phrase };
        let mut all = match self.rule {
            TimeoutRule::Skeen => vec![
                fine(phrase!(
                    "As long as one process works, nobody is blocked: whoever works elects a new coordinator, and that one can always decide.",
                    "只要还有一个进程正常运行，就无人阻塞：正常的参与者选出新协调者，由它作出决定。"
                )),
                bad(phrase!(
                    "That rests on time-outs that never err: processes crash, but messages arrive in time. A partition, or messages slower than the time-out, can make one side commit and the other abort.",
                    "前提是超时判断从不出错：进程可以宕机，但消息必须及时到达。网络分区或消息慢于超时，都可能使一边提交、另一边回滚。"
                )),
            ],
            TimeoutRule::Course => vec![
                bad(phrase!(
                    "Every participant decides alone: commit if it has preCommit, else abort. If preCommit reached some and not the others, one crash, one partition or two lost messages are enough to make them differ.",
                    "每个参与者各自决定：收到 PreCommit 则提交，否则回滚。若 PreCommit 只到达一部分，一次宕机、一次分区或两条消息丢失就足以使数据不一致。"
                )),
                fine(phrase!(
                    "No participant that works waits for long, and every lock is released.",
                    "正常运行的参与者不会久等，锁都会释放。"
                )),
            ],
        };
        if let Some(voter) = self.bank.votes_no.filter(|voter| self.bank.cast.is_participant(*voter)) {
            let name = self.bank.cast.name_of(voter);
            all.push(fine(phrase!("{0} votes no, so every transfer is aborted.", "{0} 反馈 No，所以每笔转账都会回滚。", name)));
        }
        all
    }
}
