//! Judging the promises to single clients: is there a way to say where each answer came from that keeps the promise?
//!
//! Where every value is written once there is one way, and the judge looks once. Otherwise the ways are searched: a conflict
//! names the operations it rests on, the latest of them that could have been answered by another write is taken to be so, and
//! what is not involved is left alone (conflict-directed backjumping, Prosser 1993).
//!
//! Cost: one look, O(operations + edges) for each client, times the product of the choices in the worst case.

use synod_order::Set;

use synod_words::{Phrase, phrase};

use crate::shrink::shrink;
use crate::story::{Chain, Choices, Story};
use crate::verdict::{Meter, Spent};
use crate::{Call, History, Value, Verdict, Witness};

/// One way to say where each answer came from.
pub(crate) struct Reading<'s> {
    pub(crate) story: &'s Story<'s>,
    /// For each sighting, for each of its members, the chain that is taken.
    chosen: Vec<Vec<u32>>,
}

impl Reading<'_> {
    /// What the sighting shows: one chain for each member of the value.
    pub(crate) fn chains(&self, sighting: u32) -> Vec<&Chain> {
        let members = self.story.sightings[sighting as usize].members.iter();
        members.zip(&self.chosen[sighting as usize]).map(|(member, chosen)| &member.chains[*chosen as usize]).collect()
    }
}

/// What breaks the promise under one reading.
#[derive(Clone, Debug)]
pub(crate) struct Conflict {
    /// All operations that it rests on.
    pub(crate) ops: Vec<u32>,
    pub(crate) sentence: Phrase,
}

/// A look at one reading.
pub(crate) type Look<'l> = &'l dyn Fn(&Reading, &mut Meter) -> Result<Option<Conflict>, Spent>;

enum Finding {
    Kept,
    Broken(Conflict),
    /// An answer may come from more writes than were tried.
    TooMany,
}

/// The verdict on the promise that `look` looks for.
pub(crate) fn judge(history: &History, meter: &mut Meter, look: Look) -> Verdict {
    let finding = Story::new(history, meter).and_then(|story| Ok((find(&story, meter, look)?, story)));
    let (conflict, story) = match finding {
        Ok((Finding::Kept, _)) => return Verdict::Holds,
        Ok((Finding::Broken(conflict), story)) => (conflict, story),
        Ok((Finding::TooMany, _)) => {
            return Verdict::Undecided(phrase!(
                "the same values were written too often to tell which write each answer came from",
                "相同的值被写入的次数太多，无法判断每个应答来自哪次写"
            ));
        }
        Err(Spent) => return meter.undecided(),
    };
    let broken = |ids: &[u32], meter: &mut Meter| {
        let part = history.part(ids);
        let story = Story::new(&part, meter).ok()?;
        match find(&story, meter, look) {
            Ok(Finding::Broken(conflict)) => Some(conflict.sentence),
            _ => None,
        }
    };
    let rest = &mut meter.renewed();
    let operations = shrink(history, story.with_writers(&conflict.ops), rest, |ids, rest| broken(ids, rest).is_some());
    let sentence = broken(&operations, &mut meter.renewed()).unwrap_or(conflict.sentence);
    Verdict::Violated(Witness::of_operations(operations, sentence))
}

fn find(story: &Story, meter: &mut Meter, look: Look) -> Result<Finding, Spent> {
    if let Some(conflict) = unwritten(story) {
        return Ok(Finding::Broken(conflict));
    }
    let chosen = story.sightings.iter().map(|sighting| vec![0; sighting.members.len()]).collect();
    let mut search = Search { reading: Reading { story, chosen }, blamed: vec![Set::new(); story.sightings.len()], more: false };
    let mut ops: Set<u32> = Set::new();
    let mut told = None;
    loop {
        let Some(conflict) = look(&search.reading, meter)? else { return Ok(Finding::Kept) };
        ops.extend(&conflict.ops);
        let sentence = told.get_or_insert(conflict.sentence);
        let sightings = conflict.ops.iter().filter_map(|op| story.sighting_of[*op as usize]);
        let culprits = sightings.filter(|sighting| search.has_choice(*sighting)).collect();
        if !search.reconsider(culprits) {
            let broken = Conflict { ops: ops.into_iter().collect(), sentence: sentence.clone() };
            return Ok(if search.more { Finding::TooMany } else { Finding::Broken(broken) });
        }
        meter.take(1)?;
    }
}

/// An answer that no operation can have written.
pub(crate) fn unwritten(story: &Story) -> Option<Conflict> {
    let impossible = |choices: &Choices| choices.chains.is_empty();
    let op = story.sightings.iter().find(|sighting| sighting.members.iter().any(impossible))?.op;
    // That a key never appended to answers with an empty text is only wrong because somebody writes it.
    let empty = story.history.op(op).observed() == Some(Value::Text(String::new()));
    let writes = |other: &u32| {
        let call = &story.history.op(*other).call;
        story.key_of[*other as usize] == story.key_of[op as usize] && matches!(call, Call::Write(_) | Call::Cas { .. })
    };
    let writer = (0..story.key_of.len() as u32).find(|other| empty && writes(other));
    Some(Conflict { ops: [op].into_iter().chain(writer).collect(), sentence: story.history.unwritten(op) })
}

struct Search<'s> {
    reading: Reading<'s>,
    /// For each sighting, the earlier ones on which the failure of its choices so far rests.
    blamed: Vec<Set<u32>>,
    /// A sighting ran out of choices that had more than are listed.
    more: bool,
}

impl Search<'_> {
    fn members(&self, sighting: u32) -> &[Choices] {
        &self.reading.story.sightings[sighting as usize].members
    }

    fn has_choice(&self, sighting: u32) -> bool {
        self.members(sighting).iter().any(|member| member.chains.len() > 1)
    }

    /// Takes the next choice of the latest culprit that has one left; false when all have failed.
    fn reconsider(&mut self, mut culprits: Set<u32>) -> bool {
        while let Some(last) = culprits.pop_last() {
            if self.next_choice(last) {
                self.blamed[last as usize].append(&mut culprits);
                for later in last as usize + 1..self.blamed.len() {
                    self.blamed[later].clear();
                    self.reading.chosen[later].fill(0);
                }
                return true;
            }
            self.more |= self.members(last).iter().any(|member| member.more);
            culprits.append(&mut self.blamed[last as usize]);
        }
        false
    }

    /// Counts through the choices of a sighting's members as through the digits of a number.
    fn next_choice(&mut self, sighting: u32) -> bool {
        let members = &self.reading.story.sightings[sighting as usize].members;
        for (chosen, member) in self.reading.chosen[sighting as usize].iter_mut().zip(members) {
            *chosen += 1;
            if (*chosen as usize) < member.chains.len() {
                return true;
            }
            *chosen = 0;
        }
        false
    }
}
