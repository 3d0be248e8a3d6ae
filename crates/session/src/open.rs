//! From a document to a session, and from a session to the same decisions under other parameters.

use crate::doc::Document;
use crate::{Params, Session};
use synod_words::Phrase;

/// Why a document cannot be opened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenError {
    /// What is wrong, where, and what to do.
    pub why: Phrase,
    /// The lab that was meant, where that much can be said: its default can be offered instead.
    pub lab: Option<&'static str>,
}

/// A session, and what could not be kept of what it was opened from.
pub struct Opened {
    /// The session, run to its end, with the cursor where the document says.
    pub session: Box<dyn Session>,
    /// Decisions that no longer make sense, each in a sentence with the reason.
    pub dropped: Vec<Phrase>,
}

/// Opens a document.
///
/// # Errors
/// [`OpenError`] for an unknown lab, a parameter out of range, a process or an operation that does not exist.
pub fn open(document: &Document) -> Result<Opened, OpenError> {
    let _ = document;
    Err(OpenError { why: synod_words::phrase!("not yet", "尚未"), lab: None })
}

/// The same seed and decisions under other parameters; decisions that make no sense there are dropped and named.
///
/// # Errors
/// [`OpenError`] for a parameter out of range or parameters that do not fit together.
pub fn reopen(session: &dyn Session, params: &Params) -> Result<Opened, OpenError> {
    let _ = (session, params);
    Err(OpenError { why: synod_words::phrase!("not yet", "尚未"), lab: None })
}
