//! The quick path: a register in which every value that somebody reads is written once.
//!
//! Source: Gibbons & Korach, *Testing shared memories* (SIAM J. Comput. 1997), section 4. A write and the reads of its value are a cluster, and in
//! an order that explains the reads a cluster stands together. Cluster A must come before B exactly if some operation of A returned
//! before some operation of B was called, which is if the first return of A is before the last call of B. Clusters have an order if
//! no two must each come before the other: a longer circle always has such a pair on it. And inside a cluster no read may return
//! before the write is called.
//!
//! The key before any write is a cluster whose write returned before all time. A write without answer that somebody read took effect, and
//! never returned; one that nobody read is as if it had not been.
//!
//! Cost: O(n log n), for sorting.

use super::problem::{Act, Op, Problem};
use super::states::States;

/// A write and the reads of its value.
#[derive(Clone, Copy, Debug)]
struct Cluster {
    first_return: i64,
    last_call: i64,
}

/// Whether a return comes before a call.
type Before = fn(i64, i64) -> bool;

/// Whether the operations have an order; `None` where this cannot tell.
pub(super) fn explains(problem: &Problem) -> Option<bool> {
    if problem.answered.first().is_some_and(|op| op.called == i64::MIN) {
        return None;
    }
    if !is_consistent(problem, |returned, called| returned < called)? {
        return Some(false);
    }
    // A client that calls at the very instant of its last answer orders the two, though others overlap there. If every return came
    // before every call of its instant and there were an order still, then there is one.
    let overlap = |op: &Op| op.after.is_some_and(|before| problem.answered[before as usize].returned >= op.called);
    let beyond = |op: &Op| op.after.is_some_and(|before| problem.answered[before as usize].returned > op.called);
    let mut ops = problem.answered.iter().chain(&problem.open);
    if !ops.clone().any(overlap) {
        return Some(true);
    }
    (!ops.any(beyond) && is_consistent(problem, |returned, called| returned <= called)?).then_some(true)
}

/// Whether clusters can be put in order; `None` if there are other operations than reads and writes, or a value that was read has
/// several writes.
fn is_consistent(problem: &Problem, before: Before) -> Option<bool> {
    let mut written: Vec<Option<i64>> = vec![None; problem.states.count()];
    let mut read = vec![false; written.len()];
    for op in &problem.answered {
        match op.act {
            Act::Read(found) => read[found as usize] = true,
            Act::Write(_) => {}
            Act::Not(_) | Act::Swap(..) | Act::Append(_) => return None,
        }
    }
    // By the state: first the clusters of what was read, then the writes that nobody read.
    let mut clusters = vec![Cluster { first_return: i64::MAX, last_call: i64::MIN }; written.len()];
    written[States::INITIAL as usize] = Some(i64::MIN);
    clusters[States::INITIAL as usize].first_return = i64::MIN;
    let open = problem.open.iter().map(|op| (op, false));
    for (op, answered) in problem.answered.iter().map(|op| (op, true)).chain(open) {
        match op.act {
            Act::Write(left) if read[left as usize] => {
                if written[left as usize].replace(op.called).is_some() {
                    return None;
                }
                clusters[left as usize] = Cluster { first_return: op.returned, last_call: op.called };
            }
            Act::Write(_) if answered => clusters.push(Cluster { first_return: op.returned, last_call: op.called }),
            Act::Read(_) | Act::Write(_) => {}
            Act::Not(_) | Act::Swap(..) | Act::Append(_) => return None,
        }
    }
    for op in &problem.answered {
        let Act::Read(found) = op.act else { continue };
        if written[found as usize].is_none_or(|called| before(op.returned, called)) {
            return Some(false);
        }
        let cluster = &mut clusters[found as usize];
        cluster.first_return = cluster.first_return.min(op.returned);
        cluster.last_call = cluster.last_call.max(op.called);
    }
    Some(have_an_order(clusters, before))
}

