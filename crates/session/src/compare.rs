//! Two runs side by side: where they part, and what the clients notice of it first.

use crate::frame::{EventLine, OperationBar};
use crate::{Session, Time};
use synod_protocols::Outcome;
use synod_words::{Phrase, phrase};

/// The first place where two runs differ in some respect.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// When: the earlier of the two moments.
    pub at: Time,
    /// The step in the one and the step in the other; one beyond the last where that run has ended.
    pub steps: (u32, u32),
    /// What happens in the one; none where nothing happens any more.
    pub here: Option<Phrase>,
    /// What happens in the other.
    pub there: Option<Phrase>,
}

/// Where two runs part.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Parting {
    /// The first event that differs in what happens or when; none where one run is like the other.
    pub event: Option<Difference>,
    /// The first operation that comes out differently for a client (its answer, not its moment).
    pub answer: Option<Difference>,
}

/// How many events are compared at a time.
const AT_ONCE: u32 = 512;

/// Compares two runs, of one lab or of two.
pub fn compare(here: &dyn Session, there: &dyn Session) -> Parting {
    Parting { event: first_event(here, there), answer: first_answer(here, there) }
}

fn first_event(here: &dyn Session, there: &dyn Session) -> Option<Difference> {
    let mut from = 1;
    loop {
        let (left, right) = (here.events(from, AT_ONCE), there.events(from, AT_ONCE));
        for (i, step) in (0..left.len().max(right.len())).zip(from..) {
            let (a, b) = (left.get(i), right.get(i));
            if a.map(|line| (line.at, &line.phrase)) != b.map(|line| (line.at, &line.phrase)) {
                let at = a.into_iter().chain(b).map(|line| line.at).min()?;
                let words = |line: Option<&EventLine>| line.map(|line| line.phrase.clone());
                return Some(Difference { at, steps: (step, step), here: words(a), there: words(b) });
            }
        }
        if left.is_empty() && right.is_empty() {
            return None;
        }
        from += AT_ONCE;
    }
}

/// Operations are compared client by client, for the runs may ask in another order.
fn first_answer(here: &dyn Session, there: &dyn Session) -> Option<Difference> {
    let (left, right) = (here.chart().operations, there.chart().operations);
    let mut clients: Vec<&str> = left.iter().chain(&right).map(|bar| bar.client.as_str()).collect();
    synod_order::sort(&mut clients);
    clients.dedup();
    let first_of = |client: &&str| {
        let mut of_left = left.iter().filter(|bar| bar.client == *client);
        let mut of_right = right.iter().filter(|bar| bar.client == *client);
        loop {
            let (a, b) = (of_left.next(), of_right.next());
            if a.is_none() && b.is_none() {
                return None;
            }
            if a.map(outcome) != b.map(outcome) {
                let same = a.map(|bar| &bar.label) == b.map(|bar| &bar.label);
                let moment = |bar: Option<&OperationBar>, run: &dyn Session| {
                    // What was asked alike and has no answer differs once the other has one: at the end of this run it still has none.
                    let found = bar.and_then(|bar| bar.returned.or_else(|| (!same).then_some(bar.called)));
                    found.unwrap_or_else(|| (run.steps(), run.time_of(u32::MAX)))
                };
                let (a_at, b_at) = (moment(a, here), moment(b, there));
                let words = |bar: Option<&OperationBar>| bar.map(tell);
                return Some(Difference { at: a_at.1.min(b_at.1), steps: (a_at.0, b_at.0), here: words(a), there: words(b) });
            }
        }
    };
    clients.iter().filter_map(first_of).min_by_key(|difference| difference.at)
}

/// What a client sees of an operation, apart from its moment.
fn outcome(bar: &OperationBar) -> (&Phrase, Option<&Phrase>, Option<Outcome>) {
    (&bar.label, bar.answer.as_ref(), bar.outcome)
}

fn tell(bar: &OperationBar) -> Phrase {
    let (client, label) = (bar.client.as_str(), bar.label.clone());
    match &bar.answer {
        Some(answer) => phrase!("{0}: {1} → {2}", "{0}：{1} → {2}", client, label, answer.clone()),
        None => phrase!("{0}: {1}, open", "{0}：{1}，未完成", client, label),
    }
}
