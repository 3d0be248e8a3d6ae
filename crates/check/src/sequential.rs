//! Sequential consistency: one order of all operations explains every answer, and keeps what each client did in its order.
//!
//! Source: Lamport, *How to make a multiprocessor computer that correctly executes multiprocess programs* (1979). Unlike
//! [`linearizable`](crate::linearizable) it does not know the time: a client may be shown what was replaced long ago, as long as
//! nobody can tell by what else they are shown. It is not compositional either (Herlihy & Wing 1990): each key may have an order of
//! its own and all keys together none. So it is judged over all keys at once.
//!
//! An operation without answer is placed anywhere behind those that its client did before, or nowhere. A compare-and-set that failed
//! must have found another value. A read of siblings is no answer of a register. What the store itself told does not count.
//!
//! Cost: the problem is NP-complete, even where every value is written once (Gibbons & Korach, *Testing shared memories*, SIAM J.
//! Comput. 1997). First what must come before what is worked out by [saturation](crate::web), where answers can only come from one
//! write; most violations end here, in polynomial time. Then an order is searched, depth first, with `n` operations of `c` clients
//! among at most (n/c + 1)^c configurations; a search that exceeds the budget says so.

mod search;

use synod_order::Set;

use synod_words::{Phrase, phrase};

use self::search::Search;
use crate::causal;
use crate::explain::{self, Conflict};
use crate::linearizable::sentence;
use crate::prose::joined;
use crate::shrink::shrink;
use crate::story::{Choices, Story};
use crate::verdict::{Meter, Spent};
use crate::web::{Lines, Place, Point, Shown, Web};
use crate::{Answer, Call, History, Operation, Value, Verdict, Witness};

/// Which order is looked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kept {
    /// One that keeps all that a client did in its order.
    Everything,
    /// One that keeps the writes of a client in their order; reads are placed anywhere.
    Writes,
}

pub(crate) fn judge(history: &History, meter: &mut Meter) -> Verdict {
    let several = |operation: &Operation| matches!(operation.observed(), Some(Value::Siblings(_)));
    if let Some(id) = history.operations.iter().position(several) {
        let operations = vec![id as u32];
        let sentence = sentence::sentence(history, &operations);
        return Verdict::Violated(Witness::of_operations(operations, sentence));
    }
    by_one_order(history, Kept::Everything, meter)
}

/// What came of looking for an order.
enum Finding {
    Found,
    None(Option<Conflict>),
}

/// Whether one order explains everything.
pub(crate) fn by_one_order(history: &History, kept: Kept, meter: &mut Meter) -> Verdict {
    let before = meter.spent();
    let conflict = match find(history, kept, meter) {
        Ok(Finding::Found) => return Verdict::Holds,
        Ok(Finding::None(conflict)) => conflict,
        Err(Spent) => return meter.undecided(),
    };
    let mut rest = meter.renewed();
    let each = (meter.spent() - before).saturating_mul(4).saturating_add(10_000);
    let broken = |ids: &[u32], rest: &mut Meter| {
        let mut part = rest.part(each);
        let finding = find(&history.part(ids), kept, &mut part);
        let _ = rest.take(part.spent() as usize);
        match finding {
            Ok(Finding::None(conflict)) => Some(conflict),
            _ => None,
        }
    };
    let all = || (0..history.operations.len() as u32).collect::<Vec<u32>>();
    let seed = conflict.as_ref().and_then(|conflict| {
        let story = Story::new(history, &mut rest).ok()?;
        let seed = story.with_writers(&conflict.ops);
        broken(&seed, &mut rest).map(|_| seed)
    });
    let operations = shrink(history, seed.unwrap_or_else(all), &mut rest, |ids, rest| broken(ids, rest).is_some());
    let told = broken(&operations, &mut meter.renewed()).flatten().or(conflict).map(|conflict| conflict.sentence);
    let sentence = told.unwrap_or_else(|| unordered(history, kept, &operations));
    Verdict::Violated(Witness::of_operations(operations, sentence))
}

