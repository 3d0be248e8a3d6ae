//! A participant: it executes its part under a lock, votes, acknowledges that all voted yes, and carries out the decision.

use super::recovery::Inquest;
use super::termination::Reports;
use super::{Msg, State, ThreePhase, Timer};
use crate::commit::{Account, COORDINATOR, Entry, Journal, Op, Outbox, Ret, Stage, Talk, Transaction, Waiting};
use synod_check::Fact;
use synod_kernel::{Cx, Effects, OperationId, Pid};
use synod_order::{Map, Set};
use synod_words::phrase;

/// A participant.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Participant {
    pub(super) journal: Journal,
    pub(super) account: Account,
    /// The transaction that holds the lock.
    pub(super) open: Option<Open>,
    /// What it has decided as the new coordinator and is forcing to disk; then it tells the others.
    pub(super) untold: Map<Transaction, bool>,
    pub(super) outbox: Outbox<Msg>,
}

/// A transaction that is prepared and not decided.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Open {
    /// Which.
    pub transaction: Transaction,
    /// Whether it has voted yes. After a crash it cannot tell, and has to suppose so.
    pub voted: bool,
    /// Its part in finding the decision.
    pub part: Part,
}

/// A participant's part in finding the decision.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum Part {
    /// It waits for what this one says: the coordinator, or a participant in its place.
    Following(Pid),
    /// It is the new coordinator, and has asked these for their states; some have answered.
    Asking {
        /// Whom it has asked.
        asked: Set<Pid>,
        /// What is known, its own state included.
        reports: Reports,
    },
    /// It is the new coordinator, and these have not acknowledged preCommit.
    Preparing(Set<Pid>),
    /// It was down, and asks what was decided.
    Recovering(Inquest),
}

impl Participant {
    /// Starts from its log. What is prepared and not decided is locked as before, and it asks what was decided; what it has not prepared it
    /// has not voted on.
    pub(super) fn boot(lab: &ThreePhase, cx: Cx, disk: &Journal, fx: &mut Effects<ThreePhase>) -> Participant {
        let mut participant = Participant {
            journal: disk.clone(),
            account: Account::default(),
            open: None,
            untold: Map::new(),
            outbox: Outbox::default(),
        };
        if let Some(transaction) = disk.undecided().first().copied() {
            fx.note(phrase!(
                "finds transaction {0} undecided in its log: it locks its account again, and asks",
                "日志中事务 {0} 没有决定：重新锁住账户并询问",
                transaction
            ));
            participant.account.still_locked(transaction, cx.clock);
            let mut inquest = Inquest::default();
            inquest.ask(lab, cx.me, transaction, fx);
            participant.open = Some(Open { transaction, voted: true, part: Part::Recovering(inquest) });
        }
        participant
    }

