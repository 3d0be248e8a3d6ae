//! Who votes on a transaction, and who has voted what.

use std::collections::BTreeMap;

use crate::Fact;

/// The votes on one transaction, with the events that cast them.
#[derive(Debug, Default)]
pub(crate) struct Poll<'r> {
    /// Who votes, once the transaction has begun.
    pub(crate) voters: Option<&'r [u16]>,
    pub(crate) yes: BTreeMap<u16, u32>,
    pub(crate) no: BTreeMap<u16, u32>,
}

impl Poll<'_> {
    /// The voters that have not voted yes.
    pub(crate) fn missing(&self) -> Vec<u16> {
        let voters = self.voters.unwrap_or_default();
        voters.iter().copied().filter(|voter| !self.yes.contains_key(voter)).collect()
    }

    /// Whether everybody who votes has voted yes, and nobody no.
    pub(crate) fn is_unanimous(&self) -> bool {
        self.voters.is_some_and(|voters| !voters.is_empty()) && self.missing().is_empty() && self.no.is_empty()
    }
}

/// The votes on every transaction.
#[derive(Debug, Default)]
pub(crate) struct Polls<'r>(BTreeMap<u32, Poll<'r>>);

impl<'r> Polls<'r> {
    /// Takes note of what `process` declares in the event `event`; the first vote of each kind counts.
    pub(crate) fn note(&mut self, event: u32, process: u16, fact: &'r Fact) {
        match fact {
            Fact::Begun { transaction, voters } => {
                self.0.entry(*transaction).or_default().voters.get_or_insert(voters);
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
    pub(crate) fn of(&self, transaction: u32) -> Option<&Poll<'r>> {
        self.0.get(&transaction)
    }
}
