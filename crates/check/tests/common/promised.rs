//! What logs and broadcasts promise, in definitions too simple to be wrong.

use synod_order::Map;

use synod_check::{Fact, Record, Value};

use super::past::Past;

/// Whether a process has delivered this change before an event.
fn had_delivered(record: &Record, process: u16, change: (u32, u32), event: usize) -> bool {
    let delivered = Fact::Delivered { epoch: change.0, counter: change.1 };
    Past::of(record, event).has(|by, fact| by == process && *fact == delivered)
}

pub fn delivers_out_of_order(record: &Record, past: &Past) -> bool {
    past.facts.iter().any(|(i, process, fact)| {
        let Fact::Delivered { epoch, counter } = fact else { return false };
        if had_delivered(record, *process, (*epoch, *counter), *i) {
            return false;
        }
        let before = Past::of(record, *i);
        let numbers: Vec<u32> = before
            .facts
            .iter()
            .filter_map(|(_, _, fact)| match fact {
                Fact::Broadcast { epoch: other, counter, .. } if other == epoch => Some(*counter),
                _ => None,
            })
            .collect();
        let place = numbers.iter().position(|number| number == counter).unwrap_or(0);
        let without = numbers[..place].iter().any(|number| !had_delivered(record, *process, (*epoch, *number), *i));
        let after =
            before.has(|by, fact| by == *process && matches!(fact, Fact::Delivered { epoch: other, .. } if other > epoch));
        without || after
    })
}

pub fn broadcasts_too_early(record: &Record, past: &Past) -> bool {
    past.facts.iter().any(|(i, process, fact)| {
        let Fact::Broadcast { epoch, .. } = fact else { return false };
        let first = !Past::of(record, *i).has(|_, fact| matches!(fact, Fact::Broadcast { epoch: other, .. } if other == epoch));
        first
            && past.facts.iter().any(|(_, _, fact)| match fact {
                Fact::Delivered { epoch: earlier, counter } if earlier < epoch => {
                    !had_delivered(record, *process, (*earlier, *counter), *i)
                }
                _ => false,
            })
    })
}

/// The log that a process has declared by an event: what stands at each index, and up to where a snapshot covers it.
fn log_of(past: &Past, process: u16, until: usize) -> (Map<u32, (u32, Value)>, u32) {
    let (mut log, mut covered) = (Map::new(), 0);
    for (_, _, fact) in past.facts.iter().filter(|(i, by, _)| *i <= until && *by == process) {
        match fact {
            Fact::Appended { index, term, value } => drop(log.insert(*index, (*term, value.clone()))),
            Fact::Truncated { from } => log.retain(|index, _| index < from),
            Fact::Installed { index } => {
                log.retain(|at, _| at > index);
                covered = covered.max(*index);
            }
            _ => {}
        }
    }
    (log, covered)
}

pub fn a_leader_changes_its_log(past: &Past) -> bool {
    past.facts.iter().enumerate().any(|(nth, (i, by, fact))| {
        let before = past.facts[..nth].iter().rev().filter(|(_, process, _)| process == by);
        let leads = before.map(|(_, _, fact)| fact).find(|fact| matches!(fact, Fact::Elected { .. } | Fact::Follows));
        let (log, covered) = i.checked_sub(1).map_or_else(Default::default, |until| log_of(past, *by, until));
        let last = log.keys().max().copied().unwrap_or(0).max(covered);
        let changes = match fact {
            Fact::Appended { index, .. } | Fact::Truncated { from: index } => *index <= last,
            Fact::Installed { .. } => true,
            _ => false,
        };
        changes && matches!(leads, Some(Fact::Elected { .. }))
    })
}

pub fn logs_do_not_match(past: &Past, until: usize) -> bool {
    let logs: Vec<_> = (0..4).map(|process| log_of(past, process, until)).collect();
    let differs = |at: u32, one: usize, other: usize| {
        let ((a, a_covered), (b, b_covered)) = (&logs[one], &logs[other]);
        match (a.get(&at), b.get(&at)) {
            (Some(a), Some(b)) => a != b,
            (None, None) => false,
            (Some(_), None) => at > *b_covered,
            (None, Some(_)) => at > *a_covered,
        }
    };
    let agree = |at: u32, one: usize, other: usize| matches!((logs[one].0.get(&at), logs[other].0.get(&at)), (Some(a), Some(b)) if a.0 == b.0);
    let pairs = (0..4).flat_map(|other| (0..other).map(move |one| (one, other)));
    pairs
        .into_iter()
        .any(|(one, other)| (1..=3).any(|at| agree(at, one, other) && (1..=at).any(|before| differs(before, one, other))))
}

pub fn a_leader_lacks_what_is_committed(past: &Past) -> bool {
    past.facts.iter().any(|(i, by, fact)| {
        let Fact::Committed { index, term } = fact else { return false };
        let entries = log_of(past, *by, *i).0;
        past.facts.iter().any(|(j, leader, fact)| {
            let Fact::Elected { term: led } = fact else { return false };
            let (log, covered) = log_of(past, *leader, *j);
            let lacks = |at: &u32, of: u32| log.get(at).map_or(*at > covered, |entry| entry.0 != of);
            led > term && entries.iter().any(|(at, (of, _))| at <= index && lacks(at, *of))
        })
    })
}
