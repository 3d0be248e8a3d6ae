//! What is measured: the effective term, and the server's load, each against the formula of the paper.
//!
//! Gray & Cheriton 1989, § 3.1: a term t_S is worth t_C = max(0, t_S − (m_prop + 2 m_proc) − ε) to a client, where a message is m_prop under
//! way and takes m_proc to send and m_proc to receive. N clients that each use a file R times a second, at random, cost the server
//! 2NR / (1 + R t_C) messages a second: of the uses of a client only the first in a term asks the server, and is answered.

use super::{Counting, Leases, Op, Part};
use crate::{Cluster, Gauge, Lab, Past};
use std::rc::Rc;
use synod_kernel::rng::{Draw, Purpose};
use synod_kernel::{Action, Chronicle, Delay, Event, Pid, Rejected, Time, World};
use synod_words::{Arg, Phrase, phrase};

const SECOND_US: u64 = 1_000_000;

/// The effective term by the formula, in microseconds; none where the mean delay is not known. Processes take no time: m_proc = 0. A holder
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

/// 2R / (1 + R t_C), in thousandths of a message a second, for a client that uses the lease `rate_milli` times in a thousand seconds.
fn load_by_formula(rate_milli: u64, effective_us: u64) -> u64 {
    let uses_in_a_term_milli = rate_milli * effective_us / SECOND_US;
    2 * rate_milli * 1_000 / (1_000 + uses_in_a_term_milli)
}

/// What the page shows beside a run: the last effective term and the formula's, and the messages that the server gets and sends.
pub(super) fn gauges(past: &Past<'_, Leases>) -> Vec<Gauge> {
    let lab = past.world.protocol();
    let holders = (0..lab.holders).filter_map(|i| past.world.node(Pid(i + 2)));
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

/// A term, and what it costs the server.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Row {
    /// The effective term by the formula, in microseconds; 0 where the mean delay is not known.
    pub effective_us: u64,
    /// The server's load by the formula, in thousandths of a message a second.
    pub formula: u64,
    /// The load that was measured, in the same unit.
    pub measured: u64,
}

/// The server's load for one client that uses the lease at random moments, `rate_milli` times in a thousand seconds, over `seconds` of
/// simulated time. The paper's N clients with a file each cost N times as much.
///
/// # Errors
/// [`Rejected::OutOfRange`] for a network that cannot be drawn from.
pub fn load(lab: &Leases, rate_milli: u64, seconds: u64, seed: u64) -> Result<Row, Rejected> {
    let Cluster { processes, network } = lab.cluster();
    let mut chronicle = Chronicle::default();
    let mut world = World::new(Rc::new(lab.clone()), processes.len() as u16, network, seed, &mut chronicle)?;
    let mut draw = Draw::new(seed, Purpose::Workload, (0, 0));
    let between = Delay::Exponential { mean_ns: 1_000_000_000_000 / rate_milli.max(1) };
    let mut next: Time = between.draw(&mut draw);
    while next < seconds * SECOND_US {
        while let Some(event) = world.scheduled().filter(|event| event.at <= next) {
            world.apply(&event, &mut chronicle)?;
        }
        // Who still waits for the lease uses it as soon as it is there.
        match world.apply(&Event { at: next, action: Action::Request(Pid(2), Op::Acquire) }, &mut chronicle) {
            Ok(()) | Err(Rejected::Busy(_)) => next += between.draw(&mut draw),
            Err(other) => return Err(other),
        }
    }
    let messages = chronicle.messages().iter().filter(|m| [m.id.from, m.id.to].contains(&Leases::SERVER)).count() as u64;
    let effective_us = effective_us(lab).unwrap_or(0);
    Ok(Row { effective_us, formula: load_by_formula(rate_milli, effective_us), measured: messages * 1_000 / seconds.max(1) })
}
