//! What was measured for each client, and for each side of a partition.

use crate::Time;
use crate::metrics::quantile;
use crate::names::Names;
use crate::trace::{Asked, Split, Trace};
use synod_kernel::Pid;
use synod_protocols::Outcome;
use synod_words::{Phrase, phrase};

/// For whom something was measured.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Who {
    /// A client, by its name.
    Client(String),
    /// The clients on one side of a partition, while it lasted: the processes of that side.
    Side(Vec<String>),
}

/// What was measured for somebody up to the cursor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tally {
    /// For whom.
    pub who: Who,
    /// Their name in words: `C1`, `side {n1, n2}`.
    pub name: Phrase,
    /// Operations that were answered, with yes or no.
    pub answered: u32,
    /// Operations that the system could not do.
    pub failed: u32,
    /// Operations whose outcome the client does not know: it gave up.
    pub unknown: u32,
    /// Operations that are still open.
    pub open: u32,
    /// Median latency of the answered ones, in microseconds.
    pub latency_p50_us: Option<Time>,
    /// 99th percentile of it.
    pub latency_p99_us: Option<Time>,
    /// By how many acknowledged writes the stalest read was behind.
    pub staleness: Option<u32>,
}

/// The tallies after `step` steps: of every client that asked for something, then of the sides of the partition that lasts there or
/// was the last one.
pub(crate) fn tallies(trace: &Trace, names: &Names, step: u32) -> Vec<Tally> {
    let asked = || trace.asked_until(step);
    let mut clients: Vec<Pid> = asked().map(|call| call.client).collect();
    synod_order::sort(&mut clients);
    clients.dedup();
    let mut tallies: Vec<Tally> = Vec::new();
    for client in clients {
        let name = names.of(client);
        let own = asked().filter(|call| call.client == client);
        tallies.push(tally(own, step, Who::Client(name.clone()), Phrase::verbatim(name)));
    }
    if let Some(split) = trace.partitions().iter().rfind(|split| split.from <= step) {
        for side in &split.sides {
            let members: Vec<String> = side.iter().map(|pid| names.of(*pid)).collect();
            let name = phrase!("side {0}", "{0} 一侧", format!("{{{}}}", members.join(" ")));
            let there = asked().filter(|call| split.lasts_at(call.called.0) && side.contains(&call.client));
            tallies.push(tally(there, step, Who::Side(members), name));
        }
    }
    tallies
}

impl Split {
    /// Whether it lasts at a step.
    fn lasts_at(&self, step: u32) -> bool {
        self.from < step && self.to.is_none_or(|to| step < to)
    }
}

fn tally<'a>(calls: impl Iterator<Item = &'a Asked>, step: u32, who: Who, name: Phrase) -> Tally {
    let (mut answered, mut failed, mut unknown, mut open) = (0, 0, 0, 0);
    let (mut latencies, mut staleness) = (Vec::new(), None);
    for call in calls {
        match (call.returned.filter(|when| when.0 <= step), call.outcome) {
            (None, _) => open += 1,
            (Some((_, at)), Some(Outcome::Answered | Outcome::Refused)) => {
                answered += 1;
                latencies.push(at - call.called.1);
                staleness = staleness.max(call.staleness);
            }
            (Some(_), Some(Outcome::Failed)) => failed += 1,
            (Some(_), Some(Outcome::Unknown) | None) => unknown += 1,
        }
    }
    synod_order::sort(&mut latencies);
    Tally {
        who,
        name,
        answered,
        failed,
        unknown,
        open,
        latency_p50_us: quantile(&latencies, 50),
        latency_p99_us: quantile(&latencies, 99),
        staleness,
    }
}