/// Whether no two clusters must each come before the other.
fn have_an_order(mut clusters: Vec<Cluster>, before: Before) -> bool {
    synod_order::sort_by_key(&mut clusters, |cluster| cluster.first_return);
    // The last call of all clusters up to each place.
    let mut reach: Vec<i64> = Vec::with_capacity(clusters.len());
    for (at, cluster) in clusters.iter().enumerate() {
        // Those that return no later than this one and must come before it: all, if it has operations one after the other.
        let earlier = if before(cluster.first_return, cluster.last_call) {
            at
        } else {
            clusters[..at].partition_point(|other| before(other.first_return, cluster.last_call))
        };
        if earlier > 0 && before(cluster.first_return, reach[earlier - 1]) {
            return false;
        }
        reach.push(reach.last().map_or(cluster.last_call, |reach| cluster.last_call.max(*reach)));
    }
    true
}

#[cfg(test)]
mod tests {
    use super::super::search::Search;
    use super::*;
    use crate::verdict::Meter;
    use crate::{Answer, Budget, Call, History, Operation, Value};

    /// Numbers that are the same everywhere.
    struct Dice(u64);

    impl Dice {
        fn below(&mut self, n: u64) -> i64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            i64::try_from((self.0 >> 33) % n).unwrap_or_default()
        }
    }

    /// Few clients, who write a new value each time, read what may have been written, and are not always answered.
    fn history(dice: &mut Dice, ties: bool) -> History {
        let mut hands = [0; 4];
        let mut history = History::default();
        for written in 1..=4 + dice.below(9) {
            let client = dice.below(4);
            let hand = &mut hands[usize::try_from(client).unwrap_or_default()];
            let (wait, last) = if ties { (dice.below(3), dice.below(4)) } else { (1 + dice.below(20), 1 + dice.below(60)) };
            let called = *hand + wait;
            *hand = called + last;
            let (call, answer) = match dice.below(2) {
                0 => (Call::Write(Value::Int(written)), Answer::Done),
                _ => match written - 1 - dice.below(4) {
                    seen @ 1.. => (Call::Read, Answer::Read(Value::Int(seen))),
                    _ => (Call::Read, Answer::Read(Value::Null)),
                },
            };
            let returned = (dice.below(8) > 0).then_some((*hand, answer));
            history.operations.push(Operation { client: format!("c{client}"), key: "x".into(), call, called, returned });
        }
        history
    }

    #[test]
    fn clusters_are_judged_as_by_the_search() {
        let mut dice = Dice(5);
        let mut told = [0; 3];
        for round in 0..40_000 {
            let history = history(&mut dice, round % 2 == 0);
            let ids: Vec<u32> = (0_u32..).take(history.operations.len()).collect();
            for until in [i64::MAX, 40] {
                let quick = explains(&Problem::new(&history, &ids, until));
                let slow = Search::new(Problem::new(&history, &ids, until)).run(&mut Meter::new(Budget::default()));
                assert!(quick.is_none() || quick == slow.ok(), "{history:?} until {until}: {quick:?}, searched {slow:?}");
                told[quick.map_or(2, usize::from)] += 1;
            }
        }
        assert!(told[0] > 10_000 && told[1] > 10_000 && told[2] < 8_000, "{told:?}");
    }

    #[test]
    fn a_value_that_is_written_twice_and_read_is_left_to_the_search() {
        let operation = |call, called, answer| {
            let returned = Some((called + 1, answer));
            Operation { client: "c".into(), key: "x".into(), call, called, returned }
        };
        let write = |value: i64, called| operation(Call::Write(value.into()), called, Answer::Done);
        let read = |value: i64, called| operation(Call::Read, called, Answer::Read(value.into()));
        let told = |operations| {
            let history = History { operations, ..History::default() };
            explains(&Problem::new(&history, &[0, 1, 2], i64::MAX))
        };
        assert_eq!(told(vec![write(1, 0), write(1, 10), read(1, 20)]), None);
        assert_eq!(told(vec![write(1, 0), write(1, 10), write(2, 20)]), Some(true));
    }
}
