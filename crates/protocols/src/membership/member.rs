//! A member: who belongs to the group as it knows it, and how it joins and leaves.

use super::news::News;
use super::phi::Arrivals;
use super::roster::Standing;
use super::swim::Probe;
use super::{Choice, Detector, Disk, Membership, Msg, Op, Status, Timer, Update};
use synod_check::Fact;
use synod_kernel::{Cx, Effects, OperationId, Pid};
use synod_order::{Map, Set};
use synod_words::phrase;

type Fx = Effects<Membership>;

/// A wish to join.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct Joining {
    /// Who will be told.
    admin: Pid,
    op: OperationId,
    /// Whether somebody was asked in vain.
    again: bool,
}

/// A process that is a member, or may become one.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub(super) struct Member {
    pub incarnation: u32,
    /// Whether it belongs to the group.
    pub inside: bool,
    /// Whether it asks to be let in, and whom it will tell.
    pub joining: Option<Joining>,
    /// The last operation that it was asked for.
    served: Option<OperationId>,
    /// What it holds of the others.
    pub peers: Map<Pid, Standing>,
    /// Heartbeats: when those of each came.
    pub arrivals: Map<Pid, Arrivals>,
    /// SWIM: what it passes on.
    pub news: News,
    /// SWIM: the probe of this period.
    pub probe: Option<Probe>,
    /// SWIM: whom it has pinged in this round of all members.
    pub pinged: Set<Pid>,
    /// SWIM: how many probes it has begun.
    pub probes: u32,
}

impl Member {
    /// A process that starts again begins a new incarnation, and takes those for working that it knew: it will find out.
    pub fn boot(lab: &Membership, cx: Cx, disk: &Disk, fx: &mut Fx) -> Member {
        let mut member = Member { incarnation: disk.incarnation, inside: disk.inside, ..Member::default() };
        let known = if disk.started {
            member.incarnation += 1;
            disk.known.clone()
        } else {
            member.inside = lab.starts_inside(cx.me);
            let others = (0..lab.n).map(Pid).filter(|pid| *pid != cx.me && lab.starts_inside(*pid));
            if member.inside { synod_order::set(others) } else { Set::new() }
        };
        member.peers = synod_order::map(known.into_iter().map(|pid| (pid, Standing::alive(0))));
        member.persist(fx);
        if member.inside {
            fx.tell(Fact::Knows { members: member.trusted() });
            if disk.started {
                member.news.add(Update { member: cx.me, standing: Standing::alive(member.incarnation) });
            }
            member.begin(lab, cx, fx);
        }
        member
    }

    /// Begins to watch the others, and to be watched.
    fn begin(&mut self, lab: &Membership, cx: Cx, fx: &mut Fx) {
        if lab.detector == Detector::Swim {
            fx.arm(Timer::Period, lab.phase_us(cx.me).max(1));
        } else {
            fx.arm(Timer::Beat, lab.phase_us(cx.me).max(1));
            for pid in self.peers.keys().copied().collect::<Vec<_>>() {
                self.expect_first(lab, pid, fx);
            }
        }
    }

    pub fn persist(&self, fx: &mut Fx) {
        let known = self.peers.iter().filter(|(_, standing)| standing.status != Status::Left).map(|(pid, _)| *pid);
        fx.persist(Disk { started: true, incarnation: self.incarnation, inside: self.inside, known: synod_order::set(known) });
    }

    /// Whom it takes for working, as facts name processes.
    fn trusted(&self) -> Vec<u16> {
        self.peers.iter().filter(|(_, standing)| standing.status == Status::Alive).map(|(pid, _)| pid.0).collect()
    }

    pub fn receive(&mut self, lab: &Membership, cx: Cx, from: Pid, msg: Msg, fx: &mut Fx) {
        match msg {
            Msg::Ask { op, body } => self.asked(lab, cx, from, (op, body), fx),
            Msg::Members { list } if self.joining.is_some() => self.admitted(lab, cx, list, fx),
            _ if !self.inside => {}
            Msg::Beat { incarnation } => self.beat(lab, cx, from, incarnation, fx),
            Msg::Join { incarnation } => self.admit(lab, cx, from, incarnation, fx),
            Msg::Leave { incarnation } => {
                let standing = Standing { incarnation, status: Status::Left };
                self.hear(lab, cx, Update { member: from, standing }, fx);
            }
            Msg::Ping { seq, asker, news } => self.pinged_by(lab, cx, from, (seq, asker), &news, fx),
            Msg::PingReq { seq, target, news } => self.ping_for(lab, cx, from, (seq, target), &news, fx),
            Msg::Ack { seq, asker, target, news } => self.acknowledged(lab, cx, (seq, asker, target), &news, fx),
            Msg::Members { .. } | Msg::Done { .. } => {}
        }
    }

