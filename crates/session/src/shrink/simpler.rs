//! What a document could be instead: simpler decisions, rounder times, a smaller seed. Whether it is smaller, and whether the promise
//! still breaks, is asked elsewhere.

use super::size::ROUND_US;
use crate::doc::{Act, Decision, Document};
use synod_kernel::Time;

/// Seeds that are small.
const SEEDS: u64 = 32;

/// One decision made simpler.
pub(super) fn decisions(document: &Document) -> Vec<Document> {
    let mut found = Vec::new();
    for (i, decision) in document.decisions.iter().enumerate() {
        for act in acts(&decision.act) {
            found.push(with(document, i, Decision { act, ..decision.clone() }));
        }
    }
    found
}

fn acts(act: &Act) -> Vec<Act> {
    match act {
        Act::Partition(groups) => {
            let all = || groups.iter().enumerate().flat_map(|(group, names)| names.iter().map(move |name| (group, name)));
            let mut acts = Vec::new();
            for (own, from) in all() {
                acts.extend(all().filter(|(group, _)| *group != own).map(|(_, to)| Act::Cut(from.clone(), to.clone())));
            }
            for (_, alone) in all() {
                let rest = all().filter(|(_, name)| *name != alone).map(|(_, name)| name.clone());
                acts.push(Act::Partition(vec![vec![alone.clone()], rest.collect()]));
            }
            acts
        }
        Act::Slow(from, to, _) => [2, 5, 10, 20, 50].map(|times| Act::Slow(from.clone(), to.clone(), times)).into(),
        Act::Delay(message, _) => ROUND_US.map(|by_us| Act::Delay(message.clone(), by_us)).into(),
        Act::ShiftClock(name, by_us) => {
            let sign = by_us.signum();
            ROUND_US.map(|round| Act::ShiftClock(name.clone(), sign * i64::try_from(round).unwrap_or(i64::MAX))).into()
        }
        Act::Loss(..) => vec![Act::Loss(1, 1)],
        Act::Duplication(..) => vec![Act::Duplication(1, 1)],
        _ => Vec::new(),
    }
}

/// Nothing after the promise broke, at `since`; the first decision at once, pauses between two of them shorter, and round times.
pub(super) fn times(document: &Document, since: Time) -> Vec<Document> {
    let mut found: Vec<Document> = [None, Some(since)].map(|until| Document { until, ..document.clone() }).into();
    let mut before = 0;
    for (i, decision) in document.decisions.iter().enumerate() {
        let (at, gap) = (decision.at, decision.at - before);
        let shorter = ROUND_US.into_iter().filter(|round| *round < gap && i > 0);
        found.extend(shorter.chain((i == 0).then_some(0)).map(|new| earlier(document, i, gap - new)));
        for grain in [10_000, 1_000] {
            let down = at / grain * grain;
            found.extend([down, down + grain].map(|at| with(document, i, Decision { at, nth: 0, ..decision.clone() })));
        }
        found.push(with(document, i, Decision { nth: 0, ..decision.clone() }));
        before = at;
    }
    found
}

/// The `i`-th decision and all that follow, so much earlier.
fn earlier(document: &Document, i: usize, by: Time) -> Document {
    let mut document = document.clone();
    for decision in &mut document.decisions[i..] {
        (decision.at, decision.nth) = (decision.at - by, 0);
    }
    document
}

/// Small seeds.
pub(super) fn seeds(document: &Document) -> Vec<Document> {
    (0..SEEDS.min(document.seed)).map(|seed| Document { seed, ..document.clone() }).collect()
}

fn with(document: &Document, i: usize, decision: Decision) -> Document {
    let mut document = document.clone();
    document.decisions[i] = decision;
    document
}
