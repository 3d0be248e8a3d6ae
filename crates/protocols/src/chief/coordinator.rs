//! A coordinator: who takes up what clients ask for, who is chief, and what follows when the chief is silent.

use super::campaign::{Campaign, Stage};
use super::params::Rule;
use super::{Chief, Disk, INSTANCE, Msg, Ordered, Timer};
use crate::Ballot;
use synod_check::{Fact, Value};
use synod_kernel::{Effects, OperationId, Pid};
use synod_order::{Map, Set};
use synod_words::phrase;

/// A coordinator.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Coordinator {
    pub(super) me: Pid,
    pub(super) disk: Disk,
    /// The ballot whose owner it takes for the chief.
    pub(super) chief: Ballot,
    /// Clients that wait for the decision.
    clients: Map<OperationId, Pid>,
    /// Coordinators that wait for it.
    askers: Set<Pid>,
    /// How long it waits for the chief when it next does.
    patience_us: u64,
    /// Whether it waits for the chief.
    waiting: bool,
    /// What it orders, while it does.
    pub(super) campaign: Option<Campaign>,
}

impl Coordinator {
    /// Starts; a value on its disk that is not decided yet is what it goes on with.
    pub fn boot(lab: &Chief, me: Pid, disk: &Disk, fx: &mut Effects<Chief>) -> Self {
        let mut coordinator = Coordinator {
            me,
            disk: disk.clone(),
            chief: lab.first_chief(me).max(disk.ballot),
            clients: Map::new(),
            askers: Set::new(),
            patience_us: lab.patience_us(),
            waiting: false,
            campaign: None,
        };
        match &coordinator.disk.learned {
            Some((ballot, value)) if lab.rule == Rule::Majority && lab.owner(*ballot) == me => {
                coordinator.campaign = Some(Campaign::new(lab, *ballot, Stage::tell(value.clone())));
                coordinator.send_next(lab, fx);
            }
            None if coordinator.disk.wanted.is_some() => coordinator.drive(lab, fx),
            _ => {}
        }
        coordinator
    }

    pub fn receive(&mut self, lab: &Chief, from: Pid, msg: Msg, fx: &mut Effects<Chief>) {
        match msg {
            Msg::Ask { op, value } => {
                self.clients.insert(op, from);
                if self.disk.wanted.is_none() && self.disk.learned.is_none() {
                    fx.tell(Fact::Proposed { instance: INSTANCE, value: value.clone() });
                }
                self.take_up(lab, value, fx);
            }
            Msg::Pass { ballot, value } => {
                self.askers.insert(from);
                let idle = self.disk.learned.is_none() && self.campaign.is_none();
                if idle && ballot > self.chief && lab.owner(ballot) == self.me {
                    fx.note(phrase!("is next: declares itself chief", "是下一个：宣布自己为主协调者"));
                    self.chief = ballot;
                    self.waiting = false;
                    fx.disarm(Timer::Wait);
                }
                self.take_up(lab, value, fx);
            }
            Msg::Outcome { decided } => self.learn(lab, decided, fx),
            Msg::Claim { ballot } => self.claimed(lab, from, ballot, fx),
            Msg::Nack { ballot, promised } => {
                if promised > ballot && self.tries(ballot) {
                    self.step_down(lab, promised.max(self.chief), fx);
                }
            }
            other => self.answered(lab, from, other, fx),
        }
    }

    pub fn timeout(&mut self, lab: &Chief, timer: &Timer, fx: &mut Effects<Chief>) {
        match timer {
            Timer::Next => self.send_next(lab, fx),
            Timer::Resend => self.send_again(lab, fx),
            Timer::Wait => self.chief_is_silent(lab, fx),
            Timer::Retry(_) => {}
        }
    }

    /// Takes up a value, unless it has one already; either way whoever asked hears what is decided.
    fn take_up(&mut self, lab: &Chief, value: Value, fx: &mut Effects<Chief>) {
        if self.disk.learned.is_some() {
            self.answer_all(fx);
            return;
        }
        if self.disk.wanted.is_none() {
            self.disk.wanted = Some(value);
            fx.persist(self.disk.clone());
        }
        self.drive(lab, fx);
    }

    /// The chief orders; the others pass on what they are asked for.
    fn drive(&mut self, lab: &Chief, fx: &mut Effects<Chief>) {
        if self.campaign.is_some() || self.waiting {
            return;
        }
        if lab.owner(self.chief) == self.me { self.begin(lab, fx) } else { self.pass_on(lab, fx) }
    }

    /// Begins to order. What it does under a ballot it does once: the ballot is on disk before the first message.
    fn begin(&mut self, lab: &Chief, fx: &mut Effects<Chief>) {
        let Some(value) = self.disk.wanted.clone() else { return };
        let used = self.disk.ballot;
        if lab.rule == Rule::Majority && self.chief <= used {
            self.chief = used.next_of(self.me.0, lab.coordinators());
        }
        let ballot = self.chief;
        if ballot > used {
            self.disk.ballot = ballot;
            fx.persist(self.disk.clone());
        }
        fx.tell(Fact::Tried { instance: INSTANCE, round: u64::from(ballot.0) });
        if lab.rule.takes_over() && ballot > lab.first_chief(self.me) {
            for other in lab.all_coordinators().filter(|other| *other != self.me) {
                fx.send(other, Msg::Claim { ballot });
            }
        }
        let stage = if lab.rule == Rule::Majority { Stage::prepare() } else { Stage::order(value) };
        self.campaign = Some(Campaign::new(lab, ballot, stage));
        self.send_next(lab, fx);
    }

