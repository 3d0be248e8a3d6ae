//! A participant: it obeys the first order, or, where majorities count, promises and accepts (an acceptor).

use super::show::plain;
use super::{Chief, Disk, INSTANCE, Msg, Ordered};
use crate::Ballot;
use synod_check::{Fact, Value};
use synod_kernel::{Effects, Pid};
use synod_words::phrase;

/// A participant, which has everything on disk.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Participant {
    disk: Disk,
}

impl Participant {
    pub fn boot(disk: &Disk) -> Self {
        Participant { disk: disk.clone() }
    }

    /// What it takes for decided.
    pub fn learned(&self) -> Option<&Ordered> {
        self.disk.learned.as_ref()
    }

    /// What it accepted last.
    pub fn accepted(&self) -> Option<&Ordered> {
        self.disk.accepted.as_ref()
    }

    /// The highest ballot that it promised.
    pub fn promised(&self) -> Ballot {
        self.disk.ballot
    }

    pub fn receive(&mut self, from: Pid, msg: Msg, fx: &mut Effects<Chief>) {
        match msg {
            Msg::Order { ballot, value } => self.obey(from, ballot, &value, fx),
            Msg::Prepare { ballot } => self.promise(from, ballot, fx),
            Msg::Accept { ballot, value } => self.accept(from, ballot, value, fx),
            Msg::Chosen { ballot, value } => {
                self.learn(ballot, value, fx);
                fx.send(from, Msg::Known { ballot });
            }
            _ => {}
        }
    }

    /// The first order is obeyed, as every order of 2PC's coordinator is (Gray & Lamport 2006, § 3.1). It knows of no other.
    fn obey(&mut self, from: Pid, ballot: Ballot, value: &Value, fx: &mut Effects<Chief>) {
        self.learn(ballot, value.clone(), fx);
        match self.learned() {
            Some((_, held)) if held != value => {
                fx.note(phrase!(
                    "has obeyed an order for {0} before, and does not take {1}",
                    "此前已执行命令 {0}，不再接受 {1}",
                    plain(held),
                    plain(value)
                ));
                fx.send(from, Msg::Has { ballot, value: held.clone() });
            }
            _ => fx.send(from, Msg::Obeyed { ballot }),
        }
    }

    /// Takes a value for decided, unless it has one.
    fn learn(&mut self, ballot: Ballot, value: Value, fx: &mut Effects<Chief>) {
        if self.disk.learned.is_none() {
            self.disk.learned = Some((ballot, value.clone()));
            fx.persist(self.disk.clone());
            fx.tell(Fact::Learned { instance: INSTANCE, value });
        }
    }

    /// Phase 1b: a ballot that is not below what was promised is promised (Paxos Made Simple, § 2.2). The same one may be asked for
    /// again, when the answer was lost.
    fn promise(&mut self, from: Pid, ballot: Ballot, fx: &mut Effects<Chief>) {
        if ballot < self.disk.ballot {
            self.refuse(from, ballot, fx);
            return;
        }
        if ballot > self.disk.ballot {
            self.disk.ballot = ballot;
            fx.persist(self.disk.clone());
        }
        fx.send(from, Msg::Promise { ballot, had: self.disk.accepted.clone() });
    }

    /// Phase 2b: what comes in a ballot that is not below what was promised is accepted (Paxos Made Simple, § 2.2).
    fn accept(&mut self, from: Pid, ballot: Ballot, value: Value, fx: &mut Effects<Chief>) {
        if ballot < self.disk.ballot {
            self.refuse(from, ballot, fx);
            return;
        }
        if self.disk.accepted.as_ref().is_none_or(|(last, _)| *last < ballot) {
            if let Some((last, other)) = self.disk.accepted.as_ref().filter(|(_, other)| *other != value) {
                fx.note(phrase!(
                    "accepts {0} in place of {1}: ballot {2} is above {3}",
                    "改为接受 {0}，取代 {1}：编号 {2} 大于 {3}",
                    plain(&value),
                    plain(other),
                    ballot.to_string(),
                    last.to_string()
                ));
            }
            self.disk.ballot = ballot;
            self.disk.accepted = Some((ballot, value));
            fx.persist(self.disk.clone());
        }
        fx.send(from, Msg::Accepted { ballot });
    }

    fn refuse(&self, from: Pid, ballot: Ballot, fx: &mut Effects<Chief>) {
        let promised = self.disk.ballot;
        fx.note(phrase!(
            "refuses ballot {0}: it has promised {1}",
            "拒绝编号 {0}：已承诺 {1}",
            ballot.to_string(),
            promised.to_string()
        ));
        fx.send(from, Msg::Nack { ballot, promised });
    }
}
