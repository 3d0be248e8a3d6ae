//! The log as one process knows it: the slots whose commands are chosen.

use super::Command;
use synod_kernel::OperationId;
use synod_order::Map;

/// Chosen commands by slot, counted from 1. There may be holes: slots of which this process does not know yet what is chosen in them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Log(Map<u32, Command>);

impl Log {
    /// The command in a slot.
    pub fn get(&self, slot: u32) -> Option<&Command> {
        self.0.get(&slot)
    }

    /// The first slot of which it is not known what is chosen.
    pub fn first_unchosen(&self) -> u32 {
        (1..)
            .zip(self.0.keys())
            .find(|(expected, slot)| expected != *slot)
            .map_or_else(|| self.last() + 1, |(expected, _)| expected)
    }

    /// All slots up to this one are chosen.
    pub fn upto(&self) -> u32 {
        self.first_unchosen() - 1
    }

    /// The last slot that is chosen; 0 for none.
    pub fn last(&self) -> u32 {
        self.0.last_key_value().map_or(0, |(slot, _)| *slot)
    }

    /// The first slot in which this operation is.
    pub fn slot_of(&self, op: OperationId) -> Option<u32> {
        self.0.iter().find(|(_, command)| command.op() == Some(op)).map(|(slot, _)| *slot)
    }

    /// The chosen slots from this one on.
    pub fn since(&self, slot: u32) -> Map<u32, Command> {
        synod_order::map(self.0.range(slot..).map(|(slot, command)| (*slot, command.clone())))
    }

    /// The slots and their commands.
    pub fn entries(&self) -> impl Iterator<Item = (u32, &Command)> {
        self.0.iter().map(|(slot, command)| (*slot, command))
    }

    /// Takes up what is chosen in a slot, unless something is there already.
    pub fn learn(&mut self, slot: u32, command: &Command) {
        self.0.entry(slot).or_insert_with(|| command.clone());
    }
}
