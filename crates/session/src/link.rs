//! The link of a document: `#s=1.` and the document's JSON, deflated, in base64url.

use crate::doc::Document;
use synod_words::Phrase;

/// Why a link or a file is not a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BadDocument {
    /// What is wrong, where, and what to do.
    pub why: Phrase,
    /// The lab that was meant, where that much can be read.
    pub lab: Option<String>,
}

/// The fragment of a link, `#s=1.…`.
pub fn encode(document: &Document) -> String {
    let _ = document;
    String::new()
}

/// The document of a link: a whole address, or the fragment with or without its `#`.
///
/// # Errors
/// [`BadDocument`] in words.
pub fn decode(link: &str) -> Result<Document, BadDocument> {
    let _ = link;
    Err(BadDocument { why: synod_words::phrase!("not yet", "尚未"), lab: None })
}
