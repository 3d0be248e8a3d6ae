//! Two-phase commit (Lamport & Gray, *Consensus on Transaction Commit*, the module `TwoPhase`) as a model for Stateright.

use std::collections::BTreeSet;

use stateright::{Model, Property};

/// The module's one constant: how many resource managers there are; and whether the transaction manager waits for all.
#[derive(Clone)]
pub struct TwoPhase {
    pub managers: usize,
    pub hasty: bool,
}

/// The module's variables.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct State {
    managers: Vec<Manager>,
    coordinator: Coordinator,
    prepared: Vec<bool>,
    messages: BTreeSet<Message>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Manager {
    Working,
    Prepared,
    Committed,
    Aborted,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Coordinator {
    Init,
    Done,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
enum Message {
    Prepared(usize),
    Commit,
    Abort,
}

/// The module's steps.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    Commit,
    Abort,
    Hear(usize),
    Prepare(usize),
    ChooseToAbort(usize),
    HearCommit(usize),
    HearAbort(usize),
}

impl Model for TwoPhase {
    type State = State;
    type Action = Step;

    fn init_states(&self) -> Vec<State> {
        vec![State {
            managers: vec![Manager::Working; self.managers],
            coordinator: Coordinator::Init,
            prepared: vec![false; self.managers],
            messages: BTreeSet::new(),
        }]
    }

    fn actions(&self, state: &State, steps: &mut Vec<Step>) {
        let open = state.coordinator == Coordinator::Init;
        if open {
            if state.prepared.iter().take(self.managers - usize::from(self.hasty)).all(|p| *p) {
                steps.push(Step::Commit);
            }
            steps.push(Step::Abort);
        }
        let (commit, abort) = (state.messages.contains(&Message::Commit), state.messages.contains(&Message::Abort));
        for (manager, life) in state.managers.iter().enumerate() {
            if open && !state.prepared[manager] && state.messages.contains(&Message::Prepared(manager)) {
                steps.push(Step::Hear(manager));
            }
            if *life == Manager::Working {
                steps.extend([Step::Prepare(manager), Step::ChooseToAbort(manager)]);
            }
            if commit && *life != Manager::Committed {
                steps.push(Step::HearCommit(manager));
            }
            if abort && *life != Manager::Aborted {
                steps.push(Step::HearAbort(manager));
            }
        }
    }

    fn next_state(&self, state: &State, step: Step) -> Option<State> {
        let mut next = state.clone();
        match step {
            Step::Commit | Step::Abort => {
                next.coordinator = Coordinator::Done;
                next.messages.insert(if step == Step::Commit { Message::Commit } else { Message::Abort });
            }
            Step::Hear(manager) => next.prepared[manager] = true,
            Step::Prepare(manager) => {
                next.managers[manager] = Manager::Prepared;
                next.messages.insert(Message::Prepared(manager));
            }
            Step::ChooseToAbort(manager) | Step::HearAbort(manager) => next.managers[manager] = Manager::Aborted,
            Step::HearCommit(manager) => next.managers[manager] = Manager::Committed,
        }
        Some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![Property::always("consistent", |_, state: &State| {
            !(state.managers.contains(&Manager::Committed) && state.managers.contains(&Manager::Aborted))
        })]
    }
}
