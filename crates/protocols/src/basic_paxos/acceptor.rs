//! An acceptor: it promises and accepts, and never goes back on either.

use super::Proposal;
use crate::Ballot;

/// What an acceptor must remember, whatever befalls it (Lamport, *Paxos Made Simple*, 2001, § 2.2: "the highest-numbered proposal that it
/// has ever accepted and the number of the highest-numbered prepare request to which it has responded").
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Acceptor {
    /// It accepts nothing below this ballot any more.
    pub promised: Ballot,
    /// The highest proposal that it has accepted.
    pub accepted: Option<Proposal>,
}

impl Acceptor {
    /// Phase 1b: promises to accept nothing below `ballot`, and tells what it has accepted so far (§ 2.2). A repeated request gets the
    /// same promise once more.
    ///
    /// # Errors
    /// The higher ballot that it has promised already.
    pub fn prepare(&mut self, ballot: Ballot) -> Result<Option<Proposal>, Ballot> {
        if ballot < self.promised {
            return Err(self.promised);
        }
        self.promised = ballot;
        Ok(self.accepted.clone())
    }

    /// Phase 2b: accepts the proposal unless it has promised a higher ballot (§ 2.2).
    ///
    /// # Errors
    /// The higher ballot that it has promised.
    pub fn accept(&mut self, proposal: &Proposal) -> Result<(), Ballot> {
        if proposal.ballot < self.promised {
            return Err(self.promised);
        }
        self.promised = proposal.ballot;
        self.accepted = Some(proposal.clone());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use synod_check::Value;

    fn proposal(ballot: u32, value: &str) -> Proposal {
        Proposal { ballot: Ballot(ballot), value: Value::Text(value.to_owned()) }
    }

    #[test]
    fn a_promise_binds_and_tells_what_was_accepted() {
        let mut acceptor = Acceptor::default();
        assert_eq!(acceptor.prepare(Ballot(1)), Ok(None));
        assert_eq!(acceptor.accept(&proposal(1, "X")), Ok(()));
        assert_eq!(acceptor.prepare(Ballot(3)), Ok(Some(proposal(1, "X"))));
        assert_eq!(acceptor.accept(&proposal(2, "Y")), Err(Ballot(3)));
        assert_eq!(acceptor.prepare(Ballot(2)), Err(Ballot(3)));
        assert_eq!(acceptor.accept(&proposal(4, "Y")), Ok(()));
        assert_eq!(acceptor, Acceptor { promised: Ballot(4), accepted: Some(proposal(4, "Y")) });
    }
}
