//! Arbitrary documents within the limits of the format.

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use synod_kernel::Limits;
use synod_session::ENGINE;
use synod_session::doc::{ARGUMENTS_MAX, Act, Atom, Decision, Document, NAME_MAX, TEXT_MAX, VERSION};

/// Any document.
pub fn document() -> impl Strategy<Value = Document> {
    let head = (name(), option::of(name()), btree_map(name(), atom(), 0..6), any::<u64>());
    let run = (vec(decision(), 0..12), option::of(time()), option::of(any::<u32>()));
    (0..=ENGINE, head, run).prop_map(|(engine, (lab, scenario, params, seed), (decisions, until, cursor))| Document {
        synod: VERSION,
        engine,
        lab,
        scenario,
        params: params.into_iter().collect(),
        seed,
        decisions,
        until,
        cursor,
    })
}

fn decision() -> impl Strategy<Value = Decision> {
    (time(), prop_oneof![Just(0), any::<u32>()], act(name().boxed())).prop_map(|(at, nth, act)| Decision { at, nth, act })
}

/// A decision within the second in which most scenarios play, about processes of these names.
pub fn decision_among(names: &'static [&'static str]) -> impl Strategy<Value = Decision> {
    let name = select(names).prop_map(str::to_owned).boxed();
    (0..1_000_000_u64, 0..3_u32, act(name)).prop_map(|(at, nth, act)| Decision { at, nth, act })
}

fn act(name: BoxedStrategy<String>) -> impl Strategy<Value = Act> {
    let name = move || name.clone();
    let pair = || (name(), name());
    let ratio = || (1..=u32::MAX).prop_flat_map(|den| (0..=den, Just(den)));
    let shift_max = i64::try_from(Limits::TIME_US_MAX).expect("ten days");
    prop_oneof![
        (name(), name(), vec(atom(), 0..=ARGUMENTS_MAX)).prop_map(|(client, verb, args)| Act::Request(client, verb, args)),
        name().prop_map(Act::Crash),
        name().prop_map(Act::Restart),
        name().prop_map(Act::Pause),
        name().prop_map(Act::Resume),
        pair().prop_map(|(from, to)| Act::Cut(from, to)),
        pair().prop_map(|(from, to)| Act::Mend(from, to)),
        (pair(), 1..=u16::MAX).prop_map(|((from, to), times)| Act::Slow(from, to, times)),
        vec(vec(name(), 0..4), 0..4).prop_map(Act::Partition),
        Just(Act::Heal),
        text().prop_map(Act::Drop),
        text().prop_map(Act::Duplicate),
        (text(), time()).prop_map(|(message, by)| Act::Delay(message, by)),
        text().prop_map(Act::Deliver),
        (name(), text()).prop_map(|(process, timer)| Act::Fire(process, timer)),
        (name(), text(), any::<u32>()).prop_map(|(process, choice, value)| Act::Choose(process, choice, value)),
        ratio().prop_map(|(num, den)| Act::Loss(num, den)),
        ratio().prop_map(|(num, den)| Act::Duplication(num, den)),
        (name(), -shift_max..=shift_max).prop_map(|(process, by)| Act::ShiftClock(process, by)),
        (name(), -Limits::DRIFT_PPM_MAX..=Limits::DRIFT_PPM_MAX).prop_map(|(process, ppm)| Act::Drift(process, ppm)),
    ]
}

fn atom() -> impl Strategy<Value = Atom> {
    prop_oneof![
        Just(Atom::Null),
        any::<bool>().prop_map(Atom::Bool),
        any::<i64>().prop_map(Atom::Int),
        text().prop_map(Atom::Text),
    ]
}

fn time() -> impl Strategy<Value = u64> {
    0..=Limits::TIME_US_MAX
}

/// Mostly what names look like; sometimes anything, up to the limit.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![4 => "[a-zC][a-z0-9-]{0,7}", 1 => characters(NAME_MAX)]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![4 => "n[1-9]>n[1-9]#[1-9]", 1 => characters(TEXT_MAX)]
}

fn characters(max: usize) -> impl Strategy<Value = String> {
    vec(any::<char>(), 0..=max).prop_map(|characters| characters.into_iter().collect())
}
