//! The acceptor that every participant is (Lamport, *Paxos Made Simple*, 2001, § 2.2).

use super::{Accepted, Msg, PaxosCommit, Server};
use crate::Ballot;
use crate::commit::Transaction;
use synod_kernel::{Effects, Pid};

/// What an acceptor must never forget of one transaction.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Acceptor {
    /// It accepts nothing below this ballot any more.
    pub promised: Ballot,
    /// What it accepted last.
    pub accepted: Option<Accepted>,
}

impl Server {
    /// Phase 1b: promise to accept nothing below this ballot, unless a higher one is promised already.
    pub(super) fn prepare(&mut self, transaction: Transaction, from: Pid, ballot: Ballot, fx: &mut Effects<PaxosCommit>) {
        let acceptor = self.disk.acceptors.entry(transaction).or_default();
        if ballot < acceptor.promised {
            return fx.send(from, Msg::Nack(transaction, acceptor.promised));
        }
        acceptor.promised = ballot;
        let had = acceptor.accepted;
        fx.persist(self.disk.clone());
        fx.send(from, Msg::Promise(transaction, ballot, had));
    }

    /// Phase 2b: accept, unless a higher ballot is promised.
    pub(super) fn accept(
        &mut self,
        transaction: Transaction,
        from: Pid,
        ballot: Ballot,
        commit: bool,
        fx: &mut Effects<PaxosCommit>,
    ) {
        let acceptor = self.disk.acceptors.entry(transaction).or_default();
        if ballot < acceptor.promised {
            return fx.send(from, Msg::Nack(transaction, acceptor.promised));
        }
        *acceptor = Acceptor { promised: ballot, accepted: Some((ballot, commit)) };
        fx.persist(self.disk.clone());
        fx.send(from, Msg::Accepted(transaction, ballot));
    }
}
