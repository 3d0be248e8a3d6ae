//! What an uncertain participant does when no decision comes (Bernstein, Hadzilacos & Goodman § 7.4, cooperative termination).

use super::participant::Participant;
use super::{Msg, Termination, Timer, TwoPhase, numbers};
use crate::commit::{COORDINATOR, Stage, Transaction};
use synod_check::Fact;
use synod_kernel::{Cx, Effects, Pid};
use synod_words::phrase;

impl Participant {
    /// It has waited for a decision in vain.
    pub(super) fn uncertain(&mut self, lab: &TwoPhase, cx: Cx, transaction: Transaction, fx: &mut Effects<TwoPhase>) {
        let Some(open) = self.open.as_ref().filter(|open| open.transaction == transaction) else { return };
        match lab.termination {
            Termination::Abort | Termination::Commit => {
                let commit = lab.termination == Termination::Commit;
                fx.note(if commit {
                    phrase!("has waited long enough, and commits on its own", "等待超时，擅自提交")
                } else {
                    phrase!("has waited long enough, and aborts on its own", "等待超时，擅自回滚")
                });
                fx.tell(Fact::Suspected { transaction });
                self.conclude(lab, cx, transaction, commit, fx);
            }
            Termination::Cooperative | Termination::Wait => {
                if open.asked.is_empty() && lab.termination == Termination::Cooperative {
                    // Whoever is asked and has not voted aborts.
                    fx.tell(Fact::Suspected { transaction });
                }
                self.find_blocked(lab, transaction, fx);
                self.inquire(lab, cx, fx);
            }
        }
    }

    /// Asks for the decision: the coordinator, and in the cooperative protocol everybody else too; again and again, and less often once
    /// it is blocked.
    pub(super) fn inquire(&mut self, lab: &TwoPhase, cx: Cx, fx: &mut Effects<TwoPhase>) {
        let Some(open) = &mut self.open else { return };
        let peers = lab.bank.cast.participants().filter(|peer| *peer != cx.me && lab.termination == Termination::Cooperative);
        open.asked = synod_order::set(std::iter::once(COORDINATOR).chain(peers));
        open.answered.clear();
        for pid in &open.asked {
            fx.send(*pid, Msg::DecisionRequest(open.transaction));
        }
        let times = if open.blocked { 4 } else { 1 };
        fx.arm(Timer::Uncertain(open.transaction), times * lab.bank.timeout_us);
    }

    /// It is blocked if it has asked, the coordinator is silent, and nobody else could tell. It waits for those who are silent.
    fn find_blocked(&mut self, lab: &TwoPhase, transaction: Transaction, fx: &mut Effects<TwoPhase>) {
        let Some(open) = &mut self.open else { return };
        if open.blocked || open.asked.is_empty() || open.answered.contains(&COORDINATOR) {
            return;
        }
        open.blocked = true;
        let silent: Vec<Pid> = open.asked.difference(&open.answered).copied().collect();
        let names: Vec<String> = silent.iter().map(|pid| lab.bank.cast.name_of(*pid)).collect();
        fx.note(phrase!("is blocked: it can only wait for {0}", "被阻塞：只能等待 {0}", names));
        fx.tell(Fact::Blocked { transaction, on: numbers(silent) });
    }

    /// Somebody uncertain asks. Whoever has decided tells; whoever has not voted aborts, and tells that; whoever is uncertain cannot help.
    pub(super) fn asked(&mut self, lab: &TwoPhase, from: Pid, transaction: Transaction, fx: &mut Effects<TwoPhase>) {
        let answer = match self.journal.stage(transaction).map(Stage::decision) {
            Some(Some(commit)) => Msg::Decision(transaction, commit),
            Some(None) => Msg::Undecided(transaction),
            None => {
                let name = lab.bank.cast.name_of(from);
                fx.note(phrase!("has not voted yet: it aborts, and tells {0}", "尚未表决：自行回滚，并告知 {0}", name));
                self.abort_alone(transaction, fx);
                Msg::Decision(transaction, false)
            }
        };
        fx.send(from, answer);
    }

    /// Whoever was asked is alive, but does not know.
    pub(super) fn nobody_knows(&mut self, from: Pid, transaction: Transaction) {
        if let Some(open) = self.open.as_mut().filter(|open| open.transaction == transaction) {
            open.answered.insert(from);
        }
    }
}
