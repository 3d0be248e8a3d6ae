//! Strong accuracy: no process is suspected before it crashes (Chandra & Toueg 1996, section 2.4); here, while it works.

use crate::{Fact, Record, Witness};

pub(crate) fn broken(record: &Record) -> Option<Witness> {
    super::first_false(record, |fact| match fact {
        Fact::Suspects { process } => Some((*process, false)),
        Fact::Confirms { process } => Some((*process, true)),
        _ => None,
    })
}
