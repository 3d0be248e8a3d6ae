//! Finding a leader. The paper leaves that to an oracle; this is the idea of `ZooKeeper`'s fast leader election (Junqueira, Reed &
//! Serafini 2011; Medeiros, *`ZooKeeper`'s atomic broadcast protocol*, 2012): votes by epoch, last change and server. Whatever it
//! decides, phase 1 keeps safety.

use super::leader::Leader;
use super::server::{Follows, Server};
use super::{Credit, Msg, Out, Timer};
use synod_check::Fact;
use synod_kernel::Pid;
use synod_words::phrase;

/// How often a server looks for a leader before it waits for the next request, so that a run comes to rest.
const LOOKS: u16 = 4;

impl Server {
    /// Stands as leader.
    pub(super) fn look(&mut self, out: &mut Out<'_>) {
        self.looks += 1;
        self.lead = None;
        self.follows = Follows::default();
        out.disarm(Timer::Suspect);
        out.disarm(Timer::Resend);
        if self.looks > LOOKS {
            out.note(phrase!("finds no leader and gives up for now", "找不到领导者，暂时放弃"));
            self.queue.clear();
            return;
        }
        self.stand(out);
    }

    fn stand(&mut self, out: &mut Out<'_>) {
        let credit = self.credit();
        out.tell(Fact::Tried { instance: 0, round: u64::from(self.seen + 1) });
        out.note(phrase!(
            "stands as leader: epoch {0}, last change {1}",
            "竞选领导者：epoch {0}，最后的变更 {1}",
            credit.current,
            credit.last.to_string()
        ));
        self.lead = Some(Leader::gathering());
        self.follows.leader = Some(out.me);
        out.send_all(out.lab.others(out.me), &Msg::Vote { credit, leads: None });
        out.send(out.me, Msg::CEpoch { accepted: self.disk.accepted });
        out.arm(Timer::Resend, out.lab.timeout_ms * 1_000);
    }

    /// Somebody stands, or leads already.
    pub(super) fn vote(&mut self, from: Pid, credit: Credit, leads: Option<u32>, out: &mut Out<'_>) {
        let mine = (self.credit(), out.me);
        if let Some(epoch) = self.leads() {
            if leads.is_some_and(|other| other > epoch) {
                return self.follow(from, credit, out);
            }
            out.send(from, Msg::Vote { credit: mine.0, leads: Some(epoch) });
            let beat = Msg::Commit { epoch, upto: self.committed };
            return out.send_all(out.lab.others(out.me).filter(|pid| *pid != from), &beat);
        }
        if let Some(epoch) = leads {
            let newer = self.lead.as_ref().is_some_and(|lead| lead.epoch > epoch);
            let known = self.follows.leader == Some(from) && self.follows.synchronised && !self.follows.doubts;
            if epoch >= self.disk.current && !newer && !known {
                self.follow(from, credit, out);
            }
            return;
        }
        if self.lead.is_some() {
            if (credit, from) > mine {
                out.note(phrase!("gives way to {0}", "让位给 {0}", out.lab.name_of(from)));
                self.follow(from, credit, out);
            } else {
                out.send(from, Msg::Vote { credit: mine.0, leads: None });
            }
            return;
        }
        match self.follows.leader {
            Some(leader) if leader != from && self.follows.synchronised => {
                if !self.follows.doubts {
                    self.follows.doubts = true;
                    out.arm_suspicion();
                }
            }
            Some(leader) if leader != from && self.follows.credit.is_some_and(|known| known > (credit, from)) => {}
            _ if credit >= mine.0 => self.follow(from, credit, out),
            _ => {
                out.note(phrase!("has a better history than {0}", "历史比 {0} 更新", out.lab.name_of(from)));
                self.look(out);
            }
        }
    }

    /// Phase 1 of a follower begins: it tells the leader which epoch it has accepted.
    fn follow(&mut self, leader: Pid, credit: Credit, out: &mut Out<'_>) {
        self.lead = None;
        out.disarm(Timer::Resend);
        let epoch_to = self.follows.epoch_to.filter(|to| *to == leader);
        self.follows =
            Follows { leader: Some(leader), synchronised: false, epoch_to, credit: Some((credit, leader)), doubts: false };
        out.send(leader, Msg::CEpoch { accepted: self.disk.accepted });
        out.arm_suspicion();
    }

    /// Somebody has accepted a higher epoch than the one of this process: it looks for a leader anew.
    pub(super) fn stale(&mut self, accepted: u32, out: &mut Out<'_>) {
        self.seen = self.seen.max(accepted);
        if self.lead.as_ref().is_some_and(|lead| lead.epoch != 0 && lead.epoch <= accepted) {
            out.note(phrase!("hears of epoch {0} and no longer leads", "得知已有 epoch {0}，不再担任领导者", accepted));
            self.look(out);
        }
    }
}
