//! What is measured: the effective term, and the server's load, each against the formula of the paper.
//!
//! Gray & Cheriton 1989, § 3.1: a term `t_S` is worth `t_C = max(0, t_S − (m_prop + 2 m_proc) − ε)` to a client, where a message is `m_prop`
//! under way and takes `m_proc` to send and `m_proc` to receive. N clients that each use a file R times a second, at random, cost the server
//! `2NR / (1 + R t_C)` messages a second: of the uses of a client only the first in a term asks the server, and is answered.

use super::{Counting, Leases, Op, Part};
use crate::{Cluster, Datum, Erased, Gauge, Lab, Past};
use std::rc::Rc;
use synod_kernel::rng::{Draw, Purpose};
use synod_kernel::{Action, Delay, Event, Happening, Pid, Rejected, Time, Watch, World};
use synod_words::{Arg, Phrase, phrase};

const SECOND_US: u64 = 1_000_000;

/// The effective term by the formula, in microseconds; none where the mean delay is not known. Processes take no time: `m_proc = 0`. A holder
/// that counts from its request also loses the request's way, and ρ.
pub(super) fn effective_us(lab: &Leases) -> Option<u64> {
    let way = lab.propagation_us()?;
    let margins = lab.epsilon_us;
    Some(match lab.rule {
        Counting::Sent => lab.span_us().saturating_sub(2 * way + margins),
        Counting::TimeOfDay => lab.term_us.saturating_sub(way + margins),
        Counting::Arrival => lab.span_us().saturating_sub(margins),
        Counting::NoMargin => lab.term_us.saturating_sub(2 * way),
    })
}

/// `2R / (1 + R t_C)`, in thousandths of a message a second, for a client that uses the lease `rate_milli` times in a thousand seconds.
fn load_by_formula(rate_milli: u64, effective_us: u64) -> u64 {
    let uses_in_a_term_milli = rate_milli * effective_us / SECOND_US;
    2 * rate_milli * 1_000 / (1_000 + uses_in_a_term_milli)
}

/// What the page shows beside a run: the last effective term and the formula's, and the messages that the server gets and sends.
pub(super) fn gauges(past: &Past<'_, Leases>) -> Vec<Gauge> {
    let lab = past.world.protocol();
    let holders = (0..lab.holders).filter_map(|i| past.world.node(Pid(Leases::FIRST_HOLDER.0 + i)));
    let last = holders.filter_map(|node| if let Part::Holder(holder) = &node.0 { holder.effective_us } else { None }).max();
    let messages = past.messages().filter(|m| [m.id.from, m.id.to].contains(&Leases::SERVER)).count() as u64;
    let per_second = (past.world.now() > 0).then(|| messages * SECOND_US * 10 / past.world.now());
    vec![
        time("effective_term_us", phrase!("effective term", "有效租期"), last),
        time("effective_term_formula_us", phrase!("effective term, formula", "有效租期（公式）"), effective_us(lab)),
        Gauge {
            id: "server_load_decimsg_per_s",
            name: phrase!("server's load", "服务器负载"),
            value: per_second.map_or_else(|| phrase!("–", "–"), |n| phrase!("{0} messages/s", "每秒 {0} 条消息", tenths(n))),
            number: per_second.map(u64::cast_signed),
        },
    ]
}

fn time(id: &'static str, name: Phrase, us: Option<u64>) -> Gauge {
    let value = us.map_or_else(|| phrase!("–", "–"), |us| phrase!("{0}", "{0}", Arg::TimeUs(us)));
    Gauge { id, name, value, number: us.map(u64::cast_signed) }
}

fn tenths(n: u64) -> String {
    format!("{}.{}", n / 10, n % 10)
}

/// What the formulas say of a client that uses the lease at random moments, `rate_milli` times in a thousand seconds: the effective term in
/// microseconds, and the server's load in thousandths of a message a second. None where the mean delay is not known.
pub fn formula(lab: &Leases, rate_milli: u64) -> Option<(u64, u64)> {
    let effective_us = effective_us(lab)?;
    Some((effective_us, load_by_formula(rate_milli, effective_us)))
}

/// The server's load that such a client causes, measured over `seconds` of simulated time, in the same unit. The paper's N clients with a file
/// each cost N times as much.
///
/// # Errors
/// [`Rejected::OutOfRange`] for a network that cannot be drawn from.
pub fn load(lab: &Leases, rate_milli: u64, seconds: u64, seed: u64) -> Result<u64, Rejected> {
    let Cluster { processes, network } = lab.cluster();
    let mut count = AtServer(0);
    let mut world = World::new(Rc::new(Erased::new(lab.clone())), processes.len() as u16, network, seed, &mut count)?;
    let mut draw = Draw::new(seed, Purpose::Workload, (0, 0));
    let between = Delay::Exponential { mean_ns: 1_000_000_000_000 / rate_milli.max(1) };
    let mut next: Time = between.draw(&mut draw);
    while next < seconds * SECOND_US {
        while let Some(event) = world.scheduled().filter(|event| event.at <= next) {
            world.apply(&event, &mut count)?;
        }
        // Who still waits for the lease uses it as soon as it is there.
        let uses = Action::Request(Leases::FIRST_HOLDER, Datum::new(Op::Acquire));
        match world.apply(&Event { at: next, action: uses }, &mut count) {
            Ok(()) | Err(Rejected::Busy(_)) => next += between.draw(&mut draw),
            Err(other) => return Err(other),
        }
    }
    Ok(count.0 * 1_000 / seconds.max(1))
}

/// How many messages the server has got or sent.
struct AtServer(u64);

impl Watch<Erased> for AtServer {
    fn see(&mut self, _: Time, what: Happening<'_, Erased>) {
        if let Happening::Sent { id, .. } = what {
            self.0 += u64::from([id.from, id.to].contains(&Leases::SERVER));
        }
    }
}
