//! How phrases travel from a worker to the page: as their texts in both languages.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use synod_words::{Lang, Phrase};

/// For `#[serde(with = "…")]`.
pub mod phrase {
    use super::{Deserialize, Deserializer, Lang, Phrase, Serialize, Serializer};

    pub fn serialize<S: Serializer>(phrase: &Phrase, to: S) -> Result<S::Ok, S::Error> {
        (phrase.text(Lang::En), phrase.text(Lang::Zh)).serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Phrase, D::Error> {
        let (en, zh) = <(String, String)>::deserialize(from)?;
        Ok(Phrase::kept(en, zh))
    }
}
