//! Heartbeats to all, with a fixed time-out or with one that follows the network.

use super::member::Member;
use super::phi::Arrivals;
use super::roster::Standing;
use super::{Detector, Membership, Msg, Status, Timer, Update};
use synod_check::Fact;
use synod_kernel::{Cx, Effects, Pid};
use synod_words::{Arg, phrase};

type Fx = Effects<Membership>;

impl Member {
    /// A heartbeat to everybody that has not left, suspects too: a false suspicion ends with the next one.
    pub(super) fn send_beats(&mut self, lab: &Membership, fx: &mut Fx) {
        for pid in self.peers.iter().filter(|(_, standing)| standing.status != Status::Left).map(|(pid, _)| *pid) {
            fx.send(pid, Msg::Beat { incarnation: self.incarnation });
        }
        fx.arm(Timer::Beat, lab.period_us());
    }

    /// A member is new, or has started again: its first heartbeat may take a period longer.
    pub(super) fn expect_first(&mut self, lab: &Membership, pid: Pid, fx: &mut Fx) {
        let arrivals = Arrivals::expecting(lab.period_us());
        fx.arm(Timer::Silence(pid), lab.period_us() + lab.tolerance_us(&arrivals));
        self.arrivals.insert(pid, arrivals);
    }

    /// A heartbeat comes: its sender works. It is a member even if nobody has told so.
    pub(super) fn beat(&mut self, lab: &Membership, cx: Cx, from: Pid, incarnation: u32, fx: &mut Fx) {
        let before = self.peers.get(&from).copied();
        // One that was sent before the sender left, or before it started again.
        if before.is_some_and(|before| incarnation < before.incarnation || before == left(incarnation)) {
            return;
        }
        if before == Some(Standing { incarnation, status: Status::Suspected }) {
            self.peers.insert(from, Standing::alive(incarnation));
            fx.tell(Fact::Trusts { process: from.0 });
            fx.note(phrase!("hears {0} again", "又听到 {0} 的心跳", lab.name_of(from)));
        }
        self.hear(lab, cx, Update { member: from, standing: Standing::alive(incarnation) }, fx);
        let Some(arrivals) = self.arrivals.get_mut(&from) else { return };
        arrivals.heard(cx.clock, lab.window);
        fx.arm(Timer::Silence(from), lab.tolerance_us(arrivals));
    }

    /// Nothing was heard of a member for too long.
    pub(super) fn silent(&mut self, lab: &Membership, cx: Cx, pid: Pid, fx: &mut Fx) {
        let Some(Standing { incarnation, status: Status::Alive }) = self.peers.get(&pid).copied() else { return };
        let silence = self.arrivals.get(&pid).map_or(0, |arrivals| lab.tolerance_us(arrivals));
        fx.note(phrase!("suspects {0}: no heartbeat for {1}", "怀疑 {0}：{1} 没有心跳", lab.name_of(pid), Arg::TimeUs(silence)));
        let standing = Standing { incarnation, status: Status::Suspected };
        self.hear(lab, cx, Update { member: pid, standing }, fx);
    }
}

impl Membership {
    /// How long a silence may last, in microseconds.
    pub(super) fn tolerance_us(&self, arrivals: &Arrivals) -> u64 {
        if self.detector == Detector::Phi { arrivals.tolerance(self.phi, self.slack_us()) } else { self.timeout_ms * 1_000 }
    }

    pub(super) fn name_of(&self, pid: Pid) -> String {
        if self.is_admin(pid) { "C".to_owned() } else { format!("m{}", pid.0 + 1) }
    }
}

fn left(incarnation: u32) -> Standing {
    Standing { incarnation, status: Status::Left }
}
