//! The document that is meant by `FILE`, `LINK` or `LAB/SCENARIO`.

use crate::failure::Failure;
use crate::source;
use std::ffi::OsStr;
use std::path::Path;
use synod_session::doc::Document;
use synod_session::{LabInfo, lab, labs, link};

/// The document of a file, a link or a shipped scenario. A file of that name comes first.
pub fn find(target: &OsStr) -> Result<Document, Failure> {
    if target == "-" || Path::new(target).is_file() {
        return from_file(target);
    }
    let text = target.to_string_lossy();
    let (id, scenario) = text.split_once('/').unwrap_or((&text, ""));
    match lab(id) {
        Some(lab) => shipped(lab, scenario),
        None if is_like_a_link(&text) => from_link(&text),
        None => Err(Failure::UnknownTarget { target: text.into_owned(), labs: labs().iter().map(|lab| lab.id).collect() }),
    }
}

/// The document in a file.
pub fn from_file(file: &OsStr) -> Result<Document, Failure> {
    let (name, text) = source::read_text(file)?;
    Document::from_json(&text).map_err(|bad| Failure::BadDocument { file: Some(name), bad })
}

/// The document in a link.
pub fn from_link(link: &str) -> Result<Document, Failure> {
    link::decode(link).map_err(|bad| Failure::BadDocument { file: None, bad })
}

fn shipped(lab: LabInfo, scenario: &str) -> Result<Document, Failure> {
    let known = lab.scenarios.iter().map(|scenario| scenario.id).collect();
    let found = lab.scenarios.into_iter().find(|known| known.id == scenario);
    found.map(|scenario| scenario.document).ok_or(Failure::UnknownScenario { lab: lab.id, scenario: scenario.to_owned(), known })
}

/// Whether somebody who typed this meant a link, so that what is wrong with it is worth saying.
fn is_like_a_link(text: &str) -> bool {
    let version = text.split_once('.').map_or("", |(version, _)| version);
    let bare = !version.is_empty() && version.bytes().all(|b| b.is_ascii_digit());
    bare || text.starts_with("s=") || text.contains(['#', '&']) || text.contains("://")
}
