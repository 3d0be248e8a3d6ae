//! Scenario documents: what a human decided, and nothing that follows from it.
//!
//! A document holds the lab, the parameters that differ from the default, the seed, the decisions with their place in the run,
//! and the number of the engine that it was made with. [`Document`] is version 1: frozen, unknown fields refused.
//!
//! ```
//! use synod_session::doc::Document;
//! use synod_words::Lang;
//!
//! let text = r#"{"synod": 1, "engine": 1, "lab": "nwr", "decisions": [{"at": 5000, "do": {"crash": "n1"}}]}"#;
//! let document = Document::from_json(text).expect("a document");
//! assert_eq!(Document::from_json(&document.to_json()), Ok(document));
//!
//! let bad = Document::from_json(&text.replace("5000", "-1")).unwrap_err();
//! assert_eq!(bad.why.text(Lang::En), "Decision 1, field at: this must be a whole number from 0 to 864000000000.");
//! ```
//!
//! Reading goes from text to a bounded tree, from the tree to the version that it says it is, and from there to the newest
//! version. A version that follows gets a file beside `v1.rs`, the types are then its own, and `v1` gets a way into it.

mod fault;
mod found;
mod json;
mod limits;
mod v1;
mod write;

pub use fault::{BadDocument, DocFault, Expected, Fault, Place, Problem, Shape};
pub use limits::{ARGUMENTS_MAX, BYTES_MAX, GROUPS_MAX, NAME_MAX, PARAMS_MAX, TEXT_MAX};
pub use v1::{Act, Atom, Decision, Document};

use crate::ENGINE;
use found::Fields;
use synod_words::{Phrase, phrase};

/// The version of the document format.
pub const VERSION: u32 = 1;

impl Document {
    /// The document that a JSON text holds.
    ///
    /// # Errors
    /// [`BadDocument`] says what is wrong, where, and what to do.
    pub fn from_json(text: &str) -> Result<Document, BadDocument> {
        read(text).map_err(|fault| BadDocument::new(Fault::Document(fault), text))
    }

    /// The document as JSON for people: a line a parameter and a line a decision, always in the same order.
    pub fn to_json(&self) -> String {
        write::for_people(self)
    }

    /// The document as JSON without any space, as it goes into a link.
    pub(crate) fn to_compact_json(&self) -> String {
        write::compact(self)
    }

    /// What to tell whoever opens a document of an older engine; `None` for one of this engine.
    pub fn engine_notice(&self) -> Option<Phrase> {
        (self.engine < ENGINE).then(|| {
            phrase!(
                "This was made with engine {0}, and this is engine {1}: the run may differ from the one that was shared.",
                "此文档由引擎 {0} 生成，而当前引擎为 {1}：运行过程可能与当初分享的不同。",
                self.engine,
                ENGINE
            )
        })
    }
}

fn read(text: &str) -> Result<Document, DocFault> {
    let mut fields = Fields::of_document(json::parse(text)?)?;
    // The version first: what a newer format adds is no unknown field, it is a reason to say so.
    match fields.required("synod")?.int::<u64>(1..=i128::from(u64::MAX))? {
        1 => v1::read(fields),
        newer => Err(DocFault::NewerFormat { version: newer }),
    }
}
