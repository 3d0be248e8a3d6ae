//! What the counts of a cell come to: rates and quantiles with their 95 % intervals, each in a row.

use super::{Histogram, Operations, Rate, Tally, nearest_rank, ranks, rate};

/// The quantiles that are told, with their names: parts of a thousand.
pub const QUANTILES: [(&str, u64); 4] = [("p50", 500), ("p90", 900), ("p99", 990), ("p999", 999)];

/// The subject of what is told of a run as a whole.
pub const ALL: &str = "run";

/// How many messages were sent for each operation that was asked for.
pub const PER_OPERATION: &str = "messages_per_operation";

/// One figure of a cell.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    /// What it is about: the id of a promise, the verb of an operation, or [`ALL`].
    pub subject: String,
    /// What is told of it, with its unit: `violated`, `undecided`, `answered` and `stale` are shares; `latency_p999_us` is a quantile; [`PER_OPERATION`] is a mean.
    pub measure: String,
    /// How much; none where nothing was counted.
    pub value: Option<f64>,
    /// The lower end of the 95 % interval; none where there are too few runs for it, or none is known.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
    /// Of how many: runs, operations, answers.
    pub of: u64,
}

/// Everything that the counts come to, in a fixed order.
pub fn summary(tally: &Tally) -> Vec<Row> {
    let mut rows = Vec::new();
    for (id, standings) in &tally.promises {
        for (measure, hits) in [("violated", standings.violated), ("undecided", standings.undecided)] {
            rows.push(share(id, measure, hits, tally.runs));
        }
    }
    for (verb, Operations { asked, latency_us, staleness_versions }) in &tally.operations {
        rows.push(share(verb, "answered", latency_us.count(), *asked));
        about(&mut rows, verb, ("latency", "us"), latency_us);
        let reads = staleness_versions.count();
        if reads > 0 {
            rows.push(share(verb, "stale", reads - staleness_versions.zeros(), reads));
            about(&mut rows, verb, ("staleness", "versions"), staleness_versions);
        }
    }
    let asked = tally.operations.values().map(|operations| operations.asked).sum();
    let value = (asked > 0).then(|| tally.messages as f64 / asked as f64);
    let (subject, measure) = (ALL.to_owned(), PER_OPERATION.to_owned());
    rows.push(Row { subject, measure, value, low: None, high: None, of: asked });
    rows
}

fn share(subject: &str, measure: &str, hits: u64, of: u64) -> Row {
    let rate: Option<Rate> = rate(hits, of);
    Row {
        subject: subject.to_owned(),
        measure: measure.to_owned(),
        value: rate.map(|rate| rate.value),
        low: rate.map(|rate| rate.low),
        high: rate.map(|rate| rate.high),
        of,
    }
}

/// Mean and quantiles of what was counted.
fn about(rows: &mut Vec<Row>, subject: &str, (what, unit): (&str, &str), counted: &Histogram) {
    let of = counted.count();
    let mut row = |name: &str, value, low, high| {
        let measure = format!("{what}_{name}_{unit}");
        rows.push(Row { subject: subject.to_owned(), measure, value, low, high, of });
    };
    row("mean", (of > 0).then(|| counted.sum() as f64 / of as f64), None, None);
    for (name, part) in QUANTILES {
        let (low, high) = ranks(of, (part, 1_000));
        let at = |rank: Option<u64>| rank.and_then(|rank| counted.nth(rank)).map(|number| number as f64);
        row(name, at(Some(nearest_rank(of, (part, 1_000)))), at(low), at(high));
    }
}
