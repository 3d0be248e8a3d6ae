//! The linearizable store: every operation asks a majority, and a reader writes back what it read before it answers (Attiya, Bar-Noy & Dolev,
//! *Sharing memory robustly in message-passing systems*, JACM 42(1), 1995; with several writers: Lynch & Shvartsman 1997).

use super::params::retry_ms;
use super::replica::Replica;
use super::write::{Dot, Stamp, Vector, Write};
use super::{Models, Msg, Op, Timer};
use synod_check::Value;
use synod_kernel::{Effects, OperationId, Pid};
use synod_order::{Map, Set};
use synod_words::phrase;

/// An operation that is being coordinated.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Task {
    /// Who waits for the answer; nobody any more once it was given.
    client: Option<Pid>,
    key: String,
    phase: Phase,
    tries: u32,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
enum Phase {
    /// Asks what a majority holds; `put` is the value of a write.
    Query { states: Map<Pid, Option<Write>>, put: Option<Value> },
    /// Makes a majority, and then everybody, keep the write.
    Store { write: Write, have: Set<Pid> },
}

impl Replica {
    /// A client asks: the replica coordinates. A write begins only once, or a copy of the request would write again after others.
    pub fn coordinate(&mut self, lab: &Models, client: Pid, op: OperationId, body: Op, fx: &mut Effects<Models>) {
        if self.tasks.contains_key(&op) {
            return;
        }
        let (key, put) = match body {
            Op::Read(key) => (key, None),
            Op::Write(key, value) => {
                if !self.disk.taken.insert(op) {
                    return;
                }
                fx.persist(self.disk.clone());
                (key, Some(value))
            }
        };
        let states = Map::from([(self.me, self.disk.copies.get(&key).cloned())]);
        let task = Task { client: Some(client), key, phase: Phase::Query { states, put }, tries: 0 };
        self.ask_silent(lab, op, &task, fx);
        self.tasks.insert(op, task);
        self.arm(Timer::Forget(op), lab.timeout_ms, fx);
        self.arm(Timer::Repeat(op), retry_ms(0), fx);
        self.gathered(lab, op, fx);
    }

    /// A replica says what it holds.
    pub fn told_state(&mut self, lab: &Models, op: OperationId, from: Pid, write: Option<Write>, fx: &mut Effects<Models>) {
        if let Some(Task { phase: Phase::Query { states, .. }, .. }) = self.tasks.get_mut(&op) {
            states.insert(from, write);
            self.gathered(lab, op, fx);
        }
    }

    /// A majority has answered: a write goes above all that they hold; a read is answered once a majority holds what it found.
    fn gathered(&mut self, lab: &Models, op: OperationId, fx: &mut Effects<Models>) {
        let Some(Task { key, phase: Phase::Query { states, put }, .. }) = self.tasks.get(&op) else { return };
        if states.len() < lab.majority() {
            return;
        }
        let newest = states.values().flatten().max_by_key(|write| write.stamp).cloned();
        let (write, mut have) = match (put, newest) {
            (Some(value), newest) => {
                let count = newest.map_or(0, |write| write.stamp.count) + 1;
                let dot = Dot { origin: self.me, seq: 0 };
                let stamp = Stamp { count, tie: op.0 };
                (Write { stamp, op, dot, key: key.clone(), value: value.clone(), deps: Vector::new() }, Set::new())
            }
            (None, Some(newest)) => {
                let holders = states.iter().filter(|(_, held)| held.as_ref() == Some(&newest)).map(|(pid, _)| *pid);
                let holders = synod_order::set(holders);
                if holders.len() >= lab.majority() {
                    return self.finish(op, Some(newest), fx);
                }
                fx.note(phrase!(
                    "writes back what it read, so that no later reader sees less",
                    "回写读到的值，使后来的读不会读到更旧的值"
                ));
                (newest, holders)
            }
            (None, None) => return self.finish(op, None, fx),
        };
        if self.take_up(&write) {
            fx.persist(self.disk.clone());
            fx.tell(self.holds());
        }
        have.insert(self.me);
        if let Some(task) = self.tasks.get_mut(&op) {
            task.phase = Phase::Store { write, have };
            task.tries = 0;
        }
        if let Some(task) = self.tasks.get(&op).cloned() {
            self.ask_silent(lab, op, &task, fx);
        }
        self.settle(lab, op, fx);
    }

