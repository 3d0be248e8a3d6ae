//! What of a run is to be drawn: whatever meets a span of time, found by binary search.

use synod_session::{Chart, Time};

/// Things that last from one time to another, so ordered that those that meet a span are found without looking at all.
#[derive(Default, Debug, PartialEq, Eq)]
struct Spans {
    /// Their places in the chart, in the order in which they begin.
    order: Vec<u32>,
    /// When each begins.
    starts: Vec<Time>,
    /// The latest end up to each: it only grows, and those before the place where it reaches a time have all ended.
    reach: Vec<Time>,
    /// When each ends, in the order of `order`.
    ends: Vec<Time>,
    /// The ends in their own order, to count with.
    ended: Vec<Time>,
}

impl Spans {
    fn new(spans: impl Iterator<Item = (Time, Time)>) -> Spans {
        let mut spans: Vec<(Time, Time, u32)> = spans.zip(0..).map(|((from, to), i)| (from, to.max(from), i)).collect();
        spans.sort_unstable_by_key(|(from, _, i)| (*from, *i));
        let mut last = 0;
        let reach = spans.iter().map(|(_, to, _)| {
            last = last.max(*to);
            last
        });
        let reach = reach.collect();
        let ends: Vec<Time> = spans.iter().map(|(_, to, _)| *to).collect();
        let mut ended = ends.clone();
        ended.sort_unstable();
        Spans {
            order: spans.iter().map(|(_, _, i)| *i).collect(),
            starts: spans.iter().map(|(from, _, _)| *from).collect(),
            reach,
            ends,
            ended,
        }
    }

    /// The places of those that meet the time from `lo` to `hi`, in the order of the chart.
    fn meeting(&self, lo: Time, hi: Time) -> Vec<u32> {
        let first = self.reach.partition_point(|end| *end < lo);
        let last = self.starts.partition_point(|start| *start <= hi).max(first);
        let mut found: Vec<u32> = (first..last).filter(|i| self.ends[*i] >= lo).map(|i| self.order[i]).collect();
        found.sort_unstable();
        found
    }

    /// How many those are.
    fn count(&self, lo: Time, hi: Time) -> usize {
        self.starts.partition_point(|start| *start <= hi) - self.ended.partition_point(|end| *end < lo)
    }
}

/// The order in which everything in a chart is found.
#[derive(Debug, PartialEq, Eq)]
pub struct Index {
    messages: Spans,
    operations: Spans,
    faults: Spans,
    next_calls: Vec<Option<Time>>,
}

/// What meets a span of time: places in the chart.
#[derive(Default, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// Messages.
    pub messages: Vec<u32>,
    /// Operations.
    pub operations: Vec<u32>,
    /// Faults.
    pub faults: Vec<u32>,
}

impl Index {
    /// The index of a chart.
    pub fn new(chart: &Chart) -> Index {
        let messages = chart.messages.iter().map(|m| (m.sent.1, m.end.map_or(m.due, |e| e.1)));
        let operations = chart.operations.iter().map(|o| (o.called.1, o.returned.map_or(chart.end, |r| r.1)));
        let faults = chart.faults.iter().map(|f| (f.from.1, f.to.map_or(Time::MAX, |t| t.1)));
        let mut upcoming: std::collections::HashMap<&str, Time> = std::collections::HashMap::new();
        let mut next_calls: Vec<Option<Time>> =
            chart.operations.iter().rev().map(|o| upcoming.insert(&o.client, o.called.1)).collect();
        next_calls.reverse();
        Index { messages: Spans::new(messages), operations: Spans::new(operations), faults: Spans::new(faults), next_calls }
    }

    /// What meets the time from `lo` to `hi`.
    pub fn meeting(&self, lo: Time, hi: Time) -> Drawn {
        Drawn {
            messages: self.messages.meeting(lo, hi),
            operations: self.operations.meeting(lo, hi),
            faults: self.faults.meeting(lo, hi),
        }
    }

    /// How many messages meet it.
    pub fn messages(&self, lo: Time, hi: Time) -> usize {
        self.messages.count(lo, hi)
    }

    /// When the client of this operation calls the next one.
    pub fn next_call(&self, operation: u32) -> Option<Time> {
        self.next_calls.get(operation as usize).copied().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use synod_session::OperationBar;
    use synod_words::Phrase;

    /// Spans of many lengths in no order, always the same.
    fn many() -> Vec<(Time, Time)> {
        let mut x = 7_u64;
        let mut draw = |below: u64| {
            x = x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (x >> 33) % below
        };
        let span = |i: u64, from: u64, length: u64| (from, from + if i.is_multiple_of(50) { 50 * length } else { length });
        (0..500).map(|i| span(i, draw(10_000), draw(200))).collect()
    }

    #[test]
    fn what_meets_a_span_is_found_and_counted() {
        let all = many();
        let spans = Spans::new(all.iter().copied());
        for (lo, hi) in [(0, 0), (0, 20_000), (3_000, 3_100), (9_999, 10_500), (5_000, 5_000), (19_999, 30_000)] {
            let expected: Vec<u32> =
                all.iter().zip(0..).filter(|((from, to), _)| *from <= hi && *to >= lo).map(|(_, i)| i).collect();
            assert_eq!(spans.meeting(lo, hi), expected, "{lo} to {hi}");
            assert_eq!(spans.count(lo, hi), expected.len());
        }
        assert!(Spans::new(std::iter::empty()).meeting(0, 10).is_empty());
    }

    #[test]
    fn an_operation_knows_the_next_of_its_client() {
        let op = |client: &str, called| OperationBar {
            client: client.into(),
            label: Phrase::verbatim("read"),
            answer: None,
            outcome: None,
            owner: None,
            called: (1, called),
            returned: None,
            delays: None,
        };
        let chart = Chart { operations: vec![op("a", 1), op("b", 2), op("a", 3)], end: 9, ..Chart::default() };
        let index = Index::new(&chart);
        assert_eq!([0, 1, 2].map(|i| index.next_call(i)), [Some(3), None, None]);
        assert_eq!(index.meeting(2, 2).operations, [0, 1], "one without an answer lasts");
    }
}
