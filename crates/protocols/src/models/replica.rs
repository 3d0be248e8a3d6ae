//! A replica: answers what it can answer, and makes wait what depends on writes that it does not have yet.

use super::params::retry_ms;
use super::quorum::Task;
use super::write::{Dot, Stamp, Vector, Write, add, covers};
use super::{Disk, Level, Models, Msg, Op, Timer};
use crate::replicated::show::plain;
use synod_check::Fact;
use synod_kernel::{Effects, OperationId, Pid};
use synod_order::{Map, Set};
use synod_words::phrase;

/// A replica.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Replica {
    pub me: Pid,
    pub disk: Disk,
    /// Writes that arrived before something they must follow.
    pub early: Map<Dot, Write>,
    /// What every other replica is known to have.
    pub known: Map<Pid, Vector>,
    /// Operations that wait until the replica has what they need.
    pub waiting: Map<OperationId, Waiting>,
    /// Operations that it coordinates at a majority store.
    pub tasks: Map<OperationId, Task>,
    /// Timers that run.
    pub armed: Set<Timer>,
    /// How often it has told the others again in vain.
    pub tries: u32,
}

/// An operation that waits.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Waiting {
    pub client: Pid,
    pub body: Op,
    pub needs: Vector,
    pub deps: Vector,
}

impl Replica {
    pub fn boot(me: Pid, disk: &Disk) -> Self {
        Replica {
            me,
            disk: disk.clone(),
            early: Map::new(),
            known: Map::new(),
            waiting: Map::new(),
            tasks: Map::new(),
            armed: Set::new(),
            tries: 0,
        }
    }

    pub fn receive(&mut self, lab: &Models, from: Pid, msg: Msg, fx: &mut Effects<Models>) {
        match msg {
            Msg::Ask { op, body, .. } if lab.level == Level::Linearizable => self.coordinate(lab, from, op, body, fx),
            Msg::Ask { op, body, needs, deps } => self.asked(lab, op, Waiting { client: from, body, needs, deps }, fx),
            Msg::Order { op, body } => {
                if lab.sequencer() == Some(self.me) && self.made_by(op).is_none() {
                    self.accept(lab, op, &body, Vector::new(), fx);
                    self.serve_waiting(lab, fx);
                }
            }
            Msg::Update { writes, have } => self.update(lab, from, writes, &have, fx),
            Msg::Have { have } => self.learn(lab, from, &have, fx),
            Msg::Pull { have } => self.pulled(lab, from, &have, fx),
            Msg::Query { op, key } => fx.send(from, Msg::State { op, write: self.disk.copies.get(&key).cloned() }),
            Msg::State { op, write } => self.told_state(lab, op, from, write, fx),
            Msg::Store { op, write } => {
                if self.take_up(&write) {
                    fx.persist(self.disk.clone());
                    fx.tell(self.holds());
                }
                fx.send(from, Msg::Stored { op });
            }
            Msg::Stored { op } => self.stored(lab, op, from, fx),
            Msg::Answer { .. } => {}
        }
    }

    pub fn timeout(&mut self, lab: &Models, timer: &Timer, fx: &mut Effects<Models>) {
        self.armed.remove(timer);
        match timer {
            Timer::Push => self.push(lab, fx),
            Timer::Resend => self.resend(lab, fx),
            Timer::Again => self.ask_again(lab, fx),
            Timer::Forget(op) => self.forget(*op, fx),
            Timer::Repeat(op) => self.repeat(lab, *op, fx),
            Timer::GiveUp(_) => {}
        }
    }

    /// Arms a timer, unless it runs.
    pub fn arm(&mut self, timer: Timer, after_ms: u64, fx: &mut Effects<Models>) {
        if self.armed.insert(timer.clone()) {
            fx.arm(timer, after_ms * 1_000);
        }
    }

    /// Disarms a timer that runs.
    pub fn disarm(&mut self, timer: Timer, fx: &mut Effects<Models>) {
        if self.armed.remove(&timer) {
            fx.disarm(timer);
        }
    }

    /// The writes that it has applied.
    pub fn have(&self) -> Vector {
        let mut have = Vector::new();
        for dot in self.disk.log.keys() {
            add(&mut have, *dot);
        }
        have
    }

    /// What it declares to hold: the value of each key.
    pub fn holds(&self) -> Fact {
        let each: Vec<String> = self.disk.copies.iter().map(|(key, write)| format!("{key} = {}", plain(&write.value))).collect();
        Fact::Holds { state: each.join(", ") }
    }

