//! The beginning of a record, as the simple definitions look at it.

use synod_check::{Event, Fact, Record, What};

/// What the definitions are asked about: the declarations so far, with who made them.
pub struct Past<'r> {
    pub facts: Vec<(usize, u16, &'r Fact)>,
    pub events: &'r [Event],
}

impl<'r> Past<'r> {
    pub fn of(record: &'r Record, events: usize) -> Past<'r> {
        let events = &record.events[..events];
        let facts = events.iter().enumerate().filter_map(|(i, event)| match &event.what {
            What::Did(fact) => Some((i, event.process, fact)),
            _ => None,
        });
        Past { facts: facts.collect(), events }
    }

    /// Whether there are two declarations, one before the other, such that.
    pub fn pair(&self, such: impl Fn(u16, &Fact, u16, &Fact) -> bool) -> bool {
        let n = self.facts.len();
        (0..n).any(|j| {
            (0..j).any(|i| {
                let ((_, p, one), (_, q, other)) = (self.facts[i], self.facts[j]);
                such(p, one, q, other)
            })
        })
    }

    pub fn has(&self, such: impl Fn(u16, &Fact) -> bool) -> bool {
        self.facts.iter().any(|(_, process, fact)| such(*process, fact))
    }

    pub fn voters(&self, of: u32) -> Option<(u16, Vec<u16>)> {
        self.facts.iter().find_map(|(_, by, fact)| match fact {
            Fact::Begun { transaction, voters } if *transaction == of => Some((*by, voters.clone())),
            _ => None,
        })
    }

    pub fn said_yes(&self, of: u32, voter: u16) -> bool {
        self.has(|process, fact| process == voter && *fact == Fact::Voted { transaction: of, yes: true })
    }

    pub fn somebody_said_no(&self, of: u32) -> bool {
        self.has(|_, fact| *fact == Fact::Voted { transaction: of, yes: false })
    }
}
