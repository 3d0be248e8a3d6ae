//! The participant as a resource manager: it votes, holds its account locked while the outcome is open, and waits.

use super::{Msg, PaxosCommit, Server, Timer};
use crate::commit::{Account, Asker, COORDINATOR, Entry, Ret, Stage, Talk, Transaction, Waiting};
use synod_check::Fact;
use synod_kernel::{Cx, Effects, Pid};
use synod_words::phrase;

/// What a participant knows beside its log.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Participant {
    /// The lock of its account.
    pub account: Account,
}

impl Server {
    /// The coordinator asks for a vote: as in two-phase commit, a yes is forced to disk before it is sent (Bernstein, Hadzilacos & Goodman
    /// § 7.4).
    pub(super) fn vote_request(
        &mut self,
        paxos: &PaxosCommit,
        cx: Cx,
        transaction: Transaction,
        amount: i64,
        fx: &mut Effects<PaxosCommit>,
    ) {
        match self.disk.journal.stage(transaction) {
            Some(Stage::Prepared | Stage::Committed) => return fx.send(COORDINATOR, Msg::Vote(transaction, true)),
            Some(Stage::Aborted) => return fx.send(COORDINATOR, Msg::Vote(transaction, false)),
            Some(Stage::Begun | Stage::Precommitted) | None => {}
        }
        let change = paxos.bank.cast.change(cx.me, amount);
        self.participant.account.wait(Waiting::Transaction(transaction, change));
        self.execute_next(paxos, cx, fx);
    }

    /// Executes the transaction that has waited longest, once the account is free.
    pub(super) fn execute_next(&mut self, paxos: &PaxosCommit, cx: Cx, fx: &mut Effects<PaxosCommit>) {
        while let Some(next) = self.participant.account.admit() {
            match next {
                Waiting::Reader(client, op) => self.answer_balance((client, op), fx),
                Waiting::Transaction(transaction, change) => self.execute(paxos, cx, transaction, change, fx),
            }
        }
    }

    fn execute(&mut self, paxos: &PaxosCommit, cx: Cx, transaction: Transaction, change: i64, fx: &mut Effects<PaxosCommit>) {
        if self.disk.journal.stage(transaction).is_some() {
            return;
        }
        let before = self.disk.journal.balance();
        let after = before + change;
        let yes = paxos.bank.votes_yes(cx.me, after);
        fx.tell(Fact::Voted { transaction, yes });
        if !yes {
            // Nobody can commit without its yes, so it need not wait for the outcome.
            self.disk.journal.write(Entry::Aborted(transaction));
            fx.persist(self.disk.clone());
            fx.tell(Fact::Decided { transaction, commit: false });
            fx.note(phrase!("votes no, and aborts", "反馈 No，并中断事务"));
            return fx.send(COORDINATOR, Msg::Vote(transaction, false));
        }
        self.participant.account.lock(transaction, cx.clock, fx);
        self.disk.journal.write(Entry::Prepared { transaction, before, after });
        fx.persist(self.disk.clone());
        fx.arm(Timer::Forced(transaction), paxos.bank.disk_us);
        Server::doubt(paxos, cx.me, transaction, fx);
    }

    /// From its yes on it is uncertain. The lower its number, the sooner it proposes itself, so that seldom two do.
    pub(super) fn doubt(paxos: &PaxosCommit, me: Pid, transaction: Transaction, fx: &mut Effects<PaxosCommit>) {
        let wait = paxos.bank.timeout_us * (2 + u64::from(me.0)) / 2;
        fx.arm(Timer::Doubt(transaction), wait);
    }

    /// The outcome is known: the account is free again, and who waited for it goes on.
    pub(super) fn release(&mut self, paxos: &PaxosCommit, cx: Cx, transaction: Transaction, fx: &mut Effects<PaxosCommit>) {
        fx.disarm(Timer::Forced(transaction));
        self.participant.account.withdraw(transaction);
        self.participant.account.unlock(transaction, fx);
        self.execute_next(paxos, cx, fx);
    }

    /// What a balance is asked for: it is answered as soon as the account is free.
    pub(super) fn look_up(&mut self, paxos: &PaxosCommit, cx: Cx, asker: Asker, fx: &mut Effects<PaxosCommit>) {
        self.participant.account.wait(Waiting::Reader(asker.0, asker.1));
        self.execute_next(paxos, cx, fx);
    }

    pub(super) fn answer_balance(&self, (client, op): Asker, fx: &mut Effects<PaxosCommit>) {
        fx.send(client, Talk::Answer(op, Ret::Holds(self.disk.journal.balance())).into());
    }
}
