//! No member is declared failed while it works: what SWIM calls a false positive (Das, Gupta & Motivala 2002, section 4.2). A suspicion that is
//! refuted in time is none.

use super::{False, Working};
use crate::monitor::Safety;
use crate::{Event, Fact, Record, Witness};

/// Who works and may not be declared failed.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct Confirmed(Working);

impl Safety for Confirmed {
    /// The first accusation of a working process.
    type Breach = False;

    fn see(&mut self, event: &Event, number: u32) -> Option<False> {
        self.0.see(event, number, |fact| match fact {
            Fact::Confirms { process } => Some((*process, true)),
            _ => None,
        })
    }

    fn witness(breach: False, record: &Record) -> Witness {
        breach.witness(record)
    }
}
