//! What participants do when the coordinator is silent: the election of a new one, and what that one does (Bernstein, Hadzilacos &
//! Goodman § 7.5, termination protocol and its election).
//!
//! Processes are in a fixed order: `c`, `p1`, `p2` … Whoever finds its coordinator silent takes it for crashed and turns to the next in
//! that order; if that is itself, it is the new coordinator. Nobody listens to an earlier coordinator again.

use super::participant::{Part, Participant};
use super::termination::Outcome;
use super::{Msg, State, ThreePhase, TimeoutRule, Timer};
use crate::commit::{COORDINATOR, Cast, Entry, Stage, Transaction};
use synod_check::Fact;
use synod_kernel::{Cx, Effects, Pid};
use synod_order::Set;
use synod_words::phrase;

impl Participant {
    /// Nothing came from the coordinator for too long.
    pub(super) fn silent(&mut self, lab: &ThreePhase, cx: Cx, transaction: Transaction, fx: &mut Effects<ThreePhase>) {
        let Some(Part::Following(coordinator)) = self.part(transaction) else { return };
        let coordinator = *coordinator;
        fx.tell(Fact::Suspected { transaction });
        match lab.rule {
            TimeoutRule::Skeen => self.next_coordinator(lab, cx, coordinator, transaction, fx),
            TimeoutRule::Course => {
                let commit = self.journal.stage(transaction) == Some(Stage::Precommitted);
                fx.note(if commit {
                    phrase!("has preCommit and has waited long enough: it commits", "已收到 PreCommit，等待超时：自行提交")
                } else {
                    phrase!("has no preCommit and has waited long enough: it aborts", "未收到 PreCommit，等待超时：自行回滚")
                });
                self.conclude(lab, cx, transaction, commit, fx);
            }
        }
    }

    /// Takes the present coordinator for crashed, and turns to the next.
    fn next_coordinator(
        &mut self,
        lab: &ThreePhase,
        cx: Cx,
        present: Pid,
        transaction: Transaction,
        fx: &mut Effects<ThreePhase>,
    ) {
        let name = lab.bank.cast.name_of(present);
        let next = Cast::participant(present.0 + 1);
        if next == cx.me || !lab.bank.cast.is_participant(next) {
            fx.note(phrase!("takes {0} for crashed, and is the new coordinator", "认为 {0} 已宕机，自己成为新协调者", name));
            self.lead(lab, cx, transaction, fx);
            return;
        }
        fx.note(phrase!("takes {0} for crashed, and elects {1}", "认为 {0} 已宕机，推选 {1}", name, lab.bank.cast.name_of(next)));
        if let Some(part) = self.part(transaction) {
            *part = Part::Following(next);
            fx.send(next, Msg::Elect(transaction));
            fx.arm(Timer::Silent(transaction), lab.bank.timeout_us);
        }
    }

    /// Somebody takes all coordinators before this one for crashed.
    pub(super) fn elected(
        &mut self,
        lab: &ThreePhase,
        cx: Cx,
        from: Pid,
        transaction: Transaction,
        fx: &mut Effects<ThreePhase>,
    ) {
        if let Some(commit) = self.decided(transaction, fx) {
            fx.send(from, Msg::State(transaction, State::decided(commit)));
            return;
        }
        match self.part(transaction) {
            Some(Part::Following(coordinator)) if *coordinator < cx.me => {
                fx.note(phrase!("is the new coordinator", "成为新协调者"));
                fx.tell(Fact::Suspected { transaction });
                self.lead(lab, cx, transaction, fx);
            }
            Some(Part::Recovering(_)) => fx.send(from, Msg::State(transaction, State::Recovering)),
            _ => {}
        }
    }

    /// Asks all that may work for their states: those after it, for the ones before it have been silent. Where all after it have been
    /// silent too, it asks everybody once more.
    fn lead(&mut self, lab: &ThreePhase, cx: Cx, transaction: Transaction, fx: &mut Effects<ThreePhase>) {
        let mine = self.state(transaction);
        let Some(part) = self.part(transaction) else { return };
        let last = matches!(part, Part::Following(coordinator) if *coordinator > cx.me);
        let asked: Set<Pid> =
            synod_order::set(lab.bank.cast.participants().filter(|pid| *pid != cx.me && (last || *pid > cx.me)));
        *part = Part::Asking { asked: asked.clone(), reports: synod_order::map([(cx.me, mine)]) };
        fx.disarm(Timer::Silent(transaction));
        if asked.is_empty() {
            self.terminate(lab, cx, transaction, fx);
        } else {
            self.outbox.send(asked, &Msg::StateRequest(transaction), Timer::Next, fx);
            fx.arm(Timer::States(transaction), lab.bank.timeout_us);
        }
    }

    /// Follows a coordinator, unless it already follows a later one; whether it does. It gives up being the new coordinator itself if a later
    /// one speaks.
    pub(super) fn follow(&mut self, cx: Cx, from: Pid, transaction: Transaction, fx: &mut Effects<ThreePhase>) -> bool {
        let Some(part) = self.part(transaction) else { return false };
        let present = match part {
            Part::Following(coordinator) => *coordinator,
            Part::Asking { .. } | Part::Preparing(_) => cx.me,
            // Only the coordinator asks who was down to take part: when all were.
            Part::Recovering(_) => return false,
        };
        if from < present {
            fx.note(phrase!("no longer listens to an earlier coordinator", "不再理会先前的协调者"));
            return false;
        }
        *part = Part::Following(from);
        self.outbox.withdraw(|msg| msg.transaction() != Some(transaction));
        fx.disarm(Timer::States(transaction));
        fx.disarm(Timer::PreAcks(transaction));
        true
    }

