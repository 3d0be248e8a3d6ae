//! Back from a crash without knowing the decision: asking everybody (Bernstein, Hadzilacos & Goodman § 7.5, recovery).
//!
//! Whoever was down takes no part in the termination protocol, for the others may have decided without it and crashed in turn. It asks
//! until somebody knows. Only after a total failure, when all that took part have crashed, is there nobody to ask: then those that are
//! back wait until *all* are back, and decide together from their logs. (The book lets them go on once the last that failed is among
//! them; who that was is left out here.)

use super::{Msg, ThreePhase, Timer, numbers};
use crate::commit::{COORDINATOR, Transaction};
use synod_check::Fact;
use synod_kernel::{Effects, Pid};
use synod_order::Map;
use synod_words::phrase;

/// The search for a decision.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub(super) struct Inquest {
    /// Who has answered since it last asked that it does not know, and whether that one was down too.
    answers: Map<Pid, bool>,
    /// Whether it has found that it is blocked.
    pub blocked: bool,
}

impl Inquest {
    /// Asks everybody: again and again, and less often once it is blocked.
    pub fn ask(&mut self, lab: &ThreePhase, me: Pid, transaction: Transaction, fx: &mut Effects<ThreePhase>) {
        self.answers.clear();
        for pid in lab.servers().filter(|pid| *pid != me) {
            fx.send(pid, Msg::Inquiry(transaction));
        }
        let times = if self.blocked { 4 } else { 1 };
        fx.arm(Timer::Inquire(transaction), times * lab.bank.timeout_us);
    }

    /// Somebody does not know.
    pub fn answered(&mut self, from: Pid, was_down: bool) {
        self.answers.insert(from, was_down);
    }

    /// Whether all others have answered, and all of them were down: a total failure, and all are back.
    pub fn all_are_back(&self, lab: &ThreePhase) -> bool {
        self.answers.len() == usize::from(lab.bank.cast.participants) && self.answers.values().all(|was_down| *was_down)
    }

    /// Who has not answered.
    pub fn silent(&self, lab: &ThreePhase, me: Pid) -> Vec<Pid> {
        lab.servers().filter(|pid| *pid != me && !self.answers.contains_key(pid)).collect()
    }

    /// It has asked in vain. It is blocked if nobody who answered has worked all the time, for nobody else may decide.
    pub fn find_blocked(&mut self, lab: &ThreePhase, me: Pid, transaction: Transaction, fx: &mut Effects<ThreePhase>) {
        let silent = self.silent(lab, me);
        let somebody_decides = self.answers.values().any(|was_down| !was_down);
        if self.blocked || somebody_decides || silent.is_empty() {
            return;
        }
        self.blocked = true;
        let names = lab.names(&silent);
        fx.note(phrase!(
            "is blocked: nobody who was up all the time answers, so it waits for {0}",
            "被阻塞：没有一直正常运行的进程应答，只能等待 {0}",
            names
        ));
        fx.tell(Fact::Blocked { transaction, on: numbers(silent) });
    }
}

impl ThreePhase {
    /// All that decide, in order.
    pub(super) fn servers(&self) -> impl Iterator<Item = Pid> + Clone {
        std::iter::once(COORDINATOR).chain(self.bank.cast.participants())
    }

    /// The names of processes.
    pub(super) fn names<'a>(&self, processes: impl IntoIterator<Item = &'a Pid>) -> Vec<String> {
        processes.into_iter().map(|pid| self.bank.cast.name_of(*pid)).collect()
    }
}
