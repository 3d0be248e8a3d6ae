//! Challenges: a promise to break with few faults, tried by hand and judged by the machine.
//!
//! A [`Challenge`] begins with the parameters and the seed of a shipped scenario and none of its decisions. Whoever takes it up plays; what
//! counts is the whole known run, wherever the cursor stands. [`Goal::verdict`] holds a run against what is asked for: for a challenge, and
//! for whatever a teacher asks for in other words (`synod verify`).
//!
//! ```
//! use synod_session::{challenge, open};
//!
//! let task = challenge::of_id("paid-twice").expect("a challenge");
//! let nothing_done = open(&task.document().expect("a shipped scenario")).expect("a run").session;
//! let attempt = task.verdict(nothing_done.as_ref());
//! assert_eq!((attempt.faults, attempt.met), (0, false));
//! ```

mod goal;
mod list;

pub use goal::{Aim, Attempt, Goal, SetUp};

use crate::doc::Document;
use crate::{Session, lab, open};
use synod_words::{Phrase, phrase};

/// A promise to break with few faults.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Challenge {
    /// Its id, in links and on the command line.
    pub id: &'static str,
    /// The lab's id.
    pub lab: &'static str,
    /// The lab's scenario whose parameters and seed it begins with.
    pub scenario: &'static str,
    /// The promise to break, by its id.
    pub promise: &'static str,
    /// At most so many faults ([`Toll::faults`](crate::Toll::faults)).
    pub faults: u32,
    /// The only kind of fault that may be used, by its id in [`Toll::rows`](crate::Toll::rows), where only one may.
    pub only: Option<&'static str>,
    /// Its name.
    pub name: Phrase,
    /// What is to be done, in a sentence or two; how many faults may be used is no part of it.
    pub goal: Phrase,
    /// Where to look.
    pub hint: Phrase,
    /// What whoever solved it has seen.
    pub lesson: Phrase,
}

/// All challenges, in the order of the course.
pub fn all() -> &'static [Challenge] {
    &list::CHALLENGES
}

/// The challenge of this id.
pub fn of_id(id: &str) -> Option<&'static Challenge> {
    all().iter().find(|challenge| challenge.id == id)
}

/// What to tell whoever asks for a challenge that there is not.
pub fn unknown(id: &str) -> Phrase {
    let known: Vec<&str> = all().iter().map(|challenge| challenge.id).collect();
    phrase!("there is no challenge {0}; there are: {1}", "没有挑战 {0}；现有：{1}", id, known)
}

impl Challenge {
    /// The run that it begins with, in which nothing was done yet; none where the catalogue lacks its scenario.
    pub fn document(&self) -> Option<Document> {
        let shipped = lab(self.lab)?.scenarios.into_iter().find(|scenario| scenario.id == self.scenario)?.document;
        Some(Document { scenario: None, decisions: Vec::new(), until: None, cursor: None, ..shipped })
    }

    /// What is asked for.
    pub fn asked(&self) -> Goal {
        Goal {
            violates: vec![self.promise.to_owned()],
            faults: Some(self.faults.into()),
            only: self.only,
            like: self.document().as_ref().and_then(SetUp::of),
        }
    }

    /// Whether a run, as far as it is known, solves it.
    pub fn verdict(&self, session: &dyn Session) -> Attempt {
        self.asked().verdict(session)
    }

    /// The document to hand in: that of the run, followed as far as it is known where that is needed to show what is asked for.
    pub fn result(&self, session: &dyn Session) -> Document {
        let document = Document { cursor: None, ..session.export() };
        let enough = open(&document).is_ok_and(|opened| self.verdict(opened.session.as_ref()).met);
        if enough { document } else { Document { until: Some(session.time_of(session.steps())), ..document } }
    }

    /// How many faults were used, how many may be, and which.
    pub fn counted(&self, used: u32) -> Phrase {
        goal::counted(used, self.faults, self.only)
    }

    /// How many faults may be used, and which.
    pub fn allowance(&self) -> Phrase {
        goal::allowance(self.faults, self.only)
    }
}
