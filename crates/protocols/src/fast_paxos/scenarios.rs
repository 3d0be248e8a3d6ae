//! The scenarios of the lab, in the order of a course.

use super::{FastPaxos, Op};
use crate::{Endurance, Faults, ParamValue, Scenario, Script, int, pick};
use synod_check::Value;
use synod_kernel::{Pid, Time};
use synod_words::{Phrase, phrase};

/// A scenario under construction: how many there are of each, so that processes can be named, and what was decided.
struct Cast {
    clients: u16,
    coordinators: u16,
    acceptors: u16,
    script: Script<FastPaxos>,
}

impl Cast {
    fn of(clients: u16, coordinators: u16, acceptors: u16) -> Self {
        Cast { clients, coordinators, acceptors, script: Script::default() }
    }

    /// The i-th client, counted from 1.
    fn c(i: u16) -> Pid {
        Pid(i - 1)
    }

    /// The i-th coordinator.
    fn k(&self, i: u16) -> Pid {
        Pid(self.clients + i - 1)
    }

    /// The i-th acceptor.
    fn a(&self, i: u16) -> Pid {
        Pid(self.clients + self.coordinators + i - 1)
    }

    /// The i-th learner.
    fn l(&self, i: u16) -> Pid {
        Pid(self.clients + self.coordinators + self.acceptors + i - 1)
    }

    fn propose(self, at_ms: Time, client: u16, value: &str) -> Self {
        Cast { script: self.script.ask(at_ms, Cast::c(client), Op::Propose(Value::Text(value.to_owned()))), ..self }
    }

    fn script(self, go_on: impl FnOnce(Script<FastPaxos>) -> Script<FastPaxos>) -> Self {
        Cast { script: go_on(self.script), ..self }
    }
}

fn scenario(
    id: &'static str,
    (name, story): (Phrase, Phrase),
    params: Vec<(&'static str, ParamValue)>,
    cast: Cast,
    (violated, holds): (&[&'static str], &[&'static str]),
) -> Scenario<FastPaxos> {
    let safe = violated.is_empty();
    let endures = Endurance { faults: Faults::ASYNCHRONOUS, keeps: vec!["agreement", "validity", "integrity"] };
    Scenario {
        id,
        name,
        story,
        params,
        seed: 1,
        script: cast.script.decisions(),
        until: None,
        violated: violated.to_vec(),
        holds: holds.to_vec(),
        endures: safe.then_some(endures),
    }
}

/// What a scenario that goes well ends with.
const ALL_HOLD: (&[&str], &[&str]) = (&[], &["agreement", "validity", "integrity", "progress"]);

/// All of them; the first is what a newcomer sees.
pub(super) fn all() -> Vec<Scenario<FastPaxos>> {
    vec![fast_round(), classic_round()]
}

fn one_client() -> Vec<(&'static str, ParamValue)> {
    vec![int("clients", 1), int("coordinators", 1), int("learners", 1)]
}

fn with(mut params: Vec<(&'static str, ParamValue)>, more: (&'static str, ParamValue)) -> Vec<(&'static str, ParamValue)> {
    params.push(more);
    params
}

fn fast_round() -> Scenario<FastPaxos> {
    scenario(
        "fast-round",
        (
            phrase!("A fast round", "快速轮"),
            phrase!(
                "K1 prepares round 1 before anybody asks, and sends “any”. C1 then sends X to the acceptors itself: L1 learns it two message delays later. Answering C1 takes a third.",
                "K1 事先准备好第 1 轮，并发送 any。之后 C1 直接把 X 发给接受者：L1 经两次消息延迟学到它，答复 C1 是第三次。"
            ),
        ),
        one_client(),
        Cast::of(1, 1, 5).propose(50, 1, "X"),
        ALL_HOLD,
    )
}

fn classic_round() -> Scenario<FastPaxos> {
    scenario(
        "classic-round",
        (
            phrase!("A classic round", "经典轮"),
            phrase!(
                "The same in a classic round: X goes to K1 first, then to the acceptors. L1 learns it after three message delays, but three votes of five are enough.",
                "同样情形改为经典轮：X 先到 K1，再到接受者。L1 经三次消息延迟学到它，但五个接受者中三票即可。"
            ),
        ),
        with(one_client(), pick("first-round", "classic")),
        Cast::of(1, 1, 5).propose(50, 1, "X"),
        ALL_HOLD,
    )
}
