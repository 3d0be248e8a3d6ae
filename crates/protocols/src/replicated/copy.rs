//! A replica's copy of the register: what it holds, which requests it has taken, and who may not have its news yet.

use super::op::KEY;
use super::show::short;
use super::version::{Item, Items, Version, merge};
use synod_check::{Fact, Value};
use synod_kernel::{OperationId, Pid, Time};
use synod_order::{Map, Set};

/// How copies that have grown apart become one again.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Reconcile {
    /// The write with the latest time wins, and the others vanish (`DeCandia` et al., Dynamo, SOSP 2007, § 4.4, "last write wins").
    LastWriterWins,
    /// All writes that did not know of each other are kept, until one that knows them replaces them (same place, vector clocks).
    Siblings,
}

/// A copy. All of it is kept on disk.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Copy {
    items: Items,
    /// The requests that this replica has taken, so that a request that arrives twice is served once.
    taken: Set<OperationId>,
    /// How many versions it has made, so that none is ever made twice.
    made: u32,
    /// Who has not confirmed yet to have what it holds.
    behind: Set<Pid>,
}

impl Copy {
    /// What it holds: nothing, one value, or several that are concurrent.
    pub fn items(&self) -> &Items {
        &self.items
    }

    /// What a replica with this copy declares to hold.
    pub fn holds(&self) -> Fact {
        Fact::Holds { state: if self.items.is_empty() { String::new() } else { format!("{KEY} = {}", short(&self.items)) } }
    }

    /// Who has not confirmed yet to have what it holds.
    pub fn behind(&self) -> &Set<Pid> {
        &self.behind
    }

    /// Takes a request; false if it has taken it before.
    pub fn take(&mut self, op: OperationId) -> bool {
        self.taken.insert(op)
    }

    /// Whether it has taken a request.
    pub fn has_taken(&self, op: OperationId) -> bool {
        self.taken.contains(&op)
    }

    /// A write that this replica alone decides on: its version is above all that the copy holds.
    pub fn write(&mut self, how: Reconcile, (me, clock): (Pid, Time), write: OperationId, value: Value) -> Item {
        self.made += 1;
        let version = match how {
            Reconcile::LastWriterWins => {
                // Never older than what the writer could have read here, even where another replica's clock is ahead.
                let seen = self.items.iter().filter_map(|item| match item.version {
                    Version::Clock(at, _) => Some(at + 1),
                    _ => None,
                });
                Version::Clock(seen.max().unwrap_or(0).max(clock), write)
            }
            Reconcile::Siblings => {
                let mut vector: Map<Pid, u32> = Map::new();
                for item in &self.items {
                    if let Version::Vector(known) = &item.version {
                        for (writer, n) in known {
                            let entry = vector.entry(*writer).or_default();
                            *entry = (*n).max(*entry);
                        }
                    }
                }
                vector.insert(me, self.made);
                Version::Vector(vector)
            }
        };
        let item = Item { version, value, write };
        merge(&mut self.items, std::slice::from_ref(&item));
        item
    }

    /// Takes up what another has; whether that was news.
    pub fn take_up(&mut self, news: &[Item]) -> bool {
        merge(&mut self.items, news)
    }

    /// From now on these have to be told what the copy holds.
    pub fn to_tell(&mut self, peers: impl IntoIterator<Item = Pid>) {
        self.behind.extend(peers);
    }

    /// A replica confirms to have these items; whether it thereby has all that the copy holds, and had not before.
    pub fn confirmed(&mut self, from: Pid, items: &[Item]) -> bool {
        self.items.iter().all(|item| items.contains(item)) && self.behind.remove(&from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(copy: &Copy) -> Vec<Value> {
        copy.items().iter().map(|item| item.value.clone()).collect()
    }

    #[test]
    fn a_write_is_newer_than_what_its_replica_holds_even_by_a_slow_clock() {
        for how in [Reconcile::LastWriterWins, Reconcile::Siblings] {
            let (mut one, mut other) = (Copy::default(), Copy::default());
            one.write(how, (Pid(0), 1_000), OperationId(0), "v1".into());
            other.take_up(one.items());
            other.write(how, (Pid(1), 5), OperationId(1), "v2".into());
            one.take_up(other.items());
            assert_eq!(values(&one), ["v2".into()]);
        }
    }

    #[test]
    fn what_was_written_apart_is_kept_or_the_later_one_wins() {
        for (how, left) in [(Reconcile::LastWriterWins, 1), (Reconcile::Siblings, 2)] {
            let (mut one, mut other) = (Copy::default(), Copy::default());
            one.write(how, (Pid(0), 1_000), OperationId(0), "v1".into());
            other.write(how, (Pid(1), 2_000), OperationId(1), "v2".into());
            one.take_up(other.items());
            other.take_up(one.items());
            assert_eq!(one.items(), other.items());
            assert_eq!(one.items().len(), left);
        }
    }

    #[test]
    fn a_replica_is_behind_until_it_confirms_the_newest() {
        let mut copy = Copy::default();
        let first = copy.write(Reconcile::LastWriterWins, (Pid(0), 1), OperationId(0), "v1".into());
        copy.to_tell([Pid(1)]);
        let second = copy.write(Reconcile::LastWriterWins, (Pid(0), 9), OperationId(1), "v2".into());
        assert!(!copy.confirmed(Pid(1), &[first]));
        assert!(copy.confirmed(Pid(1), &[second]));
        assert!(copy.behind().is_empty());
    }
}
