//! Goals: what promises of the end wait for, told along a run.
//!
//! No event breaks a promise that something happens in the end; but of every moment one can say whether what it waits for has happened. Whoever
//! goes through all runs of a system asks of every state whether such a state can still be reached from it. (A promise that at every moment
//! something good can still come about, or surely comes about, is a liveness property: Alpern & Schneider, *Defining liveness*, 1985.)

use std::fmt::Debug;
use std::hash::{Hash, Hasher};

use synod_words::Phrase;

use crate::Event;

/// What a promise of the end waits for, along a run.
///
/// Two goals of one promise whose digests are equal stand alike, and go on standing alike whatever both are shown from then on.
pub trait Goal: Debug + Send + Sync {
    /// Takes note of the next event.
    fn see(&mut self, event: &Event);

    /// Whether there is nothing to wait for now.
    fn is_reached(&self) -> bool;

    /// Whether it will never be reached, whatever happens.
    fn is_lost(&self) -> bool;

    /// Who waits for what now; `names` are the processes by their numbers.
    fn missing(&self, names: &[String]) -> Phrase;

    /// Writes down all that the future depends on.
    fn digest(&self, hasher: &mut dyn Hasher);

    /// The same again, to go another way.
    fn boxed_clone(&self) -> Box<dyn Goal>;
}

impl Clone for Box<dyn Goal> {
    fn clone(&self) -> Self {
        (**self).boxed_clone()
    }
}

/// What the promise of one property waits for. Its hash is the digest.
pub(crate) trait Aim: Clone + Debug + Default + Hash + Send + Sync + 'static {
    /// See [`Goal::see`].
    fn see(&mut self, event: &Event);

    /// See [`Goal::is_reached`].
    fn is_reached(&self) -> bool;

    /// See [`Goal::is_lost`].
    fn is_lost(&self) -> bool {
        false
    }

    /// See [`Goal::missing`].
    fn missing(&self, names: Names<'_>) -> Phrase;
}

/// The names of processes by their numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Names<'n>(&'n [String]);

impl<'n> Names<'n> {
    pub(crate) fn of(self, process: u16) -> &'n str {
        self.0.get(usize::from(process)).map_or("?", String::as_str)
    }

    pub(crate) fn all<'p>(self, processes: impl IntoIterator<Item = &'p u16>) -> Vec<&'n str> {
        processes.into_iter().map(|process| self.of(*process)).collect()
    }
}

impl<A: Aim> Goal for A {
    fn see(&mut self, event: &Event) {
        Aim::see(self, event);
    }

    fn is_reached(&self) -> bool {
        Aim::is_reached(self)
    }

    fn is_lost(&self) -> bool {
        Aim::is_lost(self)
    }

    fn missing(&self, names: &[String]) -> Phrase {
        Aim::missing(self, Names(names))
    }

    fn digest(&self, mut hasher: &mut dyn Hasher) {
        self.hash(&mut hasher);
    }

    fn boxed_clone(&self) -> Box<dyn Goal> {
        Box::new(self.clone())
    }
}

/// The goal of a property before anything happened.
pub(crate) fn goal<A: Aim>() -> Box<dyn Goal> {
    Box::new(A::default())
}
