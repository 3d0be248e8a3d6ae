//! What scenarios are made of.

use super::super::{Op, Raft, Timer};
use crate::{Datum, Endurance, Faults, ParamValue, Scenario, Script};
use synod_check::Value;
use synod_kernel::{Action, Pid, Time};
use synod_words::Phrase;

/// What no fault of an asynchronous network may break.
const SAFETY: [&str; 6] =
    ["election-safety", "leader-append-only", "log-matching", "leader-completeness", "same-log", "linearizable"];

/// Everything that a good end promises.
pub(super) const ALL: &[&str] =
    &["election-safety", "leader-append-only", "log-matching", "leader-completeness", "same-log", "linearizable", "progress"];

/// The i-th server, counted from 1.
pub(super) fn server(i: u16) -> Pid {
    Pid(i - 1)
}

/// Several servers, counted from 1.
pub(super) fn servers<const N: usize>(numbers: [u16; N]) -> Vec<Pid> {
    numbers.map(server).into()
}

/// A scenario under construction: how many servers there are, so that clients can be named, and what was decided. Times are milliseconds
/// after `start_ms`.
#[derive(Clone)]
pub(super) struct Cast {
    servers: u16,
    start_ms: Time,
    script: Script<Raft>,
}

impl Cast {
    pub fn with_servers(servers: u16) -> Self {
        Cast { servers, start_ms: 0, script: Script::default() }
    }

    /// The story begins so late: servers that keep to their leader elect nobody before the shortest election time-out has passed.
    pub fn late(self, start_ms: Time) -> Self {
        Cast { start_ms, ..self }
    }

    /// The i-th client, counted from 1.
    pub fn client(&self, i: u16) -> Pid {
        Pid(self.servers + i - 1)
    }

    fn map(self, script: impl FnOnce(Script<Raft>) -> Script<Raft>) -> Self {
        Cast { script: script(self.script), ..self }
    }

    pub fn ask(self, at_ms: Time, client: u16, op: Op) -> Self {
        let (pid, at) = (self.client(client), self.start_ms + at_ms);
        self.map(|script| script.ask(at, pid, op))
    }

    pub fn write(self, at_ms: Time, client: u16, value: i64) -> Self {
        self.ask(at_ms, client, Op::Write("x".into(), Value::Int(value)))
    }

    pub fn read(self, at_ms: Time, client: u16) -> Self {
        self.ask(at_ms, client, Op::Read("x".into()))
    }

    /// A server's election time-out runs out now.
    pub fn time_out(self, at_ms: Time, i: u16) -> Self {
        self.act(at_ms, Action::Fire(server(i), Datum::new(Timer::Election)))
    }

    pub fn crash(self, at_ms: Time, i: u16) -> Self {
        let at = self.start_ms + at_ms;
        self.map(|script| script.crash(at, server(i)))
    }

    pub fn restart(self, at_ms: Time, i: u16) -> Self {
        let at = self.start_ms + at_ms;
        self.map(|script| script.restart(at, server(i)))
    }

    /// Holds back the first message from one server to another, under way since `at_ms`.
    pub fn delay(self, at_ms: Time, from: u16, to: u16, by_ms: Time) -> Self {
        let at = self.start_ms + at_ms;
        self.map(|script| script.delay(at, server(from), server(to), 0, by_ms))
    }

    /// These processes and all others cannot reach each other from now on.
    pub fn part(self, at_ms: Time, some: &[Pid], others: &[Pid]) -> Self {
        let at = self.start_ms + at_ms;
        self.map(|script| script.partition(at, some, others))
    }

    /// What the first sends to the second is lost from now on.
    pub fn cut(self, at_ms: Time, from: Pid, to: Pid) -> Self {
        let at = self.start_ms + at_ms;
        self.map(|script| script.cut(at, from, to))
    }

    pub fn heal(self, at_ms: Time) -> Self {
        let at = self.start_ms + at_ms;
        self.map(|script| script.heal(at))
    }

    pub fn mend(self, at_ms: Time, from: Pid, to: Pid) -> Self {
        let at = self.start_ms + at_ms;
        self.map(|script| script.mend(at, from, to))
    }

    pub fn act(self, at_ms: Time, action: Action<crate::Erased>) -> Self {
        let at = self.start_ms + at_ms;
        self.map(|script| script.then(at, action))
    }
}

/// A scenario. One that breaks nothing claims to withstand an asynchronous network.
pub(super) fn scenario(
    id: &'static str,
    (name, story): (Phrase, Phrase),
    params: Vec<(&'static str, ParamValue)>,
    cast: Cast,
    (violated, holds): (&[&'static str], &[&'static str]),
) -> Scenario {
    let (violated, holds) = (violated.to_vec(), holds.to_vec());
    let endures = violated.is_empty().then(|| Endurance { faults: Faults::ASYNCHRONOUS, keeps: SAFETY.into() });
    Scenario { id, name, story, params, seed: 1, script: cast.script.decisions(), until: None, violated, holds, endures }
}
