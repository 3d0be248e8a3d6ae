//! A replica: a queue of requests, a copy, a page from quieter times, and the others to be told.

use super::{Base, Found, Msg, Overload, Register, Ret, Timer};
use crate::replicated::Copy;
use crate::replicated::version::{Item, Items};
use std::collections::VecDeque;
use synod_check::Fact;
use synod_kernel::{Cx, Effects, OperationId, Pid};
use synod_words::phrase;

/// How often the wait between two attempts is doubled at most.
const DOUBLINGS_MAX: u32 = 4;

/// A request in the queue.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Job {
    client: Pid,
    op: OperationId,
    visitor: u16,
    body: Register,
}

impl Job {
    /// What it is, in a letter, and whose colour it has.
    pub(super) fn kind(&self) -> (&'static str, Option<u32>) {
        match &self.body {
            _ if self.visitor > 0 => ("v", None),
            Register::Read => ("r", None),
            Register::Write(_) => ("w", Some(self.op.0)),
        }
    }
}

/// A replica. Its copy is on disk, the queue and the page are not.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Replica {
    pub(super) copy: Copy,
    pub(super) queue: VecDeque<Job>,
    /// What it held when it was last idle.
    pub(super) page: Items,
    /// Whether it will tell the others after the present period.
    pub(super) spreading: bool,
    attempts: u32,
}

impl Replica {
    pub(super) fn boot(base: &Base, disk: &Copy, fx: &mut Effects<Base>) -> Self {
        let mut replica = Replica { copy: disk.clone(), page: disk.items().clone(), ..Replica::default() };
        fx.tell(replica.copy.holds());
        replica.spread_later(base, fx);
        replica
    }

    pub(super) fn receive(&mut self, base: &Base, cx: Cx, from: Pid, msg: Msg, fx: &mut Effects<Base>) {
        match msg {
            Msg::Ask { op, visitor, body } => self.asked(base, cx, Job { client: from, op, visitor, body }, fx),
            Msg::Sync { items } => {
                self.synced(from, &items, fx);
                fx.send(from, Msg::Synced { items: self.copy.items().clone() });
            }
            Msg::Synced { items } => self.synced(from, &items, fx),
            Msg::Answer { .. } => {}
        }
    }

    /// A request joins the queue, or finds it too long.
    fn asked(&mut self, base: &Base, cx: Cx, job: Job, fx: &mut Effects<Base>) {
        if job.visitor == 0 && !self.copy.take(job.op) {
            return;
        }
        if matches!(job.body, Register::Write(_)) {
            // A write that is turned away must not be taken when it arrives once more, after a crash.
            fx.persist(self.copy.clone());
        }
        if self.queue.len() >= usize::from(base.queue_limit) {
            self.turn_away(base, job, fx);
            return;
        }
        self.queue.push_back(job);
        if self.queue.len() == 1 {
            if base.service_ms == 0 { self.serve(base, cx, fx) } else { fx.arm(Timer::Serve, base.service_us()) }
        }
    }

    /// Too many wait already. The degraded page costs nothing: it is there. What it shows may be old, and nothing can be bought on it.
    fn turn_away(&self, base: &Base, job: Job, fx: &mut Effects<Base>) {
        let Job { client, op, visitor, body } = job;
        let ret = match (base.overload, &body) {
            (Overload::Degrade, Register::Read) => Ret::Degraded(found(&self.page)),
            (Overload::Degrade, Register::Write(_)) => Ret::Later,
            (Overload::Refuse, _) => {
                let why = phrase!("{0} requests wait already", "已有 {0} 个请求在排队", self.queue.len());
                fx.note(phrase!("refuses “{0}”: {1}", "拒绝“{0}”：{1}", body.label(), why.clone()));
                fx.tell(Fact::Unserved { client: client.0, request: body.label(), why });
                Ret::Overloaded
            }
        };
        fx.send(client, Msg::Answer { op, visitor, ret });
    }

    /// The request at the head of the queue is done.
    pub(super) fn serve(&mut self, base: &Base, cx: Cx, fx: &mut Effects<Base>) {
        let Some(Job { client, op, visitor, body }) = self.queue.pop_front() else { return };
        let ret = match body {
            Register::Read => Ret::Found(found(self.copy.items())),
            Register::Write(value) => {
                self.copy.write(base.reconcile, (cx.me, cx.clock), op, value);
                self.copy.to_tell(base.peers_of(cx.me));
                fx.persist(self.copy.clone());
                fx.tell(self.copy.holds());
                self.attempts = 0;
                self.spread_later(base, fx);
                Ret::Written
            }
        };
        fx.send(client, Msg::Answer { op, visitor, ret });
        if self.queue.is_empty() { self.page = self.copy.items().clone() } else { fx.arm(Timer::Serve, base.service_us()) }
    }

    /// The others are told at the end of the period; if they do not confirm, again, each time after twice the wait.
    fn spread_later(&mut self, base: &Base, fx: &mut Effects<Base>) {
        if !self.spreading && !self.copy.behind().is_empty() {
            self.spreading = true;
            fx.arm(Timer::Spread, base.period_us() << self.attempts.min(DOUBLINGS_MAX));
        }
    }

    pub(super) fn spread(&mut self, base: &Base, fx: &mut Effects<Base>) {
        for peer in self.copy.behind() {
            fx.send(*peer, Msg::Sync { items: self.copy.items().clone() });
        }
        self.spreading = false;
        self.attempts += 1;
        self.spread_later(base, fx);
    }

    /// Somebody says what it holds: perhaps more than this replica does, perhaps all that it was to be told.
    fn synced(&mut self, from: Pid, items: &[Item], fx: &mut Effects<Base>) {
        self.take_up(items, fx);
        if self.copy.confirmed(from, items) {
            self.attempts = 0;
            fx.persist(self.copy.clone());
            if self.copy.behind().is_empty() {
                self.spreading = false;
                fx.disarm(Timer::Spread);
            }
        }
    }

    fn take_up(&mut self, items: &[Item], fx: &mut Effects<Base>) {
        if self.copy.take_up(items) {
            fx.persist(self.copy.clone());
            fx.tell(self.copy.holds());
            if self.queue.is_empty() {
                self.page = self.copy.items().clone();
            }
        }
    }
}

fn found(items: &[Item]) -> Found {
    items.iter().map(|item| (item.value.clone(), item.write)).collect()
}
