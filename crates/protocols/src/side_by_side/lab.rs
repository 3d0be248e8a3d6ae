//! The lab: everything that the outside needs.

use super::side::{Side, Why};
use super::{Answers, Msg, Of, PAXOS, SideBySide, THREE, TWO, Timer, scenarios, show};
use crate::commit::{Bank, Op};
use crate::paxos_commit::PaxosCommit;
use crate::three_phase::ThreePhase;
use crate::two_phase::TwoPhase;
use crate::{
    BadParam, Cause, Cluster, Consequence, Knobs, Lab, Law, MessageView, NodeView, Nodes, OperationView, ParamSpec, Params, Part,
    Promise, Rule, Scenario, Spoken, Suggestion, Tone,
};
use synod_check::Property;
use synod_kernel::{OperationId, Pid};
use synod_words::{Phrase, phrase};

/// The promises of every protocol by which the three are compared, with their ids in each.
const PROMISES: [(Property, [&str; 3]); 3] = [
    (Property::Ac1, ["2pc-ac1", "3pc-ac1", "paxos-ac1"]),
    (Property::NonBlocking, ["2pc-non-blocking", "3pc-non-blocking", "paxos-non-blocking"]),
    (Property::Ac5, ["2pc-ac5", "3pc-ac5", "paxos-ac5"]),
];

impl Lab for SideBySide {
    const ID: &'static str = "side-by-side";

    fn name() -> Phrase {
        phrase!("2PC, 3PC and Paxos side by side", "2PC、3PC 与 Paxos 并排比较")
    }

    fn about() -> Phrase {
        phrase!(
            "The same processes run two-phase commit, three-phase commit and Paxos at once, and every fault befalls all three: who blocks, who splits, and what it costs.",
            "同一组进程同时运行 2PC、3PC 和 Paxos，每个故障都同时作用于三者：谁阻塞、谁不一致、代价多大。"
        )
    }

