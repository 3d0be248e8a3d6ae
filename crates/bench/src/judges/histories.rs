//! The histories that are judged: runs of one copy, with or without a wrong answer.

use std::collections::BTreeMap;

use synod_check::{Answer, Call, History, Operation, Value};

/// What a history is like.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// One key, every value written once.
    Once,
    /// One key, few values.
    Few,
    /// One key, few values, compare-and-set.
    Swaps,
    /// One key, many clients at a time.
    Crowd,
    /// Many keys.
    Keys,
    /// One key, writes without answer.
    Unanswered,
    /// One key, every value written once, one read long after its value was replaced.
    Stale,
    /// The same with few values and many clients, so that nobody knows which write it was.
    StaleFew,
    /// The same on one of many keys.
    StaleKeys,
}

impl Kind {
    pub const ALL: [Kind; 9] = [
        Kind::Once,
        Kind::Few,
        Kind::Swaps,
        Kind::Crowd,
        Kind::Keys,
        Kind::Unanswered,
        Kind::Stale,
        Kind::StaleFew,
        Kind::StaleKeys,
    ];

    pub fn told(self) -> &'static str {
        match self {
            Kind::Once => "400 operations of 5 clients, every value written once",
            Kind::Few => "400 operations of 5 clients, 3 values",
            Kind::Swaps => "400 operations of 5 clients, 3 values, compare-and-set among them",
            Kind::Crowd => "200 operations of 12 clients, 4 values",
            Kind::Keys => "2,000 operations of 10 clients on 20 keys, every value written once",
            Kind::Unanswered => "200 operations of 5 clients, 1 write in 12 without answer",
            Kind::Stale => "400 operations of 5 clients, every value written once; the last read is wrong",
            Kind::StaleFew => "60 operations of 8 clients, 4 values; the last read is wrong",
            Kind::StaleKeys => "2,000 operations of 10 clients on 20 keys; the last read is wrong",
        }
    }

    pub fn is_violated(self) -> bool {
        matches!(self, Kind::Stale | Kind::StaleFew | Kind::StaleKeys)
    }

    fn shape(self) -> Shape {
        let usual = Shape { operations: 400, clients: 5, keys: 1, values: None, swaps: false, silent: None };
        match self {
            Kind::Once | Kind::Stale => usual,
            Kind::Few => Shape { values: Some(3), ..usual },
            Kind::Swaps => Shape { values: Some(3), swaps: true, ..usual },
            Kind::Crowd => Shape { operations: 200, clients: 12, values: Some(4), ..usual },
            Kind::Keys | Kind::StaleKeys => Shape { operations: 2_000, clients: 10, keys: 20, ..usual },
            Kind::Unanswered => Shape { operations: 200, silent: Some(12), ..usual },
            Kind::StaleFew => Shape { operations: 60, clients: 8, values: Some(4), ..usual },
        }
    }
}

/// A history, what it is like, and the seed it comes from.
pub struct Sample {
    pub kind: Kind,
    pub seed: u64,
    pub history: History,
}

/// How many of each kind.
const SEEDS: u64 = 10;

/// All of them; the same every time.
pub fn samples() -> Vec<Sample> {
    let of_kind = |kind: Kind| (1..=SEEDS).map(move |seed| Sample { kind, seed, history: history(kind, seed) });
    Kind::ALL.into_iter().flat_map(of_kind).collect()
}

struct Shape {
    operations: i64,
    clients: i64,
    keys: i64,
    /// So many values; or a new one for each write.
    values: Option<i64>,
    swaps: bool,
    /// One write in so many gets no answer.
    silent: Option<i64>,
}

/// An operation happens at one moment between its call and its answer, on one copy.
fn history(kind: Kind, seed: u64) -> History {
    let (shape, mut dice) = (kind.shape(), Dice(seed));
    let mut free = vec![0; usize::try_from(shape.clients).unwrap_or_default()];
    let mut moments: Vec<(i64, usize)> = Vec::new();
    let mut operations: Vec<Operation> = Vec::new();
    for i in 0..shape.operations {
        let client = i % shape.clients;
        let hand = &mut free[usize::try_from(client).unwrap_or_default()];
        let called = *hand + 1 + dice.below(20);
        let returned = called + 2 + dice.below(100);
        *hand = returned;
        moments.push((called + 1 + dice.below(returned - called - 1), operations.len()));
        let mut value = || Value::Int(shape.values.map_or(i + 1, |values| 1 + dice.below(values)));
        let (one, other) = (value(), value());
        let call = match dice.below(if shape.swaps { 6 } else { 4 }) {
            0 | 1 => Call::Read,
            2 | 3 => Call::Write(one),
            _ => Call::Cas { expect: one, value: other },
        };
        let key = format!("k{}", dice.below(shape.keys));
        operations.push(Operation { client: format!("c{client}"), key, call, called, returned: Some((returned, Answer::Done)) });
    }
    moments.sort_unstable();
    let mut copy: BTreeMap<String, Value> = BTreeMap::new();
    for (_, i) in moments {
        let operation = &mut operations[i];
        let held = copy.entry(operation.key.clone()).or_default();
        let answer = match &operation.call {
            Call::Read => Answer::Read(held.clone()),
            Call::Cas { expect, .. } if expect != held => Answer::Cas { ok: false },
            Call::Cas { value, .. } => {
                held.clone_from(value);
                Answer::Cas { ok: true }
            }
            Call::Write(value) => {
                held.clone_from(value);
                Answer::Done
            }
            Call::Append(_) => continue,
        };
        operation.returned = operation.returned.take().map(|(at, _)| (at, answer));
    }
    if let Some(silent) = shape.silent {
        for operation in operations.iter_mut().filter(|operation| matches!(operation.call, Call::Write(_))) {
            if dice.below(silent) == 0 {
                operation.returned = None;
            }
        }
    }
    if kind.is_violated() {
        // Nothing is what the key held before any write, and everything was written since.
        let last = operations.iter_mut().rev().find(|operation| operation.call == Call::Read);
        if let Some(operation) = last {
            operation.returned = operation.returned.take().map(|(at, _)| (at, Answer::Read(Value::Null)));
        }
    }
    operations.sort_by_key(|operation| operation.called);
    History { operations, ..History::default() }
}

/// Numbers that are the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 33).unwrap_or_default() % n
    }
}
