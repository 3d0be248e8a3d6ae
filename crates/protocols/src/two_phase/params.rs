//! The parameters of the lab, and what they mean.

use crate::commit::Bank;
use crate::{Consequence, Knobs, ParamSpec, Params, Tone};
use synod_words::phrase;

/// The lab with its parameters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TwoPhase {
    /// Who takes part, and how long things take.
    pub bank: Bank,
    /// What an uncertain participant does when no decision comes.
    pub termination: Termination,
}

/// What an uncertain participant does when no decision comes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Termination {
    /// Asks the coordinator and every other participant.
    Cooperative,
    /// Asks only the coordinator.
    Wait,
    /// Aborts, which may contradict the decision.
    Abort,
    /// Commits, which may contradict the decision.
    Commit,
}

impl TwoPhase {
    pub(super) fn specs() -> Vec<ParamSpec> {
        let termination = ParamSpec::pick(
            "termination",
            phrase!("Prepared, no decision", "已准备但收不到决定"),
            phrase!(
                "What a participant does that voted yes and waits in vain for the decision",
                "参与者反馈 Yes 之后等不到决定时怎么办"
            ),
            vec![
                ("cooperative", phrase!("asks everybody", "询问所有进程")),
                ("wait", phrase!("waits for the coordinator", "等待协调者")),
                ("abort", phrase!("aborts (unsafe)", "擅自回滚（不安全）")),
                ("commit", phrase!("commits (unsafe)", "擅自提交（不安全）")),
            ],
        );
        [termination].into_iter().chain(Bank::cast_specs()).chain(Bank::time_specs()).collect()
    }

    pub(super) fn from_params(params: &Params) -> TwoPhase {
        let knobs = Knobs(params);
        let termination = match knobs.pick("termination") {
            "wait" => Termination::Wait,
            "abort" => Termination::Abort,
            "commit" => Termination::Commit,
            _ => Termination::Cooperative,
        };
        TwoPhase { bank: Bank::with(knobs), termination }
    }

    /// How long a participant that voted yes waits for the decision before it does anything: twice as long as the coordinator waits for
    /// votes, so that the coordinator's time-out comes first.
    pub(super) fn uncertain_us(&self) -> u64 {
        2 * self.bank.timeout_us
    }

    pub(super) fn explain(&self) -> Vec<Consequence> {
        let (tone, phrase) = match self.termination {
            Termination::Cooperative => (
                Tone::Fine,
                phrase!(
                    "Who voted yes and hears nothing asks everybody. It is blocked only if the coordinator and all who know the decision are silent.",
                    "反馈 Yes 之后收不到决定的参与者询问所有进程；只有当协调者和知道决定的进程都没有响应时才被阻塞。"
                ),
            ),
            Termination::Wait => (
                Tone::Unsafe,
                phrase!(
                    "Who voted yes waits for the coordinator, with its account locked, however long that takes: the coordinator is a single point of failure.",
                    "反馈 Yes 之后只能等协调者，期间账户一直被锁住：协调者成为单点问题。"
                ),
            ),
            Termination::Abort => (
                Tone::Unsafe,
                phrase!(
                    "Who voted yes and hears nothing aborts, although others may have been told to commit: money appears or vanishes.",
                    "反馈 Yes 之后收不到决定就回滚，而别的参与者可能已提交：数据不一致。"
                ),
            ),
            Termination::Commit => (
                Tone::Unsafe,
                phrase!(
                    "Who voted yes and hears nothing commits, although the decision may be to abort: money appears or vanishes.",
                    "反馈 Yes 之后收不到决定就提交，而最终决定可能是回滚：数据不一致。"
                ),
            ),
        };
        let mut all = vec![Consequence { tone, phrase }];
        match self.bank.votes_no {
            Some(voter) if self.bank.cast.is_participant(voter) => all.push(Consequence {
                tone: Tone::Fine,
                phrase: phrase!(
                    "{0} votes no, so every transfer is aborted.",
                    "{0} 反馈 No，所以每笔转账都会回滚。",
                    self.bank.cast.name_of(voter)
                ),
            }),
            _ => all.push(Consequence {
                tone: Tone::Fine,
                phrase: phrase!(
                    "All {0} participants must vote yes in time: one that fails makes the whole transaction fail.",
                    "全部 {0} 个参与者都必须及时反馈 Yes：任一节点失败，整个事务就失败（太过保守）。",
                    self.bank.cast.participants
                ),
            }),
        }
        all
    }
}
