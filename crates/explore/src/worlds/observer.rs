//! Who watches a world that is explored, and says what is broken.

use synod_kernel::{Action, Happening, Protocol, Time, Watch};

/// A judge with a memory: it is told what happens, and what it remembers is part of the state.
///
/// Two ways to one state of the world are told apart exactly where the observer's memories of them differ; so it should remember what its
/// verdict needs and nothing else.
pub trait Observer<P: Protocol>: Clone {
    /// Time passes to this moment, in microseconds. It is not told where time stands still ([`crate::Worlds`]).
    fn passes(&mut self, _to: Time) {}

    /// This is about to happen; [`Observer::see`] tells what comes of it. Nothing need be remembered of it, unless the verdict depends on
    /// who failed.
    fn befalls(&mut self, _action: &Action<P>) {}

    /// Something happens.
    fn see(&mut self, what: &Happening<'_, P>);

    /// Whether something of this kind can change what it remembers. The answer depends on nothing that it remembers. `true` is always right;
    /// what is not heeded need not be told ([`crate::Collapsed`]).
    fn heeds(&self, _what: &Happening<'_, P>) -> bool {
        true
    }

    /// The same of [`Observer::befalls`].
    fn heeds_that_befalls(&self, _action: &Action<P>) -> bool {
        true
    }

    /// The name of what it remembers.
    fn fingerprint(&self) -> u128;

    /// Which promises are broken, as a set of bits ([`crate::Model::broken`]).
    fn broken(&self) -> u64;

    /// Whether what the system is for has been reached ([`crate::Model::is_goal`]).
    fn is_goal(&self) -> bool {
        false
    }

    /// Whether it remembers the same whichever of two processes acts first. `false` is always right; `true` lets
    /// [`crate::Reductions::partial_order`] work.
    fn is_indifferent_to_order(&self) -> bool {
        false
    }
}

/// Remembers nothing; nothing is broken.
impl<P: Protocol> Observer<P> for () {
    fn see(&mut self, _: &Happening<'_, P>) {}
    fn heeds(&self, _: &Happening<'_, P>) -> bool {
        false
    }
    fn heeds_that_befalls(&self, _: &Action<P>) -> bool {
        false
    }
    fn fingerprint(&self) -> u128 {
        0
    }
    fn broken(&self) -> u64 {
        0
    }
    fn is_indifferent_to_order(&self) -> bool {
        true
    }
}

/// Passes on to the observer what the world tells, and notes whether it was more than that a message is gone.
pub(super) struct Telling<'a, O> {
    pub observer: &'a mut O,
    pub heard: bool,
    /// Whether it was something that the observer heeds.
    pub heeded: bool,
}

impl<P: Protocol, O: Observer<P>> Watch<P> for Telling<'_, O> {
    fn see(&mut self, _: Time, what: Happening<'_, P>) {
        self.heard |= !matches!(what, Happening::Delivered(_) | Happening::Noted(..));
        self.heeded |= self.observer.heeds(&what);
        self.observer.see(&what);
    }
}
