//! What is asked.

use crate::doc::Document;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A promise to break, and how much may befall the system meanwhile. Plain data: a worker is told it, and a link may hold it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Quest {
    /// The lab, its parameters, and what clients ask for.
    #[serde(with = "as_text")]
    pub document: Document,
    /// The promise's id: one of [`questable`](super::questable).
    pub promise: String,
    /// How much may happen.
    pub budget: QuestBudget,
}

/// How much may happen in a search, and how far it goes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct QuestBudget {
    /// Crashes, each of which a restart may follow.
    pub crashes: u8,
    /// Messages that are lost.
    pub drops: u8,
    /// Messages that arrive twice.
    pub duplicates: u8,
    /// Partitions, each of which may be mended.
    pub partitions: u8,
    /// Timers that run out.
    pub timeouts: u8,
    /// Steps of a schedule.
    pub depth: u16,
    /// Distinct states.
    pub states: u32,
}

impl QuestBudget {
    /// A fault or two of each kind that most witnesses need, and as many states as a page goes through in a minute or so.
    pub const DEFAULT: QuestBudget =
        QuestBudget { crashes: 1, drops: 0, duplicates: 0, partitions: 0, timeouts: 2, depth: 40, states: 300_000 };
}

/// For `#[serde(with = "…")]`: a document as its own text, which is read as strictly as any other.
pub(super) mod as_text {
    use super::{Deserialize, Deserializer, Document, Error, Serializer};
    use synod_words::Lang;

    pub fn serialize<S: Serializer>(document: &Document, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&document.to_compact_json())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Document, D::Error> {
        let text = String::deserialize(from)?;
        Document::from_json(&text).map_err(|bad| Error::custom(bad.why.text(Lang::En)))
    }
}