    pub fn timeout(&mut self, lab: &Membership, cx: Cx, timer: Timer, fx: &mut Fx) {
        match timer {
            Timer::Join => self.seek_again(lab, cx, fx),
            _ if !self.inside => {}
            Timer::Beat => self.send_beats(lab, fx),
            Timer::Silence(pid) => self.silent(lab, cx, pid, fx),
            Timer::Period => self.begin_period(lab, cx, fx),
            Timer::Ack => self.ask_others(lab, fx),
            Timer::Suspicion(pid) => self.unrefuted(lab, cx, pid, fx),
            Timer::GiveUp(_) => {}
        }
    }

    pub fn chosen(&mut self, lab: &Membership, cx: Cx, choice: Choice, drawn: u32, fx: &mut Fx) {
        match choice {
            Choice::Contact if self.joining.is_some() => {
                let contacts = self.contacts(lab, cx.me);
                let Some(contact) = contacts.get(drawn as usize) else { return };
                fx.send(*contact, Msg::Join { incarnation: self.incarnation });
            }
            Choice::Target => self.ping(lab, cx, drawn, fx),
            Choice::Helper(nth) => self.ask_helper(lab, nth, drawn, fx),
            Choice::Contact => {}
        }
    }

    /// The administrator asks: the same thing is not done twice.
    fn asked(&mut self, lab: &Membership, cx: Cx, from: Pid, (op, body): (OperationId, Op), fx: &mut Fx) {
        if self.served.is_some_and(|served| served >= op) {
            return;
        }
        self.served = Some(op);
        match body {
            Op::Join(_) => {
                self.incarnation += 1;
                self.joining = Some(Joining { admin: from, op, again: false });
                self.persist(fx);
                self.seek(lab, cx, fx);
            }
            Op::Leave(_) => {
                if self.inside {
                    self.leave(fx);
                }
                fx.send(from, Msg::Done { op });
            }
        }
    }

    /// Asks somebody at random to let it in, until somebody does.
    fn seek(&mut self, lab: &Membership, cx: Cx, fx: &mut Fx) {
        fx.choose(Choice::Contact, self.contacts(lab, cx.me).len() as u32);
        fx.arm(Timer::Join, lab.period_us() * 2);
    }

    fn seek_again(&mut self, lab: &Membership, cx: Cx, fx: &mut Fx) {
        let Some(joining) = &mut self.joining else { return };
        joining.again = true;
        self.seek(lab, cx, fx);
    }

    /// Whom it may ask: first those whom it has lost or never known, for a group that has fallen apart grows together only across the gap.
    fn contacts(&self, lab: &Membership, me: Pid) -> Vec<Pid> {
        let others = || (0..lab.n).map(Pid).filter(|pid| *pid != me);
        let lost: Vec<Pid> = others().filter(|pid| !self.peers.get(pid).is_some_and(|held| held.is_member())).collect();
        let again = self.joining.is_some_and(|joining| joining.again);
        if again || lost.is_empty() { others().collect() } else { lost }
    }

    /// Lets a process in, and tells it who is there.
    fn admit(&mut self, lab: &Membership, cx: Cx, from: Pid, incarnation: u32, fx: &mut Fx) {
        self.hear(lab, cx, Update { member: from, standing: Standing::alive(incarnation) }, fx);
        let others = self.peers.iter().filter(|(pid, _)| **pid != from);
        let me = Update { member: cx.me, standing: Standing::alive(self.incarnation) };
        let list = [me].into_iter().chain(others.map(|(pid, standing)| Update { member: *pid, standing: *standing }));
        fx.send(from, Msg::Members { list: list.collect() });
    }

