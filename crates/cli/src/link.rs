//! `synod link`: from a scenario document to its link.

use crate::arguments::Arguments;
use crate::failure::Failure;
use crate::report::Report;
use crate::scenario;
use synod_session::link::{LINK_MAX, encode};

/// The link, as a fragment or behind the address of a page.
pub fn answer(arguments: &Arguments) -> Result<Report, Failure> {
    let fragment = encode(&scenario::from_file(&arguments.operand)?);
    // The page's address may have been copied with the fragment of another scenario.
    let page = arguments.base.as_deref().map_or("", |base| base.split('#').next().unwrap_or(base));
    let link = format!("{page}{fragment}\n");
    if link.len() > LINK_MAX {
        return Err(Failure::LinkTooLong { bytes: link.len() });
    }
    Ok(Report::fine(link))
}
