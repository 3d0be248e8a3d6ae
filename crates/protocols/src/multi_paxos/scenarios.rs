//! The scenarios of the lab, in the order of the course.

use super::{MultiPaxos, Op};
use crate::{Endurance, Faults, ParamValue, Scenario, Script, int, pick};
use synod_check::Value;
use synod_kernel::{Pid, Time};
use synod_words::{Phrase, phrase};

/// What no fault of an asynchronous network may break.
const SAFETY: [&str; 5] = ["agreement", "validity", "integrity", "same-log", "linearizable"];

/// A scenario under construction: how many servers there are, so that clients can be named, and what was decided.
struct Cast {
    servers: u16,
    script: Script<MultiPaxos>,
}

impl Cast {
    fn with_servers(servers: u16) -> Self {
        Cast { servers, script: Script::default() }
    }

    /// The i-th client, counted from 1.
    fn client(&self, i: u16) -> Pid {
        Pid(self.servers + i - 1)
    }

    fn map(self, script: impl FnOnce(Script<MultiPaxos>) -> Script<MultiPaxos>) -> Self {
        Cast { script: script(self.script), ..self }
    }

    fn write(self, at_ms: Time, client: u16, value: i64) -> Self {
        let pid = self.client(client);
        self.map(|script| script.ask(at_ms, pid, Op::Write("x".into(), Value::Int(value))))
    }

    fn read(self, at_ms: Time, client: u16) -> Self {
        let pid = self.client(client);
        self.map(|script| script.ask(at_ms, pid, Op::Read("x".into())))
    }
}

/// The i-th server, counted from 1.
fn server(i: u16) -> Pid {
    Pid(i - 1)
}

fn scenario(
    id: &'static str,
    (name, story): (Phrase, Phrase),
    params: Vec<(&'static str, ParamValue)>,
    cast: Cast,
    (violated, holds): (&[&'static str], &[&'static str]),
) -> Scenario<MultiPaxos> {
    let (violated, holds) = (violated.to_vec(), holds.to_vec());
    let endures = violated.is_empty().then(|| Endurance { faults: Faults::ASYNCHRONOUS, keeps: SAFETY.into() });
    Scenario { id, name, story, params, seed: 1, script: cast.script.decisions(), until: None, violated, holds, endures }
}

/// Everything that a good end promises.
const ALL: &[&str] = &["agreement", "validity", "integrity", "same-log", "linearizable", "progress"];

/// All of them; the first is what a newcomer sees.
pub(super) fn all() -> Vec<Scenario<MultiPaxos>> {
    vec![first_round(), later_rounds()]
}

/// Two proposers, three acceptors, two learners.
fn apart() -> Vec<(&'static str, ParamValue)> {
    vec![pick("roles", "apart"), int("clients", 1)]
}

fn first_round() -> Scenario<MultiPaxos> {
    scenario(
        "first-round",
        (
            phrase!("The first round elects the leader", "第一轮：确定领导者"),
            phrase!(
                "C1's request makes P1 start a round: prepare and promise, for all slots at once, make it the leader. Then accept and accepted get the command chosen in slot 1, and the learners answer the client.",
                "C1 的请求使 P1 发起一轮：prepare 与 promise 一次针对所有槽，P1 由此成为领导者。随后 accept 与 accepted 在槽 1 选定命令，学习者应答客户端。"
            ),
        ),
        apart(),
        Cast::with_servers(7).write(5, 1, 1),
        (&[], ALL),
    )
}

fn later_rounds() -> Scenario<MultiPaxos> {
    scenario(
        "later-rounds",
        (
            phrase!("Later rounds: the leader alone", "后续各轮：由领导者直接确认"),
            phrase!(
                "The first request needs prepare and promise before it is accepted: six message delays. The second and third begin with accept at once: two delays fewer, because P1 leads already.",
                "第一个请求在 accept 之前要先 prepare、promise，共六次消息延迟。第二、三个请求直接从 accept 开始，少两次延迟，因为 P1 已是领导者。"
            ),
        ),
        apart(),
        Cast::with_servers(7).write(5, 1, 1).write(80, 1, 2).read(140, 1),
        (&[], ALL),
    )
}
