//! Phrases in JSON: both languages, so that a program need not know which one its reader speaks.

use serde_json::{Value, json};
use synod_words::{Lang, Phrase};

/// `{"en": …, "zh": …}`
pub fn pair(phrase: &Phrase) -> Value {
    json!({"en": phrase.text(Lang::En), "zh": phrase.text(Lang::Zh)})
}