    /// A coordinator asks how far it is. It tells, and follows that coordinator from now on.
    pub(super) fn state_request(
        &mut self,
        lab: &ThreePhase,
        cx: Cx,
        from: Pid,
        transaction: Transaction,
        fx: &mut Effects<ThreePhase>,
    ) {
        if let Some(commit) = self.decided(transaction, fx) {
            fx.send(from, Msg::State(transaction, State::decided(commit)));
            return;
        }
        if let Some(part @ Part::Recovering(_)) = self.part(transaction) {
            if from != COORDINATOR {
                fx.send(from, Msg::State(transaction, State::Recovering));
                return;
            }
            // All were down and are back: they decide together from their logs.
            *part = Part::Following(COORDINATOR);
            fx.disarm(Timer::Inquire(transaction));
        }
        if self.follow(cx, from, transaction, fx) {
            fx.send(from, Msg::State(transaction, self.state(transaction)));
            fx.arm(Timer::Silent(transaction), lab.silent_us());
        }
    }

    /// Somebody tells its state. If that one has decided, so does whoever asked; else a new coordinator waits for all.
    pub(super) fn reported(
        &mut self,
        lab: &ThreePhase,
        cx: Cx,
        from: Pid,
        transaction: Transaction,
        state: State,
        fx: &mut Effects<ThreePhase>,
    ) {
        match (self.part(transaction), state.decision()) {
            (Some(Part::Asking { asked, reports }), decision) => {
                reports.insert(from, state);
                let all = asked.iter().all(|pid| reports.contains_key(pid));
                if all || decision.is_some() {
                    self.terminate(lab, cx, transaction, fx);
                }
            }
            (Some(Part::Following(_) | Part::Recovering(_)), Some(commit)) => {
                fx.note(phrase!("learns the decision from {0}", "从 {0} 得知决定", lab.bank.cast.name_of(from)));
                self.conclude(lab, cx, transaction, commit, fx);
            }
            // Whom it elected was down, and takes no part.
            (Some(Part::Following(coordinator)), None) if *coordinator == from && state == State::Recovering => {
                self.next_coordinator(lab, cx, from, transaction, fx);
            }
            _ => {}
        }
    }

    /// As the new coordinator: applies the termination rules to the states that it knows. Who is silent is taken for crashed.
    pub(super) fn terminate(&mut self, lab: &ThreePhase, cx: Cx, transaction: Transaction, fx: &mut Effects<ThreePhase>) {
        let Some(Part::Asking { reports, .. }) = self.part(transaction) else { return };
        let outcome = Outcome::of(reports);
        fx.disarm(Timer::States(transaction));
        fx.note(outcome.label());
        match outcome {
            Outcome::Precommit(uncertain) => self.precommit_all(lab, cx, transaction, uncertain, fx),
            Outcome::CommitLikeOther => self.decide(lab, cx, transaction, true, fx),
            Outcome::AbortLikeOther | Outcome::AbortUncertain => self.decide(lab, cx, transaction, false, fx),
        }
    }

    /// As the new coordinator: nobody commits before all that work have preCommit.
    fn precommit_all(
        &mut self,
        lab: &ThreePhase,
        cx: Cx,
        transaction: Transaction,
        uncertain: Vec<Pid>,
        fx: &mut Effects<ThreePhase>,
    ) {
        if uncertain.contains(&cx.me) {
            self.write(Entry::Precommitted(transaction), fx);
        }
        let others: Set<Pid> = synod_order::set(uncertain.into_iter().filter(|pid| *pid != cx.me));
        if others.is_empty() {
            self.decide(lab, cx, transaction, true, fx);
        } else if let Some(part) = self.part(transaction) {
            *part = Part::Preparing(others.clone());
            self.outbox.send(others, &Msg::PreCommit(transaction), Timer::Next, fx);
            fx.arm(Timer::PreAcks(transaction), lab.bank.timeout_us);
        }
    }

    /// As the new coordinator: somebody has preCommit too. Once all have, commit.
    pub(super) fn precommit_acknowledged(
        &mut self,
        lab: &ThreePhase,
        cx: Cx,
        from: Pid,
        transaction: Transaction,
        fx: &mut Effects<ThreePhase>,
    ) {
        if let Some(Part::Preparing(silent)) = self.part(transaction) {
            silent.remove(&from);
            if silent.is_empty() {
                self.decide(lab, cx, transaction, true, fx);
            }
        }
    }

    /// As the new coordinator: whoever does not acknowledge preCommit has crashed, so all that work have it.
    pub(super) fn acknowledgements_missing(
        &mut self,
        lab: &ThreePhase,
        cx: Cx,
        transaction: Transaction,
        fx: &mut Effects<ThreePhase>,
    ) {
        let Some(Part::Preparing(silent)) = self.part(transaction) else { return };
        fx.note(phrase!(
            "has no ack from {0}, takes it for crashed, and goes on without it",
            "未收到 {0} 的 Ack，视其为宕机，不再等待",
            lab.names(&*silent)
        ));
        self.decide(lab, cx, transaction, true, fx);
    }

    /// As the new coordinator: decides, and tells the other participants once that is on disk. They need not acknowledge: whoever misses it
    /// asks. The old coordinator asks when it is back.
    fn decide(&mut self, lab: &ThreePhase, cx: Cx, transaction: Transaction, commit: bool, fx: &mut Effects<ThreePhase>) {
        self.conclude(lab, cx, transaction, commit, fx);
        self.untold.insert(transaction, commit);
        fx.arm(Timer::Forced(transaction), lab.bank.disk_us);
    }
}
