//! `Session`: what the outside can do with a run.

use crate::cause::{Cone, Reason};
use crate::doc::{Act, Document};
use crate::frame::{Chart, ClientOffers, EventLine, Frame, Measure, PromiseView, StandingChange};
use crate::tally::Tally;
use crate::toll::Toll;
use crate::{Consequence, Params, Time};
use synod_words::Phrase;

/// A decision that was refused. Nothing was changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    /// Why, in words.
    pub why: Phrase,
}

/// A decision that was taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Acted {
    /// Whether it changed a past that had been seen.
    pub branched: bool,
}

/// A change to what was decided. A decision goes by its place in [`Document::decisions`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Edit {
    /// It is taken at another time.
    Move {
        /// Which decision.
        decision: u32,
        /// When, from now on.
        at: Time,
    },
    /// It was never taken.
    Remove {
        /// Which decision.
        decision: u32,
    },
    /// One more is taken.
    Add {
        /// When.
        at: Time,
        /// What.
        act: Act,
    },
}

/// A run of a lab, from its start to as far as it is known, with a cursor.
///
/// A session runs to its end when it is opened (as far as the document says, or until nothing more happens), so the history
/// is there to be scrubbed; a decision at the cursor replaces what follows.
pub trait Session {
    /// The lab's id.
    fn lab(&self) -> &'static str;
    /// All parameters with their values.
    fn params(&self) -> Params;
    /// What the parameters mean for a client.
    fn consequences(&self) -> Vec<Consequence>;

    /// How many steps are known.
    fn steps(&self) -> u32;
    /// The time of a step; of the start for step 0.
    fn time_of(&self, step: u32) -> Time;
    /// The last step at or before a time.
    fn step_at(&self, at: Time) -> u32;
    /// After how many steps the cursor stands.
    fn cursor(&self) -> u32;
    /// Moves the cursor; beyond the end it stays there.
    fn seek(&mut self, step: u32);
    /// Whether nothing more happens after the last known step, unless somebody decides something.
    fn at_rest(&self) -> bool;
    /// Follows the run on for at least `us` microseconds beyond what is known; returns whether anything more happened.
    fn extend(&mut self, us: u64) -> bool;

    /// Decides something at the time `at`, which must lie between the step at the cursor and the next one. What follows is
    /// worked out anew, later decisions included, and the cursor moves behind the decision.
    ///
    /// # Errors
    /// [`Refusal`] in words; nothing is changed.
    fn act(&mut self, at: Time, act: &Act) -> Result<Acted, Refusal>;
    /// Changes what was decided, all at once, and replays the run. The cursor keeps its time.
    ///
    /// # Errors
    /// [`Refusal`] in words; nothing is changed. A decision that makes no sense at its new place is no error: it is [`Self::dropped`].
    fn revise(&mut self, edits: &[Edit]) -> Result<(), Refusal>;
    /// What the clients' users may ask for at the cursor.
    fn offers(&self) -> Vec<ClientOffers>;
    /// Decisions that made no sense when their turn came: what, and why.
    fn dropped(&self) -> Vec<Phrase>;
    /// The faults that somebody decided and that happened, in the whole known run.
    fn toll(&self) -> Toll;

    /// The cluster at the cursor.
    fn frame(&self) -> Frame;
    /// The whole known run.
    fn chart(&self) -> Chart;
    /// The steps in words, from the `from`-th on (counted from 1), at most `count`.
    fn events(&self, from: u32, count: u32) -> Vec<EventLine>;
    /// The ladder at the cursor.
    fn promises(&self) -> Vec<PromiseView>;
    /// The ladder at the end of the known run, wherever the cursor stands.
    fn ends(&self) -> Vec<PromiseView>;
    /// Where in the known run the standing of a promise changes, in the order of time.
    fn changes(&self) -> Vec<StandingChange>;
    /// How the models of the [map](crate::models_map) stand at the cursor, in its order. Judged when it is first asked for, and kept while
    /// the run stays the same; empty where the lab promises nothing of a store.
    fn models(&self) -> Vec<PromiseView>;
    /// What was measured up to the cursor.
    fn measures(&self) -> Vec<Measure>;
    /// What was measured up to the cursor for each client, and for each side of the partition that lasts or was last.
    fn tallies(&self) -> Vec<Tally>;

    /// What led to a step and what it led to: Lamport's *happened before*.
    fn cone(&self, step: u32) -> Cone;
    /// Why a step happened: itself, what caused it, what caused that, and so on to a decision or the start; at most `count`.
    fn why(&self, step: u32, count: u32) -> Vec<Reason>;
    /// The messages that led from an operation's call to its answer: their places in [`Chart::messages`]. `operation` is its place in
    /// [`Chart::operations`].
    fn messages_of(&self, operation: u32) -> Vec<u32>;

    /// The document of this run, with the cursor where it stands.
    fn export(&self) -> Document;
    /// The name of the whole run: a chain over the fingerprint of every state in it, the same on every machine.
    fn digest(&self) -> String;
}
