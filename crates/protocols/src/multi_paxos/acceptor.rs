//! An acceptor: one promise for all slots, and what it has accepted in each (*Paxos Made Simple*, § 2.2 and § 3).

use super::{Command, Msg};
use crate::Ballot;
use synod_order::Map;

/// What was accepted, by slot: with which ballot, and what.
pub type Accepted = Map<u32, (Ballot, Command)>;

/// An acceptor, which has everything on disk.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Acceptor {
    /// The highest ballot that it has answered; it accepts nothing below.
    promised: Ballot,
    accepted: Accepted,
}

impl Acceptor {
    /// The highest ballot that it has answered.
    pub fn promised(&self) -> Ballot {
        self.promised
    }

    /// What it has accepted.
    pub fn accepted(&self) -> &Accepted {
        &self.accepted
    }

    /// Phase 1b: promises to accept nothing below `ballot`, and tells all that it has accepted from a slot on.
    pub(super) fn prepare(&mut self, ballot: Ballot, from: u32) -> Msg {
        if ballot < self.promised {
            return Msg::Nack { ballot, promised: self.promised };
        }
        self.promised = ballot;
        let accepted = synod_order::map(self.accepted.range(from..).map(|(slot, entry)| (*slot, entry.clone())));
        Msg::Promise { ballot, accepted }
    }

    /// Phase 2b: accepts, unless it has promised not to.
    pub(super) fn accept(&mut self, ballot: Ballot, slot: u32, command: Command) -> Msg {
        if ballot < self.promised {
            return Msg::Nack { ballot, promised: self.promised };
        }
        self.promised = ballot;
        self.accepted.insert(slot, (ballot, command.clone()));
        Msg::Accepted { ballot, slot, command }
    }
}
