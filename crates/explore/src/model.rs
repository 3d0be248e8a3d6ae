//! What can be explored: states, and the steps between them.

/// What a system can count on: whether a step comes by itself in the end.
///
/// Fairness as in Lehmann, Pnueli & Stavi, *Impartiality, justice and fairness* (ICALP 1981).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Comes {
    /// Perhaps never: a fault, or what somebody may wish for. Nobody can count on it.
    Perhaps,
    /// Justice (weak fairness): the step of this name is not due from some moment on for ever without being taken: a message arrives, a
    /// timer runs out.
    Surely(u64),
    /// Compassion (strong fairness): the step of this name is not possible again and again, for ever, without being taken: an outcome of
    /// chance.
    AtTimes(u64),
}

/// A system as states and steps. Everything must be a function of the arguments: the explorer rebuilds states by taking their steps again.
pub trait Model {
    /// A state. It is kept only while it waits to be expanded, so a compact one saves memory and time.
    type State: Clone;
    /// A step.
    type Action: Clone;

    /// The states in which the system may start, in a fixed order.
    fn starts(&self) -> Vec<Self::State>;

    /// Adds every step that is possible in `state` to `out`, in an order that is a function of the state alone.
    fn actions(&self, state: &Self::State, out: &mut Vec<Self::Action>);

    /// The state after a step, or `None` where it comes to nothing: then it is no step.
    fn next(&self, state: &Self::State, action: &Self::Action) -> Option<Self::State>;

    /// 128 bits that name the state ([`crate::mix()`] for packed ones). Two states of one name are taken for the same state.
    fn fingerprint(&self, state: &Self::State) -> u128;

    /// Which promises the state breaks, as a set of bits: promise 0 is the lowest.
    fn broken(&self, _state: &Self::State) -> u64 {
        0
    }

    /// Whether what the system is for has been reached ("everybody has decided"). Asked where progress is judged ([`crate::Graph`]).
    fn is_goal(&self, _state: &Self::State) -> bool {
        false
    }

    /// Whether a bound of the model keeps something from happening in this state that could happen otherwise. Nothing is said about the
    /// progress of such a state.
    fn is_cut(&self, _state: &Self::State) -> bool {
        false
    }

    /// Whether a step comes by itself in the end. Asked where progress is judged: what [may not come](Comes::Perhaps) helps nobody out of a
    /// block, and need not be taken in a [livelock](crate::Livelock). Steps of one name are taken for one another.
    fn comes(&self, state: &Self::State, action: &Self::Action) -> Comes {
        Comes::Surely(self.key(state, action))
    }

    /// Adds the names of steps that are due in `state` and will [surely](Comes::Surely) come, although something else has to come first.
    fn due(&self, _state: &Self::State, _out: &mut Vec<u64>) {}

    /// How many bytes a waiting state takes, for the bound on memory.
    fn weight(&self, _state: &Self::State) -> usize {
        size_of::<Self::State>()
    }

    /// About as many bytes as the model keeps for itself beside the states, for the bound on memory.
    fn bytes(&self) -> u64 {
        0
    }

    /// Whether a step departs from how the system ordinarily goes on. Asked where the order is [`crate::Order::Deviations`].
    fn deviates(&self, _state: &Self::State, _action: &Self::Action) -> bool {
        false
    }

    /// The name of the state's class, where [`crate::Reductions::symmetry`] is on: the same for all states that differ in nothing but which
    /// of several interchangeable processes is which. Promises and the goal must not tell such states apart.
    fn class(&self, state: &Self::State) -> u128 {
        self.fingerprint(state)
    }

    /// What tells the steps of one state apart, and stays with a step while steps independent of it are taken, whichever way a state was
    /// reached. Asked where [`crate::Reductions::partial_order`] is on, and by [`Model::comes`].
    fn key(&self, _state: &Self::State, _action: &Self::Action) -> u64 {
        0
    }

    /// Whether these two steps of `state` can be taken in either order with the same result, neither making the other impossible. Asked
    /// where [`crate::Reductions::partial_order`] is on. `false` is always right.
    fn independent(&self, _state: &Self::State, _one: &Self::Action, _other: &Self::Action) -> bool {
        false
    }
}
