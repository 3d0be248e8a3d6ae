//! The link of a document: `#s=1.` and the document's JSON, deflated (in the zlib envelope, whose checksum tells a damaged link
//! from another scenario), in base64url without padding.
//!
//! ```
//! use synod_session::{doc::Document, link};
//!
//! let document = Document::from_json(r#"{"synod": 1, "engine": 1, "lab": "nwr"}"#).expect("a document");
//! let fragment = link::encode(&document);
//! assert!(fragment.starts_with("#s=1."));
//! assert_eq!(link::decode(&format!("https://synod.example/{fragment}")), Ok(document));
//! ```

mod fault;
mod inflate;

pub use crate::doc::BadDocument;
pub use fault::LinkFault;

use crate::doc::{Document, Fault};
use base64::DecodeError;
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};

/// The longest link that is read, in bytes. A document whose link would be longer travels as a file.
pub const LINK_MAX: usize = 64 << 10;

/// The version of the envelope: how the text after the dot becomes JSON.
const ENVELOPE: &str = "1";

/// The strongest level of deflate: a link is made rarely, and read by people's messengers.
const LEVEL: u8 = 10;

/// The fragment of a link, `#s=1.…`.
pub fn encode(document: &Document) -> String {
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(document.to_compact_json().as_bytes(), LEVEL);
    format!("#s={ENVELOPE}.{}", BASE64_URL_SAFE_NO_PAD.encode(packed))
}

/// The document of a link: a whole address, or the fragment with or without its `#s=`.
///
/// # Errors
/// [`BadDocument`] in words.
pub fn decode(link: &str) -> Result<Document, BadDocument> {
    let packed = unwrap(link.trim()).map_err(|fault| BadDocument::new(Fault::Link(fault), ""))?;
    match inflate::inflate(&packed) {
        Ok(text) => Document::from_json(&text),
        Err(stopped) => Err(BadDocument::new(Fault::Link(stopped.fault), &stopped.text)),
    }
}

/// What names a challenge among the parts of a fragment.
const CHALLENGE: &str = "challenge=";

/// The fragment of a run that was made for a challenge: `#s=1.…&challenge=ID`. The document says nothing of it, for its format is frozen.
pub fn for_challenge(fragment: &str, id: &str) -> String {
    format!("{fragment}&{CHALLENGE}{id}")
}

/// The fragment that leads to the start of a challenge: `#challenge=ID`.
pub fn to_challenge(id: &str) -> String {
    format!("#{CHALLENGE}{id}")
}

/// The id of the challenge that a link names, whether or not there is such a challenge.
pub fn challenge(link: &str) -> Option<&str> {
    parts(link.trim()).find_map(|part| part.strip_prefix(CHALLENGE))
}

/// What stands in the envelope, still packed.
fn unwrap(link: &str) -> Result<Vec<u8>, LinkFault> {
    if link.len() > LINK_MAX {
        return Err(LinkFault::TooLong { bytes: link.len() });
    }
    let (version, text) = scenario_part(link).and_then(|part| part.split_once('.')).ok_or(LinkFault::NoScenario)?;
    if version != ENVELOPE {
        return Err(match version.parse() {
            Ok(version) => LinkFault::UnknownVersion { version },
            Err(_) => LinkFault::NoScenario,
        });
    }
    BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|error| match error {
        DecodeError::InvalidByte(at, _) => {
            // The text is not cut at a character's boundary for sure: look the character up instead of slicing.
            let found = text.char_indices().find(|(start, _)| *start == at).map_or('?', |(_, found)| found);
            LinkFault::NotBase64 { found }
        }
        DecodeError::InvalidLength(_) | DecodeError::InvalidLastSymbol { .. } | DecodeError::InvalidPadding => LinkFault::CutOff,
    })
}

/// `1.…` of whatever carries it: `…#s=1.…`, `s=1.…` or `1.…`. The fragment may have other parts, joined by `&`.
fn scenario_part(link: &str) -> Option<&str> {
    let bare = parts(link).next().filter(|part| part.starts_with(|c: char| c.is_ascii_digit()));
    parts(link).find_map(|part| part.strip_prefix("s=")).or(bare)
}

/// The parts of a link's fragment, or of a fragment without its `#`.
fn parts(link: &str) -> std::str::Split<'_, char> {
    link.split_once('#').map_or(link, |(_, fragment)| fragment).split('&')
}
