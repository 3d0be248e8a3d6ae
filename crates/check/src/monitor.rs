//! Monitors: judges that go along with a run, event by event, and can be told apart by what they still have to know.
//!
//! Whoever goes through all runs of a system asks of every state whether a promise is broken there, and meets the same state on many ways.
//! A judge that keeps the whole way would make all of them different. A monitor keeps only what the future depends on: its
//! [digest](Monitor::digest) is that of a state of the observer in the sense of Schneider, *Enforceable security policies* (TISSEC 2000):
//! a safety property is what such an automaton, reading on, can see broken.
//!
//! There is one implementation of every safety property: the judge of a whole [`Record`] is its monitor, run along it.

use std::fmt::Debug;
use std::hash::{Hash, Hasher};

use crate::{Answer, Call, Event, Record, Unfolding, Witness};

/// A judge that goes along with a run.
///
/// Two monitors of one promise whose digests are equal stand alike, and go on standing alike whatever both are shown from then on. The digest
/// forgets what can no longer matter: times, the numbers of events, and everything once the promise is broken.
pub trait Monitor<E: ?Sized = Event>: Debug + Send + Sync {
    /// Takes note of the next event.
    fn see(&mut self, event: &E);

    /// Whether what was seen breaks the promise. It stays broken.
    fn is_broken(&self) -> bool;

    /// Writes down all that the verdict on what is to come depends on.
    fn digest(&self, hasher: &mut dyn Hasher);

    /// The same again, to go another way.
    fn boxed_clone(&self) -> Box<dyn Monitor<E>>;
}

impl<E: ?Sized> Clone for Box<dyn Monitor<E>> {
    fn clone(&self) -> Self {
        (**self).boxed_clone()
    }
}

impl<E: ?Sized> Hash for dyn Monitor<E> + '_ {
    fn hash<H: Hasher>(&self, mut state: &mut H) {
        self.digest(&mut state);
    }
}

/// What the monitor of a [`Model`](crate::Model) is shown: a call or a return, one after the other. Of two clients, one comes before the other
/// if it returns in an earlier step than the other is called in.
///
/// A client calls again when it is answered, or has given up for good.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Step {
    /// An operation is called.
    Called {
        /// Its name: any number that no other operation under way has. Digests know it until the operation returns, so it should be the same
        /// on every way to the same state: made of the client and of how many it has called, say.
        operation: u64,
        /// The key.
        key: String,
        /// What is asked of it.
        call: Call,
    },
    /// An operation under way is answered. Any other is passed over.
    Returned {
        /// Its name.
        operation: u64,
        /// The answer.
        answer: Answer,
    },
}

/// What a safety property has to know of the events so far. Its hash is the digest.
pub(crate) trait Safety: Clone + Debug + Default + Hash + Send + Sync + 'static {
    /// What breaks the promise, and all that the sentence about it needs.
    type Breach;

    /// Takes note of the event of that number, unless it breaks the promise. Nothing is shown after a breach.
    fn see(&mut self, event: &Event, number: u32) -> Option<Self::Breach>;

    /// The breach in words, with the events that show it.
    fn witness(breach: Self::Breach, record: &Record) -> Witness;
}

/// How a safety property unfolds along a record.
pub(crate) fn unfold<S: Safety>(record: &Record) -> Unfolding {
    let mut safety = S::default();
    let breach = record.numbered().find_map(|(number, event)| safety.see(event, number));
    Unfolding::of_safety(breach.map(|breach| S::witness(breach, record)))
}

/// The monitor of a safety property.
#[derive(Clone, Debug, Default)]
pub(crate) struct Watched<S> {
    /// `None` once it is broken.
    safety: Option<S>,
    events: u32,
}

/// The monitor of a safety property before anything happened.
pub(crate) fn monitor<S: Safety>() -> Box<dyn Monitor> {
    Box::new(Watched { safety: Some(S::default()), events: 0 })
}

impl<S: Safety> Monitor for Watched<S> {
    fn see(&mut self, event: &Event) {
        if self.safety.as_mut().is_some_and(|safety| safety.see(event, self.events).is_some()) {
            self.safety = None;
        }
        self.events = self.events.saturating_add(1);
    }

    fn is_broken(&self) -> bool {
        self.safety.is_none()
    }

    fn digest(&self, mut hasher: &mut dyn Hasher) {
        self.safety.hash(&mut hasher);
    }

    fn boxed_clone(&self) -> Box<dyn Monitor> {
        Box::new(self.clone())
    }
}

/// An event that a sentence may cite. The future does not depend on which it was, so it has no part in a digest.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cited(pub(crate) u32);

impl Hash for Cited {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}
