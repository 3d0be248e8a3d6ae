//! Two-phase commit as in Lamport & Gray, *Consensus on Transaction Commit* (2006), § 3 and the module `TwoPhase` of its appendix.
//!
//! Resource managers are prepared, commit or abort; a transaction manager collects their messages. Messages are a set that only grows: what
//! was sent can be received at any later moment, and as often as one likes.

use crate::{Model, mix};

/// The model.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct TwoPhase {
    managers: u32,
    hasty: bool,
}

/// A step, as it is called in the paper; the number is the resource manager's.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Step {
    /// The transaction manager decides to commit: all are prepared.
    TmCommit,
    /// The transaction manager decides to abort.
    TmAbort,
    /// The transaction manager takes in that this one is prepared.
    TmRcvPrepared(u32),
    /// It prepares itself and says so.
    RmPrepare(u32),
    /// It aborts by itself, which it may until it is prepared.
    RmChooseToAbort(u32),
    /// It takes in the decision to commit.
    RmRcvCommitMsg(u32),
    /// It takes in the decision to abort.
    RmRcvAbortMsg(u32),
}

/// States of a resource manager, in two bits.
const WORKING: u64 = 0;
const PREPARED: u64 = 1;
const COMMITTED: u64 = 2;
const ABORTED: u64 = 3;
/// Each manager has a byte: its state (2 bits), whether it has said that it is prepared, whether the transaction manager knows.
const LANE: u32 = 4;
const SAID: u64 = 1 << 2;
const KNOWN: u64 = 1 << 3;
/// Behind the managers: the transaction manager's state and the decisions that were sent.
const TM: u32 = 60;
const TM_COMMITTED: u64 = 1 << TM;
const TM_ABORTED: u64 = 2 << TM;
const SENT_COMMIT: u64 = 4 << TM;
const SENT_ABORT: u64 = 8 << TM;

impl TwoPhase {
    /// Managers at most: what fits into a word.
    pub const MANAGERS_MAX: u32 = 15;

    /// With so many resource managers. `None` for more than [`Self::MANAGERS_MAX`].
    pub fn new(managers: u32) -> Option<TwoPhase> {
        (managers <= Self::MANAGERS_MAX).then_some(TwoPhase { managers, hasty: false })
    }

    /// A broken one: the transaction manager commits when all but the last are prepared.
    #[must_use]
    pub fn hasty(self) -> TwoPhase {
        TwoPhase { hasty: true, ..self }
    }

    fn lane(state: u64, manager: u32) -> u64 {
        state >> (LANE * manager) & 15
    }

    /// Those of the managers' bits that are in every lane.
    fn all(managers: u32, bits: u64) -> u64 {
        (0..managers).map(|manager| bits << (LANE * manager)).sum()
    }
}

impl Model for TwoPhase {
    type State = u64;
    type Action = Step;

    fn starts(&self) -> Vec<u64> {
        vec![0]
    }

    fn actions(&self, &state: &u64, out: &mut Vec<Step>) {
        if state & (TM_COMMITTED | TM_ABORTED) == 0 {
            let needed = TwoPhase::all(self.managers - u32::from(self.hasty), KNOWN);
            if state & needed == needed {
                out.push(Step::TmCommit);
            }
            out.push(Step::TmAbort);
        }
        for manager in 0..self.managers {
            let lane = TwoPhase::lane(state, manager);
            if state & (TM_COMMITTED | TM_ABORTED) == 0 && lane & (SAID | KNOWN) == SAID {
                out.push(Step::TmRcvPrepared(manager));
            }
            if lane & 3 == WORKING {
                out.extend([Step::RmPrepare(manager), Step::RmChooseToAbort(manager)]);
            }
            if state & SENT_COMMIT != 0 && lane & 3 != COMMITTED {
                out.push(Step::RmRcvCommitMsg(manager));
            }
            if state & SENT_ABORT != 0 && lane & 3 != ABORTED {
                out.push(Step::RmRcvAbortMsg(manager));
            }
        }
    }

    fn next(&self, &state: &u64, action: &Step) -> Option<u64> {
        let with = |manager: u32, life: u64| state & !(3 << (LANE * manager)) | life << (LANE * manager);
        Some(match *action {
            Step::TmCommit => state | TM_COMMITTED | SENT_COMMIT,
            Step::TmAbort => state | TM_ABORTED | SENT_ABORT,
            Step::TmRcvPrepared(manager) => state | KNOWN << (LANE * manager),
            Step::RmPrepare(manager) => with(manager, PREPARED) | SAID << (LANE * manager),
            Step::RmChooseToAbort(manager) | Step::RmRcvAbortMsg(manager) => with(manager, ABORTED),
            Step::RmRcvCommitMsg(manager) => with(manager, COMMITTED),
        })
    }

    fn fingerprint(&self, &state: &u64) -> u128 {
        mix(&[state])
    }

    /// Promise 0, `TCConsistent`: no manager has committed while another has aborted.
    fn broken(&self, &state: &u64) -> u64 {
        let has = |life| (0..self.managers).any(|manager| TwoPhase::lane(state, manager) & 3 == life);
        u64::from(has(COMMITTED) && has(ABORTED))
    }

    /// Every manager has committed or aborted.
    fn is_goal(&self, &state: &u64) -> bool {
        (0..self.managers).all(|manager| TwoPhase::lane(state, manager) & 2 != 0)
    }

    /// The managers are interchangeable (all but the last, where the transaction manager does not wait for it): their lanes in order.
    fn class(&self, &state: &u64) -> u128 {
        let alike = self.managers - u32::from(self.hasty);
        let mut counts = [0_u8; 16];
        (0..alike).for_each(|manager| counts[TwoPhase::lane(state, manager) as usize] += 1);
        let below = (1_u64 << (LANE * alike)) - 1;
        let (mut sorted, mut at) = (state & !below, 0);
        for (lane, count) in (0..).zip(counts) {
            for _ in 0..count {
                sorted |= lane << at;
                at += LANE;
            }
        }
        mix(&[sorted])
    }

    fn key(&self, _: &u64, action: &Step) -> u64 {
        let (kind, manager) = match *action {
            Step::TmCommit => (1, 0),
            Step::TmAbort => (2, 0),
            Step::TmRcvPrepared(manager) => (3, manager),
            Step::RmPrepare(manager) => (4, manager),
            Step::RmChooseToAbort(manager) => (5, manager),
            Step::RmRcvCommitMsg(manager) => (6, manager),
            Step::RmRcvAbortMsg(manager) => (7, manager),
        };
        (u64::from(manager) << 3 | kind) << 1
    }

    /// Steps of two managers, and what the transaction manager takes in from one and a step of another.
    fn independent(&self, _: &u64, one: &Step, other: &Step) -> bool {
        let whose = |step: &Step| match *step {
            Step::TmCommit | Step::TmAbort => None,
            Step::TmRcvPrepared(manager)
            | Step::RmPrepare(manager)
            | Step::RmChooseToAbort(manager)
            | Step::RmRcvCommitMsg(manager)
            | Step::RmRcvAbortMsg(manager) => Some(manager),
        };
        whose(one).is_some_and(|one| whose(other).is_some_and(|other| one != other))
    }
}
