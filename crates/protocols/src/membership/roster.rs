//! What a member holds of another, and which of two statements about it counts.

use synod_kernel::Pid;

/// What a member takes another for; of two statements of the same incarnation the higher counts (SWIM, § 4.2, rules for Alive, Suspect and
/// Confirm).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Status {
    /// It works.
    Alive,
    /// It may have failed.
    Suspected,
    /// It has failed.
    Failed,
    /// It has left of its own accord.
    Left,
}

/// A statement about a member, as it spreads.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Update {
    /// About whom.
    pub member: Pid,
    /// Of which of its incarnations.
    pub standing: Standing,
}

/// An incarnation and what became of it. A later one counts more; only the member itself begins one (SWIM, § 4.2). In the paper a member that
/// was declared failed stays so for good. Here, as in `memberlist`, a higher incarnation of it is a member that has joined anew.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Standing {
    /// Which incarnation.
    pub incarnation: u32,
    /// What became of it.
    pub status: Status,
}

impl Standing {
    pub fn alive(incarnation: u32) -> Standing {
        Standing { incarnation, status: Status::Alive }
    }

    /// Whether it still counts as a member: a suspect does.
    pub fn is_member(self) -> bool {
        self.status <= Status::Suspected
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_of_swim_are_one_order() {
        let at = |incarnation, status| Standing { incarnation, status };
        // A suspicion counts against the same incarnation, and is refuted by the next.
        assert!(at(1, Status::Suspected) > at(1, Status::Alive));
        assert!(at(2, Status::Alive) > at(1, Status::Suspected));
        assert!(at(1, Status::Suspected) > at(0, Status::Suspected));
        assert!(at(1, Status::Failed) > at(1, Status::Suspected) && at(2, Status::Alive) > at(1, Status::Failed));
    }
}
