//! A part of a history: some of its operations, and what is known about them.

use synod_order::{Map, Set};

use crate::History;

impl History {
    /// The operations `ids` alone. What the store told about two of them by way of operations that are left out stays known.
    pub(crate) fn part(&self, ids: &[u32]) -> History {
        let number = synod_order::map(ids.iter().enumerate().map(|(new, old)| (*old, new as u32)));
        let mut after: Map<u32, Vec<u32>> = Map::new();
        for (first, second) in &self.store_order {
            after.entry(*first).or_default().push(*second);
        }
        let mut store_order = Vec::new();
        for (old, new) in &number {
            let mut seen: Set<u32> = Set::new();
            let mut agenda = vec![*old];
            while let Some(at) = agenda.pop() {
                for later in after.get(&at).into_iter().flatten().filter(|later| seen.insert(**later)) {
                    match number.get(later) {
                        Some(later) => store_order.push((*new, *later)),
                        None => agenda.push(*later),
                    }
                }
            }
        }
        History {
            operations: ids.iter().map(|id| self.op(*id).clone()).collect(),
            store_order,
            replicas: self.replicas.clone(),
            source: self.source,
        }
    }
}
