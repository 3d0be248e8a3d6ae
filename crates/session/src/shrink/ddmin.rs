//! Minimising delta debugging, `ddmin` (Zeller & Hildebrandt, Simplifying and isolating failure-inducing input, IEEE TSE 28(2), 2002,
//! figure 5), as a state that is asked for the next test and told how it went.

use crate::doc::Decision;

/// The search for a smallest list of decisions that still fails.
///
/// At its end the list is *1-minimal*: without any single one of its decisions it does not fail.
#[derive(Debug)]
pub(super) struct Ddmin {
    items: Vec<Decision>,
    /// Into how many parts the list is divided.
    parts: usize,
    /// The next test: a part alone below [`Self::parts`], all but a part from there on.
    next: usize,
}

impl Ddmin {
    /// A search that begins with a list that fails.
    pub fn new(items: Vec<Decision>) -> Ddmin {
        Ddmin { items, parts: 1, next: 0 }
    }

    /// The next list to test; none once the list is 1-minimal.
    pub fn candidate(&mut self) -> Option<Vec<Decision>> {
        loop {
            if self.items.is_empty() || self.parts > self.items.len() {
                return None;
            }
            // One part: all but it is nothing at all. Two parts: each alone is all but the other.
            let tests = if self.parts > 2 { 2 * self.parts } else { self.parts };
            if self.next < tests {
                return Some(self.list());
            }
            if self.parts == self.items.len() {
                return None;
            }
            self.parts = (self.parts * 2).min(self.items.len());
            self.next = 0;
        }
    }

    /// Takes up how the test of [`Self::candidate`] went: whether that list fails too.
    pub fn tell(&mut self, fails: bool) {
        if !fails {
            self.next += 1;
            return;
        }
        let alone = self.next < self.parts;
        self.items = self.list();
        self.parts = if alone { 2 } else { (self.parts - 1).max(2) }.min(self.items.len().max(1));
        self.next = 0;
    }

    fn list(&self) -> Vec<Decision> {
        let part = self.next % self.parts;
        let (from, to) = (self.items.len() * part / self.parts, self.items.len() * (part + 1) / self.parts);
        if self.parts == 1 {
            Vec::new()
        } else if self.next < self.parts {
            self.items[from..to].to_vec()
        } else {
            self.items[..from].iter().chain(&self.items[to..]).cloned().collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::Act;

    fn decisions(times: impl IntoIterator<Item = u64>) -> Vec<Decision> {
        times.into_iter().map(|at| Decision { at, nth: 0, act: Act::Heal }).collect()
    }

    fn smallest(from: Vec<Decision>, fails: impl Fn(&[u64]) -> bool) -> Vec<u64> {
        let mut search = Ddmin::new(from);
        while let Some(list) = search.candidate() {
            let times: Vec<u64> = list.iter().map(|d| d.at).collect();
            search.tell(fails(&times));
        }
        search.items.iter().map(|d| d.at).collect()
    }

    #[test]
    fn what_is_needed_is_found_among_what_is_not() {
        assert_eq!(smallest(decisions(1..=8), |list| [1, 7, 8].iter().all(|needed| list.contains(needed))), [1, 7, 8]);
        assert_eq!(smallest(decisions(1..=100), |list| list.contains(&41)), [41]);
        assert_eq!(smallest(decisions(1..=7), |_| true), [0; 0]);
        assert_eq!(smallest(decisions(1..=5), |list| list.len() == 5), [1, 2, 3, 4, 5]);
    }

    #[test]
    fn the_list_is_1_minimal_even_where_more_may_fail_less() {
        let fails = |list: &[u64]| list.iter().sum::<u64>() % 3 == 0 && list.len() > 1;
        let found = smallest(decisions(1..=9), fails);
        for without in 0..found.len() {
            let mut fewer = found.clone();
            fewer.remove(without);
            assert!(fails(&found) && !fails(&fewer), "{found:?} without {without}");
        }
    }
}
