//! Threads that share the runs of a sweep. What is counted does not depend on how many there are, nor on which of them is faster.

use crate::failure::Failure;
use std::collections::VecDeque;
use std::ops::Range;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use synod_session::sweep::{Part, Plan, Runner, Tally};
use synod_words::Phrase;

/// Runs between two looks at what there is to do.
const RUNS_AT_ONCE: u64 = 64;

/// What a thread has done, or why it cannot.
type Done = Result<(usize, Range<u64>, Tally), Phrase>;

/// Runs all that is left to do of these cells, with `jobs` threads. `each` is called whenever more is counted.
pub fn finish(
    part: &mut Part,
    cells: &[usize],
    jobs: usize,
    each: &mut dyn FnMut(&Part) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let left = cells.iter().flat_map(|cell| part.left(*cell).iter().map(|range| (*cell, range)).collect::<Vec<_>>());
    let left = Mutex::new(left.collect::<VecDeque<_>>());
    let plan = part.plan.clone();
    let (tell, told) = channel::<Done>();
    thread::scope(|scope| {
        for _ in 0..jobs {
            let (tell, plan, left) = (tell.clone(), &plan, &left);
            scope.spawn(move || work(plan, left, &tell));
        }
        drop(tell);
        // When this returns early, nobody listens any more, and the threads end.
        for done in told {
            let (cell, seeds, tally) = done.map_err(Failure::BadSweep)?;
            part.add(cell, seeds, &tally);
            each(part)?;
        }
        Ok(())
    })
}

fn work(plan: &Plan, left: &Mutex<VecDeque<(usize, Range<u64>)>>, tell: &Sender<Done>) {
    let mut at: Option<(usize, Runner)> = None;
    while let Some((cell, seeds)) = next(left) {
        let done = at.take().filter(|(of, _)| *of == cell).map_or_else(|| Runner::new(plan, cell), |(_, runner)| Ok(runner));
        let done = done.and_then(|runner| {
            let mut tally = Tally::default();
            seeds.clone().try_for_each(|seed| runner.run(seed, &mut tally))?;
            at = Some((cell, runner));
            Ok((cell, seeds, tally))
        });
        let failed = done.is_err();
        if tell.send(done).is_err() || failed {
            return;
        }
    }
}

/// Takes the next few runs.
fn next(left: &Mutex<VecDeque<(usize, Range<u64>)>>) -> Option<(usize, Range<u64>)> {
    let mut left = left.lock().unwrap_or_else(PoisonError::into_inner);
    let (cell, seeds) = left.front_mut()?;
    let middle = seeds.start.saturating_add(RUNS_AT_ONCE).min(seeds.end);
    let taken = (*cell, seeds.start..middle);
    seeds.start = middle;
    if seeds.is_empty() {
        left.pop_front();
    }
    Some(taken)
}
