//! The coordinator: it collects votes, decides, and tells its decision until everybody has acknowledged it.

use super::{Msg, Timer, TwoPhase, numbers};
use crate::commit::{Asker, Entry, Journal, Op, Outbox, Ret, Stage, Talk, Transaction};
use synod_check::Fact;
use synod_kernel::{Effects, Pid};
use synod_order::{Map, Set};
use synod_words::phrase;

/// The coordinator.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Coordinator {
    journal: Journal,
    rounds: Map<Transaction, Round>,
    outbox: Outbox<Msg>,
}

/// A transaction that is not over.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct Round {
    /// Who waits for the outcome; nobody after a crash.
    asker: Option<Asker>,
    phase: Phase,
}

/// How far a transaction has got at the coordinator.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum Phase {
    /// Phase 1: these have voted yes.
    Voting {
        /// Who.
        yes: Set<Pid>,
    },
    /// The decision is being forced to disk; then it goes to these.
    Forcing {
        /// The decision.
        commit: bool,
        /// Who will be told.
        to: Set<Pid>,
    },
    /// Phase 2: these have not acknowledged the decision.
    Telling {
        /// The decision.
        commit: bool,
        /// Who.
        silent: Set<Pid>,
    },
}

impl Coordinator {
    /// Starts from its log. A transaction that was begun and not decided is aborted: nobody can have been told otherwise. A decided one
    /// that is not over is told again (BHG § 7.4, recovery).
    pub(super) fn boot(lab: &TwoPhase, disk: &Journal, fx: &mut Effects<TwoPhase>) -> Coordinator {
        let mut coordinator = Coordinator { journal: disk.clone(), rounds: Map::new(), outbox: Outbox::default() };
        let everybody = synod_order::set(lab.bank.cast.participants());
        for (transaction, commit) in disk.unfinished() {
            fx.note(phrase!(
                "finds its decision on transaction {0} in the log, and tells it again",
                "在日志中找到事务 {0} 的决定，重新发送",
                transaction
            ));
            let phase = Phase::Forcing { commit, to: everybody.clone() };
            coordinator.rounds.insert(transaction, Round { asker: None, phase });
            coordinator.tell(lab, transaction, fx);
        }
        for transaction in disk.undecided() {
            fx.note(phrase!(
                "finds transaction {0} without a decision in the log, and aborts it",
                "日志中的事务 {0} 没有决定，于是回滚",
                transaction
            ));
            let phase = Phase::Voting { yes: Set::new() };
            coordinator.rounds.insert(transaction, Round { asker: None, phase });
            coordinator.decide(lab, transaction, false, everybody.clone(), fx);
        }
        coordinator
    }

    /// Its log.
    pub(super) fn journal(&self) -> &Journal {
        &self.journal
    }

    /// The transactions that are not over, oldest first.
    pub(super) fn rounds(&self) -> impl DoubleEndedIterator<Item = (Transaction, &Phase)> {
        self.rounds.iter().map(|(transaction, round)| (*transaction, &round.phase))
    }

    /// How many messages wait for their turn.
    pub(super) fn unsent(&self) -> usize {
        self.outbox.len()
    }

    pub(super) fn receive(&mut self, lab: &TwoPhase, from: Pid, msg: Msg, fx: &mut Effects<TwoPhase>) {
        match msg {
            Msg::Talk(Talk::Ask(op, Op::Transfer(amount))) => self.begin(lab, (from, op), amount, fx),
            Msg::Vote(transaction, yes) => self.vote(lab, from, transaction, yes, fx),
            Msg::Ack(transaction) => self.acknowledged(from, transaction, fx),
            Msg::DecisionRequest(transaction) => self.asked(from, transaction, fx),
            Msg::Talk(_) | Msg::VoteRequest(..) | Msg::Decision(..) | Msg::Undecided(_) => {}
        }
    }

    pub(super) fn timeout(&mut self, lab: &TwoPhase, timer: Timer, fx: &mut Effects<TwoPhase>) {
        match timer {
            Timer::Next => self.outbox.go_on(Timer::Next, fx),
            Timer::Votes(transaction) => self.votes_missing(lab, transaction, fx),
            Timer::Forced(transaction) => self.tell(lab, transaction, fx),
            Timer::Resend(transaction) => self.resend(lab, transaction, fx),
            Timer::GiveUp(_) | Timer::Uncertain(_) => {}
        }
    }

    /// Phase 1: writes that the transaction begins, and asks every participant for its vote.
    fn begin(&mut self, lab: &TwoPhase, asker: Asker, amount: i64, fx: &mut Effects<TwoPhase>) {
        let transaction = asker.1.0 + 1;
        if self.journal.stage(transaction).is_some() {
            // The request arrived twice.
            return;
        }
        let cast = lab.bank.cast;
        self.write(Entry::Begun(transaction), fx);
        fx.tell(Fact::Begun { transaction, voters: numbers(cast.participants()) });
        self.rounds.insert(transaction, Round { asker: Some(asker), phase: Phase::Voting { yes: Set::new() } });
        let requests = cast.participants().map(|pid| (pid, Msg::VoteRequest(transaction, cast.change(pid, amount))));
        self.outbox.send_each(requests, Timer::Next, fx);
        fx.arm(Timer::Votes(transaction), lab.bank.timeout_us);
    }

