//! The coordinator: it collects votes, tells everybody that all voted yes, collects acknowledgements of that, decides, and tells its
//! decision until everybody has acknowledged it (Bernstein, Hadzilacos & Goodman § 7.5).

use super::recovery::Inquest;
use super::termination::{Outcome, Reports};
use super::{Msg, State, ThreePhase, TimeoutRule, Timer, numbers};
use crate::commit::{Asker, COORDINATOR, Entry, Journal, Op, Outbox, Ret, Stage, Talk, Transaction};
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
    /// Phase 2: these have not acknowledged preCommit.
    Preparing {
        /// Who.
        silent: Set<Pid>,
    },
    /// The decision is being forced to disk; then it goes to these.
    Forcing {
        /// The decision.
        commit: bool,
        /// Who will be told.
        to: Set<Pid>,
    },
    /// Phase 3: these have not acknowledged the decision.
    Telling {
        /// The decision.
        commit: bool,
        /// Who.
        silent: Set<Pid>,
    },
    /// After a crash: the others may have decided, so it asks them.
    Recovering(Inquest),
    /// After a total failure: it asks everybody's state, to decide with them.
    Asking(Reports),
}

impl Coordinator {
    /// Starts from its log. A decided transaction that is not over is told again. One for which preCommit cannot have left is aborted:
    /// nobody can have been told otherwise. Of any other the rest may have decided without it, so it asks.
    pub(super) fn boot(lab: &ThreePhase, disk: &Journal, fx: &mut Effects<ThreePhase>) -> Coordinator {
        let mut coordinator = Coordinator { journal: disk.clone(), rounds: Map::new(), outbox: Outbox::default() };
        let everybody = synod_order::set(lab.bank.cast.participants());
        for (transaction, commit) in disk.unfinished() {
            fx.note(phrase!(
                "finds its decision on transaction {0} in the log, and tells it again",
                "在日志中找到事务 {0} 的决定，重新发送",
                transaction
            ));
            coordinator
                .rounds
                .insert(transaction, Round { asker: None, phase: Phase::Forcing { commit, to: everybody.clone() } });
            coordinator.tell(lab, transaction, fx);
        }
        for transaction in disk.undecided() {
            let mut inquest = Inquest::default();
            let asks = disk.stage(transaction) == Some(Stage::Precommitted);
            if asks {
                fx.note(phrase!(
                    "finds preCommit of transaction {0} in the log and no decision: it asks the others",
                    "日志中事务 {0} 已预提交而没有决定：询问其他进程",
                    transaction
                ));
                inquest.ask(lab, COORDINATOR, transaction, fx);
            }
            coordinator.rounds.insert(transaction, Round { asker: None, phase: Phase::Recovering(inquest) });
            if !asks {
                fx.note(phrase!(
                    "finds transaction {0} begun in the log and not preCommit, so nobody has committed: it aborts",
                    "日志中事务 {0} 已开始而未预提交，不会有进程提交：于是回滚",
                    transaction
                ));
                coordinator.decide(lab, transaction, false, everybody.clone(), fx);
            }
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

    pub(super) fn receive(&mut self, lab: &ThreePhase, from: Pid, msg: Msg, fx: &mut Effects<ThreePhase>) {
        match msg {
            Msg::Talk(Talk::Ask(op, Op::Transfer(amount))) => self.begin(lab, (from, op), amount, fx),
            Msg::Vote(transaction, yes) => self.vote(lab, from, transaction, yes, fx),
            Msg::PreAck(transaction) => self.precommit_acknowledged(lab, from, transaction, fx),
            Msg::Ack(transaction) => self.acknowledged(from, transaction, fx),
            Msg::Inquiry(transaction) => self.asked(from, transaction, fx),
            Msg::Undecided(transaction, was_down) => self.nobody_knows(lab, from, transaction, was_down, fx),
            Msg::State(transaction, state) => self.reported(lab, from, transaction, state, fx),
            Msg::Talk(_) | Msg::CanCommit(..) | Msg::PreCommit(_) | Msg::Decision(..) | Msg::Elect(_) | Msg::StateRequest(_) => {}
        }
    }

    pub(super) fn timeout(&mut self, lab: &ThreePhase, timer: Timer, fx: &mut Effects<ThreePhase>) {
        match timer {
            Timer::Next => self.outbox.go_on(Timer::Next, fx),
            Timer::Forced(transaction) => self.forced(lab, transaction, fx),
            Timer::Votes(transaction) => self.votes_missing(lab, transaction, fx),
            Timer::PreAcks(transaction) => self.acknowledgements_missing(lab, transaction, fx),
            Timer::Resend(transaction) => self.resend(lab, transaction, fx),
            Timer::Inquire(transaction) => self.ask_again(lab, transaction, fx),
            Timer::States(transaction) => self.terminate(lab, transaction, fx),
            Timer::GiveUp(_) | Timer::Silent(_) => {}
        }
    }

    /// Phase 1: writes that the transaction begins, and asks every participant whether it could commit.
    fn begin(&mut self, lab: &ThreePhase, asker: Asker, amount: i64, fx: &mut Effects<ThreePhase>) {
        let transaction = asker.1.0 + 1;
        if self.journal.stage(transaction).is_some() {
            // The request arrived twice.
            return;
        }
        let cast = lab.bank.cast;
        self.write(Entry::Begun(transaction), fx);
        fx.tell(Fact::Begun { transaction, voters: numbers(cast.participants()) });
        self.rounds.insert(transaction, Round { asker: Some(asker), phase: Phase::Voting { yes: Set::new() } });
        let requests = cast.participants().map(|pid| (pid, Msg::CanCommit(transaction, cast.change(pid, amount))));
        self.outbox.send_each(requests, Timer::Next, fx);
        fx.arm(Timer::Votes(transaction), lab.bank.timeout_us);
    }

    /// A vote arrives. All yes: preCommit. One no: abort, and who said no need not be told.
    fn vote(&mut self, lab: &ThreePhase, from: Pid, transaction: Transaction, yes: bool, fx: &mut Effects<ThreePhase>) {
        let Some(Round { phase: Phase::Voting { yes: voted_yes }, .. }) = self.rounds.get_mut(&transaction) else { return };
        let mut everybody = synod_order::set(lab.bank.cast.participants());
        if !yes {
            everybody.remove(&from);
            self.decide(lab, transaction, false, everybody, fx);
            return;
        }
        voted_yes.insert(from);
        if *voted_yes == everybody {
            fx.disarm(Timer::Votes(transaction));
            fx.note(phrase!("has yes from all: preCommit of transaction {0}", "全部反馈 Yes：预提交事务 {0}", transaction));
            self.write(Entry::Precommitted(transaction), fx);
            self.precommit(lab, transaction, everybody, fx);
        }
    }

    /// Votes are missing: somebody may have failed, so the transaction is aborted.
    fn votes_missing(&mut self, lab: &ThreePhase, transaction: Transaction, fx: &mut Effects<ThreePhase>) {
        let Some(Round { phase: Phase::Voting { yes }, .. }) = self.rounds.get(&transaction) else { return };
        let everybody = synod_order::set(lab.bank.cast.participants());
        fx.note(phrase!("no longer waits for the vote of {0}", "不再等待 {0} 的反馈", lab.names(everybody.difference(yes))));
        fx.tell(Fact::Suspected { transaction });
        self.decide(lab, transaction, false, everybody, fx);
    }

    /// Phase 2: these are to be told that all voted yes, once that is on its own disk.
    fn precommit(&mut self, lab: &ThreePhase, transaction: Transaction, to: Set<Pid>, fx: &mut Effects<ThreePhase>) {
        if let Some(round) = self.rounds.get_mut(&transaction) {
            round.phase = Phase::Preparing { silent: to };
            fx.arm(Timer::Forced(transaction), lab.bank.disk_us);
        }
    }

    /// What was written is on disk: what relies on it leaves.
    fn forced(&mut self, lab: &ThreePhase, transaction: Transaction, fx: &mut Effects<ThreePhase>) {
        if let Some(Round { phase: Phase::Preparing { silent }, .. }) = self.rounds.get(&transaction) {
            let silent = silent.clone();
            self.outbox.send(silent, &Msg::PreCommit(transaction), Timer::Next, fx);
            fx.arm(Timer::PreAcks(transaction), lab.bank.timeout_us);
        } else {
            self.tell(lab, transaction, fx);
        }
    }

    /// A participant knows that all voted yes. Once all do, commit.
    fn precommit_acknowledged(&mut self, lab: &ThreePhase, from: Pid, transaction: Transaction, fx: &mut Effects<ThreePhase>) {
        let Some(Round { phase: Phase::Preparing { silent }, .. }) = self.rounds.get_mut(&transaction) else { return };
        silent.remove(&from);
        if silent.is_empty() {
            self.decide(lab, transaction, true, synod_order::set(lab.bank.cast.participants()), fx);
        }
    }

    /// Acknowledgements of preCommit are missing. The book: whoever is silent has crashed, so all that work have preCommit, and it is safe
    /// to commit. The popular telling: abort.
    fn acknowledgements_missing(&mut self, lab: &ThreePhase, transaction: Transaction, fx: &mut Effects<ThreePhase>) {
        let Some(Round { phase: Phase::Preparing { silent }, .. }) = self.rounds.get(&transaction) else { return };
        let names = lab.names(silent);
        let commit = lab.rule == TimeoutRule::Skeen;
        fx.note(if commit {
            phrase!(
                "has no ack from {0}, takes it for crashed, and goes on without it",
                "未收到 {0} 的 Ack，视其为宕机，不再等待",
                names
            )
        } else {
            phrase!("has no ack from {0}: it aborts", "未收到 {0} 的 Ack：中断事务", names)
        });
        fx.tell(Fact::Suspected { transaction });
        self.decide(lab, transaction, commit, synod_order::set(lab.bank.cast.participants()), fx);
    }

    /// Writes the decision. That moment decides; what follows waits until it is on disk.
    fn decide(&mut self, lab: &ThreePhase, transaction: Transaction, commit: bool, to: Set<Pid>, fx: &mut Effects<ThreePhase>) {
        let Some(round) = self.rounds.get_mut(&transaction) else { return };
        round.phase = Phase::Forcing { commit, to };
        self.outbox.withdraw(|msg| msg.transaction() != Some(transaction));
        for timer in
            [Timer::Votes(transaction), Timer::PreAcks(transaction), Timer::States(transaction), Timer::Inquire(transaction)]
        {
            fx.disarm(timer);
        }
        self.write(if commit { Entry::Committed(transaction) } else { Entry::Aborted(transaction) }, fx);
        fx.tell(Fact::Decided { transaction, commit });
        fx.note(if commit {
            phrase!("decides to commit transaction {0}", "决定提交事务 {0}", transaction)
        } else {
            phrase!("decides to abort transaction {0}", "决定回滚事务 {0}", transaction)
        });
        fx.arm(Timer::Forced(transaction), lab.bank.disk_us);
    }

    /// Phase 3: the decision is on disk. The client is told at once: nothing can change the decision any more.
    fn tell(&mut self, lab: &ThreePhase, transaction: Transaction, fx: &mut Effects<ThreePhase>) {
        let Some(round) = self.rounds.get_mut(&transaction) else { return };
        let Phase::Forcing { commit, to } = &round.phase else { return };
        let (commit, to) = (*commit, to.clone());
        if let Some((client, op)) = round.asker.take() {
            fx.send(client, Talk::Answer(op, if commit { Ret::Committed } else { Ret::Aborted }).into());
        }
        round.phase = Phase::Telling { commit, silent: to.clone() };
        self.outbox.send(to, &Msg::Decision(transaction, commit), Timer::Next, fx);
        fx.arm(Timer::Resend(transaction), lab.resend_us());
    }

    /// Acknowledgements are missing: who is silent is told again, until everybody has acknowledged.
    fn resend(&mut self, lab: &ThreePhase, transaction: Transaction, fx: &mut Effects<ThreePhase>) {
        let Some(Round { phase: Phase::Telling { commit, silent }, .. }) = self.rounds.get(&transaction) else { return };
        let (commit, silent) = (*commit, silent.clone());
        self.outbox.send(silent, &Msg::Decision(transaction, commit), Timer::Next, fx);
        fx.arm(Timer::Resend(transaction), lab.resend_us());
    }

    /// A participant has carried out the decision. Once all have, the transaction is over.
    fn acknowledged(&mut self, from: Pid, transaction: Transaction, fx: &mut Effects<ThreePhase>) {
        let Some(Round { phase: Phase::Telling { silent, .. }, .. }) = self.rounds.get_mut(&transaction) else { return };
        silent.remove(&from);
        if silent.is_empty() {
            self.rounds.remove(&transaction);
            fx.disarm(Timer::Resend(transaction));
            self.write(Entry::Ended(transaction), fx);
            fx.note(phrase!("has all acknowledgements: transaction {0} is over", "收到全部 Ack，事务 {0} 完成", transaction));
        }
    }

    /// Somebody who was down asks. The decision is told once it is on disk.
    fn asked(&self, from: Pid, transaction: Transaction, fx: &mut Effects<ThreePhase>) {
        let phase = self.rounds.get(&transaction).map(|round| &round.phase);
        let forcing = matches!(phase, Some(Phase::Forcing { .. }));
        let was_down = matches!(phase, Some(Phase::Recovering(_)));
        let decision = self.journal.stage(transaction).and_then(Stage::decision).filter(|_| !forcing);
        fx.send(
            from,
            decision.map_or(Msg::Undecided(transaction, was_down), |commit| Msg::State(transaction, State::decided(commit))),
        );
    }

    /// After its crash: somebody does not know. Once all are back and none of them worked all the time, it asks for their states.
    fn nobody_knows(
        &mut self,
        lab: &ThreePhase,
        from: Pid,
        transaction: Transaction,
        was_down: bool,
        fx: &mut Effects<ThreePhase>,
    ) {
        let Some(round) = self.rounds.get_mut(&transaction) else { return };
        let Phase::Recovering(inquest) = &mut round.phase else { return };
        inquest.answered(from, was_down);
        if inquest.all_are_back(lab) {
            fx.note(phrase!(
                "finds that all were down and are back: they decide together",
                "得知所有进程都曾宕机、现已恢复：一起决定"
            ));
            fx.disarm(Timer::Inquire(transaction));
            let mine = self.journal.stage(transaction).map_or(State::Uncertain, State::of);
            round.phase = Phase::Asking(synod_order::map([(COORDINATOR, mine)]));
            self.outbox.send(lab.bank.cast.participants(), &Msg::StateRequest(transaction), Timer::Next, fx);
            fx.arm(Timer::States(transaction), lab.bank.timeout_us);
        }
    }

    /// After its crash: it asks again.
    fn ask_again(&mut self, lab: &ThreePhase, transaction: Transaction, fx: &mut Effects<ThreePhase>) {
        let Some(Round { phase: Phase::Recovering(inquest), .. }) = self.rounds.get_mut(&transaction) else { return };
        inquest.find_blocked(lab, COORDINATOR, transaction, fx);
        inquest.ask(lab, COORDINATOR, transaction, fx);
    }

    /// After its crash: somebody tells its state. A decision it carries out as its own, so that those that know nothing are told; else, after
    /// a total failure, it waits for all.
    fn reported(&mut self, lab: &ThreePhase, from: Pid, transaction: Transaction, state: State, fx: &mut Effects<ThreePhase>) {
        let Some(round) = self.rounds.get_mut(&transaction) else { return };
        match (&mut round.phase, state.decision()) {
            (Phase::Recovering(_) | Phase::Asking(_), Some(commit)) => {
                fx.note(phrase!("learns the decision from {0}", "从 {0} 得知决定", lab.bank.cast.name_of(from)));
                self.decide(lab, transaction, commit, synod_order::set(lab.bank.cast.participants()), fx);
            }
            (Phase::Asking(reports), None) => {
                reports.insert(from, state);
                if reports.len() > usize::from(lab.bank.cast.participants) {
                    self.terminate(lab, transaction, fx);
                }
            }
            _ => {}
        }
    }

    /// After a total failure: it decides by the termination rules.
    fn terminate(&mut self, lab: &ThreePhase, transaction: Transaction, fx: &mut Effects<ThreePhase>) {
        let Some(Round { phase: Phase::Asking(reports), .. }) = self.rounds.get(&transaction) else { return };
        let outcome = Outcome::of(reports);
        fx.disarm(Timer::States(transaction));
        fx.note(outcome.label());
        let everybody = synod_order::set(lab.bank.cast.participants());
        match outcome {
            Outcome::Precommit(uncertain) if uncertain.is_empty() => self.decide(lab, transaction, true, everybody, fx),
            Outcome::Precommit(uncertain) => self.precommit(lab, transaction, synod_order::set(uncertain), fx),
            Outcome::CommitLikeOther => self.decide(lab, transaction, true, everybody, fx),
            Outcome::AbortLikeOther | Outcome::AbortUncertain => self.decide(lab, transaction, false, everybody, fx),
        }
    }

    fn write(&mut self, entry: Entry, fx: &mut Effects<ThreePhase>) {
        self.journal.write(entry);
        fx.persist(self.journal.clone());
    }
}
