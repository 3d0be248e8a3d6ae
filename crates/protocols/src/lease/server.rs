//! The server: gives the lease to one at a time, for a term.

use super::{Disk, Leases, Msg, Recovery, Timer};
use synod_kernel::{Cx, Effects, Pid, Time};
use synod_order::{Map, Set};
use synod_words::phrase;

/// Who has the lease, as far as the server knows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct Granted {
    /// Who.
    pub to: Pid,
    /// The number of the lease.
    pub lease: u32,
    /// The latest of its requests that was granted.
    pub ask: u32,
    /// Until when, by the server's clock.
    pub until: Time,
}

/// The server.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Server {
    /// The number of the last lease.
    pub lease: u32,
    pub granted: Option<Granted>,
    /// Until when a restarted server grants nothing, by its own clock.
    pub recovers_at: Option<Time>,
    /// Who is told when the lease is free.
    pub waiting: Set<Pid>,
    /// Up to which of its requests each holder has taken all back; those may still arrive.
    taken_back: Map<Pid, u32>,
}

impl Server {
    /// After a crash a server that has no table grants nothing for the longest term: then every lease that it may have granted is over
    /// (Gray & Cheriton 1989, § 2). One with a table goes on with it, and gives the holder a whole term more: it does not know how long it
    /// was down.
    pub fn boot(lab: &Leases, cx: Cx, disk: &Disk, fx: &mut Effects<Leases>) -> Server {
        let mut server =
            Server { lease: disk.lease, granted: None, recovers_at: None, waiting: Set::new(), taken_back: Map::new() };
        let until = cx.clock + lab.term_us;
        match (lab.recovery, disk.granted) {
            (Recovery::Wait, _) if disk.lease > 0 => {
                server.recovers_at = Some(until);
                fx.arm(Timer::Recovered, lab.term_us);
                fx.note(phrase!(
                    "has forgotten who holds the lease, and grants nothing for one term",
                    "不记得谁持有租约，在一个租期内不授予任何租约"
                ));
            }
            (Recovery::Table, Some(granted)) => {
                server.granted = Some(Granted { until, ..granted });
                fx.arm(Timer::Term, lab.term_us);
                fx.note(phrase!(
                    "reads on its disk that {0} holds the lease",
                    "从磁盘读到 {0} 持有租约",
                    Leases::name_of(granted.to)
                ));
            }
            (Recovery::Forget, _) if disk.lease > 0 => {
                fx.note(phrase!("has forgotten that anybody holds the lease", "忘记了有谁持有租约"));
            }
            _ => {}
        }
        server
    }

    pub fn receive(&mut self, lab: &Leases, cx: Cx, from: Pid, msg: Msg, fx: &mut Effects<Leases>) {
        match msg {
            Msg::Acquire { ask } => self.acquire(lab, cx, from, ask, fx),
            Msg::Extend { ask, lease } => self.extend(lab, cx, from, (ask, lease), fx),
            Msg::Release { ask } => self.release(lab, from, ask, fx),
            _ => {}
        }
    }

    /// A lease that is free is granted; one that its holder asks for again is extended (§ 2). A request that its sender has taken back
    /// meanwhile was late on its way.
    fn acquire(&mut self, lab: &Leases, cx: Cx, from: Pid, ask: u32, fx: &mut Effects<Leases>) {
        if self.taken_back.get(&from).is_some_and(|last| ask <= *last) {
            return;
        }
        let rest_until = match (self.recovers_at, self.granted) {
            (Some(until), _) => until,
            (None, Some(granted)) if granted.to != from => granted.until,
            (None, Some(granted)) => return self.grant(lab, cx, granted.lease, (from, ask), fx),
            (None, None) => {
                self.lease += 1;
                return self.grant(lab, cx, self.lease, (from, ask), fx);
            }
        };
        self.waiting.insert(from);
        fx.send(from, Msg::Busy { rest_us: rest_until.saturating_sub(cx.clock) });
    }

    /// The term counts from now, by the server's clock; it is on disk before the holder hears of it.
    fn grant(&mut self, lab: &Leases, cx: Cx, lease: u32, (to, ask): (Pid, u32), fx: &mut Effects<Leases>) {
        let until = cx.clock + lab.term_us;
        let ask_before = self.granted.map_or(0, |granted| granted.ask);
        self.granted = Some(Granted { to, lease, ask: ask.max(ask_before), until });
        self.waiting.remove(&to);
        self.save(lab, fx);
        fx.arm(Timer::Term, lab.term_us);
        fx.send(to, Msg::Grant { ask, lease, until });
    }

    /// Only a lease that is not over can be extended.
    fn extend(&mut self, lab: &Leases, cx: Cx, from: Pid, (ask, lease): (u32, u32), fx: &mut Effects<Leases>) {
        if self.granted.is_some_and(|granted| (granted.to, granted.lease) == (from, lease)) {
            self.grant(lab, cx, lease, (from, ask), fx);
        } else {
            fx.send(from, Msg::Over { lease });
        }
    }

    /// The holder gives the lease back, unless it has asked again since.
    fn release(&mut self, lab: &Leases, from: Pid, ask: u32, fx: &mut Effects<Leases>) {
        let last = self.taken_back.entry(from).or_default();
        *last = ask.max(*last);
        self.waiting.remove(&from);
        if self.granted.is_some_and(|granted| granted.to == from && granted.ask <= ask) {
            fx.disarm(Timer::Term);
            self.free(lab, fx);
        }
    }

    pub fn timeout(&mut self, lab: &Leases, timer: Timer, fx: &mut Effects<Leases>) {
        match timer {
            Timer::Term => {
                fx.note(phrase!("ends lease {0}: its term is over", "收回租约 {0}：租期已满", self.lease));
                self.free(lab, fx);
            }
            Timer::Recovered => {
                self.recovers_at = None;
                fx.note(phrase!("grants again: every lease from before the crash is over", "恢复授予：宕机前的租约都已到期"));
                self.tell_waiting(fx);
            }
            _ => {}
        }
    }

    fn free(&mut self, lab: &Leases, fx: &mut Effects<Leases>) {
        self.granted = None;
        self.save(lab, fx);
        self.tell_waiting(fx);
    }

    /// Who waits is told, and asks anew: it has to count from a request that is young.
    fn tell_waiting(&mut self, fx: &mut Effects<Leases>) {
        for pid in std::mem::take(&mut self.waiting) {
            fx.send(pid, Msg::Free);
        }
    }

    /// The number is always on disk, so that numbers never go back; who holds the lease only in a table.
    fn save(&self, lab: &Leases, fx: &mut Effects<Leases>) {
        let granted = self.granted.filter(|_| lab.recovery == Recovery::Table);
        fx.persist(Disk { lease: self.lease, granted, ..Disk::default() });
    }
}
