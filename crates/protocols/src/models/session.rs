//! A client's session: which writes it has made and seen, as version vectors (Terry et al., *Session guarantees for weakly consistent
//! replicated data*, PDIS 1994, § 4).

use super::write::{Vector, Write, add, join};
use super::{Guarantees, Op};

/// What a session remembers. Each set is of the relevant writes only (Terry et al. 1994, § 3.1): what a read found, not all that its replica
/// had.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Session {
    /// The writes that it has made.
    pub written: Vector,
    /// The writes that its reads found.
    pub read: Vector,
    /// What those depend on. A client that moves between replicas needs it, or a reply would reach it before the question.
    pub follows: Vector,
}

impl Session {
    /// An operation was answered with this write: the one that it made, or that it found.
    pub fn took(&mut self, body: &Op, write: &Write) {
        match body {
            Op::Write(..) => add(&mut self.written, write.dot),
            Op::Read(_) => {
                add(&mut self.read, write.dot);
                join(&mut self.follows, &write.deps);
            }
        }
    }

    /// What a replica must have applied before it does this (Terry et al. 1994, table 1).
    pub fn needs(&self, guarantees: Guarantees, body: &Op) -> Vector {
        let parts: &[(bool, &Vector)] = match body {
            Op::Read(_) => &[
                (guarantees.read_your_writes, &self.written),
                (guarantees.monotonic_reads, &self.read),
                (guarantees.writes_follow_reads, &self.follows),
            ],
            Op::Write(..) => &[(guarantees.monotonic_writes, &self.written), (guarantees.writes_follow_reads, &self.read)],
        };
        let mut needs = Vector::new();
        for (_, part) in parts.iter().filter(|(wanted, _)| *wanted) {
            join(&mut needs, part);
        }
        needs
    }
}
