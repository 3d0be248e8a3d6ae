//! SWIM: in each protocol period a member pings one other, and asks some to ping for it where no answer comes (Das, Gupta & Motivala 2002,
//! § 3.1).

use super::member::Member;
use super::roster::Standing;
use super::{Choice, Membership, Msg, Status, Targets, Timer, Update};
use synod_kernel::{Cx, Effects, Pid};
use synod_order::Set;
use synod_words::phrase;

type Fx = Effects<Membership>;

/// The probe of a period.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Probe {
    /// Whom it is about.
    pub target: Pid,
    /// Of which of its incarnations: silence says nothing of a later one.
    pub incarnation: u32,
    /// Whether the target is known to be alive.
    pub answered: bool,
    /// Who was asked to ping for it.
    pub helpers: Set<Pid>,
}

impl Member {
    /// A period ends and the next begins. Who was pinged in the old one and has not answered, directly or indirectly, is suspected; without a
    /// time for suspicion it is declared failed (§ 3.1, § 4.2).
    pub(super) fn begin_period(&mut self, lab: &Membership, cx: Cx, fx: &mut Fx) {
        fx.arm(Timer::Period, lab.period_us());
        fx.disarm(Timer::Ack);
        if let Some(Probe { target, incarnation: probed, answered: false, .. }) = self.probe.take()
            && let Some(Standing { incarnation, status: Status::Alive }) = self.peers.get(&target).copied()
            && incarnation == probed
        {
            let status = if lab.suspicion_ms == 0 { Status::Failed } else { Status::Suspected };
            fx.note(match status {
                Status::Failed => phrase!("declares {0} failed: no answer", "宣告 {0} 故障：没有应答", lab.name_of(target)),
                _ => phrase!("suspects {0}: no answer", "怀疑 {0}：没有应答", lab.name_of(target)),
            });
            self.hear(lab, cx, Update { member: target, standing: Standing { incarnation, status } }, fx);
        }
        let candidates = self.candidates(lab);
        if !candidates.is_empty() {
            fx.choose(Choice::Target, candidates.len() as u32);
        }
    }

    /// Whom it may ping in this period: of all members, in turn or at random (§ 4.3: everybody once in a round, in random order).
    fn candidates(&mut self, lab: &Membership) -> Vec<Pid> {
        let members: Vec<Pid> = self.members().collect();
        if lab.targets == Targets::Random {
            return members;
        }
        if members.iter().all(|pid| self.pinged.contains(pid)) {
            self.pinged.clear();
        }
        members.into_iter().filter(|pid| !self.pinged.contains(pid)).collect()
    }

    fn members(&self) -> impl Iterator<Item = Pid> {
        self.peers.iter().filter(|(_, standing)| standing.is_member()).map(|(pid, _)| *pid)
    }

    pub(super) fn ping(&mut self, lab: &Membership, cx: Cx, drawn: u32, fx: &mut Fx) {
        let candidates = self.candidates(lab);
        let Some(target) = candidates.get(drawn as usize).copied() else { return };
        let Some(Standing { incarnation, .. }) = self.peers.get(&target).copied() else { return };
        self.pinged.insert(target);
        self.probes += 1;
        self.probe = Some(Probe { target, incarnation, answered: false, helpers: Set::new() });
        let (seq, news) = (self.probes, self.news_for(lab, target));
        fx.send(target, Msg::Ping { seq, asker: cx.me, news });
        fx.arm(Timer::Ack, lab.ack_ms * 1_000);
    }

    /// No answer came directly: others ping for it, picked at random one after the other (§ 3.1).
    pub(super) fn ask_others(&mut self, lab: &Membership, fx: &mut Fx) {
        self.choose_helper(lab, 0, fx);
    }

    fn choose_helper(&mut self, lab: &Membership, nth: u8, fx: &mut Fx) {
        let helpers = self.helpers();
        if nth < lab.indirect && !helpers.is_empty() {
            fx.choose(Choice::Helper(nth), helpers.len() as u32);
        }
    }

