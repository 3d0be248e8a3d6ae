//! How large a document is. Every change that is taken up makes it smaller, so the search comes to an end.

use crate::doc::{Act, Decision, Document};
use crate::open::{default_params, read_params};
use synod_protocols::{DELAY_PARAM, Delays, Kind, ParamValue, Params};

/// How large a document is; what stands first counts first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Size {
    /// How much of the network is left to chance: the delay model, loss and duplication.
    pub chance: u32,
    /// How many decisions there are.
    pub decisions: u32,
    /// How much they do.
    weight: u64,
    /// How many processes there are.
    pub processes: u32,
    /// How many parameters differ from the default.
    params: u32,
    /// How many times are not round.
    rough: u32,
    seed: u64,
    /// All times together.
    times: u64,
}

/// Spans of time that are round, in microseconds.
pub(super) const ROUND_US: [u64; 8] = [10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000, 2_000_000];

/// The value of the delay parameter under which all messages take the same time.
pub(super) fn constant_delay() -> ParamValue {
    ParamValue::Pick(Delays::Constant.id().to_owned())
}

/// How large a document of this lab is; none where its parameters make no lab.
pub(super) fn size(kind: &dyn Kind, document: &Document) -> Option<Size> {
    let specs = kind.params();
    let params = read_params(&specs, document).ok()?;
    let defaults = default_params(&specs);
    let processes = kind.with(&params).ok()?.cluster().processes.len();
    let differs = |(id, value): &(&String, &ParamValue)| *id != DELAY_PARAM && defaults.get(*id) != Some(*value);
    Some(Size {
        chance: chance(&params) + document.decisions.iter().filter(|d| is_chance(&d.act)).count() as u32,
        decisions: document.decisions.len() as u32,
        weight: document.decisions.iter().map(|d| weight(&d.act)).sum(),
        processes: processes as u32,
        params: params.iter().filter(differs).count() as u32,
        rough: document.decisions.iter().map(rough).sum::<u32>() + u32::from(document.until.is_some()),
        seed: document.seed,
        times: document.decisions.iter().map(time).fold(document.until.unwrap_or(0), u64::saturating_add),
    })
}

/// How many parameters of the network leave something to chance.
fn chance(params: &Params) -> u32 {
    let delay = params.get(DELAY_PARAM).is_some_and(|value| *value != constant_delay());
    let rate = |id: &&&str| matches!(params.get(**id), Some(ParamValue::Int(percent)) if *percent > 0);
    u32::from(delay) + RATES.iter().filter(rate).count() as u32
}

/// The parameters that say how many messages get lost, and how many arrive twice.
pub(super) const RATES: [&str; 2] = ["loss", "duplication"];

/// Whether it leaves something to chance from then on.
pub(super) fn is_chance(act: &Act) -> bool {
    matches!(act, Act::Loss(num, den) | Act::Duplication(num, den) if *num > 0 && num < den)
}

fn weight(act: &Act) -> u64 {
    match act {
        Act::Partition(groups) => {
            let all: usize = groups.iter().map(Vec::len).sum();
            let severed: usize = groups.iter().map(|group| group.len() * (all - group.len())).sum();
            2 + severed as u64
        }
        Act::Slow(_, _, times) => u64::from(*times),
        Act::Loss(..) | Act::Duplication(..) => 2,
        _ => 1,
    }
}

fn rough(decision: &Decision) -> u32 {
    let span = match decision.act {
        Act::Delay(_, by_us) => u32::from(!ROUND_US.contains(&by_us)),
        Act::ShiftClock(_, by_us) => u32::from(!ROUND_US.contains(&by_us.unsigned_abs())),
        _ => 0,
    };
    let Decision { at, nth, .. } = decision;
    span + u32::from(at % 10_000 != 0) + u32::from(at % 1_000 != 0) + u32::from(*nth > 0)
}

fn time(decision: &Decision) -> u64 {
    match decision.act {
        Act::Delay(_, by_us) => decision.at.saturating_add(by_us),
        Act::ShiftClock(_, by_us) => decision.at.saturating_add(by_us.unsigned_abs()),
        _ => decision.at,
    }
}
