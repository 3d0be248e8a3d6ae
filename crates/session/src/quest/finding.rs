//! What a search came to.

use crate::doc::Document;
use crate::study::wire;
use serde::{Deserialize, Serialize};
use synod_words::Phrase;

/// How far a search is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct QuestProgress {
    /// Distinct states that were found and judged.
    pub states: u32,
    /// Steps that were followed.
    pub steps: u64,
    /// Every state that can be reached in so many steps has been judged.
    pub depth: u32,
    /// States whose steps have not been followed yet.
    pub waiting: u32,
    /// About as many bytes as it takes.
    pub bytes: u64,
    /// The same in words.
    #[serde(with = "wire::phrase")]
    pub words: Phrase,
}

/// What a search came to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Finding {
    /// The promise can be broken.
    Broken {
        /// The run that breaks it, with the cursor where it breaks.
        #[serde(with = "super::ask::as_text")]
        document: Document,
        /// The steps of the schedule.
        steps: u32,
        /// Whether it is known that no schedule with fewer steps breaks it.
        shortest: bool,
        /// The decisions of the document: the steps, and messages that are held back.
        decisions: u32,
        /// What shows that it is broken.
        #[serde(with = "wire::phrase")]
        sentence: Phrase,
    },
    /// The promise holds for every schedule within the bound.
    Holds {
        /// The bound, spelled out.
        #[serde(with = "wire::phrase")]
        words: Phrase,
    },
    /// The search stopped before it knew.
    Open {
        /// How far it came, and why it stopped.
        #[serde(with = "wire::phrase")]
        words: Phrase,
    },
}