    /// It is let in: what it held before is void.
    fn admitted(&mut self, lab: &Membership, cx: Cx, list: Vec<Update>, fx: &mut Fx) {
        let Some(Joining { admin, op, .. }) = self.joining.take() else { return };
        fx.disarm(Timer::Join);
        self.stop(fx);
        self.inside = true;
        self.peers = synod_order::map(list.into_iter().filter(|u| u.member != cx.me).map(|u| (u.member, u.standing)));
        // It forms an opinion of its own of those whom others only suspect.
        for standing in self.peers.values_mut().filter(|standing| standing.status == Status::Suspected) {
            standing.status = Status::Alive;
        }
        self.persist(fx);
        fx.tell(Fact::Knows { members: self.trusted() });
        fx.note(phrase!("is a member of the group now", "现在是组的成员"));
        self.news.add(Update { member: cx.me, standing: Standing::alive(self.incarnation) });
        self.begin(lab, cx, fx);
        fx.send(admin, Msg::Done { op });
    }

    /// It leaves, and tells everybody itself.
    fn leave(&mut self, fx: &mut Fx) {
        fx.tell(Fact::Leaves);
        fx.note(phrase!("leaves the group", "离开组"));
        for pid in self.peers.iter().filter(|(_, standing)| standing.is_member()).map(|(pid, _)| *pid) {
            fx.send(pid, Msg::Leave { incarnation: self.incarnation });
        }
        self.stop(fx);
        fx.disarm(Timer::Join);
        *self = Member { incarnation: self.incarnation, served: self.served, ..Member::default() };
        self.persist(fx);
    }

    /// Stops watching.
    fn stop(&mut self, fx: &mut Fx) {
        for timer in [Timer::Beat, Timer::Period, Timer::Ack] {
            fx.disarm(timer);
        }
        for pid in self.peers.keys() {
            fx.disarm(Timer::Silence(*pid));
            fx.disarm(Timer::Suspicion(*pid));
        }
        self.arrivals.clear();
        self.probe = None;
        self.pinged.clear();
    }

    /// Takes a statement in, and passes it on if it is new (SWIM, § 4.2: which of two statements counts).
    pub fn hear(&mut self, lab: &Membership, cx: Cx, update: Update, fx: &mut Fx) {
        let Update { member, standing } = update;
        if member == cx.me {
            return self.refute(standing, cx, fx);
        }
        let before = self.peers.get(&member).copied();
        if before.is_some_and(|before| before >= standing) {
            return;
        }
        self.peers.insert(member, standing);
        if lab.detector == Detector::Swim {
            self.news.add(update);
        }
        let was_known = before.is_some_and(|before| before.status != Status::Left);
        if !was_known || standing.status == Status::Left {
            self.persist(fx);
        }
        fx.disarm(Timer::Suspicion(member));
        self.turn(lab, before, update, fx);
    }

    /// What follows from a new view of a member: what is declared, and what is watched.
    fn turn(&mut self, lab: &Membership, before: Option<Standing>, Update { member, standing }: Update, fx: &mut Fx) {
        let (process, was) = (member.0, before.map(|before| before.status));
        match standing.status {
            Status::Alive => {
                if was != Some(Status::Alive) {
                    fx.tell(Fact::Trusts { process });
                }
                if lab.detector != Detector::Swim && before.is_none_or(|before| before.incarnation < standing.incarnation) {
                    self.expect_first(lab, member, fx);
                }
            }
            Status::Suspected => {
                if was != Some(Status::Suspected) {
                    fx.tell(Fact::Suspects { process });
                }
                if lab.detector == Detector::Swim {
                    fx.arm(Timer::Suspicion(member), lab.suspicion_ms * 1_000);
                }
            }
            // Who never took it for a member has nothing to declare.
            Status::Failed => {
                if before.is_some_and(Standing::is_member) {
                    fx.tell(Fact::Confirms { process });
                }
            }
            Status::Left => {
                fx.disarm(Timer::Silence(member));
                self.arrivals.remove(&member);
                if before.is_some() {
                    fx.tell(Fact::Dismisses { process });
                }
            }
        }
    }

    /// Others take it for failed: it begins a new incarnation and says so (SWIM, § 4.2).
    fn refute(&mut self, standing: Standing, cx: Cx, fx: &mut Fx) {
        if standing.status == Status::Alive || standing.incarnation < self.incarnation {
            return;
        }
        self.incarnation = standing.incarnation + 1;
        self.persist(fx);
        self.news.add(Update { member: cx.me, standing: Standing::alive(self.incarnation) });
        fx.note(phrase!("refutes: it is alive, incarnation {0}", "反驳：自己仍然存活，化身号 {0}", self.incarnation));
    }
}