    /// A vote arrives. All yes: commit. One no: abort, and who said no need not be told.
    fn vote(&mut self, lab: &TwoPhase, from: Pid, transaction: Transaction, yes: bool, fx: &mut Effects<TwoPhase>) {
        let Some(Round { phase: Phase::Voting { yes: voted_yes }, .. }) = self.rounds.get_mut(&transaction) else { return };
        let mut everybody = synod_order::set(lab.bank.cast.participants());
        if !yes {
            everybody.remove(&from);
            self.decide(lab, transaction, false, everybody, fx);
            return;
        }
        voted_yes.insert(from);
        if *voted_yes == everybody {
            self.decide(lab, transaction, true, everybody, fx);
        }
    }

    /// Votes are missing: somebody may have failed, so the transaction is aborted.
    fn votes_missing(&mut self, lab: &TwoPhase, transaction: Transaction, fx: &mut Effects<TwoPhase>) {
        let Some(Round { phase: Phase::Voting { yes }, .. }) = self.rounds.get(&transaction) else { return };
        let everybody = synod_order::set(lab.bank.cast.participants());
        let missing: Vec<String> = everybody.difference(yes).map(|pid| lab.bank.cast.name_of(*pid)).collect();
        fx.note(phrase!("no longer waits for the vote of {0}", "不再等待 {0} 的反馈", missing));
        fx.tell(Fact::Suspected { transaction });
        self.decide(lab, transaction, false, everybody, fx);
    }

    /// Writes the decision. That moment decides; what follows waits until it is on disk.
    fn decide(&mut self, lab: &TwoPhase, transaction: Transaction, commit: bool, to: Set<Pid>, fx: &mut Effects<TwoPhase>) {
        let Some(round) = self.rounds.get_mut(&transaction) else { return };
        round.phase = Phase::Forcing { commit, to };
        self.outbox.withdraw(|msg| !matches!(msg, Msg::VoteRequest(t, _) if *t == transaction));
        fx.disarm(Timer::Votes(transaction));
        self.write(if commit { Entry::Committed(transaction) } else { Entry::Aborted(transaction) }, fx);
        fx.tell(Fact::Decided { transaction, commit });
        fx.note(if commit {
            phrase!("decides to commit transaction {0}: all voted yes", "决定提交事务 {0}：全部反馈 Yes", transaction)
        } else {
            phrase!("decides to abort transaction {0}", "决定回滚事务 {0}", transaction)
        });
        fx.arm(Timer::Forced(transaction), lab.bank.disk_us);
    }

    /// Phase 2: the decision is on disk. The client is told at once, not only when everybody has acknowledged: nothing can change the
    /// decision any more.
    fn tell(&mut self, lab: &TwoPhase, transaction: Transaction, fx: &mut Effects<TwoPhase>) {
        let Some(round) = self.rounds.get_mut(&transaction) else { return };
        let Phase::Forcing { commit, to } = &round.phase else { return };
        let (commit, to) = (*commit, to.clone());
        if let Some((client, op)) = round.asker.take() {
            fx.send(client, Talk::Answer(op, if commit { Ret::Committed } else { Ret::Aborted }).into());
        }
        round.phase = Phase::Telling { commit, silent: to.clone() };
        self.outbox.send(to, &Msg::Decision(transaction, commit), Timer::Next, fx);
        fx.arm(Timer::Resend(transaction), lab.bank.timeout_us);
    }

    /// Acknowledgements are missing: who is silent is told again, until everybody has acknowledged.
    fn resend(&mut self, lab: &TwoPhase, transaction: Transaction, fx: &mut Effects<TwoPhase>) {
        let Some(Round { phase: Phase::Telling { commit, silent }, .. }) = self.rounds.get(&transaction) else { return };
        let (commit, silent) = (*commit, silent.clone());
        self.outbox.send(silent, &Msg::Decision(transaction, commit), Timer::Next, fx);
        fx.arm(Timer::Resend(transaction), lab.bank.timeout_us);
    }

    /// A participant has carried out the decision. Once all have, the transaction is over.
    fn acknowledged(&mut self, from: Pid, transaction: Transaction, fx: &mut Effects<TwoPhase>) {
        let Some(Round { phase: Phase::Telling { silent, .. }, .. }) = self.rounds.get_mut(&transaction) else { return };
        silent.remove(&from);
        if silent.is_empty() {
            self.rounds.remove(&transaction);
            fx.disarm(Timer::Resend(transaction));
            self.write(Entry::Ended(transaction), fx);
            fx.note(phrase!("has all acknowledgements: transaction {0} is over", "收到全部 Ack，事务 {0} 完成", transaction));
        }
    }

    /// An uncertain participant asks. The decision is told once it is on disk.
    fn asked(&self, from: Pid, transaction: Transaction, fx: &mut Effects<TwoPhase>) {
        let forcing = matches!(self.rounds.get(&transaction), Some(Round { phase: Phase::Forcing { .. }, .. }));
        let decision = self.journal.stage(transaction).and_then(Stage::decision).filter(|_| !forcing);
        fx.send(from, decision.map_or(Msg::Undecided(transaction), |commit| Msg::Decision(transaction, commit)));
    }

    fn write(&mut self, entry: Entry, fx: &mut Effects<TwoPhase>) {
        self.journal.write(entry);
        fx.persist(self.journal.clone());
    }
}

impl Phase {
    /// The decision, where there is one.
    pub(super) fn decision(&self) -> Option<bool> {
        match self {
            Phase::Voting { .. } => None,
            Phase::Forcing { commit, .. } | Phase::Telling { commit, .. } => Some(*commit),
        }
    }
}
