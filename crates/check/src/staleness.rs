//! How old reads are: what [`k_staleness`](crate::k_staleness) and [`t_staleness`](crate::t_staleness) share, and the smallest bounds
//! that hold.

use synod_words::Phrase;

use crate::explain::{self, Conflict, Reading};
use crate::regular::Writes;
use crate::verdict::{Meter, Spent};
use crate::{Budget, History, Model, Verdict, judge as judge_model};

/// The smallest bounds that a history keeps.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Staleness {
    /// In versions: 1 when every read is as new as that of a regular register.
    pub versions: u32,
    /// In the time of the history: 0 when every read is.
    pub time: u32,
}

/// Measures a history. `None` where no bound holds, because a read shows what nobody had written by then, where nobody can say within
/// the budget, or where the time is beyond all bounds.
///
/// Cost: O(log n) judgements.
pub fn staleness(history: &History, budget: Budget) -> Option<Staleness> {
    let holds = |model: Model| judge_model(history, model, budget).verdict == Verdict::Holds;
    let times = || history.operations.iter().flat_map(|it| it.answered_at().into_iter().chain([it.called]));
    let longest = times().max()?.saturating_sub(times().min()?);
    let versions = smallest(1, history.operations.len() as u32 + 1, |bound| holds(Model::KStaleness(bound)))?;
    let time = smallest(0, u32::try_from(longest).ok()?, |bound| holds(Model::TStaleness(bound)))?;
    Some(Staleness { versions, time })
}

fn smallest(mut low: u32, mut high: u32, holds: impl Fn(u32) -> bool) -> Option<u32> {
    if !holds(high) {
        return None;
    }
    while low < high {
        let middle = low.midpoint(high);
        if holds(middle) { high = middle } else { low = middle + 1 }
    }
    Some(high)
}

/// What to say of a read that is too old: the writes that it misses.
type Sentence<'s> = &'s dyn Fn(&Reading, u32, &[u32]) -> Phrase;

/// Judges each read by itself: it must not miss so many writes that had been acknowledged for longer than so.
pub(crate) fn judge(history: &History, (most, since): (usize, i64), meter: &mut Meter, sentence: Sentence) -> Verdict {
    explain::judge(history, meter, &|reading: &Reading, meter: &mut Meter| look(reading, (most, since), meter, sentence))
}

fn look(
    reading: &Reading,
    (most, since): (usize, i64),
    meter: &mut Meter,
    sentence: Sentence,
) -> Result<Option<Conflict>, Spent> {
    let writes = Writes::new(reading.story, meter)?;
    for (number, sighting) in reading.story.sightings.iter().enumerate() {
        let chains = reading.chains(number as u32);
        let mut ops = vec![sighting.op];
        let mut told = None;
        let mut too_old = 0;
        for chain in &chains {
            if let Some((write, why)) = writes.too_soon(sighting.op, chain, meter)? {
                ops.push(write);
                told.get_or_insert(why);
                too_old += 1;
                continue;
            }
            let newer = writes.replacing(sighting.op, chain, (most, since), meter)?;
            if newer.len() == most {
                told.get_or_insert_with(|| sentence(reading, sighting.op, &newer));
                ops.extend(newer);
                too_old += 1;
            }
        }
        if let (Some(sentence), true) = (told, too_old == chains.len()) {
            return Ok(Some(Conflict { ops, sentence }));
        }
    }
    Ok(None)
}
