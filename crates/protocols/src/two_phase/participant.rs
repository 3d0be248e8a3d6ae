//! A participant: it executes its part under a lock, votes, and carries out the decision.

use super::{Msg, Timer, TwoPhase};
use crate::commit::{Account, COORDINATOR, Entry, Journal, Op, Ret, Stage, Talk, Transaction, Waiting};
use synod_check::Fact;
use synod_kernel::{Cx, Effects, Pid};
use synod_order::Set;
use synod_words::phrase;

/// A participant.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Participant {
    pub(super) journal: Journal,
    pub(super) account: Account,
    /// The transaction that holds the lock.
    pub(super) open: Option<Open>,
}

/// A transaction that is prepared and not decided.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Open {
    /// Which.
    pub transaction: Transaction,
    /// Whether it has voted yes. After a crash it cannot tell, and has to suppose so.
    pub voted: bool,
    /// Who was asked for the decision, the last time.
    pub asked: Set<Pid>,
    /// Who has answered since that it does not know.
    pub answered: Set<Pid>,
    /// Whether it has found that it is blocked.
    pub blocked: bool,
}

impl Participant {
    /// Starts from its log. What is prepared and not decided is locked as before, and it asks for the decision at once; it may have voted
    /// yes, and what it has not prepared it has not voted on (BHG § 7.4, recovery).
    pub(super) fn boot(lab: &TwoPhase, cx: Cx, disk: &Journal, fx: &mut Effects<TwoPhase>) -> Participant {
        let mut participant = Participant { journal: disk.clone(), account: Account::default(), open: None };
        if let Some(transaction) = disk.undecided().first().copied() {
            fx.note(phrase!(
                "finds transaction {0} prepared in its log, and locks its account again",
                "日志中事务 {0} 已准备，重新锁住账户",
                transaction
            ));
            participant.account.still_locked(transaction, cx.clock);
            participant.open = Some(Open::new(transaction));
            participant.inquire(lab, cx, fx);
        }
        participant
    }

    pub(super) fn receive(&mut self, lab: &TwoPhase, cx: Cx, from: Pid, msg: Msg, fx: &mut Effects<TwoPhase>) {
        match msg {
            Msg::VoteRequest(transaction, change) => self.vote_request(lab, cx, transaction, change, fx),
            Msg::Decision(transaction, commit) => self.decision(lab, cx, from, (transaction, commit), fx),
            Msg::DecisionRequest(transaction) => self.asked(lab, from, transaction, fx),
            Msg::Undecided(transaction) => self.nobody_knows(from, transaction),
            Msg::Talk(Talk::Ask(op, Op::Balance(_))) => {
                if let Some((holder, _)) = self.account.holder() {
                    let name = lab.bank.cast.name_of(from);
                    fx.note(phrase!("lets {0} wait: transaction {1} has the lock", "让 {0} 等待：事务 {1} 持有锁", name, holder));
                    self.account.wait(Waiting::Reader(from, op));
                } else {
                    self.answer(from, op, fx);
                }
            }
            Msg::Talk(_) | Msg::Vote(..) | Msg::Ack(_) => {}
        }
    }

    pub(super) fn timeout(&mut self, lab: &TwoPhase, cx: Cx, timer: Timer, fx: &mut Effects<TwoPhase>) {
        match timer {
            Timer::Forced(transaction) => self.vote_yes(lab, transaction, fx),
            Timer::Uncertain(transaction) => self.uncertain(lab, cx, transaction, fx),
            Timer::GiveUp(_) | Timer::Next | Timer::Votes(_) | Timer::Resend(_) => {}
        }
    }

    /// Is asked for its vote: once the account is free, it executes its part.
    fn vote_request(&mut self, lab: &TwoPhase, cx: Cx, transaction: Transaction, change: i64, fx: &mut Effects<TwoPhase>) {
        match (self.journal.stage(transaction), self.account.holder()) {
            (None, Some((holder, _))) if lab.bank.votes_no != Some(cx.me) => {
                fx.note(phrase!(
                    "lets transaction {0} wait: transaction {1} has the lock",
                    "让事务 {0} 等待：事务 {1} 持有锁",
                    transaction,
                    holder
                ));
                self.account.wait(Waiting::Transaction(transaction, change));
            }
            (None, _) => self.execute(lab, cx, transaction, change, fx),
            // Asked again, because of a message that arrived twice: what was said is said again.
            (Some(Stage::Prepared), _) if self.open.as_ref().is_some_and(|open| open.voted || !open.asked.is_empty()) => {
                self.vote_yes(lab, transaction, fx);
            }
            (Some(Stage::Aborted), _) if !self.has_prepared(transaction) => fx.send(COORDINATOR, Msg::Vote(transaction, false)),
            _ => {}
        }
    }

