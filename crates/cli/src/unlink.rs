//! `synod unlink`: from a link to its scenario document.

use crate::arguments::Arguments;
use crate::failure::Failure;
use crate::report::Report;
use crate::{scenario, source};

/// The document as JSON.
pub fn answer(arguments: &Arguments) -> Result<Report, Failure> {
    let link = match arguments.operand.to_str() {
        Some("-") => source::read_text(&arguments.operand)?.1,
        _ => arguments.operand.to_string_lossy().into_owned(),
    };
    Ok(Report::fine(scenario::from_link(&link)?.to_json()))
}
