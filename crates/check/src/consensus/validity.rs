//! Validity: only a value that has been proposed may be chosen.
//!
//! Source: Lamport, *Paxos Made Simple* (2001), section 2.1; *nontriviality* elsewhere. Without it, a protocol that always chooses the same
//! value would agree.

use synod_order::Set;

use synod_words::phrase;

use crate::monitor::Safety;
use crate::{Event, Fact, Record, Value, Witness};

/// What was proposed in which instance.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct Validity(Set<(u32, Value)>);

/// A value that was learned and that nobody had proposed in that instance before.
#[derive(Debug)]
pub(crate) struct Breach {
    learned: u32,
    instance: u32,
    value: Value,
}

impl Safety for Validity {
    type Breach = Breach;

    fn see(&mut self, event: &Event, number: u32) -> Option<Breach> {
        match event.fact()? {
            Fact::Proposed { instance, value } => drop(self.0.insert((*instance, value.clone()))),
            Fact::Learned { instance, value } => {
                let breach = Breach { learned: number, instance: *instance, value: value.clone() };
                return (!self.0.contains(&(*instance, value.clone()))).then_some(breach);
            }
            _ => {}
        }
        None
    }

    fn witness(Breach { learned, instance, value }: Breach, record: &Record) -> Witness {
        let sentence = phrase!(
            "{0} learned at {1} that {2} is chosen in instance {3}, and nobody had proposed it there.",
            "{0} 于 {1} 得知实例 {3} 选定了 {2}，而没有人在其中提出过这个值。",
            record.who(learned),
            record.when(learned),
            value.to_string(),
            instance
        );
        Witness::of_events(vec![learned], sentence)
    }
}
