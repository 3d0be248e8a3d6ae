//! What was measured up to a moment: answers, latencies, staleness, messages.

use crate::deeds::Deeds;
use crate::frame::Measure;
use crate::trace::{Asked, Trace};
use synod_check::{Fact, What};
use synod_kernel::Time;
use synod_order::Map;
use synod_protocols::Outcome;
use synod_words::{Arg, phrase};

/// Measures a run up to `step`. `store` is whether the clients read and write a store.
pub(crate) fn measure(trace: &Trace, deeds: &Deeds, store: bool, step: u32) -> Vec<Measure> {
    let asked: Vec<&Asked> = trace.asked_until(step).collect();
    let done: Vec<&Asked> = asked.iter().filter(|call| call.returned.is_some_and(|when| when.0 <= step)).copied().collect();
    let answered: Vec<&Asked> = done.iter().filter(|call| call.outcome.is_some_and(Outcome::is_answer)).copied().collect();
    let latency_of = |call: &&Asked| call.returned.map(|(_, at)| at - call.called.1);
    let mut latencies: Vec<Time> = answered.iter().filter_map(latency_of).collect();
    synod_order::sort(&mut latencies);
    let sent = trace.sent_until(step);
    let none = || phrase!("–", "–");
    let latency = |percent: usize| quantile(&latencies, percent);
    let us = |value: Option<Time>| value.map_or_else(none, |us| phrase!("{0}", "{0}", Arg::TimeUs(rounded(us))));
    let staleness = done.iter().filter_map(|call| call.staleness).max();
    let share = (latencies.len() * 100).checked_div(done.len()).map(|share| share as u32);
    let per_operation = (sent * 10).checked_div(asked.len() as u32);
    let delays: Vec<u32> = answered.iter().filter_map(|call| call.delays).collect();
    let delays_each = (delays.iter().sum::<u32>() * 10).checked_div(delays.len() as u32);
    let tenths = |value: Option<u32>| value.map_or_else(none, |t| phrase!("{0}.{1}", "{0}.{1}", t / 10, t % 10));
    let mut measures = vec![
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
    ];
    measures.retain(|measure| store || measure.id != "staleness_versions");
    if let Some(span) = longest_lock(deeds, step) {
        measures.push(Measure {
            id: "longest_lock_us",
            name: phrase!("longest lock", "最长持锁时间"),
            value: us(Some(span)),
            number: Some(span.cast_signed()),
        });
    }
    measures.extend(crate::accusations::measures(deeds, sent, step));
    measures
}

/// For how long something was locked at most; none where nothing ever was.
fn longest_lock(deeds: &Deeds, step: u32) -> Option<Time> {
    let mut held: Map<(u16, u32, &str), Time> = Map::new();
    let mut longest = None;
    let until = deeds.until(step) as usize;
    let now = deeds.now(step);
    for event in &deeds.record.events[..until] {
        match &event.what {
            What::Did(Fact::Locked { transaction, item }) => {
                held.entry((event.process, *transaction, item)).or_insert(event.at);
            }
            What::Did(Fact::Unlocked { transaction, item }) => {
                let since = held.remove(&(event.process, *transaction, item.as_str()));
                longest = longest.max(since.map(|since| event.at - since));
            }
            _ => {}
        }
    }
    held.values().map(|since| now.saturating_sub(*since)).chain(longest).max()
}

/// The nearest-rank quantile of sorted values.
pub(crate) fn quantile(sorted: &[Time], percent: usize) -> Option<Time> {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.max(1) - 1).copied()
}

/// To a tenth of a millisecond, once it is above one: what a card can show.
pub(crate) fn rounded(us: Time) -> Time {
    if us < 1_000 { us } else { (us + 50) / 100 * 100 }
}