    /// Executes its part: takes the lock, writes what the account held and will hold (undo and redo), and votes when that is on disk.
    /// Whoever cannot do its part votes no and aborts at once, alone.
    fn execute(&mut self, lab: &TwoPhase, cx: Cx, transaction: Transaction, change: i64, fx: &mut Effects<TwoPhase>) {
        let before = self.journal.balance();
        let after = before + change;
        if !lab.bank.votes_yes(cx.me, after) {
            fx.note(if after < 0 {
                phrase!("votes no: its account holds only {0}", "反馈 No：账户只有 {0}", before)
            } else {
                phrase!("votes no", "反馈 No")
            });
            fx.tell(Fact::Voted { transaction, yes: false });
            self.abort_alone(transaction, fx);
            fx.send(COORDINATOR, Msg::Vote(transaction, false));
            return;
        }
        self.account.lock(transaction, cx.clock, fx);
        self.write(Entry::Prepared { transaction, before, after }, fx);
        fx.note(phrase!(
            "locks its account and writes undo {0}, redo {1}",
            "锁住账户，写 Undo {0}、Redo {1} 日志",
            before,
            after
        ));
        self.open = Some(Open::new(transaction));
        fx.arm(Timer::Forced(transaction), lab.bank.disk_us);
    }

    /// Undo and redo are on disk: it votes yes, and is uncertain from now on.
    fn vote_yes(&mut self, lab: &TwoPhase, transaction: Transaction, fx: &mut Effects<TwoPhase>) {
        let Some(open) = self.open.as_mut().filter(|open| open.transaction == transaction) else { return };
        if !open.voted {
            open.voted = true;
            fx.tell(Fact::Voted { transaction, yes: true });
            if open.asked.is_empty() {
                fx.arm(Timer::Uncertain(transaction), lab.uncertain_us());
            }
        }
        fx.send(COORDINATOR, Msg::Vote(transaction, true));
    }

    /// Is told the decision, by the coordinator or by whoever knows it.
    fn decision(
        &mut self,
        lab: &TwoPhase,
        cx: Cx,
        from: Pid,
        (transaction, commit): (Transaction, bool),
        fx: &mut Effects<TwoPhase>,
    ) {
        match self.journal.stage(transaction).map(Stage::decision) {
            Some(Some(mine)) => {
                if mine != commit {
                    fx.note(phrase!("has decided otherwise, and cannot take it back", "早已作出相反的决定，无法更改"));
                }
            }
            Some(None) => self.conclude(lab, cx, transaction, commit, fx),
            None if commit => return,
            None => {
                fx.note(phrase!("aborts what it has not voted on", "尚未表决，直接回滚"));
                self.abort_alone(transaction, fx);
            }
        }
        if from == COORDINATOR {
            fx.send(COORDINATOR, Msg::Ack(transaction));
        }
    }

    /// Carries out a decision on the transaction that it has prepared, releases the lock, and lets those who wait for it go on.
    pub(super) fn conclude(
        &mut self,
        lab: &TwoPhase,
        cx: Cx,
        transaction: Transaction,
        commit: bool,
        fx: &mut Effects<TwoPhase>,
    ) {
        self.write(if commit { Entry::Committed(transaction) } else { Entry::Aborted(transaction) }, fx);
        self.open = None;
        fx.disarm(Timer::Forced(transaction));
        fx.disarm(Timer::Uncertain(transaction));
        fx.tell(Fact::Decided { transaction, commit });
        fx.note(if commit {
            phrase!("commits: its account holds {0}", "提交：账户为 {0}", self.journal.balance())
        } else {
            phrase!("aborts: its account holds {0} as before (undo)", "回滚：账户恢复为 {0}（Undo）", self.journal.balance())
        });
        self.account.unlock(transaction, fx);
        while let Some(waiting) = self.account.admit() {
            match waiting {
                Waiting::Reader(client, op) => self.answer(client, op, fx),
                Waiting::Transaction(next, change) => self.execute(lab, cx, next, change, fx),
            }
        }
    }

    /// Decides to abort what it has not prepared: it has promised nothing (BHG § 7.4: unilateral abort).
    pub(super) fn abort_alone(&mut self, transaction: Transaction, fx: &mut Effects<TwoPhase>) {
        self.account.withdraw(transaction);
        self.write(Entry::Aborted(transaction), fx);
        fx.tell(Fact::Decided { transaction, commit: false });
    }

    fn has_prepared(&self, transaction: Transaction) -> bool {
        self.prepared(transaction).is_some()
    }

    /// What its account holds: what the last committed transaction left.
    pub fn balance(&self) -> i64 {
        self.journal.balance()
    }

    /// What the account held before a transaction and will hold after it, where its log says that.
    pub(super) fn prepared(&self, wanted: Transaction) -> Option<(i64, i64)> {
        self.journal.entries().iter().find_map(|entry| match entry {
            Entry::Prepared { transaction, before, after } if *transaction == wanted => Some((*before, *after)),
            _ => None,
        })
    }

    fn answer(&self, client: Pid, op: synod_kernel::OperationId, fx: &mut Effects<TwoPhase>) {
        fx.send(client, Talk::Answer(op, Ret::Holds(self.journal.balance())).into());
    }

    fn write(&mut self, entry: Entry, fx: &mut Effects<TwoPhase>) {
        self.journal.write(entry);
        fx.persist(self.journal.clone());
    }
}

impl Open {
    fn new(transaction: Transaction) -> Open {
        Open { transaction, voted: false, asked: Set::new(), answered: Set::new(), blocked: false }
    }
}
