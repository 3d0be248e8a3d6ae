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

/// A step of a resource manager, or of the transaction manager with it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Step {
    /// What happens, as the paper calls it.
    pub what: What,
    /// The resource manager's number; 0 where the transaction manager decides.
    pub manager: u32,
}

/// The steps of the paper.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum What {
    /// The transaction manager decides to commit: all are prepared.
    TmCommit,
    /// The transaction manager decides to abort.
    TmAbort,
    /// The transaction manager takes in that this one is prepared.
    TmRcvPrepared,
    /// It prepares itself and says so.
    RmPrepare,
    /// It aborts by itself, which it may until it is prepared.
    RmChooseToAbort,
    /// It takes in the decision to commit.
    RmRcvCommitMsg,
    /// It takes in the decision to abort.
    RmRcvAbortMsg,
}

/// Each manager has four bits: its state (working 0, prepared 1, committed 2, aborted 3), whether it has said that it is prepared, and
/// whether the transaction manager knows.
const LANE: u32 = 4;
const PREPARED: u64 = 1;
const COMMITTED: u64 = 2;
const ABORTED: u64 = 3;
const SAID: u64 = 1 << 2;
const KNOWN: u64 = 1 << 3;
/// One bit of each lane.
const LANES: u64 = 0x0111_1111_1111_1111;
/// Behind the managers, what the transaction manager has decided; the message that says so was sent with it.
const TM_COMMITTED: u64 = 1 << 60;
const TM_ABORTED: u64 = 2 << 60;

impl What {
    /// Which bits of its manager's lane it clears, and which of the state, shifted by that lane, it sets.
    #[inline]
    const fn bits(self) -> (u64, u64) {
        const BITS: [(u64, u64); 7] =
            [(0, TM_COMMITTED), (0, TM_ABORTED), (0, KNOWN), (0, PREPARED | SAID), (0, ABORTED), (3, COMMITTED), (0, ABORTED)];
        BITS[self as usize]
    }
}

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

    /// The lowest bit of each of the first lanes.
    #[inline]
    fn first(managers: u32) -> u64 {
        LANES & ((1 << (LANE * managers)) - 1)
    }
}

impl Model for TwoPhase {
    type State = u64;
    type Action = Step;

    fn starts(&self) -> Vec<u64> {
        vec![0]
    }

    /// All lanes are looked at at once: a mask has the lowest bit of those for which a step is possible.
    fn actions(&self, &state: &u64, out: &mut Vec<Step>) {
        let mut each = |what, mut mask: u64| {
            while mask != 0 {
                out.push(Step { what, manager: mask.trailing_zeros() / LANE });
                mask &= mask - 1;
            }
        };
        let lanes = TwoPhase::first(self.managers);
        let (low, high) = (state & lanes, state >> 1 & lanes);
        let (said, known) = (state >> 2 & lanes, state >> 3 & lanes);
        let working = lanes & !(low | high);
        each(What::RmPrepare, working);
        each(What::RmChooseToAbort, working);
        match state & (TM_COMMITTED | TM_ABORTED) {
            TM_COMMITTED => each(What::RmRcvCommitMsg, lanes & !(high & !low)),
            TM_ABORTED => each(What::RmRcvAbortMsg, lanes & !(high & low)),
            _ => {
                each(What::TmRcvPrepared, said & !known);
                let awaited = TwoPhase::first(self.managers - u32::from(self.hasty));
                each(What::TmCommit, u64::from(known & awaited == awaited));
                each(What::TmAbort, 1);
            }
        }
    }

    fn next(&self, &state: &u64, step: &Step) -> Option<u64> {
        let (clear, set) = step.what.bits();
        Some(state & !(clear << (LANE * step.manager)) | set << (LANE * step.manager))
    }

    fn fingerprint(&self, &state: &u64) -> u128 {
        mix(&[state])
    }

    /// Promise 0, `TCConsistent`: no manager has committed while another has aborted.
    fn broken(&self, &state: &u64) -> u64 {
        let (low, high) = (state & LANES, state >> 1 & TwoPhase::first(self.managers));
        u64::from(high & low != 0 && high & !low != 0)
    }

    /// Every manager has committed or aborted.
    fn is_goal(&self, &state: &u64) -> bool {
        let all = TwoPhase::first(self.managers);
        state >> 1 & all == all
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

    fn key(&self, _: &u64, step: &Step) -> u64 {
        (u64::from(step.manager) << 3 | step.what as u64) << 1
    }

    /// Steps of two managers, and what the transaction manager takes in from one and a step of another.
    fn independent(&self, _: &u64, one: &Step, other: &Step) -> bool {
        let decides = |step: &Step| matches!(step.what, What::TmCommit | What::TmAbort);
        !decides(one) && !decides(other) && one.manager != other.manager
    }
}