fn find(history: &History, kept: Kept, meter: &mut Meter) -> Result<Finding, Spent> {
    let story = Story::new(history, meter)?;
    if let Some(conflict) = explain::unwritten(&story) {
        return Ok(Finding::None(Some(conflict)));
    }
    let shown = certain(&story);
    let lines = match kept {
        Kept::Everything => causal::lines(&story, &shown, meter)?,
        Kept::Writes => writes_in_line(&story, &shown, meter)?,
    };
    let mut web = Web::new(&lines, meter)?;
    for point in 0..lines.ops.len() as Point {
        web.sees(point, meter)?;
        web.judge(point, meter)?;
    }
    web.demand_one_order();
    if let Some(broken) = web.settle(meter)? {
        let conflict = causal::conflict(&web, broken, meter, |reasons| circle(kept, reasons))?;
        return Ok(Finding::None(Some(conflict)));
    }
    let takes_part = |op: u32| match kept {
        Kept::Everything => true,
        Kept::Writes => lines.point_of[op as usize].is_some() || is_open_write(history.op(op)),
    };
    let found = Search::new(&web, kept, takes_part).run(meter)?;
    Ok(if found { Finding::Found } else { Finding::None(None) })
}

fn is_open_write(operation: &Operation) -> bool {
    operation.mutates() && operation.returned.is_none()
}

/// What operations show where it can come from one write only.
fn certain<'r>(story: &'r Story) -> Shown<'r> {
    let only = |choices: &'r Choices| choices.chains.first().filter(|_| choices.chains.len() == 1 && !choices.more);
    let shown = |sighting: &Option<u32>| {
        let members = sighting.map_or(&[] as &[Choices], |number| &story.sightings[number as usize].members);
        match members {
            [one] => only(one).into_iter().collect(),
            _ => Vec::new(),
        }
    };
    story.sighting_of.iter().map(shown).collect()
}

/// The writes of each client on a line, and the reads that ask for more than a value that is written anyway, each by itself.
fn writes_in_line<'r>(story: &'r Story<'r>, shown: &'r Shown<'r>, meter: &mut Meter) -> Result<Lines<'r>, Spent> {
    let seen = synod_order::set(shown.iter().flatten().flat_map(|chain| chain.iter().copied()));
    let mut told: Set<(u32, Option<Value>)> = Set::new();
    let mut place = |op: u32| match (story.node_of[op as usize], story.sighting_of[op as usize]) {
        (Some(node), _) if story.is_acknowledged(node) => Place::Line,
        (Some(node), _) if seen.contains(&node) => Place::Alone,
        (None, Some(sighting)) => {
            // Siblings are no value of one register; that each was written is all that is asked.
            let [choices] = story.sightings[sighting as usize].members.as_slice() else { return Place::Out };
            let is_easy = choices.chains.iter().any(|chain| is_sure(story, chain));
            let mut is_new = || told.insert((story.key_of[op as usize], story.history.op(op).observed()));
            if is_easy || !is_new() { Place::Out } else { Place::Alone }
        }
        _ => Place::Out,
    };
    let places: Vec<Place> = (0..story.key_of.len() as u32).map(&mut place).collect();
    Lines::new(story, shown, |op| places[op as usize], meter)
}

/// Whether the key holds what the chain shows at some time in every order: before any write, or after a plain write.
fn is_sure(story: &Story, chain: &[u32]) -> bool {
    let [node] = chain else { return false };
    let plain = |write: u32| matches!(story.history.op(write).call, Call::Write(_)) || story.is_acknowledged(*node);
    story.writer[*node as usize].is_none_or(plain)
}

fn circle(kept: Kept, reasons: Phrase) -> Phrase {
    match kept {
        Kept::Everything => phrase!(
            "No single order that keeps what each client did in its order explains these answers: {0}.",
            "不存在保持各客户端自身次序、又能解释这些应答的单一顺序：{0}。",
            reasons
        ),
        Kept::Writes => phrase!(
            "No single order of the writes has a beginning for each of these answers: {0}.",
            "不存在一个写的顺序，使这些应答各对应它的一个前缀：{0}。",
            reasons
        ),
    }
}

fn unordered(history: &History, kept: Kept, ids: &[u32]) -> Phrase {
    let refused = |id: u32| matches!(history.op(id).returned, Some((_, Answer::Cas { ok: false })));
    match *ids {
        [id] if refused(id) => sentence::sentence(history, ids),
        _ => circle(kept, joined(history.all_in_full(ids))),
    }
}
