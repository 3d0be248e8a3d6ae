//! The lab: everything that the outside needs.

use super::{Commits, SideBySide, scenarios, show};
use crate::abreast::{Asked, Lineup, Side};
use crate::commit::{Bank, Op};
use crate::paxos_commit::PaxosCommit;
use crate::three_phase::ThreePhase;
use crate::two_phase::TwoPhase;
use crate::{Datum, Kind, Knobs, Lab, NodeView, Nodes, OperationView, ParamSpec, Params, Scenario, Spoken, Suggestion};
use synod_check::Property;
use synod_kernel::{OperationId, Pid};
use synod_words::{Phrase, phrase};

const TWO: Side = Side { id: "2pc", name: "2PC", kind: <dyn Kind>::of::<TwoPhase>(), measures: ["messages_2pc", "delays_2pc"] };
const THREE: Side =
    Side { id: "3pc", name: "3PC", kind: <dyn Kind>::of::<ThreePhase>(), measures: ["messages_3pc", "delays_3pc"] };
const PAXOS: Side =
    Side { id: "paxos", name: "Paxos", kind: <dyn Kind>::of::<PaxosCommit>(), measures: ["messages_paxos", "delays_paxos"] };

impl Lineup for Commits {
    type Op = Op;
    const ID: &'static str = "side-by-side";
    const SIDES: &'static [Side] = &[TWO, THREE, PAXOS];
    const PROMISES: &'static [Asked] = &[
        (Property::Ac1, &["2pc-ac1", "3pc-ac1", "paxos-ac1"]),
        (Property::NonBlocking, &["2pc-non-blocking", "3pc-non-blocking", "paxos-non-blocking"]),
        (Property::Ac5, &["2pc-ac5", "3pc-ac5", "paxos-ac5"]),
    ];

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

    /// The bank's parameters, and between them those that only one of the protocols has.
    fn params() -> Vec<ParamSpec> {
        let (mut shared, times) = (Bank::cast_specs(), Bank::time_specs());
        let is_shared = |spec: &ParamSpec| shared.iter().chain(&times).any(|other| other.id == spec.id);
        let own = |side: Side| {
            let own = side.kind.params().into_iter().filter(|spec| !is_shared(spec));
            own.map(|spec| ParamSpec { name: phrase!("{0}: {1}", "{0}：{1}", side.name, spec.name), ..spec }).collect::<Vec<_>>()
        };
        let (two, three) = (own(TWO), own(THREE));
        shared.extend(two.into_iter().chain(three).chain(times));
        shared
    }

    fn params_of(_side: &Side, params: &Params) -> Params {
        params.clone()
    }

    fn with(params: &Params) -> Self {
        Commits { bank: Bank::with(Knobs(params)) }
    }

    fn fit(params: &mut Params) {
        TwoPhase::fit(params);
        ThreePhase::fit(params);
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

    fn suggestions(&self, _asked: &[Op]) -> Vec<Suggestion<Op>> {
        Op::suggestions()
    }

    fn asks(_part: usize, op: &Op) -> Datum {
        Datum::new(*op)
    }

    fn show_node(&self, pid: Pid, world: &dyn Nodes<SideBySide>) -> NodeView {
        show::node_view(self.bank.cast, pid, world)
    }

    fn show_operation(&self, id: OperationId, op: &Op, answers: Option<&[Datum]>) -> OperationView {
        show::operation_view(id, *op, answers)
    }
}