    fn source() -> &'static str {
        "Bernstein, Hadzilacos & Goodman 1987, ch. 7; Skeen 1981; Gray & Lamport, TODS 31(1), 2006"
    }

    fn params() -> Vec<ParamSpec> {
        // The bank's parameters, and between them those that only one of the protocols has.
        let (mut shared, times) = (Bank::cast_specs(), Bank::time_specs());
        let is_shared = |spec: &ParamSpec| shared.iter().chain(&times).any(|other| other.id == spec.id);
        let own = |part: u8, specs: Vec<ParamSpec>| {
            let own = specs.into_iter().filter(|spec| !is_shared(spec));
            let named = own.map(|spec| ParamSpec { name: phrase!("{0}: {1}", "{0}：{1}", show::name(part), spec.name), ..spec });
            named.collect::<Vec<_>>()
        };
        let (two, three) = (own(TWO, TwoPhase::params()), own(THREE, ThreePhase::params()));
        shared.extend(two.into_iter().chain(three).chain(times));
        shared
    }

    fn with(params: &Params) -> Result<Self, BadParam> {
        let bank = Bank::with(Knobs(params));
        let (two, three) = (TwoPhase::with(params)?, ThreePhase::with(params)?);
        Ok(SideBySide { paxos: PaxosCommit { bank: bank.clone() }, bank, two, three })
    }

    fn fit(params: &mut Params) {
        TwoPhase::fit(params);
        ThreePhase::fit(params);
    }

    fn consequences(&self) -> Vec<Consequence> {
        let failures = (self.bank.cast.participants - 1) / 2;
        let of = |part: u8| {
            move |consequence: Consequence| Consequence {
                phrase: phrase!("{0}: {1}", "{0}：{1}", show::name(part), consequence.phrase),
                ..consequence
            }
        };
        let paxos = Consequence {
            tone: Tone::Fine,
            phrase: phrase!(
                "A majority of {0} participants has to be up and connected: {1} may fail, and the coordinator too.",
                "{0} 个参与者中须有多数派正常且连通：可容许 {1} 个故障，协调者也可故障。",
                self.bank.cast.participants,
                failures
            ),
        };
        let two = self.two.consequences().into_iter().map(of(TWO));
        let three = self.three.consequences().into_iter().map(of(THREE));
        two.chain(three).chain([of(PAXOS)(paxos)]).collect()
    }

    fn cluster(&self) -> Cluster {
        self.bank.cluster()
    }

    fn promises(&self) -> Vec<Promise> {
        let mut promises = Vec::new();
        for (property, ids) in PROMISES {
            for (part, id) in [TWO, THREE, PAXOS].into_iter().zip(ids) {
                promises.push(Promise {
                    id,
                    name: phrase!("{0} · {1}", "{0} · {1}", show::name(part), property.name()),
                    meaning: property.meaning(),
                    law: Law::Part(part, property),
                });
            }
        }
        promises
    }

    fn scenarios() -> Vec<Scenario> {
        scenarios::all()
    }

    fn say(op: &Op) -> Spoken {
        op.say()
    }

    fn verbs() -> Vec<(&'static str, Vec<&'static str>)> {
        Op::verbs()
    }

    fn hear(spoken: &Spoken) -> Result<Op, Phrase> {
        Op::hear(spoken)
    }

    fn suggestions(&self, _client: Pid, _asked: &[Op]) -> Vec<Suggestion<Op>> {
        Op::suggestions()
    }

    fn timer_id(timer: &Timer) -> String {
        match timer {
            Of::Two(timer) => format!("2pc {}", TwoPhase::id_of(timer)),
            Of::Three(timer) => format!("3pc {}", ThreePhase::id_of(timer)),
            Of::Paxos(timer) => format!("paxos {}", PaxosCommit::id_of(timer)),
        }
    }

    fn timer_of(id: &str) -> Option<Timer> {
        match id.split_once(' ')? {
            ("2pc", id) => TwoPhase::timer(id).map(Of::Two),
            ("3pc", id) => ThreePhase::timer(id).map(Of::Three),
            ("paxos", id) => PaxosCommit::timer(id).map(Of::Paxos),
            _ => None,
        }
    }

    fn timer_name(timer: &Timer) -> Phrase {
        match timer {
            Of::Two(timer) => show::of_part(TWO, TwoPhase::name_of(timer)),
            Of::Three(timer) => show::of_part(THREE, ThreePhase::name_of(timer)),
            Of::Paxos(timer) => show::of_part(PAXOS, PaxosCommit::name_of(timer)),
        }
    }

    fn choice_id((): &()) -> String {
        String::new()
    }

    fn choice_of(_: &str) -> Option<()> {
        None
    }

    fn rule(&self, pid: Pid, cause: Cause<'_, Self>) -> Rule {
        match cause {
            Cause::Message(Of::Two(msg)) => self.two.why(pid, Why::Message(msg)),
            Cause::Message(Of::Three(msg)) => self.three.why(pid, Why::Message(msg)),
            Cause::Message(Of::Paxos(msg)) => self.paxos.why(pid, Why::Message(msg)),
            Cause::Timeout(Of::Two(timer)) => self.two.why(pid, Why::Timeout(timer)),
            Cause::Timeout(Of::Three(timer)) => self.three.why(pid, Why::Timeout(timer)),
            Cause::Timeout(Of::Paxos(timer)) => self.paxos.why(pid, Why::Timeout(timer)),
            Cause::Request(op) => self.two.why(pid, Why::Request(op)),
            // What a process does after a crash differs most between the three, and is told by its notes.
            Cause::Restart | Cause::Chosen(()) => self.paxos.why(pid, Why::Restart),
        }
    }

    fn parts(&self) -> Vec<Part> {
        let part = |part: u8, measures| Part { name: show::name(part), measures };
        vec![
            part(TWO, ["messages_2pc", "delays_2pc"]),
            part(THREE, ["messages_3pc", "delays_3pc"]),
            part(PAXOS, ["messages_paxos", "delays_paxos"]),
        ]
    }

    fn part_of(&self, msg: &Msg) -> Option<u8> {
        Some(match msg {
            Of::Two(_) => TWO,
            Of::Three(_) => THREE,
            Of::Paxos(_) => PAXOS,
        })
    }

    fn show_node(&self, pid: Pid, world: &dyn Nodes<Self>) -> NodeView {
        self.node_view(pid, world)
    }

    fn show_message(&self, msg: &Msg) -> MessageView {
        self.message_view(msg)
    }

    fn show_operation(&self, id: OperationId, op: &Op, ret: Option<&Answers>) -> OperationView {
        show::operation_view(id, *op, ret)
    }
}
