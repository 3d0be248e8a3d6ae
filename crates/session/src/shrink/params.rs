//! Parameters back to their defaults, and fewer processes where a parameter counts them.

use crate::acts::{to_action, without_strangers};
use crate::doc::{Act, Decision, Document};
use crate::names::Names;
use crate::open::{default_params, read_params, to_atom};
use synod_protocols::{DELAY_PARAM, Kind, ParamKind, ParamSpec, ParamValue, Params};

/// The document under simpler parameters.
pub(super) fn simpler(kind: &dyn Kind, document: &Document) -> Vec<Document> {
    let specs = kind.params();
    let Ok(params) = read_params(&specs, document) else { return Vec::new() };
    let mut found = Vec::new();
    let mut propose = |values: &[(&str, ParamValue)]| {
        let mut other = params.clone();
        other.extend(values.iter().map(|(id, value)| ((*id).to_owned(), value.clone())));
        under(kind, document, &params, other, &mut found);
    };
    for spec in &specs {
        let (Some(value), false) = (params.get(spec.id), spec.id == DELAY_PARAM) else { continue };
        let lowest = if counts_processes(kind, &params, spec) { int(value).zip(lowest(spec)) } else { None };
        let Some((now, min)) = lowest else {
            if *value != spec.default {
                propose(&[(spec.id, spec.default.clone())]);
            }
            continue;
        };
        let halves = std::iter::successors(Some(now - min), |gap| Some(gap / 2)).take_while(|gap| *gap > 0);
        for fewer in halves {
            propose(&[(spec.id, ParamValue::Int(now - fewer))]);
        }
        // A quorum of fewer is smaller as well.
        for other in specs.iter().filter(|other| other.id != spec.id && is_bare(other)) {
            let smaller = params.get(other.id).and_then(int).zip(self::lowest(other)).filter(|(now, min)| now > min);
            if let (Some((quorum, _)), true) = (smaller, now > min) {
                propose(&[(spec.id, ParamValue::Int(now - 1)), (other.id, ParamValue::Int(quorum - 1))]);
            }
        }
    }
    found
}

/// Whether there are fewer processes with a lower value.
fn counts_processes(kind: &dyn Kind, params: &Params, spec: &ParamSpec) -> bool {
    let processes = |params: &Params| Some(kind.with(params).ok()?.cluster().processes.len());
    let Some(lower) = params.get(spec.id).and_then(int).map(|now| now - 1) else { return false };
    let mut fewer = params.clone();
    fewer.insert(spec.id.to_owned(), ParamValue::Int(lower));
    kind.fit(&mut fewer);
    spec.check(&ParamValue::Int(lower)).is_ok() && processes(&fewer) < processes(params)
}

/// The same decisions under other parameters, made to fit; without those that make no sense there. Where one process goes, any other of
/// its kind may go in its place.
fn under(kind: &dyn Kind, document: &Document, now: &Params, mut params: Params, found: &mut Vec<Document>) {
    kind.fit(&mut params);
    let processes = |params: &Params| Some(Names::of_all(&kind.with(params).ok()?.cluster().processes));
    let (Some(before), Some(names)) = (processes(now), processes(&params)) else { return };
    let defaults = default_params(&kind.params());
    let differing = params.iter().filter(|(id, value)| defaults.get(*id) != Some(*value));
    let differing = synod_order::map(differing.map(|(id, value)| (id.clone(), to_atom(value))));
    let with = |gone: &str, instead: &str| {
        let fitting = |decision: &Decision| {
            let act = without_strangers(&names, &exchange(&decision.act, gone, instead));
            to_action(kind, &names, &act).is_ok().then(|| Decision { act, ..decision.clone() })
        };
        let decisions = document.decisions.iter().filter_map(fitting).collect();
        Document { params: differing.clone(), decisions, ..document.clone() }
    };
    let mut strangers = before.all().iter().filter(|name| names.find(name).is_err());
    match (strangers.next(), strangers.next()) {
        (Some(gone), None) => {
            let alike = before.all().iter().filter(|name| family(name) == family(gone)).rev();
            found.extend(alike.map(|instead| with(gone, instead)));
        }
        _ => found.push(with("", "")),
    }
}

/// A process's name without its number.
fn family(name: &str) -> &str {
    name.trim_end_matches(|c: char| c.is_ascii_digit())
}

/// The same decision with two processes exchanged.
fn exchange(act: &Act, one: &str, other: &str) -> Act {
    let name = |name: &String| {
        if name == one {
            other.to_owned()
        } else if name == other {
            one.to_owned()
        } else {
            name.clone()
        }
    };
    let message = |id: &String| {
        let parts = id.split_once('>').and_then(|(from, rest)| Some((from, rest.split_once('#')?)));
        parts.map_or_else(
            || id.clone(),
            |(from, (to, number))| format!("{}>{}#{number}", name(&from.to_owned()), name(&to.to_owned())),
        )
    };
    match act {
        Act::Request(client, verb, arguments) => Act::Request(name(client), verb.clone(), arguments.clone()),
        Act::Crash(process) => Act::Crash(name(process)),
        Act::Restart(process) => Act::Restart(name(process)),
        Act::Pause(process) => Act::Pause(name(process)),
        Act::Resume(process) => Act::Resume(name(process)),
        Act::Cut(from, to) => Act::Cut(name(from), name(to)),
        Act::Mend(from, to) => Act::Mend(name(from), name(to)),
        Act::Slow(from, to, times) => Act::Slow(name(from), name(to), *times),
        Act::Partition(groups) => Act::Partition(groups.iter().map(|group| group.iter().map(name).collect()).collect()),
        Act::Heal => Act::Heal,
        Act::Drop(id) => Act::Drop(message(id)),
        Act::Duplicate(id) => Act::Duplicate(message(id)),
        Act::Delay(id, by_us) => Act::Delay(message(id), *by_us),
        Act::Deliver(id) => Act::Deliver(message(id)),
        Act::Fire(process, timer) => Act::Fire(name(process), timer.clone()),
        Act::Choose(process, choice, value) => Act::Choose(name(process), choice.clone(), *value),
        Act::Loss(num, den) => Act::Loss(*num, *den),
        Act::Duplication(num, den) => Act::Duplication(*num, *den),
        Act::ShiftClock(process, by_us) => Act::ShiftClock(name(process), *by_us),
        Act::Drift(process, ppm) => Act::Drift(name(process), *ppm),
    }
}

fn int(value: &ParamValue) -> Option<i64> {
    if let ParamValue::Int(int) = value { Some(*int) } else { None }
}

fn lowest(spec: &ParamSpec) -> Option<i64> {
    if let ParamKind::Int { min, .. } = spec.kind { Some(min) } else { None }
}

/// Whether the parameter is a number without a unit.
pub(super) fn is_bare(spec: &ParamSpec) -> bool {
    matches!(spec.kind, ParamKind::Int { unit, .. } if unit.is_empty())
}