    /// Passes its value on to the chief, and waits for what becomes of it: longer each time, and not always equally long.
    fn pass_on(&mut self, lab: &Chief, fx: &mut Effects<Chief>) {
        let Some(value) = self.disk.wanted.clone() else { return };
        fx.send(lab.owner(self.chief), Msg::Pass { ballot: self.chief, value });
        let first = self.patience_us == lab.patience_us();
        let most = if first { self.patience_us } else { self.patience_us * 3 / 2 };
        fx.arm_between(Timer::Wait, (self.patience_us, most));
        self.patience_us = (self.patience_us * 2).min(lab.patience_us() * 16);
        self.waiting = true;
    }

    /// Nothing came from the chief in time. Whether it has crashed or is slow nobody can tell.
    fn chief_is_silent(&mut self, lab: &Chief, fx: &mut Effects<Chief>) {
        self.waiting = false;
        if lab.rule.takes_over() {
            let silent = lab.name_of(lab.owner(self.chief));
            self.chief = Ballot(self.chief.0 + 1);
            if lab.owner(self.chief) == self.me {
                fx.note(phrase!("takes {0} for failed and declares itself chief", "认为 {0} 已失效，宣布自己为主协调者", silent));
            } else {
                let next = lab.name_of(lab.owner(self.chief));
                fx.note(phrase!("takes {0} for failed and turns to {1}", "认为 {0} 已失效，转向 {1}", silent, next));
            }
        } else {
            let silent = lab.name_of(lab.owner(self.chief));
            fx.note(phrase!("may not take the place of {0}, asks it again", "无权代替 {0}，只能再次转交请求", silent));
        }
        self.drive(lab, fx);
    }

    /// Another coordinator says that it is chief.
    fn claimed(&mut self, lab: &Chief, from: Pid, ballot: Ballot, fx: &mut Effects<Chief>) {
        if let Some(decided) = self.disk.learned.clone() {
            fx.send(from, Msg::Outcome { decided });
        } else if ballot > self.chief {
            self.step_down(lab, ballot, fx);
        }
    }

    /// Somebody else is chief: it orders nothing more, and passes on what it still wants decided.
    fn step_down(&mut self, lab: &Chief, ballot: Ballot, fx: &mut Effects<Chief>) {
        let chief = lab.name_of(lab.owner(ballot));
        fx.note(phrase!("learns that {0} is chief by now", "得知 {0} 已是主协调者", chief));
        self.chief = ballot;
        self.stop(fx);
        self.waiting = false;
        fx.disarm(Timer::Wait);
        if self.disk.wanted.is_some() {
            self.drive(lab, fx);
        }
    }

    /// Knows what is decided, and says so to all who asked.
    pub(super) fn learn(&mut self, lab: &Chief, decided: Ordered, fx: &mut Effects<Chief>) {
        if self.disk.learned.is_some() {
            return;
        }
        let value = decided.1.clone();
        self.disk.learned = Some(decided);
        fx.persist(self.disk.clone());
        fx.tell(Fact::Learned { instance: INSTANCE, value });
        self.stop(fx);
        self.waiting = false;
        self.patience_us = lab.patience_us();
        fx.disarm(Timer::Wait);
        self.answer_all(fx);
    }

    fn answer_all(&mut self, fx: &mut Effects<Chief>) {
        let Some(decided) = &self.disk.learned else { return };
        for (op, client) in std::mem::take(&mut self.clients) {
            fx.send(client, Msg::Answer { op, decided: decided.clone() });
        }
        for asker in std::mem::take(&mut self.askers) {
            fx.send(asker, Msg::Outcome { decided: decided.clone() });
        }
    }

    pub(super) fn stop(&mut self, fx: &mut Effects<Chief>) {
        self.campaign = None;
        fx.disarm(Timer::Next);
        fx.disarm(Timer::Resend);
    }

    /// Whether it tries to have something decided under this ballot.
    fn tries(&self, ballot: Ballot) -> bool {
        self.campaign.as_ref().is_some_and(|campaign| campaign.ballot == ballot && !campaign.stage.is_telling())
    }

    /// What it takes for decided.
    pub fn learned(&self) -> Option<&Ordered> {
        self.disk.learned.as_ref()
    }

    /// Who waits for it: clients and coordinators.
    pub fn waiting_for_it(&self) -> impl Iterator<Item = Pid> {
        self.clients.values().chain(&self.askers).copied()
    }

    /// Whether it waits for the chief.
    pub fn waits_for_chief(&self) -> bool {
        self.waiting
    }
}
