//! Causal consistency: what may have caused something is seen before it, by everybody.
//!
//! Source: Ahamad, Neiger, Burns, Kohli & Hutto, *Causal memory: definitions, implementation, and programming* (Distributed
//! Computing 1995). Of the variants that Bouajjani, Enea, Guerraoui & Hamza (*On verifying causal consistency*, POPL 2017) tell
//! apart this is causal memory (CM): for each client there is one order of all writes and of its own answers that explains the
//! answers and keeps cause before effect. One operation may have caused another when the same client did it before, or when the other
//! shows what it wrote, or through others in between. Different clients may have different orders: nothing is said about
//! convergence, which is [`eventual`](crate::eventual).
//!
//! Times do not count, and neither does the order that the store itself told. A compare-and-set that succeeded is a read for its own
//! client, and a write for the others; one that failed demands nothing, and one without answer is a write. A write without answer may be seen late or never. A read of
//! siblings has seen all of them; it breaks the promise only where each of them had been replaced.
//!
//! Cost: where every value is written once, polynomial: [saturation](crate::web) for each client, about O(operations · clients²) in
//! practice, O(operations³ · clients) at worst. Where values are written several times the problem is NP-complete, and the ways to
//! say where answers came from are searched; see [`explain`].

use synod_words::{Phrase, phrase};

use crate::explain::{self, Conflict, Reading};
use crate::story::Story;
use crate::verdict::{Meter, Spent};
use crate::web::{Broken, Lines, Place, Point, Shown, Web};
use crate::{History, Verdict};

pub(crate) fn judge(history: &History, meter: &mut Meter) -> Verdict {
    explain::judge(history, meter, &look)
}

fn look(reading: &Reading, meter: &mut Meter) -> Result<Option<Conflict>, Spent> {
    let shown = shown(reading);
    let lines = lines(reading.story, &shown, meter)?;
    let mut base = Web::new(&lines, meter)?;
    for point in 0..lines.ops.len() as Point {
        base.sees(point, meter)?;
    }
    if let Some(broken) = base.settle(meter)? {
        return Ok(Some(conflict(&base, broken, meter, |reasons| {
            phrase!(
                "An effect comes before its cause, for these form a circle: {0}.",
                "结果先于原因，因为以下各项首尾相接：{0}。",
                reasons
            )
        })?));
    }
    each_client(&base, meter, Web::judge, |client, reasons| {
        phrase!(
            "No order that keeps cause before effect explains what {0} was answered: {1}.",
            "不存在先因后果、又能解释 {0} 所得应答的顺序：{1}。",
            client,
            reasons
        )
    })
}

/// What each operation shows under a reading.
pub(crate) fn shown<'r>(reading: &'r Reading) -> Shown<'r> {
    let story = reading.story;
    (0..story.key_of.len()).map(|op| story.sighting_of[op].map_or_else(Vec::new, |it| reading.chains(it))).collect()
}

/// Each client's answered operations on a line; writes without answer, which others may follow at any time, stand alone.
pub(crate) fn lines<'r>(story: &'r Story<'r>, shown: &'r Shown<'r>, meter: &mut Meter) -> Result<Lines<'r>, Spent> {
    let seen = synod_order::set(shown.iter().flatten().flat_map(|chain| chain.iter().copied()));
    let place = |op: u32| match story.node_of[op as usize] {
        Some(node) if !story.is_acknowledged(node) => {
            if seen.contains(&node) {
                Place::Alone
            } else {
                Place::Out
            }
        }
        Some(_) => Place::Line,
        None if story.sighting_of[op as usize].is_some() => Place::Line,
        None => Place::Out,
    };
    Lines::new(story, shown, place, meter)
}

/// Looks at the answers of each client by themselves.
pub(crate) fn each_client<'r>(
    base: &Web<'r>,
    meter: &mut Meter,
    judge: impl Fn(&mut Web<'r>, Point, &mut Meter) -> Result<(), Spent>,
    sentence: fn(String, Phrase) -> Phrase,
) -> Result<Option<Conflict>, Spent> {
    let lines = base.lines;
    let story = lines.story;
    for session in &story.sessions {
        let reads: Vec<u32> = session.iter().copied().filter(|op| story.sighting_of[*op as usize].is_some()).collect();
        let Some(first) = reads.first() else { continue };
        let mut web = base.copy(meter)?;
        for point in reads.iter().filter_map(|op| lines.point_of[*op as usize]) {
            judge(&mut web, point, meter)?;
        }
        if let Some(broken) = web.settle(meter)? {
            let client = story.history.op(*first).client.clone();
            return Ok(Some(conflict(&web, broken, meter, |reasons| sentence(client, reasons))?));
        }
    }
    Ok(None)
}

/// What is broken, as a conflict.
pub(crate) fn conflict(
    web: &Web,
    broken: Broken,
    meter: &mut Meter,
    sentence: impl FnOnce(Phrase) -> Phrase,
) -> Result<Conflict, Spent> {
    let (ops, reasons) = web.tell(broken, meter)?;
    Ok(Conflict { ops, sentence: sentence(reasons) })
}
