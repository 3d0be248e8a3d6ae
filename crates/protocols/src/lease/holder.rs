//! A holder: asks for the lease, writes while it has it, and stops in time.

use super::{Counting, Disk, Leases, Msg, Op, Ret, Timer};
use synod_check::Fact;
use synod_kernel::{Cx, Effects, OperationId, Time};
use synod_order::Map;
use synod_words::{Arg, phrase};

/// The lease that a process believes to hold.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct Held {
    /// Its number.
    pub lease: u32,
    /// Until when, by the process's own clock.
    pub until: Time,
}

/// What its user waits for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Task {
    /// For the lease.
    Acquire(OperationId),
    /// For a write under that lease.
    Write { op: OperationId, lease: u32, value: i64 },
}

/// A process that may hold the lease.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub(super) struct Holder {
    pub held: Option<Held>,
    pub task: Option<Task>,
    /// How often it has asked the server.
    asks: u32,
    /// When it sent each request whose answer it would still believe, by its own clock.
    asked: Map<u32, Time>,
    /// How often it will still extend the lease by itself.
    pub extensions: u16,
    /// How long the last grant was good for when it arrived, in microseconds; 0 for one that came too late.
    pub effective_us: Option<u64>,
}

impl Holder {
    pub fn boot(disk: &Disk, fx: &mut Effects<Leases>) -> Holder {
        if disk.asks > 0 {
            fx.tell(Fact::Relinquished);
        }
        Holder { asks: disk.asks, ..Holder::default() }
    }

    pub fn request(&mut self, lab: &Leases, cx: Cx, op: OperationId, body: Op, fx: &mut Effects<Leases>) {
        match (body, self.held) {
            (Op::Acquire, Some(held)) => fx.reply(op, Ret::Holds(held.lease)),
            (Op::Acquire, None) => {
                self.task = Some(Task::Acquire(op));
                self.extensions = lab.extensions;
                fx.arm(Timer::GiveUp, lab.patience_us);
                self.ask(lab, cx, fx);
            }
            (Op::Release | Op::Write(_), None) => fx.reply(op, Ret::NotHolder),
            (Op::Release, Some(_)) => {
                fx.send(Leases::SERVER, Msg::Release { ask: self.asks });
                self.relinquish(fx);
                fx.reply(op, Ret::Released);
            }
            (Op::Write(value), Some(Held { lease, .. })) => {
                self.task = Some(Task::Write { op, lease, value });
                fx.arm(Timer::GiveUp, lab.patience_us);
                if lab.work_us == 0 { self.write(fx) } else { fx.arm(Timer::Work, lab.work_us) }
            }
        }
    }

    /// Asks for the lease, and remembers when.
    fn ask(&mut self, lab: &Leases, cx: Cx, fx: &mut Effects<Leases>) {
        let ask = self.next_ask(cx, fx);
        fx.send(Leases::SERVER, Msg::Acquire { ask });
        fx.arm(Timer::Retry, lab.retry_us);
    }

    fn next_ask(&mut self, cx: Cx, fx: &mut Effects<Leases>) -> u32 {
        self.asks += 1;
        self.asked.insert(self.asks, cx.clock);
        fx.persist(Disk { asks: self.asks, ..Disk::default() });
        self.asks
    }

    pub fn receive(&mut self, lab: &Leases, cx: Cx, msg: Msg, fx: &mut Effects<Leases>) {
        match (msg, self.task) {
            (Msg::Grant { ask, lease, until }, _) => self.granted(lab, cx, (ask, lease, until), fx),
            (Msg::Busy { rest_us }, Some(Task::Acquire(_))) => fx.arm(Timer::Retry, rest_us + lab.retry_us),
            (Msg::Free, Some(Task::Acquire(_))) => self.ask(lab, cx, fx),
            (Msg::Over { lease }, _) if self.held.is_some_and(|held| held.lease == lease) => {
                fx.note(phrase!("cannot extend lease {0}", "无法续租租约 {0}", lease));
            }
            (Msg::Written { op }, Some(Task::Write { op: own, .. })) if op == own => self.end_write(op, Ret::Written, fx),
            (Msg::Fenced { op, lease }, Some(Task::Write { op: own, .. })) if op == own => {
                self.end_write(op, Ret::Fenced(lease), fx);
            }
            _ => {}
        }
    }

