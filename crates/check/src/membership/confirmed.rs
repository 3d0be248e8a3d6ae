//! No member is declared failed while it works: what SWIM calls a false positive (Das, Gupta & Motivala 2002, section 4.2). A suspicion that is
//! refuted in time is none.

use crate::{Fact, Record, Witness};

pub(crate) fn broken(record: &Record) -> Option<Witness> {
    super::first_false(record, |fact| match fact {
        Fact::Confirms { process } => Some((*process, true)),
        _ => None,
    })
}
