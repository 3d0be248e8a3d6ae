//! Who votes on a transaction, and who has voted what.

use std::hash::{Hash, Hasher};
use synod_order::Map;

use crate::Fact;

/// The votes on one transaction, with the events that cast them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Poll {
    /// Who votes, once the transaction has begun.
    pub(crate) voters: Option<Vec<u16>>,
    pub(crate) yes: Map<u16, u32>,
    pub(crate) no: Map<u16, u32>,
}

impl Poll {
    /// The voters that have not voted yes.
    pub(crate) fn missing(&self) -> Vec<u16> {
        let voters = self.voters.iter().flatten();
        voters.copied().filter(|voter| !self.yes.contains_key(voter)).collect()
    }

    /// Whether the process is to vote and has not voted yes.
    pub(crate) fn has_yet_to_say_yes(&self, process: u16) -> bool {
        self.voters.as_ref().is_some_and(|voters| voters.contains(&process)) && !self.yes.contains_key(&process)
    }

    /// Whether everybody who votes has voted yes, and nobody no.
    pub(crate) fn is_unanimous(&self) -> bool {
        self.voters.as_ref().is_some_and(|voters| !voters.is_empty()) && self.missing().is_empty() && self.no.is_empty()
    }
}

/// What a poll may still come to: after a no, nothing else matters; while it is open, who is missing; before it is known who
/// votes, who has said yes.
impl Hash for Poll {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match &self.voters {
            _ if !self.no.is_empty() => 0_u8.hash(state),
            Some(voters) => {
                (1_u8, voters.is_empty()).hash(state);
                synod_order::set(self.missing()).hash(state);
            }
            None => {
                2_u8.hash(state);
                synod_order::set(self.yes.keys().copied()).hash(state);
            }
        }
    }
}

/// The votes on every transaction.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct Polls(Map<u32, Poll>);

impl Polls {
    /// Takes note of what `process` declares in the event `event`; the first vote of each kind counts.
    pub(crate) fn note(&mut self, event: u32, process: u16, fact: &Fact) {
        match fact {
            Fact::Begun { transaction, voters } => {
                self.0.entry(*transaction).or_default().voters.get_or_insert_with(|| voters.clone());
            }
            Fact::Voted { transaction, yes } => {
                let poll = self.0.entry(*transaction).or_default();
                let votes = if *yes { &mut poll.yes } else { &mut poll.no };
                votes.entry(process).or_insert(event);
            }
            _ => {}
        }
    }

    /// The votes on a transaction, if anything is known of it.
    pub(crate) fn of(&self, transaction: u32) -> Option<&Poll> {
        self.0.get(&transaction)
    }

    /// The votes on every transaction of which anything is known.
    pub(crate) fn all(&self) -> impl Iterator<Item = (u32, &Poll)> {
        self.0.iter().map(|(transaction, poll)| (*transaction, poll))
    }
}
