//! The termination rules: what a new coordinator decides from the states that it was told (Bernstein, Hadzilacos & Goodman § 7.5,
//! TR1–TR4).

use super::State;
use synod_kernel::Pid;
use synod_order::Map;
use synod_words::{Phrase, phrase};

/// The states that were reported to a new coordinator, its own among them.
pub(super) type Reports = Map<Pid, State>;

/// What a new coordinator does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Outcome {
    /// TR1: somebody has aborted, or had not voted.
    AbortLikeOther,
    /// TR2: somebody has committed.
    CommitLikeOther,
    /// TR3: all that work are uncertain. Whoever has crashed cannot have committed: it would have done so only after all that work had
    /// been told preCommit.
    AbortUncertain,
    /// TR4: somebody has preCommit, nobody has decided. These, uncertain so far, are told preCommit before anybody commits.
    Precommit(Vec<Pid>),
}

impl Outcome {
    /// Applies the rules. Whoever was down has no say.
    pub fn of(reports: &Reports) -> Outcome {
        let some = |wanted: State| reports.values().any(|state| *state == wanted);
        if some(State::Aborted) {
            Outcome::AbortLikeOther
        } else if some(State::Committed) {
            Outcome::CommitLikeOther
        } else if some(State::Precommitted) {
            Outcome::Precommit(reports.iter().filter(|(_, state)| **state == State::Uncertain).map(|(pid, _)| *pid).collect())
        } else {
            Outcome::AbortUncertain
        }
    }

    /// In words, with the rule's name in the book.
    pub fn label(&self) -> Phrase {
        match self {
            Outcome::AbortLikeOther => {
                phrase!("TR1: somebody has aborted or not voted, so it aborts", "TR1：有进程已回滚或未表决，于是回滚")
            }
            Outcome::CommitLikeOther => phrase!("TR2: somebody has committed, so it commits", "TR2：有进程已提交，于是提交"),
            Outcome::AbortUncertain => {
                phrase!("TR3: all that work are uncertain, so it aborts", "TR3：正常运行的进程都未收到 PreCommit，于是回滚")
            }
            Outcome::Precommit(uncertain) if uncertain.is_empty() => {
                phrase!("TR4: all that work have preCommit, so it commits", "TR4：正常运行的进程都已收到 PreCommit，于是提交")
            }
            Outcome::Precommit(_) => phrase!(
                "TR4: somebody has preCommit, so first all others are to have it",
                "TR4：有进程已收到 PreCommit，先让其余进程也收到"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(states: &[State]) -> Outcome {
        Outcome::of(&synod_order::map((1..).map(Pid).zip(states.iter().copied())))
    }

    #[test]
    fn the_four_rules() {
        use State::{Aborted, Committed, Precommitted, Recovering, Uncertain};
        assert_eq!(outcome(&[Uncertain, Aborted]), Outcome::AbortLikeOther);
        assert_eq!(outcome(&[Precommitted, Committed]), Outcome::CommitLikeOther);
        assert_eq!(outcome(&[Uncertain, Uncertain, Recovering]), Outcome::AbortUncertain);
        assert_eq!(outcome(&[Uncertain, Precommitted, Uncertain]), Outcome::Precommit(vec![Pid(1), Pid(3)]));
        assert_eq!(outcome(&[Precommitted]), Outcome::Precommit(vec![]));
    }
}
