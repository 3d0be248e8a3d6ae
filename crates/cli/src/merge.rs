//! `synod merge`: the parts of a sweep, put together.

use crate::arguments::Arguments;
use crate::failure::Failure;
use crate::report::{FINE, Report, UNDECIDED};
use crate::sweep::{Whole, keep, read, told};
use synod_session::sweep::Unlike;
use synod_words::Lang;

/// What the parts come to.
pub fn answer(arguments: &Arguments, lang: Lang) -> Result<Report, Failure> {
    let mut part = read(&arguments.operand)?;
    for file in &arguments.more {
        part.merge(&read(file)?).map_err(|Unlike(why)| Failure::BadPart { file: file.to_string_lossy().into_owned(), why })?;
    }
    if let Some(file) = &arguments.sweep.part {
        keep(&part, file)?;
    }
    let (taken, refused) = part.sorted_out();
    let gaps = part.gaps(&taken);
    let exit = if gaps.is_empty() { FINE } else { UNDECIDED };
    told(&Whole { part, taken, refused, gaps }, arguments, lang, exit)
}