    /// The lease is granted or extended. How long the process may believe in it depends on the [rule](Counting).
    fn granted(&mut self, lab: &Leases, cx: Cx, (ask, lease, server_until): (u32, u32, Time), fx: &mut Effects<Leases>) {
        let Some(sent) = self.asked.get(&ask).copied() else { return };
        let until = match lab.rule {
            Counting::Sent => (sent + lab.span_us()).saturating_sub(lab.epsilon_us),
            Counting::TimeOfDay => server_until.saturating_sub(lab.epsilon_us),
            Counting::Arrival => (cx.clock + lab.span_us()).saturating_sub(lab.epsilon_us),
            Counting::NoMargin => sent + lab.term_us,
        };
        let rest = until.saturating_sub(cx.clock);
        self.effective_us = Some(rest);
        if rest == 0 {
            fx.note(phrase!("gets lease {0} too late: nothing is left of it", "租约 {0} 到得太晚：租期已所剩无几", lease));
            return;
        }
        let until = self.held.filter(|held| held.lease == lease).map_or(until, |held| held.until.max(until));
        if self.held.is_none_or(|held| held.lease != lease) {
            fx.tell(Fact::Acquired { lease });
        }
        self.held = Some(Held { lease, until });
        let rest = until - cx.clock;
        fx.note(phrase!(
            "holds lease {0} for {1} more by its clock",
            "持有租约 {0}，按自己的时钟还剩 {1}",
            lease,
            Arg::TimeUs(rest)
        ));
        fx.arm(Timer::Expiry, rest);
        if self.extensions > 0 {
            fx.arm(Timer::Extend, rest * lab.extend_at_percent / 100);
        }
        if let Some(Task::Acquire(op)) = self.task {
            self.task = None;
            fx.disarm(Timer::GiveUp);
            fx.disarm(Timer::Retry);
            fx.reply(op, Ret::Holds(lease));
        }
    }

    pub fn timeout(&mut self, lab: &Leases, cx: Cx, timer: Timer, fx: &mut Effects<Leases>) {
        match (timer, self.held, self.task) {
            (Timer::Expiry, Some(held), _) => {
                fx.note(phrase!("stops: lease {0} is over by its clock", "停止：按自己的时钟，租约 {0} 已到期", held.lease));
                self.relinquish(fx);
            }
            (Timer::Extend, Some(held), _) if self.extensions > 0 => {
                self.extensions -= 1;
                let ask = self.next_ask(cx, fx);
                fx.send(Leases::SERVER, Msg::Extend { ask, lease: held.lease });
            }
            (Timer::Retry, _, Some(Task::Acquire(_))) => self.ask(lab, cx, fx),
            (Timer::Work, Some(_), _) => self.write(fx),
            (Timer::Work, None, Some(Task::Write { op, .. })) => self.end_write(op, Ret::NotHolder, fx),
            (Timer::GiveUp, _, Some(Task::Acquire(op))) => {
                self.task = None;
                self.asked.clear();
                fx.disarm(Timer::Retry);
                fx.send(Leases::SERVER, Msg::Release { ask: self.asks });
                fx.reply(op, Ret::GaveUp);
            }
            (Timer::GiveUp, _, Some(Task::Write { op, .. })) => {
                fx.disarm(Timer::Work);
                self.end_write(op, Ret::NoAnswer, fx);
            }
            _ => {}
        }
    }

    /// What was prepared goes out. The process has looked whether it holds the lease; what becomes of the lease on the way it cannot know.
    fn write(&self, fx: &mut Effects<Leases>) {
        if let Some(Task::Write { op, lease, value }) = self.task {
            fx.send(Leases::STORE, Msg::Write { op, lease, value });
        }
    }

    fn end_write(&mut self, op: OperationId, ret: Ret, fx: &mut Effects<Leases>) {
        self.task = None;
        fx.disarm(Timer::GiveUp);
        fx.reply(op, ret);
    }

    /// It holds the lease no more, and believes no answer to what it asked before: that would be an older lease.
    fn relinquish(&mut self, fx: &mut Effects<Leases>) {
        self.held = None;
        self.asked.clear();
        fx.disarm(Timer::Expiry);
        fx.disarm(Timer::Extend);
        fx.tell(Fact::Relinquished);
    }
}