    /// A client asks.
    fn asked(&mut self, lab: &Models, op: OperationId, waiting: Waiting, fx: &mut Effects<Models>) {
        self.waiting.insert(op, waiting);
        if self.serve(lab, op, fx) {
            return;
        }
        self.arm(Timer::Forget(op), lab.timeout_ms, fx);
        self.arm(Timer::Again, retry_ms(0), fx);
        let Some(Waiting { body, needs, .. }) = self.waiting.get(&op) else { return };
        if let Some(sequencer) = lab.orders(body) {
            fx.send(sequencer, Msg::Order { op, body: body.clone() });
            return;
        }
        let have = self.have();
        let lacks = needs.iter().filter(|(origin, n)| have.get(origin).is_none_or(|m| m < n));
        let origins: Vec<Pid> = lacks.map(|(origin, _)| *origin).collect();
        let names: Vec<String> = origins.iter().map(|origin| lab.name_of(*origin)).collect();
        fx.note(phrase!(
            "is behind what the session needs: waits, and fetches writes from {0}",
            "落后于会话所需：等待，并向 {0} 拉取缺少的写",
            names
        ));
        for origin in origins {
            fx.send(origin, Msg::Pull { have: have.clone() });
        }
    }

    /// Does an operation that waits, if everything that it needs is there. Returns whether it was done.
    fn serve(&mut self, lab: &Models, op: OperationId, fx: &mut Effects<Models>) -> bool {
        let Some(waiting) = self.waiting.get(&op) else { return true };
        let write = match (&waiting.body, self.made_by(op)) {
            (Op::Write(..), Some(write)) => Some(write.clone()),
            (body, None) if lab.orders(body).is_some_and(|sequencer| sequencer != self.me) => return false,
            _ if !covers(&self.have(), &waiting.needs) => return false,
            (Op::Read(key), _) => self.disk.copies.get(key).cloned(),
            (Op::Write(..), None) => {
                let Waiting { body, deps, .. } = waiting.clone();
                self.accept(lab, op, &body, deps, fx)
            }
        };
        if let Some(Waiting { client, .. }) = self.waiting.remove(&op) {
            fx.send(client, Msg::Answer { op, write });
        }
        self.disarm(Timer::Forget(op), fx);
        if self.waiting.is_empty() {
            self.disarm(Timer::Again, fx);
        }
        true
    }

    /// Does whatever can be done now, until nothing more can.
    pub fn serve_waiting(&mut self, lab: &Models, fx: &mut Effects<Models>) {
        let all: Vec<OperationId> = self.waiting.keys().copied().collect();
        let mut served = false;
        for op in all {
            served |= self.serve(lab, op, fx);
        }
        if served && !self.waiting.is_empty() {
            self.serve_waiting(lab, fx);
        }
    }

    /// The write of this operation, if it is here.
    fn made_by(&self, op: OperationId) -> Option<&Write> {
        self.disk.log.values().find(|write| write.op == op)
    }

    /// Accepts a write: it comes after everything that the replica knows (Lamport 1978, rule IR1; Terry et al. 1994, § 4.1). It is on disk before it is
    /// acknowledged.
    fn accept(&mut self, lab: &Models, op: OperationId, body: &Op, deps: Vector, fx: &mut Effects<Models>) -> Option<Write> {
        let Op::Write(key, value) = body else { return None };
        let seq = self.have().get(&self.me).copied().unwrap_or(0) + 1;
        let highest = self.disk.log.values().map(|write| write.stamp.count).max().unwrap_or(0);
        let stamp = Stamp { count: highest + 1, tie: u32::from(self.me.0) };
        let dot = Dot { origin: self.me, seq };
        let write = Write { stamp, op, dot, key: key.clone(), value: value.clone(), deps };
        self.apply(write.clone());
        fx.persist(self.disk.clone());
        fx.tell(self.holds());
        self.spread_soon(lab, fx);
        Some(write)
    }

    /// Applies a write to the log and to its key.
    pub fn apply(&mut self, write: Write) {
        self.take_up(&write);
        self.disk.log.insert(write.dot, write);
    }

    /// The last writer wins. Returns whether it was this one.
    pub fn take_up(&mut self, write: &Write) -> bool {
        let newer = self.disk.copies.get(&write.key).is_none_or(|known| known.stamp < write.stamp);
        if newer {
            self.disk.copies.insert(write.key.clone(), write.clone());
        }
        newer
    }

    /// Operations still wait: asks everybody for what they lack.
    fn ask_again(&mut self, lab: &Models, fx: &mut Effects<Models>) {
        let have = self.have();
        let mut pull = false;
        for (op, waiting) in &self.waiting {
            match lab.orders(&waiting.body) {
                Some(sequencer) => fx.send(sequencer, Msg::Order { op: *op, body: waiting.body.clone() }),
                None => pull = true,
            }
        }
        for peer in lab.peers(self.me).filter(|_| pull) {
            fx.send(peer, Msg::Pull { have: have.clone() });
        }
        if !self.waiting.is_empty() {
            self.arm(Timer::Again, retry_ms(0), fx);
        }
    }

    /// The client has given up.
    fn forget(&mut self, op: OperationId, fx: &mut Effects<Models>) {
        self.waiting.remove(&op);
        if self.waiting.is_empty() {
            self.disarm(Timer::Again, fx);
        }
        self.abandon(op, fx);
    }
}
