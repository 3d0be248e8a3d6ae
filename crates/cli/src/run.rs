//! `synod run`: a scenario from its start to its end.

pub mod object;
pub mod transcript;

use crate::arguments::Arguments;
use crate::failure::Failure;
use crate::report::{FINE, Report};
use crate::scenario;
use synod_session::open;
use synod_words::Lang;

/// The transcript of a scenario, or its outcome for a program.
pub fn answer(arguments: &Arguments, lang: Lang) -> Result<Report, Failure> {
    let document = scenario::find(&arguments.operand)?;
    let mut opened = open(&document)?;
    // The cursor of a document is where somebody looked; here the whole run counts.
    let end = opened.session.steps();
    opened.session.seek(end);
    Ok(if arguments.json {
        Report::json(&object::of(&document, &opened), FINE)
    } else {
        Report::fine(transcript::of(&document, &opened, lang))
    })
}
