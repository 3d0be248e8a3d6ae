//! One fault script against all three protocols.
//!
//! With ten milliseconds a message: s1 leads in all three from about 90 ms on, and a command that it gets at 200 ms is committed there 30 ms later.

use super::{Command, RAFT, ReplicatedLogs};
use crate::abreast::Of;
use crate::{Datum, Endurance, Faults, ParamValue, Scenario, Script, int, pick, raft};
use synod_kernel::{Action, Pid, Time};
use synod_words::{Phrase, phrase};

/// All that a good end promises.
const ALL: &[&str] = &[
    "paxos-same-log",
    "raft-same-log",
    "zab-same-log",
    "paxos-primary-order",
    "raft-primary-order",
    "zab-primary-order",
    "paxos-progress",
    "raft-progress",
    "zab-progress",
];

/// What no fault of an asynchronous network may break.
const SAFETY: [&str; 5] = ["paxos-same-log", "raft-same-log", "zab-same-log", "raft-primary-order", "zab-primary-order"];

/// All of them; the first is what a newcomer sees.
pub(super) fn all() -> Vec<Scenario> {
    vec![normal(), leader_crash()]
}

fn scenario(
    id: &'static str,
    (name, story): (Phrase, Phrase),
    params: Vec<(&'static str, ParamValue)>,
    script: Script<ReplicatedLogs>,
    (violated, holds): (&[&'static str], &[&'static str]),
) -> Scenario {
    let (violated, holds) = (violated.to_vec(), holds.to_vec());
    let endures = Some(Endurance { faults: Faults::ASYNCHRONOUS, keeps: SAFETY.into() });
    Scenario { id, name, story, params, seed: 1, script: script.decisions(), until: None, violated, holds, endures }
}

/// The i-th server of three, counted from 1.
const fn s(i: u16) -> Pid {
    Pid(i - 1)
}

/// The i-th client, counted from 1, with three servers.
const fn c(i: u16) -> Pid {
    Pid(i + 2)
}

fn command(script: Script<ReplicatedLogs>, at_ms: Time, client: Pid, letter: char) -> Script<ReplicatedLogs> {
    match Command::of(letter) {
        Some(op) => script.ask(at_ms, client, op),
        None => script,
    }
}

/// s1 leads in all three: in Raft because its time-out is the first to run out, in the others because a client asks it first. W is in all
/// logs from 105 ms on.
fn established() -> Script<ReplicatedLogs> {
    let election = Of { part: RAFT as u8, it: Datum::new(raft::Timer::Election) };
    command(Script::default().then(2, Action::Fire(s(1), Datum::new(election))), 25, c(1), 'W')
}

fn normal() -> Scenario {
    let script = command(command(established(), 205, c(1), 'A'), 305, c(2), 'B');
    scenario(
        "normal",
        (
            phrase!("No failure: what a command costs", "无故障：一个命令的代价"),
            phrase!(
                "s1 leads all three.",
                "s1 是三者的领导者。"
            ),
        ),
        vec![],
        script,
        (&[], ALL),
    )
}

fn leader_crash() -> Scenario {
    let script = command(command(established(), 205, c(1), 'A').crash(300, s(1)), 310, c(2), 'B');
    scenario(
        "leader-crash",
        (
            phrase!("The leader of all three crashes", "三者的领导者宕机"),
            phrase!(
                "s1 leads all three.",
                "s1 是三者的领导者。"
            ),
        ),
        vec![],
        script.restart(900, s(1)),
        (&[], ALL),
    )
}
