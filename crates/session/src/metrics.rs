//! What was measured up to a moment: answers, latencies, staleness, messages.

use crate::frame::Measure;
use crate::trace::{Asked, Trace};
use synod_check::{Answer, Call, History, Operation, Value};
use synod_kernel::Time;
use synod_protocols::Outcome;
use synod_words::{Arg, phrase};

/// Measures a run up to `step`.
pub(crate) fn measure(trace: &Trace, history: &History, step: u32) -> Vec<Measure> {
    let asked: Vec<(u32, &Asked)> = (0..).zip(trace.operations()).take_while(|(_, call)| call.called.0 <= step).collect();
    let done: Vec<(u32, &Asked)> =
        asked.iter().filter(|(_, call)| call.returned.is_some_and(|when| when.0 <= step)).copied().collect();
    let answered: Vec<(u32, &Asked)> = done.iter().filter(|(_, call)| call.outcome == Some(Outcome::Answered)).copied().collect();
    let latency_of = |(_, call): &(u32, &Asked)| call.returned.map(|(_, at)| at - call.called.1);
    let mut latencies: Vec<Time> = answered.iter().filter_map(latency_of).collect();
    latencies.sort_unstable();
    let sent = trace.sent_until(step);
    let none = || phrase!("–", "–");
    let latency = |percent: usize| quantile(&latencies, percent);
    let us = |value: Option<Time>| value.map_or_else(none, |us| phrase!("{0}", "{0}", Arg::TimeUs(rounded(us))));
    let staleness = worst_staleness(history, |_| true);
    let share = (latencies.len() * 100).checked_div(done.len()).map(|share| share as u32);
    let per_operation = (sent * 10).checked_div(asked.len() as u32);
    let delays: Vec<u32> = answered.iter().filter_map(|(_, call)| call.delays).collect();
    let delays_each = (delays.iter().sum::<u32>() * 10).checked_div(delays.len() as u32);
    let tenths = |value: Option<u32>| value.map_or_else(none, |t| phrase!("{0}.{1}", "{0}.{1}", t / 10, t % 10));
    vec![
        Measure {
            id: "answered_percent",
            name: phrase!("answered", "得到应答"),
            value: share.map_or_else(none, |share| phrase!("{0} %", "{0} %", share)),
            number: share.map(i64::from),
        },
        Measure {
            id: "latency_p50_us",
            name: phrase!("median latency", "延迟中位数"),
            value: us(latency(50)),
            number: latency(50).map(Time::cast_signed),
        },
        Measure {
            id: "latency_p99_us",
            name: phrase!("p99 latency", "p99 延迟"),
            value: us(latency(99)),
            number: latency(99).map(Time::cast_signed),
        },
        Measure {
            id: "staleness_versions",
            name: phrase!("worst staleness", "最大陈旧度"),
            value: staleness.map_or_else(none, |k| match k {
                1 => phrase!("1 version", "1 个版本"),
                _ => phrase!("{0} versions", "{0} 个版本", k),
            }),
            number: staleness.map(i64::from),
        },
        Measure {
            id: "messages_per_operation_tenths",
            name: phrase!("messages per op", "每操作消息数"),
            value: tenths(per_operation),
            number: per_operation.map(i64::from),
        },
        Measure {
            id: "delays_per_operation_tenths",
            name: phrase!("message delays per op", "每操作消息延迟数"),
            value: tenths(delays_each),
            number: delays_each.map(i64::from),
        },
    ]
}

/// The nearest-rank quantile of sorted values.
pub(crate) fn quantile(sorted: &[Time], percent: usize) -> Option<Time> {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.max(1) - 1).copied()
}

/// To a tenth of a millisecond, once it is above one: what a card can show.
fn rounded(us: Time) -> Time {
    if us < 1_000 { us } else { (us + 50) / 100 * 100 }
}

/// By how many acknowledged writes the stalest read was behind: writes that had been answered before the read was called, and were called
/// after the one that it returned had been answered. Only the reads that `counts` says count, by their places in the history.
pub(crate) fn worst_staleness(history: &History, counts: impl Fn(u32) -> bool) -> Option<u32> {
    let writes: Vec<&Operation> =
        history.operations.iter().filter(|o| matches!(o.call, Call::Write(_)) && o.returned.is_some()).collect();
    let reads = (0..).zip(&history.operations).filter_map(|(i, o)| match &o.returned {
        Some((_, Answer::Read(value))) if counts(i) => Some((o, value)),
        _ => None,
    });
    let behind = reads.map(|(read, value)| {
        let done = writes.iter().filter(|w| w.key == read.key && w.returned.as_ref().is_some_and(|(at, _)| *at < read.called));
        let newer = done.filter(|w| !returns(value, &w.call) && written(history, read, value).is_none_or(|at| at < w.called));
        newer.count() as u32
    });
    behind.max()
}

/// Whether a read that answered `value` saw this write.
fn returns(value: &Value, call: &Call) -> bool {
    let Call::Write(written) = call else { return false };
    matches!(value, Value::Siblings(all) if all.contains(written)) || value == written
}

/// When the latest write of what a read returned was answered; none for a value that was there from the start. A write without answer may
/// have happened at any time after.
fn written(history: &History, read: &Operation, value: &Value) -> Option<i64> {
    let writes = history.operations.iter().filter(|o| o.key == read.key && returns(value, &o.call));
    writes.map(|o| o.returned.as_ref().map_or(i64::MAX, |(at, _)| *at)).max()
}
