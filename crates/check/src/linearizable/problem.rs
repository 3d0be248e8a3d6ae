//! The operations of one key as the search wants them: numbered values, answered ones sorted by their call, others apart.

use synod_order::Map;

use super::states::{State, States};
use crate::keys::Nature;
use crate::{Answer, Call, History, Operation, Value};

/// What an operation does to the key, given the answer that it got.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Act {
    /// Finds the key in this state.
    Read(State),
    /// Finds the key in any other state: a compare-and-set that answered no.
    Not(State),
    Write(State),
    /// Finds the first state and leaves the second.
    Swap(State, State),
    /// Appends the text of that name.
    Append(u32),
}

/// One operation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Op {
    pub(crate) called: i64,
    /// When it returned; the end of time for one without answer.
    pub(crate) returned: i64,
    pub(crate) act: Act,
    /// The position among the answered of the same client's answered operation before it.
    pub(crate) after: Option<u32>,
}

/// One key's operations.
#[derive(Debug)]
pub(crate) struct Problem {
    /// Sorted by their call.
    pub(crate) answered: Vec<Op>,
    /// Those without answer that write; sorted by their call.
    pub(crate) open: Vec<Op>,
    pub(crate) states: States,
    /// Some operation appends: a state may come about in more ways than by being written.
    pub(crate) appends: bool,
    /// Whether a state is worth reaching only to be found: no operation appends, and none is content with *another* state.
    pub(crate) plain: bool,
}

impl Problem {
    /// The operations `ids` of one key, as far as they were called by `until`; what returned later counts as not answered yet.
    pub(crate) fn new(history: &History, ids: &[u32], until: i64) -> Self {
        let nature = Nature::of(ids.iter().map(|id| history.op(*id)));
        let mut sorted: Vec<u32> = ids.iter().copied().filter(|id| history.op(*id).called <= until).collect();
        synod_order::sort_by_key(&mut sorted, |id| (history.op(*id).called, *id));

        let mut states = States::new(nature);
        let mut texts: Map<&str, u32> = Map::new();
        let mut last_of: Map<&str, (u32, u32)> = Map::new();
        let (mut answered, mut open, mut plain) = (Vec::new(), Vec::new(), !nature.appends);
        for id in sorted {
            let operation = history.op(id);
            let answer = operation.returned.as_ref().filter(|(at, _)| *at <= until);
            let Some(act) = act(operation, answer.map(|(_, answer)| answer), &mut states, &mut texts) else { continue };
            let after = last_of.get(operation.client.as_str()).filter(|(told, _)| *told < id).map(|(_, position)| *position);
            let returned = answer.map_or(i64::MAX, |(at, _)| *at);
            let op = Op { called: operation.called, returned, act, after };
            if answer.is_some() {
                plain &= !matches!(act, Act::Not(_));
                last_of.insert(&operation.client, (id, answered.len() as u32));
                answered.push(op);
            } else {
                open.push(op);
            }
        }
        let mut problem = Problem { answered, open, states, appends: nature.appends, plain };
        problem.drop_unseen();
        problem
    }

    /// The steps that it costs to look at every operation.
    pub(crate) fn cost(&self) -> usize {
        self.answered.len() + self.open.len()
    }

    /// Where states are there only to be found, a write without answer that nobody can have found is as if it had not been.
    fn drop_unseen(&mut self) {
        if !self.plain {
            return;
        }
        let mut found = vec![false; self.states.count()];
        for op in self.answered.iter().chain(&self.open) {
            if let Act::Read(state) | Act::Swap(state, _) = op.act {
                found[state as usize] = true;
            }
        }
        self.open.retain(|op| matches!(op.act, Act::Write(left) | Act::Swap(_, left) if found[left as usize]));
    }
}

/// `None` where nothing is known and nothing is done: a read without answer, a write that failed.
pub(crate) fn act<'h>(
    operation: &'h Operation,
    answer: Option<&Answer>,
    states: &mut States,
    texts: &mut Map<&'h str, u32>,
) -> Option<Act> {
    let mut number = |value: &Value| states.number(value.clone());
    Some(match (&operation.call, answer) {
        (Call::Read, Some(Answer::Read(value))) => Act::Read(number(value)),
        (Call::Read, _) | (_, Some(Answer::Failed)) => return None,
        (Call::Write(value), _) => Act::Write(number(value)),
        (Call::Cas { expect, .. }, Some(Answer::Cas { ok: false })) => Act::Not(number(expect)),
        (Call::Cas { expect, value }, _) => Act::Swap(number(expect), number(value)),
        (Call::Append(text), _) => Act::Append(*texts.entry(text).or_insert_with(|| states.appendable(text))),
    })
}