    /// Who may still be asked; nobody where there is nothing to ask.
    fn helpers(&self) -> Vec<Pid> {
        let Some(probe) = self.probe.as_ref().filter(|probe| !probe.answered) else { return Vec::new() };
        self.members().filter(|pid| *pid != probe.target && !probe.helpers.contains(pid)).collect()
    }

    pub(super) fn ask_helper(&mut self, lab: &Membership, nth: u8, drawn: u32, fx: &mut Fx) {
        let Some(helper) = self.helpers().get(drawn as usize).copied() else { return };
        let news = self.news_for(lab, helper);
        let Some(probe) = &mut self.probe else { return };
        probe.helpers.insert(helper);
        fx.send(helper, Msg::PingReq { seq: self.probes, target: probe.target, news });
        self.choose_helper(lab, nth + 1, fx);
    }

    /// It is pinged: it is alive, and says so to whoever pings.
    pub(super) fn pinged_by(
        &mut self,
        lab: &Membership,
        cx: Cx,
        from: Pid,
        (seq, asker): (u32, Pid),
        news: &[Update],
        fx: &mut Fx,
    ) {
        self.hear_all(lab, cx, news, fx);
        let news = self.news_for(lab, from);
        fx.send(from, Msg::Ack { seq, asker, target: cx.me, news });
    }

    /// It is asked to ping another.
    pub(super) fn ping_for(
        &mut self,
        lab: &Membership,
        cx: Cx,
        from: Pid,
        (seq, target): (u32, Pid),
        news: &[Update],
        fx: &mut Fx,
    ) {
        self.hear_all(lab, cx, news, fx);
        let news = self.news_for(lab, target);
        fx.send(target, Msg::Ping { seq, asker: from, news });
    }

    /// An answer: to its own probe, or to one that it made for another, which it passes on.
    pub(super) fn acknowledged(
        &mut self,
        lab: &Membership,
        cx: Cx,
        (seq, asker, target): (u32, Pid, Pid),
        news: &[Update],
        fx: &mut Fx,
    ) {
        self.hear_all(lab, cx, news, fx);
        if asker != cx.me {
            let news = self.news_for(lab, asker);
            return fx.send(asker, Msg::Ack { seq, asker, target, news });
        }
        if let Some(probe) = self.probe.as_mut().filter(|probe| probe.target == target && seq == self.probes) {
            probe.answered = true;
            fx.disarm(Timer::Ack);
        }
    }

    /// Nobody has refuted a suspicion in time (§ 4.2).
    pub(super) fn unrefuted(&mut self, lab: &Membership, cx: Cx, pid: Pid, fx: &mut Fx) {
        let Some(Standing { incarnation, status: Status::Suspected }) = self.peers.get(&pid).copied() else { return };
        fx.note(phrase!("declares {0} failed: nobody has refuted it", "宣告 {0} 故障：无人反驳", lab.name_of(pid)));
        self.hear(lab, cx, Update { member: pid, standing: Standing { incarnation, status: Status::Failed } }, fx);
    }

    fn hear_all(&mut self, lab: &Membership, cx: Cx, news: &[Update], fx: &mut Fx) {
        for update in news {
            self.hear(lab, cx, *update, fx);
        }
    }

    /// What rides on a message. Who is taken for failed is always told so, for only it can refute (Dadgar, Phillips & Currey, *Lifeguard*, DSN-W
    /// 2018: the buddy system).
    fn news_for(&mut self, lab: &Membership, to: Pid) -> Vec<Update> {
        let mut news = self.news.take(lab.retransmissions());
        let held = self.peers.get(&to).filter(|standing| standing.status != Status::Alive);
        if let Some(standing) = held.filter(|_| news.iter().all(|update| update.member != to)) {
            news.push(Update { member: to, standing: *standing });
        }
        news
    }
}
