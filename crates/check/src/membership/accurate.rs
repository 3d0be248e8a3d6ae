//! Strong accuracy: no process is suspected before it crashes (Chandra & Toueg 1996, section 2.4); here, while it works.

use super::{False, Working};
use crate::monitor::Safety;
use crate::{Event, Fact, Record, Witness};

/// Who works and may not be suspected or declared failed.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct Accurate(Working);

impl Safety for Accurate {
    /// The first accusation of a working process.
    type Breach = False;

    fn see(&mut self, event: &Event, number: u32) -> Option<False> {
        self.0.see(event, number, |fact| match fact {
            Fact::Suspects { process } => Some((*process, false)),
            Fact::Confirms { process } => Some((*process, true)),
            _ => None,
        })
    }

    fn witness(breach: False, record: &Record) -> Witness {
        breach.witness(record)
    }
}
