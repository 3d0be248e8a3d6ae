//! Who votes and who counts: the members, and the majorities of them.

use super::command::names;
use std::fmt;
use synod_kernel::Pid;

/// The members, or in a joint configuration the old and the new ones.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Members {
    /// The members; in a joint configuration the old ones.
    pub voters: Vec<Pid>,
    /// The new ones, in a joint configuration.
    pub next: Option<Vec<Pid>>,
}

impl Members {
    /// A simple configuration.
    pub fn of(voters: Vec<Pid>) -> Members {
        Members { voters, next: None }
    }

    /// Whether those for whom `such` holds are a majority; in a joint configuration, of the old and of the new members (Raft, § 6).
    pub fn majority(&self, such: impl Fn(Pid) -> bool) -> bool {
        let of = |voters: &[Pid]| voters.iter().filter(|pid| such(**pid)).count() * 2 > voters.len();
        of(&self.voters) && self.next.as_deref().is_none_or(of)
    }

    /// Everybody who is in it.
    pub fn all(&self) -> Vec<Pid> {
        let mut all = self.voters.clone();
        all.extend(self.next.iter().flatten().filter(|pid| !self.voters.contains(pid)));
        all
    }

    /// Everybody else who is in it.
    pub fn others(&self, me: Pid) -> Vec<Pid> {
        let mut all = self.all();
        all.retain(|pid| *pid != me);
        all
    }

    /// Whether this server is in it.
    pub fn contains(&self, pid: Pid) -> bool {
        self.voters.contains(&pid) || self.next.as_ref().is_some_and(|next| next.contains(&pid))
    }

    /// How many servers these members and those do not have in common.
    pub fn distance(&self, other: &[Pid]) -> usize {
        let missing = |of: &[Pid], from: &[Pid]| of.iter().filter(|pid| !from.contains(pid)).count();
        missing(&self.voters, other) + missing(other, &self.voters)
    }
}

impl fmt::Display for Members {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "members {}", names(&self.voters))?;
        self.next.as_ref().map_or(Ok(()), |next| write!(f, " → {}", names(next)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn servers(numbers: &[u16]) -> Vec<Pid> {
        numbers.iter().copied().map(Pid).collect()
    }

    #[test]
    fn a_joint_majority_is_one_of_both() {
        let joint = Members { voters: servers(&[0, 1, 2]), next: Some(servers(&[2, 3, 4])) };
        assert!(joint.majority(|pid| [1, 2, 3].contains(&pid.0)));
        assert!(!joint.majority(|pid| pid.0 <= 1));
        assert!(!joint.majority(|pid| pid.0 >= 3));
        assert_eq!(joint.all(), servers(&[0, 1, 2, 3, 4]));
    }

    #[test]
    fn the_distance_counts_who_comes_and_who_goes() {
        let members = Members::of(servers(&[0, 1, 2]));
        assert_eq!(members.distance(&servers(&[0, 1, 2, 3])), 1);
        assert_eq!(members.distance(&servers(&[0, 1, 3])), 2);
    }
}