    pub(super) fn receive(&mut self, lab: &ThreePhase, cx: Cx, from: Pid, msg: Msg, fx: &mut Effects<ThreePhase>) {
        match msg {
            Msg::CanCommit(transaction, change) => self.can_commit(lab, cx, transaction, change, fx),
            Msg::PreCommit(transaction) => self.precommit(lab, cx, from, transaction, fx),
            Msg::PreAck(transaction) => self.precommit_acknowledged(lab, cx, from, transaction, fx),
            Msg::Decision(transaction, commit) => self.decision(lab, cx, from, (transaction, commit), fx),
            Msg::Elect(transaction) => self.elected(lab, cx, from, transaction, fx),
            Msg::StateRequest(transaction) => self.state_request(lab, cx, from, transaction, fx),
            Msg::State(transaction, state) => self.reported(lab, cx, from, transaction, state, fx),
            Msg::Inquiry(transaction) => self.asked(from, transaction, fx),
            Msg::Undecided(transaction, was_down) => {
                if let Some(Part::Recovering(inquest)) = self.part(transaction) {
                    inquest.answered(from, was_down);
                }
            }
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

    pub(super) fn timeout(&mut self, lab: &ThreePhase, cx: Cx, timer: Timer, fx: &mut Effects<ThreePhase>) {
        match timer {
            Timer::Next => self.outbox.go_on(Timer::Next, fx),
            Timer::Forced(transaction) => self.forced(lab, cx, transaction, fx),
            Timer::Silent(transaction) => self.silent(lab, cx, transaction, fx),
            Timer::States(transaction) => self.terminate(lab, cx, transaction, fx),
            Timer::PreAcks(transaction) => self.acknowledgements_missing(lab, cx, transaction, fx),
            Timer::Inquire(transaction) => {
                if let Some(Part::Recovering(inquest)) = self.part(transaction) {
                    inquest.find_blocked(lab, cx.me, transaction, fx);
                    inquest.ask(lab, cx.me, transaction, fx);
                }
            }
            Timer::GiveUp(_) | Timer::Votes(_) | Timer::Resend(_) => {}
        }
    }

    /// Its part in a transaction, while that is open.
    pub(super) fn part(&mut self, transaction: Transaction) -> Option<&mut Part> {
        self.open.as_mut().filter(|open| open.transaction == transaction).map(|open| &mut open.part)
    }

    /// Is asked whether it could commit: once the account is free, it executes its part.
    fn can_commit(&mut self, lab: &ThreePhase, cx: Cx, transaction: Transaction, change: i64, fx: &mut Effects<ThreePhase>) {
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
            // It has aborted before it was asked, or was asked twice.
            (Some(Stage::Aborted), _) if self.prepared(transaction).is_none() => {
                fx.send(COORDINATOR, Msg::Vote(transaction, false));
            }
            _ => {}
        }
    }

    /// Executes its part: takes the lock, writes what the account held and will hold (undo and redo), and votes when that is on disk.
    /// Whoever cannot do its part votes no and aborts at once, alone.
    fn execute(&mut self, lab: &ThreePhase, cx: Cx, transaction: Transaction, change: i64, fx: &mut Effects<ThreePhase>) {
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
        self.open = Some(Open { transaction, voted: false, part: Part::Following(COORDINATOR) });
        fx.arm(Timer::Forced(transaction), lab.bank.disk_us);
    }

    /// What was written is on disk: what relies on it leaves.
    fn forced(&mut self, lab: &ThreePhase, cx: Cx, transaction: Transaction, fx: &mut Effects<ThreePhase>) {
        if let Some(commit) = self.untold.remove(&transaction) {
            let others = lab.bank.cast.participants().filter(|pid| *pid != cx.me);
            self.outbox.send(others, &Msg::Decision(transaction, commit), Timer::Next, fx);
            return;
        }
        let Some(open) = self.open.as_mut().filter(|open| open.transaction == transaction) else { return };
        if !open.voted {
            open.voted = true;
            fx.tell(Fact::Voted { transaction, yes: true });
            fx.send(COORDINATOR, Msg::Vote(transaction, true));
            if matches!(open.part, Part::Following(_)) {
                fx.arm(Timer::Silent(transaction), lab.silent_us());
            }
        } else if let Part::Following(coordinator) = open.part {
            fx.send(coordinator, Msg::PreAck(transaction));
        }
    }

    /// Is told that all voted yes. It writes that, and acknowledges when it is on disk. What an earlier coordinator says no longer counts,
    /// and who was down takes no part.
    fn precommit(&mut self, lab: &ThreePhase, cx: Cx, from: Pid, transaction: Transaction, fx: &mut Effects<ThreePhase>) {
        if !self.follow(cx, from, transaction, fx) {
            return;
        }
        if self.journal.stage(transaction) == Some(Stage::Prepared) {
            self.write(Entry::Precommitted(transaction), fx);
            fx.note(phrase!("knows that all voted yes", "得知全部反馈 Yes，预提交"));
        }
        fx.arm(Timer::Forced(transaction), lab.bank.disk_us);
        fx.arm(Timer::Silent(transaction), lab.silent_us());
    }

    /// Is told the decision, by the coordinator or by whoever knows it.
    fn decision(
        &mut self,
        lab: &ThreePhase,
        cx: Cx,
        from: Pid,
        (transaction, commit): (Transaction, bool),
        fx: &mut Effects<ThreePhase>,
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
        lab: &ThreePhase,
        cx: Cx,
        transaction: Transaction,
        commit: bool,
        fx: &mut Effects<ThreePhase>,
    ) {
        self.write(if commit { Entry::Committed(transaction) } else { Entry::Aborted(transaction) }, fx);
        self.open = None;
        self.outbox.withdraw(|msg| msg.transaction() != Some(transaction));
        for timer in [
            Timer::Forced(transaction),
            Timer::Silent(transaction),
            Timer::States(transaction),
            Timer::PreAcks(transaction),
            Timer::Inquire(transaction),
        ] {
            fx.disarm(timer);
        }
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

    /// Decides to abort what it has not prepared: it has promised nothing.
    pub(super) fn abort_alone(&mut self, transaction: Transaction, fx: &mut Effects<ThreePhase>) {
        self.account.withdraw(transaction);
        self.write(Entry::Aborted(transaction), fx);
        fx.tell(Fact::Decided { transaction, commit: false });
    }

    /// Its decision on a transaction; one on which it has not voted it aborts when it is asked.
    pub(super) fn decided(&mut self, transaction: Transaction, fx: &mut Effects<ThreePhase>) -> Option<bool> {
        match self.journal.stage(transaction) {
            Some(stage) => stage.decision(),
            None => {
                fx.note(phrase!("has not voted yet, so it aborts", "尚未表决，自行回滚"));
                self.abort_alone(transaction, fx);
                Some(false)
            }
        }
    }

    /// Somebody who was down asks what was decided.
    fn asked(&mut self, from: Pid, transaction: Transaction, fx: &mut Effects<ThreePhase>) {
        let was_down = matches!(self.part(transaction), Some(Part::Recovering(_)));
        let answer = match self.decided(transaction, fx) {
            Some(commit) => Msg::State(transaction, State::decided(commit)),
            None => Msg::Undecided(transaction, was_down),
        };
        fx.send(from, answer);
    }

    /// How far it is, as a new coordinator has to know it.
    pub(super) fn state(&self, transaction: Transaction) -> State {
        self.journal.stage(transaction).map_or(State::Aborted, State::of)
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

    fn answer(&self, client: Pid, op: OperationId, fx: &mut Effects<ThreePhase>) {
        fx.send(client, Talk::Answer(op, Ret::Holds(self.journal.balance())).into());
    }

    pub(super) fn write(&mut self, entry: Entry, fx: &mut Effects<ThreePhase>) {
        self.journal.write(entry);
        fx.persist(self.journal.clone());
    }
}