    /// A replica has it on disk.
    pub fn stored(&mut self, lab: &Models, op: OperationId, from: Pid, fx: &mut Effects<Models>) {
        if let Some(Task { phase: Phase::Store { have, .. }, .. }) = self.tasks.get_mut(&op) {
            have.insert(from);
            self.settle(lab, op, fx);
        }
    }

    /// With a majority the client is answered; with all, nothing is left to do.
    fn settle(&mut self, lab: &Models, op: OperationId, fx: &mut Effects<Models>) {
        let Some(Task { client, phase: Phase::Store { write, have }, .. }) = self.tasks.get_mut(&op) else { return };
        let done = have.len() == usize::from(lab.replicas);
        if have.len() >= lab.majority()
            && let Some(client) = client.take()
        {
            fx.send(client, Msg::Answer { op, write: Some(write.clone()) });
            self.disarm(Timer::Forget(op), fx);
        }
        if done {
            self.tasks.remove(&op);
            self.disarm(Timer::Repeat(op), fx);
        }
    }

    /// Answers a read for which nothing has to be written.
    fn finish(&mut self, op: OperationId, write: Option<Write>, fx: &mut Effects<Models>) {
        if let Some(client) = self.tasks.remove(&op).and_then(|task| task.client) {
            fx.send(client, Msg::Answer { op, write });
        }
        self.disarm(Timer::Forget(op), fx);
        self.disarm(Timer::Repeat(op), fx);
    }

    /// Asks those again that are silent, less and less often.
    pub fn repeat(&mut self, lab: &Models, op: OperationId, fx: &mut Effects<Models>) {
        let Some(task) = self.tasks.get_mut(&op) else { return };
        task.tries += 1;
        let task = task.clone();
        self.ask_silent(lab, op, &task, fx);
        self.arm(Timer::Repeat(op), retry_ms(task.tries), fx);
    }

    /// The client has given up. What some replica may have been told to keep goes on to all; it may take effect.
    pub fn abandon(&mut self, op: OperationId, fx: &mut Effects<Models>) {
        match self.tasks.get_mut(&op) {
            Some(Task { client, phase: Phase::Store { .. }, .. }) => *client = None,
            Some(_) => {
                self.tasks.remove(&op);
                self.disarm(Timer::Repeat(op), fx);
            }
            None => {}
        }
    }

    /// Back from a crash, a coordinator no longer knows who has what: it offers all that it holds again.
    pub fn offer_again(&mut self, lab: &Models, fx: &mut Effects<Models>) {
        let held: Vec<Write> = self.disk.copies.values().cloned().collect();
        for write in held {
            let (op, key) = (write.op, write.key.clone());
            let task = Task { client: None, key, phase: Phase::Store { write, have: Set::from([self.me]) }, tries: 0 };
            self.ask_silent(lab, op, &task, fx);
            self.tasks.insert(op, task);
            self.arm(Timer::Repeat(op), retry_ms(0), fx);
            self.settle(lab, op, fx);
        }
    }

    fn ask_silent(&self, lab: &Models, op: OperationId, task: &Task, fx: &mut Effects<Models>) {
        for peer in lab.peers(self.me).filter(|peer| !task.heard_from(*peer)) {
            fx.send(
                peer,
                match &task.phase {
                    Phase::Query { .. } => Msg::Query { op, key: task.key.clone() },
                    Phase::Store { write, .. } => Msg::Store { op, write: write.clone() },
                },
            );
        }
    }
}

impl Task {
    fn heard_from(&self, replica: Pid) -> bool {
        match &self.phase {
            Phase::Query { states, .. } => states.contains_key(&replica),
            Phase::Store { have, .. } => have.contains(&replica),
        }
    }

    /// In words: what it waits for.
    pub fn waits_for(&self, lab: &Models) -> synod_words::Phrase {
        match &self.phase {
            Phase::Query { states, .. } => phrase!("{0} of {1} answers", "{1} 个应答中的 {0} 个", states.len(), lab.majority()),
            Phase::Store { have, .. } if self.client.is_some() => {
                phrase!("{0} of {1} acknowledgements", "{1} 个确认中的 {0} 个", have.len(), lab.majority())
            }
            Phase::Store { .. } => phrase!("the last replicas, to have it too", "其余副本也保存"),
        }
    }
}
