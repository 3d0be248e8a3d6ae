//! What the property tests share: small random histories, and shorthand for their parts.
#![allow(clippy::cast_possible_wrap, clippy::cast_sign_loss, reason = "the numbers of a test are small")]
#![allow(dead_code, reason = "each test binary uses its own part")]

pub mod past;
pub mod promised;
pub mod records;

use proptest::prelude::*;
use proptest::sample::Index;
use synod_check::{Answer, Budget, Call, History, Model, Operation, Source, Value, Verdict, judge};

/// What the generator may use.
#[derive(Clone, Copy, Debug)]
pub struct Menu {
    pub operations: usize,
    pub clients: u8,
    pub keys: u8,
    /// Values are drawn from 1 to this, so small ones repeat.
    pub values: i64,
    pub cas: bool,
    pub appends: bool,
    /// Calls and returns may fall on one instant.
    pub ties: bool,
}

pub const REGISTER: Menu = Menu { operations: 6, clients: 3, keys: 1, values: 2, cas: false, appends: false, ties: true };

/// A history in which each client's operations follow one another, with arbitrary answers.
pub fn arbitrary(menu: Menu) -> impl Strategy<Value = History> {
    let parts = (0..menu.clients, 0..menu.keys, 0..8_u8, 0..=menu.values, 0..=menu.values, 0..8_u8, any::<(Index, Index)>());
    prop::collection::vec(parts, 1..=menu.operations).prop_map(move |parts| {
        // Each client has its own clock hand; times come from the drawn indices, so that operations overlap at random.
        let mut hands = vec![0_i64; usize::from(menu.clients)];
        let mut operations: Vec<Operation> = Vec::new();
        let count = parts.len() as i64;
        for (i, (client, key, kind, one, other, fate, (wait, last))) in parts.into_iter().enumerate() {
            let hand = &mut hands[usize::from(client)];
            let spread = |index: Index, most: usize| index.index(most) as i64;
            let unique = if menu.ties { 0 } else { i as i64 * 2 };
            let scale = if menu.ties { 1 } else { count * 2 + 2 };
            let called = (*hand + spread(wait, 4)) / scale * scale + unique + if menu.ties { 0 } else { scale };
            let returned = called + spread(last, 6) * scale + i64::from(!menu.ties);
            *hand = returned;
            let value = |v: i64| if v == 0 { Value::Null } else { Value::Int(v) };
            let letter = |v: i64| ["a", "b", "c"][v as usize % 3].to_owned();
            let (call, answer) = match kind {
                0..=3 if menu.appends => {
                    let text: String = [one, other].iter().take(usize::from(fate) % 3).map(|v| letter(*v)).collect();
                    (Call::Read, Answer::Read(Value::Text(text)))
                }
                4 | 5 if menu.appends => (Call::Append(letter(one)), Answer::Done),
                _ if menu.appends => (Call::Write(Value::Text(letter(one))), Answer::Done),
                0..=2 => (Call::Read, Answer::Read(value(one))),
                3 if menu.cas => {
                    (Call::Cas { expect: value(one), value: Value::Int(other.max(1)) }, Answer::Cas { ok: fate % 2 == 0 })
                }
                _ => (Call::Write(value(one.max(i64::from(fate != 1)))), Answer::Done),
            };
            let returned = (fate != 0).then_some((returned, answer));
            operations.push(Operation { client: format!("c{client}"), key: format!("k{key}"), call, called, returned });
        }
        operations.sort_by_key(|operation| operation.called);
        History { operations, source: Source::File, ..History::default() }
    })
}

/// So many cases; a failure is printed, not kept in a file.
pub fn cases(cases: u32) -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(cases);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

pub fn verdict(history: &History, model: Model) -> Verdict {
    judge(history, model, Budget::default()).verdict
}

pub fn holds(history: &History, model: Model) -> bool {
    match verdict(history, model) {
        Verdict::Holds => true,
        Verdict::Violated(_) => false,
        Verdict::Undecided(why) => panic!("a small history is undecided: {why:?}"),
    }
}

/// The operations `ids` of the history, with nothing else known.
pub fn part(history: &History, ids: &[u32]) -> History {
    let operations = ids.iter().map(|id| history.operations[*id as usize].clone()).collect();
    History { operations, source: history.source, ..History::default() }
}
