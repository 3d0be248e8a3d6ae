//! The decisions of a shipped scenario, written down one after the other.

use crate::{Datum, Erased, Lab, ParamValue};
use std::marker::PhantomData;
use synod_kernel::{Action, Decision, MessageId, Pid, Time};

const MS: Time = 1_000;

/// A script of a lab under construction. Times are milliseconds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Script<L: Lab>(Vec<Decision<Erased>>, PhantomData<fn() -> L>);

impl<L: Lab> Default for Script<L> {
    fn default() -> Self {
        Script(Vec::new(), PhantomData)
    }
}

impl<L: Lab> Script<L> {
    /// Any action, at a time in microseconds.
    #[must_use]
    pub fn then_us(mut self, at: Time, action: Action<Erased>) -> Self {
        self.0.push(Decision { at, nth: 0, action });
        self
    }

    /// Any action.
    #[must_use]
    pub fn then(self, at_ms: Time, action: Action<Erased>) -> Self {
        self.then_us(at_ms * MS, action)
    }

    /// A client's user asks for an operation.
    #[must_use]
    pub fn ask(self, at_ms: Time, client: Pid, op: L::Op) -> Self {
        self.then(at_ms, Action::Request(client, Datum::new(op)))
    }

    /// A process crashes.
    #[must_use]
    pub fn crash(self, at_ms: Time, pid: Pid) -> Self {
        self.then(at_ms, Action::Crash(pid))
    }

    /// A process starts again.
    #[must_use]
    pub fn restart(self, at_ms: Time, pid: Pid) -> Self {
        self.then(at_ms, Action::Restart(pid))
    }

    /// What the first sends to the second is lost from now on.
    #[must_use]
    pub fn cut(self, at_ms: Time, from: Pid, to: Pid) -> Self {
        self.then(at_ms, Action::Cut(from, to))
    }

    /// The first reaches the second again.
    #[must_use]
    pub fn mend(self, at_ms: Time, from: Pid, to: Pid) -> Self {
        self.then(at_ms, Action::Mend(from, to))
    }

    /// Two groups cannot reach each other from now on.
    #[must_use]
    pub fn partition(self, at_ms: Time, one: &[Pid], other: &[Pid]) -> Self {
        self.then(at_ms, Action::Partition(vec![one.to_vec(), other.to_vec()]))
    }

    /// All links are mended.
    #[must_use]
    pub fn heal(self, at_ms: Time) -> Self {
        self.then(at_ms, Action::Heal)
    }

    /// Loses the `nth` message (counted from 0) from one process to another, one microsecond after `at_ms`.
    #[must_use]
    pub fn lose(self, at_ms: Time, from: Pid, to: Pid, nth: u32) -> Self {
        self.then_us(at_ms * MS + 1, Action::Drop(MessageId { from, to, nth, copy: 0 }))
    }

    /// Holds back the `nth` message (counted from 0) from one process to another, one microsecond after `at_ms`.
    #[must_use]
    pub fn delay(self, at_ms: Time, from: Pid, to: Pid, nth: u32, by_ms: Time) -> Self {
        self.then_us(at_ms * MS + 1, Action::Delay(MessageId { from, to, nth, copy: 0 }, by_ms * MS))
    }

    /// The decisions.
    pub fn decisions(self) -> Vec<Decision<Erased>> {
        self.0
    }
}

/// A parameter that is a number, as a scenario sets it.
pub fn int(id: &'static str, value: i64) -> (&'static str, ParamValue) {
    (id, ParamValue::Int(value))
}

/// A switch that is on.
pub fn on(id: &'static str) -> (&'static str, ParamValue) {
    (id, ParamValue::Switch(true))
}

/// A parameter that picks.
pub fn pick(id: &'static str, value: &str) -> (&'static str, ParamValue) {
    (id, ParamValue::Pick(value.to_owned()))
}
